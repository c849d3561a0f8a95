package main

import (
	"encoding/json"
	"errors"
	"strings"

	"plumbline/model"
	"plumbline/model/notebook"
)

// newKinds are the kinds of which record makes new ones. A plan comes with a
// notebook, a member by its key, a file by attach.
var newKinds = []model.Kind{model.KindObservation, model.KindClaim, model.KindFinding, model.KindRecommendation, model.KindSource,
	model.KindEvidence, model.KindReview, model.KindLink}

// entryFor finds or makes the entry that an object changes; nil after a fault.
func (r *recording) entryFor(line int, given *model.In) (*entry, error) {
	if given.Ref == "" && given.ID == "" {
		return r.newEntry(line, given)
	}
	field, name := "ref", given.Ref
	if name == "" {
		field, name = "id", given.ID
	}
	id, err := r.resolve(name, given.Kind)
	if err == nil && given.Ref != "" && given.ID != "" {
		if second, err := r.resolve(given.ID, given.Kind); err != nil || second != id {
			r.fault(line, "id", model.RuleUnknown)
			return nil, nil
		}
	}
	switch {
	case errors.Is(err, model.ErrAmbiguous):
		r.fault(line, field, model.RuleAmbiguous)
		return nil, nil
	case err != nil:
		r.fault(line, field, model.RuleUnknown)
		return nil, nil
	}
	if e := r.changed[id]; e != nil && len(given.Revision) == 0 {
		return e, nil
	}
	return r.oldEntry(line, id, given)
}

func (r *recording) newEntry(line int, given *model.In) (*entry, error) {
	known := false
	for _, k := range newKinds {
		known = known || k == given.Kind
	}
	if !known {
		f := model.Fault{Field: "kind", Rule: model.RuleCode}
		for _, k := range newKinds {
			f.Allowed = append(f.Allowed, string(k))
		}
		r.faults = append(r.faults, lineFault{line, f})
		return nil, nil
	}
	rec, err := model.New(given.Kind)
	if err != nil {
		return nil, err
	}
	return r.add(line, rec)
}

// add makes the entry of a new record and gives it its id.
func (r *recording) add(line int, rec model.Record) (*entry, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	rec.Base().ID = id
	e := &entry{line: line, id: id, next: rec, state: "new"}
	r.entries = append(r.entries, e)
	r.changed[id], r.fresh[id] = e, rec.Kind()
	return e, nil
}

// oldEntry makes the entry of a record that is in the notebook: as it is now, or as
// the named revisions left it.
func (r *recording) oldEntry(line int, id model.ID, given *model.In) (*entry, error) {
	var seen, copied model.View
	var err error
	if len(given.Revision) == 0 {
		seen, err = r.n.View(id)
		if err == nil {
			copied, err = r.n.View(id)
		}
	} else {
		var h model.History
		if h, err = r.n.History(id); err == nil {
			h = ending(h, given.Revision)
			seen, copied = model.Join(h), model.Join(h)
		}
		if err == nil && seen.Record == nil {
			r.fault(line, "revision", model.RuleUnknown)
			return nil, nil
		}
	}
	if err != nil {
		return nil, err
	}
	e := &entry{line: line, id: id, seen: seen, next: copied.Record, state: "changed"}
	e.next.Base().ID = id
	r.entries = append(r.entries, e)
	if len(given.Revision) == 0 {
		r.changed[id] = e
	}
	return e, nil
}

// ending gives the part of a history that ends with the named revisions; nothing
// when one of them is not in it.
func ending(h model.History, names []string) model.History {
	at := map[model.RevID]*model.Revision{}
	for i := range h {
		at[h[i].ID] = &h[i]
	}
	var wanted []model.RevID
	for _, name := range names {
		id, err := model.ParseRevID(strings.ToLower(name))
		if err != nil || at[id] == nil {
			return nil
		}
		wanted = append(wanted, id)
	}
	var part model.History
	for len(wanted) > 0 {
		id := wanted[0]
		wanted = wanted[1:]
		if rev := at[id]; rev != nil {
			part = append(part, *rev)
			wanted = append(wanted, rev.Parents...)
			delete(at, id)
		}
	}
	return part
}

