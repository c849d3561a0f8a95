package main

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/intake"
	"plumbline/model/notebook"
	"plumbline/model/seal"
)

// defaultPlan is the plan of a new notebook where none is named.
const defaultPlan = "kz-2021"

// making is a notebook that is about to be made.
type making struct {
	plan               string
	name, organisation string
	role               string
}

func (c *ctl) initVerb() *cobra.Command {
	var m making
	verb := c.verb("init DIR", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error { return c.init(args[0], m) })
	verb.Flags().StringVar(&m.plan, "plan", defaultPlan, c.flag("plan"))
	verb.Flags().StringVar(&m.name, "name", "", c.flag("name"))
	verb.Flags().StringVar(&m.organisation, "organisation", "", c.flag("organisation"))
	verb.Flags().StringVar(&m.role, "role", "", c.flag("role"))
	return verb
}

// init makes a notebook with a plan and a signing identity.
func (c *ctl) init(dir string, m making) error {
	if err := c.oneOf("--role", m.role, model.Roles); err != nil {
		return err
	}
	plan, err := c.readPlan(m.plan)
	if err != nil {
		return err
	}
	pass, err := c.newPassphrase(true)
	if err != nil {
		return err
	}
	n, err := notebook.Create(dir, pass, notebook.CreateOptions{Plan: plan, Name: m.name, Organisation: m.organisation, Role: m.role,
		KDF: cost, OpenOptions: notebook.OpenOptions{IndexLater: true, Now: c.now}})
	if err != nil {
		return c.at(dir, err)
	}
	return c.within(n, c.made)
}

// made says what was made.
func (c *ctl) made(n *notebook.Notebook) error {
	me, key, plan := n.Me(), n.Key(), n.Plan()
	fingerprint := seal.Fingerprint(key[:])
	if c.json {
		return c.print(struct {
			Notebook    string `json:"notebook"`
			Plan        string `json:"plan"`
			Commitments int    `json:"commitments"`
			Member      string `json:"member"`
			PublicKey   string `json:"public_key"`
			Fingerprint string `json:"fingerprint"`
		}{n.Folder(), plan.Plan.Code, len(plan.Commitments), me.Ref, key.String(), hex.EncodeToString(fingerprint[:16])})
	}
	c.say("ctl.made", "where", shown(n.Folder()), "plan", plan.Plan.Code, "areas", len(plan.Areas), "commitments", len(plan.Commitments))
	c.say("ctl.made_key", "fingerprint", grouped(hex.EncodeToString(fingerprint[:16])))
	c.note("ctl.keep_passphrase")
	return nil
}

// grouped sets spaces between the fours of a fingerprint, to be read aloud.
func grouped(digits string) string {
	var parts []string
	for i := 0; i < len(digits); i += 4 {
		parts = append(parts, digits[i:min(i+4, len(digits))])
	}
	return strings.Join(parts, " ")
}

// readPlan gives the records of a built-in plan or of a plan file.
func (c *ctl) readPlan(name string) ([]model.Record, error) {
	data, builtIn := assets.Plan(name)
	if !builtIn {
		var err error
		if data, err = c.readPlanFile(name); err != nil {
			return nil, err
		}
	}
	records, err := model.ReadPlan(data)
	if err != nil {
		return nil, c.at(name, err)
	}
	return records, nil
}

// readPlanFile reads a file up to the greatest size of a plan.
func (c *ctl) readPlanFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		var known []string
		for _, p := range assets.Plans() {
			known = append(known, p.Name)
		}
		return nil, c.fail(exitFailed, "ctl.no_plan", "where", shown(name), "known", strings.Join(known, ", "))
	}
	if err != nil {
		return nil, c.at(name, err)
	}
	defer f.Close()
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return c.readPlanWorkbook(name, f)
	}
	data, err := io.ReadAll(io.LimitReader(f, model.MaxPlan+1))
	if err != nil {
		return nil, c.at(name, err)
	}
	return data, nil
}

// readPlanWorkbook turns a plan's workbook into a plan file.
func (c *ctl) readPlanWorkbook(name string, f *os.File) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, c.at(name, err)
	}
	var data []byte
	book, err := intake.Open(f, info.Size())
	if err == nil {
		data, err = intake.PlanFile(context.Background(), book)
	}
	if err != nil { // on one line, every fault of the tables
		return nil, c.fail(exitRefused, "ctl.faulty", "where", shown(name), "faults", shown(strings.ReplaceAll(err.Error(), "\n", "; ")))
	}
	return data, nil
}
