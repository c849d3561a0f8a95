package ui

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// shownPast is how many merges are shown before all are asked for.
const shownPast = 20

// pastList is what came in, from whom, when, and the way to take it back as a whole.
func (m *merging) pastList() fyne.CanvasObject {
	k := m.k
	column := parts.Column(10, parts.NewSectionHead(k, k.T("coalition_screen.came_in"), ""))
	if len(m.past) == 0 {
		column.Add(k.Muted(k.T("coalition_screen.nothing_came")))
		return column
	}
	shown := m.past
	if !m.all && len(shown) > shownPast {
		shown = shown[:shownPast]
	}
	for _, x := range shown {
		column.Add(m.pastCard(x))
	}
	if len(shown) < len(m.past) {
		all := parts.NewButton(k, k.T("report_screen.show_all", "n", len(m.past)), parts.Quiet, func() { m.all = true; m.show() })
		column.Add(k.Row(0, parts.NoSlack, k.Flush(all)))
	}
	return column
}

// pastCard is one merge.
func (m *merging) pastCard(x notebook.Merged) fyne.CanvasObject {
	k := m.k
	zone := m.d.now().Location()
	who := m.cameFrom(x)
	icon, ink, state := theme.ConfirmIcon(), parts.Teal, k.T("coalition_screen.merged_whole")
	if x.Workbook != "" {
		state = k.T("coalition_screen.home_taken")
	}
	switch {
	case x.TakenBack != 0:
		icon, ink, state = theme.ContentUndoIcon(), parts.Ink2, k.T("coalition_screen.was_taken_back", "when", k.Words.Moment(clockTime(x.TakenBack, zone)))
	case !x.Whole:
		icon, ink, state = theme.WarningIcon(), parts.Attention, k.T("coalition_screen.merged_partly")
	case x.WasUnknown:
		icon, ink, state = theme.WarningIcon(), parts.Attention, k.T("coalition_screen.merged_unknown")
	}
	came, digest := m.cameWhen(x, zone)
	column := parts.Column(4, k.Ends(k.Bold(who), k.Row(6, parts.NoSlack, parts.NewIcon(icon, ink, 18), k.Line(state, ink))),
		k.Muted(came))
	if words := m.countWords(x.Count); words != "" {
		if x.Files > 0 {
			words += " · " + k.Words.N("plurals.file", x.Files)
		}
		column.Add(k.Text(words))
	}
	foot := k.Row(8, 0, k.Hint(k.T(digest, "digest", parts.ShortHash(hex.EncodeToString(x.Parcel[:])))))
	if !m.d.readOnly && x.TakenBack == 0 && x.Revisions > 0 {
		foot.Add(parts.NewLink(k, k.T("coalition_screen.take_merge_back"), func() { m.askTakeBack(x, who) }))
	}
	column.Add(foot)
	return parts.NewCard(column)
}

// cameWhen says when something came in, and of which day it is; digest is the key of the line that names it.
func (m *merging) cameWhen(x notebook.Merged, zone *time.Location) (came, digest string) {
	k := m.k
	day := func(date string) string { return k.Words.ShortDate(date, "", string(model.Exact)) }
	at := k.Words.Moment(clockTime(x.At, zone))
	switch {
	case x.Workbook == "":
		packed := k.T("coalition_screen.packed", "date", day(clockTime(x.Packed, zone).Format("2006-01-02")))
		return join(k, k.T("coalition_screen.merged_at", "when", at), packed), "coalition_screen.parcel_digest"
	case x.Drawn == "":
		return k.T("coalition_screen.home_came", "when", at), "coalition_screen.home_digest"
	}
	return join(k, k.T("coalition_screen.home_came", "when", at), k.T("coalition_screen.home_drawn", "date", day(string(x.Drawn)))), "coalition_screen.home_digest"
}

// cameFrom says who sent a parcel, or which edited report it was.
func (m *merging) cameFrom(x notebook.Merged) string {
	k := m.k
	switch {
	case x.Workbook != "" && x.Drawn == "":
		return k.T("coalition_screen.came_table", "name", fileName(x.Workbook))
	case x.Workbook != "":
		return k.T("coalition_screen.came_home", "name", fileName(x.Workbook))
	}
	return bidi.Isolate(firstOf(join(k, x.From.Organisation, differs(x.From.Name, x.From.Organisation)), k.T("coalition_screen.unknown_pen")))
}

// differs is a word where it says something else than another.
func differs(word, than string) string {
	if word == than {
		return ""
	}
	return word
}

// askTakeBack takes a merge out of the notebook as a whole.
func (m *merging) askTakeBack(x notebook.Merged, who string) {
	k := m.k
	ask := k.T("coalition_screen.take_merge_back_ask", "who", who)
	if x.Workbook != "" {
		ask = k.T("coalition_screen.home_take_back_ask", "name", fileName(x.Workbook))
	}
	m.d.ask(ask, k.T("coalition_screen.take_merge_back_more", "n", x.Revisions),
		k.T("coalition_screen.take_merge_back"), k.T("actions.cancel"), func() { m.takeBack(x) })
}

func (m *merging) takeBack(x notebook.Merged) {
	k, d := m.k, m.d
	d.work(k.T("coalition_screen.taking_back"), func(ctx context.Context, step func(done, total int)) error {
		_, err := d.book.TakeBack(ctx, x.Parcel, step)
		d.book.Ready() // the words of what is left are gathered anew
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, notebook.ErrBuiltOn):
			d.tell(k.T("coalition_screen.not_taken_back"), k.T("coalition_screen.built_on"), k.T("coalition_screen.built_on_next"))
		case err != nil:
			d.fail(k.T("coalition_screen.not_taken_back"), err)
		default:
			d.saved()
			d.toast(k.T("coalition_screen.merge_taken_back"), "", nil)
		}
		if !m.left {
			m.lookAgain()
			m.fresh()
		}
	})
}

// tell says why something was not done, and what to do instead.
func (d *desk) tell(heading, what, next string) {
	k := d.look
	parts.NewDialog(k, parts.Amber, nil, heading, what, k.T("actions.close"), k.Text(next)).Show(d.window.Canvas())
}
