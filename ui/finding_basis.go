package ui

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The two lists on which a finding rests stand side by side: what the State says, and what was observed. Both are of any
// length; a tick takes a row into the finding.

// basisHeight is how many rows of each list are in sight.
const basisHeight = 4

// basisList is the observations of the commitment.
type basisList struct {
	f      *finding
	rows   *observationRows
	count  *bidi.Label
	period *parts.Check // only those of the period
	bound  *bound
	column *fyne.Container
}

func newBasisList(f *finding) *basisList {
	k := f.k
	b := &basisList{f: f, count: k.Hint("")}
	b.rows = newObservationRows(f.d, model.Query{}, func(int) { b.told() })
	b.rows.also = func() []model.ID { return f.sheet.Fields.BasedOn }
	list := b.rows.list
	list.SetRowHeight(parts.TickHeight)
	list.Create = func() fyne.CanvasObject { return parts.NewTickRow(k) }
	list.Update = func(i int, o fyne.CanvasObject) { o.(*parts.TickRow).Set(b.item(i, b.rows.item(i))) }
	list.Heights = func(i int, width float32) float32 { return parts.TickRowHeight(k, b.item(i, b.rows.known(i)), width) }
	list.OnOpen, list.OnTick = b.turn, b.turn
	b.period = parts.NewCheck(k, k.T("finding_screen.only_period"), true, func(bool) { b.fresh() })
	b.column = parts.Column(6, paperList(list), b.count, b.period)
	b.bound = f.bind(b.column, b.follow)
	return b
}

// item says an observation of a row.
func (b *basisList) item(i int, o parts.ObservationItem) parts.TickItem {
	id, _ := b.rows.id(i)
	return parts.TickItem{Ticked: slices.Contains(b.f.sheet.Fields.BasedOn, id), Title: o.Title, Base: o.Base,
		Note: strings.Join(filled(o.Date, o.Effect, o.Place), " · "), End: b.f.k.Words.Isolate(o.Reliability)}
}

// paperList holds a list of a form to some rows, on paper of its own.
func paperList(list *parts.List) fyne.CanvasObject {
	box := parts.NewBox(parts.Surface, parts.AtLeast(300, basisHeight*parts.TickHeight, parts.Sized(0, basisHeight*parts.TickHeight, list)))
	box.Edge, box.EdgeWidth, box.Radius = parts.Edge, 1, 6
	return box
}

// fresh asks for the observations of the commitment and the period. Those that are ticked stay in sight.
func (b *basisList) fresh() {
	b.rows.query = b.query()
	b.rows.fresh()
}

// follow asks anew where something else is asked for, and shows which are ticked.
func (b *basisList) follow() {
	if !reflect.DeepEqual(b.rows.query, b.query()) {
		b.fresh()
		return
	}
	b.rows.list.Refresh()
	b.told()
}

func (b *basisList) query() model.Query {
	r := &b.f.sheet.Fields
	q := model.Query{Commitment: r.Commitment}
	if b.period.Checked() {
		q.Since, q.Until = periodDays(r.Period)
	}
	if r.Commitment == "" {
		q.Tag = "\x00" // nothing is asked for yet, and nothing has such a tag
	}
	return q
}

// periodHint says how a period is written. Each way runs left to right in every language.
func periodHint(k parts.Look) string {
	way := bidi.IsolateLTR
	return k.T("finding_screen.period_hint", "year", way("2023"), "month", way("2023-06"), "span", way("2021/2023"))
}

// periodDays are the first and the last day of a period; none where it is not whole yet.
func periodDays(period string) (since, until model.Day) {
	from, to, two := strings.Cut(strings.TrimSpace(model.Fold(period)), "/")
	if !two {
		to = from
	}
	first, _ := daysOf(from)
	_, last := daysOf(to)
	if first == "" || last == "" {
		return "", ""
	}
	return first, last
}

// daysOf are the first and the last day of a year or a month.
func daysOf(iso string) (first, last model.Day) {
	for _, span := range []struct {
		layout        string
		years, months int
	}{{"2006", 1, 0}, {"2006-01", 0, 1}} {
		if t, err := time.Parse(span.layout, iso); err == nil {
			return model.Day(t.Format(time.DateOnly)), model.Day(t.AddDate(span.years, span.months, -1).Format(time.DateOnly))
		}
	}
	return "", ""
}

// turn ticks an observation or takes the tick away.
func (b *basisList) turn(i int) {
	id, ok := b.rows.id(i)
	if !ok || b.f.d.readOnly {
		return
	}
	r := &b.f.sheet.Fields
	if at := slices.Index(r.BasedOn, id); at >= 0 {
		r.BasedOn = slices.Delete(r.BasedOn, at, at+1)
	} else {
		r.BasedOn = append(r.BasedOn, id)
	}
	b.rows.list.RefreshRow(i)
	b.told()
	b.f.changed(b.bound)
}

// told says how many are ticked.
func (b *basisList) told() {
	k := b.f.k
	b.count.SetText(k.T("finding_screen.ticked", "n", len(b.f.sheet.Fields.BasedOn), "all", len(b.rows.ids)))
	b.f.relay(b.column)
}

