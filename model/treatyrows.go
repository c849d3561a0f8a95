package model

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// bodyOf says which body watches over a treaty.
var bodyOf = map[string]string{"ICERD": "CERD", "ICCPR": "CCPR", "ICCPR-OP1": "CCPR", "ICCPR-OP2": "CCPR", "ICESCR": "CESCR", "ICESCR-OP": "CESCR",
	"CEDAW": "CEDAW", "CEDAW-OP": "CEDAW", "CAT": "CAT", "OPCAT": "SPT", "CRC": "CRC", "CRC-OP-AC": "CRC", "CRC-OP-SC": "CRC", "CRC-OP-IC": "CRC",
	"ICMW": "CMW", "ICPPED": "CED", "CRPD": "CRPD", "CRPD-OP": "CRPD"}

// bodyScales are the bodies with a scale of their own among Scales.
var bodyScales = map[string]string{"CCPR": "ccpr", "CEDAW": "cedaw", "CAT": "cat", "UPR": "upr"}

// BodyScale gives the code of a body's own scale; empty when none is known here.
func BodyScale(body string) string { return bodyScales[body] }

// treatyRows lists the commitments under the articles of a body's treaties.
// Articles are those of the commitment; where it names none, those of its area.
func (c *compiler) treatyRows(r *Report, body string) []TreatyRow {
	var rows []TreatyRow
	for i := range r.Scorecard {
		x := r.Scorecard[i].Commitment
		links := x.TreatyArticles
		if a := c.book.Area(x.Area); len(links) == 0 && a != nil {
			links = a.TreatyArticles
		}
		var row *TreatyRow
		for _, link := range links {
			if bodyOf[link.Treaty] != body {
				continue
			}
			if row == nil {
				row = c.treatyRow(r, body, x)
			}
			for _, article := range link.Articles {
				next := *row
				next.Treaty, next.Article = link.Treaty, article
				next.Advice = c.adviceOn(r, x.Code, body, link.Treaty, article)
				rows = append(rows, next)
			}
		}
	}
	order := c.planOrder()
	sortRows(rows, func(a, b TreatyRow) int {
		return cmp.Or(cmp.Compare(a.Treaty, b.Treaty), byNumber(a.Article, b.Article), order(a.Commitment, b.Commitment))
	})
	return rows
}

// treatyRow is what stands under every article of a commitment.
func (c *compiler) treatyRow(r *Report, body string, x *Commitment) *TreatyRow {
	row := &TreatyRow{Body: body, Commitment: x.Code, Earlier: c.earlier(body, x)}
	for _, claim := range r.Claims { // in the order of their reports: the last is the latest
		if claim.Commitment == x.Code {
			row.Claim = claim
		}
	}
	row.Claim.Revision, row.Claim.Joined, row.Claim.ID = RevID{}, nil, ID{}
	var own *View
	for i := range c.findings {
		v := &c.findings[i]
		if f := v.Record.(*Finding); f.Commitment == x.Code && f.Grade != "" && f.scale() == bodyScales[body] && (own == nil || stronger(*v, *own) < 0) {
			own = v
		}
	}
	if own != nil {
		row.OwnGrade, row.OwnFinding = own.Record.(*Finding).Grade, c.ref(own.ID, own.Record.Base().Ref)
	}
	return row
}

// earlier lists what the body said before, as the plan links it to the
// commitment or its area; without such a link, the documents of its reviews.
func (c *compiler) earlier(body string, x *Commitment) []EarlierRecommendation {
	links := slices.Clone(x.UNRecommendations)
	if a := c.book.Area(x.Area); a != nil {
		links = append(links, a.UNRecommendations...)
	}
	var list []EarlierRecommendation
	for _, u := range links {
		if symbol, at, _ := strings.Cut(u.Ref, ","); strings.HasPrefix(u.Ref, body+"/") {
			e := EarlierRecommendation{Symbol: symbol, Ref: strings.TrimSpace(at), Gist: u.Gist}
			for _, review := range c.book.Plan.UNReviews {
				if review.Symbol == symbol {
					e.Date = review.Date
				}
			}
			if !slices.Contains(list, e) {
				list = append(list, e)
			}
		}
	}
	if len(list) > 0 {
		return list
	}
	for _, review := range c.book.Plan.UNReviews {
		if review.Body == body {
			list = append(list, EarlierRecommendation{Symbol: cmp.Or(review.Symbol, review.Source), Date: review.Date})
		}
	}
	return list
}

