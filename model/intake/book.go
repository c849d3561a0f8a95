package intake

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
)

// Book is an opened workbook. It is read by one goroutine at a time.
type Book struct {
	file   *io.SectionReader
	parts  map[string]*zip.File
	sheets []Sheet
	words  stringTable
	dates  []bool // by cell style: whether its number format is a date's
	date04 bool   // serial dates count from 1904
}

// Sheet is one sheet, in the workbook's order.
type Sheet struct {
	Name   string
	Hidden bool
	part   string
}

const (
	maxSheets  = 1000
	maxStyles  = 100_000
	maxFormats = 10_000
)

// Open checks a workbook and reads what stands around its sheets: their names,
// the shared strings, which styles are dates. The source must stay readable
// while the book is used. The error is ErrNotWorkbook, ErrTooLarge, ErrDamaged
// or ErrProtected, wrapped.
func Open(src io.ReaderAt, size int64) (*Book, error) {
	parts, err := gate(src, size)
	if err != nil {
		return nil, err
	}
	b := &Book{file: io.NewSectionReader(src, 0, size), parts: parts}
	if parts["[content_types].xml"] == nil || parts["xl/workbook.xml"] == nil {
		return nil, ErrNotWorkbook
	}
	targets, err := b.relations()
	if err != nil {
		return nil, err
	}
	if err := b.readWorkbook(targets); err != nil {
		return nil, err
	}
	if err := b.readStyles(targets); err != nil {
		return nil, err
	}
	return b, b.readStrings(targets)
}

// Digest is SHA-256 of the whole file.
func (b *Book) Digest() (sum [32]byte, err error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(b.file, 0, b.file.Size())); err != nil {
		return sum, fmt.Errorf("read a workbook: %w", err)
	}
	return [32]byte(h.Sum(nil)), nil
}

// Sheets lists the sheets.
func (b *Book) Sheets() []Sheet { return b.sheets }

// tree parses a small part whole. encoding/xml expands no entities and follows
// no links.
func (b *Book) tree(name string, v any) error {
	r, err := b.open(name, maxTree)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	if err := d.Decode(v); err != nil {
		return damaged(name, "is not well-formed")
	}
	// What follows the root must be empty, or the part was cut and mended.
	if t, err := d.Token(); err != io.EOF {
		if _, ok := t.(xml.CharData); !ok {
			return damaged(name, "is not well-formed")
		}
	}
	return nil
}

// relation is where a part of the workbook lies.
type relation struct{ part, kind string }

func (b *Book) relations() (map[string]relation, error) {
	var rels struct {
		Items []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	const name = "xl/_rels/workbook.xml.rels"
	if err := b.tree(name, &rels); err != nil {
		return nil, err
	}
	out := map[string]relation{}
	for _, r := range rels.Items {
		if strings.EqualFold(r.Mode, "External") {
			continue // never followed; a sheet that needs it is refused
		}
		part := strings.TrimPrefix(r.Target, "/")
		if part == r.Target {
			part = path.Join("xl", r.Target)
		}
		if !localName(part) {
			return nil, damaged(name, "a target leaves the archive")
		}
		if _, twice := out[r.ID]; twice {
			return nil, damaged(name, "an id stands twice")
		}
		out[r.ID] = relation{part, r.Type[strings.LastIndexByte(r.Type, '/')+1:]}
	}
	return out, nil
}

func (b *Book) readWorkbook(targets map[string]relation) error {
	var w struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			RID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			RID2  string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	const name = "xl/workbook.xml"
	if err := b.tree(name, &w); err != nil {
		return err
	}
	if len(w.Sheets) == 0 || len(w.Sheets) > maxSheets {
		return damaged(name, "has no sheets, or too many")
	}
	b.date04 = w.Properties.Date1904 == "1" || w.Properties.Date1904 == "true"
	seen := map[string]bool{}
	for _, s := range w.Sheets {
		t, ok := targets[s.RID+s.RID2]
		if !ok || b.parts[strings.ToLower(t.part)] == nil {
			return damaged(name, "a sheet's part is missing")
		}
		if key := strings.ToLower(s.Name); seen[key] {
			return damaged(name, "a sheet's name stands twice")
		} else {
			seen[key] = true
		}
		if t.kind == "worksheet" {
			b.sheets = append(b.sheets, Sheet{Name: s.Name, Hidden: s.State != "" && s.State != "visible", part: t.part})
		}
	}
	return nil
}

// readStyles finds which cell styles show a date.
func (b *Book) readStyles(targets map[string]relation) error {
	part := partOf(targets, "styles")
	if part == "" {
		return nil
	}
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.tree(part, &s); err != nil {
		return err
	}
	if len(s.Formats) > maxFormats || len(s.Styles) > maxStyles {
		return tooLarge(part, "too many styles")
	}
	dates := map[int]bool{}
	for _, id := range []int{14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47} { // ECMA-376 part 1, 18.8.30
		dates[id] = true
	}
	for _, f := range s.Formats {
		dates[f.ID] = isDateFormat(f.Code)
	}
	for _, x := range s.Styles {
		b.dates = append(b.dates, dates[x.Format])
	}
	return nil
}

func partOf(targets map[string]relation, kind string) string {
	for _, t := range targets {
		if t.kind == kind {
			return t.part
		}
	}
	return ""
}

// isDateFormat says whether a number format shows days, months or years: one of
// d, m, y outside quotes, brackets and escapes. Long formats are not dates.
func isDateFormat(code string) bool {
	if len(code) > 255 {
		return false
	}
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case quoted:
			quoted = c != '"'
		case bracket:
			bracket = c != ']'
		case c == '"':
			quoted = true
		case c == '[':
			bracket = true
		case c == '\\', c == '_', c == '*':
			i++
		case c == ';':
			return false
		case strings.IndexByte("dDmMyY", c) >= 0:
			return true
		}
	}
	return false
}
