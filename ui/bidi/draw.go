package bidi

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// inked is one piece as it shall stand on the canvas.
type inked struct {
	drawn  string
	color  color.Color
	size   float32
	style  fyne.TextStyle
	source fyne.Resource // nil: the theme's font
	pos    fyne.Position
	room   fyne.Size
}

// inks lists the pieces of some lines from an origin, each line one height below the last.
func inks(lines []line, set setting, p pen, c color.Color, origin fyne.Position) []inked {
	h := p.lineHeight()
	var list []inked
	for i, ln := range lines {
		for _, piece := range ln.pieces {
			if piece.drawn == "" {
				continue
			}
			k := inked{
				drawn: piece.drawn, color: c, size: set.size, style: set.style,
				pos:  origin.AddXY(ln.x+piece.x, float32(i)*h),
				room: fyne.NewSize(piece.w, h),
			}
			if piece.tall {
				k.raise(p)
			}
			list = append(list, k)
		}
	}
	return list
}

// linkedInks lists the pieces of a text with links, which are drawn in a colour of their own.
func linkedInks(l *layout, links []Link, set setting, p pen, c, link color.Color) []inked {
	h := p.lineHeight()
	var list []inked
	for i := range l.lines {
		ln := &l.lines[i]
		pieces, is := ln.linked(l.text, links, p)
		for k, piece := range pieces {
			if piece.drawn == "" {
				continue
			}
			one := inked{drawn: piece.drawn, color: c, size: set.size, style: set.style,
				pos: fyne.NewPos(ln.x+piece.x, float32(i)*h), room: fyne.NewSize(piece.w, h)}
			if is[k] {
				one.color = link
			}
			if piece.tall {
				one.raise(p)
			}
			list = append(list, one)
		}
	}
	return list
}

// easel keeps the text objects of a widget. One that still shows the same string is taken over
// as it is: its picture is kept, and typing draws one line, not all.
type easel struct{ texts []*canvas.Text }

// show makes the text objects for what is wanted, in that order.
func (e *easel) show(wanted []inked) []fyne.CanvasObject {
	same := map[string][]*canvas.Text{}
	for _, t := range e.texts {
		same[t.Text] = append(same[t.Text], t)
	}
	texts := make([]*canvas.Text, len(wanted))
	for i, w := range wanted {
		if list := same[w.drawn]; len(list) > 0 {
			texts[i], same[w.drawn] = list[0], list[1:]
		}
	}
	var spare []*canvas.Text
	for _, t := range e.texts {
		if list := same[t.Text]; len(list) > 0 && list[0] == t {
			spare, same[t.Text] = append(spare, t), list[1:]
		}
	}
	objs := make([]fyne.CanvasObject, len(wanted))
	for i, w := range wanted {
		if texts[i] == nil && len(spare) > 0 {
			texts[i], spare = spare[0], spare[1:]
		}
		if texts[i] == nil {
			texts[i] = &canvas.Text{}
		}
		w.onto(texts[i])
		objs[i] = texts[i]
	}
	e.texts = texts
	return objs
}

// onto changes a text object, and has it drawn again only if it looks otherwise.
func (k inked) onto(t *canvas.Text) {
	stale := t.Text != k.drawn || t.Color != k.color || t.TextSize != k.size ||
		t.TextStyle != k.style || t.FontSource != k.source
	t.Text, t.Color, t.TextSize, t.TextStyle, t.FontSource = k.drawn, k.color, k.size, k.style, k.source
	t.Move(k.pos)
	t.Resize(k.room)
	if stale {
		t.Refresh()
	}
}
