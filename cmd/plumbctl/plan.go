package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) planVerb() *cobra.Command {
	var commitment string
	verb := c.verb("plan", cobra.NoArgs, func(*cobra.Command, []string) error {
		return c.reading(func(n *notebook.Notebook) error {
			if commitment != "" {
				return c.planCommitment(n, commitment)
			}
			return c.plan(n)
		})
	})
	verb.Flags().StringVar(&commitment, "commitment", "", c.flag("commitment"))
	return verb
}

// standing is a commitment with what has been gathered about it.
type standing struct {
	Code         string     `json:"code"`
	Title        model.Text `json:"title"`
	Origin       string     `json:"origin"`
	Observations int        `json:"observations"`
	Claims       int        `json:"claims"`
	Findings     int        `json:"findings"`
	Evidence     int        `json:"evidence"`
	Latest       *latest    `json:"latest,omitempty"` // the newest finding of the widest level
}

// latest is the grade that counts now.
type latest struct {
	Ref    string `json:"ref"`
	Period string `json:"period"`
	Level  string `json:"level"`
	Scale  string `json:"scale"`
	Grade  string `json:"grade"`
}

// standingArea is an area with its commitments.
type standingArea struct {
	Code        string     `json:"code"`
	Title       model.Text `json:"title"`
	Commitments []standing `json:"commitments"`
	Linked      []string   `json:"linked,omitempty"` // undertakings outside the areas
}

// plan prints the areas and commitments with counts and grades.
func (c *ctl) plan(n *notebook.Notebook) error {
	b := n.Plan()
	if b.Plan.Code == "" {
		return c.fail(exitFailed, "ctl.plan_missing")
	}
	var areas []standingArea
	for _, a := range b.Areas {
		own, linked := b.In(a.Code)
		area, err := standingsOf(n, own)
		if err != nil {
			return err
		}
		area.Code, area.Title = a.Code, a.Title
		for _, x := range linked {
			area.Linked = append(area.Linked, x.Code)
		}
		areas = append(areas, area)
	}
	var rest []*model.Commitment
	for _, x := range b.Commitments {
		if b.Area(x.Area) == nil {
			rest = append(rest, x)
		}
	}
	outside, err := standingsOf(n, rest)
	if err != nil {
		return err
	}
	if c.json {
		return c.print(struct {
			Code    string         `json:"code"`
			Title   model.Text     `json:"title"`
			Caution model.Text     `json:"caution,omitempty"`
			Areas   []standingArea `json:"areas"`
			Outside []standing     `json:"outside"`
		}{b.Plan.Code, b.Plan.Title, b.Plan.Caution, areas, outside.Commitments})
	}
	return c.planTable(b, areas, outside)
}

// standingsOf gathers what is known of some commitments.
func standingsOf(n *notebook.Notebook, list []*model.Commitment) (standingArea, error) {
	area := standingArea{Commitments: []standing{}}
	for _, x := range list {
		s, err := standingOf(n, x)
		if err != nil {
			return area, err
		}
		area.Commitments = append(area.Commitments, s)
	}
	return area, nil
}

func standingOf(n *notebook.Notebook, x *model.Commitment) (standing, error) {
	s := standing{Code: x.Code, Title: x.Title, Origin: string(x.Origin)}
	for _, count := range []struct {
		kind model.Kind
		to   *int
	}{{model.KindObservation, &s.Observations}, {model.KindClaim, &s.Claims}, {model.KindFinding, &s.Findings}, {model.KindEvidence, &s.Evidence}} {
		var err error
		if *count.to, err = n.Count(model.Query{Kind: count.kind, Commitment: x.Code}); err != nil {
			return s, err
		}
	}
	var err error
	s.Latest, err = latestOf(n, x.Code)
	return s, err
}

