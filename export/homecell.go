package export

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"plumbline/model"
)

// differing is how a row differs from what it said.
type differing struct {
	edits   []model.Edit
	refused []model.ReturnedRefusal // cells of columns that may be changed
	worked  []int                   // columns that are worked out, by their place
	unclear int
}

// same says whether all stands as it stood that may be changed.
func (d *differing) same() bool { return len(d.edits) == 0 && len(d.refused) == 0 }

// resting are the columns that rest on other records than the row's own.
var resting = map[model.Kind][]string{
	model.KindObservation:    {"area", "evidence", "source", "place", "same_event", "_counts"},
	model.KindFinding:        {"organisation", "observations", "evidence"},
	model.KindClaim:          {"commitment", "found", "grade", "verdict", "gap", "evidence", "question", "_verdict"},
	model.KindRecommendation: {"why", "sdg"},
	model.KindEvidence:       {"source", "used_in", "title"},
}

// differ holds a row against what its columns said; rec is the record in the
// state that it was drawn from, nil for a row that has none to change.
func (h *homing) differ(s *homeSheet, row *model.ReturnedRow, said []string, rec model.Record) *differing {
	d := &differing{}
	for i, key := range s.Drawn.Keys {
		if s.Gone[i] || s.from[i] < 0 || key == "ref" || key == "_id" || key == "_rev" {
			continue
		}
		if s.table.live(s.from[i]) && (row.Cells[i].Formula || row.Cells[i].Value == "") {
			continue // worked out anew by whoever saved it; some programs save a formula without its value
		}
		was := said[s.from[i]]
		now, whole := h.whole(s, row, i)
		if whole && sameCell(now, was) {
			continue
		}
		field, editable := s.fields[key]
		var e model.Edit
		why := model.ReturnWorkedOut
		switch {
		case !whole:
			why = model.ReturnCut
		case key == "place" && h.veiled(key, asRead(now.Value)) && !h.r.Profile.Places:
			d.unclear++ // it was withheld then, and would not be now
			continue
		case h.veiled(key, was) || h.veiled(key, asRead(now.Value)):
			why = model.ReturnWasWithheld
		case editable && rec != nil && !field.New:
			e, why = h.edit(field, now, was, rec)
		}
		switch {
		case why == "":
			e.Head = s.Drawn.Heads[i]
			d.edits = append(d.edits, e)
		case why == model.ReturnWorkedOut && !h.same && (rec == nil || slices.Contains(resting[s.kind], key)):
			d.unclear++
		case why == model.ReturnWorkedOut && (!editable || field.New):
			d.worked = append(d.worked, i)
		default:
			d.refused = append(d.refused, model.ReturnedRefusal{Sheet: s.Name, Row: row.Number, Head: s.Drawn.Heads[i], Field: field.Field, Why: why})
		}
	}
	return d
}

// settle notes what of a row is not taken, and counts a row of which nothing was
// changed.
func (h *homing) settle(s *homeSheet, row *model.ReturnedRow, ref string, d *differing, asIs *int) {
	for _, x := range d.refused {
		x.Ref = ref
		h.out.Refuse(x)
	}
	for _, i := range d.worked {
		h.out.Refuse(model.ReturnedRefusal{Sheet: s.Name, Row: row.Number, Head: s.Drawn.Heads[i], Ref: ref, Why: model.ReturnWorkedOut})
	}
	h.out.Unclear += d.unclear
	if d.same() && len(d.worked) == 0 {
		*asIs++
	}
}

// whole gives a cell with all the lines on which it goes on; false when one of
// them is gone.
func (h *homing) whole(s *homeSheet, row *model.ReturnedRow, i int) (model.ReturnedCell, bool) {
	c := row.Cells[i]
	mark := "\n→ " + h.b.w.T("columns.continued")
	if c.Kind != model.ReturnedText || !strings.HasSuffix(strings.TrimSpace(c.Value), mark) {
		return c, true
	}
	all := strings.Builder{}
	ref := s.text(row, "ref")
	for n, part := 2, c.Value; ; n++ {
		cut, more := strings.CutSuffix(strings.TrimRight(part, " \n"), mark)
		if !more {
			all.WriteString(part)
			c.Value = all.String()
			return c, true
		}
		all.WriteString(cut)
		next, ok := h.spread[s.line(ref, n)]
		if !ok || next[i] == "" {
			return c, false
		}
		part = next[i]
	}
}

