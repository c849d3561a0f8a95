package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Protected words that stand in texts that would leave (model.Leak). For others they stop the report, until each record
// is changed or was looked at:
//
//  1. Each record is listed with its fields and the rule that each breaks, never with the word.
//  2. It leads to the record, and back to here with the same answers; what may leave is then looked at anew.
//  3. "Looked at" holds for the record as it was looked at: after a change it is asked again.
//  4. What is no record's text (the contact) can only be changed.
//  5. A word that the plan says too is only told (model.Leak.InPlan): it asks for nothing.

// leaking is one record with the protected words in its texts.
type leaking struct {
	record model.ID // zero for what is no record's text
	ref    string
	kind   model.Kind
	leaks  []model.Leak
}

// stops says whether something of it keeps a report from leaving, once others are to read it.
func (x leaking) stops() bool {
	return slices.ContainsFunc(x.leaks, func(l model.Leak) bool { return !l.InPlan })
}

// byRecord gathers leaks by record, in the order of their refs.
func byRecord(leaks []model.Leak) []leaking {
	var list []leaking
	for _, l := range leaks {
		at := slices.IndexFunc(list, func(x leaking) bool { return x.record == l.Record && x.kind == l.Kind })
		if at < 0 {
			list = append(list, leaking{record: l.Record, ref: l.Ref, kind: l.Kind})
			at = len(list) - 1
		}
		list[at].leaks = append(list[at].leaks, l)
	}
	slices.SortStableFunc(list, func(a, b leaking) int { return cmp.Compare(a.ref, b.ref) })
	return list
}

// statesOf names the state of each record in whose texts protected words stand.
func statesOf(book *notebook.Notebook, leaks []model.Leak) (map[model.ID]string, error) {
	states := map[model.ID]string{}
	for _, l := range leaks {
		if _, known := states[l.Record]; known || l.Record.IsZero() {
			continue
		}
		v, err := book.View(l.Record)
		if err != nil {
			return nil, err
		}
		states[l.Record] = fmt.Sprint(v.Heads)
	}
	return states, nil
}

// lookedAt are the refs of records that were looked at as they are now.
func (r *reporting) lookedAt() []string {
	var refs []string
	for _, x := range byRecord(r.seen.Leaks) {
		if r.wasLookedAt(x.record) {
			refs = append(refs, r.d.book.Ref(x.record))
		}
	}
	return refs
}

func (r *reporting) wasLookedAt(id model.ID) bool {
	return !id.IsZero() && r.states[id] != "" && r.kept.looked[id] == r.states[id]
}

// stopped counts what still keeps the report from leaving.
func (r *reporting) stopped() int {
	n := 0
	if r.seen.Blocked {
		for _, x := range byRecord(r.seen.Leaks) {
			if x.stops() && !r.wasLookedAt(x.record) {
				n++
			}
		}
	}
	return n
}

// allow switches the way on when nothing keeps the report from leaving.
func (r *reporting) allow() {
	scope, _, _ := r.seen.Scope()
	switch n := r.stopped(); {
	case n > 0:
		r.act.TurnOff(r.k.T("report_screen.leaks_first", "n", n))
	case scope == 0:
		r.act.TurnOff(r.k.T("report_screen.scope_first"))
	default:
		r.act.TurnOn()
	}
	r.showFoot()
}

// mostLeaking is how many records are shown before all are asked for.
const mostLeaking = 30

