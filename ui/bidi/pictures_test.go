package bidi

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// picture compares what is drawn with testdata/<name>.png. A failing test leaves its picture in
// testdata/failed: look at it, then move it here to accept the change.
func picture(t *testing.T, name string, content fyne.CanvasObject, size fyne.Size, act func(fyne.Window)) {
	t.Helper()
	ground := canvas.NewRectangle(theme.Color(theme.ColorNameBackground))
	w := test.NewWindow(container.NewStack(ground, container.NewPadded(content)))
	defer w.Close()
	w.Resize(size)
	w.Resize(size.AddWidthHeight(1, 0)) // wrapped labels ask for their height once they have a width
	if act != nil {
		act(w)
	}
	test.AssertRendersToImage(t, name+".png", w.Canvas())
}

const (
	arabicLine = "تلتزم الدولة بتنفيذ المادة 5 من العهد الدولي (اعتُمد عام 1966)، وقد قدّمت مفوضية UNHCR تقريرها رقم A/HRC/55/12 في 15/03/2024، ونسبة الإنجاز 47.5% حتى الآن (انظر: annex-2.pdf)."
	kazakhLine = "Қазақстан үкіметі «адам құқықтары» жоспарын 2021 жылы қабылдады (№ 597, UNHCR, العهد الدولي)."
	marked     = "بِسْمِ ٱللَّٰهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ، حُقُوقُ ٱلْإِنْسَانِ"
)

func TestLabelsLookRight(t *testing.T) {
	newApp(t)
	cut := NewLabel(arabicLine, Auto)
	cut.MaxLines = 2
	row := NewLabel(arabicLine, Auto)
	row.Wrap, row.MaxLines = false, 1
	found := NewLabel(arabicLine, Auto)
	found.Marks = []Mark{{From: 6, To: 25, ColorName: theme.ColorNameSelection}, {From: 71, To: 95}}
	bold := NewLabel("عنوان: المادة 5 (العهد)", Auto)
	bold.SizeName, bold.TextStyle = theme.SizeNameHeadingText, fyne.TextStyle{Bold: true}
	middle := NewLabel(kazakhLine, Auto)
	middle.Alignment = fyne.TextAlignCenter
	picture(t, "labels", container.NewVBox(
		bold, NewLabel(arabicLine, Auto), found, cut, row, middle,
		NewLabel(marked+"\n"+marked, Auto),
		NewLabel("الهاتف: "+IsolateLTR("+7 (701) 123-45-67")+"، الرمز "+IsolateLTR("KZ21-9.1"), Auto),
		NewLabel("المستشفيات"+"بالمستشفيات"+"للمستشفيات"+"كالمستشفيات"+"والمستشفيات"+"فالمستشفيات", Auto),
	), fyne.NewSize(330, 560), nil)
}

func TestEntriesLookRight(t *testing.T) {
	newApp(t)
	text := NewEntry(Auto)
	text.MultiLine, text.Rows = true, 5
	text.SetText(arabicLine + "\n" + kazakhLine + "\n" + arabicLine)
	line := NewEntry(Auto)
	line.SetText(arabicLine)
	empty := NewEntry(RTL)
	empty.PlaceHolder, empty.Fault = "العنوان (إلزامي)", true
	off := NewEntry(LTR)
	off.SetText("Құжат № 12, قرار 5")
	off.Disable()
	secret := NewEntry(LTR)
	secret.Secret = true
	secret.SetText("correct horse")
	picture(t, "entries", container.NewVBox(text, line, empty, off, secret), fyne.NewSize(360, 330), func(w fyne.Window) {
		w.Canvas().Focus(text)
		text.Select(30, 95)
	})
}

func TestMirroredRowsLookRight(t *testing.T) {
	newApp(t)
	on := func() bool { return true }
	row := func(flip bool) fyne.CanvasObject {
		var l fyne.Layout = fynelayout.NewHBoxLayout()
		if flip {
			l = Mirror(l, on)
		}
		return container.New(l,
			widget.NewButton(Visual("حفظ (5)", RTL), nil), widget.NewLabel(Visual("الصفحة 3 من 10", RTL)),
			fynelayout.NewSpacer(), widget.NewButton("UNHCR", nil))
	}
	check := &flippedCheck{}
	check.Text, check.Checked = Visual("مكتمل 100% (نعم)", RTL), true
	check.ExtendBaseWidget(check)
	picture(t, "mirrored", container.NewVBox(row(false), row(true), check), fyne.NewSize(360, 130), nil)
}

type flippedCheck struct{ widget.Check }

func (c *flippedCheck) CreateRenderer() fyne.WidgetRenderer {
	return Renderer(c.Check.CreateRenderer(), nil)
}
