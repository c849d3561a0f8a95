package parts_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	. "plumbline/ui/parts"
)

// signsSheet shows what is drawn rather than written: signs, verdicts, edges, states. Its few words are those of
// grades and verdicts.
func signsSheet(k Look) fyne.CanvasObject {
	lines := k.Row(8, NoSlack)
	for _, v := range model.Verdicts {
		lines.Add(Sized(116, 190, NewPlumbLine(k, model.Verdict(v))))
	}
	squares := k.Row(6, NoSlack)
	for _, g := range append(model.HouseGrades, "") {
		squares.Add(NewGradeSquare(k, model.Grade(g)))
	}
	for _, v := range model.Verdicts {
		squares.Add(NewVerdictSquare(model.Verdict(v)))
	}
	steps := NewSteps(k, []Step{{"1", ""}, {"2", ""}, {"3", ""}}, func(int) {})
	steps.SetNow(1)
	check := NewCheck(k, "KZ21", true, nil)
	half := NewCheck(k, "KZ21", false, nil)
	half.SetPartly()
	item := NewSectionItem(k, "KZ21", IconShield, nil)
	item.SetChosen(true)
	item.SetReadiness(Readiness{Faults: 3})
	fault := NewField(k, "x", "KZ21", NewEntry(k, "2023"))
	fault.SetFault("2023")
	buttons := k.Flow(8)
	for _, w := range []Weight{Primary, Secondary, Quiet, DangerWeight} {
		buttons.Add(NewIconButton(k, "KZ21", theme.ContentAddIcon(), w, func() {}))
	}
	off := NewButton(k, "KZ21", Primary, nil)
	off.TurnOff("2023")
	buttons.Add(off.WithReason())
	donut := NewDonut(k, []Share{{VerdictShare(model.Confirmed), 9}, {VerdictShare(model.PartlyConfirmed), 14}, {VerdictShare(model.Contradicted), 11}}, "34", "KZ21")
	return NewBox(Surface, Inset(20, 16, Column(12, NewLegend(k), squares, lines, buttons,
		k.Even(16, Column(8, check, half, NewRadioGroup(k, []string{"KZ21", "KZ35"}, 1, nil), item), steps, donut,
			Column(8, NewBar(k, 8, 0.62, Teal), NewSegmented(k, []string{"A", "B", "C"}, 1, nil), NewLoading(k), NewPill(k, "KZ21", nil))),
		fault, NewBanner(k, Amber, "2023"), NewBanner(k, Red, "2023"), NewBanner(k, Good, "2023"))))
}

// TestGoldens holds the drawings to pictures. Run with -args -update after a wanted change, and look at them.
func TestGoldens(t *testing.T) {
	test.NewTempApp(t)
	for _, s := range []struct {
		name, language string
		scheme         Scheme
		scale          int
	}{{"signs-en-light", "en", SchemeLight, 100}, {"signs-ar-dark", "ar", SchemeDark, 100}, {"signs-ru-light-150", "ru", SchemeLight, 150}} {
		got := draw(t, s.language, s.scheme, s.scale, fyne.NewSize(900, 760).Max(fyne.NewSize(9*float32(s.scale), 7.6*float32(s.scale))), signsSheet)
		path := filepath.Join("testdata", s.name+".png")
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := differing(t, got, want); n > 0 {
			failed := filepath.Join(t.ArtifactDir(), s.name+".png")
			_ = os.WriteFile(failed, got, 0o644)
			t.Errorf("%s: %d pixels differ from the golden picture; drawn now: %s", s.name, n, failed)
		}
	}
}

// differing counts the pixels that are clearly other than in the golden picture: rounding may differ by machine.
func differing(t *testing.T, a, b []byte) int {
	t.Helper()
	x, y := picture(t, a), picture(t, b)
	if x.Bounds() != y.Bounds() {
		return x.Bounds().Dx() * x.Bounds().Dy()
	}
	n := 0
	for j := range x.Bounds().Dy() {
		for i := range x.Bounds().Dx() {
			if distance(x.At(i, j), y.At(i, j)) > 24 {
				n++
			}
		}
	}
	return n
}

func distance(a, b color.Color) int {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	far := func(x, y uint32) int { return max(int(x>>8)-int(y>>8), int(y>>8)-int(x>>8)) }
	return max(far(r1, r2), far(g1, g2), far(b1, b2))
}

