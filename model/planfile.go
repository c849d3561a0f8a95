package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A plan file is JSON of the schema "plan/1" (assets/plans). It holds each
// statement with its source and certainty, in up to four languages.
type planFile struct {
	Schema          string  `json:"schema"`
	Code            string  `json:"code"`
	Country         string  `json:"country"`
	Title           Text    `json:"title"`
	Caution         any     `json:"caution"` // a text or words by language
	Version         string  `json:"version"`
	Act             fileAct `json:"act"`
	ImplementingAct fileAct `json:"implementing_act"`
	Oversight       struct {
		Body string `json:"body"`
	} `json:"oversight"`
	Reporting struct {
		By, To, Cycle string
		Source        []string
		Due           struct {
			MonthDay  string `json:"month_day"`
			Certainty string
		}
		PeriodEnd struct{ Date string } `json:"period_end_seen"`
	} `json:"reporting"`
	ProcessDuties     []fileDuty       `json:"process_duties"`
	Bodies            []Body           `json:"bodies"`
	Areas             []fileArea       `json:"areas"`
	OtherUndertakings []fileCommitment `json:"other_undertakings"`
	RelatedPlans      []RelatedPlan    `json:"related_plans"`
	UNReviews         []UNReview       `json:"un_reviews"`
	MappingStatus     map[string]any   `json:"mapping_status"`
	Sources           []PlanSource     `json:"sources"`
}

type fileAct struct {
	Kind, Number, Certainty, Note string
	Date                          Day
	Title                         Text
	SignedBy                      string      `json:"signed_by"`
	Source                        any         `json:"source"` // a list, or lists by field
	AmendedBy                     []fileEvent `json:"amended_by"`
}

type fileEvent struct {
	What, Date, Number string
	Source             any
}

type fileDuty struct {
	Code       string
	Title      Text
	DutyOf     string `json:"duty_of"`
	OwedTo     string `json:"owed_to"`
	Source     []string
	FollowedBy []fileEvent `json:"followed_by"`
}

type fileArea struct {
	Code              string
	Order             int
	Title             Text
	Source            []string
	Note              string
	TreatyArticles    []TreatyArticles   `json:"treaty_articles"`
	SDGTargets        []string           `json:"sdg_targets"`
	UNRecommendations []UNRecommendation `json:"un_recommendations"`
	Commitments       []fileCommitment   `json:"commitments"`
}

type fileCommitment struct {
	Code, Level, Kind, Certainty, Note string
	Title                              Text
	OfficialText                       Text   `json:"official_text"`
	TitleNote                          string `json:"title_note"`
	Source                             []string
	Responsible                        []struct{ Body string }
	Deadline                           any                // null, a text, or a list of {what, date, source}
	LinkedAreas                        []string           `json:"linked_areas"`
	StatedStatus                       string             `json:"stated_status"`
	Instruction                        *fileEvent         `json:"instruction"`
	FollowedBy                         []fileEvent        `json:"followed_by"`
	Related                            []string           `json:"related"`
	TreatyArticles                     []TreatyArticles   `json:"treaty_articles"`
	SDGTargets                         []string           `json:"sdg_targets"`
	UNRecommendations                  []UNRecommendation `json:"un_recommendations"`
	Parts                              []Part             `json:"parts"`
}

// MaxPlan is the greatest size of a plan file, in bytes.
const MaxPlan = 8 << 20

// ReadPlan reads a plan file into its records, ids derived from their codes:
// the plan, its areas, their commitments and the undertakings outside them. The
// same file gives the same records everywhere. The error is ErrPlan with the
// reason, or Faults.
func ReadPlan(data []byte) ([]Record, error) {
	if len(data) > MaxPlan {
		return nil, fmt.Errorf("%w: larger than %d bytes", ErrPlan, MaxPlan)
	}
	var p planFile
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&p); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPlan, err)
	}
	if p.Schema != "plan/1" {
		return nil, fmt.Errorf("%w: schema is not plan/1", ErrPlan)
	}
	records := []Record{p.plan()}
	order := 0
	for _, a := range p.Areas {
		records = append(records, a.area(&p))
		for _, c := range a.Commitments {
			order++
			records = append(records, c.commitment(&p, a.Code, order))
		}
	}
	for _, c := range p.OtherUndertakings {
		order++
		records = append(records, c.commitment(&p, "", order))
	}
	return records, checkPlan(records)
}

// checkPlan refuses a plan with a faulty record or a code used twice.
func checkPlan(records []Record) error {
	var f Faults
	seen := map[ID]bool{}
	for _, r := range records {
		code := r.Base().Ref
		if err := r.Check(Known{}); err != nil {
			for _, x := range err.(Faults) {
				f = append(f, Fault{Field: cleanCode(code) + "." + x.Field, Rule: x.Rule, Allowed: x.Allowed})
			}
		}
		if seen[r.Base().ID] {
			f.add(cleanCode(code), RuleTwice)
		}
		seen[r.Base().ID] = true
	}
	return f.err()
}

func cleanCode(s string) string {
	return strings.ReplaceAll(cleanName(strings.ReplaceAll(s, "-", "_")), "_", "-")
}

// base is the common part of a plan's record. No wording of a plan file is
// official unless the file carries it as the official text.
func (p *planFile) base(kind Kind, code, note string, title Text) Common {
	c := Common{ID: PlanID(kind, p.Code+"/"+code), Ref: code, Confidentiality: Public, Note: note, Translations: map[string]string{}}
	for _, l := range title.Languages() {
		c.Translations[l] = "project_translation"
	}
	return c
}

