package ui

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"plumbline/assets"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Laws of every screen, over the sample: those of pictures_test.go, in languages that nobody speaks as well. A screen
// that is added to the pictures is held to them too.

// The languages that are rehearsed: every word marked; every word longer; the same from right to left.
const (
	tongueMarked = "en-x-marked"
	tongueLonger = "en-x-longer"
	tongueTurned = "ar-x-longer"
)

// wordMark stands before every word of the marked language.
const wordMark = "¤"

var anyWord = regexp.MustCompile(`\p{L}+`)

func init() {
	assets.Rehearse(tongueMarked, "en", func(s string) string {
		return anyWord.ReplaceAllString(s, wordMark+"$0")
	})
	assets.Rehearse(tongueLonger, "en", func(s string) string {
		return anyWord.ReplaceAllStringFunc(s, longer)
	})
	assets.Rehearse(tongueTurned, "ar", func(s string) string {
		return anyWord.ReplaceAllStringFunc(s, func(w string) string { return strings.Map(arabic, longer(w)) })
	})
}

// longer makes a word at least 40 % longer, by letters of middling width.
func longer(w string) string {
	n := len([]rune(w))
	return w + strings.Repeat("ae", (n*2/5+2)/2)[:(n*2+4)/5]
}

// arabic turns Latin letters into letters that join.
func arabic(r rune) rune {
	const letters = "ابتدرنوليمعقكلحفهجانبتيلرو"
	if r = unicode.ToLower(r); r >= 'a' && r <= 'z' {
		return []rune(letters)[r-'a']
	}
	return r
}

// tour is one showing of all screens: in a language, a scheme and a size of text.
type tour struct {
	language string
	scheme   parts.Scheme
	text     int
}

func (to tour) String() string { return fmt.Sprintf("%s, %s, %d %%", to.language, to.scheme, to.text) }

// eachScreen shows every screen in every tour.
func eachScreen(t *testing.T, tours []tour, look func(b *bench, to tour, name string)) {
	t.Helper()
	eachPicture(t, tours, pictures, look)
}

// eachPicture shows every door, and what is painted of the open notebook, in every tour.
func eachPicture(t *testing.T, tours []tour, of []picture, look func(b *bench, to tour, name string)) {
	t.Helper()
	if only := os.Getenv("PLUMBLINE_SCREEN"); only != "" {
		inner := look
		look = func(b *bench, to tour, name string) {
			if name == only {
				inner(b, to, name)
			}
		}
	}
	b := newBench(t, "en", "")
	b.pass = samplePassphrase
	b.clock = time.Date(2025, 2, 3, 12, 3, 0, 0, time.UTC)
	dress := func(to tour) {
		b.w.prefs.setText(to.text)
		b.dress(to.language, to.scheme)
	}
	for _, to := range tours {
		dress(to)
		b.w.unlock.quorum = seal.Quorum{Needed: 2, Given: 3}
		for i, name := range []string{tabOpen: "unlock", tabCreate: "create", tabRestore: "restore", tabTry: "try", tabLost: "lost", tabLostBackup: "lost-backup"} {
			b.w.unlock.choose(i)
			if i == tabCreate {
				b.w.unlock.pass.Entry.SetText(testPass)
				b.w.unlock.again.Entry.SetText("wrinkle canopy")
			}
			b.settled()
			look(b, to, name)
		}
	}
	dress(tour{"en", parts.SchemeLight, 100})
	b.w.unlock.choose(tabTry)
	b.tap(b.say("actions.try_with_sample"))
	b.until("the sample", func() bool { return b.w.desk != nil })
	<-b.w.desk.book.Ready()
	withBeta(b)
	for _, to := range tours {
		dress(to)
		for _, p := range of {
			if only := os.Getenv("PLUMBLINE_SCREEN"); only != "" && p.name != only {
				continue
			}
			p.open(b)
			look(b, to, p.name)
			b.tidied()
		}
		b.w.before = nil
	}
}

// tipOf is what an object is called when the mouse rests on it.
func tipOf(o fyne.CanvasObject) string {
	v := reflect.ValueOf(o)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return ""
	}
	for _, name := range []string{"Tip", "tip"} {
		if f := v.Elem().FieldByName(name); f.IsValid() && f.Kind() == reflect.String {
			return f.String()
		}
	}
	return ""
}

// said are all words that a scene says: labels, hints of entries, names of small things.
func said(scene []actor) []string {
	var list []string
	for _, a := range scene {
		switch o := a.o.(type) {
		case *bidi.Label:
			list = append(list, o.Text)
		case *bidi.Entry:
			list = append(list, o.PlaceHolder)
		default:
			list = append(list, tipOf(a.o))
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return !strings.ContainsFunc(s, unicode.IsLetter) })
}

func TestEveryVisibleWordIsAKey(t *testing.T) {
	known := map[string]bool{}
	eachScreen(t, []tour{{tongueMarked, parts.SchemeLight, 100}}, func(b *bench, to tour, name string) {
		if b.w.desk != nil && len(known) == 0 {
			known = dataOf(b)
		}
		for _, s := range said(b.scene()) {
			for _, words := range unmarked(s, known) {
				if !ownWords(words) {
					t.Errorf("%s: %q in %q is neither a key nor data", name, words, s)
				}
			}
		}
	})
}

// layoutTours are the ways in which every screen must have room for its words.
func layoutTours() []tour {
	return []tour{
		{"en", parts.SchemeLight, 100}, {"ar", parts.SchemeLight, 100}, {"ru", parts.SchemeLight, 100}, {"kk", parts.SchemeLight, 100},
		{tongueLonger, parts.SchemeLight, 100}, {tongueTurned, parts.SchemeLight, 100},
		{"en", parts.SchemeLight, 150}, {"ar", parts.SchemeLight, 150}, {"en", parts.SchemeLight, 200}, {"ar", parts.SchemeLight, 200},
		{"kk", parts.SchemeLight, 150}, {"ru", parts.SchemeLight, 200},
	}
}

