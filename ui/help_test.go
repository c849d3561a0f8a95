package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/ui/parts"
)

// press presses keys on what has the keyboard, or on the window where nothing has.
func (b *bench) press(keys ...fyne.KeyName) {
	for _, name := range keys {
		c := b.w.win.Canvas()
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: name})
		} else if typed := c.OnTypedKey(); typed != nil {
			typed(&fyne.KeyEvent{Name: name})
		}
		b.run()
	}
}

// topic is the code of the help topic that is shown, "" for the shortcuts.
func (b *bench) topic() string {
	b.t.Helper()
	switch h := b.w.help; {
	case h == nil:
		b.t.Fatal("no help is shown")
	case h.at < len(helpTopics):
		return helpTopics[h.at].code
	}
	return ""
}

func TestHelpInTheMiddleOfAFormLosesNothing(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-9.1"})
	test.Type(o.title, "Half a ti")
	b.press(fyne.KeyF1) // the keyboard is in the entry
	if b.topic() != "observe" {
		t.Errorf("help opens on %s", b.topic())
	}
	b.press(fyne.KeyEscape)
	if b.w.help != nil || b.w.shown != screen(o) || o.done {
		t.Fatal("Escape does more than put help away")
	}
	if b.w.win.Canvas().Focused() != fyne.Focusable(o.title) {
		t.Error("the keyboard is elsewhere")
	}
	test.Type(o.title, "tle")
	if o.title.Text() != "Half a title" {
		t.Errorf("the form holds %q", o.title.Text())
	}
	b.press(fyne.KeyF1)
	b.tap(b.say("help.take_me"))
	if b.w.help != nil || b.w.shown != screen(o) || o.title.Text() != "Half a title" {
		t.Error("the form on which one is was left")
	}
}

func TestHelpOpensOnThePageOfTheScreen(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	for _, c := range []struct {
		at   place
		want string
	}{
		{place{to: atPlan}, "commitment"}, {place{to: atPlan, code: "KZ21-U1"}, "commitment"}, {place{to: atObserve}, "observe"}, {place{to: atFind}, "find"},
		{place{to: atOverview}, "commitment"}, {place{to: atFinding, code: "KZ21-U1"}, "finding"}, {place{to: atClaim, code: "KZ21-U1"}, "commitment"},
		{place{to: atCoalition, part: partDisputes}, "coalition"}, {place{to: atReport}, "report"}, {place{to: atSafety}, "safety"},
	} {
		b.w.show(c.at)
		b.settled()
		b.press(fyne.KeyF1)
		if b.topic() != c.want {
			t.Errorf("%s: help opens on %s", c.at.to, b.topic())
		}
		b.press(fyne.KeyF1)
		if b.w.help != nil {
			t.Fatalf("%s: F1 does not put help away", c.at.to)
		}
	}
}

func TestHelpLeadsToWhereTheWorkIsDone(t *testing.T) {
	b := unlocked(t, "ar", torture(t, 1))
	want := map[string]destination{"commitment": atPlan, "observe": atObserve, "evidence": atObserve, "source": atObserve, "find": atFind,
		"finding": atFinding, "coalition": atCoalition, "report": atReport, "safety": atSafety}
	for i, topic := range helpTopics {
		if topic.code == helpStart {
			continue
		}
		b.w.show(place{to: atOverview})
		b.settled()
		b.w.turnHelp()
		b.w.help.show(i)
		b.tap(b.say("help.take_me"))
		b.settled()
		if b.w.help != nil || b.w.at.to != want[topic.code] {
			t.Errorf("%s leads to %s", topic.code, b.w.at.to)
		}
	}
	b.w.turnHelp()
	b.w.help.show(0)
	b.tap(b.say("help.lock_and_go"))
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.press(fyne.KeyF1)
	if b.topic() != helpStart {
		t.Errorf("while locked help opens on %s", b.topic())
	}
	b.w.help.show(1)
	b.sees(b.say("help.open_first"))
	if !b.w.help.act.Disabled() {
		t.Error("help leads into a notebook that is not open")
	}
}

