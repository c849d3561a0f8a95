package main

import (
	"bytes"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/sample"
)

// batchSize is how many revisions of a sample go into one transaction.
const batchSize = 1000

// Bounds of a sample.
const (
	mostObservations  = 1_000_000
	mostOrganisations = 100
)

// inventedSetting marks a notebook whose records are invented: reports say so.
const inventedSetting = "invented"

func (c *ctl) sampleVerb() *cobra.Command {
	o := sample.Options{}
	verb := c.verb("sample DIR", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error { return c.sample(args[0], o) })
	verb.Flags().IntVar(&o.Observations, "observations", 200, c.flag("observations"))
	verb.Flags().Uint64Var(&o.Seed, "seed", 1, c.flag("seed"))
	verb.Flags().IntVar(&o.Organisations, "organisations", 3, c.flag("organisations"))
	return verb
}

// sample makes a notebook of invented records over the built-in plan.
func (c *ctl) sample(dir string, o sample.Options) error {
	if o.Observations < 1 || o.Observations > mostObservations {
		return c.usage("ctl.out_of_range", "flag", "--observations", "least", 1, "most", mostObservations)
	}
	if o.Organisations < 1 || o.Organisations > mostOrganisations {
		return c.usage("ctl.out_of_range", "flag", "--organisations", "least", 1, "most", mostOrganisations)
	}
	plan, err := c.readPlan(defaultPlan)
	if err != nil {
		return err
	}
	pass, err := c.newPassphrase(false)
	if err != nil {
		return err
	}
	n, err := notebook.Create(dir, pass, notebook.CreateOptions{Plan: plan, Name: c.words.T("ctl.sample_name"),
		Organisation: c.words.T("ctl.sample_organisation"), Role: "coordinator", KDF: cost,
		OpenOptions: notebook.OpenOptions{IndexLater: true, Now: c.now, NoSnapshots: true}})
	if err != nil {
		return c.at(dir, err)
	}
	return c.within(n, func(n *notebook.Notebook) error {
		f := filling{c: c, n: n}
		if err := f.fill(o); err != nil {
			return err
		}
		if c.json {
			return c.print(struct {
				Notebook     string `json:"notebook"`
				Records      int    `json:"records"`
				Observations int    `json:"observations"`
				Files        int    `json:"files"`
				Seed         uint64 `json:"seed"`
			}{n.Folder(), f.records, o.Observations, f.files, o.Seed})
		}
		c.say("ctl.sampled", "where", shown(n.Folder()), "records", f.records, "files", f.files)
		return nil
	})
}

// filling is a notebook while invented records flow into it.
type filling struct {
	c       *ctl
	n       *notebook.Notebook
	signs   *notebook.Vouching // what its invented authors wrote
	batch   []model.Revision
	waiting []waiting // evidence of records that are in the batch
	records int
	files   int
}

type waiting struct {
	of    model.ID
	files []sample.File
}

// fill writes the whole sample, batchSize revisions a transaction.
func (f *filling) fill(o sample.Options) error {
	if err := f.n.SetSetting(inventedSetting, []byte("yes")); err != nil {
		return err
	}
	f.signs = f.n.Vouch()
	show, end := f.c.progress("ctl.inventing")
	defer end()
	for e, err := range sample.Records(f.n.Plan(), o) {
		if err != nil {
			return err
		}
		if err := f.signs.Holds(e.Seed); err != nil {
			return err
		}
		f.batch = append(f.batch, e.Revisions...)
		f.records++
		if len(e.Files) > 0 {
			f.waiting = append(f.waiting, waiting{e.Record.Base().ID, e.Files})
		}
		if len(f.batch) >= batchSize {
			if err := f.flush(); err != nil {
				return err
			}
			show(min(f.records, o.Observations), o.Observations)
		}
	}
	if err := f.flush(); err != nil {
		return err
	}
	return f.signs.Sign()
}

// flush writes the batch, then the evidence of its records.
func (f *filling) flush() error {
	if err := f.c.ctx.Err(); err != nil {
		return err
	}
	if _, err := f.n.Add(f.batch); err != nil {
		return err
	}
	f.signs.Wrote(f.batch)
	for _, w := range f.waiting {
		for _, file := range w.files {
			if _, err := f.n.Attach(f.c.ctx, w.of, file.Name, bytes.NewReader(file.Bytes), notebook.AttachOptions{Evidence: file.Evidence}); err != nil {
				return err
			}
			f.files++
		}
	}
	f.batch, f.waiting = f.batch[:0], f.waiting[:0]
	return nil
}
