package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
)

// survey is what the overview shows, read off the UI thread in one go and then only looked at.
type survey struct {
	years []int
	rows  []surveyRow

	claims    map[model.Verdict][]model.ID // by the verdict of the newest finding that tests them
	unchecked []model.ID                   // claims that no finding tests
	regions   []regionCount                // with observations, most first
	vacant    []string                     // regions without any, by code
	records   int                          // observations

	disputes  int
	drafts    int // observations
	submitted int
	overdue   []*model.Commitment // past their deadline and not complete
	unvisited []*model.Commitment // nobody saw anything of them in the last twelve months
}

// surveyRow is one commitment of the heat map.
type surveyRow struct {
	commitment   *model.Commitment
	grades       []model.Grade // by year; "" was not graded
	observations int
}

// regionCount is how many observations were made in a region; "" is the whole country, or not said.
type regionCount struct {
	code string
	n    int
}

// mostYears is how many years the heat map goes back: one strange period must not make it a mile wide.
const mostYears = 30

// readSurvey reads everything that the overview shows.
func readSurvey(b *notebook.Notebook, plan *model.PlanBook, now time.Time) (*survey, error) {
	l, err := readLedger(b, plan)
	if err != nil {
		return nil, err
	}
	v := &survey{claims: map[model.Verdict][]model.ID{}}
	v.years = surveyYears(b, plan, l, now)
	for _, c := range plan.Commitments {
		s := l.commitments[c.Code]
		v.rows = append(v.rows, surveyRow{c, s.gradesBy(v.years), s.observations})
		v.judge(s)
		if s.observations == 0 || s.stale(now) {
			v.unvisited = append(v.unvisited, c)
		}
		if isOverdue(c, s, now) {
			v.overdue = append(v.overdue, c)
		}
	}
	v.cover(b.Tally(model.Query{}, model.FacetRegion))
	return v, v.count(b)
}

// surveyYears runs from the year of the plan to the newest that was graded or observed.
func surveyYears(b *notebook.Notebook, plan *model.PlanBook, l *ledger, now time.Time) []int {
	first, last := plan.Plan.Act.Date.Year(), 0
	see := func(year int) {
		if year > now.Year()-mostYears && year <= now.Year() {
			if first == 0 || year < first {
				first = year
			}
			last = max(last, year)
		}
	}
	for _, s := range l.commitments {
		for _, f := range s.findings {
			from, to := periodYears(f.Period)
			see(from)
			see(to)
		}
	}
	for year := range b.Tally(model.Query{}, model.FacetYear) {
		see(atoi(year))
	}
	if first == 0 || first > now.Year() || first < now.Year()-mostYears {
		first = now.Year()
	}
	last = max(last, first)
	years := make([]int, 0, last-first+1)
	for y := first; y <= last; y++ {
		years = append(years, y)
	}
	return years
}

// periodYears are the first and last year of a period; 0 where it has none.
func periodYears(period string) (from, to int) {
	first, last, two := strings.Cut(period, "/")
	if !two {
		last = first
	}
	year := func(s string) int {
		y, err := strconv.Atoi(s[:min(len(s), 4)])
		if err != nil {
			return 0
		}
		return y
	}
	return year(first), year(last)
}

// gradesBy is the grade of each year: of the findings whose period holds it, the one of the shortest period, by the
// widest circle.
func (s *standing) gradesBy(years []int) []model.Grade {
	out := make([]model.Grade, len(years))
	for i, year := range years {
		var best *model.Finding
		for _, f := range s.findings {
			from, to := periodYears(f.Period)
			if houseGrade(f) == "" || year < from || year > to {
				continue
			}
			if best == nil || cmp.Or(cmp.Compare(span(best), span(f)), cmp.Compare(rank(f.Level), rank(best.Level))) > 0 {
				best = f
			}
		}
		out[i] = houseGrade(best)
	}
	return out
}

// span is how many years a finding's period runs on.
func span(f *model.Finding) int {
	from, to := periodYears(f.Period)
	return to - from
}

// judge sorts the claims on a commitment by the verdict of the newest finding that tests them.
func (v *survey) judge(s *standing) {
	for _, c := range s.claims {
		verdict := s.verdictOn(c.ID)
		if verdict == "" {
			v.unchecked = append(v.unchecked, c.ID)
			continue
		}
		v.claims[verdict] = append(v.claims[verdict], c.ID)
	}
}

// verdictOn is what the newest finding that tests a claim says of it, "" where none does.
func (s *standing) verdictOn(claim model.ID) model.Verdict {
	for _, f := range s.findings {
		for _, t := range f.Claims {
			if t.Claim == claim && t.Verdict != "" {
				return t.Verdict
			}
		}
	}
	return ""
}

// isOverdue says whether the deadline of a commitment is past and its grade is not complete.
func isOverdue(c *model.Commitment, s *standing, now time.Time) bool {
	if c.Deadline == "" || s.grade() == model.Complete {
		return false
	}
	end := c.Deadline // a year or a month ends with its last day
	switch len(end) {
	case len("2006"):
		end += "-12-31"
	case len("2006-01"):
		end += "-31"
	}
	return end < now.Format(time.DateOnly)
}

// cover counts observations by region. A code of an earlier map counts with the region that has its place now.
func (v *survey) cover(counts map[string]int) {
	by := map[string]int{}
	for code, n := range counts {
		v.records += n
		if r, ok := regionOf(code); ok && counts[r.Code] > 0 {
			code = r.Code
		}
		by[code] += n
	}
	for code, n := range by {
		v.regions = append(v.regions, regionCount{code, n})
	}
	slices.SortFunc(v.regions, func(a, b regionCount) int { return cmp.Or(cmp.Compare(b.n, a.n), strings.Compare(a.code, b.code)) })
	for _, r := range assets.Regions() {
		if by[r.Code] == 0 && (r.FormerCode == "" || by[r.FormerCode] == 0) {
			v.vacant = append(v.vacant, r.Code)
		}
	}
}

// count counts what waits for somebody.
func (v *survey) count(b *notebook.Notebook) error {
	for _, kind := range findKinds {
		n, err := b.Count(model.Query{Kind: kind, Disputed: true})
		if err != nil {
			return err
		}
		v.disputes += n
	}
	states := b.Tally(model.Query{}, model.FacetReview)
	v.drafts, v.submitted = states[string(model.Draft)], states[string(model.Submitted)]
	return nil
}
