package main

import (
	"bytes"
	"testing"
	"time"

	"plumbline/assets"
	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/sample"
)

// The rules decide the same about observations without their texts as about whole
// ones: for every audience the workbook is the same to the last byte.
func TestReportsAreTheSameFromBriefs(t *testing.T) {
	dir, err := template(t.TempDir(), &sample.Options{Seed: 9, Observations: 300})
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Open(dir, []byte(passphrase), notebook.OpenOptions{ReadOnly: true, IndexLater: true})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	brief, single := 0, 0
	for v, err := range n.Briefs(model.KindObservation) {
		if err != nil {
			t.Fatal(err)
		}
		if o := v.Record.(*model.Observation); o.Title.IsZero() && o.Narrative.IsZero() {
			brief++
		}
		if v.Revisions == 1 {
			single++
		}
	}
	if brief < 50 || brief != single {
		t.Errorf("of %d observations that were written once, %d come in brief", single, brief)
	}
	c := &ctl{ctx: t.Context(), words: assets.For("en"), now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }}
	for _, p := range model.Profiles() {
		var files [2][]byte
		for i := range files {
			ask, err := c.ask(n, reporting{own: p})
			if err != nil {
				t.Fatal(err)
			}
			if i == 1 {
				ask.Briefs, ask.Pick = nil, nil
			}
			r, err := model.NewReport(n.Plan(), n.Records, ask)
			if err != nil {
				t.Fatalf("%s: %v", p.Code, err)
			}
			var out bytes.Buffer
			if err := export.Workbook(t.Context(), &out, r, c.words, nil); err != nil {
				t.Fatal(err)
			}
			files[i] = out.Bytes()
		}
		if !bytes.Equal(files[0], files[1]) {
			t.Errorf("%s: another workbook from briefs", p.Code)
		}
	}
}
