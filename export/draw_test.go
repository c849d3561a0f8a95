package export

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/sample"
)

// plan is the built-in plan.
func plan(t testing.TB) *model.PlanBook {
	t.Helper()
	data, ok := assets.Plan("kz-2021")
	if !ok {
		t.Fatal("no built-in plan")
	}
	records, err := model.ReadPlan(data)
	if err != nil {
		t.Fatal(err)
	}
	return model.NewPlanBook(records)
}

// recordsOf makes a source of views, by kind and in the order given.
func recordsOf(views ...model.View) model.Records {
	return func(kind model.Kind) iter.Seq2[model.View, error] {
		return func(yield func(model.View, error) bool) {
			for _, v := range views {
				if v.Kind == kind && !yield(v, nil) {
					return
				}
			}
		}
	}
}

// sampled joins the sample's revisions into views.
func sampled(t testing.TB, observations int) model.Records {
	t.Helper()
	n, files := 0, []model.View{}
	histories, order := map[model.ID]model.History{}, []model.ID{}
	for e, err := range sample.Records(plan(t), sample.Options{Observations: observations, Seed: 7}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range e.Revisions {
			if histories[r.Record] == nil {
				order = append(order, r.Record)
			}
			histories[r.Record] = append(histories[r.Record], r)
		}
		for _, file := range e.Files {
			n++
			x := file.Evidence
			x.ID, x.Of, x.OriginalName, x.Ref = model.PlanID(model.KindEvidence, strconv.Itoa(n)), e.Record.Base().ID, file.Name, fmt.Sprintf("E-2023-%04d-ABCD", n)
			x.SHA256 = fmt.Sprintf("%x", sha256.Sum256(file.Bytes))
			files = append(files, viewOf(t, &x))
		}
	}
	var views []model.View
	views = append(views, files...)
	for _, id := range order {
		views = append(views, model.Join(histories[id]))
	}
	return recordsOf(views...)
}

// viewOf is the view of a record that one revision wrote.
func viewOf(t testing.TB, rec model.Record) model.View {
	t.Helper()
	rs, err := model.Revise(model.View{}, rec, model.Author{}, model.Clock(1), "")
	if err != nil {
		t.Fatal(err)
	}
	return model.Join(rs)
}

func ask(t testing.TB, profile string) model.Ask {
	t.Helper()
	p, ok := model.ProfileOf(profile)
	if !ok {
		t.Fatalf("no profile %s", profile)
	}
	return model.Ask{Profile: p, Today: "2026-11-22", Program: "0.1.0", Digest: "00ff", Invented: true}
}

// drawn draws a report and gives the workbook's bytes.
func drawn(t testing.TB, records model.Records, a model.Ask, language string) []byte {
	t.Helper()
	r, err := model.NewReport(plan(t), records, a)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Workbook(t.Context(), &out, r, assets.For(language), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// kept writes bytes to a file of the test.
func kept(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
