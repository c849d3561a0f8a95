package parts_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	. "plumbline/ui/parts"
)

// luminance is WCAG 2's relative luminance.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	line := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*line(r) + 0.7152*line(g) + 0.0722*line(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// atLeast holds a colour to a ratio on every ground it may stand on.
type atLeast struct {
	ink     fyne.ThemeColorName
	least   float64
	grounds []fyne.ThemeColorName
}

func contrasts() []atLeast {
	papers := []fyne.ThemeColorName{Ground, Surface, Sunk, ClaimGround}
	table := []atLeast{
		{Ink, 4.5, append(papers, TealTint, AmberTint, DangerTint)},
		{Ink2, 4.5, append(papers, TealTint)},
		{Ink3, 4.5, append(papers, TealTint)},
		{Teal, 4.5, append(papers, TealTint)},
		{Attention, 4.5, append(papers, AmberTint)},
		{Danger, 4.5, append(papers, DangerTint)},
		{OnTeal, 4.5, []fyne.ThemeColorName{Teal}},
		{Edge, 3, []fyne.ThemeColorName{Ground, Surface}},
		{Surface, 4.5, []fyne.ThemeColorName{Ink}},     // words of a toast
		{ToastAction, 4.5, []fyne.ThemeColorName{Ink}}, // its act
		{theme.ColorNameForegroundOnError, 4.5, []fyne.ThemeColorName{Danger}},
		{theme.ColorNameForegroundOnWarning, 4.5, []fyne.ThemeColorName{Attention}},
	}
	for _, g := range model.HouseGrades {
		table = append(table, atLeast{GradeInk(model.Grade(g)), 4.5, []fyne.ThemeColorName{GradeFill(model.Grade(g))}})
	}
	for _, v := range model.Verdicts {
		table = append(table, atLeast{VerdictInk(model.Verdict(v)), 4.5, papers},
			atLeast{OnDisc, 4.5, []fyne.ThemeColorName{VerdictInk(model.Verdict(v))}})
	}
	return table
}

func TestEveryColourReadsOnEveryGroundItStandsOn(t *testing.T) {
	for _, scheme := range []Scheme{SchemeLight, SchemeDark} {
		th := NewTheme(scheme, 100, false)
		for _, c := range contrasts() {
			for _, ground := range c.grounds {
				got := contrast(th.Color(c.ink, theme.VariantLight), th.Color(ground, theme.VariantLight))
				if got < c.least {
					t.Errorf("%s: %s on %s is %.2f, wants %.1f", scheme, c.ink, ground, got, c.least)
				}
			}
		}
	}
}

// The ring around what has the keyboard is painted thinly, so that the edge under it stays; it must show all the same.
func TestTheRingShowsOnEveryGround(t *testing.T) {
	for _, scheme := range []Scheme{SchemeLight, SchemeDark} {
		th := NewTheme(scheme, 100, false)
		ring := color.NRGBAModel.Convert(th.Color(Ring, theme.VariantLight)).(color.NRGBA)
		for _, name := range []fyne.ThemeColorName{Ground, Surface, Sunk, ClaimGround, TealTint} {
			ground := color.NRGBAModel.Convert(th.Color(name, theme.VariantLight)).(color.NRGBA)
			mix := func(t, g uint8) uint8 { return uint8((int(t)*int(ring.A) + int(g)*(255-int(ring.A))) / 255) }
			seen := color.NRGBA{mix(ring.R, ground.R), mix(ring.G, ground.G), mix(ring.B, ground.B), 255}
			if got := contrast(seen, ground); got < 3 {
				t.Errorf("%s: the ring on %s is %.2f, wants 3", scheme, name, got)
			}
		}
	}
}

func TestLightnessOfGradesFollowsProgress(t *testing.T) {
	steps := []model.Grade{model.NotStarted, model.Limited, model.Partial, model.Substantial, model.Complete}
	for _, scheme := range []Scheme{SchemeLight, SchemeDark} {
		th := NewTheme(scheme, 100, false)
		for i := 1; i < len(steps); i++ {
			before := luminance(th.Color(GradeFill(steps[i-1]), theme.VariantLight))
			now := luminance(th.Color(GradeFill(steps[i]), theme.VariantLight))
			if falls := now < before; falls != (scheme == SchemeLight) {
				t.Errorf("%s: from %s to %s the lightness goes from %.3f to %.3f", scheme, steps[i-1], steps[i], before, now)
			}
		}
	}
}

func TestSchemeRulesOverTheSystem(t *testing.T) {
	light, dark := theme.VariantLight, theme.VariantDark
	system := NewTheme(SchemeSystem, 100, false)
	if system.Color(Ground, light) == system.Color(Ground, dark) {
		t.Error("the system's scheme changes nothing")
	}
	for scheme, variant := range map[Scheme]fyne.ThemeVariant{SchemeLight: light, SchemeDark: dark} {
		forced := NewTheme(scheme, 100, false)
		for _, asked := range []fyne.ThemeVariant{light, dark} {
			if got, want := forced.Color(Ground, asked), system.Color(Ground, variant); got != want {
				t.Errorf("%s asked for %v gives %v, wants %v", scheme, asked, got, want)
			}
		}
	}
}

func TestSizesGrowWithTheSettingAndTheScript(t *testing.T) {
	for _, c := range []struct {
		scale  int
		arabic bool
		name   fyne.ThemeSizeName
		want   float32
	}{
		{100, false, theme.SizeNameText, 14}, {100, true, theme.SizeNameText, 15}, {200, false, theme.SizeNameText, 28},
		{150, true, theme.SizeNameHeadingText, 34.5}, {100, false, theme.SizeNameCaptionText, 14}, {50, false, theme.SizeNameText, 14},
		{900, false, theme.SizeNameText, 28}, {200, false, theme.SizeNamePadding, 8}, {200, false, theme.SizeNameSeparatorThickness, 1},
	} {
		if got := NewTheme(SchemeLight, c.scale, c.arabic).Size(c.name); got != c.want {
			t.Errorf("%s at %d %%, arabic %v: %v, wants %v", c.name, c.scale, c.arabic, got, c.want)
		}
	}
}

// Fyne leaves out a shape without colour only when it has Fyne's own colour for nothing; else every point of it is
// painted, which a window drawn by software feels in each frame.
func TestNothingIsPaintedWithNoColour(t *testing.T) {
	for _, scheme := range []Scheme{SchemeLight, SchemeDark} {
		for _, name := range []fyne.ThemeColorName{Clear, theme.ColorNameScrollBarBackground} {
			if c := NewTheme(scheme, 100, false).Color(name, theme.VariantLight); c != color.Transparent {
				t.Errorf("%s, %s: %v", scheme, name, c)
			}
		}
	}
}
