package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"plumbline/model"
	"plumbline/model/notebook"
)

// ledger is how every commitment and area of the plan stands: what is claimed, what was found, how many observations
// there are and when the newest was made. It is read off the UI thread and then only looked at.
type ledger struct {
	commitments map[string]*standing
	areas       map[string]int // observations of an area, each counted once
}

// standing is how one commitment stands.
type standing struct {
	observations int
	newest       model.Date       // of the newest observation
	claims       []*model.Claim   // newest first
	findings     []*model.Finding // newest period first; within a period the coalition's first
}

// staleAfter is how long after its newest observation a commitment counts as not seen for long.
const staleAfter = 365 * 24 * time.Hour

// readLedger reads how all commitments of a plan stand.
func readLedger(b *notebook.Notebook, plan *model.PlanBook) (*ledger, error) {
	counts, err := b.Tallies(model.Query{}, model.FacetCommitment, model.FacetArea)
	if err != nil {
		return nil, err
	}
	newest, err := b.Newest(model.Query{})
	if err != nil {
		return nil, err
	}
	l := &ledger{commitments: map[string]*standing{}, areas: counts[model.FacetArea]}
	for _, c := range plan.Commitments {
		s := &standing{observations: counts[model.FacetCommitment][c.Code]}
		l.commitments[c.Code] = s
		if id, ok := newest[c.Code]; ok {
			v, err := b.View(id)
			if err != nil {
				return nil, err
			}
			if o, ok := v.Record.(*model.Observation); ok {
				s.newest = o.Date
			}
		}
	}
	if err := l.readClaims(b); err != nil {
		return nil, err
	}
	return l, l.readFindings(b)
}

func (l *ledger) readClaims(b *notebook.Notebook) error {
	for v, err := range b.Records(model.KindClaim) {
		if err != nil {
			return err
		}
		if c, ok := v.Record.(*model.Claim); ok && !c.Withdrawn && l.commitments[c.Commitment] != nil {
			s := l.commitments[c.Commitment]
			s.claims = append(s.claims, c)
		}
	}
	for _, s := range l.commitments {
		slices.SortStableFunc(s.claims, func(x, y *model.Claim) int { return strings.Compare(string(y.Report.Date), string(x.Report.Date)) })
	}
	return nil
}

func (l *ledger) readFindings(b *notebook.Notebook) error {
	for v, err := range b.Records(model.KindFinding) {
		if err != nil {
			return err
		}
		f, ok := v.Record.(*model.Finding)
		if ok && !f.Withdrawn && f.Review != model.Draft && f.Review != model.Rejected && l.commitments[f.Commitment] != nil {
			s := l.commitments[f.Commitment]
			s.findings = append(s.findings, f)
		}
	}
	for _, s := range l.commitments {
		slices.Reverse(s.findings) // of two that stand alike, the one that was written later
		slices.SortStableFunc(s.findings, func(x, y *model.Finding) int {
			return cmp.Or(strings.Compare(periodEnd(y.Period), periodEnd(x.Period)), cmp.Compare(rank(y.Level), rank(x.Level)))
		})
	}
	return nil
}

// periodEnd is the last year of a period: 2023 of 2021/2023.
func periodEnd(period string) string {
	_, end, found := strings.Cut(period, "/")
	if !found {
		return period
	}
	return end
}

// rank orders the levels of findings: the coalition's word weighs most.
func rank(level string) int { return slices.Index(model.Levels, level) }

// finding is the conclusion that is shown: of the newest period, by the widest circle.
func (s *standing) finding() *model.Finding {
	if len(s.findings) == 0 {
		return nil
	}
	return s.findings[0]
}

// claim is the newest of what the State said that the shown finding tests, or else the newest of all.
func (s *standing) claim() *model.Claim {
	if i := s.shownClaim(); i >= 0 {
		return s.claims[i]
	}
	return nil
}

// later is how many claims are newer than the one that is shown.
func (s *standing) later() int { return max(s.shownClaim(), 0) }

// shownClaim is the place of the claim that is shown, -1 where there is none.
func (s *standing) shownClaim() int {
	if f := s.finding(); f != nil {
		tested := func(c *model.Claim) bool {
			return slices.ContainsFunc(f.Claims, func(t model.ClaimTest) bool { return t.Claim == c.ID })
		}
		if i := slices.IndexFunc(s.claims, tested); i >= 0 {
			return i
		}
	}
	return min(len(s.claims), 1) - 1
}

// grade is that of the finding that is shown, on the house scale; "" for none.
func (s *standing) grade() model.Grade { return houseGrade(s.finding()) }

func houseGrade(f *model.Finding) model.Grade {
	if f == nil || f.Scale != "" && f.Scale != model.ScaleHouse {
		return ""
	}
	return f.Grade
}

// verdict is what the shown finding says of the shown claim; "" where it says nothing.
func (s *standing) verdict() model.Verdict {
	f, c := s.finding(), s.claim()
	if f == nil || c == nil {
		return ""
	}
	for _, t := range f.Claims {
		if t.Claim == c.ID {
			return t.Verdict
		}
	}
	return ""
}

// history is one graded finding for each period, the oldest first.
func (s *standing) history() []*model.Finding {
	var out []*model.Finding
	for _, f := range s.findings {
		if houseGrade(f) != "" && (len(out) == 0 || out[len(out)-1].Period != f.Period) {
			out = append(out, f)
		}
	}
	slices.Reverse(out)
	return out
}

// stale says whether the newest observation is long past. What was never observed is not stale.
func (s *standing) stale(now time.Time) bool {
	last, err := time.Parse(time.DateOnly, string(s.newest.Last()))
	return s.observations > 0 && err == nil && now.Sub(last) > staleAfter
}

// status is what the status bar says.
type status struct {
	drafts   int
	disputes int       // records in which something is disputed
	backup   time.Time // of the last backup; zero for none
	records  int       // observations: without any there is nothing to lose
	kept     time.Time // of the newest earlier state; zero for none
}

// readStatus reads it.
func readStatus(b *notebook.Notebook) (s status, err error) {
	s.drafts = len(b.Drafts())
	if s.records, err = b.Count(model.Query{}); err != nil {
		return s, err
	}
	if s.disputes, err = countDisputes(b); err != nil {
		return s, err
	}
	if list, err := b.Snapshots(); err == nil && len(list) > 0 {
		s.kept = list[0].At
	}
	s.backup, err = lastBackup(b)
	return s, err
}

// due says whether it is time for a backup: the last one is older than so many days.
func (s status) due(now time.Time, days int) bool {
	return s.records > 0 && now.Sub(s.backup) > time.Duration(days)*24*time.Hour
}
