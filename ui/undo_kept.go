package ui

import (
	"bytes"

	"plumbline/model/notebook"
)

// What a notebook keeps for itself beside its records, and what can be taken back of it: saved searches and columns, and
// drafts that were let go of.

// kept is a setting or a draft before and after a deed; nil where there is none.
type kept struct {
	draft         bool
	key           string
	before, after []byte
}

// keep writes the reverse of what was kept, where it still stands as it was left, and gives what undoes that again.
func (t *turning) keep(all []kept) (back []kept, err error) {
	for _, one := range all {
		now, err := one.read(t.book)
		if err != nil {
			return back, err
		}
		if !bytes.Equal(now, one.after) {
			t.left = allLeft
			continue
		}
		if err := one.write(t.book, one.before); err != nil {
			return back, err
		}
		back = append(back, kept{one.draft, one.key, one.after, one.before})
	}
	return back, nil
}

// read is what is kept now.
func (k *kept) read(book *notebook.Notebook) ([]byte, error) {
	of := book.Setting
	if k.draft {
		of = book.Draft
	}
	data, err := of(k.key)
	return data, ignore(err, notebook.ErrNotFound)
}

// write keeps something else; nil keeps nothing.
func (k *kept) write(book *notebook.Notebook, data []byte) error {
	switch {
	case k.draft && data == nil:
		return book.DropDraft(k.key)
	case k.draft:
		return book.SaveDraft(k.key, data)
	}
	return book.SetSetting(k.key, data)
}

// letGo drops a draft, and gives what brings it back; nothing where there is none.
func letGo(book *notebook.Notebook, key string) ([]kept, error) {
	k := kept{draft: true, key: key}
	data, err := k.read(book)
	if err != nil || data == nil {
		return nil, err
	}
	k.before = data
	return []kept{k}, book.DropDraft(key)
}

// keptSetting keeps a setting, and gives what brings the one before back.
func keptSetting(book *notebook.Notebook, key string, data []byte) ([]kept, error) {
	k := kept{key: key, after: data}
	var err error
	if k.before, err = k.read(book); err != nil {
		return nil, err
	}
	if bytes.Equal(k.before, data) {
		return nil, nil
	}
	return []kept{k}, book.SetSetting(key, data)
}
