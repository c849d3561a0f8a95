package ui

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// corner is a picture whose first pixel is red and the rest blue.
func corner(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.Set(i%w, i/w, color.RGBA{B: 255, A: 255})
	}
	for y := range max(h/4, 1) {
		for x := range max(w/4, 1) {
			img.Set(x, y, color.RGBA{R: 255, A: 255})
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tiffWith is a TIFF directory with an orientation, and with a place.
func tiffWith(orientation uint16, order binary.AppendByteOrder) []byte {
	head := "II*\x00"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		head = "MM\x00*"
	}
	b := order.AppendUint32([]byte(head), 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tagOrientation), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, orientation), 0)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tagGPS), 4), 1)
	b = order.AppendUint32(b, 38)
	return append(b, "0123456789 planted place 43.2567 76.9286"...)
}

// photo is a JPEG as a telephone writes it: turned, with the place, and with words beside the pixels.
func photo(t testing.TB, img image.Image, orientation uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	body := append([]byte("Exif\x00\x00"), tiffWith(orientation, binary.BigEndian)...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return append(append(out, body...), b.Bytes()[2:]...)
}

func TestAPictureStandsUprightAndKnowsThatItHoldsAPlace(t *testing.T) {
	for orientation, at := range map[uint16]image.Point{1: {0, 0}, 2: {39, 0}, 3: {39, 19}, 4: {0, 19}, 5: {0, 0}, 6: {19, 0}, 7: {19, 39}, 8: {0, 39}} {
		data := photo(t, corner(40, 20), orientation)
		if e := exifOf(data); e.orientation != int(orientation) || !e.hasPlace {
			t.Errorf("%d is read as %+v", orientation, e)
		}
		img, err := decode(context.Background(), data)
		if err != nil {
			t.Fatal(err)
		}
		if r, _, b, _ := img.At(at.X, at.Y).RGBA(); r < b {
			t.Errorf("held as %d the corner is not at %v", orientation, at)
		}
	}
}

func TestPlacesAreFoundInEveryFormat(t *testing.T) {
	block := tiffWith(6, binary.LittleEndian)
	plain := pngOf(t, corner(4, 4))
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(block)))
	chunk = append(append(chunk, "eXIf"...), block...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	withExif := append(append(append([]byte{}, plain[:33]...), chunk...), plain[33:]...)
	webp := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x03\x00\x00\x00abc\x00EXIF"), binary.LittleEndian.AppendUint32(nil, uint32(len(block)))...)
	for name, data := range map[string][]byte{"png": withExif, "webp": append(webp, block...), "tiff": block} {
		if e := exifOf(data); e.orientation != 6 || !e.hasPlace {
			t.Errorf("%s is read as %+v", name, e)
		}
	}
	if e := exifOf(plain); e != (exif{}) {
		t.Errorf("a picture without says %+v", e)
	}
	img, err := decode(context.Background(), withExif)
	if err != nil || img.Bounds().Dx() != 4 {
		t.Errorf("%v %v", img, err)
	}
}

func TestACopyToShareHoldsPixelsAlone(t *testing.T) {
	for name, data := range map[string][]byte{"jpeg": photo(t, corner(60, 40), 6), "png": pngOf(t, corner(60, 40))} {
		var out bytes.Buffer
		if err := pixelsOnly(context.Background(), data, &out); err != nil {
			t.Fatal(err)
		}
		for _, planted := range []string{"planted", "Exif", "43.25"} {
			if strings.Contains(out.String(), planted) {
				t.Errorf("%s: the copy holds %q", name, planted)
			}
		}
		if e := exifOf(out.Bytes()); e != (exif{}) {
			t.Errorf("%s: the copy says %+v", name, e)
		}
		img, err := decode(context.Background(), out.Bytes())
		if err != nil || name == "jpeg" && img.Bounds().Dx() != 40 {
			t.Errorf("%s: the copy is %v, %v", name, img.Bounds(), err)
		}
	}
}

// claims is a PNG that claims to be of some size.
func claims(w, h uint32, depth, kind byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, w), h)
	b = append(b, depth, kind, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func TestHugePicturesAreNotBegun(t *testing.T) {
	for name, data := range map[string][]byte{"60,000 × 60,000": claims(60_000, 60_000, 8, 2), "a line": claims(1<<31-1, 1, 8, 0),
		"deep": claims(7000, 7000, 16, 6)} {
		if _, err := decode(context.Background(), data); !errors.Is(err, errBigPicture) && !errors.Is(err, errNoPicture) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := mayDecode(image.Config{ColorModel: color.YCbCrModel, Width: 8000, Height: 6000}); err != nil {
		t.Errorf("48 megapixels of a camera: %v", err)
	}
	big := image.NewGray(image.Rect(0, 0, 4000, 3000))
	if small := shownCopy(big, shownPixels).Bounds(); small.Dx() != 1600 || small.Dy() != 1200 {
		t.Errorf("shown as %v", small)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := decode(ctx, pngOf(t, corner(4, 4))); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func FuzzPicturesNeverBite(f *testing.F) {
	f.Add(photo(f, corner(8, 6), 8))
	f.Add(pngOf(f, corner(8, 6)))
	var b bytes.Buffer
	if err := gif.Encode(&b, corner(8, 6), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(tiffWith(3, binary.LittleEndian))
	f.Add([]byte("RIFF\x10\x00\x00\x00WEBPVP8 \x04\x00\x00\x00abcd"))
	f.Add([]byte("BM"))
	f.Add(claims(60_000, 60_000, 8, 2))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		if format, ok := formatOf(data); ok {
			if c, err := format.config(bytes.NewReader(data)); err == nil && int64(c.Width)*int64(c.Height) > 1<<22 {
				return // the bound is tested above; many large pictures would only test the machine
			}
		}
		img, err := decode(context.Background(), data)
		if err != nil && !errors.Is(err, errNoPicture) && !errors.Is(err, errBigPicture) {
			t.Errorf("an error of its own: %v", err)
		}
		if err == nil && img.Bounds().Empty() {
			t.Error("an empty picture")
		}
		exifOf(data)
	})
}