// adviceOn lists recommendations on a commitment that are meant for a body: by
// the article, the treaty or the body. Without such, all on the commitment.
func (c *compiler) adviceOn(r *Report, code, body, treaty, article string) []Advice {
	var meant, any []Advice
	for i := range r.Recommendations {
		x := &r.Recommendations[i]
		if !slices.Contains(x.Commitments, code) {
			continue
		}
		a := Advice{Ref: x.Ref, Text: x.Text, Language: x.Language}
		any = append(any, a)
		if slices.Contains(x.Treaties, treaty+"-"+article) || slices.Contains(x.Treaties, treaty) || slices.Contains(x.SendTo, body) {
			meant = append(meant, a)
		}
	}
	if len(meant) > 0 {
		return meant
	}
	return any
}

// uprRows lists the recommendations of the review that the plan links, each
// once, by number.
func (c *compiler) uprRows(r *Report) []UPRRow {
	at := map[[2]string]int{}
	var rows []UPRRow
	var sources []string
	add := func(u UNRecommendation, area string, codes []string, sdg []string) {
		if !strings.HasPrefix(u.Source, "UPR") {
			return
		}
		key := [2]string{u.Source, u.Ref}
		i, known := at[key]
		if !known {
			i = len(rows)
			at[key] = i
			row := UPRRow{No: u.Ref, By: u.By, Gist: u.Gist, Symbol: u.Source}
			first, rest, _ := strings.Cut(u.Position, ",")
			if first == "supported" || first == "noted" {
				row.Position, row.Remark = first, strings.TrimSpace(rest)
			} else {
				row.Remark = u.Position
			}
			for _, review := range c.book.Plan.UNReviews {
				if review.Source == u.Source {
					row.Symbol, row.Date = cmp.Or(review.Symbol, u.Source), review.Date
				}
			}
			rows, sources = append(rows, row), append(sources, u.Source)
		}
		row := &rows[i]
		if area != "" && !slices.Contains(row.Areas, area) {
			row.Areas = append(row.Areas, area)
		}
		for _, target := range sdg {
			if !slices.Contains(row.SDG, target) {
				row.SDG = append(row.SDG, target)
			}
		}
		for _, code := range codes {
			if !slices.ContainsFunc(row.Levels, func(l Level) bool { return l.Commitment == code }) {
				row.Levels = append(row.Levels, levelOf(r, code))
			}
		}
	}
	for _, a := range c.book.Areas {
		own, _ := c.book.In(a.Code)
		codes := []string{}
		for _, x := range own {
			codes = append(codes, x.Code)
		}
		for _, u := range a.UNRecommendations {
			add(u, a.Code, codes, a.SDGTargets)
		}
	}
	for _, x := range c.book.Commitments {
		for _, u := range x.UNRecommendations {
			add(u, x.Area, []string{x.Code}, x.SDGTargets)
		}
	}
	sortRows(rows, func(a, b UPRRow) int { return cmp.Or(cmp.Compare(b.Date, a.Date), byNumber(a.No, b.No)) })
	return rows
}

func levelOf(r *Report, code string) Level {
	l := Level{Commitment: code}
	for i := range r.Scorecard {
		if s := &r.Scorecard[i]; s.Commitment.Code == code {
			l.Scale, l.Grade, l.Reason, l.ReasonLanguage = s.Scale, s.Grade, s.Reason, s.ReasonLanguage
		}
	}
	return l
}

// byNumber compares 5(a) and 16, 124.9 and 124.17 as a reader counts.
func byNumber(a, b string) int {
	for a != "" && b != "" {
		x, restA := leading(a)
		y, restB := leading(b)
		if x >= 0 && y >= 0 {
			if x != y {
				return cmp.Compare(x, y)
			}
			a, b = restA, restB
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// leading is the number at the beginning, or -1.
func leading(s string) (n int, rest string) {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == 0 {
		return -1, s
	}
	n, _ = strconv.Atoi(s[:i])
	return n, s[i:]
}