func TestEveryScreenHasRoomForItsWords(t *testing.T) {
	eachScreen(t, layoutTours(), func(b *bench, to tour, name string) {
		for _, fault := range faultsOf(b.scene(), b.w.win.Canvas().Size(), to) {
			t.Errorf("%s (%v): %s", name, to, fault)
		}
	})
}

// faultsOf is what a person would see amiss in a scene: words that are cut where nothing shows them whole, words outside
// of the window or of what they stand on, words over words.
func faultsOf(scene []actor, window fyne.Size, to tour) (faults []string) {
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	whole := rectOf(fyne.Position{}, window)
	inks := inksOf(scene)
	for _, a := range scene {
		if e, ok := a.o.(*bidi.Entry); ok && a.visible() && e.HintCut() {
			say("the hint %q is cut", e.PlaceHolder)
		}
		l, ok := a.o.(*bidi.Label)
		switch {
		case !ok || !a.visible():
		case l.Cut() && !toldWhole(a):
			say("%q is cut, and nothing shows it whole", l.Text)
		case l.Cut() && slices.Contains(assets.Languages(), to.language) && !mayBeCut(a, l):
			say("%q is cut", l.Text)
		case l.Torn() && slices.Contains(assets.Languages(), to.language) && !strings.Contains(l.Text, "\u00a0") && !slices.ContainsFunc(strings.Fields(l.Text), func(w string) bool { return len([]rune(w)) > 24 }):
			say("a word of %q is torn", l.Text)
		}
	}
	for i, k := range inks {
		word := k.text.Text
		if l, ok := k.owner.(*bidi.Label); ok {
			word = l.Text
		} else if _, ok := k.owner.(*bidi.Entry); ok {
			continue // scrolls
		}
		if !whole.holds(k.core()) {
			say("%q stands outside of the window: %v", word, k.box)
			continue
		}
		for _, o := range scene[k.at+1:] {
			if p, ok := o.o.(*canvas.Rectangle); ok && covers(k, o, p) {
				say("%q is covered: %v by %v", word, k.box, o.box)
				break
			}
		}
		if r := room(k.actor); !(rect{r.x0 - k.text.TextSize/3, r.y0, r.x1 + k.text.TextSize/3, r.y1}).holds(rect{k.box.x0, r.y0, k.box.x1, r.y1}) {
			say("%q goes beyond what it stands on: %v in %v", word, k.box, r)
		}
		if r := ground(k.actor); r.height() > 0 && !(rect{r.x0, r.y0 - 3, r.x1, r.y1 + 3}).holds(rect{r.x0, k.box.y0, r.x1, k.box.y1}) {
			say("%q is higher than what it stands on: %v in %v", word, k.box, r)
		}
		for _, o := range inks[i+1:] {
			if both := k.core().meet(o.core()); o.owner != k.owner && both.width() > 2 && both.height() > 1 && !floats(k.actor) && !floats(o.actor) {
				say("%q and %q lie over each other: %v and %v", word, o.text.Text, k.seen, o.seen)
			}
		}
	}
	return faults
}

// covers says whether an opaque ground was painted over a string, other than by a layer over the screen.
func covers(k ink, o actor, p *canvas.Rectangle) bool {
	if p.FillColor == nil || floats(o) {
		return false
	}
	_, _, _, opaque := p.FillColor.RGBA()
	both := k.core().meet(o.seen)
	return opaque > 0x8000 && both.width() > 1 && both.height() > 1
}

// toldWhole says whether what is cut can be read whole: the row opens, or the mouse resting on it tells.
func toldWhole(a actor) bool { return parts.TellsWhole(a.above) }

// mayBeCut says whether a label is one of those that may end in an ellipsis in a language that is spoken: what stands on one
// line of a row, and the title of a commitment in the tree and in the heat map, which stands whole on its page.
func mayBeCut(a actor, l *bidi.Label) bool {
	if !parts.InRow(a.above) {
		return false
	}
	if _, tree := a.above[len(a.above)-1].(*parts.TreeRow); tree {
		return l.MaxLines <= 2
	}
	if slices.ContainsFunc(a.above, func(o fyne.CanvasObject) bool { _, heat := o.(*parts.HeatMap); return heat }) {
		return l.MaxLines <= 2
	}
	return l.MaxLines <= 1
}

// room is the innermost thing with a ground of its own that something stands in, or a scroll that would cut it.
func room(a actor) rect {
	r := rect{-1e6, -1e6, 1e6, 1e6}
	at := fyne.Position{}
	for _, o := range a.above {
		at = at.Add(o.Position())
		switch o.(type) {
		case fyne.Scrollable, *parts.Button, *parts.Segmented, *parts.Box, *parts.MenuButton, *parts.Select:
			r = r.meet(rectOf(at, o.Size()))
		}
	}
	return r
}

// ground is the innermost control that something stands in.
func ground(a actor) (r rect) {
	at := fyne.Position{}
	for _, o := range a.above {
		at = at.Add(o.Position())
		switch o.(type) {
		case *parts.Button, *parts.Segmented, *parts.MenuButton, *parts.Select:
			r = rectOf(at, o.Size())
		}
	}
	return r
}

// floats says whether something stands on a layer over the screen: a toast, the name of a thing.
func floats(a actor) bool {
	for _, o := range a.above {
		if c, ok := o.(*fyne.Container); ok && c.Layout == nil {
			return true
		}
	}
	return false
}
