package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) attachVerb() *cobra.Command {
	return c.verb("attach REF FILE…", cobra.MinimumNArgs(2), func(_ *cobra.Command, args []string) error {
		return c.writing(func(n *notebook.Notebook) error { return c.attach(n, args[0], args[1:]) })
	})
}

// attach takes in files as evidence of a record, one after the other; those before
// a failure stay and are printed.
func (c *ctl) attach(n *notebook.Notebook, ref string, paths []string) error {
	id, err := n.Resolve(ref)
	if err != nil {
		return c.at(ref, err)
	}
	for _, path := range paths {
		v, err := c.attachFile(n, id, path)
		if err != nil {
			return c.at(path, err)
		}
		if c.json {
			err = c.printView(n, v)
		} else {
			e := v.Record.(*model.Evidence)
			_, err = fmt.Fprintf(c.out, "%s  %s  %s  %s\n", e.Ref, shown(e.OriginalName), c.words.Size(e.Size), e.SHA256)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *ctl) attachFile(n *notebook.Notebook, to model.ID, path string) (model.View, error) {
	f, err := os.Open(path)
	if err != nil {
		return model.View{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return model.View{}, err
	}
	if !info.Mode().IsRegular() {
		return model.View{}, c.fail(exitFailed, "ctl.not_a_file", "where", shown(path))
	}
	show, end := c.progress("ctl.attaching")
	defer end()
	return n.Attach(c.ctx, to, filepath.Base(path), f, notebook.AttachOptions{
		Progress: func(done int64) { show(int(done), int(info.Size())) }})
}
