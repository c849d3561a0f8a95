package ui

import (
	"plumbline/model"
	"plumbline/model/notebook"
)

// people are the members as they were read last, so that a screen that names somebody does not read while it is laid out.
type people struct {
	me    model.Member
	known map[model.Key]model.Member
}

// readPeople reads them.
func readPeople(b *notebook.Notebook) (*people, error) {
	p := &people{me: b.Me(), known: map[model.Key]model.Member{}}
	for v, err := range b.Records(model.KindMember) {
		if err != nil {
			return nil, err
		}
		m, ok := v.Record.(*model.Member)
		if !ok {
			continue
		}
		if key, ok := keyOf(m); ok {
			p.known[key] = *m
		}
	}
	return p, nil
}

// meet reads the people of a notebook that was just opened. It is closed where they cannot be read.
func meet(b *notebook.Notebook, opened error) (*notebook.Notebook, *people, error) {
	if opened != nil {
		return nil, nil, opened
	}
	p, err := readPeople(b)
	if err != nil {
		b.Close()
	}
	return b, p, err
}

// Member is the member of a signing key; false when it is a stranger's.
func (p *people) Member(key model.Key) (model.Member, bool) {
	m, ok := p.known[key]
	return m, ok
}

// memberBook tells whose a signing key is: people, or the notebook itself off the UI thread.
type memberBook interface {
	Member(key model.Key) (model.Member, bool)
}