func (p *planFile) plan() *Plan {
	c := Text{}
	switch v := p.Caution.(type) {
	case string:
		c["en"] = v
	case map[string]any:
		for l, s := range v {
			c[l], _ = s.(string)
		}
	}
	r := &Plan{Common: p.base(KindPlan, p.Code, "", p.Title), Code: p.Code, Title: p.Title, Country: p.Country, Act: p.Act.act(),
		ImplementingAct: p.ImplementingAct.act(), Oversight: p.Oversight.Body, Version: p.Version, Caution: c,
		Sources: p.Sources, Bodies: p.Bodies, RelatedPlans: p.RelatedPlans, UNReviews: p.UNReviews, MappingStatus: map[string]string{}}
	r.Reporting = ReportingDuty{By: p.Reporting.By, To: p.Reporting.To, Cycle: p.Reporting.Cycle, Due: p.Reporting.Due.MonthDay,
		Certainty: p.Reporting.Due.Certainty, Source: p.Reporting.Source}
	if y := p.Act.Date.Year(); y > 0 {
		r.Period = fmt.Sprint(y)
	}
	for _, d := range p.ProcessDuties {
		r.ProcessDuties = append(r.ProcessDuties, ProcessDuty{Code: d.Code, Title: d.Title, DutyOf: d.DutyOf, OwedTo: d.OwedTo,
			Source: d.Source, FollowedBy: events(d.FollowedBy)})
	}
	for k, v := range p.MappingStatus {
		switch v := v.(type) {
		case string:
			r.MappingStatus[k] = v
		case map[string]any:
			for in, s := range v {
				if s, ok := s.(string); ok {
					r.MappingStatus[k+"."+in] = s
				}
			}
		}
	}
	return r
}

func (a fileAct) act() Act {
	return Act{Kind: a.Kind, Number: a.Number, Date: a.Date, Title: a.Title, SignedBy: a.SignedBy, Certainty: a.Certainty,
		Note: a.Note, Source: sources(a.Source), AmendedBy: events(a.AmendedBy)}
}

// sources flattens a list of sources, or lists by field, in order, each once.
func sources(v any) []string {
	var out []string
	add := func(list []any) {
		for _, s := range list {
			if s, ok := s.(string); ok && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	switch v := v.(type) {
	case string:
		out = append(out, v)
	case []any:
		add(v)
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if list, ok := v[k].([]any); ok {
				add(list)
			}
		}
	}
	return out
}

func events(list []fileEvent) []Event {
	var out []Event
	for _, e := range list {
		out = append(out, Event{What: e.What, Date: e.Date, Number: e.Number, Source: strings.Join(sources(e.Source), ", ")})
	}
	return out
}

func (a fileArea) area(p *planFile) *Area {
	return &Area{Common: p.base(KindArea, a.Code, a.Note, a.Title), Plan: p.Code, Code: a.Code, Order: a.Order, Title: a.Title,
		TreatyArticles: a.TreatyArticles, SDGTargets: a.SDGTargets, UNRecommendations: a.UNRecommendations, TextSource: a.Source}
}

// origins are the words that plan files use, beside the codes themselves.
var origins = map[string]Origin{"whole task": PlanTask, "measure": PlanMeasure, "undertaking": OutsideThePlan, "stated position": StatedPosition,
	"plan_task": PlanTask, "plan_measure": PlanMeasure, "undertaking_outside_the_plan": OutsideThePlan, "stated_position": StatedPosition}

func (c fileCommitment) commitment(p *planFile, area string, order int) *Commitment {
	certainty, note, _ := strings.Cut(c.Certainty, ":")
	r := &Commitment{Common: p.base(KindCommitment, c.Code, c.Note, c.Title), Plan: p.Code, Area: area, Code: c.Code, Title: c.Title,
		OfficialText: c.OfficialText, Origin: origins[cmp.Or(c.Level, c.Kind)], Certainty: cmp.Or(strings.TrimSpace(certainty), "certain"),
		CertaintyNote: strings.TrimSpace(note), TreatyArticles: c.TreatyArticles, SDGTargets: c.SDGTargets,
		UNRecommendations: c.UNRecommendations, TextSource: c.Source, LinkedAreas: c.LinkedAreas, Related: c.Related,
		Parts: c.Parts, StatedStatus: c.StatedStatus, FollowedBy: events(c.FollowedBy), TitleNote: c.TitleNote, Order: order}
	if c.Instruction != nil {
		r.Instruction = events([]fileEvent{*c.Instruction})[0]
	}
	for _, b := range c.Responsible {
		r.LeadBodies = append(r.LeadBodies, b.Body)
	}
	r.deadlines(c.Deadline)
	return r
}

// deadlines reads a deadline: the last of several is when the whole is due.
func (c *Commitment) deadlines(v any) {
	switch v := v.(type) {
	case string:
		c.Deadline = v
	case []any:
		for _, x := range v {
			if m, ok := x.(map[string]any); ok {
				what, _ := m["what"].(string)
				date, _ := m["date"].(string)
				c.Deadlines = append(c.Deadlines, Event{What: what, Date: date, Source: strings.Join(sources(m["source"]), ", ")})
				c.Deadline = max(c.Deadline, date)
			}
		}
	}
	c.BaselineDeadline = c.Deadline
}
