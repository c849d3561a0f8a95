package intake

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// planBook is a plan's workbook as a coalition would type it.
func planBook(t *testing.T, change func(*excelize.File)) *Book {
	data := workbook(t, func(f *excelize.File) {
		for sheet, rows := range map[string][][]any{
			"Plan": {{"code", "country", "title::en", "title::العربية (ar)", "act_kind", "act_date", "oversight_body", "reporting_by"},
				{"XX25", "XX", "Plan of invented measures", "خطة تدابير مختلقة", "decree", "2025-03-01", "PRES", "GOV"}},
			"areas": {{"order", "code", "title::en", "treaty_articles", "sdg_targets"},
				{2, "XX25-2", "Courts", "ICCPR 9, 14; CAT 2", "16.3, 16.a"}, {1, "XX25-1", "Schools", "", ""}},
			"commitments": {{"code", "area", "origin", "title::ru", "title::kk", "deadline", "lead_bodies"},
				{"XX25-1.1", "XX25-1", "plan_task", "Открыть школы", "Мектептер ашу", "2026", "GOV, MOE"},
				{"XX25-2.1", "XX25-2", "plan_measure", "Принять закон", "Заң қабылдау", "", ""},
				{"XX25-U1", "", "stated_position", "Уважать суд", "Сотты құрметтеу", "", ""}},
			"bodies": {{"code", "name::en", "role"}, {"GOV", "Government", "carries the plan out"}},
			"notes":  {{"anything"}},
		} {
			f.NewSheet(sheet)
			for i, row := range rows {
				f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row)
			}
		}
		f.DeleteSheet("Sheet1")
		if change != nil {
			change(f)
		}
	})
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAPlanIsReadFromAWorkbook(t *testing.T) {
	file, err := PlanFile(context.Background(), planBook(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	records, err := model.ReadPlan(file)
	if err != nil {
		t.Fatal(err)
	}
	b := model.NewPlanBook(records)
	if b.Plan.Code != "XX25" || b.Plan.Title["ar"] != "خطة تدابير مختلقة" || b.Plan.Act.Date != "2025-03-01" || b.Plan.Reporting.By != "GOV" || b.Plan.Bodies[0].Name["en"] != "Government" {
		t.Errorf("%+v", b.Plan)
	}
	if len(b.Areas) != 2 || b.Areas[0].Code != "XX25-1" || fmt.Sprint(b.Areas[1].TreatyArticles) != "[{ICCPR [9 14]} {CAT [2]}]" {
		t.Errorf("%+v", b.Areas)
	}
	c := b.Commitment("XX25-1.1")
	if c == nil || c.Title["kk"] != "Мектептер ашу" || c.Deadline != "2026" || c.Origin != model.PlanTask || fmt.Sprint(c.LeadBodies) != "[GOV MOE]" {
		t.Errorf("%+v", c)
	}
	if u := b.Commitment("XX25-U1"); u == nil || u.Area != "" || u.Origin != model.StatedPosition {
		t.Errorf("%+v", u)
	}
}

func TestFaultsOfAPlanNameSheetRowAndColumn(t *testing.T) {
	for want, change := range map[string]func(*excelize.File){
		"areas: the workbook has no such sheet":    func(f *excelize.File) { f.DeleteSheet("areas") },
		"areas, row 1, title: needs its language":  func(f *excelize.File) { f.SetCellStr("areas", "C1", "title") },
		"commitments, row 1, column 8: is no col":  func(f *excelize.File) { f.SetCellStr("commitments", "H1", "colour") },
		"commitments, row 3, column 9: has no col": func(f *excelize.File) { f.SetCellStr("commitments", "I3", "lost words") },
		"areas, row 1, code: stands twice":         func(f *excelize.File) { f.SetCellStr("areas", "F1", "code") },
		"plan: needs exactly one row":              func(f *excelize.File) { f.SetCellStr("Plan", "A3", "YY25") },
	} {
		_, err := PlanFile(context.Background(), planBook(t, change))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
		if err != nil && strings.Contains(err.Error(), "lost words") {
			t.Error("a fault repeats a cell")
		}
	}
}
