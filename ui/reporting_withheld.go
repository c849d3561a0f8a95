package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/parts"
)

// look finds out what would be withheld, and shows it.
func (r *reporting) look() {
	if faults := r.ask.faults(); len(faults) > 0 {
		said := map[string]string{}
		for name, rule := range faults {
			said[name] = r.k.T("faults." + string(rule))
		}
		r.form.SetFaults(said)
		r.form.FocusFirstFault()
		r.page.Refresh()
		return
	}
	r.form.SetFaults(nil)
	r.act.SetOff(true)
	question, asked := r.ask, r.asked
	var got collected
	var seen *model.Preflight
	var states map[model.ID]string
	r.d.work(r.k.T("report_screen.checking"), func(ctx context.Context, step func(done, total int)) (err error) {
		if got, err = collect(r.d.book); err != nil {
			return err
		}
		if seen, err = model.NewPreflight(r.d.plan, counted(ctx, r.d.book, r.d.book.Told, step), question.of(ctx, r.d, step, got.digest, got.members, got.invented)); err != nil {
			return err
		}
		states, err = statesOf(r.d.book, seen.Leaks)
		return err
	}, func(err error) {
		r.act.SetOff(false)
		if r.left || r.asked != asked {
			return
		}
		if err != nil {
			r.d.fail(r.k.T("report_screen.not_checked"), err)
			return
		}
		r.seen, r.digest, r.states, r.made = seen, got.digest, states, nil
		r.goTo(stepWithheld)
	})
}

// withheldPage shows that what is in scope is what is written and what is withheld, and by which rules.
func (r *reporting) withheldPage() fyne.CanvasObject {
	k := r.k
	scope, written, withheld := r.seen.Scope()
	column := parts.Column(14, parts.Column(2, k.Heading(k.T("report_screen.nothing_unseen")), k.Muted(k.T("report_screen.nothing_unseen_more"))),
		parts.NewScopeSum(k, int64(scope), int64(written), int64(withheld)))
	if scope == 0 {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("report_screen.nothing_in_scope")))
	}
	if leaks := r.leakList(); leaks != nil {
		column.Add(leaks)
	}
	whole, fields := byRule(r.seen.Withheld)
	r.rules = nil
	column.Add(r.ruleList(k.T("report_screen.whole"), k.T("nouns.sheet"), withheld, whole))
	inside := 0
	for _, line := range fields {
		inside += line.n
	}
	column.Add(r.ruleList(k.T("report_screen.fields"), k.T("columns.field"), inside, fields))
	return column
}

// ruleLine is one rule with all that it withholds.
type ruleLine struct {
	rule   model.WithheldRule
	where  []model.Withheld
	n      int
	inside bool
}

// byRule gathers what is withheld by rule, the order of the rules kept: whole records, and fields apart.
func byRule(all []model.Withheld) (whole, fields []ruleLine) {
	for _, w := range all {
		list := &fields
		if w.Whole() {
			list = &whole
		}
		at := slices.IndexFunc(*list, func(l ruleLine) bool { return l.rule == w.Rule })
		if at < 0 {
			*list = append(*list, ruleLine{rule: w.Rule, inside: !w.Whole()})
			at = len(*list) - 1
		}
		line := &(*list)[at]
		line.where = append(line.where, w)
		line.n += w.N
	}
	return whole, fields
}

// ruleList is a heading with the sum, and a row for each rule.
func (r *reporting) ruleList(title, where string, sum int, lines []ruleLine) fyne.CanvasObject {
	k := r.k
	count := k.Cell(k.Words.Number(int64(sum)), parts.Ink2)
	count.Alignment = k.Units()
	head := k.Row(12, 0, k.Section(title), parts.Sized(parts.WhereWidth, 0, k.Cell(where, parts.Ink2)), parts.Sized(48, 0, count), parts.Gap(20, 0))
	column := parts.Column(0, head, parts.Gap(0, 6), parts.NewRule())
	if len(lines) == 0 {
		column.Add(parts.Inset(0, 10, k.Hint(k.T("states.none"))))
	}
	for _, line := range lines {
		row := parts.NewRuleRow(k, k.T("withheld."+string(line.rule)), k.Words.List(line.places(k)), int64(line.n), func() fyne.CanvasObject { return r.detail(line) })
		r.rules = append(r.rules, row)
		column.Add(row)
	}
	return column
}

