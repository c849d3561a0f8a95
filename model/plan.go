package model

import (
	"cmp"
	"fmt"
	"slices"
)

// Plan is the action plan: its act, who oversees it, who reports to whom, and
// what surrounds it (bodies, duties of process, reviews, sources).
type Plan struct {
	Common
	Code            string            `cbor:"10,keyasint,omitempty" json:"code,omitempty"`
	Title           Text              `cbor:"11,keyasint,omitempty" json:"title,omitempty"`
	Country         string            `cbor:"12,keyasint,omitempty" json:"country,omitempty"` // ISO 3166-1
	Act             Act               `cbor:"13,keyasint,omitzero" json:"act,omitzero"`
	ImplementingAct Act               `cbor:"14,keyasint,omitzero" json:"implementing_act,omitzero"`
	Oversight       string            `cbor:"15,keyasint,omitempty" json:"oversight_body,omitempty"`
	Reporting       ReportingDuty     `cbor:"16,keyasint,omitzero" json:"reporting_duty,omitzero"`
	Period          string            `cbor:"17,keyasint,omitempty" json:"period,omitempty"`
	Version         string            `cbor:"18,keyasint,omitempty" json:"version,omitempty"`
	Supersedes      string            `cbor:"19,keyasint,omitempty" json:"supersedes,omitempty"`
	Caution         Text              `cbor:"20,keyasint,omitempty" json:"caution,omitempty"`
	Sources         []PlanSource      `cbor:"21,keyasint,omitempty" json:"sources,omitempty"`
	Bodies          []Body            `cbor:"22,keyasint,omitempty" json:"bodies,omitempty"`
	ProcessDuties   []ProcessDuty     `cbor:"23,keyasint,omitempty" json:"process_duties,omitempty"`
	RelatedPlans    []RelatedPlan     `cbor:"24,keyasint,omitempty" json:"related_plans,omitempty"`
	UNReviews       []UNReview        `cbor:"25,keyasint,omitempty" json:"un_reviews,omitempty"`
	MappingStatus   map[string]string `cbor:"26,keyasint,omitempty" json:"mapping_status,omitempty"`
}

// Act is a legal act.
type Act struct {
	Kind      string   `cbor:"1,keyasint,omitempty" json:"kind,omitempty"`
	Number    string   `cbor:"2,keyasint,omitempty" json:"number,omitempty"`
	Date      Day      `cbor:"3,keyasint,omitempty" json:"date,omitempty"`
	Title     Text     `cbor:"4,keyasint,omitempty" json:"title,omitempty"`
	SignedBy  string   `cbor:"5,keyasint,omitempty" json:"signed_by,omitempty"`
	Certainty string   `cbor:"6,keyasint,omitempty" json:"certainty,omitempty"`
	Note      string   `cbor:"7,keyasint,omitempty" json:"note,omitempty"`
	Source    []string `cbor:"8,keyasint,omitempty" json:"source,omitempty"`
	AmendedBy []Event  `cbor:"9,keyasint,omitempty" json:"amended_by,omitempty"`
}

// ReportingDuty says who reports to whom, how often and by when.
type ReportingDuty struct {
	By        string   `cbor:"1,keyasint,omitempty" json:"by,omitempty"`
	To        string   `cbor:"2,keyasint,omitempty" json:"to,omitempty"`
	Cycle     string   `cbor:"3,keyasint,omitempty" json:"cycle,omitempty"`
	Due       string   `cbor:"4,keyasint,omitempty" json:"due,omitempty"` // month and day, 01-25
	Certainty string   `cbor:"5,keyasint,omitempty" json:"certainty,omitempty"`
	Source    []string `cbor:"6,keyasint,omitempty" json:"source,omitempty"`
}

// PlanSource is a document that a statement of the plan rests on.
type PlanSource struct {
	ID     string `cbor:"1,keyasint,omitempty" json:"id,omitempty"`
	Kind   string `cbor:"2,keyasint,omitempty" json:"kind,omitempty"`
	Title  string `cbor:"3,keyasint,omitempty" json:"title,omitempty"`
	Date   string `cbor:"4,keyasint,omitempty" json:"date,omitempty"`
	URL    string `cbor:"5,keyasint,omitempty" json:"url,omitempty"`
	Covers string `cbor:"6,keyasint,omitempty" json:"covers,omitempty"`
}

