package ui

import (
	"fyne.io/fyne/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// overviewOf goes to the overview and waits until it was read.
func overviewOf(b *bench) *overview {
	b.t.Helper()
	b.w.show(place{to: atOverview})
	o := b.w.shown.(*overview)
	b.until("the overview", func() bool { return o.seen != nil && !o.reading })
	return o
}

func TestTheOverviewCountsWhatIsThere(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	o := overviewOf(b)
	v := o.seen
	if v.records != 11 || v.submitted != 8 || len(v.claims[model.PartlyConfirmed]) != 1 || len(v.unchecked) != 0 {
		t.Errorf("%d records, %d submitted, %d partly confirmed, %d unchecked", v.records, v.submitted, len(v.claims[model.PartlyConfirmed]), len(v.unchecked))
	}
	row := slices.IndexFunc(v.rows, func(r surveyRow) bool { return r.commitment.Code == "KZ21-U1" })
	year := slices.Index(v.years, 2023)
	if row < 0 || year < 0 || v.rows[row].grades[year] != model.Partial || v.rows[row].observations != 3 {
		t.Fatalf("row %d, years %v", row, v.years)
	}
	if v.years[0] != 2021 || v.years[len(v.years)-1] != 2023 {
		t.Errorf("years %v", v.years)
	}
	if !slices.Equal(v.regions, []regionCount{{"KZ-71", 4}, {"KZ-75", 4}, {"KZ-35", 3}}) || len(v.vacant) != 17 {
		t.Errorf("regions %v, %d without any", v.regions, len(v.vacant))
	}
	for _, said := range []string{"Karaganda", "waiting for review", "Partly confirmed", "Regions without observations: 17 of 20", "KZ21-1.1"} {
		b.sees(said)
	}
	text := o.text()
	for _, said := range []string{"KZ21-U1\t", "\tPartial\t3\n", "Partly confirmed\t1\n"} {
		if !strings.Contains(text, said) {
			t.Errorf("the text does not say %q:\n%s", said, text)
		}
	}
}

func TestEachMarkLeadsToItsRecords(t *testing.T) {
	b := unlocked(t, "ar", gathered(t))
	o := overviewOf(b)
	to := func() *finder {
		t.Helper()
		s, ok := b.w.shown.(*finder)
		if !ok {
			t.Fatalf("at %v", b.w.at.to)
		}
		b.rests(s)
		return s
	}
	o.findClaims(model.PartlyConfirmed)
	if s := to(); s.rows.total != 1 || s.asked.kind() != model.KindClaim {
		t.Errorf("%d claims", s.rows.total)
	}
	b.w.back()
	b.until("the overview", func() bool { return b.w.shown.(*overview).seen != nil })
	b.tapBeside(b.w.desk.look.Words.N("overview_screen.submitted", 8), b.say("overview_screen.look"))
	if s := to(); s.rows.total != 8 {
		t.Errorf("%d wait for review", s.rows.total)
	}
	b.w.back()
	o = overviewOf(b)
	row := slices.IndexFunc(o.seen.rows, func(r surveyRow) bool { return r.commitment.Code == "KZ21-U1" })
	o.openCell(row, slices.Index(o.seen.years, 2023))
	if s := to(); s.rows.total != 1 || s.asked.kind() != model.KindFinding {
		t.Errorf("%d findings of the year", s.rows.total)
	}
	b.w.back()
	o = overviewOf(b)
	o.heat.List.SetCurrent(row)
	o.heat.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if s := to(); s.rows.total != 3 || s.asked.kind() != model.KindObservation {
		t.Errorf("%d observations of the commitment", s.rows.total)
	}
	b.w.back()
	o = overviewOf(b)
	o.showText()
	b.sees("KZ21-U1")
	b.sees("2023 " + b.say("enum_grade_house.partial"))
	b.tap(b.say("actions.close"))
	o.openCell(0, 0)
	if b.w.at.to != atPlan || b.w.at.code != o.seen.rows[0].commitment.Code {
		t.Errorf("at %v", b.w.at)
	}
}

// Nought is no link: there is nothing to be led to.
func TestNothingLeadsNowhere(t *testing.T) {
	b := unlocked(t, "en", nil)
	overviewOf(b)
	none := plain(b.w.desk.look.Words.N("plurals.observation", 0))
	b.sees(none)
	if _, leads := b.tappable(none).(*parts.Press); leads {
		t.Errorf("%q can be tapped", none)
	}
}

func TestTheOverviewFollowsChanges(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := overviewOf(b)
	b.sees("No finding has tested a claim")
	torture(t, 2)(b.w.desk.book)
	b.until("the new records", func() bool { return o.seen.records == 2 && len(o.seen.claims) == 1 })
}

func TestGradesByYear(t *testing.T) {
	f := func(period, level string, g model.Grade) *model.Finding {
		return &model.Finding{Period: period, Level: level, Grade: g}
	}
	s := standing{findings: []*model.Finding{f("2021/2023", model.LevelCoalition, model.Limited), f("2022", model.LevelMonitor, model.Partial),
		f("2022", model.LevelCoalition, model.Substantial), f("2024-05", model.LevelOrg, model.Regressed)}}
	got := s.gradesBy([]int{2020, 2021, 2022, 2023, 2024})
	if want := []model.Grade{"", model.Limited, model.Substantial, model.Limited, model.Regressed}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestOverdue(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for deadline, want := range map[string]bool{"": false, "2025": true, "2026": false, "2026-10": true, "2026-11": false, "2026-11-21": true, "2026-11-22": false} {
		if got := isOverdue(&model.Commitment{Deadline: deadline}, &standing{}, now); got != want {
			t.Errorf("%q: %v", deadline, got)
		}
	}
	done := &standing{findings: []*model.Finding{{Grade: model.Complete}}}
	if isOverdue(&model.Commitment{Deadline: "2020"}, done, now) {
		t.Error("what is complete is overdue")
	}
}

func TestTheOverviewOfANarrowWindow(t *testing.T) {
	b := newBench(t, "kk", notebookDir(t, func(n *notebook.Notebook) { gathered(t)(n) }))
	b.w.win.Resize(b.w.win.Canvas().Size().SubtractWidthHeight(300, 0))
	b.unlock(testPass)
	o := overviewOf(b)
	if !o.narrow {
		t.Error("not narrow")
	}
	b.sees(b.say("overview_screen.by_region"))
}

func TestTitlesThatBeginAlikeAreToldApart(t *testing.T) {
	long := []string{"Main task: law", "Main task: courts", "Main task: prisons", "Draw up: a bill", "Draw up: a list", "Accede"}
	if got := toldApart(long); !slices.Equal(got, []string{"Law", "Courts", "Prisons", "Draw up: a bill", "Draw up: a list", "Accede"}) {
		t.Errorf("%q", got)
	}
	if got := toldApart([]string{"مهمة: قانون", "مهمة: محاكم", "مهمة: "}); !slices.Equal(got, []string{"قانون", "محاكم", "مهمة: "}) {
		t.Errorf("%q", got)
	}
}
