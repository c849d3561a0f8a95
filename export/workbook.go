package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// Workbook draws a report in the language of the words and writes it to w. It
// stops when ctx ends, and at the first fault of the report's streams; what w
// has then taken is no workbook, so write beside the target and rename. progress
// may be nil; it is told rows written and rows in all.
func Workbook(ctx context.Context, w io.Writer, r *model.Report, words assets.Words, progress func(done, total int)) error {
	b, err := draw(ctx, r, words)
	if err != nil {
		return fmt.Errorf("draw workbook: %w", err)
	}
	defer b.stop()
	b.progress = progress
	if err := b.write(ctx, w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// book is a workbook while it is drawn. No value that reaches one may be kept in
// an interface, and AddPivotTable and CalcCellValue may not be called: the linker
// would then keep all of excelize, 3 MB, for reflection might ask for it.
type book struct {
	f        *excelize.File
	r        *model.Report
	w        assets.Words
	rtl      bool
	order    []string        // codes of the sheets as they stand; by_treaty:CCPR and the like for each body
	body     string          // whose sheet is being drawn
	shaded   map[string]int  // looks of conditional formats, by grade
	ctx      context.Context // of the sink
	sink     sink            // not nil: tables go there as text, and nothing is drawn
	styles   map[look]int
	frozen   bool
	unstyled atomic.Bool       // a row asked for a look that was not made
	names    map[string]string // code of a sheet to its name
	taken    map[string]bool   // names, folded
	tables   map[string]spot   // code of a sheet of records to where its rows stand
	splices  map[string]splice // by part
	turned   *turned           // nil: none
	slicers  []slicer
	leaves   []model.ReturnSheet
	home     map[string]homeTable // not nil: tables are kept for a report that comes home, and nothing is drawn
	stops    []func()
	err      error
	labels   map[string]map[string]string // of codes, by the prefix of their keys
	fixed    fixedLooks
	dates    memo[model.Date]
	apart    memo[string] // codes and labels, isolated as in a list
	done     int
	total    int
	progress func(done, total int)
}

// spot is where the rows of a table stand, for formulas over them.
type spot struct {
	sheet   string
	columns map[string]string // key of a column to its letters
	heads   map[string]string // key of a column to its header
	last    int               // the last row
}

// sheets draws every sheet there is, by code.
var sheets = map[string]func(*book) error{
	"cover": (*book).cover, "contents_and_method": (*book).method, "summary": (*book).summary, "scorecard": (*book).scorecard,
	"claim_and_finding": (*book).claims, "commitments": (*book).commitments, "observations": (*book).observations,
	"evidence_register": (*book).evidence, "findings_by_organisation": (*book).findings, "recommendations": (*book).recommendations,
	"withheld": (*book).withheld, "code_lists": (*book).codeLists, "provenance": (*book).provenance, "sources": (*book).sourceCodes,
	"by_treaty": (*book).treaty, "upr_matrix": (*book).upr, "by_region": (*book).byRegion, "by_body": (*book).byBody,
	"timeline": (*book).timeline, "gaps": (*book).thin, "disputes_and_decisions": (*book).disputes, "plan_changes": (*book).planChanges,
	"pivot": (*book).pivot,
}

// late are drawn last, for they speak of the others; their place is kept.
var late = []string{"cover", "contents_and_method", "summary", "pivot"}

// newBook is a book without a sheet.
func newBook(f *excelize.File, r *model.Report, w assets.Words) *book {
	return &book{f: f, r: r, w: w, rtl: w.RightToLeft(), styles: map[look]int{}, names: map[string]string{}, taken: map[string]bool{},
		tables: map[string]spot{}, splices: map[string]splice{}, labels: map[string]map[string]string{}, shaded: map[string]int{}}
}

func draw(ctx context.Context, r *model.Report, w assets.Words) (*book, error) {
	b := newBook(excelize.NewFile(), r, w)
	if err := b.f.SetDefaultFont(fontName); err != nil {
		return nil, err
	}
	b.learn()
	if err := b.paint(ctx); err != nil {
		b.stop()
		return nil, err
	}
	return b, errors.Join(b.homeward(), b.finish())
}

// paint draws the sheets of the profile, each in its place.
func (b *book) paint(ctx context.Context) error {
	if err := CheckProfile(b.r.Profile); err != nil {
		return err
	}
	b.order = expanded(b.r.Profile)
	for _, last := range []bool{false, true} {
		for _, code := range b.order {
			kind, body, _ := strings.Cut(code, ":")
			if !last {
				if _, err := b.sheet(code); err != nil {
					return err
				}
			}
			if slices.Contains(late, kind) != last {
				continue
			}
			b.body = body
			if err := errors.Join(ctx.Err(), sheets[kind](b), b.err); err != nil {
				return fmt.Errorf("%s: %w", code, err)
			}
		}
	}
	return nil
}

// expanded lists the sheets of a profile, one by_treaty for each of its bodies.
func expanded(p model.Profile) []string {
	var codes []string
	for _, code := range p.Sheets {
		if code != "by_treaty" {
			codes = append(codes, code)
			continue
		}
		for _, body := range p.Bodies {
			codes = append(codes, code+":"+body)
		}
	}
	return codes
}

// title is what a sheet is called; that of a treaty body names the body.
func (b *book) title(code string) string {
	kind, body, _ := strings.Cut(code, ":")
	return b.w.T("sheets."+kind) + optional(" ", body)
}

// sheet begins a sheet, or goes back to one that was begun.
func (b *book) sheet(code string) (string, error) {
	if name, ok := b.names[code]; ok {
		return name, nil
	}
	if b.sink != nil {
		b.names[code] = b.title(code)
		return b.names[code], nil
	}
	name := sheetName(b.title(code), b.taken)
	b.names[code] = name
	return name, b.newSheet(name)
}

// newSheet adds a sheet behind the others, in the direction of the language.
func (b *book) newSheet(name string) error {
	if len(b.taken) == 1 {
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	grid := false
	return b.f.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &b.rtl, ShowGridLines: &grid})
}

// partOf is the part of a sheet. Sheets are never moved or deleted, so their
// parts are numbered as they were added.
func (b *book) partOf(name string) (string, error) {
	i, err := b.f.GetSheetIndex(name)
	if err != nil || i < 0 {
		return "", fmt.Errorf("no sheet for rows: %w", err)
	}
	return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), nil
}