// testedList is what the State says of the commitment.
type testedList struct {
	f        *finding
	list     *parts.List
	claims   []*model.Claim // newest first
	count    *bidi.Label
	column   *fyne.Container
	verdicts *fyne.Container // one choice for each claim that is ticked
	asked    int
	readFor  string // the commitment whose claims are read
	bound    *bound
	testing  []model.ID // the claims of which it is asked whether they hold
}

func newTestedList(f *finding) *testedList {
	k := f.k
	t := &testedList{f: f, count: k.Hint(""), verdicts: parts.Column(10)}
	t.list = parts.NewList(k, parts.TickHeight, func() int { return len(t.claims) },
		func() fyne.CanvasObject { return parts.NewTickRow(k) },
		func(i int, o fyne.CanvasObject) { o.(*parts.TickRow).Set(t.item(t.claims[i])) })
	t.list.Rules = true
	t.list.Heights = func(i int, width float32) float32 { return parts.TickRowHeight(k, t.item(t.claims[i]), width) }
	t.list.OnOpen, t.list.OnTick = t.turn, t.turn
	t.column = parts.Column(6, paperList(t.list), t.count)
	t.bound = f.bind(t.column, t.follow)
	return t
}

// item says a claim in the words of the screen.
func (t *testedList) item(c *model.Claim) parts.TickItem {
	w := t.f.d.words
	quote, language := w.Of(c.Quotation, c.Language)
	title, in := w.Of(c.Report.Title, c.Language)
	if quote == "" {
		quote, language, title = title, in, ""
	}
	line, _, _ := strings.Cut(quote, "\n")
	return parts.TickItem{Ticked: t.at(c.ID) >= 0, Title: line, Base: parts.BaseOf(language),
		Note: strings.Join(filled(isoDate(w, string(c.Report.Date)), w.Isolate(title)), " · "), End: word(w, "official_status", c.ClaimedStatus)}
}

// at is the place of a claim among those that are tested, -1 for none.
func (t *testedList) at(id model.ID) int {
	return slices.IndexFunc(t.f.sheet.Fields.Claims, func(c model.ClaimTest) bool { return c.Claim == id })
}

// read fetches the claims of the commitment.
func (t *testedList) read() {
	t.asked++
	mine, code, book := t.asked, t.f.sheet.Fields.Commitment, t.f.d.book
	t.readFor = code
	var claims []*model.Claim
	t.f.d.read(func() (err error) {
		claims, err = claimsOf(book, code)
		return err
	}, func(err error) {
		if mine != t.asked || t.f.done {
			return
		}
		t.f.d.fail(t.f.k.T("commitment_screen.not_read"), err)
		t.claims = claims
		t.list.Refresh()
		t.told()
	})
}

// follow reads anew for another commitment, and shows which are ticked and how they stand.
func (t *testedList) follow() {
	if t.readFor != t.f.sheet.Fields.Commitment {
		t.read()
		return
	}
	t.list.Refresh()
	if !slices.Equal(t.testing, t.ticked()) {
		t.told()
	}
}

// ticked are the claims that are tested, in the order of the list.
func (t *testedList) ticked() []model.ID {
	var ids []model.ID
	for _, c := range t.claims {
		if t.at(c.ID) >= 0 {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// turn ticks a claim or takes the tick away.
func (t *testedList) turn(i int) {
	if t.f.d.readOnly {
		return
	}
	r, id := &t.f.sheet.Fields, t.claims[i].ID
	if at := t.at(id); at >= 0 {
		r.Claims = slices.Delete(r.Claims, at, at+1)
	} else {
		r.Claims = append(r.Claims, model.ClaimTest{Claim: id})
	}
	t.list.RefreshRow(i)
	t.told()
	t.f.changed(t.bound)
}

// told says how many are ticked, and asks of each of those whether it holds.
func (t *testedList) told() {
	k, r := t.f.k, &t.f.sheet.Fields
	t.count.SetText(k.T("finding_screen.ticked", "n", len(r.Claims), "all", len(t.claims)))
	if len(t.claims) == 0 {
		t.count.SetText(k.T("finding_screen.no_claims"))
	}
	t.testing = t.ticked()
	t.verdicts.Objects = nil
	t.f.within(t.bound, func() {
		for _, c := range t.claims {
			if t.at(c.ID) >= 0 {
				t.verdicts.Add(t.verdictRow(c))
			}
		}
	})
	if len(t.verdicts.Objects) > 0 {
		t.verdicts.Objects = append([]fyne.CanvasObject{k.Bold(k.T("finding_screen.do_they_hold"))}, t.verdicts.Objects...)
	}
	t.f.relay(t.verdicts)
	t.f.relay(t.column)
}

// verdictRow asks whether a claim holds.
func (t *testedList) verdictRow(c *model.Claim) fyne.CanvasObject {
	k, id, item := t.f.k, c.ID, t.item(c)
	verdict := t.f.choiceOf(k.Options("verdict", model.Verdicts), func() string {
		if at := t.at(id); at >= 0 {
			return string(t.f.sheet.Fields.Claims[at].Verdict)
		}
		return ""
	}, func(code string) {
		if at := t.at(id); at >= 0 {
			t.f.sheet.Fields.Claims[at].Verdict = model.Verdict(code)
		}
	})
	verdict.SetOff(t.f.d.readOnly)
	says := k.Text(item.Title)
	says.Base = item.Base
	return k.Row(12, 0, says, parts.Sized(220, 0, verdict))
}
