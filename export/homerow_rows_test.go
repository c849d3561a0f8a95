package export

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"plumbline/assets"
	"plumbline/model"
)

// The same workbook twice brings nothing twice, also after the field was changed
// once more.
func TestTheSameWorkbookTwiceChangesNothing(t *testing.T) {
	for _, profile := range []string{"coalition", "public"} {
		l := newLibrary(t, 120)
		o := found(l, profile, model.KindObservation, func(o *model.Observation) bool { return o.Title["en"] != "" && o.Method != "survey" })
		w := l.apart(profile, "en")
		w.set("observations", o.ID, "title", "better")
		w.set("observations", o.ID, "method", "Survey")
		r := w.returns()
		if !slices.Equal(inShort(r), []string{"method=survey", "title.en=better"}) {
			t.Fatalf("%s: %v %v", profile, inShort(r), reasons(r))
		}
		l.take(r)
		before := len(l.histories[o.ID])
		if r = w.returns(); len(r.Records) != 0 || r.Refusals != 0 {
			t.Errorf("%s: again: %v %v", profile, inShort(r), reasons(r))
		}
		v := l.view(o.ID)
		next := l.view(o.ID).Record.(*model.Observation)
		next.Title = model.Text{"en": "better still"}
		l.write(v, next)
		if r = w.returns(); len(r.Records) != 0 || r.Refusals != 0 {
			t.Errorf("%s: after a later change: %v %v", profile, inShort(r), reasons(r))
		}
		if l.view(o.ID).Disputed() || len(l.histories[o.ID]) != before+1 {
			t.Errorf("%s: disputes or revisions were made", profile)
		}
	}
}

func TestConcurrentChangesAreDisputedByTheRule(t *testing.T) {
	l := newLibrary(t, 40)
	o := found(l, "coalition", model.KindObservation, func(o *model.Observation) bool { return o.Title["en"] != "" && o.Credibility != 6 && o.Place != "Aral" })
	w := l.apart("coalition", "en")
	w.set("observations", o.ID, "title", "of the desk")
	w.set("observations", o.ID, "credibility", "6")
	v := l.view(o.ID)
	next := l.view(o.ID).Record.(*model.Observation)
	next.Title, next.Place = model.Text{"en": "of the field"}, "Aral"
	l.write(v, next)
	r := w.returns()
	for _, c := range r.Changes() {
		if c.Disputed != (c.Field == "title.en") {
			t.Errorf("%s disputed %v", c.Field, c.Disputed)
		}
	}
	if r.Disputed() != 1 {
		t.Errorf("%d disputed", r.Disputed())
	}
	l.take(r)
	v = l.view(o.ID)
	if x := v.Record.(*model.Observation); len(v.Disputes) != 1 || v.Disputes[0].Field != "title" || x.Place != "Aral" || x.Credibility != 6 {
		t.Errorf("%+v %+v", v.Disputes, x)
	}
	// The dispute is drawn with both its heads; the field in dispute waits for a person.
	w = l.apart("coalition", "en")
	nothing(t, "in dispute", w.returns())
	w.set("observations", o.ID, "title", "of a third")
	w.set("observations", o.ID, "place", "Atyrau")
	r = w.returns()
	if !slices.Equal(inShort(r), []string{"place=Atyrau"}) || !slices.Equal(reasons(r), []string{"in_dispute"}) {
		t.Errorf("%v %v", inShort(r), reasons(r))
	}
	l.take(r)
	if v = l.view(o.ID); len(v.Disputes) != 1 || v.Record.(*model.Observation).Place != "Atyrau" {
		t.Errorf("%+v", v.Disputes)
	}
}

func TestDeletedHereAndChangedThereIsADispute(t *testing.T) {
	l := newLibrary(t, 40)
	o := found(l, "coalition", model.KindObservation, func(o *model.Observation) bool { return o.Title["en"] != "" })
	w := l.apart("coalition", "en")
	w.set("observations", o.ID, "title", "of the desk")
	v := l.view(o.ID)
	gone := l.view(o.ID).Record
	gone.Base().Withdrawn = true
	l.write(v, gone)
	r := w.returns()
	if r.Disputed() != 1 {
		t.Errorf("%+v", r.Changes())
	}
	l.take(r)
	if v = l.view(o.ID); len(v.Disputes) != 1 || v.Disputes[0].Field != "withdrawn" {
		t.Errorf("%+v", v.Disputes)
	}
}

