package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours of the window, by what they are for. Those that Fyne has a name for carry Fyne's name, so that its own
// widgets follow; the rest are ours. Every name has a light and a dark value in the table below.
const (
	Ground      = theme.ColorNameBackground          // the window, the rail, side panes
	Surface     = theme.ColorNameInputBackground     // the page, cards, entries
	Sunk        = theme.ColorNameHeaderBackground    // heads of tables, tags, tracks, a button that is off
	ClaimGround = fyne.ThemeColorName("claim")       // the State's card
	Line        = theme.ColorNameSeparator           // separators and edges of cards; decoration only
	Edge        = theme.ColorNameInputBorder         // edges that mark a control
	Ink         = theme.ColorNameForeground          // text
	Ink2        = fyne.ThemeColorName("ink2")        // secondary text, labels
	Ink3        = theme.ColorNamePlaceHolder         // hints, codes, what is off
	Teal        = theme.ColorNamePrimary             // the accent: links, what is chosen
	OnTeal      = theme.ColorNameForegroundOnPrimary // text on teal
	TealTint    = theme.ColorNameSelection           // ground of what is chosen
	Attention   = theme.ColorNameWarning             // faults, disputes, what is due
	AmberTint   = fyne.ThemeColorName("warningTint") // ground of attention
	Danger      = theme.ColorNameError               // erasing, loss, exposure of a person
	DangerTint  = fyne.ThemeColorName("errorTint")   // ground of danger
	Ring        = theme.ColorNameFocus               // the ring of the focused control
	ToastAction = fyne.ThemeColorName("toastAction") // the one action on a toast's ink ground
	Clear       = fyne.ThemeColorName("clear")       // nothing drawn
)

// shade is one colour as written in the table: 0xRRGGBBAA.
type shade uint32

func (s shade) rgba() color.NRGBA {
	return color.NRGBA{R: uint8(s >> 24), G: uint8(s >> 16), B: uint8(s >> 8), A: uint8(s)}
}

// pair is one colour in the light and in the dark.
type pair struct{ light, dark shade }

// palette is the whole colour table. The pairs that carry text or mark a control are held to their contrast by
// TestContrast.
var palette = map[fyne.ThemeColorName]pair{
	Ground:      {0xF6F4F0FF, 0x1B1A18FF},
	Surface:     {0xFFFFFFFF, 0x242220FF},
	Sunk:        {0xEFECE6FF, 0x161513FF},
	ClaimGround: {0xF1EEE8FF, 0x2B2926FF},
	Line:        {0xDDD8CFFF, 0x3A3733FF},
	Edge:        {0x8F887CFF, 0x8A8479FF},
	Ink:         {0x23211DFF, 0xEDEAE4FF},
	Ink2:        {0x57524AFF, 0xBDB7ACFF},
	Ink3:        {0x6B655BFF, 0xA69F93FF},
	Teal:        {0x0B5A5EFF, 0x6CC5BEFF},
	OnTeal:      {0xFFFFFFFF, 0x0C2B2BFF},
	TealTint:    {0xE0EDEBFF, 0x1D3A39FF},
	Attention:   {0x7D4E00FF, 0xEBBE6BFF},
	AmberTint:   {0xFAEFD9FF, 0x3A2E17FF},
	Danger:      {0xA8281EFF, 0xFF9C8FFF},
	DangerTint:  {0xFBE8E5FF, 0x41211DFF},
	Ring:        {0x0B5A5EAA, 0x6CC5BEAA},
	ToastAction: {0x8AD6D0FF, 0x0B5A5EFF},
	Clear:       {0x00000000, 0x00000000},

	theme.ColorNameButton:              {0xFFFFFFFF, 0x242220FF},
	theme.ColorNameMenuBackground:      {0xFFFFFFFF, 0x242220FF},
	theme.ColorNameOverlayBackground:   {0xFFFFFFFF, 0x242220FF},
	theme.ColorNameDisabledButton:      {0xEFECE6FF, 0x161513FF},
	theme.ColorNameScrollBar:           {0x8F887CFF, 0x8A8479FF},
	theme.ColorNameScrollBarBackground: {0x00000000, 0x00000000},
	theme.ColorNameDisabled:            {0x6B655BFF, 0xA69F93FF},
	theme.ColorNameHyperlink:           {0x0B5A5EFF, 0x6CC5BEFF},
	theme.ColorNameSuccess:             {0x0B5A5EFF, 0x6CC5BEFF},
	theme.ColorNameForegroundOnSuccess: {0xFFFFFFFF, 0x0C2B2BFF},
	theme.ColorNameForegroundOnWarning: {0xFFFFFFFF, 0x3A2E17FF},
	theme.ColorNameForegroundOnError:   {0xFFFFFFFF, 0x41211DFF},
	theme.ColorNameHover:               {0x23211D0F, 0xFFFFFF0F},
	theme.ColorNamePressed:             {0x23211D1F, 0xFFFFFF1F},
	theme.ColorNameShadow:              {0x23211D38, 0x00000080},
}
