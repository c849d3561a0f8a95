package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// homeLine draws a line of the review.
type homeLine struct {
	widget.BaseWidget

	k                    parts.Look
	tick                 *parts.Icon
	ref, field, was, now *bidi.Label
	sign                 *parts.Icon
	body                 fyne.CanvasObject
}

// homeHeight is that of a line: before over after.
const homeHeight = 56

func newHomeLine(k parts.Look) *homeLine {
	l := &homeLine{k: k, tick: parts.NewIcon(nil, parts.Teal, 20), sign: parts.NewIcon(theme.WarningIcon(), parts.Attention, 18), ref: k.Cell("", parts.Ink2),
		field: k.Cell("", parts.Ink2), was: k.Cell("", parts.Ink3), now: k.Cell("", parts.Ink)}
	l.body = parts.Inset(4, 6, k.Row(12, 2, l.tick, parts.Sized(176, 0, parts.Column(0, l.ref, l.field)), parts.Column(0, l.was, l.now), l.sign))
	l.ExtendBaseWidget(l)
	return l
}

// Held is the row, for what is cut in it.
func (l *homeLine) Held() []fyne.CanvasObject { return []fyne.CanvasObject{l.body} }

// CreateRenderer is for Fyne.
func (l *homeLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.body) }

func (l *homeLine) set(r homeRow, t homeTab, ticked bool) {
	icon, ink := theme.CheckButtonIcon(), parts.Ink2
	if ticked {
		icon, ink = theme.CheckButtonCheckedIcon(), parts.Teal
	}
	if r.id.IsZero() {
		icon = theme.CancelIcon()
		ink = parts.Attention
	}
	l.tick.Set(icon, ink)
	l.was.Base, l.now.Base = r.wasWay, r.toWay
	l.ref.SetText(bidi.IsolateLTR(r.ref))
	l.field.SetText(r.field)
	l.was.SetText(firstLine(r.was))
	l.now.SetText(firstLine(r.now))
	l.k.Stand(l.was)
	l.k.Stand(l.now)
	show(l.sign, r.amber && t == homeChanges)
}

// firstLine is a text as far as one line goes.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
