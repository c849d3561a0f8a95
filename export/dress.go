package export

import (
	"errors"
	"strconv"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// What a writer who edits the workbook is helped by: cells that offer their
// list, grades whose colour follows the word, counts with bars.
// Slicers: slicers.go.

// names of lists as defined names: "list_method" and the like, over the labels
// on the sheet of code lists.
func listName(list string) string { return "list_" + list }

// dress puts the help of one column on its cells.
func (b *book) dress(sheet, column string, last int, list string, marks, bar bool) error {
	cells := column + "2:" + column + strconv.Itoa(last)
	var steps []error
	if list != "" && b.hasLists() {
		v := excelize.NewDataValidation(true)
		v.SetSqref(cells)
		v.SetSqrefDropList(listName(list))
		v.ShowErrorMessage = false // words of the writer's own stay possible
		steps = append(steps, b.f.AddDataValidation(sheet, v))
	}
	if marks {
		steps = append(steps, b.markGrades(sheet, cells, column+"2"))
	}
	if bar {
		steps = append(steps, b.f.SetConditionalFormat(sheet, cells, []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=",
			MinType: "num", MinValue: "0", MaxType: "max", BarColor: "#9CC3BF", BarSolid: true}}))
	}
	return errors.Join(steps...)
}

// hasLists says whether the report has the sheet that the lists stand on.
func (b *book) hasLists() bool {
	for _, code := range b.order {
		if code == "code_lists" {
			return true
		}
	}
	return false
}

// markGrades makes the look of grades follow the symbol a cell begins with.
func (b *book) markGrades(sheet, cells, first string) error {
	var rules []excelize.ConditionalFormatOptions
	for _, g := range model.HouseGrades {
		s := shades[model.Grade(g)]
		id, ok := b.shaded[g]
		if !ok {
			var err error
			id, err = b.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: s.ink}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}}})
			if err != nil {
				return err
			}
			b.shaded[g] = id
		}
		rules = append(rules, excelize.ConditionalFormatOptions{Type: "formula", Criteria: `LEFT(` + first + `,1)="` + s.symbol + `"`, Format: &id})
	}
	return b.f.SetConditionalFormat(sheet, cells, rules)
}

// lists are the lists that columns choose from, by sheet and key.
var lists = map[string]map[string]string{
	"observations":      {"method": "method", "effect": "effect", "precision": "precision", "review": "review", "unit": "unit"},
	"claim_and_finding": {"status": "official_status", "grade": "grade_house", "verdict": "verdict"},
	"scorecard": {"official": "official_status", "evidence_status": "evidence_status", "schedule": "schedule_status", "grade": "grade_house",
		"previous": "grade_house", "confidence": "confidence"},
	"findings_by_organisation": {"level": "level", "grade": "grade_house", "confidence": "confidence", "evidence_status": "evidence_status", "schedule": "schedule_status"},
	"recommendations":          {"priority": "priority"},
	"evidence_register":        {"kind": "source_kind", "copy": "copy"},
}

// chosen says of each column which list it chooses from, and which hold grades.
func chosen[R any](code string, columns []column[R]) []column[R] {
	for i := range columns {
		c := &columns[i]
		c.list = or(c.list, lists[code][c.key])
		c.marks = c.marks || c.list == "grade_house"
		c.bar = c.bar || code == "scorecard" && (c.key == "observations" || c.key == "evidence")
	}
	return columns
}
