package ui

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"plumbline/ui/parts"
)

// A contact sheet lays every picture of one language on one page, so that what is out of step with its neighbours is
// seen at a glance: each screen in the light, the same in the dark beneath it, its name above.
const (
	contactColumns = 5
	contactWide    = 480 // of a small picture, in pixels
	contactGap     = 16
	contactTitle   = 20 // room for a name
)

// contact is the sheet of one language while its pictures are painted.
type contact struct {
	names  []string // in the order in which they were first painted
	images map[string]image.Image
}

// add keeps a picture, made small.
func (c *contact) add(name string, s parts.Scheme, img image.Image) {
	if c.images == nil {
		c.images = map[string]image.Image{}
	}
	light := name + "-" + string(parts.SchemeLight)
	if s == parts.SchemeLight {
		c.names = append(c.names, name)
	} else if c.images[light] == nil {
		panic("a picture in the dark without its sister in the light: " + name)
	}
	box := img.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, contactWide, box.Dy()*contactWide/box.Dx()))
	draw.CatmullRom.Scale(small, small.Bounds(), img, box, draw.Src, nil)
	c.images[name+"-"+string(s)] = small
}

// sheet draws the page.
func (c *contact) sheet() image.Image {
	high := 0
	for _, img := range c.images {
		high = max(high, img.Bounds().Dy())
	}
	cell := image.Pt(contactWide+contactGap, contactTitle+2*high+2*contactGap)
	rows := (len(c.names) + contactColumns - 1) / contactColumns
	page := image.NewRGBA(image.Rect(0, 0, contactColumns*cell.X+contactGap, rows*cell.Y+contactGap))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.Gray{Y: 0x80}), image.Point{}, draw.Src)
	for i, name := range c.names {
		at := image.Pt(contactGap+i%contactColumns*cell.X, contactGap+i/contactColumns*cell.Y)
		label := font.Drawer{Dst: page, Src: image.White, Face: basicfont.Face7x13, Dot: fixed.P(at.X, at.Y+contactTitle-6)}
		label.DrawString(name)
		for n, s := range []parts.Scheme{parts.SchemeLight, parts.SchemeDark} {
			img := c.images[name+"-"+string(s)]
			if img == nil {
				continue
			}
			to := at.Add(image.Pt(0, contactTitle+n*(high+contactGap/2)))
			draw.Draw(page, img.Bounds().Add(to), img, image.Point{}, draw.Src)
		}
	}
	return page
}

// writePicture writes a picture in few colours.
func writePicture(t *testing.T, path string, img image.Image) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(file, fewColours(img)); err != nil {
		t.Fatal(err)
	}
}

// writeContacts writes the sheets of all languages.
func writeContacts(t *testing.T, folder string, sheets map[string]*contact) {
	t.Helper()
	for language, c := range sheets {
		writePicture(t, filepath.Join(folder, "contact-"+language+".png"), c.sheet())
	}
}
