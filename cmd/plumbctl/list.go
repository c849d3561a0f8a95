package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

// listed are the kinds that can be listed, by the word of the command.
var listed = []struct {
	word string
	kind model.Kind
}{{"observations", model.KindObservation}, {"claims", model.KindClaim}, {"findings", model.KindFinding},
	{"evidence", model.KindEvidence}, {"sources", model.KindSource}, {"recommendations", model.KindRecommendation},
	{"members", model.KindMember}}

// listing is what list is asked for.
type listing struct {
	filters
	kind  model.Kind
	limit int
	count bool
}

func (c *ctl) listVerb() *cobra.Command {
	var l listing
	var words []string
	for _, k := range listed {
		words = append(words, k.word)
	}
	verb := c.verb("list ["+strings.Join(words, "|")+"]", cobra.MaximumNArgs(1), func(_ *cobra.Command, args []string) error {
		l.kind = model.KindObservation
		if len(args) == 1 {
			at := slices.Index(words, args[0])
			if at < 0 {
				return c.usage("ctl.bad_value", "flag", "list", "allowed", strings.Join(words, ", "))
			}
			l.kind = listed[at].kind
		}
		if l.limit < 0 {
			return c.usage("ctl.out_of_range", "flag", "--limit", "least", 0, "most", mostObservations)
		}
		if err := l.check(c); err != nil {
			return err
		}
		return c.reading(func(n *notebook.Notebook) error { return c.list(n, l) })
	})
	l.flags(c, verb)
	verb.Flags().IntVar(&l.limit, "limit", 0, c.flag("limit"))
	verb.Flags().BoolVar(&l.count, "count", false, c.flag("count"))
	return verb
}

// list prints the records that match, or how many they are.
func (c *ctl) list(n *notebook.Notebook, l listing) error {
	q, err := l.query(c, n.Plan())
	if err != nil {
		return err
	}
	q.Kind, q.Limit = l.kind, l.limit
	if l.count {
		total, err := n.Count(q)
		if err == nil {
			_, err = fmt.Fprintln(c.out, total)
		}
		return err
	}
	page, err := n.Find(q)
	if err != nil {
		return err
	}
	if c.json {
		return c.listJSON(n, page.IDs)
	}
	return c.listTable(n, l.kind, page)
}

// listJSON prints one record a line.
func (c *ctl) listJSON(n *notebook.Notebook, ids []model.ID) error {
	to := c.out
	buffered := bufio.NewWriterSize(to, 1<<16)
	c.out = buffered
	defer func() { c.out = to }()
	for _, id := range ids {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		v, err := n.View(id)
		if err != nil {
			return err
		}
		if err := c.printView(n, v); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// listTable prints one record a row, and says when there are more.
func (c *ctl) listTable(n *notebook.Notebook, kind model.Kind, page model.Page) error {
	var t table
	t.row(c.columns(kind)...)
	for _, id := range page.IDs {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		v, err := n.View(id)
		if err != nil {
			return err
		}
		t.row(c.cells(n, v)...)
	}
	if err := t.write(c.out); err != nil {
		return err
	}
	if len(page.IDs) < page.Total {
		c.note("ctl.more", "shown", len(page.IDs), "total", page.Total)
	} else if page.Total == 0 {
		c.note("ctl.nothing_matches")
	}
	return nil
}

// shortRef is a record's ref without the writer's letters, where that names it alone.
func shortRef(n *notebook.Notebook, ref string) string {
	if r, ok := model.ParseRef(ref); ok {
		if _, err := n.Resolve(r.Short()); err == nil {
			return r.Short()
		}
	}
	return ref
}
