package export

import (
	"encoding/xml"
	"errors"
	"path"
	"strconv"
	"strings"
)

// turned is a pivot table over a table of the workbook: sums, by one field down
// and another across. Its parts are written here, as excelize writes them,
// because excelize reaches its whole library of formulas from AddPivotTable, a
// twelfth of the program. It holds no values: they are read when the workbook is
// opened (ECMA-376 part 1, 18.10; refreshOnLoad).
type turned struct {
	name, from, at    string // its name, the table that it reads, where it stands
	sheet             string // the part of its sheet
	fields            []string
	row, column, data int // fields
	sum               string
}

const (
	xmlHead   = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	contents  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	pivotPart = "pivotTables/pivotTable1.xml"
	cachePart = "pivotCache/pivotCacheDefinition1.xml"
	cacheID   = "2"
)

// definition is the part of the table itself.
func (t *turned) definition() string {
	x := xmlHead + `<pivotTableDefinition xmlns="` + mainSpace + `" name="` + attribute(t.name) + `" cacheId="` + cacheID +
		`" dataCaption="Values" showError="false" updatedVersion="8" minRefreshableVersion="3" showDrill="true" useAutoFormatting="false" ` +
		`pageOverThenDown="false" rowGrandTotals="true" colGrandTotals="true" mergeItem="false" createdVersion="3" compactData="false">` +
		`<location ref="` + t.at + `" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"></location>` +
		`<pivotFields count="` + strconv.Itoa(len(t.fields)) + `">`
	for i := range t.fields {
		switch i {
		case t.row:
			x += axis("axisRow")
		case t.column:
			x += axis("axisCol")
		case t.data:
			x += `<pivotField dataField="true" showAll="false"></pivotField>`
		default:
			x += `<pivotField showAll="false"></pivotField>`
		}
	}
	return x + `</pivotFields><rowFields count="1"><field x="` + strconv.Itoa(t.row) + `"></field></rowFields><rowItems count="1"><i><x></x></i></rowItems>` +
		`<colFields count="1"><field x="` + strconv.Itoa(t.column) + `"></field></colFields><colItems count="1"><i></i></colItems>` +
		`<dataFields count="1"><dataField name="` + attribute(t.sum) + `" fld="` + strconv.Itoa(t.data) + `" subtotal="sum"></dataField></dataFields>` +
		`<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="true" showColHeaders="true"></pivotTableStyleInfo></pivotTableDefinition>`
}

func axis(name string) string {
	return `<pivotField axis="` + name + `" compact="false" outline="false" showAll="false" defaultSubtotal="true">` +
		`<items count="1"><item t="default"></item></items></pivotField>`
}

// cache is the part that says which fields the table has.
func (t *turned) cache() string {
	x := xmlHead + `<pivotCacheDefinition xmlns="` + mainSpace + `" saveData="false" refreshOnLoad="true" backgroundQuery="false" ` +
		`createdVersion="3" refreshedVersion="8" minRefreshableVersion="3"><cacheSource type="worksheet"><worksheetSource name="` + attribute(t.from) +
		`"></worksheetSource></cacheSource><cacheFields count="` + strconv.Itoa(len(t.fields)) + `">`
	for _, f := range t.fields {
		x += `<cacheField name="` + attribute(f) + `" numFmtId="0"><sharedItems containsBlank="true" count="0"><m></m></sharedItems></cacheField>`
	}
	return x + `</cacheFields></pivotCacheDefinition>`
}

// addTo puts the table among the parts, and its name into those that list others.
func (t *turned) addTo(p *parts) error {
	book, list, types := p.named("xl/workbook.xml"), p.named("xl/_rels/workbook.xml.rels"), p.named("[Content_Types].xml")
	if book == nil || list == nil || types == nil {
		return errors.New("the workbook lacks a part that lists the others")
	}
	const id = "rIdPivot"
	p.put("xl/"+pivotPart, t.definition())
	p.put("xl/"+cachePart, t.cache())
	p.put("xl/pivotTables/_rels/pivotTable1.xml.rels", relationList(relation("rId1", "../"+cachePart, "pivotCacheDefinition")))
	here := relation(id, "../"+pivotPart, "pivotTable")
	own := p.named(relsOf(t.sheet))
	if own == nil {
		own = p.put(relsOf(t.sheet), relationList(""))
	}
	return errors.Join(own.before("</Relationships>", here),
		list.before("</Relationships>", relation(id, cachePart, "pivotCacheDefinition")),
		book.before("</workbook>", `<pivotCaches><pivotCache cacheId="`+cacheID+`" r:id="`+id+`"></pivotCache></pivotCaches>`),
		types.before("</Types>", override(pivotPart, "pivotTable")+override(cachePart, "pivotCacheDefinition")))
}

// relsOf is the part that lists what a part refers to.
func relsOf(part string) string {
	folder, name := path.Split(part)
	return folder + "_rels/" + name + ".rels"
}

func relationList(all string) string {
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + all + `</Relationships>`
}

func relation(id, target, kind string) string {
	return `<Relationship Id="` + id + `" Target="` + target + `" Type="` + relations + kind + `"></Relationship>`
}

func override(part, kind string) string {
	return `<Override PartName="/xl/` + part + `" ContentType="` + contents + kind + `+xml"></Override>`
}

// attribute escapes words for the value of an attribute.
func attribute(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder does not fail
	return b.String()
}

// named is the part of that name, nil when there is none.
func (p *parts) named(name string) *part {
	for _, x := range p.list {
		if x.name == name {
			return x
		}
	}
	return nil
}

func (p *parts) put(name, text string) *part {
	x := &part{name: name}
	x.WriteString(text)
	p.list = append(p.list, x)
	return x
}

// before puts text before the end of a part.
func (p *part) before(end, text string) error {
	all, found := strings.CutSuffix(strings.TrimSpace(p.String()), end)
	if !found {
		return errors.New("a part of the workbook does not end as it should")
	}
	p.Reset()
	p.WriteString(all + text + end)
	return nil
}
