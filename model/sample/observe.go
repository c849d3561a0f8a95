package sample

import (
	"slices"
	"strings"
	"sync"

	"plumbline/model"
)

// chapter is a commitment and how much is written about it.
type chapter struct {
	commitment *model.Commitment
	theme      int // 1 to 9 as the areas of kz-2021, 10 for institutions and children
	patterns   []*pattern
	weight     int // 0: nobody went there
	until      moment
}

// weights of the commitments of kz-2021; any other commitment has ordinaryWeight.
// Two were visited by nobody, and two by nobody for years.
var (
	weights = map[string]int{"KZ21-1.1": 5, "KZ21-2.1": 9, "KZ21-2.2": 7, "KZ21-3.1": 12, "KZ21-4.1": 11, "KZ21-5.1": 9,
		"KZ21-6.1": 10, "KZ21-7.1": 8, "KZ21-8.1": 8, "KZ21-9.1": 18, "KZ21-9.2": 4, "KZ21-U1": 2, "KZ21-U2": 0, "KZ21-U3": 4,
		"KZ21-U4": 2, "KZ21-U5": 2, "KZ21-U6": 0, "KZ21-U7": 2, "KZ21-U8": 3, "KZ21-U9": 2}
	stale = map[string]bool{"KZ21-U3": true, "KZ21-U4": true}
)

const ordinaryWeight = 5

func chaptersOf(plan *model.PlanBook) []chapter {
	var all []chapter
	for _, c := range plan.Commitments {
		w, known := weights[c.Code]
		if !known {
			w = ordinaryWeight
		}
		ch := chapter{commitment: c, theme: themeOf(plan, c), weight: w, until: end}
		ch.patterns = patternsOf(ch.theme, c.Code)
		if stale[c.Code] {
			ch.until = date(2022, 9, 1)
		}
		all = append(all, ch)
	}
	return all
}

// themeOf says which sentences suit a commitment: those of its area's place in
// the plan, or of the first area that it is linked to.
func themeOf(plan *model.PlanBook, c *model.Commitment) int {
	code := c.Area
	if code == "" && len(c.LinkedAreas) > 0 {
		code = c.LinkedAreas[0]
	}
	if a := plan.Area(code); a != nil && a.Order > 0 {
		return (a.Order-1)%9 + 1
	}
	return 10
}

// pattern is one event as it can be told in four languages.
type pattern struct {
	effect       string
	nothingFound bool
	methods      []string
	rights       []string
	groups       []string
	unit         string
	only         []string   // the commitments it suits best; see patternsOf
	text         model.Text // title | sentence
}

var themeFiles = []string{"1-un", "2-trafficking", "3-disability", "4-women", "5-association", "6-expression", "7-life",
	"8-dialogue", "9-torture", "10-institutions"}

// themes are the patterns by theme, from 1.
var themes = sync.OnceValue(func() [][]pattern {
	all := [][]pattern{nil}
	for _, name := range themeFiles {
		var theme []pattern
		for _, b := range blocks(name) {
			theme = append(theme, newPattern(b))
		}
		all = append(all, theme)
	}
	return all
})

func newPattern(b block) pattern {
	effect, mark, _ := strings.Cut(b.about[0], " ")
	p := pattern{effect: effect, nothingFound: mark == "nothing_found", methods: strings.Fields(b.about[1]),
		rights: strings.Fields(b.about[2]), groups: strings.Fields(b.about[3]), unit: b.about[4], text: b.text}
	if len(b.about) > 5 {
		p.only = strings.Fields(b.about[5])
	}
	return p
}

// patternsOf are the patterns that suit a commitment: those that name it, or all of
// its theme where none does.
func patternsOf(theme int, commitment string) []*pattern {
	var all, own []*pattern
	for i := range themes()[theme] {
		p := &themes()[theme][i]
		all = append(all, p)
		if slices.Contains(p.only, commitment) {
			own = append(own, p)
		}
	}
	if len(own) > 0 {
		return own
	}
	return all
}

// ways are the closing sentences: how a thing was found out, by method, and what
// followed, by effect.
var ways = sync.OnceValue(func() map[string][]model.Text {
	m := map[string][]model.Text{}
	for _, b := range blocks("ways") {
		m[b.about[0]] = append(m[b.about[0]], b.text)
	}
	return m
})

// told is how many observations have their whole review, edits and disputes told;
// beyond it each has one revision, so that a hundred thousand stay quick.
const told = 2000

