package export

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// audience is what the profile is called: one of the program's by its word, a
// reader's own by its title.
func (b *book) audience() string { return audienceOf(b.r.Profile, b.w) }

func audienceOf(p model.Profile, w assets.Words) string {
	if key := "enum_profile." + p.Code; w.Has(key) {
		return w.T(key)
	}
	title, _ := w.Of(p.Title, "")
	return or(title, w.T("report.profile_of_reader")+" ("+p.Code+")")
}

// WriteProfile writes a copy of a profile, under a name and a title of its own, for a
// reader to change in an editor of text.
func WriteProfile(to io.Writer, p model.Profile, w assets.Words) error {
	title := audienceOf(p, w) + " · " + w.T("report_screen.own_title")
	p = p.Copy()
	p.Title = model.Text{w.Language(): title}
	enc := json.NewEncoder(to)
	enc.SetIndent("", " ")
	return enc.Encode(p)
}

// PublicNames are names that protect nobody: those of regions and cities, in all
// languages (model.Ask).
func PublicNames() []string {
	var names []string
	for _, r := range assets.Regions() {
		names = append(names, slices.Collect(maps.Values(r.Name))...)
		names = append(names, r.ISOName)
		for _, former := range r.FormerNames {
			names = append(names, slices.Collect(maps.Values(former.Name))...)
		}
	}
	return names
}

// Columns lists the keys of the columns of every sheet of records: what a
// profile may name under "without".
func Columns() map[string][]string { return maps.Clone(columnKeys()) }

var columnKeys = sync.OnceValue(func() map[string][]string {
	whole, _ := model.ProfileOf("coalition")
	none := func(model.Kind) iter.Seq2[model.View, error] { return func(func(model.View, error) bool) {} }
	r, err := model.NewReport(model.NewPlanBook(nil), none, model.Ask{Profile: whole, Today: "2000-01-01"})
	if err != nil {
		panic("export: " + err.Error())
	}
	b := newBook(excelize.NewFile(), r, assets.For("en"))
	defer b.stop()
	b.home = map[string]homeTable{}
	keys := map[string][]string{}
	for code, paint := range sheets {
		if !tabular[code] {
			continue
		}
		b.body = "CCPR"
		if err := paint(b); err != nil {
			panic("export: " + code + ": " + err.Error())
		}
	}
	for code, t := range b.home {
		kind, _, _ := strings.Cut(code, ":")
		keys[kind] = t.keys()
	}
	return keys
})

// tabular are the sheets that are one table.
var tabular = map[string]bool{"scorecard": true, "claim_and_finding": true, "commitments": true, "observations": true, "evidence_register": true,
	"findings_by_organisation": true, "recommendations": true, "withheld": true, "code_lists": true, "sources": true, "by_treaty": true, "upr_matrix": true,
	"by_region": true, "by_body": true, "timeline": true, "gaps": true, "disputes_and_decisions": true, "plan_changes": true}

// CheckProfile lists the columns that a profile leaves out and that are not
// there; all of them, as model.Faults.
func CheckProfile(p model.Profile) error {
	var f model.Faults
	for _, code := range slices.Sorted(maps.Keys(p.Without)) {
		for i, key := range p.Without[code] {
			if !slices.Contains(columnKeys()[code], key) {
				f = append(f, model.Fault{Field: fmt.Sprintf("without.%s[%d]", code, i), Rule: model.RuleCode, Allowed: columnKeys()[code]})
			}
		}
	}
	if len(f) > 0 {
		return f
	}
	return nil
}

// without leaves out the columns that the profile does not want; the first one,
// and those for machines, stay.
func without[R any](b *book, code string, columns []column[R]) []column[R] {
	kind, _, _ := strings.Cut(code, ":")
	drop := b.r.Profile.Without[kind]
	if len(drop) == 0 {
		return columns
	}
	var kept []column[R]
	for i, c := range columns {
		if i == 0 || strings.HasPrefix(c.key, "_") || !slices.Contains(drop, c.key) {
			kept = append(kept, c)
		}
	}
	return kept
}

// hashtags is the row of HXL 1.1 hashtags under the header (hxlstandard.org); a
// column without one is left free.
func (b *book) hashtags(f *frame) line {
	l := line{cells: make([]cell, len(f.columns))}
	for i := range f.columns {
		if tag := hxl[f.columns[i].key]; tag != "" && !f.columns[i].hidden {
			l.cells[i] = cell{kind: words, style: b.code(), text: tag}
		}
	}
	return l
}

// hxl are the hashtags by column.
var hxl = map[string]string{"ref": "#meta+id", "commitment": "#activity+code", "commitments": "#activity+code", "area": "#sector+code", "from": "#date+start",
	"to": "#date+end", "date": "#date", "region_code": "#adm1+code", "region": "#adm1+name", "place": "#loc+name", "method": "#meta+method",
	"title": "#description+title", "narrative": "#description+text", "effect": "#impact+type", "groups": "#population+type", "number": "#affected",
	"unit": "#affected+type", "reliability": "#meta+reliability", "credibility": "#meta+credibility", "language": "#meta+lang", "source": "#meta+source",
	"grade": "#status+grade", "official": "#status+official", "schedule": "#status+schedule", "deadline": "#date+deadline", "lead": "#org+lead",
	"organisation": "#org", "period": "#date+period", "observations": "#indicator+observations+num", "evidence": "#meta+evidence",
	"text": "#description+text", "priority": "#priority", "addressee": "#org+addressee", "kind": "#meta+type", "n": "#indicator+num"}
