package sample

import (
	"strconv"
	"strings"

	"plumbline/model"
)

// findings tells the coalition's conclusion for every commitment and year that
// was looked into, and now and then an organisation's own.
func (s *story) findings() {
	reasons, dissents := map[string]model.Text{}, []model.Text(nil)
	for _, b := range blocks("reasons") {
		if b.about[0] == "dissent" {
			dissents = append(dissents, b.text)
		} else {
			reasons[b.about[0]] = b.text
		}
	}
	for year := 2021; year <= 2024; year++ {
		for _, ch := range s.chapters {
			at := topic{ch.commitment.Code, year}
			t := s.tallies[at]
			if t == nil {
				if year != 2024 || ch.weight > 0 {
					continue // a gap: nobody looked, nobody says
				}
				t = &tally{}
			}
			grade := s.grade(t)
			if due := ch.commitment.Deadline; due != "" && due[:min(4, len(due))] == strconv.Itoa(year) && t.count > 0 {
				grade = model.Limited // what has a deadline misses it
			}
			s.finding(ch.commitment, at, t, grade, model.LevelCoalition, reasons, dissents)
			if s.in(10) && len(s.orgs) > 1 && t.count > 1 {
				s.finding(ch.commitment, at, t, neighbour(grade), model.LevelOrg, reasons, nil)
			}
			if s.over {
				return
			}
		}
	}
}

// grade weighs the effects that were seen.
func (s *story) grade(t *tally) model.Grade {
	if t.count == 0 {
		return model.CannotBeAssessed
	}
	score := float64(2*t.effects["advances"]+t.effects["partly_advances"]-2*t.effects["sets_back"]) / float64(t.count)
	switch {
	case score <= -1:
		return model.Regressed
	case score <= -0.5:
		return model.Grade(s.weighed("limited", 2, "regressed", 1, "not_started", 1))
	case score <= 0:
		return model.Grade(s.weighed("limited", 3, "formal_only", 2))
	case score <= 0.6:
		return model.Partial
	case score <= 1.5:
		return model.Substantial
	}
	return model.Complete
}

// neighbour is the grade that somebody else would give.
func neighbour(g model.Grade) model.Grade {
	next := map[model.Grade]model.Grade{model.Regressed: model.Limited, model.Limited: model.NotStarted, model.Partial: model.Limited,
		model.Substantial: model.Partial, model.Complete: model.Substantial, model.FormalOnly: model.Partial}
	if n, ok := next[g]; ok {
		return n
	}
	return model.Limited
}

// finding tells one finding.
func (s *story) finding(c *model.Commitment, at topic, t *tally, grade model.Grade, level string, reasons map[string]model.Text, dissents []model.Text) {
	by := &s.orgs[s.IntN(len(s.orgs))]
	v := values{n: t.count, year: at.year}
	f := &model.Finding{Commitment: at.commitment, Period: strconv.Itoa(at.year), Level: level, Scale: model.ScaleHouse, Grade: grade,
		EvidenceStatus: evidence(grade), ScheduleStatus: schedule(c.Deadline, at.year, grade), Reasoning: v.all(reasons[string(grade)]),
		Confidence: confidence(t.count), BasedOn: t.some, Review: model.ReviewState(s.weighed("approved", 8, "submitted", 2))}
	for _, x := range s.claimed[at] {
		f.Claims = append(f.Claims, model.ClaimTest{Claim: x.id, Verdict: verdict(x.status, grade)})
	}
	if len(dissents) > 0 && s.in(14) && t.count > 0 {
		f.Dissent = v.all(one(s.dice, dissents))
	}
	f.Confidentiality = model.Public
	if level != model.LevelCoalition || s.in(20) {
		f.Confidentiality = model.Coalition
	}
	f.Language, f.Translations = by.language, projects(by.language)
	s.write(f, by, s.after(date(at.year+1, 1, 5), s.between(0, 60)))
}

func confidence(count int) string {
	switch {
	case count >= 8:
		return "high"
	case count >= 3:
		return "medium"
	}
	return "low"
}

// evidence is how what was seen stands to what was promised.
func evidence(g model.Grade) string {
	switch g {
	case model.Complete, model.Substantial:
		return "supports"
	case model.Partial, model.FormalOnly:
		return "partly_supports"
	case model.Limited, model.Regressed:
		return "contradicts"
	case model.NotStarted:
		return "no_evidence_found"
	}
	return "insufficient"
}

// schedule holds a year against a deadline; without one nothing is due.
func schedule(deadline string, year int, g model.Grade) string {
	due, err := strconv.Atoi(deadline[:min(4, len(deadline))])
	switch done := g == model.Complete || g == model.Substantial; {
	case err != nil || year < due:
		return "not_due"
	case done && year == due:
		return "on_time"
	case done:
		return "late"
	}
	return "overdue"
}

// verdict holds what the State says against what was found.
func verdict(status string, g model.Grade) model.Verdict {
	found := evidence(g)
	switch {
	case status == "nothing_said":
		return model.NoClaim
	case found == "insufficient", status == "planned":
		return model.NotVerifiable
	case found == "supports":
		return model.Confirmed
	case found == "partly_supports", status == "under_way" && g != model.Regressed:
		return model.PartlyConfirmed
	}
	return model.Contradicted
}

// advice tells what the coalition recommends.
func (s *story) advice() {
	for _, b := range blocks("advice") {
		about := strings.Fields(b.about[0])
		theme, err := strconv.Atoi(about[0])
		if err != nil {
			panic("sample: advice: " + err.Error())
		}
		var codes []string
		for _, ch := range s.chapters {
			if ch.theme == theme && len(codes) < 3 {
				codes = append(codes, ch.commitment.Code)
			}
		}
		if len(codes) == 0 || s.over {
			continue
		}
		by := &s.orgs[s.IntN(len(s.orgs))]
		r := &model.Recommendation{Commitments: codes, Addressee: about[3], Text: b.text, Priority: about[1], Treaties: []string{treatyOf(about[2])},
			SendTo: []string{about[2]}, Deadline: "2025-12-31", Review: model.Approved}
		r.Confidentiality = model.Public
		r.Language, r.Translations = by.language, projects(by.language)
		s.write(r, by, s.after(date(2024, 12, 1), s.between(0, 40)))
	}
}

// treatyOf is the treaty that a committee watches over.
func treatyOf(body string) string {
	if body == "CCPR" {
		return "ICCPR"
	}
	return body
}