// resolve finds what a link names: @name from earlier in the file, a ref or an id.
func (r *recording) resolve(name string, kind model.Kind) (model.ID, error) {
	var id model.ID
	if as, ok := strings.CutPrefix(name, "@"); ok {
		e := r.named[as]
		if e == nil {
			return id, model.ErrNotFound
		}
		id = e.id
	} else {
		var err error
		if id, err = r.n.Resolve(name); err != nil {
			return id, sentinel(err)
		}
	}
	if have := r.kindOf(id); kind != "" && have != kind {
		return id, model.ErrNotFound
	}
	return id, nil
}

// sentinel strips an error to the one that model.Resolve promises.
func sentinel(err error) error {
	if errors.Is(err, model.ErrAmbiguous) {
		return model.ErrAmbiguous
	}
	return model.ErrNotFound
}

func (r *recording) kindOf(id model.ID) model.Kind {
	if k, ok := r.fresh[id]; ok {
		return k
	}
	return r.n.KindOf(id)
}

// identify keeps who a source is in a sealed record of its own.
func (r *recording) identify(line int, source *entry, raw json.RawMessage) error {
	var who *string
	if json.Unmarshal(raw, &who) != nil {
		r.fault(line, "identity", model.RuleType)
		return nil
	}
	e, err := r.identityOf(line, source)
	if err != nil || e == nil && (who == nil || *who == "") {
		return err
	}
	if e == nil {
		x := &model.Identity{Source: source.id}
		x.Confidentiality = model.Sealed
		if e, err = r.add(line, x); err != nil {
			return err
		}
		e.identity = true
		r.identities[source.id] = e
	}
	x := e.next.(*model.Identity)
	if x.Withdrawn = who == nil || *who == ""; !x.Withdrawn {
		x.Who = *who
	}
	return nil
}

// identityOf finds the identity of a source, where there is one.
func (r *recording) identityOf(line int, source *entry) (*entry, error) {
	if e := r.identities[source.id]; e != nil || source.state == "new" {
		return e, nil
	}
	if r.kept == nil {
		r.kept = map[model.ID]model.ID{}
		for v, err := range r.n.Records(model.KindIdentity) {
			if err != nil {
				return nil, err
			}
			if x, ok := v.Record.(*model.Identity); ok {
				r.kept[x.Source] = v.ID
			}
		}
	}
	id, ok := r.kept[source.id]
	if !ok {
		return nil, nil
	}
	e, err := r.oldEntry(line, id, &model.In{})
	if err == nil {
		e.identity = true
		r.identities[source.id] = e
	}
	return e, err
}

// check holds every record against the rules.
func (r *recording) check() {
	known := r.n.Known()
	known.Region = isRegion
	known.Record = func(id model.ID, kind model.Kind) bool {
		have := r.kindOf(id)
		return have != "" && (kind == "" || have == kind)
	}
	faulty := map[int]map[string]bool{}
	for _, f := range r.faults {
		if faulty[f.line] == nil {
			faulty[f.line] = map[string]bool{}
		}
		faulty[f.line][top(f.Field)] = true
	}
	for _, e := range r.entries {
		if e.next.Base().Withdrawn {
			continue
		}
		var faults model.Faults
		if !errors.As(e.next.Check(known.Beside(e.seen.Record)), &faults) {
			continue
		}
		for _, f := range faults {
			if !faulty[e.line][top(f.Field)] { // a field that could not be read is not missing as well
				r.faults = append(r.faults, lineFault{e.line, f})
			}
		}
	}
	r.sort()
}

// top is the field that an inner one belongs to.
func top(field string) string {
	if i := strings.IndexAny(field, ".["); i > 0 {
		return field[:i]
	}
	return field
}

// write puts everything into the notebook in one transaction.
func (r *recording) write() error {
	changes := make([]notebook.Change, len(r.entries))
	for i, e := range r.entries {
		changes[i] = notebook.Change{Seen: e.seen, Next: e.next}
	}
	revs, err := r.n.RecordAll(changes)
	if err != nil {
		return err
	}
	for i, e := range r.entries {
		if e.state == "changed" && revs[i].ID == (model.RevID{}) {
			e.state = "same"
		}
	}
	return nil
}
