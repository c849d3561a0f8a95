package export

import (
	"errors"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// What a workbook needs to come home: a very hidden sheet that says what was
// drawn (model.ReturnMark), and in every sheet of records the hidden columns of
// machine.

// homeKinds are the kinds of records on the sheets, by code.
var homeKinds = map[string]model.Kind{
	"observations": model.KindObservation, "findings_by_organisation": model.KindFinding, "claim_and_finding": model.KindClaim,
	"recommendations": model.KindRecommendation, "evidence_register": model.KindEvidence,
	"scorecard": model.KindCommitment, "commitments": model.KindCommitment,
}

// states names the revisions that a row was drawn from, the newest first.
func states(r *model.Row) string {
	all := r.Revision.String()
	for _, rev := range r.Joined {
		all += " " + rev.String()
	}
	return all
}

// homeward draws the very hidden sheet.
func (b *book) homeward() error {
	mark := b.r.Mark()
	mark.Language = b.w.Language()
	for _, s := range b.leaves {
		kind, ok := homeKinds[s.Code]
		if !ok {
			continue
		}
		if kind != model.KindCommitment {
			s.Records, s.Sum = b.r.Count(kind).Written, b.r.Sum(kind)
		}
		mark.Sheets = append(mark.Sheets, s)
	}
	name := sheetName(model.ReturnSheetName, b.taken)
	if name != model.ReturnSheetName {
		return errors.New("the name of the hidden sheet is taken")
	}
	steps := []error{b.newSheet(name)}
	lines := mark.Lines()
	for y, line := range lines {
		for x, s := range line {
			steps = append(steps, b.f.SetCellStr(name, columnName(x)+strconv.Itoa(y+1), s))
		}
	}
	return errors.Join(append(steps, b.f.SetSheetDimension(name, "A1:F"+strconv.Itoa(len(lines))),
		b.printing(name, false, 1, "", ""), b.f.SetSheetVisible(name, false, true))...)
}

// homeTable says again what the rows of a sheet of records say, one by one.
type homeTable interface {
	// say gives what each column says for a row, by the place of the column: as a
	// reader gives it back, a day as ISO 8601. Nil for a row of another sheet.
	say(row any) []string
	keys() []string
	live(column int) bool // a formula stands there
}

// retold is a table whose columns are kept.
type retold[R any] struct {
	asRead  func(cell) string
	columns []column[R]
}

func (k *retold[R]) keys() []string {
	keys := make([]string, len(k.columns))
	for i := range k.columns {
		keys[i] = k.columns[i].key
	}
	return keys
}

func (k *retold[R]) live(column int) bool {
	return k.columns[column].live != nil || k.columns[column].leads != nil
}

func (k *retold[R]) say(row any) []string {
	r, ok := row.(R)
	if !ok {
		return nil
	}
	all := make([]string, len(k.columns))
	for i := range k.columns {
		if col := &k.columns[i]; col.long != nil {
			text, _ := col.long(&r)
			all[i] = asRead(text)
		} else {
			all[i] = k.asRead(clip(col.cell(&r)))
		}
	}
	return all
}

// asRead gives a drawn cell as a reader gives it back.
func (b *book) asRead(c cell) string {
	switch {
	case c.kind == blank:
		return ""
	case c.kind == words:
		return asRead(c.text)
	case c.style == b.day():
		return dayZero.AddDate(0, 0, int(c.number)).Format("2006-01-02")
	}
	return strconv.FormatFloat(c.number, 'f', -1, 64)
}

// asRead gives words as a reader gives them back: what XML cannot hold replaced,
// line breaks as LF, and without space around them, which programs drop.
func asRead(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// homeBook keeps the tables of a report without drawing it.
func homeBook(r *model.Report, w assets.Words) (*book, error) {
	b := newBook(excelize.NewFile(), r, w)
	b.home = map[string]homeTable{}
	b.learn()
	for code := range homeKinds {
		if err := sheets[code](b); err != nil {
			return nil, err
		}
	}
	return b, b.err
}
