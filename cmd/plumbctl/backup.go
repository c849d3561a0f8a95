package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"plumbline/model/notebook"
)

func (c *ctl) backupVerb() *cobra.Command {
	var to string
	verb := c.verb("backup --to FILE", cobra.NoArgs, func(*cobra.Command, []string) error {
		if to == "" {
			return c.usage("ctl.flag_needed", "flag", "--to")
		}
		return c.backup(to)
	})
	verb.Flags().StringVar(&to, "to", "", c.flag("backup_to"))
	return verb
}

// backup writes a sealed copy of the notebook, evidence included, and reads it back. A backup is never overwritten.
func (c *ctl) backup(to string) error {
	if _, err := os.Lstat(to); err == nil {
		return c.fail(exitFailed, "ctl.backup_exists", "where", shown(to))
	}
	if _, err := os.Stat(filepath.Dir(to)); err != nil {
		return c.at(filepath.Dir(to), err)
	}
	work := func(n *notebook.Notebook) error {
		show, end := c.progress("ctl.backing_up")
		err := n.Backup(c.ctx, to, show)
		end()
		if err != nil {
			return c.at(to, err)
		}
		return c.backedUp(to)
	}
	err := c.writing(work)
	var f *failure
	if errors.As(err, &f) && f.key == "ctl.read_only" { // a notebook that can only be read is backed up too
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return c.reading(work)
		}
	}
	return err
}

func (c *ctl) backedUp(to string) error {
	info, err := os.Stat(to)
	if err != nil {
		return c.at(to, err)
	}
	if c.json {
		return c.print(struct {
			File  string `json:"file"`
			Bytes int64  `json:"bytes"`
		}{to, info.Size()})
	}
	c.say("ctl.backed_up", "where", shown(to), "size", c.words.Size(info.Size()))
	return nil
}

func (c *ctl) restoreVerb() *cobra.Command {
	var to, parts string
	verb := c.verb("restore FILE --to DIR", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		if to == "" {
			return c.usage("ctl.flag_needed", "flag", "--to")
		}
		return c.restore(args[0], to, parts)
	})
	verb.Flags().StringVar(&to, "to", "", c.flag("restore_to"))
	verb.Flags().StringVar(&parts, "recovery-file", "", c.flag("recovery_file"))
	return verb
}

// restore makes a notebook of a backup in a folder that is free, verified to the last byte.
func (c *ctl) restore(from, to, partsFile string) error {
	unlock, err := c.restoreKey(partsFile)
	if err != nil {
		return err
	}
	show, end := c.progress("ctl.restoring")
	got, err := notebook.Restore(c.ctx, from, to, unlock, show)
	end()
	switch {
	case errors.Is(err, notebook.ErrNotNotebook):
		return c.fail(exitRefused, "ctl.not_backup", "where", shown(from))
	case errors.Is(err, notebook.ErrDamaged):
		return c.fail(exitDamaged, "ctl.backup_damaged", "where", shown(from))
	case errors.Is(err, notebook.ErrExists):
		return c.at(to, err)
	case errors.Is(err, notebook.ErrPlace), errors.Is(err, notebook.ErrFull), errors.Is(err, notebook.ErrReadOnly):
		return c.at(to, err)
	case err != nil:
		return c.at(from, err)
	}
	return c.restored(to, &got)
}

func (c *ctl) restoreKey(partsFile string) (notebook.Unlock, error) {
	if partsFile != "" {
		parts, err := c.readParts(partsFile)
		return notebook.ByParts(parts), err
	}
	pass, err := c.passphrase()
	return notebook.ByPassphrase(pass), err
}

// restoredJSON is what restore prints for scripts.
type restoredJSON struct {
	Notebook     string      `json:"notebook"`
	Taken        string      `json:"taken"`
	Plan         string      `json:"plan"`
	Name         string      `json:"name"`
	Organisation string      `json:"organisation"`
	Records      int         `json:"records"`
	Revisions    int         `json:"revisions"`
	Files        int         `json:"files"`
	Faults       []faultJSON `json:"faults"`
}

// restored says which notebook came back and of when. Evidence that was damaged already gives exit code 5.
func (c *ctl) restored(to string, r *notebook.Restored) error {
	if c.json {
		x := restoredJSON{to, r.At.Format(time.RFC3339), r.Plan, r.Name, r.Organisation, r.Records, r.Revisions, r.Verified, faultsJSON(&r.Report)}
		if err := c.print(x); err != nil {
			return err
		}
	} else {
		c.say("ctl.restored", "where", shown(to), "plan", r.Plan, "owner", shown(owner(r)), "at", r.At.Format(time.RFC3339))
		c.say("ctl.checked", "records", r.Records, "revisions", r.Revisions, "files", r.Files)
		c.sayFaults(&r.Report)
	}
	if !r.OK() {
		return c.fail(exitDamaged, "ctl.restored_faults", "where", shown(to), "faults", len(r.Faults))
	}
	return nil
}

// owner is whose notebook it is, as far as it says.
func owner(r *notebook.Restored) string {
	switch {
	case r.Name == "" && r.Organisation == "":
		return "–"
	case r.Name == "" || r.Organisation == "":
		return r.Name + r.Organisation
	}
	return r.Name + ", " + r.Organisation
}
