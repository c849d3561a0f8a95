package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// findColumn is one column of the table as somebody chose it. The order of the list is that of the table.
type findColumn struct {
	Code  string  `json:"code"`
	On    bool    `json:"on"`
	Width float32 `json:"width,omitempty"` // in units; 0 takes the slack
}

// The columns that there are.
const (
	columnRef             = "ref"
	columnDate            = "date"
	columnTitle           = "title"
	columnCommitment      = "commitment"
	columnRegion          = "region"
	columnMethod          = "method"
	columnTrust           = "trust"
	columnGrade           = "grade"
	columnReview          = "review"
	columnConfidentiality = "confidentiality"
	columnOrganisation    = "organisation"
	columnTags            = "tags"
	columnEvidence        = "evidence"
)

// columnFacts is what every column is: its word, how wide it is at first, by what it sorts, and for which kinds it says
// something ("" for all).
var columnFacts = map[string]struct {
	word  string
	width float32
	order model.Order
	spare int // left out where there is no room, the highest first
	kinds []model.Kind
}{
	columnRef:             {word: "columns.ref", width: 98, order: model.ByRef},
	columnDate:            {word: "fields_common.date", width: 112, order: model.ByDate},
	columnTitle:           {word: "find_screen.title"},
	columnCommitment:      {word: "nouns.commitment", width: 92, spare: 5, kinds: []model.Kind{model.KindObservation, model.KindClaim, model.KindFinding, model.KindRecommendation}},
	columnRegion:          {word: "fields_observation.region", width: 134, spare: 2, kinds: []model.Kind{model.KindObservation}},
	columnMethod:          {word: "fields_observation.method", width: 140, spare: 6, kinds: []model.Kind{model.KindObservation}},
	columnTrust:           {word: "find_screen.trust", width: 48, spare: 3, kinds: []model.Kind{model.KindObservation}},
	columnGrade:           {word: "nouns.grade", width: 140, spare: 1, kinds: []model.Kind{model.KindFinding}},
	columnReview:          {word: "find_screen.review", width: 98, spare: 1, kinds: []model.Kind{model.KindObservation, model.KindFinding, model.KindRecommendation}},
	columnConfidentiality: {word: "fields_common.confidentiality", width: 120, spare: 7},
	columnOrganisation:    {word: "fields_common.organisation", width: 120, spare: 8},
	columnTags:            {word: "fields_common.tags", width: 140, spare: 9, kinds: []model.Kind{model.KindObservation}},
	columnEvidence:        {word: "nouns.evidence", width: 44, spare: 4, kinds: []model.Kind{model.KindObservation, model.KindClaim, model.KindFinding}},
}

// columnOrder is the order of the columns at first, and columnsFirst are those that are shown then.
var (
	columnOrder = []string{columnRef, columnDate, columnTitle, columnCommitment, columnGrade, columnRegion, columnMethod, columnTrust,
		columnReview, columnConfidentiality, columnOrganisation, columnTags, columnEvidence}
	columnsFirst = map[model.Kind][]string{
		model.KindObservation:    {columnRef, columnDate, columnTitle, columnRegion, columnTrust, columnReview, columnEvidence},
		model.KindClaim:          {columnRef, columnDate, columnTitle, columnCommitment, columnEvidence},
		model.KindFinding:        {columnRef, columnDate, columnTitle, columnCommitment, columnGrade, columnReview},
		model.KindEvidence:       {columnRef, columnDate, columnTitle, columnConfidentiality},
		model.KindSource:         {columnRef, columnTitle, columnConfidentiality, columnOrganisation},
		model.KindRecommendation: {columnRef, columnTitle, columnCommitment, columnReview},
	}
)

// The narrowest and widest that a column can be made, and the step.
const leastColumn, mostColumn, columnStep = 44, 400, 20

// columnsFor are the columns of a kind: those that were kept, what is new behind them.
func columnsFor(kind model.Kind, kept []findColumn) []findColumn {
	var out []findColumn
	have := func(code string) bool {
		return slices.ContainsFunc(out, func(c findColumn) bool { return c.Code == code })
	}
	for _, c := range kept {
		if fits(c.Code, kind) && !have(c.Code) {
			if c.Code == columnTitle {
				c.On, c.Width = true, 0
			} else {
				c.Width = min(max(c.Width, leastColumn), mostColumn)
			}
			out = append(out, c)
		}
	}
	for _, code := range columnOrder {
		if fits(code, kind) && !have(code) {
			out = append(out, findColumn{code, len(kept) == 0 && slices.Contains(columnsFirst[kind], code) || code == columnTitle, columnFacts[code].width})
		}
	}
	return out
}

// unsized says whether nobody has chosen how wide a column is.
func (c findColumn) unsized() bool { return c.Width > 0 && c.Width == columnFacts[c.Code].width }

