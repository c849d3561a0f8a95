package sample

import (
	"strconv"

	"plumbline/model"
)

// claims tells what the Government's yearly reports say of most commitments.
func (s *story) claims() {
	byTheme := map[string][]block{}
	for _, b := range blocks("claims") {
		theme := b.about[0][:len(b.about[0])-len(statusOf(b))-1]
		byTheme[theme] = append(byTheme[theme], b)
	}
	for year := 2021; year <= 2024; year++ {
		for _, ch := range s.chapters {
			if s.over || s.in(12) {
				continue
			}
			s.claim(ch, year, byTheme[strconv.Itoa(ch.theme)])
		}
	}
}

// statusOf is the last word of a claim's header.
func statusOf(b block) string {
	header := b.about[0]
	for i := len(header) - 1; ; i-- {
		if header[i] == ' ' {
			return header[i+1:]
		}
	}
}

// claim tells one claim, written down in the weeks after the report came out.
func (s *story) claim(ch chapter, year int, from []block) {
	v := values{n: s.count(90), year: year}
	b := from[s.IntN(len(from))]
	out := date(year+1, 1, 25)
	c := &model.Claim{Commitment: ch.commitment.Code, Page: strconv.Itoa(s.between(4, 60)), Quotation: v.all(b.text),
		ClaimedStatus: statusOf(b), Verifiable: s.weighed("yes", 4, "partly", 4, "no", 1),
		Report: model.StateReport{Title: v.all(words("report")), Date: out.day(), Issuer: "GOV", Period: strconv.Itoa(year)}}
	if year == 2024 {
		out = date(2025, 1, 14) // the draft that was put out for comments
		c.Report.Date = out.day()
	}
	if v.fill(b.text["en"], "en") != b.text["en"] && c.ClaimedStatus != "planned" && containsNumber(b.text["en"]) {
		c.ClaimedFigure = strconv.Itoa(v.n)
	}
	if s.in(8) {
		c.ClaimedStatus, c.Quotation, c.ClaimedFigure, c.Page = "nothing_said", words("silent"), "", ""
	}
	c.Language, c.Translations = "ru", projects("ru")
	s.write(c, &s.orgs[s.IntN(len(s.orgs))], s.after(out, s.between(1, 30)))
	at := topic{ch.commitment.Code, year}
	s.claimed[at] = append(s.claimed[at], claimed{id: c.ID, status: c.ClaimedStatus})
}

func containsNumber(sentence string) bool {
	v := values{n: 7}
	w := values{n: 8}
	return v.fill(sentence, "en") != w.fill(sentence, "en")
}
