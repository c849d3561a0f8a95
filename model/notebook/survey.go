package notebook

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"plumbline/model"
	"plumbline/model/parcel"
)

// survey goes through a parcel before anything of it is written: it refuses what
// only the notebook can know to be wrong, and finds what is new.
//
// What is held of a revision only ever rises: nothing, a stand-in, the whole
// without proof, the whole, redacted by order. So merging is a union, and the
// order of parcels never matters.
type survey struct {
	n       *Notebook
	p       *parcel.Reader
	judge   *judges
	accept  bool
	at      map[model.ID]int32
	records []met
	org     map[string]int32
	orgs    []string
	merge   model.Merge
}

// met is a record of the parcel.
type met struct {
	id         model.ID
	row        int32 // in the book; -1 for one that is not here
	org        int32
	fresh      int32 // revisions that are new here
	kind       model.Kind
	unverified bool
	first      model.RevID   // of the parcel
	more       []model.RevID // likewise
	record     model.Record  // of the only revision of a new record, for the result
}

// The states of a revision here, rising.
const (
	notHeld = iota
	heldStandIn
	heldUnproven
	heldWhole
	heldRedacted
)

func (r *rev) state() int {
	switch {
	case r.gone:
		return heldRedacted
	case r.kind == standInEntry:
		return heldStandIn
	case r.kind == unprovenEntry:
		return heldUnproven
	}
	return heldWhole
}

// survey looks at a whole parcel. A refusal is in the result, not in the error.
func (n *Notebook) survey(p *parcel.Reader, accept bool) (*survey, error) {
	h := p.Header()
	s := &survey{n: n, p: p, judge: newJudges(n), accept: accept, at: map[model.ID]int32{}, org: map[string]int32{}}
	s.merge = model.Merge{Parcel: p.Digest(), From: n.signer(h.Sender), Packed: h.Packed, Count: map[model.Outcome]int{}}
	if reason := n.believe(h, s.merge.From.Standing, accept); reason != "" {
		s.refuse(reason)
	}
	if p.Known() {
		s.sameAgain()
		return s, nil
	}
	if reason, err := s.history(); err != nil {
		return nil, err
	} else if reason != "" {
		s.refuse(reason)
	}
	for it, err := range p.Revisions() {
		if err != nil {
			return nil, err
		}
		if reason := s.look(&it); reason != "" {
			s.refuse(reason)
		}
	}
	for _, a := range p.Attachments() {
		if n.stored(hexOf(a.SHA256[:])) == "" {
			s.merge.Files++
		}
	}
	if s.merge.Refused != "" {
		s.merge.Count = map[model.Outcome]int{model.MergedRefused: len(s.records)}
	}
	return s, nil
}

// refuse keeps the first reason: one of content outweighs an unknown signer, who
// could be accepted.
func (s *survey) refuse(r parcel.Reason) {
	if s.merge.Refused == "" || s.merge.Refused == string(parcel.UnknownSigner) && r != parcel.UnknownSigner {
		s.merge.Refused, s.merge.Refusal = string(r), parcel.Refuse(r)
	}
}

// sameAgain is for a parcel that was merged before.
func (s *survey) sameAgain() {
	s.n.mu.RLock()
	defer s.n.mu.RUnlock()
	total := 0
	for _, c := range s.n.book.merges[s.p.Digest()].Counts {
		total += c
	}
	if s.merge.Refused != "" {
		s.merge.Count[model.MergedRefused] = total
		return
	}
	s.merge.Count[model.MergedSame] = total
}

