package main

import (
	"os"

	"github.com/spf13/cobra"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
)

// choice is a plan that can be chosen.
type choice struct {
	Name        string     `json:"name"` // what --plan takes; empty for that of the notebook
	Code        string     `json:"code"`
	Title       model.Text `json:"title"`
	Version     string     `json:"version,omitempty"`
	Areas       int        `json:"areas"`
	Commitments int        `json:"commitments"`
	BuiltIn     bool       `json:"built_in"`
}

func choiceOf(name string, b *model.PlanBook) choice {
	return choice{Name: name, Code: b.Plan.Code, Title: b.Plan.Title, Version: b.Plan.Version, Areas: len(b.Areas),
		Commitments: len(b.Commitments), BuiltIn: name != ""}
}

func (c *ctl) plansVerb() *cobra.Command {
	return c.verb("plans", cobra.NoArgs, func(*cobra.Command, []string) error { return c.plans() })
}

// plans prints the plans built in and, where a notebook is named, the one in it.
func (c *ctl) plans() error {
	var all []choice
	for _, p := range assets.Plans() {
		records, err := model.ReadPlan(p.Bytes)
		if err != nil {
			return c.at(p.Name, err)
		}
		all = append(all, choiceOf(p.Name, model.NewPlanBook(records)))
	}
	if c.notebook != "" || os.Getenv("PLUMBLINE_NOTEBOOK") != "" {
		err := c.reading(func(n *notebook.Notebook) error {
			if b := n.Plan(); b.Plan.Code != "" {
				all = append(all, choiceOf("", b))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if c.json {
		for _, p := range all {
			if err := c.print(p); err != nil {
				return err
			}
		}
		return nil
	}
	var t table
	for _, p := range all {
		name, title := p.Name, ""
		if name == "" {
			name = c.words.T("nouns.notebook")
		}
		title, _ = c.words.Of(p.Title, "")
		t.row(name, p.Code, c.words.N("plurals.commitment", p.Commitments), title)
	}
	return t.write(c.out)
}
