package ui

import (
	"slices"
	"time"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The controls of a form write into its sheet, and show it again when an answer is taken back (paper_history.go).

// line makes an entry of one line for an answer.
func (p *paper[S]) line(text *string, hint string) *bidi.Entry {
	return p.writes(parts.NewEntry(p.k, hint), func() string { return *text }, func(s string) { *text = s })
}

// code makes an entry for a code, an address or a number.
func (p *paper[S]) code(text *string, hint string) *bidi.Entry {
	return p.writes(parts.NewCodeEntry(p.k, hint), func() string { return *text }, func(s string) { *text = s })
}

// writes makes an entry one of the form.
func (p *paper[S]) writes(e *bidi.Entry, read func() string, write func(string)) *bidi.Entry {
	e.SetText(read())
	e.Shared = p
	b := p.bind(e, func() {
		if text := read(); text != e.Text() {
			e.Revert(text)
		}
	})
	e.OnChanged = func(s string) { write(s); p.changed(b) }
	if p.d.readOnly {
		e.Disable()
	}
	return e
}

// day asks for one day.
func (p *paper[S]) day(d *model.Day) *parts.DayField {
	f := parts.NewDayField(p.k, p.d.now().Format(time.DateOnly), string(*d))
	f.Entry.Shared = p
	b := p.bind(f, func() {
		if f.Day() != *d {
			f.Entry.Revert(string(*d))
		}
	})
	f.Entry.OnChanged = func(string) { *d = f.Day(); p.changed(b) }
	f.SetOff(p.d.readOnly)
	return f
}

// dateField asks for a date and how exactly it is known; on hears of it, and of what is taken back.
func (p *paper[S]) dateField(d *model.Date, on func()) *parts.DateField {
	f := parts.NewDateField(p.k, *d, nil)
	f.Share(p)
	b := p.bind(f, func() {
		if f.Date() != *d {
			f.Set(*d)
			on()
		}
	})
	f.OnChanged = func(date model.Date) { *d = date; on(); p.changed(b) }
	f.SetOff(p.d.readOnly)
	return f
}

// picks makes a select one of the form.
func (p *paper[S]) picks(s *parts.Select, read func() string, write func(string)) *parts.Select {
	b := p.bind(s, func() {
		if s.Chosen() != read() {
			s.SetChosen(read())
		}
	})
	s.OnLetter = p.Typed
	s.OnChanged = func(code string) { write(code); p.changed(b) }
	s.SetOff(p.d.readOnly)
	return s
}

// choice makes a select over a list of codes; it can be cleared.
func (p *paper[S]) choice(list string, codes []string, code *string) *parts.Select {
	return p.choiceOf(p.k.Options(list, codes), func() string { return *code }, func(c string) { *code = c })
}

// choiceOf makes a select over options of its own; it can be cleared.
func (p *paper[S]) choiceOf(options []parts.Option, read func() string, write func(string)) *parts.Select {
	s := parts.NewSelect(p.k, p.k.T("parts.choose"), options, read(), nil)
	s.Clearable = true
	return p.picks(s, read, write)
}

// commitment makes the choice of one commitment. Its code stands before its words, so that neither is cut away by the
// other.
func (p *paper[S]) commitment(read func() string, write func(code string)) *parts.Select {
	options := commitmentOptions(p.k.Words, p.d.plan)
	for i := range options {
		options[i].Word, options[i].Note, options[i].Base = options[i].Note+" · "+options[i].Word, "", p.k.Base()
	}
	return p.picks(parts.NewPicker(p.k, p.k.T("observe_screen.commitment_hint"), options, read(), nil), read, write)
}

// choices makes a choice of several; on, which may be nil, hears of it, and of what is taken back.
func (p *paper[S]) choices(hint string, options []parts.Option, codes *[]string, on func()) *parts.Choices {
	return p.choicesOf(hint, options, func() []string { return *codes }, func(c []string) { *codes = c }, on)
}

func (p *paper[S]) choicesOf(hint string, options []parts.Option, read func() []string, write func([]string), on func()) *parts.Choices {
	c := parts.NewChoices(p.k, hint, options, read(), nil)
	tell := func() {
		if on != nil {
			on()
		}
	}
	b := p.bind(c, func() {
		if !slices.Equal(c.Chosen(), read()) {
			c.SetChosen(read())
			tell()
		}
	})
	c.OnChanged = func(codes []string) { write(codes); tell(); p.changed(b) }
	c.SetOff(p.d.readOnly)
	return c
}

// tick makes a box to tick.
func (p *paper[S]) tick(word string, on *bool) *parts.Check {
	c := parts.NewCheck(p.k, word, *on, nil)
	b := p.bind(c, func() { c.SetChecked(*on) })
	c.OnChanged = func(ticked bool) { *on = ticked; p.changed(b) }
	c.SetOff(p.d.readOnly)
	return c
}

// oneOf makes a choice of few words side by side.
func (p *paper[S]) oneOf(words []string, read func() int, write func(i int)) *parts.Segmented {
	s := parts.NewSegmented(p.k, words, read(), nil).Folding()
	b := p.bind(s, func() {
		if s.Chosen() != read() {
			s.SetChosen(read())
		}
	})
	s.OnChanged = func(i int) { write(i); p.changed(b) }
	s.SetOff(p.d.readOnly)
	return s
}
