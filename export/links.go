package export

import (
	"strconv"
	"strings"

	"plumbline/model"
)

// A ref leads to the row that it names: one click from the evidence refs of a claim to the register. The row is looked up
// by its ref when it is clicked on, so the way stays right after the table was sorted. These are formulas, for a sheet
// takes only 65,530 links of the other kind; and only on sheets of a size at which looking up costs nothing. A cell with
// several refs leads to the first.

// mostLeading and mostLed are how many rows a sheet may have whose refs lead elsewhere, and one that they lead to.
const (
	mostLeading = 5_000
	mostLed     = 20_000
)

// target is the sheet on which a ref or the code of a commitment stands, if it is drawn.
func (b *book) target(ref string) (spot, bool) {
	code := ""
	if letter, _, dashed := strings.Cut(ref, "-"); dashed && isRecordRef(ref) {
		code = map[string]string{"O": "observations", "F": "findings_by_organisation", "C": "claim_and_finding", "E": "evidence_register",
			"R": "recommendations"}[letter]
	} else if b.r.Plan.Commitment(ref) != nil {
		code = "scorecard"
	}
	s, drawn := b.tables[code]
	return s, drawn && s.last >= 2 && s.last <= mostLed
}

func isRecordRef(ref string) bool {
	_, ok := model.ParseRef(ref)
	return ok || model.IsOutsideRef(ref)
}

// leading makes a cell lead to the row of a ref; a cell that cannot stays as it is.
func (b *book) leading(c *cell, ref string) {
	if c.kind != words || ref == "" || units(c.text) > 250 || strings.ContainsAny(c.text, "\n\r") {
		return
	}
	s, ok := b.target(ref)
	if !ok {
		return
	}
	c.formula = `HYPERLINK("#` + inFormula(s.sheet) + `!A"&IFERROR(MATCH(` + `"` + inFormula(ref) + `",` + s.sheet + `!$A$1:$A$` + strconv.Itoa(s.last) + `,0),1),"` + inFormula(c.text) + `")`
	c.style = b.leadingStyle()
}

// inFormula writes words between the quotes of a formula.
func inFormula(s string) string { return strings.ReplaceAll(s, `"`, `""`) }

// leadingStyle is the look of refs that lead somewhere.
func (b *book) leadingStyle() int {
	return b.style(look{color: teal, under: true, align: b.lead(), direction: leftToRight, wrap: true, edge: true})
}

// first is the first of several refs.
func first(refs []string) string {
	if len(refs) == 0 {
		return ""
	}
	return refs[0]
}