// Body is a public body named in the plan.
type Body struct {
	Code   string   `cbor:"1,keyasint,omitempty" json:"code,omitempty"`
	Name   Text     `cbor:"2,keyasint,omitempty" json:"name,omitempty"`
	Role   string   `cbor:"3,keyasint,omitempty" json:"role,omitempty"`
	Source []string `cbor:"4,keyasint,omitempty" json:"source,omitempty"`
	Note   string   `cbor:"5,keyasint,omitempty" json:"note,omitempty"`
}

// ProcessDuty is a duty of process: who owes what to whom beside the
// commitments.
type ProcessDuty struct {
	Code       string   `cbor:"1,keyasint,omitempty" json:"code,omitempty"`
	Title      Text     `cbor:"2,keyasint,omitempty" json:"title,omitempty"`
	DutyOf     string   `cbor:"3,keyasint,omitempty" json:"duty_of,omitempty"`
	OwedTo     string   `cbor:"4,keyasint,omitempty" json:"owed_to,omitempty"`
	Source     []string `cbor:"5,keyasint,omitempty" json:"source,omitempty"`
	FollowedBy []Event  `cbor:"6,keyasint,omitempty" json:"followed_by,omitempty"`
}

// Part is a part of a commitment that is promised on its own.
type Part struct {
	Code  string `cbor:"1,keyasint,omitempty" json:"code,omitempty"`
	Title Text   `cbor:"2,keyasint,omitempty" json:"title,omitempty"`
}

// Event is something dated that happened to a plan, a duty or a commitment.
type Event struct {
	What   string `cbor:"1,keyasint,omitempty" json:"what,omitempty"`
	Date   string `cbor:"2,keyasint,omitempty" json:"date,omitempty"` // 2023, 2023-03 or 2023-03-17
	Source string `cbor:"3,keyasint,omitempty" json:"source,omitempty"`
	Number string `cbor:"4,keyasint,omitempty" json:"number,omitempty"`
}

// RelatedPlan is an earlier or later plan.
type RelatedPlan struct {
	Code            string   `cbor:"1,keyasint,omitempty" json:"code,omitempty"`
	Title           Text     `cbor:"2,keyasint,omitempty" json:"title,omitempty"`
	Number          string   `cbor:"3,keyasint,omitempty" json:"number,omitempty"`
	Date            string   `cbor:"4,keyasint,omitempty" json:"date,omitempty"`
	Source          []string `cbor:"5,keyasint,omitempty" json:"source,omitempty"`
	Note            string   `cbor:"6,keyasint,omitempty" json:"note,omitempty"`
	NumberCertainty string   `cbor:"7,keyasint,omitempty" json:"number_certainty,omitempty"`
}

// UNReview is a review of the State by a UN body.
type UNReview struct {
	Body   string `cbor:"1,keyasint,omitempty" json:"body,omitempty"`
	Symbol string `cbor:"2,keyasint,omitempty" json:"symbol,omitempty"`
	Date   string `cbor:"3,keyasint,omitempty" json:"date,omitempty"`
	Source string `cbor:"4,keyasint,omitempty" json:"source,omitempty"`
	Note   string `cbor:"5,keyasint,omitempty" json:"note,omitempty"`
}

// TreatyArticles are articles of one treaty that a thing is linked to.
type TreatyArticles struct {
	Treaty   string   `cbor:"1,keyasint,omitempty" json:"treaty,omitempty"`
	Articles []string `cbor:"2,keyasint,omitempty" json:"articles,omitempty"`
}

// UNRecommendation is a recommendation of a UN body that a thing is linked to.
type UNRecommendation struct {
	Ref      string `cbor:"1,keyasint,omitempty" json:"ref,omitempty"`
	Source   string `cbor:"2,keyasint,omitempty" json:"source,omitempty"`
	By       string `cbor:"3,keyasint,omitempty" json:"by,omitempty"`
	Position string `cbor:"4,keyasint,omitempty" json:"position,omitempty"`
	Gist     string `cbor:"5,keyasint,omitempty" json:"gist,omitempty"`
}