// history judges what the parcel rests on: its ancestors that are to be here, and
// the pasts of its authors.
func (s *survey) history() (parcel.Reason, error) {
	n := s.n
	if twice, err := n.forked(s.p); err != nil {
		return "", err
	} else if twice && !s.accept {
		return parcel.TwoHistories, nil
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	for id, record := range s.p.Outside() {
		at, ok := n.book.find(record)
		if !ok || !slices.ContainsFunc(n.book.revs(&n.book.rows[at]), func(r rev) bool { return r.id == id }) {
			return parcel.MissingAncestor, nil
		}
	}
	return "", nil
}

// look judges one revision and notes what it is here.
func (s *survey) look(it *parcel.Item) parcel.Reason {
	n, r := s.n, &it.Revision
	n.mu.RLock()
	m, known := s.meet(r)
	held := notHeld
	var row *revRow
	if known {
		row = &revRow{n.book.rows[m.row].kindName(), slices.Clone(n.book.revs(&n.book.rows[m.row]))}
		if i := slices.IndexFunc(row.revs, func(x rev) bool { return x.id == r.ID }); i >= 0 {
			held = row.revs[i].state()
		}
	}
	n.mu.RUnlock()
	switch {
	case m.kind != r.Kind:
		return parcel.StolenID
	case known && held == notHeld && r.Kind.OfPlan() && r.Author.IsZero() && len(r.Parents) == 0 && !r.Redacted:
		return parcel.PlanMismatch
	}
	for _, p := range r.Parents {
		if !m.has(p) && (row == nil || !slices.ContainsFunc(row.revs, func(x rev) bool { return x.id == p })) {
			return parcel.MissingAncestor
		}
	}
	m.add(r.ID)
	if m.record = nil; !known && len(m.more) == 0 && len(s.records) <= model.MaxMerged {
		m.record = it.Record
	}
	if held == notHeld && !r.Redacted && !it.Proven {
		if standing := s.judge.of(r.Author); standing != model.StandingUnknown || !s.accept {
			return parcel.ForgedAuthor
		}
	}
	if s.n.arriving(s.judge, it) > held {
		m.fresh++
		s.merge.Revisions++
		if !r.Redacted && (!it.Proven || !s.judge.believed(r.Author)) {
			m.unverified = true
			s.merge.Unverified++
		}
	}
	return ""
}

type revRow struct {
	kind model.Kind
	revs []rev
}

// meet finds or begins the record of a revision. n.mu is held.
func (s *survey) meet(r *model.Revision) (m *met, known bool) {
	i, ok := s.at[r.Record]
	if !ok {
		i = int32(len(s.records))
		s.at[r.Record] = i
		m := met{id: r.Record, row: -1, kind: r.Kind, org: s.organisation(r.Organisation)}
		if at, here := s.n.book.find(r.Record); here {
			row := &s.n.book.rows[at]
			m.row, m.kind, m.org = int32(at), row.kindName(), s.organisation(s.n.book.names.all[row.organisation])
		}
		s.records = append(s.records, m)
	}
	m = &s.records[i]
	return m, m.row >= 0
}

func (s *survey) organisation(name string) int32 {
	i, ok := s.org[name]
	if !ok {
		i = int32(len(s.orgs))
		s.org[name] = i
		s.orgs = append(s.orgs, name)
	}
	return i
}

func (m *met) has(id model.RevID) bool { return m.first == id || slices.Contains(m.more, id) }

func (m *met) add(id model.RevID) {
	if m.first == (model.RevID{}) {
		m.first = id
	} else {
		m.more = append(m.more, id)
	}
}

// arriving is the state in which a revision would be kept.
func (n *Notebook) arriving(j *judges, it *parcel.Item) int {
	r := &it.Revision
	switch {
	case r.Redacted && j.mayRedact(it.Orders, n.authorOf(r)):
		return heldRedacted
	case r.Redacted:
		return heldStandIn
	case !it.Proven:
		return heldUnproven
	case j.mayRedact(n.orders(r.ID), r.Author):
		return heldRedacted // what was redacted never returns
	}
	return heldWhole
}

// authorOf gives who wrote a revision, by what is held of it whole; nobody when
// that is not known: what a redacted revision says of itself proves nothing.
func (n *Notebook) authorOf(r *model.Revision) model.Key {
	n.mu.RLock()
	var slot uint64
	if at, ok := n.book.find(r.Record); ok {
		for _, x := range n.book.revs(&n.book.rows[at]) {
			if x.id == r.ID && x.state() >= heldWhole {
				slot = x.slot
			}
		}
	}
	n.mu.RUnlock()
	if slot == 0 {
		return model.Key{}
	}
	h, err := n.history([]uint64{slot})
	if err != nil || len(h) != 1 {
		return model.Key{}
	}
	return h[0].Author
}

// orders lists who ordered a revision's redaction, by the kept manifests.
func (n *Notebook) orders(id model.RevID) []model.Key {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.book.orders[id]
}

// tell counts the outcomes; open gives the disputed fields of a record with
// fresh revisions, as it is or will be.
func (s *survey) tell(view func(m *met) (model.View, error)) error {
	by := map[int32]map[model.Outcome]int{}
	for i := range s.records {
		m := &s.records[i]
		o, v, err := m.outcome(view)
		if errors.Is(err, errNotYet) {
			continue
		}
		if err != nil {
			return err
		}
		s.merge.Count[o]++
		if by[m.org] == nil {
			by[m.org] = map[model.Outcome]int{}
		}
		by[m.org][o]++
		if o != model.MergedSame {
			s.list(m, o, v)
		}
	}
	for _, i := range slices.Sorted(maps.Keys(by)) {
		s.merge.Organisations = append(s.merge.Organisations, model.MergedBy{Organisation: s.orgs[i], Count: by[i]})
	}
	slices.SortFunc(s.merge.Organisations, func(a, b model.MergedBy) int { return cmp.Compare(a.Organisation, b.Organisation) })
	return nil
}

// errNotYet is for a record that a stopped merge did not reach.
var errNotYet = errors.New("not merged yet")

// outcome is the record's, numbered as model.Outcome is.
func (m *met) outcome(view func(*met) (model.View, error)) (o model.Outcome, v model.View, err error) {
	if m.fresh == 0 {
		return model.MergedSame, v, nil // 2
	}
	v, err = view(m)
	switch {
	case err != nil:
		return "", v, err
	case v.Disputed():
		return model.MergedDisputed, v, nil // 4
	case m.row < 0:
		return model.MergedNew, v, nil // 1
	}
	return model.MergedJoined, v, nil // 3
}

func (s *survey) list(m *met, o model.Outcome, v model.View) {
	if len(s.merge.Records) == model.MaxMerged {
		s.merge.More++
		return
	}
	r := model.MergedRecord{ID: m.id, Kind: m.kind, Organisation: s.orgs[m.org], Outcome: o, Unverified: m.unverified}
	if v.Record != nil {
		r.Ref, r.Title = v.Record.Base().Ref, model.TitleOf(v.Record)
	}
	for _, d := range v.Disputes {
		r.Open = append(r.Open, d.Field)
	}
	s.merge.Records = append(s.merge.Records, r)
}