// sameCell says whether a cell says what it said.
func sameCell(c model.ReturnedCell, was string) bool {
	now := asRead(c.Value)
	if now == was {
		return true
	}
	if c.Kind != model.ReturnedNumber {
		return false
	}
	x, err := strconv.ParseFloat(now, 64)
	y, err2 := strconv.ParseFloat(was, 64)
	return err == nil && err2 == nil && x == y
}

// veiled says whether a cell says that something is not told.
func (h *homing) veiled(key, said string) bool {
	switch key {
	case "place":
		return said == asRead(h.b.w.T("columns.withheld"))
	case "number":
		return strings.HasPrefix(said, "<")
	}
	return false
}

// edit makes a cell a field again, or says why not.
func (h *homing) edit(f model.HomeField, c model.ReturnedCell, was string, rec model.Record) (model.Edit, model.ReturnReason) {
	e := model.Edit{HomeField: f, Value: asRead(c.Value)}
	switch {
	case c.Formula:
		return e, model.ReturnFormula
	case c.Kind == model.ReturnedFault:
		return e, model.ReturnFault
	case c.Kind == model.ReturnedBool:
		return e, model.ReturnForm
	case f.Column == "report":
		return h.page(e, was, rec)
	case f.Form == model.HomeWords:
		e.Language = h.languageOf(textOf(rec, f.Field), rec.Base().Language, e.Value)
	case e.Value == "":
		return e, ""
	}
	switch f.Form {
	case model.HomeCode:
		code, ok := h.code(f.List, e.Value, rec)
		if e.Value = code; !ok {
			return e, model.ReturnNoCode
		}
	case model.HomeWhole:
		n, ok := wholeNumber(e.Value)
		if e.Value = n; !ok {
			return e, model.ReturnForm
		}
	case model.HomeDay:
		day, ok := dayIn(c)
		if e.Value = day; !ok {
			return e, model.ReturnForm
		}
	}
	return e, ""
}

func textOf(rec model.Record, field string) model.Text {
	t, _ := model.FieldValue(rec, field).(model.Text)
	return t
}

// dayIn reads a day: a date cell, or words like 2023-04-01.
func dayIn(c model.ReturnedCell) (string, bool) {
	s := asRead(c.Value)
	if c.Kind == model.ReturnedDay && len(s) > 10 {
		s = s[:10]
	}
	_, err := time.Parse(time.DateOnly, s)
	return s, err == nil && c.Kind != model.ReturnedNumber
}

// wholeNumber reads a number without a fraction, with the digits and spaces that
// people write.
func wholeNumber(s string) (string, bool) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '٬' {
			return -1
		}
		return r
	}, model.Fold(s))
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x < 0 || x > 1e12 || x != math.Trunc(x) || strings.ContainsAny(s, "xXpPnN_") {
		return "", false
	}
	return strconv.FormatInt(int64(x), 10), true
}

// page takes the page out of the column that names the State's report, where all
// else stands as it stood.
func (h *homing) page(e model.Edit, was string, rec model.Record) (model.Edit, model.ReturnReason) {
	claim, ok := rec.(*model.Claim)
	if !ok {
		return e, model.ReturnWorkedOut
	}
	const here = "\x01"
	before, after, _ := strings.Cut(h.b.w.T("report.page", "page", here), here)
	front := strings.TrimSpace(strings.TrimSuffix(was, asRead("· "+h.b.w.T("report.page", "page", claim.Page))))
	rest, ok := strings.CutPrefix(plainer(e.Value), plainer(front))
	switch rest = strings.TrimSpace(rest); {
	case claim.Page != "" && front == was || !ok:
		return e, model.ReturnWorkedOut
	case rest == "":
		e.Value = ""
		return e, ""
	}
	rest, ok = strings.CutPrefix(rest, plainer("· "+before))
	rest, ok2 := strings.CutSuffix(rest, plainer(after))
	if e.Value = strings.TrimSpace(rest); !ok || !ok2 || e.Value == "" {
		return e, model.ReturnWorkedOut
	}
	return e, ""
}

// plainer leaves out marks of direction, which programs and people drop.
func plainer(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x2066 && r <= 0x2069 || r >= 0x202a && r <= 0x202e || r == 0x200e || r == 0x200f || r == 0x61c {
			return -1
		}
		return r
	}, s)
}

