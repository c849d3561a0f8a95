package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestFarTooMuchTextIsSaidAndNothingIsLost(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atObserve, code: "KZ21-U1"})
	b.settled()
	o := b.w.shown.(*observe)
	o.story.SetText("What I saw.")
	much := strings.Repeat("A sentence that was copied. ", 5<<20/28)
	b.w.app.Clipboard().SetContent(much)
	o.story.TypedShortcut(&fyne.ShortcutPaste{})
	b.sees("This text does not fit")
	if o.story.Text() != "What I saw." || b.w.app.Clipboard().Content() != much {
		t.Error("something was changed")
	}
	o.story.Select(100, 100)
	o.story.TypedRune('!')
	if o.story.Text() != "What I saw.!" {
		t.Errorf("typing goes on as %q", o.story.Text())
	}
}
