package main

import (
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) returnVerb() *cobra.Command {
	var reason string
	verb := c.verb("return REF REVISION", cobra.ExactArgs(2), func(_ *cobra.Command, args []string) error {
		if reason == "" {
			return c.usage("ctl.flag_needed", "flag", "--reason")
		}
		return c.writing(func(n *notebook.Notebook) error { return c.goBackTo(n, args[0], args[1], reason) })
	})
	verb.Flags().StringVar(&reason, "reason", "", c.flag("reason"))
	return verb
}

// leastRevision is how many digits of a revision's name must be given: those that show --history shows.
const leastRevision = 8

// goBackTo writes the wording of an earlier revision as a new one.
func (c *ctl) goBackTo(n *notebook.Notebook, ref, name, reason string) error {
	id, err := n.Resolve(ref)
	if err != nil {
		return c.at(ref, err)
	}
	revs, err := n.History(id)
	if err != nil {
		return err
	}
	then, err := c.revisionNamed(revs, name)
	if err != nil {
		return err
	}
	now, err := n.View(id)
	if err != nil {
		return err
	}
	if now.Disputed() {
		return c.fail(exitFailed, "ctl.settle_first", "where", shown(ref))
	}
	next, ok := model.Earlier(now.Record, then)
	if !ok {
		return c.fail(exitFailed, "ctl.no_return", "where", shown(ref), "revision", shown(name))
	}
	if _, err := n.RecordAll([]notebook.Change{{Seen: now, Next: next, Reason: reason}}); err != nil {
		return c.at(ref, err)
	}
	if v, err := n.View(id); err == nil && c.json {
		return c.printView(n, v)
	}
	c.say("ctl.returned", "where", shown(ref), "revision", then.ID.String()[:leastRevision])
	return nil
}

// revisionNamed finds the one revision whose name begins so.
func (c *ctl) revisionNamed(revs []model.Revision, name string) (*model.Revision, error) {
	var found *model.Revision
	n := 0
	for i := range revs {
		if len(name) >= leastRevision && strings.HasPrefix(revs[i].ID.String(), strings.ToLower(name)) {
			found = &revs[i]
			n++
		}
	}
	if n != 1 {
		return nil, c.fail(exitFailed, "ctl.no_such_revision", "revision", shown(name), "least", leastRevision)
	}
	return found, nil
}
