package ui

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// spoiled cuts the file of the open notebook short, and gives what puts it back.
func (b *bench) spoiled() (mended func()) {
	b.t.Helper()
	path := filepath.Join(b.w.desk.book.Folder(), "notebook.db")
	<-b.w.desk.book.Ready()
	b.settled()
	good, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.Truncate(path, 9000); err != nil {
		b.t.Fatal(err)
	}
	return func() {
		if err := os.WriteFile(path, good, 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
}

// A page that cannot be read says so in its own place, and reads again when asked.
func TestPagesThatCannotBeReadSayItThemselves(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", torture(t, 2))
	if err := b.w.desk.book.SetSetting(settingChecked, []byte(`{"records":2}`)); err != nil { // something to read
		t.Fatal(err)
	}
	for _, c := range []struct {
		at          place
		title, well string
	}{
		{place{to: atPlan, code: "KZ21-U1"}, b.say("commitment_screen.not_read"), "Observation number 2"},
		{place{to: atSafety}, b.say("safety_screen.not_read"), "Checked quickly"},
		{place{to: atCoalition, part: partMembers}, b.say("coalition_screen.not_read"), b.say("coalition_screen.you")},
		{place{to: atCoalition, part: partPack}, b.say("coalition_screen.not_read"), b.say("coalition_screen.nobody_trusted")},
	} {
		mended := sync.OnceFunc(b.spoiled())
		defer mended()
		b.w.show(c.at)
		b.sees(c.title)
		if n := len(b.w.win.Canvas().Overlays().List()); n > 0 {
			t.Errorf("%s: said over the window", c.title)
		}
		mended()
		b.tap(b.say("actions.retry"))
		b.sees(c.well)
		if b.shows(c.title) {
			t.Errorf("%s: still said", c.title)
		}
	}
}
