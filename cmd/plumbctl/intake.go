package main

import (
	"github.com/spf13/cobra"

	"plumbline/model/notebook"
)

func (c *ctl) intakeVerb() *cobra.Command {
	var preview bool
	verb := c.verb("intake FILE", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		open := c.writing
		if preview {
			open = c.reading
		}
		return open(func(n *notebook.Notebook) error { return c.intake(n, args[0], preview) })
	})
	verb.Flags().BoolVar(&preview, "preview", true, c.flag("intake_preview"))
	return verb
}

// intake takes in a table from outside: an edited report, as merge does.
func (c *ctl) intake(n *notebook.Notebook, path string, preview bool) error {
	if !isWorkbook(path) {
		return c.fail(exitRefused, "ctl.home_not_workbook", "where", shown(path))
	}
	return c.homeward(n, path, preview)
}
