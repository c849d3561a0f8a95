package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/ui/bidi"
)

// TestThePicturesOfHelpCutNoWord lays every picture out as wide as it is drawn: nobody can open what is cut in a picture.
func TestThePicturesOfHelpCutNoWord(t *testing.T) {
	for _, language := range assets.Languages() {
		k := newBench(t, language, "").w.lookNow()
		for _, topic := range helpTopics {
			scene := topic.scene(k)
			w := test.NewTempWindow(t, scene)
			w.SetPadded(false)
			w.Resize(fyne.NewSize(sceneWidth, scene.MinSize().Height))
			words := 0
			walk(scene, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
				l, ok := o.(*bidi.Label)
				if !ok {
					return
				}
				words++
				if l.Cut() {
					t.Errorf("%s: the picture of %s cuts %q", language, topic.code, l.Text)
				}
			})
			if words == 0 {
				t.Errorf("%s: there is no word in the picture of %s", language, topic.code)
			}
		}
	}
}