// Area is a priority task of the plan, in the plan's order.
type Area struct {
	Common
	Plan              string             `cbor:"10,keyasint,omitempty" json:"plan,omitempty"`
	Code              string             `cbor:"11,keyasint,omitempty" json:"code,omitempty"`
	Order             int                `cbor:"12,keyasint,omitempty" json:"order,omitempty"`
	Title             Text               `cbor:"13,keyasint,omitempty" json:"title,omitempty"`
	TreatyArticles    []TreatyArticles   `cbor:"14,keyasint,omitempty" json:"treaty_articles,omitempty"`
	SDGTargets        []string           `cbor:"15,keyasint,omitempty" json:"sdg_targets,omitempty"`
	UNRecommendations []UNRecommendation `cbor:"16,keyasint,omitempty" json:"un_recommendations,omitempty"`
	TextSource        []string           `cbor:"17,keyasint,omitempty" json:"text_source,omitempty"`
}

// Commitment is the smallest thing promised.
type Commitment struct {
	Common
	Area              string             `cbor:"10,keyasint,omitempty" json:"area,omitempty"` // an area's code; empty outside the areas
	Code              string             `cbor:"11,keyasint,omitempty" json:"code,omitempty"`
	Title             Text               `cbor:"12,keyasint,omitempty" json:"title,omitempty"`
	OfficialText      Text               `cbor:"13,keyasint,omitempty" json:"official_text,omitempty"`
	Origin            Origin             `cbor:"14,keyasint,omitempty" json:"origin,omitempty"`
	Certainty         string             `cbor:"15,keyasint,omitempty" json:"certainty,omitempty"`
	CertaintyNote     string             `cbor:"16,keyasint,omitempty" json:"certainty_note,omitempty"`
	FormOfCompletion  string             `cbor:"17,keyasint,omitempty" json:"form_of_completion,omitempty"`
	Deadline          string             `cbor:"18,keyasint,omitempty" json:"deadline,omitempty"`          // 2022, 2022-09 or a day
	BaselineDeadline  string             `cbor:"19,keyasint,omitempty" json:"baseline_deadline,omitempty"` // the first one; never lost
	LeadBodies        []string           `cbor:"20,keyasint,omitempty" json:"lead_bodies,omitempty"`
	SupportingBodies  []string           `cbor:"21,keyasint,omitempty" json:"supporting_bodies,omitempty"`
	AsAgreed          []string           `cbor:"22,keyasint,omitempty" json:"as_agreed,omitempty"` // bodies marked «as agreed»
	CommitmentKind    string             `cbor:"23,keyasint,omitempty" json:"commitment_kind,omitempty"`
	TreatyArticles    []TreatyArticles   `cbor:"24,keyasint,omitempty" json:"treaty_articles,omitempty"`
	SDGTargets        []string           `cbor:"25,keyasint,omitempty" json:"sdg_targets,omitempty"`
	UNRecommendations []UNRecommendation `cbor:"26,keyasint,omitempty" json:"un_recommendations,omitempty"`
	TextSource        []string           `cbor:"27,keyasint,omitempty" json:"text_source,omitempty"`
	LinkedAreas       []string           `cbor:"28,keyasint,omitempty" json:"linked_areas,omitempty"`
	Related           []string           `cbor:"29,keyasint,omitempty" json:"related,omitempty"`
	StatedStatus      string             `cbor:"30,keyasint,omitempty" json:"stated_status,omitempty"`
	Instruction       Event              `cbor:"31,keyasint,omitzero" json:"instruction,omitzero"`
	FollowedBy        []Event            `cbor:"32,keyasint,omitempty" json:"followed_by,omitempty"`
	Deadlines         []Event            `cbor:"33,keyasint,omitempty" json:"deadlines,omitempty"` // each with what it bounds
	Parts             []Part             `cbor:"34,keyasint,omitempty" json:"parts,omitempty"`
	TitleNote         string             `cbor:"35,keyasint,omitempty" json:"title_note,omitempty"`
	Order             int                `cbor:"36,keyasint,omitempty" json:"order,omitempty"`
	Plan              string             `cbor:"37,keyasint,omitempty" json:"plan,omitempty"`
}