// now is how wide a column must be at least now, in units.
func (c findColumn) now(k parts.Look) float32 {
	if c.unsized() {
		least, _ := columnWidths(k, c.Code)
		return least
	}
	return c.Width
}

// sized is a column as wide as somebody made it, which is never what it is where nobody has.
func (c findColumn) sized(width float32) findColumn {
	c.Width = min(max(width, leastColumn), mostColumn)
	if c.unsized() {
		c.Width++
	}
	return c
}

// fits says whether a column says something of a kind.
func fits(code string, kind model.Kind) bool {
	f, ok := columnFacts[code]
	return ok && (f.kinds == nil || slices.Contains(f.kinds, kind))
}

// shownColumns are those of a list that are on.
func shownColumns(all []findColumn) []findColumn {
	return slices.DeleteFunc(slices.Clone(all), func(c findColumn) bool { return !c.On })
}

// tableColumns says the columns to the table.
func tableColumns(k parts.Look, shown []findColumn) []parts.TableColumn {
	out := make([]parts.TableColumn, len(shown))
	for i, c := range shown {
		f := columnFacts[c.Code]
		out[i] = parts.TableColumn{Title: k.T(f.word), Width: c.Width, Sorts: f.order != "", Spare: f.spare}
		if c.unsized() {
			out[i].Width, out[i].Most = columnWidths(k, c.Code)
		}
		switch c.Code {
		case columnRef:
			out[i].Ink = parts.Ink3
		case columnTitle:
			out[i].Ink = parts.Ink
		case columnEvidence:
			out[i].Icon = theme.MailAttachmentIcon()
		}
	}
	return out
}

// columnsDialog chooses, orders and sizes the columns. What is done there shows at once in the table behind.
type columnsDialog struct {
	k       parts.Look
	all     []findColumn
	changed func(all []findColumn)
	rows    *fyne.Container
	dialog  *parts.Dialog
}

func newColumnsDialog(k parts.Look, over fyne.Canvas, all []findColumn, changed func(all []findColumn)) *columnsDialog {
	d := &columnsDialog{k: k, all: slices.Clone(all), changed: changed, rows: parts.Column(2)}
	d.fill()
	body := parts.Sized(0, parts.DialogHeight(over, 380), parts.NewPageWithin(k, 2, 2, d.rows))
	d.dialog = parts.NewDialog(k, parts.Calm, theme.ListIcon(), k.T("find_screen.columns"), k.T("find_screen.columns_next"), k.T("actions.close"), body)
	return d
}

// fill makes the rows of the dialog.
func (d *columnsDialog) fill() {
	k := d.k
	d.rows.Objects = nil
	for i, c := range d.all {
		check := parts.NewCheck(k, k.T(columnFacts[c.Code].word), c.On, func(on bool) {
			d.all[i].On = on
			d.told()
		})
		if c.Code == columnTitle {
			check.Disable()
		}
		act := func(word string, icon fyne.Resource, able bool, f func()) *parts.Button {
			b := parts.NewIconButton(k, "", icon, parts.Quiet, func() { f(); d.told(); d.fill() })
			b.Tip = k.T(word)
			b.SetOff(!able)
			return b
		}
		swap := func(j int) func() { return func() { d.all[i], d.all[j] = d.all[j], d.all[i] } }
		size := func(step float32) func() { return func() { d.all[i] = c.sized(c.now(k) + step) } }
		d.rows.Add(k.Row(0, 0, check,
			act("find_screen.narrower", theme.ContentRemoveIcon(), c.now(k) > leastColumn, size(-columnStep)),
			act("find_screen.wider", theme.ContentAddIcon(), c.Width > 0 && c.now(k) < mostColumn, size(columnStep)),
			act("find_screen.earlier", theme.MoveUpIcon(), i > 0, swap(i-1)),
			act("find_screen.later", theme.MoveDownIcon(), i < len(d.all)-1, swap(i+1))))
	}
	d.rows.Refresh()
}

func (d *columnsDialog) told() { d.changed(slices.Clone(d.all)) }

// cell is what a column shows of a record.
func (f *foundRow) cell(code string, asked []string) parts.TableCell {
	switch code {
	case columnTitle:
		return parts.TableCell{Text: f.title, Base: f.base, Prose: true, Marks: parts.FoundMarks(f.title, asked)}
	case columnRef:
		return parts.TableCell{Text: bidi.IsolateLTR(f.ref), Marks: nil}
	case columnCommitment:
		return parts.TableCell{Text: bidi.IsolateLTR(f.words[code])}
	case columnEvidence:
		if f.words[code] == "" {
			return parts.TableCell{Text: "–"}
		}
		return parts.TableCell{Text: f.words[code], Icon: theme.MailAttachmentIcon()}
	}
	return parts.TableCell{Text: strings.TrimSpace(f.words[code]), Short: f.short[code]}
}