func picture(t *testing.T, b []byte) image.Image {
	t.Helper()
	p, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// opened draws what stands over a window.
func opened(t *testing.T, language string, scheme Scheme, page func(k Look) fyne.CanvasObject, open func(k Look, c fyne.Canvas)) []byte {
	t.Helper()
	k := lookOf(language)
	fyne.CurrentApp().Settings().SetTheme(NewTheme(scheme, 100, k.RTL()))
	w := test.NewWindow(page(k))
	defer w.Close()
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	open(k, w.Canvas())
	var b bytes.Buffer
	if err := png.Encode(&b, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestKazakhKeepsItsDots(t *testing.T) {
	test.NewTempApp(t)
	drawn := func(s string) []byte {
		return draw(t, "kk", SchemeLight, 100, fyne.NewSize(60, 40), func(k Look) fyne.CanvasObject {
			return NewBox(Surface, container.NewCenter(k.Line(s, Ink)))
		})
	}
	if !bytes.Equal(drawn("\u0456"), drawn("i")) { // the same outline in this face
		t.Error("the Cyrillic і is not drawn as i")
	}
	if bytes.Equal(drawn("к\u0456р"), drawn("кıр")) {
		t.Error("the Cyrillic і lost its dot between letters")
	}
}

// TestNothingIsMirroredThatMustNot holds signs to be the same in both directions, and rows to be turned.
func TestNothingIsMirroredThatMustNot(t *testing.T) {
	test.NewTempApp(t)
	size := fyne.NewSize(120, 190)
	for name, sign := range map[string]func(k Look) fyne.CanvasObject{
		"symbol":  func(Look) fyne.CanvasObject { return NewBox(Surface, NewSymbol(model.Limited, Ink, 64)) },
		"flag":    func(Look) fyne.CanvasObject { return NewBox(Surface, NewSymbol(model.FormalOnly, Ink, 64)) },
		"verdict": func(Look) fyne.CanvasObject { return NewVerdictSquare(model.PartlyConfirmed) },
		"donut": func(k Look) fyne.CanvasObject {
			return NewBox(Surface, NewDonut(k, []Share{{Teal, 1}, {Danger, 3}}, "", ""))
		},
	} {
		if !bytes.Equal(draw(t, "en", SchemeLight, 100, size, sign), draw(t, "ar", SchemeLight, 100, size, sign)) {
			t.Errorf("the %s is drawn otherwise in Arabic", name)
		}
	}
	bar := func(k Look) fyne.CanvasObject { return NewBar(k, 8, 0.3, Teal) }
	ltr, rtl := picture(t, draw(t, "en", SchemeLight, 100, fyne.NewSize(200, 20), bar)), picture(t, draw(t, "ar", SchemeLight, 100, fyne.NewSize(200, 20), bar))
	for x := range 200 {
		if x > 54 && x < 66 || x > 134 && x < 146 {
			continue // where the fill ends, rounding differs
		}
		if distance(ltr.At(x, 10), rtl.At(199-x, 10)) > 24 {
			t.Fatalf("the bar is not turned around at %d", x)
		}
	}
}

func TestOpenedThings(t *testing.T) {
	if *gallery == "" {
		t.Skip("no folder given: -args -gallery DIR")
	}
	test.NewTempApp(t)
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(*gallery, name+".png"), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, language := range []string{"en", "ar"} {
		write("open-dialog-"+language, opened(t, language, SchemeLight, safetySheet, func(k Look, c fyne.Canvas) {
			NewEraseDialog(k, k.T("actions.erase"), k.T("states.lost_passphrase"), "KZ21 Karaganda", k.T("actions.close"), k.T("actions.erase"), func() {}).Show(c)
		}))
		write("open-select-"+language, opened(t, language, SchemeDark, observeSheet, func(k Look, c fyne.Canvas) {
			s := find(t, c.Content(), func(s *Select) bool { return s.Chosen() == "" && s.Size().Width > 400 })
			c.Focus(s)
			s.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}))
		write("open-picker-"+language, opened(t, language, SchemeLight, observeSheet, func(k Look, c fyne.Canvas) {
			s := find(t, c.Content(), func(s *Select) bool { return s.Chosen() == "KZ-35" })
			s.SetOptions([]Option{{Code: "KZ-35", Word: "Карагандинская область", Note: "KZ-35"}, {Code: "KZ-55", Word: "Павлодарская область", Note: "KZ-55"}, {Code: "x", Word: "منطقة كاراغاندا", Note: "KZ-99"}})
			c.Focus(s)
			s.TypedRune('о')
		}))
		write("open-menu-"+language, opened(t, language, SchemeLight, commitmentSheet, func(k Look, c fyne.Canvas) {
			at := fyne.NewPos(700, 560)
			ShowMenu(k, c, at, []MenuItem{{Word: k.T("actions.open"), Note: "Enter"}, {Word: k.T("actions.copy_as_new")}, {Word: k.T("actions.show_history")}})
		}))
	}
}
