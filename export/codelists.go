package export

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// codeLists explains every code of the workbook: list, code, label.
func (b *book) codeLists() error {
	type entry struct{ list, code, label, symbol, cell string }
	var entries []entry
	at := map[string][2]int{} // names of lists to their first and last entry
	add := func(list, prefix string, codes []string) {
		name := strings.TrimSuffix(strings.TrimPrefix(prefix, "enum_"), ".")
		at[name] = [2]int{len(entries), len(entries) + len(codes) - 1}
		for _, code := range codes {
			e := entry{list: list, code: code, label: b.say(prefix, code)}
			if prefix == "enum_grade_house." {
				e.symbol = shades[model.Grade(code)].symbol
			}
			if prefix == "enum_verdict." {
				e.symbol = verdictMarks[model.Verdict(code)].mark
			}
			e.cell = strings.TrimPrefix(e.symbol+" "+e.label, " ")
			entries = append(entries, e)
		}
	}
	grades := func(scale string) string { return b.w.T("nouns.grade") + " · " + b.say("enum_scale.", scale) }
	add(grades("house"), "enum_grade_house.", model.HouseGrades)
	add(grades("ogp"), "enum_grade_ogp.", model.OGPGrades)
	add(grades("ccpr"), "enum_grade_ccpr.", model.CCPRGrades)
	add(grades("upr"), "enum_grade_upr.", model.UPRGrades)
	add(b.w.T("fields_finding.verdict"), "enum_verdict.", model.Verdicts)
	add(b.w.T("columns.official_status"), "enum_official_status.", model.OfficialStatuses)
	add(b.w.T("columns.evidence_status"), "enum_evidence_status.", model.EvidenceStatuses)
	add(b.w.T("columns.schedule_status"), "enum_schedule_status.", model.ScheduleStatuses)
	add(b.w.T("fields_finding.confidence"), "enum_confidence.", model.Confidences)
	add(b.w.T("fields_finding.level"), "enum_level.", model.Levels)
	add(b.w.T("fields_observation.method"), "enum_method.", model.Methods)
	add(b.w.T("fields_observation.effect"), "enum_effect.", model.Effects)
	add(b.w.T("fields_observation.reliability"), "enum_reliability.", model.Reliabilities)
	add(b.w.T("fields_observation.credibility"), "enum_credibility.", []string{"1", "2", "3", "4", "5", "6"})
	add(b.w.T("fields_observation.rights"), "enum_right.", model.Rights)
	add(b.w.T("fields_observation.groups"), "enum_group.", model.Groups)
	add(b.w.T("fields_observation.affected_unit"), "enum_unit.", model.Units)
	add(b.w.T("fields_observation.review"), "enum_review.", model.ReviewStates)
	add(b.w.T("fields_common.precision"), "enum_precision.", model.Precisions)
	add(b.w.T("fields_commitment.origin"), "enum_origin.", model.Origins)
	add(b.w.T("fields_commitment.certainty"), "enum_certainty.", model.Certainties)
	add(b.w.T("fields_commitment.commitment_kind"), "enum_commitment_kind.", model.CommitmentKinds)
	add(b.w.T("fields_source.source_kind"), "enum_source_kind.", model.SourceKinds)
	add(b.w.T("fields_evidence.copy_kind"), "enum_copy.", model.Copies)
	add(b.w.T("fields_recommendation.priority"), "enum_priority.", model.Priorities)
	var regions []string
	for _, r := range assets.Regions() {
		regions = append(regions, r.Code)
	}
	add(b.w.T("fields_observation.region"), "region.", regions)
	for _, body := range b.r.Plan.Plan.Bodies {
		entries = append(entries, entry{list: b.w.T("nouns.bodies"), code: body.Code, label: b.bodyName(body.Code)})
	}
	for _, t := range assets.Treaties() {
		title, _ := b.w.Of(t.Title, "")
		entries = append(entries, entry{list: b.w.T("un_terms.treaty"), code: t.Code, label: title})
	}
	for _, m := range assets.Mappings() {
		list := b.w.T("columns.mapping") + " · " + b.say("enum_scale.", m.From) + " → " + b.say("enum_scale.", m.To)
		if len(m.Grades) == 0 {
			entries = append(entries, entry{list: list, code: m.From + " → " + m.To, label: b.w.T("mapping." + m.How)})
		}
		for _, g := range m.Grades {
			e := entry{list: list, code: g.Grade + " → " + or(g.To, "–"), label: b.say("enum_grade_house.", g.Grade) + " → ", symbol: shades[model.Grade(g.Grade)].symbol}
			if g.To == "" {
				e.label += b.w.T("mapping." + g.How)
			} else {
				e.label += b.say("enum_grade_"+m.To+".", g.To) + " (" + b.w.T("mapping."+g.How) + ")"
			}
			entries = append(entries, e)
		}
	}
	columns := []column[entry]{
		{key: "list", head: b.w.T("fields_common.kind"), width: 36, cell: func(e *entry) cell { return b.text(e.list) }},
		{key: "code", head: b.w.T("columns.code"), width: 28, cell: func(e *entry) cell { return b.codeCell(e.code) }},
		{key: "symbol", head: b.w.T("report.symbol"), width: 9, cell: func(e *entry) cell { return b.text(e.symbol) }},
		{key: "label", head: b.w.T("columns.label"), width: 64, cell: func(e *entry) cell { return b.text(e.label) }},
		{key: "_cell", head: "_cell", hidden: true, width: 12, cell: func(e *entry) cell { return b.plain(e.cell) }},
	}
	names := func(sheet string, _ int) error {
		var steps []error
		first := 2
		if b.r.Profile.HXL {
			first++
		}
		column := columnName(len(without(b, "code_lists", columns)) - 1) // the hidden one, what a cell says
		for _, name := range slices.Sorted(maps.Keys(at)) {
			span := at[name]
			steps = append(steps, b.f.SetDefinedName(&excelize.DefinedName{Name: listName(name),
				RefersTo: quoted(sheet) + "!$" + column + "$" + strconv.Itoa(first+span[0]) + ":$" + column + "$" + strconv.Itoa(first+span[1])}))
		}
		return errors.Join(steps...)
	}
	return drawTable(b, table[entry]{code: "code_lists", after: names, name: "CodeLists", rows: all(entries), count: len(entries), tall: 6, pages: 1, columns: columns})
}