// fail keeps the first fault of a drawing that has no error of its own.
func (b *book) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) stop() {
	for _, stop := range b.stops {
		stop()
	}
	b.stops = nil
	_ = b.f.Close()
}

// finish sets what belongs to the whole: its properties, without a user, a host
// or a time of day.
func (b *book) finish() error {
	day := b.r.Newest
	if day.IsZero() {
		day, _ = time.Parse(time.DateOnly, string(b.r.Today))
	}
	at := day.UTC().Format("2006-01-02T00:00:00Z")
	title, _ := b.w.Of(b.r.Plan.Plan.Title, "")
	err := b.f.SetDocProps(&excelize.DocProperties{Title: clean(b.w.T("report.title") + ": " + title), Subject: clean(b.r.Plan.Plan.Code),
		Creator: "Plumbline", LastModifiedBy: "Plumbline", Created: at, Modified: at, Language: b.w.Language(), Category: b.w.T("report.title")})
	if err != nil {
		return err
	}
	if err := b.f.SetAppProps(&excelize.AppProperties{Application: "Plumbline"}); err != nil {
		return err
	}
	b.f.SetActiveSheet(0)
	b.warm()
	return b.err
}

// write hands the parts over and lets the rows flow in.
func (b *book) write(ctx context.Context, w io.Writer) error {
	p := &parts{}
	b.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return p })
	if err := b.f.Write(io.Discard); err != nil {
		return err
	}
	if b.turned != nil {
		if err := b.turned.addTo(p); err != nil {
			return err
		}
	}
	if err := b.addSlicers(p); err != nil {
		return err
	}
	if err := pack(ctx, w, p.list, b.splices); err != nil {
		return err
	}
	if b.unstyled.Load() {
		return errors.New("a row has a look that the workbook does not hold")
	}
	return nil
}

// step tells how far the rows are.
func (b *book) step(rows int) {
	b.done += rows
	if b.progress != nil {
		b.progress(b.done, b.total)
	}
}

