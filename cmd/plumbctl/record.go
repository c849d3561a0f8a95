package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) recordVerb() *cobra.Command {
	var from string
	verb := c.verb("record --from FILE.json|-", cobra.NoArgs, func(*cobra.Command, []string) error {
		if from == "" {
			return c.usage("ctl.flag_needed", "flag", "--from")
		}
		if _, err := os.Stat(from); err != nil && from != "-" {
			return c.at(from, err)
		}
		return c.writing(func(n *notebook.Notebook) error { return c.record(n, from) })
	})
	verb.Flags().StringVar(&from, "from", "", c.flag("from"))
	return verb
}

// record writes the records of a file, all or none. What it prints is durable.
func (c *ctl) record(n *notebook.Notebook, from string) error {
	in := c.in
	if from != "-" {
		f, err := os.Open(from)
		if err != nil {
			return c.at(from, err)
		}
		defer f.Close()
		in = f
	}
	r := newRecording(n)
	if err := r.read(in); err != nil {
		return c.at(from, err)
	}
	r.check()
	if len(r.faults) > 0 {
		return c.refused(from, r)
	}
	if len(r.entries) == 0 {
		return c.fail(exitRefused, "ctl.no_records", "where", shown(from))
	}
	if err := r.write(); err != nil {
		return c.at(from, err)
	}
	return c.recorded(n, r)
}

// refused prints every fault of a file, each on its line with the line and the
// field that it concerns.
func (c *ctl) refused(from string, r *recording) error {
	lines := map[int]bool{}
	for _, f := range r.faults {
		lines[f.line] = true
		fmt.Fprintln(c.err, c.words.T("ctl.fault_at", "where", shown(from), "line", f.line)+" "+c.faultWord(f.Fault))
	}
	return c.fail(exitRefused, "ctl.refused", "where", shown(from), "faults", len(r.faults), "lines", len(lines))
}

// recorded prints a line a record; exit code 7 when an edit on an older view is
// disputed now.
func (c *ctl) recorded(n *notebook.Notebook, r *recording) error {
	disputed := 0
	for _, e := range r.entries {
		if e.identity {
			continue
		}
		v, err := n.View(e.id)
		if err != nil {
			return err
		}
		state := e.state
		if v.Disputed() {
			state = "disputed"
			disputed++
		}
		if c.json {
			err = c.print(struct {
				Line      int           `json:"line"`
				Kind      model.Kind    `json:"kind"`
				Ref       string        `json:"ref"`
				ID        model.ID      `json:"id"`
				Revisions []model.RevID `json:"revisions"`
				State     string        `json:"state"`
			}{e.line, v.Kind, v.Record.Base().Ref, e.id, v.Heads, state})
		} else {
			_, err = fmt.Fprintf(c.out, "%s  %s  %s\n", v.Record.Base().Ref, c.words.T("nouns."+string(v.Kind)), c.words.T("ctl.state_"+state))
		}
		if err != nil {
			return err
		}
	}
	if disputed > 0 {
		return c.fail(exitLook, "ctl.disputed", "records", disputed)
	}
	return nil
}

// recording is a file of records on its way into the notebook.
type recording struct {
	n       *notebook.Notebook
	entries []*entry
	faults  []lineFault
	named   map[string]*entry   // by the name that "as" gave
	changed map[model.ID]*entry // the change of each record, where it is one
	fresh   map[model.ID]model.Kind

	identities map[model.ID]*entry   // by source: those that the file changes
	kept       map[model.ID]model.ID // by source: those of the notebook, once they were asked for
}

// entry is one record as it shall be.
type entry struct {
	line     int
	id       model.ID
	seen     model.View
	next     model.Record
	state    string // new, changed, same
	identity bool   // of a source in the same object
}

// lineFault is a fault and the line on which its object begins.
type lineFault struct {
	line int
	model.Fault
}

func newRecording(n *notebook.Notebook) *recording {
	return &recording{n: n, named: map[string]*entry{}, changed: map[model.ID]*entry{}, fresh: map[model.ID]model.Kind{},
		identities: map[model.ID]*entry{}}
}

func (r *recording) fault(line int, field string, rule model.Rule) {
	r.faults = append(r.faults, lineFault{line, model.Fault{Field: field, Rule: rule}})
}

func (r *recording) faultsOf(line int, err error) {
	var faults model.Faults
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			r.faults = append(r.faults, lineFault{line, f})
		}
	case errors.Is(err, model.ErrTooLarge):
		r.fault(line, "record", model.RuleTooLong)
	case err != nil:
		r.fault(line, "record", model.RuleType)
	}
}

// mostFaults is where reading a file stops that holds something else.
const mostFaults = 10_000

// read takes in every object of the file and applies it to its record.
func (r *recording) read(in io.Reader) error {
	for o, count := newObjects(in), 0; len(r.faults) < mostFaults; count++ {
		x, err := o.read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if count == mostRecords {
			r.fault(x.line, "record", model.RuleTooMany)
			return nil
		}
		if x.tooLong {
			r.fault(x.line, "record", model.RuleTooLong)
			continue
		}
		given, err := model.ReadJSON(x.text)
		if err != nil {
			r.faultsOf(x.line, err)
			continue
		}
		if err := r.take(x.line, given); err != nil {
			return err
		}
	}
	return nil
}

// take applies one object: to a new record, to one of the notebook, or to one
// that the file has changed before.
func (r *recording) take(line int, given model.In) error {
	e, err := r.entryFor(line, &given)
	if err != nil || e == nil {
		return err
	}
	who, hasWho := given.Fields["identity"]
	if e.next.Kind() == model.KindSource {
		delete(given.Fields, "identity")
	}
	_, reviewed := given.Fields["review"]
	for _, f := range given.Apply(e.next, r.resolve) {
		r.faults = append(r.faults, lineFault{line, f})
	}
	if e.state == "new" {
		r.complete(e, reviewed)
	}
	if given.As != "" {
		if r.named[given.As] != nil {
			r.fault(line, "as", model.RuleTwice)
		}
		r.named[given.As] = e
	}
	if hasWho && e.next.Kind() == model.KindSource {
		return r.identify(line, e, who)
	}
	return nil
}

// complete fills what a new record says without being told.
func (r *recording) complete(e *entry, reviewed bool) {
	if o, ok := e.next.(*model.Observation); ok && !reviewed {
		o.Review = model.Submitted
	}
	base := e.next.Base()
	if base.Confidentiality == "" {
		base.Confidentiality = model.DefaultConfidentiality(e.next.Kind())
	}
	if base.Language == "" {
		base.Language = onlyLanguage(e.next)
	}
}

// onlyLanguage is the language of a record whose texts are all in one.
func onlyLanguage(rec model.Record) string {
	found := map[string]bool{}
	last := ""
	for _, name := range model.FieldNames(rec.Kind()) {
		if t, ok := model.FieldValue(rec, name).(model.Text); ok {
			for l := range t {
				found[l], last = true, l
			}
		}
	}
	if len(found) == 1 {
		return last
	}
	return ""
}

// newID draws the id of a new record.
func newID() (model.ID, error) { return model.NewID(rand.Reader) }

// sort puts the faults in the order of the file.
func (r *recording) sort() {
	slices.SortStableFunc(r.faults, func(a, b lineFault) int { return a.line - b.line })
}
