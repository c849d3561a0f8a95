package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"sync"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// Pictures come from strangers, and a decoder is where their bytes bite:
//
//  1. the file is bounded before it is read, and its header is read before its pixels: more than 50 megapixels, or more
//     memory than that of 50 megapixels of 4 bytes, are not begun;
//  2. the format is that of the first bytes, never that of the name;
//  3. decoding is off the UI thread, one picture at a time; a decoder that panics has found no picture;
//  4. what is shown or shared is made of pixels alone: nothing that stood in the file beside them goes along.

// Bounds of a picture that is looked at here.
const (
	maxPictureFile   = 64 << 20   // bytes
	maxPicturePixels = 50_000_000 // width × height
	maxPictureBytes  = 4 * maxPicturePixels
	shownPixels      = 1600 // the longer side of what is shown
)

var (
	errNoPicture  = errors.New("no picture that can be shown")
	errBigPicture = errors.New("the picture is too large to be shown")
)

// format is a kind of picture that can be decoded here.
type format struct {
	name   string
	begins []string // at the offsets 0 and 8
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var formats = []format{
	{"jpeg", []string{"\xff\xd8\xff"}, jpeg.DecodeConfig, jpeg.Decode},
	{"png", []string{"\x89PNG\r\n\x1a\n"}, png.DecodeConfig, png.Decode},
	{"gif", []string{"GIF8"}, gif.DecodeConfig, gif.Decode},
	{"webp", []string{"RIFF", "WEBP"}, webp.DecodeConfig, webp.Decode},
	{"tiff", []string{"II*\x00"}, tiff.DecodeConfig, tiff.Decode},
	{"tiff", []string{"MM\x00*"}, tiff.DecodeConfig, tiff.Decode},
	{"bmp", []string{"BM"}, bmp.DecodeConfig, bmp.Decode},
}

// formatOf is the format of a file by its first bytes; false for none that can be decoded here.
func formatOf(data []byte) (format, bool) {
	for _, f := range formats {
		fits := true
		for i, begin := range f.begins {
			fits = fits && len(data) >= 8*i && bytes.HasPrefix(data[8*i:], []byte(begin))
		}
		if fits {
			return f, true
		}
	}
	return format{}, false
}

// decoding lets one picture be decoded at a time: two would need twice the memory.
var decoding sync.Mutex

// decode gives the pixels of a picture, the right way up. errNoPicture, errBigPicture.
func decode(ctx context.Context, data []byte) (img image.Image, err error) {
	f, ok := formatOf(data)
	if !ok || len(data) > maxPictureFile {
		return nil, errNoPicture
	}
	decoding.Lock()
	defer decoding.Unlock()
	defer func() {
		if recover() != nil {
			img, err = nil, errNoPicture
		}
	}()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	config, err := f.config(bytes.NewReader(data))
	if err != nil {
		return nil, errNoPicture
	}
	if err := mayDecode(config); err != nil {
		return nil, err
	}
	if img, err = f.decode(bytes.NewReader(data)); err != nil {
		return nil, errNoPicture
	}
	if b := img.Bounds(); b.Empty() || b.Dx()*b.Dy() > maxPicturePixels {
		return nil, errBigPicture
	}
	return upright(img, exifOf(data).orientation), nil
}

// mayDecode says whether a picture of this size may be decoded.
func mayDecode(c image.Config) error {
	if c.Width <= 0 || c.Height <= 0 {
		return errNoPicture
	}
	pixels := int64(c.Width) * int64(c.Height)
	if int64(c.Width) > maxPicturePixels || pixels > maxPicturePixels || pixels*bytesOf(c.ColorModel) > maxPictureBytes {
		return errBigPicture
	}
	return nil
}

// bytesOf is how many bytes a pixel of a colour model takes.
func bytesOf(m color.Model) int64 {
	switch m {
	case color.GrayModel, color.AlphaModel:
		return 1
	case color.Gray16Model, color.Alpha16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

// shownCopy is a picture as it is shown: no longer than some pixels on its longer side.
func shownCopy(img image.Image, most int) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > most {
		w, h = max(w*most/longer, 1), max(h*most/longer, 1)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

// upright turns a picture as its camera was held: the orientations 1 to 8 of EXIF.
func upright(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), img, b.Min, draw.Src)
	for y := range h {
		for x := range w {
			fx, fy := turned(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], flat.Pix[flat.PixOffset(fx, fy):][:4])
		}
	}
	return out
}

// turned is where a pixel of the upright picture, w × h, stands in the file.
func turned(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return h - 1 - y, x
	}
	return x, y
}

// pixelsOnly is a picture of the same pixels, with nothing that stood in the file beside them: no place, no time, no
// camera, no smaller picture of what was cut away. It says the ending of its name.
func pixelsOnly(ctx context.Context, data []byte, w io.Writer) error {
	img, err := decode(ctx, data)
	if err != nil {
		return err
	}
	if pixelsEnding(data) == ".jpg" {
		err = jpeg.Encode(w, img, &jpeg.Options{Quality: 92})
	} else {
		err = png.Encode(w, img)
	}
	if err != nil {
		return fmt.Errorf("write pixels: %w", err)
	}
	return nil
}

// pixelsEnding is the ending of the name of a file that pixelsOnly writes: a photograph stays one, all else loses
// nothing.
func pixelsEnding(data []byte) string {
	if f, ok := formatOf(data); ok && f.name == "jpeg" {
		return ".jpg"
	}
	return ".png"
}
