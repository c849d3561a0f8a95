package ui

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// Other states of the screens on which records are read, written, found and reported.

var recordStates = []picture{
	{"plan-many", func(b *bench) { // what it leaves behind is shown by no other picture of the plan
		b.w.show(place{to: atPlan})
		b.settled()
		b.w.shown.leave()
		d := *b.w.desk
		d.plan = crowdedPlan(d.plan)
		s := newPlanScreen(&d, place{to: atPlan, code: "KZ21-9.100"})
		b.w.shown = s
		b.w.frame.put(atPlan, s.view())
		b.settled()
	}},
	{"source-withdrawn", func(b *bench) { b.w.show(place{to: atSource, id: restedOn(b, true)}); b.settled() }},
	{"observation-loading", func(b *bench) {
		id := edited(b)
		b.w.show(place{to: atOverview})
		b.settled()
		b.w.show(place{to: atPlan, code: codeOf(b, id), id: id})
	}},
	{"observation-unread", func(b *bench) {
		id := edited(b)
		b.w.show(place{to: atPlan, code: codeOf(b, id), id: id})
		b.settled()
		b.w.shown.(*planScreen).shown.(*observationPage).showTrouble(notebook.ErrDamaged)
	}},
	{"history-loading", func(b *bench) { b.w.show(place{to: atHistory, id: edited(b)}) }},
	{"history-unread", func(b *bench) {
		b.w.show(place{to: atHistory, id: edited(b)})
		b.settled()
		b.w.shown.(*historyPage).showTrouble(notebook.ErrDamaged)
	}},
	{"history-many", func(b *bench) {
		b.w.show(place{to: atHistory, id: rewritten(b)})
		b.settled()
		b.w.shown.(*historyPage).walk(2)
		b.settled()
	}},
	{"evidence-loading", func(b *bench) { b.w.show(place{to: atEvidence, id: pictured(b)}) }},
	{"evidence-unread", func(b *bench) {
		b.w.show(place{to: atEvidence, id: pictured(b)})
		b.settled()
		b.w.shown.(*evidence).showTrouble(notebook.ErrDamaged)
	}},
	{"evidence-refused", func(b *bench) { // its bytes are no picture
		b.w.show(place{to: atEvidence, id: held(b, "camera.jpg", photo(b.t, landscape(640, 480), 1)[:2000])})
		b.settled()
	}},
	{"evidence-text", func(b *bench) {
		b.w.show(place{to: atEvidence, id: held(b, "answer.txt", bytes.Repeat([]byte("To the request of 3 March: the register holds 41 complaints. Two of them were looked into.\n"), 40))})
		b.settled()
	}},
	{"evidence-vanished", func(b *bench) {
		b.w.show(place{to: atEvidence, id: pictured(b)})
		b.settled()
		b.w.shown.(*evidence).file.came(seenFile{}, notebook.ErrNoFile)
	}},
	{"evidence-none", func(b *bench) { // an address alone
		b.w.show(place{to: atEvidence, id: addressed(b)})
		b.settled()
	}},
	{"commitment-nothing", func(b *bench) {
		code := emptyCommitment(b)
		b.w.show(place{to: atPlan, code: code})
		b.settled()
		b.w.shown.(*planScreen).shown.(*commitmentPage).fresh(&ledger{commitments: map[string]*standing{code: {}}})
		b.settled()
	}},
	{"commitment-many", func(b *bench) {
		b.w.show(place{to: atPlan, code: "KZ21-9.1"})
		b.settled()
		r := b.w.shown.(*planScreen).shown.(*commitmentPage).rows
		all, err := b.w.desk.book.Find(model.Query{})
		if err != nil {
			b.t.Fatal(err)
		}
		r.ids = slices.Repeat(all.IDs, 1000/len(all.IDs)+1)[:1000]
		r.read, r.asked, r.order = map[int][]parts.ObservationItem{}, map[int]bool{}, nil
		r.counted(len(r.ids))
		r.list.ScrollTo(500)
		r.list.Refresh()
		b.settled()
	}},
	{"overview-nothing", func(b *bench) {
		b.w.show(place{to: atOverview})
		b.settled()
		o := b.w.shown.(*overview)
		v := &survey{years: o.seen.years, claims: map[model.Verdict][]model.ID{}}
		for _, r := range o.seen.rows {
			v.rows = append(v.rows, surveyRow{commitment: r.commitment, grades: make([]model.Grade, len(v.years))})
		}
		o.seen = v
		o.show()
	}},
	{"find-saved", func(b *bench) {
		b.w.show(place{to: atFind, find: &search{}})
		b.settled()
		s := b.w.shown.(*finder)
		s.saved = []search{{Name: "Жалобы на посещениях", Words: "жалоба"}, {Name: "To review before Friday", Facets: map[string][]string{model.FacetReview: {"submitted"}}}}
		s.facets.showSaved()
		s.askName()
	}},
	{"find-columns", func(b *bench) {
		b.w.show(place{to: atFind, find: &search{}})
		b.settled()
		b.w.shown.(*finder).chooseColumns()
	}},
	{"find-acts", func(b *bench) {
		b.w.show(place{to: atFind, find: &search{}})
		b.settled()
		s := b.w.shown.(*finder)
		for i := range 3 {
			s.tick(i)
		}
		b.settled()
		for _, x := range sceneOf(s.foot) {
			if act, ok := x.o.(*parts.Button); ok {
				act.Act() // review, the first
				break
			}
		}
	}},
	{"report-seal", func(b *bench) { // nothing is typed yet
		r := b.atReport()
		r.goTo(stepScope)
		r.look()
		b.settled()
		r.ask.sealed = true
		r.goTo(stepFile)
		b.settled()
	}},
	{"report-running", func(b *bench) {
		b.atReport().goTo(stepFile)
		b.settled()
		p := newProgress(b.w, b.w.desk.look, b.say("report_screen.writing"))
		p.step(1_240, 2_418)
		p.show()
	}},
	{"report-failed", func(b *bench) {
		b.atReport().goTo(stepFile)
		b.settled()
		b.w.fail(b.say("report_screen.not_written"), fs.ErrPermission)
	}},
	{"report-full", func(b *bench) {
		b.atReport().goTo(stepFile)
		b.settled()
		b.w.fail(b.say("report_screen.not_written"), export.ErrFull)
	}},
	{"report-done", func(b *bench) {
		r := b.atReport()
		b.settled()
		m := madeReport(b, 0)
		r.made = &m
		r.goTo(stepFile)
		b.settled()
		r.made = nil
	}},
	{"report-many", func(b *bench) {
		r := b.atReport()
		b.settled()
		for i := range 24 {
			r.past = append(r.past, madeReport(b, i))
		}
		r.showCount()
		r.showEarlier()
		b.settled()
		r.past = nil
	}},
}

