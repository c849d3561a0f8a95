package ui

import "plumbline/ui/parts"

// placeOf is where a destination is entered: the search as it was left.
func (w *Window) placeOf(to destination) place {
	if to != atFind {
		return place{to: to}
	}
	if w.sought == nil {
		w.sought = &search{}
	}
	return place{to: atFind, find: w.sought}
}

// findHere goes to where one types what is looked for.
func (w *Window) findHere() {
	w.show(w.placeOf(atFind))
	if s, ok := w.shown.(*finder); ok {
		s.words.Focus()
	}
}

// seeker is the entry of the header: what is typed there is looked for among everything.
func (w *Window) seeker() *parts.Search {
	k := w.desk.look
	var entry *parts.Search
	keys := ""
	for _, c := range w.commands() {
		if c.key == "actions.find_anything" && !w.prefs.large() {
			keys = c.keys()
		}
	}
	entry = parts.NewSearch(k, k.T("actions.find_anything"), keys, nil, func(words string) {
		entry.SetText("")
		w.show(place{to: atFind, find: &search{Words: words}})
	})
	return entry.Brief(k, k.T("screens.find"))
}