// languageOf says in which language a changed wording is. It is that of the
// wording that stood there; words in another script are a translation into the
// language of the report, so that the original is not lost beneath them.
func (h *homing) languageOf(text model.Text, written, now string) string {
	wording, language := h.b.w.Of(text, written)
	switch {
	case now == "" && language != "":
		return language
	case wording == "":
		return h.guess(now)
	case scriptOf(now) != nil && scriptOf(now) != scriptOf(wording) && scriptOf(now) == scriptFor(h.b.w.Language()):
		return h.b.w.Language()
	}
	return language
}

// guess says in which language a new wording is: the report's when the script
// fits, else the one of ours that has the script.
func (h *homing) guess(s string) string {
	own, script := h.b.w.Language(), scriptOf(s)
	switch {
	case script == nil || script == scriptFor(own):
		return own
	case script == unicode.Arabic:
		return "ar"
	case script == unicode.Latin:
		return "en"
	case strings.ContainsAny(strings.ToLower(s), "әғқңөұүһі"):
		return "kk"
	}
	return "ru"
}

func scriptFor(language string) *unicode.RangeTable {
	switch language {
	case "ar":
		return unicode.Arabic
	case "ru", "kk":
		return unicode.Cyrillic
	}
	return unicode.Latin
}

// scriptOf is the script of most letters; nil without letters of the three.
func scriptOf(s string) *unicode.RangeTable {
	var most *unicode.RangeTable
	n := map[*unicode.RangeTable]int{}
	for _, r := range s {
		for _, t := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Arabic} {
			if unicode.Is(t, r) {
				if n[t]++; most == nil || n[t] > n[most] {
					most = t
				}
				break
			}
		}
	}
	return most
}

var (
	scaleBehind = regexp.MustCompile(`\s*\([^()]*\)$`) // the name of a scale that is not the house's
	markBefore  = regexp.MustCompile(`^[^\p{L}\p{N}]+`)
)

// code finds the code of a label, or of a code itself, in a list.
func (h *homing) code(list, label string, rec model.Record) (string, bool) {
	if f, ok := rec.(*model.Finding); ok && list == "grade" {
		scale := or(f.Scale, model.ScaleHouse)
		if model.Grades(scale) == nil {
			return label, true
		}
		list = "grade_" + scale
		if scale != model.ScaleHouse {
			label = scaleBehind.ReplaceAllString(label, "")
		}
	}
	code, ok := h.labels[list][folded(label)]
	if ok && code != "" {
		return code, true
	}
	return label, list == "body" && !strings.ContainsAny(label, "\n")
}

func folded(s string) string {
	return strings.Join(strings.Fields(model.Fold(markBefore.ReplaceAllString(plainer(s), ""))), " ")
}

// learn turns the labels of every list around. A label that two codes share
// stands for none.
func (h *homing) learn() {
	h.labels = map[string]map[string]string{}
	add := func(list, label, code string) {
		if h.labels[list] == nil {
			h.labels[list] = map[string]string{}
		}
		if other, taken := h.labels[list][folded(label)]; taken && other != code {
			code = ""
		}
		h.labels[list][folded(label)] = code
	}
	for list, codes := range map[string][]string{"method": model.Methods, "effect": model.Effects, "unit": model.Units, "review": model.ReviewStates,
		"precision": model.Precisions, "level": model.Levels, "confidence": model.Confidences, "evidence_status": model.EvidenceStatuses,
		"schedule_status": model.ScheduleStatuses, "official_status": model.OfficialStatuses, "priority": model.Priorities,
		"grade_house": model.HouseGrades, "grade_ogp": model.OGPGrades, "grade_ccpr": model.CCPRGrades, "grade_upr": model.UPRGrades,
		"reliability": model.Reliabilities} {
		for _, code := range codes {
			add(list, code, code)
			if label := h.b.say("enum_"+list+".", code); label != code {
				add(list, label, code)
			}
		}
	}
	for code, name := range h.b.labels["region."] {
		add("region", name, code)
		add("region", code, code)
	}
	for _, body := range h.r.Plan.Plan.Bodies {
		add("body", body.Code, body.Code)
		add("body", h.b.bodyName(body.Code), body.Code)
	}
}
