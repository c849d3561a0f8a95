package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// custodyList is through whose hands a piece of evidence went (Berkeley Protocol, 2022): its taking in, which the
// notebook knows, and the events that people noted. What is saved stays; what is noted now can be taken out again until
// it is saved.
type custodyList struct {
	e      *evidence
	rows   *fyne.Container
	event  *parts.Select
	by     *bidi.Entry
	note   *bidi.Entry
	add    *parts.Button
	column *fyne.Container
	bound  *bound
}

func newCustodyList(e *evidence) *custodyList {
	k := e.k
	l := &custodyList{e: e, rows: parts.Column(8)}
	l.column = parts.Column(10, l.rows)
	l.bound = e.bind(l.column, l.show)
	l.event = parts.NewSelect(k, k.T("evidence_screen.what_happened"), k.Options("custody_event", model.CustodyEvents), "", func(string) { l.ready() })
	if !e.d.readOnly {
		l.by = parts.NewEntry(k, k.T("evidence_screen.by_whom"))
		l.note = parts.NewEntry(k, k.T("evidence_screen.custody_note"))
		l.add = parts.NewButton(k, k.T("evidence_screen.note_event"), parts.Secondary, l.noted)
		l.column.Add(parts.Column(6, k.Even(8, l.event, l.by), l.note, k.Row(0, parts.NoSlack, l.add)))
		l.ready()
	}
	l.show()
	return l
}

// target is where the keyboard goes.
func (l *custodyList) target() fyne.Focusable { return l.event }

// ready lets an event be noted once it is chosen.
func (l *custodyList) ready() {
	if l.add != nil {
		l.add.SetOff(l.event.Chosen() == "")
	}
}

// show lists the events, the first at the top.
func (l *custodyList) show() {
	k, s := l.e.k, l.e.sheet
	l.rows.Objects = nil
	if l.e.around.taken != "" {
		l.rows.Add(l.row(k.T("evidence_screen.taken_in"), l.e.around.taken, "", nil))
	}
	for _, c := range s.Fields.Custody {
		l.rows.Add(l.row(k.Label("custody_event", c.Event), l.when(c), c.Note, nil))
	}
	for i, c := range s.Noted {
		l.rows.Add(l.row(k.Label("custody_event", c.Event), l.when(c), c.Note, func() {
			s.Noted = slices.Delete(slices.Clone(s.Noted), i, i+1)
			l.show()
			l.e.changed(l.bound)
		}))
	}
	l.e.relay(l.rows)
}

// when says by whom an event was noted, and when.
func (l *custodyList) when(c model.Custody) string {
	moment := ""
	if !c.At.IsZero() {
		moment = l.e.k.Words.Moment(c.At.In(l.e.d.now().Location()))
	}
	return strings.Join(filled(bidi.Isolate(c.By), moment), " · ")
}

// row is one event; remove is nil for one that stays.
func (l *custodyList) row(event, who, note string, remove func()) fyne.CanvasObject {
	k := l.e.k
	said := parts.Column(0, k.Text(event), k.Muted(who))
	if note != "" {
		words := k.Hint(note)
		words.Base = bidi.Auto
		said.Add(words)
	}
	row := []fyne.CanvasObject{parts.NewIcon(theme.HistoryIcon(), parts.Ink2, 18), said}
	if remove != nil {
		b := parts.NewIconButton(k, "", theme.CancelIcon(), parts.Quiet, remove)
		b.Tip = k.T("actions.remove")
		row = append(row, b)
	}
	return k.TopRow(8, 1, row...)
}

// noted takes in what was written.
func (l *custodyList) noted() {
	c := model.Custody{Event: l.event.Chosen(), At: l.e.d.now().UTC().Truncate(time.Second),
		By: firstOf(strings.TrimSpace(l.by.Text()), l.e.around.me), Note: strings.TrimSpace(l.note.Text())}
	l.e.sheet.Noted = append(l.e.sheet.Noted, c)
	l.event.SetChosen("")
	l.by.SetText("")
	l.note.SetText("")
	l.ready()
	l.show()
	l.e.changed(l.bound)
}