// Kind is KindPlan.
func (*Plan) Kind() Kind { return KindPlan }

// Kind is KindArea.
func (*Area) Kind() Kind { return KindArea }

// Kind is KindCommitment.
func (*Commitment) Kind() Kind { return KindCommitment }

// Check lists every fault.
func (p *Plan) Check(Known) error {
	var f Faults
	f.needed("code", p.Code != "")
	f.needed("title", !p.Title.IsZero())
	p.Title.check("title", &f)
	p.Caution.check("caution", &f)
	for i, b := range p.Bodies {
		f.needed(fmt.Sprintf("bodies[%d].code", i), b.Code != "")
		b.Name.check(fmt.Sprintf("bodies[%d].name", i), &f)
	}
	p.Common.check(&f)
	return f.err()
}

// Check lists every fault.
func (a *Area) Check(Known) error {
	var f Faults
	f.needed("plan", a.Plan != "")
	f.needed("code", a.Code != "")
	f.needed("title", !a.Title.IsZero())
	a.Title.check("title", &f)
	a.Common.check(&f)
	return f.err()
}

// Check lists every fault.
func (c *Commitment) Check(Known) error {
	var f Faults
	f.needed("code", c.Code != "")
	f.needed("title", !c.Title.IsZero())
	c.Title.check("title", &f)
	c.OfficialText.check("official_text", &f)
	f.needed("origin", c.Origin != "")
	f.code("origin", string(c.Origin), Origins)
	f.code("certainty", c.Certainty, Certainties)
	f.code("commitment_kind", c.CommitmentKind, CommitmentKinds)
	c.Common.check(&f)
	return f.err()
}

// PlanBook is a plan with everything under it, ready to be walked and asked.
type PlanBook struct {
	Plan        *Plan
	Areas       []*Area       // in the plan's order
	Commitments []*Commitment // in the plan's order, undertakings outside the areas last
	byCode      map[string]*Commitment
	areaByCode  map[string]*Area
}

// NewPlanBook puts a plan's records in order. Records of other kinds are passed
// over; a book without a plan record has an empty Plan.
func NewPlanBook(records []Record) *PlanBook {
	b := &PlanBook{Plan: &Plan{}, byCode: map[string]*Commitment{}, areaByCode: map[string]*Area{}}
	for _, r := range records {
		switch r := r.(type) {
		case *Plan:
			b.Plan = r
		case *Area:
			b.Areas = append(b.Areas, r)
			b.areaByCode[r.Code] = r
		case *Commitment:
			b.Commitments = append(b.Commitments, r)
			b.byCode[r.Code] = r
		}
	}
	slices.SortStableFunc(b.Areas, func(x, y *Area) int { return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.Code, y.Code)) })
	slices.SortStableFunc(b.Commitments, func(x, y *Commitment) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.Code, y.Code))
	})
	return b
}

// Commitment finds a commitment by its code, or nil.
func (b *PlanBook) Commitment(code string) *Commitment { return b.byCode[code] }

// Area finds an area by its code, or nil.
func (b *PlanBook) Area(code string) *Area { return b.areaByCode[code] }

// In lists the commitments of an area, then the undertakings linked to it. The
// empty code lists those that belong to no area.
func (b *PlanBook) In(area string) (own, linked []*Commitment) {
	for _, c := range b.Commitments {
		switch {
		case c.Area == area && (area != "" || len(c.LinkedAreas) == 0):
			own = append(own, c)
		case area != "" && slices.Contains(c.LinkedAreas, area):
			linked = append(linked, c)
		}
	}
	return own, linked
}

// Body finds a body by its code, or an empty one.
func (b *PlanBook) Body(code string) Body {
	for _, x := range b.Plan.Bodies {
		if x.Code == code {
			return x
		}
	}
	return Body{Code: code}
}
