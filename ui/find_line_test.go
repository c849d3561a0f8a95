package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// seen are the words of labels that stand in an object and are visible, with the label of each.
func seen(o fyne.CanvasObject) map[string]*bidi.Label {
	out := map[string]*bidi.Label{}
	walk(o, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if l, ok := o.(*bidi.Label); ok {
			out[l.Text] = l
		}
	})
	return out
}

func TestWhatCanBeDoneWithTickedRowsKeepsToOneLine(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	for _, language := range assets.Languages() {
		for _, scale := range []int{100, 125, 150} {
			b.w.prefs.setLanguage(language)
			b.w.prefs.setText(scale)
			b.w.rebuild()
			for _, width := range []float32{1280, 1024} {
				where := fmt.Sprintf("%s at %v, %d %%", language, width, scale)
				b.w.win.Resize(fyne.NewSize(width, 768))
				s := finderOf(b, &search{})
				s.tickAll()
				b.settled()
				one := parts.NewActionBar(s.k, s.tickedNote(), parts.NewButton(s.k, "x", parts.Secondary, func() {})).MinSize().Height
				if got := s.foot.Size().Height; got > one+1 {
					t.Errorf("%s: the foot is %v high, one line %v", where, got, one)
				}
				said := seen(s.foot)
				note := said[s.k.T("find_screen.ticked", "n", len(s.ticked))]
				if note == nil || note.Size().Width+1 < note.MinSize().Width {
					t.Errorf("%s: how many are ticked is cut", where)
				}
				var folded []string
				for _, a := range s.acts() {
					if said[a.Word] == nil {
						folded = append(folded, a.Word)
					}
				}
				if language == "en" && scale == 100 && width == 1280 && len(folded) > 0 {
					t.Errorf("%s: %v stand in the menu", where, folded)
				}
				if len(folded) > 0 {
					b.opensMore(where, s, folded)
				}
			}
		}
	}
}

// opensMore opens the menu at the foot, which has the acts that had no room, and closes it.
func (b *bench) opensMore(where string, s *finder, folded []string) {
	b.t.Helper()
	var more *parts.Button
	walk(s.foot, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if x, ok := o.(*parts.Button); ok && x.Tip == s.k.T("parts.open_menu") {
			more = x
		}
	})
	if more == nil {
		b.t.Fatalf("%s: no menu with %v", where, folded)
	}
	more.Act()
	roots := b.roots()
	menu := seen(roots[len(roots)-1])
	for _, word := range folded {
		if menu[word] == nil {
			b.t.Errorf("%s: the menu does not have %q", where, word)
		}
	}
	if i := slices.Index(folded, s.k.T("fields_common.confidentiality")); i >= 0 { // an act that opens another menu
		b.tap(folded[i])
		b.sees(s.k.Label("confidentiality", "coalition"))
	}
	b.press(fyne.KeyEscape)
}

func TestNothingMovesWhileOneTypes(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	for _, language := range assets.Languages() {
		b.w.setLanguage(language)
		s := finderOf(b, &search{})
		places := func() []fyne.Position {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject
			return []fyne.Position{at(s.middle), at(s.words), fyne.NewPos(0, at(s.pills).Y)}
		}
		before, help := places(), fyne.Position{}
		for _, typed := range []string{"back up", "zzzz", "report", ""} {
			s.words.SetText(typed)
			b.rests(s)
			if now := places(); !slices.Equal(now, before) {
				t.Errorf("%s: with %q it stands at %v, was at %v", language, typed, now, before)
			}
			if !s.help.Visible() {
				continue
			}
			now := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.help)
			if help == (fyne.Position{}) {
				help = now
			}
			if now != help {
				t.Errorf("%s: with %q help stands at %v, was at %v", language, typed, now, help)
			}
		}
	}
}
