package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) duplicatesVerb() *cobra.Command {
	return c.verb("duplicates", cobra.NoArgs, func(*cobra.Command, []string) error { return c.reading(c.duplicates) })
}

// duplicates prints the pairs that nobody has decided about, the likeliest first.
// A decision is a record of kind link.
func (c *ctl) duplicates(n *notebook.Notebook) error {
	pairs, err := n.Duplicates(c.ctx, nil)
	if err != nil {
		return err
	}
	var t table
	if len(pairs) > 0 {
		t.row(c.words.T("ctl.score"), c.words.T("fields_link.a"), c.words.T("fields_link.b"), c.words.T("ctl.why"))
	}
	for _, p := range pairs {
		if c.json {
			if err := c.print(struct {
				A       string   `json:"a"`
				B       string   `json:"b"`
				Score   int      `json:"score"`
				Reasons []string `json:"reasons"`
			}{n.Ref(p.A), n.Ref(p.B), p.Score, p.Reasons}); err != nil {
				return err
			}
			continue
		}
		t.row(fmt.Sprint(p.Score), shortRef(n, n.Ref(p.A)), shortRef(n, n.Ref(p.B)), c.alike(p))
	}
	if c.json {
		return nil
	}
	if len(pairs) == 0 {
		c.note("ctl.no_pairs")
	}
	return t.write(c.out)
}

func (c *ctl) alike(p model.Pair) string {
	words := make([]string, len(p.Reasons))
	for i, r := range p.Reasons {
		words[i] = c.words.T("alike." + r)
	}
	return strings.Join(words, ", ")
}
