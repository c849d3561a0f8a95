package main

import (
	"github.com/spf13/cobra"

	"plumbline/model/notebook"
)

func (c *ctl) resealVerb() *cobra.Command {
	var to, file string
	verb := c.verb("reseal --to DIR", cobra.NoArgs, func(*cobra.Command, []string) error {
		if to == "" {
			return c.usage("ctl.flag_needed", "flag", "--to")
		}
		return c.writing(func(n *notebook.Notebook) error { return c.reseal(n, to, file) })
	})
	verb.Flags().StringVar(&to, "to", "", c.flag("restore_to"))
	verb.Flags().StringVar(&file, "new-passphrase-file", "", c.flag("new_passphrase_file"))
	return verb
}

// reseal copies the notebook into a folder that is free, under a new key and a new passphrase.
func (c *ctl) reseal(n *notebook.Notebook, to, file string) error {
	pass, err := c.replacement(file)
	if err != nil {
		return err
	}
	defer clear(pass)
	show, end := c.progress("ctl.resealing")
	got, err := n.Reseal(c.ctx, to, pass, cost, show)
	end()
	if err != nil {
		return c.at(to, err)
	}
	return c.resealed(n.Folder(), to, &got)
}

// resealed says where the new notebook lies, and what the old key still opens. Evidence that was damaged already gives
// exit code 5.
func (c *ctl) resealed(old, to string, r *notebook.Resealed) error {
	paths := []string{}
	for _, b := range r.Backups {
		paths = append(paths, b.Path)
	}
	if c.json {
		err := c.print(struct {
			Notebook  string      `json:"notebook"`
			Old       string      `json:"old"`
			Backups   []string    `json:"old_backups"`
			Records   int         `json:"records"`
			Revisions int         `json:"revisions"`
			Files     int         `json:"files"`
			Faults    []faultJSON `json:"faults"`
		}{to, old, paths, r.Records, r.Revisions, r.Verified, faultsJSON(&r.Report)})
		if err != nil {
			return err
		}
	} else {
		c.say("ctl.resealed", "where", shown(to))
		c.say("ctl.checked", "records", r.Records, "revisions", r.Revisions, "files", r.Files)
		c.sayFaults(&r.Report)
		for _, p := range paths {
			c.say("ctl.old_backup", "where", shown(p))
		}
	}
	c.note("ctl.old_key", "where", shown(old))
	if !r.OK() {
		return c.fail(exitDamaged, "ctl.restored_faults", "where", shown(to), "faults", len(r.Faults))
	}
	return nil
}
