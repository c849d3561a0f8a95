package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// readKept reads the saved searches and the columns.
func (s *finder) readKept() {
	book := s.d.book
	var columns map[model.Kind][]findColumn
	var saved []search
	s.d.read(func() error {
		if err := readSetting(book, settingColumns, &columns); err != nil {
			return err
		}
		return readSetting(book, settingSearches, &saved)
	}, func(err error) {
		if s.left {
			return
		}
		if err != nil {
			s.d.fail(s.k.T("find_screen.not_read"), err)
			return
		}
		s.saved, s.columns = saved, columns
		if columns == nil {
			s.columns = map[model.Kind][]findColumn{}
		}
		s.makeTable()
		s.facets.showSaved()
	})
}

// keepSetting writes the columns or the searches, after all that is being written, and then says what there was before;
// nothing where it is as before. What is read only is not written.
func (s *finder) keepSetting(key string, value any, then func(was []kept)) {
	if s.d.readOnly {
		return
	}
	data, err := sealable(value)
	if err != nil {
		s.d.fail(s.k.T("find_screen.not_kept"), err)
		return
	}
	book := s.d.book
	var was []kept
	s.d.write(func() (err error) {
		was, err = keptSetting(book, key, data)
		return err
	}, func(err error) {
		if err != nil {
			s.d.fail(s.k.T("find_screen.not_kept"), err)
			return
		}
		then(was)
	})
}

// keepSearches keeps the saved searches, which can be taken back, and says what was done.
func (s *finder) keepSearches(said string) {
	s.facets.showSaved()
	s.keepSetting(settingSearches, s.saved, func(was []kept) { s.d.done(deed{said: said, kept: was}) })
}

// keepColumns keeps the columns, which can be taken back. What is done while they are chosen is one deed, when the choice
// is closed; it is not said, for it shows.
func (s *finder) keepColumns() {
	s.keepSetting(settingColumns, s.columns, func(was []kept) {
		switch {
		case len(was) == 0:
		case len(s.choosing) > 0:
			s.choosing[0].after = was[0].after
		default:
			s.choosing = was
		}
		if !s.choosesColumns {
			s.columnsChosen()
		}
	})
}

// columnsChosen makes what was done to the columns a deed.
func (s *finder) columnsChosen() {
	if len(s.choosing) > 0 {
		s.d.done(deed{said: s.k.T("undo.columns"), kept: s.choosing, quiet: true})
	}
	s.choosing = nil
}

// turned reads what is kept anew.
func (s *finder) turned(back deed) {
	if len(back.kept) > 0 {
		s.readKept()
	}
}

// askName asks what the search shall be called, and keeps it.
func (s *finder) askName() {
	k := s.k
	name := parts.NewEntry(k, k.T("find_screen.search_name"))
	name.SetText(s.suggestedName())
	d := parts.NewDialog(k, parts.Calm, theme.DocumentSaveIcon(), k.T("actions.save_search"), k.T("find_screen.search_stays"), k.T("actions.cancel"), name)
	save := func() {
		if said := strings.TrimSpace(name.Text()); said != "" {
			d.Close()
			s.keepSearch(said)
		}
	}
	name.OnSubmitted = func(string) { save() }
	d.WithButtons(parts.NewButton(k, k.T("actions.save"), parts.Primary, save)).FocusFirst(name).Show(s.d.window.Canvas())
}

// suggestedName is what was typed, and the first of what was chosen.
func (s *finder) suggestedName() string {
	said := filled(strings.TrimSpace(s.asked.Words))
	for _, facet := range facetsOf(s.asked.kind()) {
		for _, value := range s.asked.Facets[facet] {
			w, _ := s.facets.word(facet, value)
			said = append(said, strings.Trim(w, "\u2066\u2068\u2069"))
		}
	}
	return shorten(strings.Join(said[:min(len(said), 3)], ", "))
}

// keepSearch keeps what is asked under a name; the same name is written over.
func (s *finder) keepSearch(name string) {
	one := s.asked.copied()
	one.Name, one.only, one.why = name, nil, ""
	s.saved = append(slices.DeleteFunc(slices.Clone(s.saved), func(x search) bool { return x.Name == name }), one)
	if len(s.saved) > mostSearches {
		s.saved = s.saved[1:]
	}
	if s.asked.only != nil {
		s.keepSearches(s.k.T("find_screen.search_kept_unmarked", "mark", s.asked.why))
		return
	}
	s.keepSearches(s.k.T("find_screen.search_kept"))
}

// openSaved asks what was saved.
func (s *finder) openSaved(one search) {
	before := s.asked.copied()
	s.ask(one.copied())
	s.sayUnmarked(before)
}

// sayUnmarked says that the records of a mark of the overview are no longer asked for alone, and how to come back to them.
func (s *finder) sayUnmarked(before search) {
	if before.only != nil {
		s.d.toast(s.k.T("find_screen.unmarked", "mark", before.why), s.k.T("actions.undo"), func() {
			if !s.left {
				s.ask(before)
			}
		})
	}
}

// ask asks something else.
func (s *finder) ask(one search) {
	kind := s.asked.kind()
	*s.asked = one
	s.asked.Name = ""
	s.words.Entry.SetText(s.asked.Words)
	if s.asked.kind() != kind {
		s.rows.set(nil, 0)
		s.ticked = nil
	}
	s.makeTable()
	s.show()
}

// dropSaved lets go of a saved search, which can be taken back.
func (s *finder) dropSaved(i int) {
	s.saved = slices.Delete(slices.Clone(s.saved), i, i+1)
	s.keepSearches(s.k.T("find_screen.search_removed"))
}