// The reports for outsiders name no revisions. While the records are the same,
// or a record never changed, its state is certain; else the row is refused, and
// one that says what the record said is left alone.
func TestWithoutRevisionsNothingIsGuessed(t *testing.T) {
	l := newLibrary(t, 200)
	o := found(l, "public", model.KindObservation, func(o *model.Observation) bool { return o.Title["en"] != "" && o.Method != "media" })
	touch := func(id model.ID, do func(*model.Observation)) {
		v := l.view(id)
		next := l.view(id).Record.(*model.Observation)
		do(next)
		l.write(v, next)
	}
	w := l.apart("public", "en")
	touch(o.ID, func(o *model.Observation) { o.Title = model.Text{"en": "changed since"} })
	if r := w.returns(); len(r.Records)+r.Refusals != 0 || r.Older != 1 {
		t.Errorf("untouched: %v %v, older %d", inShort(r), reasons(r), r.Older)
	}
	w.set("observations", o.ID, "method", "Media")
	if r := w.returns(); len(r.Records) != 0 || !slices.Equal(reasons(r), []string{"state_unsure"}) {
		t.Errorf("touched: %v %v", inShort(r), reasons(r))
	}
	touch(o.ID, func(o *model.Observation) { o.Title = model.Text{"en": "changed since"}; o.Note = "not on any sheet" })
	w = l.apart("public", "en")
	touch(o.ID, func(o *model.Observation) { o.Note = "another one" })
	w.set("observations", o.ID, "method", "Media")
	if r := w.returns(); len(r.Records) != 0 || !slices.Equal(reasons(r), []string{"state_unsure"}) {
		t.Errorf("a record of several states: %v %v", inShort(r), reasons(r))
	}
}

// Long words go on in further lines; they come home joined, wherever the lines
// stand, and never cut.
func TestLongWordsComeHomeJoined(t *testing.T) {
	l := newLibrary(t, 5)
	text := strings.Repeat("слово 🏚 ", 5000)
	o := &model.Observation{Commitments: []string{"KZ21-9.1"}, Title: model.Text{"ru": "Долго"}, Narrative: model.Text{"ru": strings.TrimSpace(text)}, Method: "media",
		Review: model.Submitted, Date: model.Date{From: "2023-04-03", Precision: model.Exact}}
	o.ID, o.Ref, o.Confidentiality = model.ID{2}, "O-2023-9999-AAAA", model.Public
	l.write(model.View{}, o)
	w := l.apart("coalition", "ru")
	nothing(t, "untouched", w.returns())
	slices.Reverse(w.rows)
	nothing(t, "turned around", w.returns())
	var last *model.ReturnedRow
	for i := range w.rows {
		if r := &w.rows[i]; strings.HasPrefix(w.cell(r, "_id").Value+r.Cells[0].Value, "↳ ") {
			last = r
			break
		}
	}
	c := w.cell(last, "narrative")
	c.Value = strings.Replace(c.Value, "слово 🏚", "дело", 1)
	r := w.returns()
	if len(r.Records) != 1 || !strings.Contains(r.Records[0].Next.(*model.Observation).Narrative["ru"], "дело") || len(r.Changes()[0].Now) != len(o.Narrative["ru"])-len("слово 🏚")+len("дело") {
		t.Fatalf("%d changes, %v", len(r.Changes()), reasons(r))
	}
	c.Value = ""
	if r := w.returns(); len(r.Records) != 0 || !slices.Equal(reasons(r), []string{"cut"}) {
		t.Errorf("an emptied line: %d changes, %v", len(r.Records), reasons(r))
	}
	number := last.Number
	w.rows = slices.DeleteFunc(w.rows, func(r model.ReturnedRow) bool {
		return r.Number == number && strings.HasPrefix(r.Cells[0].Value, "↳ ")
	})
	if r := w.returns(); len(r.Records) != 0 || !slices.Equal(reasons(r), []string{"cut"}) {
		t.Errorf("a line that is gone: %d changes, %v", len(r.Records), reasons(r))
	}
}

func TestReportsOfOthersAreRefused(t *testing.T) {
	l := newLibrary(t, 20)
	w := l.apart("coalition", "en")
	w.book.Mark.Plan = "XX"
	if _, err := w.home(); !errors.Is(err, model.ErrReportPlan) {
		t.Errorf("another plan: %v", err)
	}
	w = l.apart("coalition", "en")
	other := newLibrary(t, 0)
	other.histories, other.order = map[model.ID]model.History{}, nil
	w.l = other
	if _, err := w.home(); !errors.Is(err, model.ErrReportElsewhere) {
		t.Errorf("another notebook: %v", err)
	}
	w = l.apart("coalition", "en")
	w.book.Mark.Language = "xx"
	if _, err := w.home(); !errors.Is(err, model.ErrReportMark) {
		t.Errorf("another language: %v", err)
	}
}