// latestOf is the finding of the widest level, and of these that of the last period.
func latestOf(n *notebook.Notebook, commitment string) (*latest, error) {
	page, err := n.Find(model.Query{Kind: model.KindFinding, Commitment: commitment, Order: model.ByRef})
	if err != nil {
		return nil, err
	}
	var best *latest
	for _, id := range page.IDs {
		v, err := n.View(id)
		if err != nil {
			return nil, err
		}
		f, ok := v.Record.(*model.Finding)
		if !ok || f.Grade == "" {
			continue
		}
		x := &latest{Ref: f.Ref, Period: f.Period, Level: f.Level, Scale: f.Scale, Grade: string(f.Grade)}
		if x.Scale == "" {
			x.Scale = model.ScaleHouse
		}
		if best == nil || x.outranks(best) {
			best = x
		}
	}
	return best, nil
}

func (l *latest) outranks(o *latest) bool {
	mine, other := slices.Index(model.Levels, l.Level), slices.Index(model.Levels, o.Level)
	if mine != other {
		return mine > other
	}
	_, myEnd := model.PeriodDays(l.Period)
	_, otherEnd := model.PeriodDays(o.Period)
	return myEnd > otherEnd
}

// planTable prints the plan for people, its caution first.
func (c *ctl) planTable(b *model.PlanBook, areas []standingArea, outside standingArea) error {
	title, _ := c.words.Of(b.Plan.Title, b.Plan.Language)
	var t table
	c.say("ctl.plan_title", "code", b.Plan.Code, "title", shown(title))
	if caution, _ := c.words.Of(b.Plan.Caution, ""); caution != "" {
		c.say("ctl.caution", "text", shown(caution))
	}
	t.row("", c.words.T("sheets.observations"), c.words.T("nouns.claim"), c.words.T("columns.grade"), "")
	for _, a := range areas {
		title, _ := c.words.Of(a.Title, "")
		t.row(a.Code, "", "", "", title)
		for _, s := range a.Commitments {
			t.row(c.standingCells(s)...)
		}
	}
	if len(outside.Commitments) > 0 {
		t.row(c.words.T("ctl.outside"), "", "", "", "")
	}
	for _, s := range outside.Commitments {
		t.row(c.standingCells(s)...)
	}
	return t.write(c.out)
}

func (c *ctl) standingCells(s standing) []string {
	title, _ := c.words.Of(s.Title, "")
	grade := "—"
	if s.Latest != nil {
		grade = c.code("grade_"+s.Latest.Scale, s.Latest.Grade) + " (" + s.Latest.Period + ")"
	}
	return []string{"  " + s.Code, c.words.Number(int64(s.Observations)), c.words.Number(int64(s.Claims)), grade, title}
}

// planCommitment prints one commitment, and the claims and findings about it.
func (c *ctl) planCommitment(n *notebook.Notebook, code string) error {
	b := n.Plan()
	x := b.Commitment(strings.ToUpper(code))
	if x == nil {
		x = b.Commitment(code)
	}
	if x == nil {
		return c.usage("ctl.bad_code", "flag", "--commitment", "hint", "plumbctl plan")
	}
	s, err := standingOf(n, x)
	if err != nil {
		return err
	}
	if c.json {
		v, err := n.View(x.ID)
		if err != nil {
			return err
		}
		return c.planCommitmentJSON(n, v, s)
	}
	var t table
	for _, f := range c.fieldsOf(n, x) {
		t.row(f[0], f[1])
	}
	t.row(c.words.T("sheets.observations"), c.words.Number(int64(s.Observations)))
	t.row(c.words.T("nouns.evidence"), c.words.Number(int64(s.Evidence)))
	if err := t.write(c.out); err != nil {
		return err
	}
	for _, kind := range []model.Kind{model.KindClaim, model.KindFinding} {
		page, err := n.Find(model.Query{Kind: kind, Commitment: x.Code})
		if err != nil {
			return err
		}
		if page.Total > 0 {
			if err := c.listTable(n, kind, page); err != nil {
				return err
			}
		}
	}
	return nil
}