// leakList shows the records in whose texts protected words stand; nothing where there are none.
func (r *reporting) leakList() fyne.CanvasObject {
	k := r.k
	list := byRecord(r.seen.Leaks)
	if len(list) == 0 {
		return nil
	}
	sentence := k.T("report_screen.leaks_coalition")
	switch {
	case r.seen.Blocked:
		sentence = k.T("report_screen.leaks_blocked")
	case !slices.ContainsFunc(list, leaking.stops):
		sentence = k.T("report_screen.leaks_in_plan")
	}
	count := k.Cell(k.Words.Number(int64(len(list))), parts.Ink2) // where those of the rules stand
	count.Alignment = k.Units()
	column := parts.Column(10, k.Row(12, 0, k.Section(k.T("report_screen.leaks")), parts.Sized(48, 0, count), parts.Gap(20, 0)),
		parts.NewNotice(k, parts.Amber, sentence))
	rows := parts.Column(0)
	fill := func(list []leaking) {
		for _, x := range list {
			rows.Add(parts.NewRule())
			rows.Add(parts.Inset(0, 6, r.leakRow(x)))
		}
	}
	fill(list[:min(len(list), mostLeaking)])
	column.Add(rows)
	if len(list) > mostLeaking {
		all := parts.NewButton(k, k.T("report_screen.show_all", "n", len(list)), parts.Quiet, nil)
		all.OnTapped = func() {
			all.Hide()
			fill(list[mostLeaking:])
			r.page.Refresh()
		}
		column.Add(k.Row(0, parts.NoSlack, k.Flush(all)))
	}
	return column
}

// leakRow is one record: where it leads, what stands in which field, and whether it was looked at.
func (r *reporting) leakRow(x leaking) fyne.CanvasObject {
	k := r.k
	texts := parts.Column(2)
	for _, l := range x.leaks {
		said := []string{leakField(k, l), k.T("leak." + string(l.Rule))}
		if l.InPlan {
			said = append(said, k.T("leak.in_plan"))
		}
		texts.Add(k.Text(join(k, said...)))
	}
	if x.record.IsZero() {
		return k.TopRow(12, 1, parts.Sized(136, 0, k.Muted(k.T("columns.contact"))), texts)
	}
	ref := parts.NewLink(k, bidi.IsolateLTR(shortRef(x.ref)), func() { r.openLeaking(x) })
	ref.Tip = k.T("report_screen.to_record")
	if r.seen.Blocked && x.stops() {
		texts.Add(parts.NewCheck(k, k.T("report_screen.looked_at"), r.wasLookedAt(x.record), func(on bool) {
			delete(r.kept.looked, x.record)
			if on {
				r.kept.looked[x.record] = r.states[x.record]
			}
			r.allow()
		}))
	}
	return k.TopRow(12, 1, parts.Sized(136, 0, parts.Column(0, k.Row(0, parts.NoSlack, ref), k.Hint(k.T("nouns."+string(x.kind))))), texts)
}

// leakField is the word for the field in which a protected word stands.
func leakField(k parts.Look, l model.Leak) string {
	if l.Record.IsZero() {
		return k.T("columns.contact")
	}
	return fieldWord(k, l.Kind, strings.ReplaceAll(l.Field, ".", "_"))
}

// openLeaking goes to the record, where its text can be changed; evidence is with the record that it supports.
func (r *reporting) openLeaking(x leaking) {
	var v model.View
	r.d.read(func() (err error) {
		if v, err = r.d.book.View(x.record); err != nil {
			return err
		}
		for range 8 { // evidence of evidence
			e, ok := v.Record.(*model.Evidence)
			if !ok {
				break
			}
			if v, err = r.d.book.View(e.Of); err != nil {
				return err
			}
		}
		return nil
	}, func(err error) {
		if r.left {
			return
		}
		if err != nil {
			r.d.fail(r.k.T("report_screen.not_checked"), err)
			return
		}
		r.d.show(placeToChange(v))
	})
}

// placeToChange is where the texts of a record are changed; where nothing can be written, where they are read.
func placeToChange(v model.View) place {
	switch x := v.Record.(type) {
	case *model.Claim:
		return place{to: atClaim, id: v.ID}
	case *model.Finding:
		return place{to: atFinding, id: v.ID}
	case *model.Recommendation:
		return place{to: atRecommendation, id: v.ID}
	case *model.Source:
		return place{to: atSource, id: v.ID}
	case *model.Commitment:
		return place{to: atPlan, code: x.Code}
	}
	at, _ := pageOfRecord(v)
	if at.to == "" {
		at.to = atPlan
	}
	return at
}