// A row that no report of ours can hold refuses the workbook.
func TestForgedRowsRefuseTheWorkbook(t *testing.T) {
	l := newLibrary(t, 40)
	ids := l.written("coalition", model.KindObservation)
	sealed := &model.Observation{Title: model.Text{"en": "sealed"}, Review: model.Submitted, Method: "media", Commitments: []string{"KZ21-9.1"}, Date: model.Date{From: "2024-01-01"}}
	sealed.ID, sealed.Ref, sealed.Confidentiality = model.ID{3}, "O-2024-0001-AAAA", model.Sealed
	l.write(model.View{}, sealed)
	rev := func(id model.ID) string { return l.view(id).Heads[0].String() }
	finding := l.written("coalition", model.KindFinding)[0]
	whole := l.apart("coalition", "ar")
	for name, c := range map[string]struct {
		do   func(w *loose)
		why  string
		hard bool
	}{
		"id is none":       {func(w *loose) { w.set("observations", ids[0], "_id", "O-2023-0001") }, "forged_id", true},
		"id of a finding":  {func(w *loose) { w.set("observations", ids[0], "_id", finding.String()) }, "forged_id", true},
		"rev is none":      {func(w *loose) { w.set("observations", ids[0], "_rev", "x") }, "forged_rev", true},
		"revs without end": {func(w *loose) { w.set("observations", ids[0], "_rev", strings.Repeat(rev(ids[0])+" ", 100)) }, "forged_rev", true},
		"a sealed record": {func(w *loose) {
			w.set("observations", ids[0], "_rev", rev(sealed.ID))
			w.set("observations", ids[0], "_id", sealed.ID.String())
		}, "not_for_them", true},
		"rev of another":      {func(w *loose) { w.set("observations", ids[0], "_rev", rev(ids[1])) }, "no_state", false},
		"rev that is unknown": {func(w *loose) { w.set("observations", ids[0], "_rev", strings.Repeat("ab", 32)) }, "no_state", false},
		"rev is gone":         {func(w *loose) { w.set("observations", ids[0], "_rev", "") }, "no_state", false},
		"id that is unknown":  {func(w *loose) { w.set("observations", ids[0], "_id", model.ID{8}.String()) }, "id_unknown", false},
		"id of another row":   {func(w *loose) { w.set("observations", ids[0], "_id", ids[1].String()) }, "id_twice id_twice", false},
		"another's id and rev": {func(w *loose) {
			w.drop("observations", ids[1])
			w.set("observations", ids[0], "_rev", rev(ids[1]))
			w.set("observations", ids[0], "_id", ids[1].String())
		}, "other_ref", false},
		"id is gone": {func(w *loose) { w.set("observations", ids[0], "_id", "") }, "no_id", false},
	} {
		w := whole.copied()
		c.do(w)
		r, err := w.home()
		if errors.Is(err, model.ErrReportForged) != c.hard || err != nil && !c.hard || r == nil || strings.Join(reasons(r), " ") != c.why || len(r.Records) != 0 {
			t.Errorf("%s: %v, %v", name, err, r)
		}
	}
}

// One cell of one row, as anybody may have left it: no panic, and at most one
// field of that record is changed, in a way that can be saved.
func FuzzReturnedRow(f *testing.F) {
	l := newLibrary(f, 4)
	w := l.apart("coalition", "kk")
	base, err := newHoming(context.Background(), w.book, l.here())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint16(3), uint8(12), uint8(0), "жаңа")
	f.Add(uint16(0), uint8(17), uint8(1), "1e5")
	f.Add(uint16(9), uint8(5), uint8(2), "2023-04-05")
	f.Add(uint16(900), uint8(33), uint8(16), strings.Repeat("ab", 32))
	f.Fuzz(func(t *testing.T, at uint16, column, kind uint8, value string) {
		row := w.rows[int(at)%len(w.rows)]
		row.Cells = slices.Clone(row.Cells)
		row.Cells[int(column)%len(row.Cells)] = model.ReturnedCell{Kind: model.ReturnedKind(kind % 5), Value: value, Formula: kind&16 != 0}
		book := *w.book
		book.Rows = (&loose{rows: []model.ReturnedRow{row}}).each
		h := *base
		h.in, h.out, h.seen, h.spread, h.fresh = &book, &model.Returned{}, map[homeID]int{}, map[string][]string{}, map[string]int{}
		for _, pass := range []func() error{h.gather, h.compare} {
			if err := pass(); err != nil {
				t.Fatal(err)
			}
		}
		r := h.out
		if len(r.Records)+len(r.Drafts) > 1 || len(r.Changes()) > 1 {
			t.Fatalf("one cell changed %d fields", len(r.Changes()))
		}
		for _, c := range r.Records {
			if err := c.Next.Check(l.here().Known); err != nil {
				t.Fatalf("a change that cannot be saved: %v", err)
			}
			if c.Seen.ID != c.Next.Base().ID || c.Next.Base().Ref != c.Seen.Record.Base().Ref {
				t.Fatal("the change is on another record")
			}
		}
	})
}

// A reader's own audience, with hashtags beneath the heads and columns left out,
// travels with the workbook.
func TestAReadersOwnAudienceComesHome(t *testing.T) {
	l := newLibrary(t, 40)
	p, _ := model.ProfileOf("public")
	p.Code, p.HXL, p.Title, p.Without = "desk", true, model.Text{"en": "The desk"}, map[string][]string{"observations": {"area", "narrative"}}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	a := ask(t, "coalition")
	a.Profile, a.Digest = p, l.digest
	r, err := model.NewReport(l.plan, l.records, a)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Workbook(t.Context(), &out, r, assets.For("kk"), nil); err != nil {
		t.Fatal(err)
	}
	came, err := l.homeBytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	nothing(t, "desk", came)
	if came.Mark.Profile.Code != "desk" || !came.Mark.Profile.HXL {
		t.Errorf("%+v", came.Mark.Profile)
	}
}
