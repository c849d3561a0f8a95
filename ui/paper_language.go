package ui

import (
	"strings"
	"unicode"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// written is the language in which the texts of a form stand, with their entries:
//
//  1. each language keeps its own wording;
//  2. words of a new record move along when its writer says what language they are in;
//  3. until the writer has said so, a script that cannot be the language of the form turns the form to its own.
type written struct {
	k       parts.Look
	in      *tongue
	fresh   bool // the record is new
	texts   []model.Text
	entries []*bidi.Entry
	pick    *parts.Select
}

// tongue is what a draft keeps of it.
type tongue struct {
	Language string `json:"language"`         // in which the texts are written now
	Chosen   bool   `json:"chosen,omitempty"` // the writer chose it
}

// languageOfTexts makes the choice of the language.
func (p *paper[S]) languageOfTexts(w *written) *parts.Select {
	w.pick = p.picks(parts.NewSelect(p.k, "", languageOptions(p.k, w.texts...), w.in.Language, nil), func() string { return w.in.Language },
		func(code string) {
			w.in.Chosen = true
			w.turn(code)
			p.showSheet()
		})
	p.bind(nil, w.face)
	w.face()
	return w.pick
}

// textIn makes an entry for a text in the language of the form; it is of one line where rows is 0.
func (p *paper[S]) textIn(w *written, t model.Text, rows int, hint string) *bidi.Entry {
	e := parts.NewEntry(p.k, hint)
	if rows > 0 {
		e = parts.NewTextArea(p.k, hint, rows)
	}
	w.texts, w.entries = append(w.texts, t), append(w.entries, e)
	return p.writes(e, func() string { return t[w.in.Language] }, func(s string) { w.say(t, s) })
}

// say takes the words of a text in the language of the form.
func (w *written) say(t model.Text, words string) {
	setWords(t, w.in.Language, words)
	if guess := w.guess(); guess != "" {
		w.turn(guess)
		w.pick.SetChosen(guess)
	}
}

// turn goes to another language.
func (w *written) turn(to string) {
	from := w.in.Language
	w.in.Language = to
	there := ""
	for _, t := range w.texts {
		there += t[to]
	}
	if w.fresh && from != to && there == "" {
		for _, t := range w.texts {
			setWords(t, to, t[from])
			delete(t, from)
		}
	}
	w.face()
}

// guess is the language of the script that is written, where it cannot be that of the form; "" for none.
func (w *written) guess() string {
	if !w.fresh || w.in.Chosen {
		return ""
	}
	words := ""
	for _, t := range w.texts {
		words += t[w.in.Language]
	}
	guess, mine := languageOfScript(words), scriptOf[w.in.Language]
	if guess == "" || mine == nil || scriptOf[guess] == mine || strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(mine, r) }) {
		return ""
	}
	return guess
}

// face turns the entries to the direction of the language.
func (w *written) face() {
	for _, e := range w.entries {
		e.SetBase(parts.BaseOf(w.in.Language))
	}
}

// languageOf is the language in which a record's texts are opened: that of its writing, else one it has.
func languageOf(written, screen string, texts ...model.Text) string {
	both := model.Text{}
	for _, t := range texts {
		for language, words := range t {
			both[language] += words
		}
	}
	if _, language := both.Any(written, screen); language != "" {
		return language
	}
	return firstOf(written, screen)
}
