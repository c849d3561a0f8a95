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

// open makes the choice of the language. changed hears of it.
func (w *written) open(changed func()) *parts.Select {
	w.pick = parts.NewSelect(w.k, "", languageOptions(w.k, w.texts...), w.in.Language, func(code string) {
		w.in.Chosen = true
		w.turn(code)
		for i, e := range w.entries {
			e.SetText(w.texts[i][code])
		}
		changed()
	})
	w.face()
	return w.pick
}

// add takes in a text and its entry.
func (w *written) add(t model.Text, e *bidi.Entry) *bidi.Entry {
	w.texts, w.entries = append(w.texts, t), append(w.entries, e)
	return e
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
