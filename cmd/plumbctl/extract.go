package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

// extraction takes evidence out into a folder.
type extraction struct {
	dir   string
	force bool
}

func (c *ctl) extractVerb() *cobra.Command {
	var x extraction
	verb := c.verb("extract REF --to DIR", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		if x.dir == "" {
			return c.usage("ctl.flag_needed", "flag", "--to")
		}
		return c.reading(func(n *notebook.Notebook) error { return c.extract(n, args[0], x) })
	})
	verb.Flags().StringVar(&x.dir, "to", "", c.flag("to_folder"))
	verb.Flags().BoolVar(&x.force, "force", false, c.flag("force"))
	return verb
}

// extract writes a piece of evidence, or all that a record has, into a folder.
func (c *ctl) extract(n *notebook.Notebook, ref string, x extraction) error {
	id, err := n.Resolve(ref)
	if err != nil {
		return c.at(ref, err)
	}
	ids := []model.ID{id}
	if n.KindOf(id) != model.KindEvidence {
		if ids = n.Attached(id); len(ids) == 0 {
			return c.fail(exitFailed, "ctl.no_evidence", "where", shown(ref))
		}
	}
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return c.at(x.dir, err)
	}
	root, err := os.OpenRoot(x.dir)
	if err != nil {
		return c.at(x.dir, err)
	}
	defer root.Close()
	taken := map[string]bool{}
	for _, id := range ids {
		if err := c.extractOne(n, id, root, x, taken); err != nil {
			return err
		}
	}
	return nil
}

// extractOne writes one file under a harmless name; two of one name get a number.
func (c *ctl) extractOne(n *notebook.Notebook, id model.ID, root *os.Root, x extraction, taken map[string]bool) error {
	v, err := n.View(id)
	if err != nil {
		return err
	}
	e, ok := v.Record.(*model.Evidence)
	if !ok {
		return notebook.ErrNotFound
	}
	if e.Blob == "" {
		c.note("ctl.address_only", "where", e.Ref)
		return nil
	}
	name := numbered(model.FileName(e.OriginalName), taken)
	where := filepath.Join(x.dir, name)
	if _, err := root.Lstat(name); err == nil && !x.force {
		return c.at(where, fs.ErrExist)
	}
	if err := c.extractTo(n, id, root, name); err != nil {
		return c.at(where, err)
	}
	if c.json {
		return c.print(struct {
			Ref    string `json:"ref"`
			File   string `json:"file"`
			Size   int64  `json:"size"`
			SHA256 string `json:"sha256"`
		}{e.Ref, where, e.Size, e.SHA256})
	}
	_, err = fmt.Fprintf(c.out, "%s  %s  %s  %s\n", e.Ref, where, c.words.Size(e.Size), e.SHA256)
	return err
}

// extractTo writes beside the name and puts the file in place once its hash holds.
func (c *ctl) extractTo(n *notebook.Notebook, id model.ID, root *os.Root, name string) error {
	part := "." + id.String() + ".part"
	root.Remove(part) // what an earlier run that was killed left behind
	f, err := root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer root.Remove(part)
	err = n.Extract(c.ctx, id, f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return root.Rename(part, name)
}

// numbered tells files of one name apart: "photo.jpg", "photo (2).jpg".
func numbered(name string, taken map[string]bool) string {
	stem, ending := name, ""
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		stem, ending = name[:i], name[i:]
	}
	for i := 2; taken[strings.ToLower(name)]; i++ {
		name = fmt.Sprintf("%s (%d)%s", stem, i, ending)
	}
	taken[strings.ToLower(name)] = true
	return name
}
