package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) showVerb() *cobra.Command {
	var history bool
	verb := c.verb("show REF|ID", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		return c.reading(func(n *notebook.Notebook) error { return c.show(n, args[0], history) })
	})
	verb.Flags().BoolVar(&history, "history", false, c.flag("history"))
	return verb
}

// show prints one record, its disputes and, where wanted, its revisions.
func (c *ctl) show(n *notebook.Notebook, ref string, history bool) error {
	id, err := n.Resolve(ref)
	if err != nil {
		return c.at(ref, err)
	}
	v, err := n.View(id)
	if err != nil {
		return err
	}
	var past []pastRevision
	if history {
		revs, err := n.History(id)
		if err != nil {
			return err
		}
		past = pastOf(n, revs)
	}
	if c.json {
		return c.showJSON(n, v, past, history)
	}
	return c.showTable(n, v, past)
}

// showJSON prints the record as one document; its history is one more field.
func (c *ctl) showJSON(n *notebook.Notebook, v model.View, past []pastRevision, history bool) error {
	line, err := model.WriteJSON(v, names(n))
	if err != nil {
		return err
	}
	if !n.Verified(v) {
		line = append(line[:len(line)-1], `,"unverified":true}`...)
	}
	if history {
		h, err := json.Marshal(past)
		if err != nil {
			return err
		}
		line = append(line[:len(line)-1], ',')
		line = append(append(append(line, `"history":`...), h...), '}')
	}
	_, err = c.out.Write(append(line, '\n'))
	return err
}

// showTable prints a field a line, then the disputes, the evidence and the history.
func (c *ctl) showTable(n *notebook.Notebook, v model.View, past []pastRevision) error {
	var t table
	base := v.Record.Base()
	t.row(c.words.T("nouns."+string(v.Kind)), base.Ref)
	t.row(c.words.T("fields_common.id"), v.ID.String())
	if who := c.who(n, v.Written.Author, v.Written.Organisation); who != "" {
		t.row(c.words.T("fields_common.author"), who)
	}
	if v.Written.At != 0 {
		t.row(c.words.T("fields_common.written"), c.words.Moment(v.Written.At.Time()))
	}
	if !n.Verified(v) {
		t.row(c.words.T("ctl.unverified"), c.words.T("ctl.unverified_why"))
	}
	for _, f := range c.fieldsOf(n, v.Record) {
		t.row(f[0], f[1])
	}
	for i, e := range n.Attached(v.ID) {
		label := ""
		if i == 0 {
			label = c.words.T("nouns.evidence")
		}
		t.row(label, n.Ref(e))
	}
	for _, d := range v.Disputes {
		for i, x := range d.Values {
			label := ""
			if i == 0 {
				label = c.words.T("nouns.dispute") + ": " + c.label(v.Kind, d.Field)
			}
			t.row(label, fmt.Sprintf("%d  %s  (%s)", i+1, c.disputed(n, v, d.Field, x.Value), c.who(n, x.Author, x.Organisation)))
		}
	}
	for _, p := range past {
		t.row(c.words.T("nouns.revision")+" "+p.Revision.String()[:8], c.past(n, v.Kind, p))
	}
	return t.write(c.out)
}

// disputed says one value of a disputed field as the field itself is said.
func (c *ctl) disputed(n *notebook.Notebook, v model.View, field string, value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return strings.Join(c.value(n, v.Kind, field, raw, v.Record), " · ")
}

// who says who wrote: the member's name, else the letters of the key, and the
// organisation.
func (c *ctl) who(n *notebook.Notebook, key model.Key, organisation string) string {
	if key.IsZero() {
		return organisation
	}
	name := key.Letters()
	if m, ok := n.Member(key); ok && m.Name+m.CodeName != "" {
		name = m.Name + m.CodeName
	}
	if organisation == "" {
		return name
	}
	return name + ", " + organisation
}

// pastRevision is one revision as history shows it.
type pastRevision struct {
	Revision     model.RevID   `json:"revision"`
	Parents      []model.RevID `json:"parents"`
	Author       string        `json:"author,omitempty"`
	Organisation string        `json:"organisation,omitempty"`
	Written      string        `json:"written,omitempty"`
	Reason       string        `json:"reason,omitempty"`
	Redacted     bool          `json:"redacted,omitempty"`
	Changed      []string      `json:"changed"` // the names of the fields that it changed
	key          model.Key
	at           model.Clock
}

// pastOf says of each revision what it changed against what its author had seen.
func pastOf(n *notebook.Notebook, revs []model.Revision) []pastRevision {
	parents := map[model.RevID][]model.RevID{}
	for i := range revs {
		parents[revs[i].ID] = revs[i].Parents
	}
	past := make([]pastRevision, 0, len(revs))
	for _, s := range model.History(revs).Steps() {
		p := pastRevision{Revision: s.Revision, Parents: parents[s.Revision], Author: names(n).Author(s.Author), Organisation: s.Organisation,
			Reason: s.Reason, Redacted: s.Redacted, key: s.Author, at: s.At, Changed: []string{}}
		if p.Parents == nil {
			p.Parents = []model.RevID{}
		}
		if s.At != 0 {
			p.Written = s.At.Time().Format("2006-01-02T15:04:05Z")
		}
		for _, c := range s.Changes {
			p.Changed = append(p.Changed, c.Field)
		}
		past = append(past, p)
	}
	return past
}

// past says a revision on one line.
func (c *ctl) past(n *notebook.Notebook, kind model.Kind, p pastRevision) string {
	labels := make([]string, len(p.Changed))
	for i, name := range p.Changed {
		labels[i] = c.label(kind, name)
	}
	parts := []string{}
	if p.at != 0 {
		parts = append(parts, c.words.Moment(p.at.Time()))
	}
	parts = append(parts, c.who(n, p.key, p.Organisation), c.words.List(labels), p.Reason)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}