// recordsReadOnly are screens of records in a notebook in which nothing can be written.
var recordsReadOnly = []picture{
	{"plan-read-only", func(b *bench) { b.w.show(place{to: atPlan}); b.settled() }},
	{"overview-read-only", func(b *bench) { b.w.show(place{to: atOverview}); b.settled() }},
	{"history-read-only", func(b *bench) {
		b.w.show(place{to: atHistory, id: edited(b)})
		b.settled()
		b.w.shown.(*historyPage).walk(1)
		b.settled()
	}},
	{"observe-read-only", func(b *bench) { b.w.show(place{to: atObserve, id: edited(b)}); b.settled() }},
	{"claim-read-only", func(b *bench) { b.w.show(place{to: atClaim, id: firstOfKind(b, model.KindClaim)}); b.settled() }},
	{"finding-read-only", func(b *bench) { b.w.show(place{to: atFinding, id: firstOfKind(b, model.KindFinding)}); b.settled() }},
	{"recommendation-read-only", func(b *bench) {
		b.w.show(place{to: atRecommendation, id: firstOfKind(b, model.KindRecommendation)})
		b.settled()
	}},
	{"source-read-only", func(b *bench) { b.w.show(place{to: atSource, id: restedOn(b, true)}); b.settled() }},
	{"evidence-read-only", func(b *bench) { b.w.show(place{to: atEvidence, id: pictured(b)}); b.settled() }},
}

// crowdedPlan is a plan whose last area has a hundred commitments more, with names as long as plans have.
func crowdedPlan(p *model.PlanBook) *model.PlanBook {
	all := []model.Record{p.Plan}
	for _, a := range p.Areas {
		all = append(all, a)
	}
	last := p.Commitment("KZ21-9.1")
	for _, c := range p.Commitments {
		all = append(all, c)
	}
	for i := range 100 {
		c := *last
		c.ID, c.Code = freshID(), fmt.Sprintf("%s.%d", "KZ21-9", 100+i)
		c.Title = model.Text{"en": "Bring the regulations on the internal order of places of detention, and on visits, parcels, calls and complaints in them, into line with the standard minimum rules",
			"ar": "مواءمة اللوائح المتعلقة بالنظام الداخلي لأماكن الاحتجاز وبالزيارات والطرود والمكالمات والشكاوى فيها مع القواعد النموذجية الدنيا",
			"ru": "Привести правила внутреннего распорядка мест лишения свободы, свиданий, посылок, звонков и жалоб в них в соответствие с минимальными стандартными правилами"}
		all = append(all, &c)
	}
	return model.NewPlanBook(all)
}

