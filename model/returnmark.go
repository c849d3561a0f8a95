package model

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What a report's workbook says of itself, on a very hidden sheet, so that it
// can come home after somebody edited it. The sheet holds lines of cells, all of
// them words; the first cell of a line says what it is:
//
//	plumbline-report  format ("1")
//	profile           code of the audience
//	rules             the audience's profile as JSON, where the program does not
//	                  bring it; cut over several lines where it is long
//	language          of the words
//	plan              code of the plan
//	program           version that drew it
//	digest            over the records, as on the sheet of provenance
//	today  from  to   the day of consent and the period, ISO 8601; left out when empty
//	filter            a Query as JSON; left out when it asks nothing, and where
//	                  the audience's reports name no revisions; without the ids
//	                  of single records, which would tell of withheld ones
//	sheet             code, name, rows drawn, records, sum
//	column            key, head; in order, of the sheet above it
//
// A sheet stands again, without columns, for every further one on which its rows
// go on. The sum is the exclusive or of the ids of the records written on it: it
// says which rows are gone, and nothing that the rows themselves do not say.

// ReturnSheetName is the name of the very hidden sheet.
const ReturnSheetName = "_plumbline"

// returnFormat is the version of the lines.
const returnFormat = 1

// Bounds of the lines.
const (
	MaxReturnLines  = 2000
	maxReturnSheets = 200
	maxReturnRows   = 1 << 20
)

// On reading a report that comes home.
var (
	// ErrNotReport means that a workbook is no report of this program.
	ErrNotReport = errors.New("not a report that Plumbline drew")
	// ErrReportNewer means that a later version of the program drew the report.
	ErrReportNewer = errors.New("a newer version of Plumbline drew this report")
	// ErrReportMark means that what a report says of itself is damaged.
	ErrReportMark = errors.New("what the report says of itself is damaged")
	// ErrReportPlan means that the report is about another plan.
	ErrReportPlan = errors.New("the report is about another plan")
	// ErrReportElsewhere means that none of its records is known here.
	ErrReportElsewhere = errors.New("none of the report's records is in this notebook")
	// ErrReportForged means that rows say what no report of this program says.
	ErrReportForged = errors.New("rows of the report were tampered with")
	// ErrReportLarge means that more was changed than can be reviewed.
	ErrReportLarge = errors.New("the report has more changes than can be reviewed")
)

// ReturnMark is what a report's workbook says of itself.
type ReturnMark struct {
	Profile                         Profile
	Language, Plan, Program, Digest string
	Today, From, To                 Day
	Filter                          Query
	Sheets                          []ReturnSheet
	rules                           string
}

// ReturnSheet is one sheet of records as it was drawn.
type ReturnSheet struct {
	Code    string
	Name    string
	Rows    int // those that continue others counted
	Records int
	Sum     ID // exclusive or of the ids of its records, over all sheets of the code
	More    bool
	Keys    []string // of its columns; shared by the sheets on which it goes on
	Heads   []string
}

// Mark says what the report's workbook says of itself; the sheets are added by
// whoever draws them.
func (r *Report) Mark() ReturnMark {
	m := ReturnMark{Profile: r.Profile, Language: r.Language, Plan: r.Plan.Plan.Code, Program: r.Program, Digest: r.Digest,
		Today: r.Today, From: r.From, To: r.To}
	if r.Profile.Revisions {
		m.Today = r.work.consentDay()
		m.Filter = r.work.ask.Filter
		m.Filter.Among = nil
	}
	return m
}

// Lines writes the mark as the lines of its sheet.
func (m *ReturnMark) Lines() [][]string {
	lines := [][]string{{"plumbline-report", strconv.Itoa(returnFormat)}, {"profile", m.Profile.Code}, {"language", m.Language}, {"plan", m.Plan},
		{"program", m.Program}, {"digest", m.Digest}}
	if _, ours := ProfileOf(m.Profile.Code); !ours {
		b, _ := json.Marshal(m.Profile) // of words and numbers: it cannot fail
		for part := range slices.Chunk([]rune(string(b)), 10_000) {
			lines = append(lines, []string{"rules", string(part)})
		}
	}
	for _, d := range []struct {
		name string
		day  Day
	}{{"today", m.Today}, {"from", m.From}, {"to", m.To}} {
		if d.day != "" {
			lines = append(lines, []string{d.name, string(d.day)})
		}
	}
	if m.Filter != (Query{}) {
		if b, err := json.Marshal(m.Filter); err == nil {
			lines = append(lines, []string{"filter", string(b)})
		}
	}
	for _, s := range m.Sheets {
		lines = append(lines, []string{"sheet", s.Code, s.Name, strconv.Itoa(s.Rows), strconv.Itoa(s.Records), hex.EncodeToString(s.Sum[:])})
		for i := range s.Keys {
			if !s.More {
				lines = append(lines, []string{"column", s.Keys[i], s.Heads[i]})
			}
		}
	}
	return lines
}

// ReadReturnMark reads what Lines wrote. The error is ErrNotReport,
// ErrReportNewer or ErrReportMark.
func ReadReturnMark(lines [][]string) (ReturnMark, error) {
	var m ReturnMark
	if len(lines) == 0 || at(lines[0], 0) != "plumbline-report" {
		return m, ErrNotReport
	}
	switch n, err := strconv.Atoi(at(lines[0], 1)); {
	case err != nil || n < 1:
		return m, ErrReportMark
	case n > returnFormat:
		return m, ErrReportNewer
	case len(lines) > MaxReturnLines:
		return m, fmt.Errorf("%w: too many lines", ErrReportMark)
	}
	seen := map[string]bool{}
	for i, line := range lines[1:] {
		if name := at(line, 0); !slices.Contains([]string{"", "sheet", "column", "rules"}, name) {
			if seen[name] {
				return m, fmt.Errorf("%w: line %d stands twice", ErrReportMark, i+2)
			}
			seen[name] = true
		}
		if !m.take(line) {
			return m, fmt.Errorf("%w: line %d", ErrReportMark, i+2)
		}
	}
	return m, m.check()
}

