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

// showHelp offers the pages of help that fit what is looked for. What offers them has its room kept: nothing moves while one types.
func (s *finder) showHelp() {
	if s.helps == nil && s.asked.Words != "" {
		s.helps = helpTexts()
	}
	s.helpful = helpFor(s.helps, s.asked.Words)
	show(s.help, len(s.helpful) > 0)
}

// newHelp is the button that opens their titles.
func (s *finder) newHelp() *parts.Button {
	k := s.k
	var b *parts.Button
	b = parts.NewIconButton(k, k.T("screens.help"), theme.HelpIcon(), parts.Quiet, func() {
		items := make([]parts.MenuItem, len(s.helpful))
		for i, page := range s.helpful {
			key := "help.keys"
			if page < len(helpTopics) {
				key = "help." + helpTopics[page].code
			}
			items[i] = parts.MenuItem{Word: k.T(key), Act: func() { s.d.help(page) }}
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b).AddXY(0, b.Size().Height)
		if k.RTL() {
			at.X += b.Size().Width
		}
		parts.ShowMenu(k, s.d.window.Canvas(), at, items)
	})
	b.Hide()
	return b
}
