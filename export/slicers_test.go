package export

import (
	"encoding/xml"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plumbline/model"
)

// What Excel asks of slicers, or else repairs the file: every link of the chain from the
// workbook over the cache to a column of a table, and from the sheet over the slicer to
// its frame in the drawing.

type relList struct {
	Relationship []struct {
		ID     string `xml:"Id,attr"`
		Target string `xml:",attr"`
		Type   string `xml:",attr"`
	}
}

// relsFrom are the parts that a part refers to, by kind, and by id.
func relsFrom(t *testing.T, text map[string]string, part string) (byKind map[string][]string, byID map[string]string) {
	t.Helper()
	var list relList
	if err := xml.Unmarshal([]byte(text[relsOf(part)]), &list); err != nil && text[relsOf(part)] != "" {
		t.Fatal(err)
	}
	byKind, byID = map[string][]string{}, map[string]string{}
	for _, r := range list.Relationship {
		to := path.Join(path.Dir(part), r.Target)
		byKind[path.Base(r.Type)] = append(byKind[path.Base(r.Type)], to)
		if byID[r.ID] != "" {
			t.Errorf("%s has two relations %s", part, r.ID)
		}
		byID[r.ID] = to
	}
	return byKind, byID
}

type definedName struct {
	Name string `xml:"name,attr"`
	To   string `xml:",chardata"`
}

// holdSlicers holds every link of the chain, and that no part of it hangs loose.
func holdSlicers(t *testing.T, text map[string]string) (n int) {
	t.Helper()
	var book struct {
		Names []definedName `xml:"definedNames>definedName"`
		Exts  []struct {
			URI    string `xml:"uri,attr"`
			Caches []struct {
				ID string `xml:"id,attr"`
			} `xml:"slicerCaches>slicerCache"`
		} `xml:"extLst>ext"`
	}
	if err := xml.Unmarshal([]byte(text["xl/workbook.xml"]), &book); err != nil {
		t.Fatal(err)
	}
	_, rels := relsFrom(t, text, "xl/workbook.xml")
	caches := map[string]string{} // name to part
	for _, ext := range book.Exts {
		if len(ext.Caches) > 0 && ext.URI != "{46BE6895-7355-4a93-B00E-2C351335B9C9}" {
			t.Errorf("caches of table slicers under %s", ext.URI)
		}
		for _, c := range ext.Caches {
			name := holdCache(t, text, rels[c.ID])
			if caches[name] != "" {
				t.Errorf("two caches %s", name)
			}
			caches[name] = rels[c.ID]
			if !slices.Contains(book.Names, definedName{name, "#N/A"}) {
				t.Errorf("the cache %s has no name", name)
			}
		}
	}
	used := map[string]bool{}
	for part := range text {
		if strings.HasPrefix(part, "xl/worksheets/sheet") {
			for _, cache := range holdSheetSlicers(t, text, part) {
				if caches[cache] == "" || used[cache] {
					t.Errorf("%s: a slicer of the cache %q", part, cache)
				}
				used[cache] = true
				n++
			}
		}
	}
	parts := 0
	for part := range text {
		if strings.HasPrefix(part, "xl/slicerCaches/") {
			parts++
		}
	}
	if len(used) != len(caches) || parts != len(caches) {
		t.Errorf("%d caches in %d parts, %d of slicers", len(caches), parts, len(used))
	}
	return n
}

// holdCache holds a cache against the column of the table that it names, and gives its name.
func holdCache(t *testing.T, text map[string]string, part string) string {
	t.Helper()
	var cache struct {
		XMLName xml.Name
		Name    string `xml:"name,attr"`
		Source  string `xml:"sourceName,attr"`
		Exts    []struct {
			XMLName xml.Name
			URI     string `xml:"uri,attr"`
			Table   struct {
				XMLName xml.Name
				ID      string `xml:"tableId,attr"`
				Column  string `xml:"column,attr"`
			} `xml:"tableSlicerCache"`
		} `xml:"extLst>ext"`
	}
	if err := xml.Unmarshal([]byte(text[part]), &cache); err != nil {
		t.Fatalf("cache %s: %v", part, err)
	}
	if len(cache.Exts) != 1 || cache.Exts[0].XMLName.Space != mainSpace || cache.Exts[0].URI != "{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}" || cache.XMLName.Space != slicerSpace ||
		cache.Exts[0].Table.XMLName.Space != tabularSpace {
		t.Fatalf("%s: %+v", part, cache)
	}
	type column struct {
		ID   string `xml:"id,attr"`
		Name string `xml:"name,attr"`
	}
	for name, s := range text {
		var table struct {
			ID      string   `xml:"id,attr"`
			Columns []column `xml:"tableColumns>tableColumn"`
		}
		if !strings.HasPrefix(name, "xl/tables/") || xml.Unmarshal([]byte(s), &table) != nil || table.ID != cache.Exts[0].Table.ID {
			continue
		}
		if !slices.Contains(table.Columns, column{cache.Exts[0].Table.Column, cache.Source}) || !strings.Contains(s, "<autoFilter ") {
			t.Errorf("%s: no column %s named %q that can be filtered in %s", part, cache.Exts[0].Table.Column, cache.Source, name)
		}
		return cache.Name
	}
	t.Errorf("%s: no table %s", part, cache.Exts[0].Table.ID)
	return cache.Name
}

