package ui

import (
	"regexp"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
)

// People name records and commitments in what they write: O-2023-0017, KZ21-9.1. Where such a name is one, it leads
// there; the notebook is asked when somebody follows it, off the UI thread. Addresses of the web lead nowhere from here: nothing leaves this computer by a slip of the mouse.

// named is what a name of a record or of a commitment looks like.
var named = regexp.MustCompile(`\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+(?:\.[0-9]+)*)+\b`)

// mostLinks bounds the links of one text.
const mostLinks = 200

// links are the names in a text that lead somewhere.
func (d *desk) links(text string) []bidi.Link {
	var list []bidi.Link
	at, runes := 0, 0
	for _, m := range named.FindAllStringIndex(text, mostLinks) {
		runes += len([]rune(text[at:m[0]]))
		at = m[0]
		if act := d.follow(text[m[0]:m[1]]); act != nil {
			list = append(list, bidi.Link{From: runes, To: runes + m[1] - m[0], Act: act})
		}
	}
	return list
}

// follow is the way to what a name names; nil where it names nothing.
func (d *desk) follow(name string) func() {
	if d.plan.Commitment(name) != nil {
		return func() { d.show(place{to: atPlan, code: name}) }
	}
	if _, ok := model.ParseRef(name); !ok {
		return nil
	}
	return func() {
		var to place
		found := false
		d.read(func() error {
			id, err := d.book.Resolve(name)
			if err != nil {
				return ignore(err, notebook.ErrNotFound)
			}
			v, err := d.book.View(id)
			if err == nil {
				to, found = pageOfRecord(v)
			}
			return err
		}, func(err error) {
			switch {
			case err != nil:
				d.fail(d.look.T("observation_screen.not_read"), err)
			case found:
				d.show(to)
			default:
				d.look.Say(d.look.T("window.names_nothing", "name", name))
			}
		})
	}
}