func at(line []string, i int) string {
	if i >= len(line) {
		return ""
	}
	return line[i]
}

// take reads one line.
func (m *ReturnMark) take(line []string) bool {
	words := map[string]*string{"profile": &m.Profile.Code, "language": &m.Language, "plan": &m.Plan, "program": &m.Program, "digest": &m.Digest}
	days := map[string]*Day{"today": &m.Today, "from": &m.From, "to": &m.To}
	name, value := at(line, 0), at(line, 1)
	switch {
	case words[name] != nil:
		*words[name] = value
		return len(value) <= maxWord
	case days[name] != nil:
		*days[name] = Day(value)
		return Day(value).Valid()
	case name == "filter":
		return len(value) <= maxWord && json.Unmarshal([]byte(value), &m.Filter) == nil
	case name == "rules":
		m.rules += value
		return len(m.rules) <= maxProfile
	case name == "sheet":
		return m.sheet(line)
	case name == "column" && len(m.Sheets) > 0:
		s := &m.Sheets[len(m.Sheets)-1]
		if value == "" || at(line, 2) == "" || s.More || len(s.Keys) >= 200 || slices.Contains(s.Keys, value) || slices.Contains(s.Heads, at(line, 2)) {
			return false
		}
		s.Keys, s.Heads = append(s.Keys, value), append(s.Heads, at(line, 2))
		return true
	}
	return name == "" && value == ""
}

func (m *ReturnMark) sheet(line []string) bool {
	s := ReturnSheet{Code: at(line, 1), Name: at(line, 2)}
	var err, err2 error
	s.Rows, err = strconv.Atoi(at(line, 3))
	s.Records, err2 = strconv.Atoi(at(line, 4))
	sum, err3 := hex.DecodeString(at(line, 5))
	if err != nil || err2 != nil || err3 != nil || len(sum) != len(s.Sum) || s.Rows < 0 || s.Rows > maxReturnRows || s.Records < 0 ||
		s.Records > maxReturnSheets*maxReturnRows || s.Code == "" || s.Name == "" || len(m.Sheets) >= maxReturnSheets {
		return false
	}
	copy(s.Sum[:], sum)
	for _, other := range m.Sheets {
		if other.Name == s.Name {
			return false
		}
	}
	if i := len(m.Sheets) - 1; i >= 0 && m.Sheets[i].Code == s.Code {
		s.More, s.Keys, s.Heads = true, m.Sheets[i].Keys, m.Sheets[i].Heads
	} else if slices.ContainsFunc(m.Sheets, func(o ReturnSheet) bool { return o.Code == s.Code }) {
		return false
	}
	m.Sheets = append(m.Sheets, s)
	return true
}

func (m *ReturnMark) check() error {
	profile, known := ProfileOf(m.Profile.Code)
	if !known {
		var err error
		if profile, err = ReadProfile(strings.NewReader(m.rules)); err != nil || profile.Code != m.Profile.Code {
			return fmt.Errorf("%w: an audience that this program does not know", ErrReportMark)
		}
	}
	m.Profile, m.rules = profile, ""
	if m.Plan == "" || m.Language == "" || m.Today == "" || len(m.Sheets) == 0 {
		return fmt.Errorf("%w: lines are missing", ErrReportMark)
	}
	for _, s := range m.Sheets {
		if len(s.Keys) == 0 || s.Code == "" {
			return fmt.Errorf("%w: a sheet without columns", ErrReportMark)
		}
	}
	return nil
}

// ReturnedKind says what a cell of a returned row holds.
type ReturnedKind byte

// The kinds of a returned cell.
const (
	ReturnedText ReturnedKind = iota
	ReturnedNumber
	ReturnedDay   // ISO 8601
	ReturnedBool  // "1" or "0"
	ReturnedFault // an error of the spreadsheet
)

// ReturnedCell is one cell as it came back; the zero cell is empty.
type ReturnedCell struct {
	Kind    ReturnedKind
	Value   string
	Formula bool
}

// ReturnedRow is one row as it came back. It is valid until the callback that
// gets it returns.
type ReturnedRow struct {
	Sheet  *ReturnedSheet
	Number int            // in its sheet, from 1
	Cells  []ReturnedCell // by the place of the column in Sheet.Drawn.Keys
	Strays []int          // places in Sheet.Strays of columns that are not the report's and hold something here
}

// ReturnedSheet is a sheet of records as it came back.
type ReturnedSheet struct {
	Drawn  *ReturnSheet
	Name   string   // as it is called now
	Gone   []bool   // by column: it is no longer there
	Strays []string // heads of columns that are not the report's
}

// ReturnedBook is a returned workbook: the mark, which sheets are there, and
// their rows, which may be walked again.
type ReturnedBook struct {
	Mark   ReturnMark
	File   [32]byte // SHA-256 of the workbook
	Sheets []*ReturnedSheet
	Gone   []string // names of sheets of records that are no longer there
	Rows   func(func(ReturnedRow) error) error
}