// holdSheetSlicers holds the slicers of a sheet against the frames of its drawing, and gives their caches.
func holdSheetSlicers(t *testing.T, text map[string]string, sheet string) (caches []string) {
	t.Helper()
	var page struct {
		Drawing struct {
			ID string `xml:"id,attr"`
		} `xml:"drawing"`
		Exts []struct {
			URI     string `xml:"uri,attr"`
			Slicers []struct {
				ID string `xml:"id,attr"`
			} `xml:"slicerList>slicer"`
		} `xml:"extLst>ext"`
	}
	if err := xml.Unmarshal([]byte(text[sheet]), &page); err != nil {
		t.Fatal(err)
	}
	kinds, rels := relsFrom(t, text, sheet)
	frames := text[rels[page.Drawing.ID]]
	for _, ext := range page.Exts {
		for _, x := range ext.Slicers {
			var part struct {
				Slicer []struct {
					Name    string `xml:"name,attr"`
					Cache   string `xml:"cache,attr"`
					Caption string `xml:"caption,attr"`
				} `xml:"slicer"`
			}
			if err := xml.Unmarshal([]byte(text[rels[x.ID]]), &part); err != nil || ext.URI != "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" {
				t.Errorf("%s: slicers of tables under %s, %v", sheet, ext.URI, err)
			}
			for _, s := range part.Slicer {
				caches = append(caches, s.Cache)
				if strings.Count(frames, `name="`+s.Name+`"/></a:graphicData>`) != 1 || strings.Count(frames, `<xdr:cNvPr id="2" name="`+s.Name+`"`) != 1 || s.Caption == "" {
					t.Errorf("%s: the slicer %s has no frame", sheet, s.Name)
				}
			}
		}
	}
	if len(kinds["slicer"]) > len(caches) {
		t.Errorf("%s has slicers that it does not list", sheet)
	}
	return caches
}

// inOrder holds the children of workbook and sheets in the order of the schema (ECMA-376 part 1, 18.2.27 and 18.3.1.99).
func inOrder(t *testing.T, text map[string]string) {
	t.Helper()
	orders := map[string][]string{
		"workbook": {"fileVersion", "workbookPr", "bookViews", "sheets", "definedNames", "calcPr", "pivotCaches", "extLst"},
		"worksheet": {"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter", "mergeCells", "conditionalFormatting", "dataValidations",
			"hyperlinks", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "drawing", "tableParts", "extLst"},
	}
	for part, s := range text {
		if part != "xl/workbook.xml" && !strings.HasPrefix(part, "xl/worksheets/sheet") {
			continue
		}
		d, depth, at := xml.NewDecoder(strings.NewReader(s)), 0, 0
		var order []string
		for {
			token, err := d.Token()
			if err != nil {
				break
			}
			switch x := token.(type) {
			case xml.StartElement:
				if depth++; depth == 1 {
					order = orders[x.Name.Local]
				} else if depth == 2 {
					if n := slices.Index(order, x.Name.Local); n < at {
						t.Errorf("%s: %s stands where it may not", part, x.Name.Local)
					} else {
						at = n
					}
				}
			case xml.EndElement:
				depth--
			}
		}
	}
}

// Slicers stand beside the tables for which they are meant, in every language, and LibreOffice draws nothing in their place.
func TestSlicersStandBesideTheirTables(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		data := drawn(t, sampled(t, 60), ask(t, "coalition"), language)
		text := partsOf(t, data)
		if n := holdSlicers(t, text); n != len(sliced) {
			t.Errorf("%s: %d slicers", language, n)
		}
		for name, s := range text {
			if strings.HasPrefix(name, "xl/drawings/drawing") && strings.Contains(s, "Fallback") && !strings.Contains(s, "<mc:Fallback/>") {
				t.Errorf("%s shows something where slicers are not known", name)
			}
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "r.xlsx")
	p := ask(t, "public")
	p.Profile = model.Profile{Code: "short", Title: model.Text{"en": "Short"}, Ceiling: model.Public, Reviews: p.Profile.Reviews, Uses: p.Profile.Uses, SmallCount: 5,
		Sheets: []string{"cover", "gaps", "withheld", "code_lists"}}
	if err := os.WriteFile(file, drawn(t, sampled(t, 60), p, "en"), 0o600); err != nil {
		t.Fatal(err)
	}
	converted(t, dir, "fods", file)
	flat, err := os.ReadFile(filepath.Join(dir, "r.fods"))
	if err != nil {
		t.Fatal(err)
	}
	for _, drawn := range []string{"<draw:custom-shape", "<draw:frame", "represents a table slicer"} {
		if strings.Contains(string(flat), drawn) {
			t.Errorf("LibreOffice draws %s", drawn)
		}
	}
}
