package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/ui/parts"
)

// Whoever looks for anything may look for how it is done: the pages of help that fit the words stand over the records.

// mostHelp is how many pages of help are offered.
const mostHelp = 3

// helpText is what a page of help may be looked for by: its title, and all that it says, in every language.
type helpText struct{ title, whole searchable }

// helpTexts are made once for a screen, when they are first asked for.
func helpTexts() []helpText {
	out := make([]helpText, len(helpTopics)+1)
	titles, wholes := make([][]string, len(out)), make([][]string, len(out))
	for _, l := range assets.Languages() {
		k := parts.Look{Words: assets.For(l)}
		for i, t := range helpTopics {
			titles[i] = append(titles[i], k.T("help."+t.code))
			wholes[i] = append(wholes[i], t.said(k)...)
		}
		i := len(helpTopics)
		titles[i] = append(titles[i], k.T("help.keys"))
		wholes[i] = append(wholes[i], k.T("help.keys_what"))
	}
	for i := range out {
		out[i] = helpText{newSearchable(plainText(strings.Join(titles[i], "\n"))), newSearchable(plainText(strings.Join(wholes[i], "\n")))}
	}
	return out
}

// helpFor are the pages of help that fit words: first those whose title does.
func helpFor(texts []helpText, words string) []int {
	if len([]rune(words)) < 3 {
		return nil
	}
	var titles, others []int
	for i, t := range texts {
		switch {
		case t.title.fits(words):
			titles = append(titles, i)
		case t.whole.fits(words):
			others = append(others, i)
		}
	}
	all := append(titles, others...)
	return all[:min(len(all), mostHelp)]
}

// showHelp offers the pages of help that fit what is looked for.
func (s *finder) showHelp() {
	k := s.k
	if s.helps == nil && s.asked.Words != "" {
		s.helps = helpTexts()
	}
	found := helpFor(s.helps, s.asked.Words)
	s.help.Objects = nil
	if len(found) > 0 {
		s.help.Add(k.Row(6, parts.NoSlack, parts.NewIcon(theme.HelpIcon(), parts.Ink2, 18), k.Line(k.T("screens.help"), parts.Ink2)))
	}
	for _, i := range found {
		key := "help.keys"
		if i < len(helpTopics) {
			key = "help." + helpTopics[i].code
		}
		s.help.Add(parts.NewLink(k, k.T(key), func() { s.d.help(i) }))
	}
	show(s.help, len(found) > 0)
	s.help.Refresh()
}

// helpRow is where they stand.
func helpRow(k parts.Look) *fyne.Container {
	row := k.Flow(14)
	row.Hide()
	return row
}
