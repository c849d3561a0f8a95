package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"plumbline/model/seal"
)

// arrows are the drawings of arrows that can be seen, by the name of their resource.
func (b *bench) arrows() map[string]int {
	seen := map[string]int{}
	for _, root := range b.roots() {
		walk(root, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			img, ok := o.(*canvas.Image)
			if !ok || !img.Visible() || img.Resource == nil {
				return
			}
			for _, arrow := range []fyne.Resource{theme.NavigateBackIcon(), theme.NavigateNextIcon()} {
				_, plain, _ := strings.Cut(arrow.Name(), "_") // the name of a drawing, without its colour
				if strings.HasSuffix(img.Resource.Name(), plain) {
					seen[plain]++
				}
			}
		})
	}
	return seen
}

// The arrow back points to where reading begins: left, and right in Arabic.
func TestTheWayBackPointsToWhereReadingBegins(t *testing.T) {
	for language, want := range map[string]fyne.Resource{"en": theme.NavigateBackIcon(), "ar": theme.NavigateNextIcon()} {
		b := newBench(t, language, t.TempDir())
		u := b.w.unlock
		u.quorum, u.folder, u.backup = seal.Quorum{Needed: 2, Given: 3}, "somewhere", filepath.Join("somewhere", "plumbline.backup")
		for _, tab := range []int{tabLost, tabLostBackup} {
			u.choose(tab)
			b.sees(b.say("actions.back"))
			_, plain, _ := strings.Cut(want.Name(), "_")
			if seen := b.arrows(); len(seen) != 1 || seen[plain] != 1 {
				t.Errorf("%s: the arrows of page %d are %v", language, tab, seen)
			}
		}
	}
}
