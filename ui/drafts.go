package ui

import (
	"encoding/json"
	"strings"

	"plumbline/model"
	"plumbline/ui/parts"
)

// draft is one line of the menu of drafts: what it says, and the place where one goes on with it.
type draft struct {
	title string
	at    place
}

// draftForms are the forms whose drafts are kept, by what begins their keys.
var draftForms = []struct {
	begins string
	to     destination
	kind   model.Kind
}{
	{draftPrefix, atObserve, model.KindObservation}, {"claim/", atClaim, model.KindClaim}, {"finding/", atFinding, model.KindFinding},
	{"source/", atSource, model.KindSource}, {"recommendation/", atRecommendation, model.KindRecommendation}, {"evidence/", atEvidence, model.KindEvidence},
}

// readDrafts reads the drafts that this version of the program can read.
func readDrafts(d *desk) []draft {
	var out []draft
	for _, key := range d.book.Drafts() {
		for _, f := range draftForms {
			if strings.HasPrefix(key, f.begins) {
				if data, err := d.book.Draft(key); err == nil {
					if one, ok := readDraft(d, f.to, f.kind, key, data); ok {
						out = append(out, one)
					}
				}
			}
		}
	}
	return out
}

// readDraft says what a draft is of; false where it cannot be read.
func readDraft(d *desk, to destination, kind model.Kind, key string, data []byte) (draft, bool) {
	rec, err := model.New(kind)
	if err != nil {
		return draft{}, false
	}
	var s struct {
		sheetTop
		Fields json.RawMessage `json:"fields"`
	}
	if json.Unmarshal(data, &s) != nil || s.Version != sheetVersion || json.Unmarshal(s.Fields, rec) != nil {
		return draft{}, false
	}
	k := d.look
	h := headlineOf(k, d.book, s.ID, rec)
	words := k.T("window.draft_of", "kind", nounOf(k.Words, kind), "title", shorten(h.title))
	at := place{to: to, id: s.ID}
	if s.isNew() {
		at = place{to: to, draft: key}
	}
	return draft{words, at}, true
}

// draftItems are the lines of the menu.
func draftItems(drafts []draft, show func(place)) []parts.MenuItem {
	var items []parts.MenuItem
	for _, d := range drafts {
		items = append(items, parts.MenuItem{Word: d.title, Act: func() { show(d.at) }})
	}
	return items
}
