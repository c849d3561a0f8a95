package export

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Slicers: buttons beside a table that show only the rows of one kind. They stand where
// they help and are seen: beside tables of many rows of few kinds that are narrow enough
// for a screen. Beside the wide ones they would stand behind the last column, out of
// sight, and above them is no room, for a table's header is its sheet's first row; there
// the filter buttons do the same.
//
// The parts are written here in the form in which Excel itself writes them ([MS-XLSX]
// 2.6: slicerCacheDefinition with x15:tableSlicerCache, slicers; 2.3.1: the extensions
// of workbook and sheet; [MS-ODRAWXML] 2.9: the frame of the drawing), not by excelize:
//
//  1. Its fallback, a box in English for versions without slicers, is what LibreOffice
//     shows. Here the whole anchor is the choice and the fallback is empty, as in the
//     anchors that Excel writes for form controls: LibreOffice shows nothing.
//  2. It writes the workbook's extensions before our pivot caches, where they may not
//     stand, and ext in another namespace than Excel.
//
// The anchor has one cell and a size: rows have any height, and hide when they are filtered.

// sliced are the sheets with slicers: the key of the column, and how many kinds it holds at most.
var sliced = map[string]struct {
	key   string
	kinds int
}{"gaps": {"kind", 4}, "timeline": {"kind", 7}, "code_lists": {"list", 20}}

// leastSliced is how many rows make a slicer worth its place.
const leastSliced = 15

// slicer is one beside a table.
type slicer struct {
	sheet  string // its part
	table  string
	name   string // in ASCII, of the slicer, its cache and its frame
	column int    // of the table, from 1
	head   string // of the column
	at     int    // the sheet's column from which it stands, from 0
	kinds  int
}

// slice plans the slicer of a table that was set up.
func (b *book) slice(code, table, sheet string, s spot) error {
	x, ok := sliced[code]
	letters, there := s.columns[x.key]
	if !ok || !there || s.last <= leastSliced {
		return nil
	}
	column, err := excelize.ColumnNameToNumber(letters)
	if err != nil {
		return err
	}
	part, err := b.partOf(sheet)
	if err != nil {
		return err
	}
	name := table + "_" + x.key
	b.slicers = append(b.slicers, slicer{sheet: part, table: table, name: name, column: column, head: s.heads[x.key], at: len(s.columns), kinds: x.kinds})
	return b.f.SetDefinedName(&excelize.DefinedName{Name: cacheName(name), RefersTo: "#N/A"})
}

func cacheName(slicer string) string { return "Slicer_" + slicer }

const (
	slicerSpace  = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
	tabularSpace = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
	openSpace    = "http://schemas.openxmlformats.org/"
	officeSpace  = "http://schemas.microsoft.com/office/"
	slicerRow    = 241_300 // EMU, of a button
	slicerWidth  = 2_286_000
)

// head opens a part in the slicers' own namespace.
func (s *slicer) root(element string) string {
	return xmlHead + `<` + element + ` xmlns="` + slicerSpace + `" xmlns:mc="` + openSpace + `markup-compatibility/2006" mc:Ignorable="x" xmlns:x="` + mainSpace + `"`
}

func (s *slicer) part() string {
	return s.root("slicers") + `><slicer name="` + s.name + `" cache="` + cacheName(s.name) + `" caption="` + attribute(s.head) + `" rowHeight="` +
		strconv.Itoa(slicerRow) + `"/></slicers>`
}

func (s *slicer) cache(table string) string {
	return s.root("slicerCacheDefinition") + ` name="` + cacheName(s.name) + `" sourceName="` + attribute(s.head) + `"><extLst><x:ext uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}" xmlns:x15="` +
		tabularSpace + `"><x15:tableSlicerCache tableId="` + table + `" column="` + strconv.Itoa(s.column) + `"/></x:ext></extLst></slicerCacheDefinition>`
}