// places are the sheets or the fields where a rule withholds.
func (l ruleLine) places(k parts.Look) []string {
	var out []string
	for _, w := range l.where {
		word := kindWord(k, w.Kind)
		if l.inside {
			word = fieldWord(k, w.Kind, w.Field)
		}
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// kindSheets are the sheets on which the records of a kind stand.
var kindSheets = map[model.Kind]string{model.KindCommitment: "commitments", model.KindClaim: "claim_and_finding",
	model.KindFinding: "findings_by_organisation", model.KindObservation: "observations", model.KindEvidence: "evidence_register",
	model.KindRecommendation: "recommendations", model.KindMember: "cover"}

func kindWord(k parts.Look, kind model.Kind) string {
	if sheet, ok := kindSheets[kind]; ok {
		return k.T("sheets." + sheet)
	}
	return k.T("nouns." + string(kind))
}

// fieldWord is the word for a field of a kind; its stored name where there is none.
func fieldWord(k parts.Look, kind model.Kind, field string) string {
	for _, key := range []string{"fields_" + string(kind) + "." + field, "fields_common." + field} {
		if k.Words.Has(key) {
			return k.T(key)
		}
	}
	return field
}

// shownRecords is how many records of a rule are shown before all are asked for.
const shownRecords = 12

// detail shows the records of a rule, or for fields how many of each.
func (r *reporting) detail(line ruleLine) fyne.CanvasObject {
	k := r.k
	column := parts.Column(4)
	if line.inside {
		for _, w := range line.where {
			column.Add(k.Ends(k.Text(join(k, kindWord(k, w.Kind), fieldWord(k, w.Kind, w.Field))), k.Cell(k.Words.Number(int64(w.N)), parts.Ink2)))
		}
		return column
	}
	ids := r.seen.Records[line.rule]
	r.listRecords(column, ids[:min(len(ids), shownRecords)], func() {
		if len(ids) > shownRecords {
			all := parts.NewButton(k, k.T("report_screen.show_all", "n", len(ids)), parts.Quiet, nil)
			all.OnTapped = func() { r.listRecords(column, ids, nil) }
			column.Add(k.Row(0, parts.NoSlack, k.Flush(all)))
		}
		if line.n > len(ids) {
			column.Add(k.Hint(k.T("report_screen.and_more", "n", line.n-len(ids))))
		}
	})
	return column
}

// listRecords reads records and shows each by its ref; then adds what comes below.
func (r *reporting) listRecords(column *fyne.Container, ids []model.ID, then func()) {
	k := r.k
	views := make([]model.View, 0, len(ids))
	r.d.read(func() error {
		for _, id := range ids {
			v, err := r.d.book.View(id)
			if err != nil {
				return err
			}
			views = append(views, v)
		}
		return nil
	}, func(err error) {
		if r.left {
			return
		}
		column.Objects = nil
		if err != nil {
			column.Add(k.Hint(k.T("report_screen.not_checked")))
		}
		for _, v := range views {
			column.Add(recordLine(k, v))
		}
		if then != nil {
			then()
		}
		column.Refresh()
		for _, row := range r.rules {
			row.Refresh()
		}
		r.page.Refresh()
	})
}

// recordLine is a record in one line: its ref, how and where, its title.
func recordLine(k parts.Look, v model.View) fyne.CanvasObject {
	words, title, base := k.T("nouns."+string(v.Kind)), "", k.Base()
	if o, ok := v.Record.(*model.Observation); ok {
		region := ""
		if at, known := regionOf(o.Region); known {
			region, _ = k.Words.Of(at.Name, "")
		}
		words = join(k, k.Label("method", o.Method), region)
		var language string
		title, language = observationTitle(k.Words, o)
		base = parts.BaseOf(language)
	}
	line := k.Cell(title, parts.Ink)
	line.Base = base
	return k.Row(12, 1, k.Code(shortRef(v.Record.Base().Ref)), line, k.Cell(words, parts.Ink2))
}
