package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
)

// TestBenchNotebook makes the notebook of the comparison in export/bench: the rows
// of its flat file as observations, each with a source who agreed to everything,
// so that every one is written. $PLUMBLINE_BENCH says from which file into which
// folder.
func TestBenchNotebook(t *testing.T) {
	args := strings.Fields(os.Getenv("PLUMBLINE_BENCH"))
	if len(args) != 3 || args[0] != "notebook" {
		t.Skip("make bench-report runs it")
	}
	raw, _ := assets.Plan(defaultPlan)
	plan, err := model.ReadPlan(raw)
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Create(args[2], []byte(os.Getenv("PLUMBLINE_PASSPHRASE")), notebook.CreateOptions{Plan: plan, Name: "Tester", Organisation: "Org",
		Role: "monitor", KDF: seal.Default, AnyPlace: true, OpenOptions: notebook.OpenOptions{NoSnapshots: true, IndexLater: true}})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(benchRecords(n, args[1]), n.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestBenchReport makes the reports of the comparison for the profile of the release,
// release.pgo: `make profile` says how. $PLUMBLINE_BENCH names the notebook and a folder.
func TestBenchReport(t *testing.T) {
	args := strings.Fields(os.Getenv("PLUMBLINE_BENCH"))
	if len(args) != 3 || args[0] != "report" {
		t.Skip("make profile runs it")
	}
	for _, audience := range []string{"coalition", "public", "coalition"} {
		c := &ctl{ctx: t.Context(), out: io.Discard, err: io.Discard, words: assets.For("en"), now: time.Now}
		root := newRoot(c)
		root.SetArgs([]string{"report", "--notebook", args[1], "--profile", audience, "--to", filepath.Join(args[2], audience+".xlsx"), "--force"})
		if err := root.Execute(); err != nil {
			t.Fatal(err)
		}
	}
}

func benchRecords(n *notebook.Notebook, from string) error {
	sources, err := benchSources(n)
	if err != nil {
		return err
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	codes := n.Plan().Commitments
	lines := bufio.NewScanner(f)
	lines.Scan()
	y := 0
	_, err = n.WriteBulk(context.Background(), func(yield func(notebook.Change) bool) {
		for lines.Scan() {
			o := benchObservation(y, strings.Split(lines.Text(), "\t"))
			o.Commitments, o.Sources = []string{codes[y%len(codes)].Code}, []model.ID{sources[y%len(sources)]}
			if y++; !yield(notebook.Change{Next: o}) {
				return
			}
		}
	})
	return errors.Join(err, lines.Err())
}

// benchSources writes some hundred sources, and who they are.
func benchSources(n *notebook.Notebook) (ids []model.ID, err error) {
	for i := range 200 {
		s := &model.Source{CodeName: fmt.Sprintf("Larch %d", i), SourceKind: "interview", Connection: "direct_witness", Consent: model.Consent{
			Date: "2021-06-01", How: "in writing", Uses: []string{"internal", "coalition", "un_body", "public_report"}, Identity: model.ConsentPseudonym}}
		if _, err := n.Record(model.View{}, s); err != nil {
			return nil, err
		}
		ids = append(ids, s.ID)
		if _, err := n.Record(model.View{}, &model.Identity{Source: s.ID, Who: fmt.Sprintf("Person%d Invented%d", i, i)}); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// benchObservation says the words of a row: those of its first words' language as
// the title, the rest as the narrative, and codes for twenty cells.
func benchObservation(y int, cells []string) *model.Observation {
	languages := assets.Languages()
	language := languages[(y+2)%len(languages)] // of the third column
	var rest bytes.Buffer
	for _, x := range []int{3, 4, 7, 8, 9, 10, 12, 14, 15, 17, 18} {
		rest.WriteString(cells[x] + ". ")
	}
	number, _ := strconv.ParseInt(cells[5], 10, 64)
	day := model.Day(fmt.Sprintf("20%02d-%02d-%02d", 21+y%4, 1+y%12, 1+y%28))
	o := &model.Observation{Title: model.Text{language: cells[2]}, Narrative: model.Text{language: strings.TrimSpace(rest.String())},
		Date: model.Date{From: day, To: day, Precision: model.Exact}, Region: assets.Regions()[y%17].Code, Place: "Place " + cells[1],
		Method: model.Methods[y%len(model.Methods)], Effect: model.Effects[y%len(model.Effects)], Rights: []string{model.Rights[y%len(model.Rights)]},
		Groups: []string{model.Groups[y%len(model.Groups)]}, Affected: model.Affected{Number: 5 + number, Unit: "persons"},
		Reliability: model.Reliabilities[y%6], Credibility: 1 + y%6, Review: model.Approved}
	o.Language, o.Confidentiality = language, model.Public
	return o
}
