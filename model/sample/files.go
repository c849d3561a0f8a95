package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"
	"strings"

	"plumbline/model"
)

// files makes the evidence of some observations: small pictures, statements and
// tables, all drawn or written here. Every eighth observation has one, up to
// forty in all.
func (s *story) files(i int, o *model.Observation, p *pattern) []File {
	if i%8 != 3 || i >= 320 || o.Confidentiality == model.Sealed {
		return nil
	}
	kind := "statement"
	switch o.Method {
	case "site_visit", "media":
		kind = "photograph"
	case "statistics", "survey":
		kind = "table"
	}
	title := words(kind)[o.Language]
	f := File{Evidence: model.Evidence{Title: model.Text{o.Language: title}, CopyKind: model.CopyOriginal,
		EvidenceKind: map[string]string{"statement": "affidavit", "photograph": "photograph", "table": "official_document"}[kind],
		Captured:     model.Capture{When: o.Date.From, Where: o.Place}}}
	f.Evidence.Language, f.Evidence.Confidentiality, f.Evidence.Note = o.Language, o.Confidentiality, words("note")[o.Language]
	switch kind {
	case "photograph":
		f.Name, f.Bytes = title+" "+strconv.Itoa(i)+".png", s.picture()
		f.Evidence.SensitiveMarks = []string{one(s.dice, []string{"place", "faces"})}
		if told := strings.ToLower(o.Narrative[o.Language]); !strings.Contains(told, somewhereHere[o.Language]) {
			f.Evidence.SensitiveMarks[0] = "faces" // the narrative says the place: a mark on the picture would hide nothing
		}
	case "table":
		f.Name, f.Bytes = title+" "+strconv.Itoa(i)+".csv", s.table(o)
	default:
		f.Name, f.Bytes = title+" "+strconv.Itoa(i)+".txt", []byte(fmt.Sprintf("%s\n\n%s\n\n%s\n", o.Title[o.Language], o.Narrative[o.Language], o.Note))
	}
	return []File{f}
}

// picture draws a building under a sky, in colours of its own.
func (s *story) picture() []byte {
	const w, h = 160, 100
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	sky := color.RGBA{uint8(s.between(150, 200)), uint8(s.between(190, 220)), 235, 255}
	ground := color.RGBA{uint8(s.between(120, 170)), uint8(s.between(120, 150)), 90, 255}
	wall := color.RGBA{uint8(s.between(170, 220)), uint8(s.between(160, 200)), uint8(s.between(140, 180)), 255}
	fill := func(r image.Rectangle, c color.Color) {
		draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(img.Bounds(), sky)
	fill(image.Rect(0, 70, w, h), ground)
	left, top := s.between(20, 50), s.between(25, 40)
	fill(image.Rect(left, top, left+80, 74), wall)
	for x := left + 8; x < left+72; x += 16 {
		fill(image.Rect(x, top+8, x+8, top+18), color.RGBA{60, 70, 90, 255})
	}
	fill(image.Rect(left+34, 58, left+46, 74), color.RGBA{90, 60, 40, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic("sample: " + err.Error()) // a buffer takes everything
	}
	return b.Bytes()
}

// table writes figures by month.
func (s *story) table(o *model.Observation) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{o.Title[o.Language], ""}}
	for m := 1; m <= 12; m++ {
		rows = append(rows, []string{fmt.Sprintf("%02d", m), strconv.Itoa(s.between(0, 30))})
	}
	if err := w.WriteAll(rows); err != nil {
		panic("sample: " + err.Error())
	}
	return b.Bytes()
}
