package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

func TestShortWordsOfColumnsCannotBeTakenForOthers(t *testing.T) {
	for _, l := range assets.Languages() {
		w := assets.For(l)
		for _, code := range columnOrder {
			var all []string
			for _, word := range columnWords(w, code) {
				if short := shortWord(w, code, word); short != "" {
					if len([]rune(short)) > len([]rune(word)) {
						t.Errorf("%s, %s: %q is longer than %q", l, code, short, word)
					}
					word = short
				}
				if slices.Contains(all, word) {
					t.Errorf("%s, %s: two are called %q", l, code, word)
				}
				all = append(all, word)
			}
		}
	}
}

// In the smallest window of a laptop every column that is shown at first has room for every word that it can say, and all
// are shown at the usual size of text; at larger ones those that have no room are left out, and nothing is cut.
func TestColumnsHaveRoomForTheirWords(t *testing.T) {
	test.NewTempApp(t)
	for _, l := range assets.Languages() {
		k := parts.Look{Words: assets.For(l)}
		for _, text := range []int{100, 200} {
			fyne.CurrentApp().Settings().SetTheme(parts.NewTheme(parts.SchemeLight, text, k.RTL()))
			for _, kind := range []model.Kind{model.KindObservation, model.KindFinding, model.KindSource} {
				for _, word := range cutInColumns(t, k, kind, text == 100) {
					t.Errorf("%s, %d %%, %s: %s", l, text, kind, word)
				}
			}
		}
	}
}

// cutInColumns shows every word of every column at first, and says what is cut or left out.
func cutInColumns(t *testing.T, k parts.Look, kind model.Kind, all bool) (faults []string) {
	shown := shownColumns(columnsFor(kind, nil))
	row := func(i int) (out parts.TableRow) {
		for _, c := range shown {
			f := foundRow{ref: "O-2024-0047", words: map[string]string{columnEvidence: "7"}, short: map[string]string{}}
			if words := columnWords(k.Words, c.Code); i < len(words) {
				f.words[c.Code], f.short[c.Code] = words[i], shortWord(k.Words, c.Code, words[i])
			}
			out.Cells = append(out.Cells, f.cell(c.Code, nil))
		}
		return out
	}
	table := parts.NewTable(k, tableColumns(k, shown), func() int { return len(assets.Regions()) }, row, func(int) {}, func() {})
	w := test.NewTempWindow(t, table)
	w.SetPadded(false)
	width := float32(1280 - 120 - 244) // beside the rail and the filters
	if !all {
		width = 1280 - 240 // the filters are folded
	}
	w.Resize(fyne.NewSize(width, parts.Unit(22*parts.TableHeight)))
	said := map[string]bool{}
	for _, a := range sceneOf(w.Canvas().Content()) {
		if x, ok := a.o.(*bidi.Label); ok && a.visible() {
			if said[x.Text] = true; x.Cut() {
				faults = append(faults, fmt.Sprintf("%q is cut", x.Text))
			}
		}
	}
	for _, c := range shown {
		word := k.T(columnFacts[c.Code].word)
		if c.Code == columnEvidence { // has a sign
			word = "7"
		}
		if all && !said[word] {
			faults = append(faults, fmt.Sprintf("%q is left out", word))
		}
	}
	return faults
}