// drawing is the part with the slicer's frame, where it is understood, and else nothing.
func (s *slicer) drawing(alt string) string {
	return xmlHead + `<xdr:wsDr xmlns:xdr="` + openSpace + `drawingml/2006/spreadsheetDrawing" xmlns:a="` + openSpace + `drawingml/2006/main">` +
		`<mc:AlternateContent xmlns:mc="` + openSpace + `markup-compatibility/2006"><mc:Choice xmlns:sle15="` + officeSpace + `drawing/2012/slicer" Requires="sle15">` +
		`<xdr:oneCellAnchor><xdr:from><xdr:col>` + strconv.Itoa(s.at) + `</xdr:col><xdr:colOff>190500</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>` +
		`<xdr:ext cx="` + strconv.Itoa(slicerWidth) + `" cy="` + strconv.Itoa((min(s.kinds, 14)+2)*slicerRow) + `"/>` +
		`<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="` + s.name + `" descr="` + attribute(alt) + `"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
		`<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="` + officeSpace + `drawing/2010/slicer">` +
		`<sle:slicer xmlns:sle="` + officeSpace + `drawing/2010/slicer" name="` + s.name + `"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>` +
		`</mc:Choice><mc:Fallback/></mc:AlternateContent></xdr:wsDr>`
}

// addSlicers puts the slicers among the parts. The workbook's extensions end it, so this comes last.
func (b *book) addSlicers(p *parts) error {
	if len(b.slicers) == 0 {
		return nil
	}
	drawings := 0
	for _, x := range p.list {
		if strings.HasPrefix(x.name, "xl/drawings/drawing") {
			drawings++
		}
	}
	var caches, lists, types string
	for i := range b.slicers {
		s, n := &b.slicers[i], strconv.Itoa(i+1)
		table, err := p.tableID(s.table)
		if err != nil {
			return err
		}
		drawing := "drawings/drawing" + strconv.Itoa(drawings+i+1) + ".xml"
		p.put("xl/"+drawing, s.drawing(b.w.T("report.slicer", "column", s.head)))
		p.put("xl/slicers/slicer"+n+".xml", s.part())
		p.put("xl/slicerCaches/slicerCache"+n+".xml", s.cache(table))
		if err := p.hang(s.sheet, "../"+drawing, "../slicers/slicer"+n+".xml"); err != nil {
			return err
		}
		caches += `<x14:slicerCache r:id="rIdSlicer` + n + `"/>`
		lists += vendorRelation("rIdSlicer"+n, "slicerCaches/slicerCache"+n+".xml", "slicerCache")
		types += vendorOverride("slicers/slicer"+n+".xml", "slicer") + vendorOverride("slicerCaches/slicerCache"+n+".xml", "slicerCache") +
			`<Override PartName="/xl/` + drawing + `" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"></Override>`
	}
	return errors.Join(p.named("[Content_Types].xml").before("</Types>", types), p.named("xl/_rels/workbook.xml.rels").before("</Relationships>", lists),
		p.named("xl/workbook.xml").extend("</workbook>", `<ext uri="{46BE6895-7355-4a93-B00E-2C351335B9C9}" xmlns:x15="`+tabularSpace+`"><x15:slicerCaches xmlns:x14="`+
			slicerSpace+`">`+caches+`</x15:slicerCaches></ext>`))
}

// hang puts a drawing and its slicer on a sheet, which has a table and neither of the two yet.
func (p *parts) hang(sheet, drawing, slicer string) error {
	part, own := p.named(sheet), p.named(relsOf(sheet))
	if part == nil || own == nil {
		return errors.New("a table's sheet is not among the parts")
	}
	before, after, found := strings.Cut(part.String(), "<tableParts ")
	if !found || strings.Contains(before, "<drawing ") {
		return fmt.Errorf("no slicer can stand on %s", sheet)
	}
	part.Reset()
	part.WriteString(before + `<drawing r:id="rIdDrawing"/><tableParts ` + after)
	return errors.Join(own.before("</Relationships>", relation("rIdDrawing", drawing, "drawing")+vendorRelation("rIdSlicer", slicer, "slicer")),
		part.extend("</worksheet>", `<ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" xmlns:x15="`+tabularSpace+`"><x14:slicerList xmlns:x14="`+slicerSpace+
			`"><x14:slicer r:id="rIdSlicer"/></x14:slicerList></ext>`))
}

// extend puts an extension behind those that a part has: that of a sheet's slicers is the last of all that we use.
func (p *part) extend(end, ext string) error {
	const list = "</extLst>"
	if strings.HasSuffix(strings.TrimSpace(p.String()), list+end) {
		return p.before(list+end, ext)
	}
	return p.before(end, "<extLst>"+ext+list)
}

var tableHead = regexp.MustCompile(`<table [^>]*>`)

// tableID is the number of a table in the workbook.
func (p *parts) tableID(name string) (string, error) {
	for _, x := range p.list {
		if !strings.HasPrefix(x.name, "xl/tables/") {
			continue
		}
		head := tableHead.FindString(x.String())
		if id := regexp.MustCompile(` id="([0-9]+)"`).FindStringSubmatch(head); id != nil && strings.Contains(head, ` displayName="`+name+`"`) {
			return id[1], nil
		}
	}
	return "", fmt.Errorf("no table %s among the parts", name)
}

func vendorRelation(id, target, kind string) string {
	return `<Relationship Id="` + id + `" Target="` + target + `" Type="` + officeSpace + `2007/relationships/` + kind + `"></Relationship>`
}

func vendorOverride(part, kind string) string {
	return `<Override PartName="/xl/` + part + `" ContentType="application/vnd.ms-excel.` + kind + `+xml"></Override>`
}
