package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"plumbline/model/notebook"
)

func (c *ctl) checkVerb() *cobra.Command {
	var deep bool
	verb := c.verb("check", cobra.NoArgs, func(*cobra.Command, []string) error { return c.check(deep) })
	verb.Flags().BoolVar(&deep, "deep", false, c.flag("deep"))
	return verb
}

// check verifies the notebook, also one that does not open, and says what is wrong
// and what can still be read. It writes nothing.
func (c *ctl) check(deep bool) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	pass, err := c.passphrase()
	if err != nil {
		return err
	}
	show, end := c.progress("ctl.checking")
	r, err := notebook.Check(c.ctx, dir, pass, deep, show)
	end()
	if err != nil {
		return c.at(dir, err)
	}
	if err := c.structure(dir); err != nil && !errors.Is(err, context.Canceled) {
		r.Faults = append(r.Faults, notebook.Fault{Kind: notebook.FaultStore, Err: err})
	}
	if err := c.ctx.Err(); err != nil {
		return c.at(dir, err)
	}
	return c.checked(dir, &r, deep)
}

// checkedJSON is what check prints for scripts.
type checkedJSON struct {
	OK        bool        `json:"ok"`
	Values    int         `json:"values"`
	Revisions int         `json:"revisions"`
	Records   int         `json:"records"`
	Files     int         `json:"files"`
	Verified  int         `json:"verified"`
	Readable  int         `json:"readable"`
	Faults    []faultJSON `json:"faults"`
}

type faultJSON struct {
	Kind   notebook.FaultKind `json:"kind"`
	Record string             `json:"record,omitempty"`
	Cause  string             `json:"cause"`
}

// checked prints the report; faults give exit code 5.
func (c *ctl) checked(dir string, r *notebook.Report, deep bool) error {
	if c.json {
		x := checkedJSON{OK: r.OK(), Values: r.Values, Revisions: r.Revisions, Records: r.Records, Files: r.Files,
			Verified: r.Verified, Readable: r.Readable, Faults: faultsJSON(r)}
		if err := c.print(x); err != nil {
			return err
		}
	} else {
		c.say("ctl.checked", "records", r.Records, "revisions", r.Revisions, "files", r.Files)
		if deep {
			c.say("ctl.checked_files", "files", r.Verified)
		}
		c.sayFaults(r)
	}
	if r.OK() {
		if !c.json {
			c.say("ctl.check_good")
		}
		return nil
	}
	return c.fail(exitDamaged, "ctl.check_bad", "where", shown(dir), "faults", len(r.Faults), "readable", r.Readable)
}

func faultsJSON(r *notebook.Report) []faultJSON {
	list := []faultJSON{}
	for _, f := range r.Faults {
		list = append(list, faultJSON{f.Kind, recordOf(f), f.Err.Error()})
	}
	return list
}

// sayFaults prints one line a fault.
func (c *ctl) sayFaults(r *notebook.Report) {
	for _, f := range r.Faults {
		line := c.words.T("ctl.fault_" + string(f.Kind))
		if id := recordOf(f); id != "" {
			line += " " + c.words.Isolate(id)
		}
		fmt.Fprintln(c.out, line+": "+shown(f.Err.Error()))
	}
}

// recordOf is the id of the record that a fault concerns.
func recordOf(f notebook.Fault) string {
	if f.Record.IsZero() {
		return ""
	}
	return f.Record.String()
}
