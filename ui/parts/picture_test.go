package parts_test

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	. "plumbline/ui/parts"
)

func TestAPictureIsPaintedAndNothingOnItActs(t *testing.T) {
	k := in(t, "ar")
	pressed := 0
	scene := NewBox(Surface, Column(8, k.Callout(1, NewButton(k, "act", Primary, func() { pressed++ })), NewEntry(k, "")))
	after := NewButton(k, "after", Secondary, func() {})
	p := NewPicture(scene, 400, 0.5)
	w := shown(t, Column(8, p, after))
	img := find[*canvas.Image](t, p, nil)
	same(t, "width", img.Size().Width, Unit(400)*0.5)
	if colours := coloursOf(img.Image); colours < 8 {
		t.Errorf("only %d colours are painted", colours)
	}
	w.Canvas().FocusNext()
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(after))
	w.Resize(fyne.NewSize(100, 600))
	if img.Size().Width > 100 {
		t.Errorf("the picture is %v wide in a window of 100", img.Size().Width)
	}
	same(t, "pressed", pressed, 0)
}

// coloursOf counts the colours of a picture.
func coloursOf(img image.Image) int {
	seen := map[color.Color]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			seen[img.At(x, y)] = true
		}
	}
	return len(seen)
}

func TestASheetCoversTheWindowAndGivesTheKeyboardBack(t *testing.T) {
	k := in(t, "en")
	under := NewButton(k, "under", Secondary, func() {})
	w := shown(t, container.NewVBox(under))
	w.Canvas().Focus(under)
	closed := 0
	first := NewButton(k, "first", Secondary, func() {})
	s := NewSheet(Column(0, first))
	s.OnClosed = func() { closed++ }
	s.Show(w.Canvas(), first)
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(first))
	press(w, fyne.KeyEscape)
	same(t, "closed", closed, 1)
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(under))
	s.Close()
	same(t, "closed", closed, 1)
}

func TestF1AsksForHelpWhereverTheKeyboardIs(t *testing.T) {
	k := in(t, "en")
	asked := 0
	k.Help = func() { asked++ }
	list := NewList(k, 40, func() int { return 1 }, func() fyne.CanvasObject { return k.Text("") }, func(int, fyne.CanvasObject) {})
	things := []fyne.Focusable{NewButton(k, "a", Primary, func() {}), NewEntry(k, ""), NewSegmented(k, []string{"a", "b"}, 0, nil), list}
	for _, f := range things {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	}
	same(t, "asked", asked, len(things))
}
