package bidi

import (
	"image/color"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// paper is the theme of the tests: the program's own font, as every language must be drawn
// the same on every machine, and the colours and sizes of its light look.
type paper struct{ regular, bold fyne.Resource }

var sheet = paper{bundled("PlumblineSans-Regular.ttf"), bundled("PlumblineSans-Bold.ttf")}

func bundled(name string) fyne.Resource {
	data, err := os.ReadFile("../../assets/fonts/" + name)
	if err != nil {
		panic(err)
	}
	return fyne.NewStaticResource(name, data)
}

func (p paper) Font(s fyne.TextStyle) fyne.Resource {
	if s.Bold {
		return p.bold
	}
	return p.regular
}

func (paper) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

func (paper) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return 14
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameInputRadius:
		return 6
	case theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameSelectionRadius:
		return 3
	case theme.SizeNameScrollBarSmall:
		return 4
	}
	return theme.DefaultTheme().Size(n)
}

func (paper) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	hex := func(v uint32) color.Color { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff} }
	switch n {
	case theme.ColorNameBackground:
		return hex(0xf6f4f0)
	case theme.ColorNameInputBackground:
		return hex(0xffffff)
	case theme.ColorNameInputBorder, theme.ColorNameScrollBar:
		return hex(0x8f887c)
	case theme.ColorNameForeground:
		return hex(0x23211d)
	case theme.ColorNamePrimary:
		return hex(0x0b5a5e)
	case theme.ColorNameSelection:
		return hex(0xe0edeb)
	case theme.ColorNameWarning:
		return hex(0x7d4e00)
	case theme.ColorNameDisabledButton:
		return hex(0xefece6)
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return hex(0x6b655b)
	}
	return theme.DefaultTheme().Color(n, theme.VariantLight)
}

// newApp gives a test its own app in our look.
func newApp(t testing.TB) fyne.App {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(sheet)
	return a
}
