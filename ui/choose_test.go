package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

func TestAFileIsChosenByKeyboardAndNothingIsRemembered(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		b := newBench(t, language, "")
		folder := filepath.Join(b.home, "Evidence")
		if err := os.MkdirAll(filepath.Join(folder, "deeper"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "gate.txt"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		chosen := ""
		b.w.choose(wantFile, "", func(path string) { chosen = path })
		b.sees("Evidence")
		key := func(keys ...fyne.KeyName) {
			for _, k := range keys {
				b.w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
				b.settled()
			}
		}
		for range 10 { // from the path to the list
			if _, ok := b.w.win.Canvas().Focused().(*parts.List); ok {
				break
			}
			b.w.win.Canvas().FocusNext()
		}
		key(fyne.KeyDown, fyne.KeyReturn) // past "..", into the folder
		b.sees("gate.txt")
		key(fyne.KeyHome, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // past "deeper", the file
		test.Tap(b.tappable(b.say("window.take_file")))
		b.until("the file", func() bool { return chosen != "" })
		if chosen != filepath.Join(folder, "gate.txt") {
			t.Errorf("%s: chosen %s", language, chosen)
		}
		b.w.prefs.store.flush()
		kept, err := os.ReadFile(b.settings())
		if err != nil || strings.Contains(string(kept), "Evidence") || b.w.app.Preferences().String(lastFolder) != "" {
			t.Errorf("%s: the folder is remembered: %s %v", language, kept, err)
		}
	}
}

func TestAChooserAnswersOnceAndOnlyWhileItIsOpen(t *testing.T) {
	b := newBench(t, "en", "")
	file := filepath.Join(b.home, "gate.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	picked := 0
	ask := func() *bidi.Entry {
		b.w.choose(wantFile, "", func(string) { picked++ })
		e := b.w.win.Canvas().Focused().(*bidi.Entry)
		e.SetText(file) // before the first folder has been read
		b.settled()
		if e.Text() != file {
			t.Errorf("what was typed became %s", e.Text())
		}
		return e
	}
	e := ask()
	e.OnSubmitted("")
	e.OnSubmitted("")
	b.until("an answer", func() bool { return picked > 0 })
	b.settled()
	if picked != 1 {
		t.Errorf("Enter pressed twice picks %d times", picked)
	}
	ask().OnSubmitted("")
	b.press(fyne.KeyEscape)
	b.settled()
	if picked != 1 {
		t.Error("a chooser that was left picks a file")
	}
}

func TestALanguageSurvivesARestart(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.setLanguage("kk")
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.w.prefs.store.flush()
	again := &bench{t: t, home: b.home, clock: b.clock}
	again.open(b.w.app, "")
	t.Cleanup(again.close)
	if l := again.w.lookNow().Words.Language(); l != "kk" {
		t.Errorf("starts again in %s", l)
	}
}
