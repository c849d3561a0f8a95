package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
)

// Scheme says whether the window is light, dark, or as the system is.
type Scheme string

// The three schemes, as they are kept in the settings.
const (
	SchemeSystem Scheme = "system"
	SchemeLight  Scheme = "light"
	SchemeDark   Scheme = "dark"
)

// The text sizes that the setting may take, in hundredths.
const (
	TextScaleLeast = 100
	TextScaleMost  = 200
)

// sizeUnit is our own size name: how large one unit of the drawings in this package is. A theme that does not know it
// answers nothing, and one unit is one.
const sizeUnit = fyne.ThemeSizeName("plumblineUnit")

// SizeNameFigure is the size of key figures: the numbers of a preflight box, the middle of a donut.
const SizeNameFigure = fyne.ThemeSizeName("plumblineFigure")

// Theme is the look of the window: warm paper, ink and one deep teal. It is a value; to change a setting, give the
// application a new one.
type Theme struct {
	scheme Scheme
	scale  float32
	script float32 // what the script adds to every text size
}

// NewTheme makes the theme for a scheme, a text size in hundredths (held between 100 and 200) and the script of the
// screen: Arabic letters stand one unit larger.
func NewTheme(scheme Scheme, textScale int, arabic bool) *Theme {
	t := &Theme{scheme: scheme, scale: float32(min(max(textScale, TextScaleLeast), TextScaleMost)) / 100}
	if arabic {
		t.script = 1
	}
	return t
}

// Color is for Fyne: the colour of a name in the scheme that rules.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.scheme {
	case SchemeLight:
		variant = theme.VariantLight
	case SchemeDark:
		variant = theme.VariantDark
	}
	p, ok := palette[name]
	if !ok {
		return theme.DefaultTheme().Color(name, variant)
	}
	c := p.light
	if variant == theme.VariantDark {
		c = p.dark
	}
	if c == 0 { // Fyne leaves out what has its own name for nothing, and else paints every point of it
		return color.Transparent
	}
	return c.rgba()
}

// regular and bold are the two faces. Names must be unique: Fyne remembers the width of words by them.
var (
	regular = fyne.NewStaticResource("plumbline-regular.ttf", assets.FontRegular())
	bold    = fyne.NewStaticResource("plumbline-bold.ttf", assets.FontBold())
)

// Font is for Fyne: one merged face for every script, so that no word jumps between fonts. Italics are upright, since
// Arabic has none, and no text is monospaced. The signs of keys in menus are Fyne's; a release has no other face of its.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return bold
	}
	return regular
}

// Icon is for Fyne: its own icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// textSizes grow with the script as well as with the setting.
var textSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:           14,
	theme.SizeNameCaptionText:    14,
	theme.SizeNameSubHeadingText: 16,
	theme.SizeNameHeadingText:    22,
	SizeNameFigure:               26,
}

// spaces grow with the setting.
var spaces = map[fyne.ThemeSizeName]float32{
	sizeUnit:                      1,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    8,
	theme.SizeNameLineSpacing:     4,
	theme.SizeNameInlineIcon:      20,
	theme.SizeNameButtonRadius:    6,
	theme.SizeNameInputRadius:     6,
	theme.SizeNameMenuRadius:      6,
	theme.SizeNameCardRadius:      8,
	theme.SizeNamePopupRadius:     8,
	theme.SizeNameDialogRadius:    10,
	theme.SizeNameSelectionRadius: 3,
}

// strokes stay as they are at every text size.
var strokes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     4,
	theme.SizeNameScrollBarRadius:    3,
	theme.SizeNameModalBlurRadius:    0,
}

// Size is for Fyne: the size of a name at the chosen text size.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if n, ok := textSizes[name]; ok {
		return (n + t.script) * t.scale
	}
	if n, ok := spaces[name]; ok {
		return n * t.scale
	}
	if n, ok := strokes[name]; ok {
		return n
	}
	return theme.DefaultTheme().Size(name)
}

// Unit turns a length of the drawings into one of the screen: it grows with the text size.
func Unit(n float32) float32 {
	now := theme.Current()
	if t, ours := now.(*Theme); ours { // asked a thousand times for each frame
		return n * t.scale
	}
	if u := now.Size(sizeUnit); u > 0 {
		return n * u
	}
	return n
}

// paint is the colour of a name now.
func paint(name fyne.ThemeColorName) color.Color {
	return theme.Current().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}