// observations tells the observations in the order of their dates.
func (s *story) observations() {
	days := int(last.Sub(first.Time).Hours() / 24)
	for i := 0; i < s.options.Observations && !s.over; i++ {
		on := first.plus(min(days, i*days/s.options.Observations+s.IntN(20)))
		s.observed(i, on)
	}
}

// observed tells one observation, its history, its review and its files.
func (s *story) observed(i int, on moment) {
	org := s.IntN(len(s.orgs))
	by := &s.orgs[org]
	o, fits := s.observation(on, org)
	written := s.after(on, s.delay())
	state := o.Review
	if i < told && state != model.Draft {
		o.Review = model.Submitted
	}
	s.name(o, by, written)
	h := s.begin(o, by, written)
	checked := s.after(written, s.between(3, 30))
	if i < told && state != model.Draft && state != model.Submitted && h.err == nil {
		next, err := edited(h.view)
		if err == nil {
			next.Review = state
			h.revise(h.view, next, s.other(org), checked, "")
		}
	}
	if i < told && len(s.orgs) > 1 && h.err == nil && state != model.Draft && o.Confidentiality.Rank() < 2 {
		switch i % 40 {
		case 17:
			s.concurrent(h, by, s.other(org), checked, true)
		case 31:
			s.concurrent(h, by, s.other(org), checked, false)
		}
	}
	e, err := h.entry()
	if i < told && err == nil {
		e.Files = s.files(i, o, fits)
	}
	s.tell(e, err)
	if text := small()[string(state)]; i < told && text != nil && h.err == nil {
		s.reviewed(o, state, text, s.other(org), checked)
	}
	s.tallied(o, on)
}

// other gives an organisation that is not this one, where there is another.
func (s *story) other(org int) *organisation { return &s.orgs[(org+1)%len(s.orgs)] }

// delay is how long somebody took to write a thing down; some take more than half a year.
func (s *story) delay() int {
	if s.in(6) {
		return s.between(190, 500)
	}
	return s.between(1, 40)
}

// observation puts one observation together.
func (s *story) observation(on moment, org int) (*model.Observation, *pattern) {
	ch := s.chapter(on)
	p := one(s.dice, ch.patterns)
	r, where := s.somewhere()
	v := values{where: where.where, n: s.howMany(p.unit), m: s.between(3, 10), k: s.between(2, 48), year: on.Year()}
	language, method := s.language(), one(s.dice, p.methods)
	o := &model.Observation{Commitments: s.commitments(ch), Date: s.dated(on), Method: method, Effect: p.effect, Rights: p.rights,
		Groups: p.groups, NothingFound: p.nothingFound, Tags: []string{"sample"}, Reliability: s.weighed("A", 2, "B", 6, "C", 4, "D", 1, "E", 1, "F", 1),
		Credibility: s.between(1, 4) + s.IntN(2), Title: model.Text{}, Narrative: model.Text{}, Region: r.on(on), Place: where.name[language]}
	if !strings.Contains(strings.ToLower(p.text["en"]), "{in}") {
		o.Region, o.Place = "", "" // a thing of the whole country
	}
	switch {
	case strings.Contains(p.text["en"], "{n") && p.unit != "":
		o.Affected = model.Affected{Number: int64(v.n), Unit: p.unit, Estimate: s.in(25)}
	case p.unit != "":
		o.Affected = model.Affected{Number: 1, Unit: p.unit} // the sentence speaks of one
	}
	o.Language = language
	s.tellIn(o, p, &v, language)
	if s.in(15) {
		second := one(s.dice, languages)
		if second != language {
			s.tellIn(o, p, &v, second)
			o.Translations = map[string]string{second: s.weighed("project_translation", 2, "machine", 1)}
		}
	}
	if guarded := s.rated(o, org); guarded {
		vaguely(o, &v)
	}
	return o, p
}

// somewhereHere is what a careful writer says instead of a place that could point to
// the source; the place itself stands in its own field, where the rules keep it.
var somewhereHere = model.Text{"en": "in one place of the region", "ru": "в одном населенном пункте", "kk": "өңірдің бір елді мекенінде", "ar": "في أحد الأماكن"}

// vaguely takes the place out of the narrative.
func vaguely(o *model.Observation, v *values) {
	for language, text := range o.Narrative {
		text = strings.ReplaceAll(text, v.where[language], somewhereHere[language])
		o.Narrative[language] = strings.ReplaceAll(text, capital(v.where[language]), capital(somewhereHere[language]))
	}
}