// codeOf is the first commitment of an observation.
func codeOf(b *bench, id model.ID) string {
	v, err := b.w.desk.book.View(id)
	if err != nil {
		b.t.Fatal(err)
	}
	return v.Record.(*model.Observation).Commitments[0]
}

// firstOfKind is a record of a kind.
func firstOfKind(b *bench, kind model.Kind) model.ID {
	for v, err := range b.w.desk.book.Records(kind) {
		if err != nil {
			b.t.Fatal(err)
		}
		return v.ID
	}
	b.t.Fatalf("the sample has no %s", kind)
	return model.ID{}
}

// restedOn is a source on which several observations rest: one whose consent holds, or one that took it back, on the first
// call.
func restedOn(b *bench, withdrawn bool) model.ID {
	book := b.w.desk.book
	rest := map[model.ID]int{}
	for v, err := range book.Records(model.KindObservation) {
		if err != nil {
			b.t.Fatal(err)
		}
		for _, id := range v.Record.(*model.Observation).Sources {
			rest[id]++
		}
	}
	best, most := model.View{}, 0
	for v, err := range book.Records(model.KindSource) {
		if err != nil {
			b.t.Fatal(err)
		}
		gone := v.Record.(*model.Source).Consent.Withdrawn != ""
		switch {
		case gone && withdrawn:
			return v.ID
		case !gone && rest[v.ID] > most && !v.Disputed():
			best, most = v, rest[v.ID]
		}
	}
	if best.Record == nil {
		b.t.Fatal("no observation of the sample rests on a source")
	}
	if withdrawn {
		s := *best.Record.(*model.Source)
		s.Consent.Withdrawn = model.Day(b.clock.Format(time.DateOnly))
		if _, err := book.Record(best, &s); err != nil {
			b.t.Fatal(err)
		}
	}
	return best.ID
}

// evidenced is an observation of the sample that has evidence.
func evidenced(b *bench) model.ID {
	page, err := b.w.desk.book.Find(model.Query{HasEvidence: true, Limit: 1})
	if err != nil || len(page.IDs) == 0 {
		b.t.Fatalf("the sample has no evidence: %v", err)
	}
	return page.IDs[0]
}

// held is evidence with a name and bytes, attached on the first call.
func held(b *bench, name string, data []byte) model.ID {
	book := b.w.desk.book
	for v := range book.Records(model.KindEvidence) {
		if v.Record.(*model.Evidence).OriginalName == name {
			return v.ID
		}
	}
	v, err := book.Attach(context.Background(), evidenced(b), name, bytes.NewReader(data), notebook.AttachOptions{Evidence: model.Evidence{Title: model.Text{"en": "What the institution sent"}}})
	if err != nil {
		b.t.Fatal(err)
	}
	return v.ID
}

// addressed is evidence of which only an address is kept, written on the first call.
func addressed(b *bench) model.ID {
	book := b.w.desk.book
	const address = "https://example.org/2024/11/visits"
	for v := range book.Records(model.KindEvidence) {
		if v.Record.(*model.Evidence).Address == address {
			return v.ID
		}
	}
	e := &model.Evidence{Of: evidenced(b), Address: address, Title: model.Text{"en": "Announcement on visits"}}
	e.Language, e.Confidentiality = "en", model.Coalition
	record(b.t, book, e)
	return e.ID
}

// rewritten is an observation that was written thirty times, on the first call.
func rewritten(b *bench) model.ID {
	book := b.w.desk.book
	const times = 30
	for v, err := range book.Records(model.KindObservation) {
		if err != nil {
			b.t.Fatal(err)
		}
		if v.Revisions >= times {
			return v.ID
		}
	}
	id := edited(b)
	for i := range times {
		v, err := book.View(id)
		if err != nil {
			b.t.Fatal(err)
		}
		o := *v.Record.(*model.Observation)
		o.Place = fmt.Sprintf("%s %d", "Ward", i+1)
		if _, err := book.Record(v, &o); err != nil {
			b.t.Fatal(err)
		}
	}
	return id
}

// madeReport is a report as it is remembered.
func madeReport(b *bench, i int) pastReport {
	audience := model.Profiles()[i%len(model.Profiles())].Code
	return pastReport{At: b.clock.AddDate(0, 0, -9*i), Name: fmt.Sprintf("KZ21-%s-%s.xlsx", audience, b.clock.AddDate(0, 0, -9*i).Format(time.DateOnly)), Profile: audience,
		Language: b.w.desk.words.Language(), Written: 172 + i, Withheld: 213 - i, Size: 1_240_000, SHA256: "9c41e07a3417a1f3bd07483d4d0d830a9da53e6b051cd75c4ee32ab86509b67a",
		Digest: "71e44d9b3417a1f3bd07483d4d0d830a9da53e6b051cd75c4ee32ab8650922db", path: "/KZ21.xlsx"}
}
