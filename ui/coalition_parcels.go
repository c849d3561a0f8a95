package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// listPage is several parcels: what each would bring, and all of them merged at once.
func (m *merging) listPage() fyne.CanvasObject {
	k := m.k
	column := parts.Column(12, parts.NewTitle(k, k.Words.N("plurals.parcel", len(m.in.files)), capital(k.T("coalition_screen.nothing_written_yet"))))
	sum := map[model.Outcome]int{}
	for _, f := range m.in.files {
		if f.mergeable() || f.state == inPreviewed && f.preview.Refused == "" {
			for o, n := range f.preview.Count {
				sum[o] += n
			}
		}
	}
	refused := func(f *incoming) bool {
		return f.state == inRefused || f.state == inFailed || f.state == inPreviewed && f.preview.Refused != "" && !f.unknown()
	}
	if m.in.count(inWaiting.is) > 0 {
		column.Add(m.openingAll())
	} else {
		m.bar = nil
	}
	if n := m.in.count(inLeft.is); n > 0 && !m.in.working {
		column.Add(parts.NewNotice(k, parts.Calm, k.T("coalition_screen.left_unread")))
	}
	column.Add(m.figures(sum, m.in.count(refused)))
	if m.in.count(inLocked.is) > 0 {
		column.Add(m.passBox())
	}
	if n := m.in.count((*incoming).unknown); n > 0 {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.signers_unknown", "n", n)))
	}
	height := float32(56) // two lines
	if m.in.count(refused) > 0 {
		height = 76 // the reason has three
	}
	list := parts.NewList(k, height, func() int { return len(m.in.files) }, func() fyne.CanvasObject { return newParcelRow(k) },
		func(i int, o fyne.CanvasObject) { m.fillParcel(m.in.files[i], o.(*parcelRow)) })
	list.Rules = true
	list.OnOpen = func(i int) {
		if i < len(m.in.files) {
			m.chosen = m.in.files[i]
			m.show()
		}
	}
	m.rows = list
	m.listFoot()
	return parts.Pane(parts.Column(10, column, parts.NewRule()), parts.AtLeast(0, 5*height, container.NewStack(list)), nil)
}

// listFoot merges all that can be merged, or puts all away.
func (m *merging) listFoot() {
	k := m.k
	var ready []*incoming
	for _, f := range m.in.files {
		if f.mergeable() {
			ready = append(ready, f)
		}
	}
	away := parts.NewButton(k, k.T("coalition_screen.put_all_away"), parts.Secondary, func() { m.in.close(); m.chosen = nil; m.show() })
	more := parts.NewButton(k, k.T("coalition_screen.more_parcels"), parts.Secondary, m.choose)
	if m.in.count(inLeft.is) > 0 && !m.in.working {
		more = m.goOn()
	}
	if m.in.working {
		away.SetOff(true)
	}
	if m.d.readOnly || len(ready) == 0 {
		m.setFoot(nil, more, away)
		return
	}
	act := parts.NewButton(k, k.T("coalition_screen.merge_n", "records", k.Words.N("plurals.parcel", len(ready))), parts.Primary, func() { m.merge(ready) })
	if !m.in.working {
		m.setFoot(nil, act, more, away)
		return
	}
	act.SetOff(true)
	m.setFoot(k.Hint(k.T("coalition_screen.first_opened")), act, more, away)
}

// fillParcel shows a parcel in a row.
func (m *merging) fillParcel(f *incoming, r *parcelRow) {
	k := m.k
	icon, ink, words := theme.ConfirmIcon(), parts.Teal, ""
	switch {
	case f.stop != nil:
		icon, ink, words = theme.HistoryIcon(), parts.Ink, k.T("coalition_screen.opening_now", "share", k.Words.Percent(float64(f.far())/100, 0))
	case f.state == inWaiting:
		icon, ink, words = theme.HistoryIcon(), parts.Ink2, k.T("coalition_screen.waits")
	case f.state == inLeft:
		icon, ink, words = theme.HistoryIcon(), parts.Ink2, k.T("coalition_screen.not_opened")
	case f.state == inLocked:
		icon, ink, words = parts.IconLock, parts.Attention, k.T("coalition_screen.needs_passphrase")
	case f.state == inRefused || f.state == inFailed || f.state == inStopped:
		icon, ink, words = theme.CancelIcon(), parts.Attention, m.shortTrouble(f)
	case f.unknown():
		icon, ink, words = theme.WarningIcon(), parts.Attention, k.T("states.unknown_signer")
	case f.preview.Refused != "":
		icon, ink, words = theme.CancelIcon(), parts.Attention, m.shortTrouble(f)
	case !f.mergeable():
		words = k.T("coalition_screen.all_here")
	default:
		words = m.countWords(f.preview.Count)
	}
	from, size := "", ""
	if f.state == inPreviewed {
		from = firstOf(f.preview.From.Organisation, f.preview.From.Name)
	}
	if f.size > 0 { // else nobody has looked yet
		size = k.Words.Size(f.size)
	}
	r.set(icon, ink, fileName(f.name), join(k, from, size), words)
}

// shortTrouble is why a parcel is not taken, for its row.
func (m *merging) shortTrouble(f *incoming) string {
	why := firstOf(string(f.reason), f.preview.Refused)
	if why == "" {
		return m.trouble(f)
	}
	return m.k.T("coalition_screen.not_taken_short", "why", m.k.T("refusals."+why))
}

// countWords says the outcomes that are not nought.
func (m *merging) countWords(count map[model.Outcome]int) string {
	var words []string
	for _, o := range []model.Outcome{model.MergedNew, model.MergedJoined, model.MergedSame, model.MergedDisputed} {
		if count[o] > 0 {
			what := strings.ReplaceAll(m.k.T("outcomes."+string(o)), " ", "\u00a0") // lines break between outcomes
			words = append(words, m.k.T("coalition_screen.part", "what", what, "words", m.k.Words.Number(int64(count[o]))))
		}
	}
	return join(m.k, words...)
}

// parcelRow draws a parcel of the inbox: how it stands, its file over whom it is from, what it would bring.
type parcelRow struct {
	widget.BaseWidget

	icon              *parts.Icon
	name, from, words *bidi.Label
	body              fyne.CanvasObject
}

func newParcelRow(k parts.Look) *parcelRow {
	r := &parcelRow{icon: parts.NewIcon(nil, parts.Ink2, 20), name: k.Cell("", parts.Ink), from: k.Cell("", parts.Ink2), words: k.Cell("", parts.Ink2)}
	r.words.Wrap, r.words.MaxLines = true, 3
	r.body = parts.Inset(4, 6, k.Row(12, 1, r.icon, parts.Column(0, r.name, r.from), parts.Sized(320, 0, r.words)))
	r.ExtendBaseWidget(r)
	return r
}

// Held is the row, for what is cut in it.
func (r *parcelRow) Held() []fyne.CanvasObject { return []fyne.CanvasObject{r.body} }

// CreateRenderer is for Fyne.
func (r *parcelRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

func (r *parcelRow) set(icon fyne.Resource, ink fyne.ThemeColorName, name, from, words string) {
	r.icon.Set(icon, ink)
	r.name.SetText(name)
	r.from.SetText(from)
	r.words.SetText(words)
	if r.from.Visible() != (from != "") { // a name alone stands in the middle
		if from == "" {
			r.from.Hide()
		} else {
			r.from.Show()
		}
		r.body.Refresh()
	}
}
