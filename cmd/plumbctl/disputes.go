package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) disputesVerb() *cobra.Command {
	return c.verb("disputes", cobra.NoArgs, func(*cobra.Command, []string) error { return c.reading(c.disputes) })
}

// disputedRecords gives every record with a dispute, withdrawn ones too.
func disputedRecords(n *notebook.Notebook) (views []model.View, err error) {
	for _, kind := range model.Kinds {
		page, err := n.Find(model.Query{Kind: kind, Disputed: true, Withdrawn: true, Order: model.ByRef})
		if err != nil {
			return nil, err
		}
		for _, id := range page.IDs {
			v, err := n.View(id)
			if err != nil {
				return nil, err
			}
			views = append(views, v)
		}
	}
	return views, nil
}

// countDisputes counts the fields in dispute.
func countDisputes(n *notebook.Notebook) (open int, err error) {
	views, err := disputedRecords(n)
	for _, v := range views {
		open += len(v.Disputes)
	}
	return open, err
}

// disputes prints a record a line in JSON, a value a line in words.
func (c *ctl) disputes(n *notebook.Notebook) error {
	views, err := disputedRecords(n)
	if err != nil {
		return err
	}
	var t table
	for _, v := range views {
		if c.json {
			err = c.print(struct {
				Ref      string              `json:"ref"`
				ID       model.ID            `json:"id"`
				Kind     model.Kind          `json:"kind"`
				Disputes []model.JSONDispute `json:"disputes"`
			}{v.Record.Base().Ref, v.ID, v.Kind, v.JSONDisputes(names(n))})
			if err != nil {
				return err
			}
			continue
		}
		for _, d := range v.Disputes {
			for i, x := range d.Values {
				ref, field := "", ""
				if i == 0 {
					ref, field = shortRef(n, v.Record.Base().Ref), d.Field
				}
				t.row(ref, field, fmt.Sprint(i+1), c.disputed(n, v, d.Field, x.Value)+"  ("+c.who(n, x.Author, x.Organisation)+", "+c.words.Moment(x.At.Time())+")")
			}
		}
	}
	if len(views) == 0 && !c.json {
		c.note("ctl.no_disputes")
	}
	return t.write(c.out)
}

// settling is what settle is asked for.
type settling struct {
	take, value, reason string
	given               bool // a value, be it empty
}

func (c *ctl) settleVerb() *cobra.Command {
	var s settling
	verb := c.verb("settle REF FIELD", cobra.ExactArgs(2), func(cmd *cobra.Command, args []string) error {
		s.given = cmd.Flags().Changed("value")
		switch {
		case (s.take != "") == s.given:
			return c.usage("ctl.one_of_take_value")
		case s.reason == "":
			return c.usage("ctl.flag_needed", "flag", "--reason")
		}
		return c.writing(func(n *notebook.Notebook) error { return c.settle(n, args[0], args[1], s) })
	})
	verb.Flags().StringVar(&s.take, "take", "", c.flag("take"))
	verb.Flags().StringVar(&s.value, "value", "", c.flag("value"))
	verb.Flags().StringVar(&s.reason, "reason", "", c.flag("reason"))
	return verb
}

// settle ends the dispute about one field by an ordinary revision.
func (c *ctl) settle(n *notebook.Notebook, ref, field string, s settling) error {
	id, err := n.Resolve(ref)
	if err != nil {
		return c.at(ref, err)
	}
	seen, err := n.View(id)
	if err != nil {
		return err
	}
	next, err := n.View(id) // a copy that may be changed
	if err != nil {
		return err
	}
	at := -1
	for i, d := range seen.Disputes {
		if d.Field == field {
			at = i
		}
	}
	if at < 0 {
		return c.fail(exitFailed, "ctl.not_disputed", "where", shown(ref), "field", shown(field))
	}
	if s.given {
		err = c.setJSON(n, next.Record, ref, field, s.value)
	} else {
		err = c.takeValue(next.Record, seen.Disputes[at], s.take)
	}
	if err != nil {
		return err
	}
	if _, err := n.RecordAll([]notebook.Change{{Seen: seen, Next: next.Record, Reason: s.reason, Settle: []string{field}}}); err != nil {
		return c.at(ref, err)
	}
	if v, err := n.View(id); err == nil && c.json {
		return c.printView(n, v)
	}
	c.say("ctl.settled", "where", shown(ref), "field", shown(field))
	return nil
}

// takeValue sets one of the values in dispute, by its number, or all of them.
func (c *ctl) takeValue(rec model.Record, d model.Dispute, take string) error {
	var value any
	ok := false
	if take == "both" {
		values := make([]any, len(d.Values))
		for i, x := range d.Values {
			values[i] = x.Value
		}
		value, ok = model.Both(values...)
	}
	for i, x := range d.Values {
		if take == fmt.Sprint(i+1) {
			value, ok = x.Value, true
		}
	}
	if !ok || !model.PutField(rec, d.Field, value) {
		return c.usage("ctl.no_such_value", "most", len(d.Values))
	}
	return nil
}

// setJSON sets a field from JSON, or from text that is none.
func (c *ctl) setJSON(n *notebook.Notebook, rec model.Record, ref, field, value string) error {
	raw := json.RawMessage(value)
	if !json.Valid(raw) {
		quoted, err := json.Marshal(value)
		if err != nil {
			return err
		}
		raw = quoted
	}
	in := model.In{Kind: rec.Kind(), Fields: map[string]json.RawMessage{field: raw}}
	faults := in.Apply(rec, func(name string, kind model.Kind) (model.ID, error) {
		id, err := n.Resolve(name)
		if err != nil {
			return id, sentinel(err)
		}
		if kind != "" && n.KindOf(id) != kind {
			return id, model.ErrNotFound
		}
		return id, nil
	})
	if len(faults) > 0 {
		return c.at(ref, faults)
	}
	return nil
}