func TestHelpOverADialogLeavesItOpen(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atSafety})
	b.tap(b.say("safety_screen.licences"))
	b.press(fyne.KeyF1)
	b.sees(b.say("help.finish_first"))
	b.press(fyne.KeyEscape)
	if b.w.help != nil || b.w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("the dialog went with help")
	}
	b.press(fyne.KeyEscape)
	if b.w.win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestHelpIsReadWithTheArrowsAndFoundByWords(t *testing.T) {
	for _, language := range assets.Languages() {
		b := unlocked(t, language, nil)
		b.w.turnHelp()
		b.press(fyne.KeyUp)
		if b.topic() != helpStart {
			t.Errorf("%s: the arrow led to %s", language, b.topic())
		}
		for range helpTopics {
			b.press(fyne.KeyDown)
		}
		if b.topic() != "" {
			t.Errorf("%s: the arrows end at %s", language, b.topic())
		}
		for i, topic := range helpTopics {
			steps := topic.steps
			word := plain(steps[len(steps)-1].said(b.w.lookNow()))
			b.w.help.search.SetText(strings.ToUpper(word))
			if !b.w.help.items[i].Visible() {
				t.Errorf("%s: %s is not found by %q", language, topic.code, word)
			}
		}
		b.w.help.search.SetText("qqq")
		b.sees(b.say("parts.nothing_matches"))
		b.w.help.search.SetText("ctrl+shift+l")
		b.w.help.toFirst()
		if b.topic() != "safety" {
			t.Errorf("%s: a shortcut leads to %s", language, b.topic())
		}
		b.close()
		b.books = nil
	}
}

// Every topic has from three to six steps, and every step that has a number has one in the picture too; a page fits.
func TestEveryTopicHasItsPictureAndSteps(t *testing.T) {
	b := unlocked(t, "kk", nil)
	k := b.w.lookNow()
	for _, topic := range helpTopics {
		if n := len(topic.steps); n < 3 || n > 6 {
			t.Errorf("%s has %d steps", topic.code, n)
		}
		shown := map[string]int{}
		scene := topic.scene(k)
		parts.NewPicture(scene, sceneWidth, sceneSize)
		walk(scene, nil, func(o fyne.CanvasObject, above []fyne.CanvasObject) {
			if l, ok := o.(interface{ Number() int }); ok {
				shown[itoa(l.Number())]++
			}
		})
		for n := range topic.steps {
			if shown[itoa(n+1)] != 1 {
				t.Errorf("%s: step %d stands %d times in the picture", topic.code, n+1, shown[itoa(n+1)])
			}
		}
	}
	if len(helpTopics) != 10 {
		t.Errorf("%d topics", len(helpTopics))
	}
}

func TestEveryShortcutIsInHelp(t *testing.T) {
	b := unlocked(t, "ru", nil)
	b.w.turnHelp()
	b.w.help.show(len(helpTopics))
	texts := b.texts()
	for _, c := range b.w.commands() {
		for _, want := range []string{b.say(c.key), plain(c.keys())} {
			if !slices.Contains(texts, want) {
				t.Errorf("%q is not among the shortcuts", want)
			}
		}
	}
}

// A picture is painted on the thread of the window when its page is opened.
func BenchmarkPaintHelp(b *testing.B) {
	a := test.NewTempApp(b)
	k := parts.Look{Words: assets.For("ru")}
	a.Settings().SetTheme(parts.NewTheme(parts.SchemeLight, 100, false))
	for b.Loop() {
		for _, topic := range helpTopics {
			w := test.NewWindow(parts.NewPicture(topic.scene(k), sceneWidth, sceneSize))
			w.Resize(fyne.NewSize(720, 400))
			w.Close()
		}
	}
}