// learn reads the labels of every list once, so that rows find them without
// asking the catalogue.
func (b *book) learn() {
	for prefix, codes := range map[string][]string{
		"enum_method.": model.Methods, "enum_effect.": model.Effects, "enum_right.": model.Rights, "enum_group.": model.Groups,
		"enum_unit.": model.Units, "enum_review.": model.ReviewStates, "enum_precision.": model.Precisions,
		"enum_source_kind.": model.SourceKinds, "enum_copy.": model.Copies, "enum_language.": assets.Languages(),
		"enum_official_status.": model.OfficialStatuses, "enum_evidence_status.": model.EvidenceStatuses,
		"enum_schedule_status.": model.ScheduleStatuses, "enum_confidence.": model.Confidences, "enum_verdict.": model.Verdicts,
		"enum_verifiable.": model.Verifiables, "enum_level.": model.Levels, "enum_scale.": model.Scales, "enum_priority.": model.Priorities,
		"enum_origin.": model.Origins, "enum_certainty.": model.Certainties, "enum_commitment_kind.": model.CommitmentKinds,
		"enum_grade_house.": model.HouseGrades, "enum_grade_ogp.": model.OGPGrades, "enum_grade_ccpr.": model.CCPRGrades,
		"enum_grade_upr.": model.UPRGrades, "enum_upr_position.": {"supported", "noted"}, "enum_connection.": model.Connections,
		"enum_consent_use.": model.ConsentUses, "enum_confidentiality.": model.Confidentialities,
		"enum_reliability.": model.Reliabilities, "enum_credibility.": {"1", "2", "3", "4", "5", "6"},
	} {
		b.labels[prefix] = map[string]string{}
		for _, code := range codes {
			if key := prefix + code; b.w.Has(key) {
				b.labels[prefix][code] = b.w.T(key)
			}
		}
	}
	b.labels["region."] = map[string]string{}
	for _, region := range assets.Regions() {
		name, _ := b.w.Of(region.Name, "")
		b.labels["region."][region.Code] = name
	}
}

// say gives the label of a code; a code without one stands for itself.
func (b *book) say(prefix, code string) string {
	if label, ok := b.labels[prefix][code]; ok {
		return label
	}
	return code
}

// sayAll gives the labels of a list, joined in the way of the language.
func (b *book) sayAll(prefix string, codes []string) string {
	if len(codes) == 1 {
		return b.one(b.say(prefix, codes[0]))
	}
	labels := make([]string, len(codes))
	for i, code := range codes {
		labels[i] = b.say(prefix, code)
	}
	return b.list(labels)
}

// list joins words; one that would not fit a cell ends with how many are left.
func (b *book) list(items []string) string {
	const most = 400
	switch {
	case len(items) == 0:
		return ""
	case len(items) == 1:
		return b.one(items[0])
	case len(items) <= most:
		return b.w.List(items)
	}
	return b.w.List(items[:most]) + " … +" + b.w.Number(int64(len(items)-most))
}

// one is a list of one: most lists are.
func (b *book) one(item string) string { return b.apart.say(item, b.w.Isolate) }

// date writes a date in words.
func (b *book) date(d model.Date) string {
	return b.dates.say(d, func(d model.Date) string { return b.w.Date(string(d.From), string(d.To), string(d.Precision)) })
}

// said gives the wording of a text for the reader, and the look of its language.
func (b *book) said(text model.Text, written string) (string, int) {
	wording, language := b.w.Of(text, written)
	return wording, b.content(runsRight(language))
}

// runsRight says whether a language is written from the right.
func runsRight(tag string) bool {
	switch tag { // what nearly all is written in
	case "en", "ru", "kk":
		return false
	case "ar":
		return true
	}
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return slices.Contains([]string{"ar", "arc", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}, base)
}

// bodyName is the name of a public body, where the plan has one for the code.
func (b *book) bodyName(code string) string {
	name, _ := b.w.Of(b.r.Plan.Body(code).Name, "")
	return or(name, code)
}

func (b *book) bodyNames(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = b.bodyName(code)
	}
	return b.list(names)
}

// clean leaves out of a property what XML forbids.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffe || r == 0xffff || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
