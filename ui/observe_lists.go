package ui

import (
	"slices"
	"strings"
	"unicode"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// What the lists of the form offer, and how they are searched: in every language at once, since a person may know a
// place by one name and read the screen in another.

// regionsAt are the regions of the map that held on a date; all of them where the date is not known.
func regionsAt(d model.Date) []assets.Region {
	return slices.DeleteFunc(assets.Regions(), func(r assets.Region) bool { return !existed(r, d) })
}

// existed says whether a region was on the map at the end of a date.
func existed(r assets.Region, d model.Date) bool {
	return r.Created == "" || d.Last() == "" || string(d.Last()) >= r.Created
}

// regionOf finds a region by its code.
func regionOf(code string) (assets.Region, bool) {
	for _, r := range assets.Regions() {
		if r.Code == code || r.FormerCode != "" && r.FormerCode == code {
			return r, true
		}
	}
	return assets.Region{}, false
}

// regionOptions are the regions to choose from, found by any of their names, former ones too.
func regionOptions(words assets.Words, d model.Date) []parts.Option {
	var out []parts.Option
	for _, r := range regionsAt(d) {
		name, language := words.Of(r.Name, "")
		also := []string{r.FormerCode, r.ISOName}
		for _, n := range r.Name {
			also = append(also, n)
		}
		for _, former := range r.FormerNames {
			for _, n := range former.Name {
				also = append(also, n)
			}
		}
		out = append(out, parts.Option{Code: r.Code, Word: name, Base: parts.BaseOf(language), Note: regionAside(r, words), Also: also})
	}
	return out
}

// regionAside is what stands beside a region's name: its name in the country's own languages, where the screen shows
// another, and its code.
func regionAside(r assets.Region, words assets.Words) string {
	shown, _ := words.Of(r.Name, "")
	code := words.Isolate(r.Code)
	for _, language := range []string{"kk", "ru"} {
		if name := r.Name[language]; name != "" && name != shown {
			return words.Isolate(name) + " · " + code
		}
	}
	return code
}

// partedRegions says of a region that was not on the map yet at a date what it then belonged to; nothing for one that
// was.
func partedRegions(code string, d model.Date, words assets.Words) []string {
	r, known := regionOf(code)
	if !known || existed(r, d) {
		return nil
	}
	var names []string
	for _, from := range r.SplitFrom {
		if before, ok := regionOf(from); ok {
			name, _ := words.Of(before.Name, "")
			names = append(names, name)
		}
	}
	return names
}

// commitmentOptions are the commitments of the plan in its order, found by their code, by their wordings and by those
// of their area.
func commitmentOptions(words assets.Words, plan *model.PlanBook) []parts.Option {
	out := make([]parts.Option, 0, len(plan.Commitments))
	titles, languages := planTitles(words, plan)
	for i, c := range plan.Commitments {
		out = append(out, parts.Option{Code: c.Code, Word: titles[i], Base: parts.BaseOf(languages[i]), Note: words.Isolate(c.Code),
			Also: commitmentTexts(plan, c)})
	}
	return out
}

// rightOptions are the rights of the list, and the treaty articles of the commitments chosen.
func rightOptions(k parts.Look, plan *model.PlanBook, commitments []string) []parts.Option {
	out := k.Options("right", model.Rights)
	have := map[string]bool{}
	for _, code := range commitments {
		c := plan.Commitment(code)
		if c == nil {
			continue
		}
		for _, treaty := range c.TreatyArticles {
			for _, article := range treaty.Articles {
				if code := treaty.Treaty + "-" + article; !have[code] {
					have[code] = true
					out = append(out, parts.Option{Code: code, Word: bidi.IsolateLTR(code)})
				}
			}
		}
	}
	return out
}

// languageOptions are the languages of the program, and those in which a record has wordings beside.
func languageOptions(k parts.Look, texts ...model.Text) []parts.Option {
	out := k.Options("language", assets.Languages())
	for _, t := range texts {
		for _, tag := range t.Languages() {
			if !slices.ContainsFunc(out, func(o parts.Option) bool { return o.Code == tag }) {
				out = append(out, parts.Option{Code: tag, Word: tag})
			}
		}
	}
	return out
}

// commitmentWords is what a commitment may be looked for by: its code, its wordings, those of its area.
func commitmentWords(plan *model.PlanBook, c *model.Commitment) searchable {
	return newSearchable(commitmentTexts(plan, c)...)
}

func commitmentTexts(plan *model.PlanBook, c *model.Commitment) []string {
	var all []string
	take := func(text string) { all = append(all, text) }
	model.Words(c, take)
	if area := plan.Area(c.Area); area != nil {
		model.Words(area, take)
	}
	return all
}

// searchable is a text made ready to be searched.
type searchable struct {
	whole string
	words []string
}

func newSearchable(texts ...string) searchable {
	s := searchable{whole: model.Fold(strings.Join(texts, " "))}
	s.words = wordsOf(s.whole)
	return s
}

// fits says whether every word of a question begins a word of the text, or the question stands in it as it is: a code.
func (s searchable) fits(question string) bool {
	question = strings.TrimSpace(model.Fold(question))
	if strings.Contains(s.whole, question) {
		return true
	}
	for _, word := range wordsOf(question) {
		if !slices.ContainsFunc(s.words, func(w string) bool { return strings.HasPrefix(w, word) || strings.HasPrefix(bare(w), word) }) {
			return false
		}
	}
	return true
}

// bare takes the article of an Arabic word away.
func bare(word string) string { return strings.TrimPrefix(word, "ال") }

func wordsOf(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