// tellIn writes title and narrative in one language: what was seen, how, what followed.
func (s *story) tellIn(o *model.Observation, p *pattern, v *values, language string) {
	title, sentence, _ := strings.Cut(p.text[language], " | ")
	how, after := one(s.dice, ways()[o.Method]), one(s.dice, ways()[p.effect])
	o.Title[language] = title
	o.Narrative[language] = v.fill(sentence, language)
	if !p.nothingFound {
		o.Narrative[language] += " " + how[language]
	}
	o.Narrative[language] += " " + after[language]
}

// rated sets what depends on who says it: sources, circle, review. It says whether
// one of the sources is not to be known even by its code name.
func (s *story) rated(o *model.Observation, org int) (guarded bool) {
	if slices.Contains([]string{"interview", "site_visit", "survey", "trial_monitoring"}, o.Method) {
		for range s.between(0, 2) {
			if src := s.sources[s.IntN(len(s.sources))]; src.org == org && !slices.Contains(o.Sources, src.id) {
				o.Sources = append(o.Sources, src.id)
				guarded = guarded || !src.open
			}
		}
	}
	o.Confidentiality = model.Confidentiality(s.weighed("public", 32, "coalition", 50, "organisation", 14, "sealed", 4))
	o.Review = model.ReviewState(s.weighed("approved", 56, "submitted", 24, "draft", 9, "has_issues", 8, "rejected", 3))
	if o.Review == model.Draft && s.in(40) {
		o.Effect, o.Reliability, o.Credibility = "", "", 0 // not finished yet
	}
	return guarded
}

// chapter draws a commitment that people still visit on that day.
func (s *story) chapter(on moment) *chapter {
	total := 0
	for i := range s.chapters {
		if s.chapters[i].visited(on) {
			total += s.chapters[i].weight
		}
	}
	at := s.IntN(max(total, 1))
	for i := range s.chapters {
		if s.chapters[i].visited(on) {
			if at -= s.chapters[i].weight; at < 0 {
				return &s.chapters[i]
			}
		}
	}
	return &s.chapters[0]
}

func (c *chapter) visited(on moment) bool { return on.Before(c.until.Time) }

// commitments gives the chapter's, and now and then a second one of the same theme.
func (s *story) commitments(ch *chapter) []string {
	codes := []string{ch.commitment.Code}
	if s.in(15) {
		second := s.chapters[s.IntN(len(s.chapters))]
		if second.theme == ch.theme && len(second.patterns) == len(themes()[ch.theme]) && second.weight > 0 && !stale[second.commitment.Code] && second.commitment.Code != codes[0] {
			codes = append(codes, second.commitment.Code)
		}
	}
	return codes
}

// howMany draws how many, as suits the unit.
func (s *story) howMany(unit string) int {
	switch unit {
	case "persons":
		return s.count(60)
	case "organisations", "facilities":
		return s.count(24)
	}
	return s.count(40)
}

// dated draws how exactly a day is known, and never makes one up.
func (s *story) dated(on moment) model.Date {
	month := date(on.Year(), int(on.Month()), 1)
	lastDay := moment{month.AddDate(0, 1, -1)}
	switch p := model.Precision(s.weighed("exact", 56, "month", 20, "year", 4, "estimate", 8, "unknown_day", 9, "unknown", 3)); p {
	case model.Exact:
		if s.in(15) {
			return model.Date{From: on.plus(-2).day(), To: on.day(), Precision: p}
		}
		return model.Date{From: on.day(), To: on.day(), Precision: p}
	case model.Year:
		return model.Date{From: date(on.Year(), 1, 1).day(), To: date(on.Year(), 12, 31).day(), Precision: p}
	case model.UnknownDate:
		return model.Date{Precision: p}
	default:
		return model.Date{From: month.day(), To: lastDay.day(), Precision: p}
	}
}

// reviewed tells a step of the review.
func (s *story) reviewed(o *model.Observation, to model.ReviewState, remark model.Text, by *organisation, on moment) {
	r := &model.Review{Record: o.ID, From: model.Submitted, To: to, Reviewer: staff[by.language][1],
		Remark: model.Text{by.language: remark[by.language]}}
	r.Confidentiality = o.Confidentiality
	s.write(r, by, on)
}

// tallied keeps what findings need.
func (s *story) tallied(o *model.Observation, on moment) {
	if o.Review == model.Draft || o.Review == model.Rejected || o.Confidentiality.Rank() > 1 {
		return
	}
	for _, code := range o.Commitments {
		at := topic{code, on.Year()}
		t := s.tallies[at]
		if t == nil {
			t = &tally{effects: map[string]int{}}
			s.tallies[at] = t
		}
		t.count++
		t.effects[o.Effect]++
		if len(t.some) < 8 {
			t.some = append(t.some, o.ID)
		}
	}
}
