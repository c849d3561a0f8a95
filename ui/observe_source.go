package ui

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// sourceList is the choice of sources under their code names, what each has agreed to, and a small form for a new one.
// Who a source is goes into a record of its own, which never leaves this device.
type sourceList struct {
	o       *observe
	choices *parts.Choices
	known   map[model.ID]*model.Source
	consent *fyne.Container // a line for each chosen source
	place   *fyne.Container // the button, or the form of a new source
	form    *parts.Form
	formOf  *sourceSheet // that the form is about; nil where there is none
	column  *fyne.Container
	bound   *bound
}

// sourceSheet is what stands in the form of a new source.
type sourceSheet struct {
	CodeName   string        `json:"code_name,omitempty"`
	Who        string        `json:"who,omitempty"`
	Kind       string        `json:"kind,omitempty"`
	Connection string        `json:"connection,omitempty"`
	Consent    model.Consent `json:"consent,omitzero"`
}

func newSourceList(o *observe) *sourceList {
	l := &sourceList{o: o, known: map[model.ID]*model.Source{}, consent: parts.Column(4), place: parts.Column(0)}
	l.choices = o.choicesOf(o.k.T("observe_screen.source_hint"), nil, func() []string { return idStrings(o.sheet.Fields.Sources) },
		func(codes []string) { o.sheet.Fields.Sources = parseIDs(codes) }, l.showConsent)
	l.column = parts.Column(8, l.choices, l.consent, l.place)
	l.bound = o.bind(l.column, func() {
		if l.formOf != o.sheet.Source {
			l.showPlace()
		}
	})
	l.showPlace()
	l.read()
	return l
}

func (l *sourceList) view() fyne.CanvasObject { return l.column }

func idStrings(ids []model.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, id.String())
	}
	return out
}

func parseIDs(codes []string) []model.ID {
	var out []model.ID
	for _, c := range codes {
		if id, err := model.ParseID(c); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// read fetches the sources of the notebook.
func (l *sourceList) read() {
	known := map[model.ID]*model.Source{}
	l.o.d.read(func() error {
		for v, err := range l.o.d.book.Records(model.KindSource) {
			if err != nil {
				return err
			}
			if s, ok := v.Record.(*model.Source); ok && !s.Withdrawn {
				known[v.ID] = s
			}
		}
		return nil
	}, func(err error) {
		if err == nil && !l.o.done {
			l.known = known
			l.showOptions()
		}
	})
}

// showOptions offers the sources by code name, in the order of their refs.
func (l *sourceList) showOptions() {
	k := l.o.k
	options := make([]parts.Option, 0, len(l.known))
	for id, s := range l.known {
		options = append(options, parts.Option{Code: id.String(), Word: k.Words.Isolate(s.CodeName), Base: k.Base(), Note: k.Words.Isolate(s.Ref),
			Also: []string{k.Label("source_kind", s.SourceKind)}})
	}
	slices.SortFunc(options, func(a, b parts.Option) int { return strings.Compare(a.Note, b.Note) })
	l.choices.SetOptions(options)
	l.showConsent()
}

// showConsent says of each chosen source what it agreed to: the report goes by it.
func (l *sourceList) showConsent() {
	k := l.o.k
	l.consent.Objects = nil
	for _, id := range l.o.sheet.Fields.Sources {
		s := l.known[id]
		if s == nil {
			continue
		}
		words, good := consentWords(k, s.Consent)
		line := k.T("observe_screen.consent_of", "source", s.CodeName, "consent", words)
		var said fyne.CanvasObject = k.Hint(line)
		if !good {
			said = parts.NewNotice(k, parts.Amber, line)
		}
		open := parts.NewLink(k, k.T("actions.open"), func() { l.o.d.show(place{to: atSource, id: id}) })
		l.consent.Add(k.TopRow(12, 0, said, open))
	}
	l.o.relay(l.consent)
}

// consentWords says what a source agreed to, and whether it agreed to anything that holds.
func consentWords(k parts.Look, c model.Consent) (string, bool) {
	switch {
	case c.Withdrawn != "":
		return k.T("observe_screen.consent_withdrawn"), false
	case len(c.Uses) == 0:
		return k.T("observe_screen.no_consent"), false
	}
	uses := make([]string, len(c.Uses))
	for i, u := range c.Uses {
		uses[i] = k.Label("consent_use", u)
	}
	return k.T("observe_screen.consent_to", "uses", k.Words.List(uses)), true
}

// showPlace shows the form of a new source, or the way to it.
func (l *sourceList) showPlace() {
	l.formOf = l.o.sheet.Source
	l.o.within(l.bound, func() {
		if l.formOf != nil {
			l.showForm()
			return
		}
		l.showButton()
	})
}

// showButton shows the way to the form of a new source.
func (l *sourceList) showButton() {
	k := l.o.k
	l.form = nil
	l.place.Objects = nil
	if !l.o.d.readOnly {
		add := parts.NewIconButton(k, k.T("observe_screen.new_source"), theme.ContentAddIcon(), parts.Quiet, func() {
			l.o.sheet.Source = &sourceSheet{}
			l.showPlace()
			l.form.Field("code_name").Focus()
			l.o.changed(l.bound)
		})
		l.place.Add(k.Row(0, parts.NoSlack, k.Flush(add)))
	}
	l.o.relay(l.place)
}

// showForm shows the form of a new source in place of the button.
func (l *sourceList) showForm() {
	k, s := l.o.k, l.o.sheet.Source
	label := func(name string) string { return k.T("fields_source." + name) }
	uses := l.o.choices(k.T("parts.choose"), k.Options("consent_use", model.ConsentUses), &s.Consent.Uses, nil)
	l.form = parts.NewForm(
		parts.NewStackedField(k, "code_name", label("code_name"), l.entry(&s.CodeName, k.T("observe_screen.code_name_hint"))),
		parts.NewStackedField(k, "identity", label("identity"), l.entry(&s.Who, "")).WithNote(k.T("observe_screen.identity_note")),
		parts.NewStackedField(k, "source_kind", label("source_kind"), l.o.choice("source_kind", model.SourceKinds, &s.Kind)),
		parts.NewStackedField(k, "connection", label("connection"), l.o.choice("connection", model.Connections, &s.Connection)),
		parts.NewStackedField(k, "consent.uses", label("consent_uses"), uses),
		parts.NewStackedField(k, "consent.identity", label("consent_identity"), l.o.choice("consent_identity", model.ConsentIdentity, &s.Consent.Identity)),
		parts.NewStackedField(k, "consent.how", label("consent_how"), l.entry(&s.Consent.How, "")),
		parts.NewStackedField(k, "consent.date", label("consent_date"), l.day(&s.Consent.Date)),
		parts.NewStackedField(k, "consent.expires", label("consent_expires"), l.day(&s.Consent.Expires)),
	)
	column := parts.Column(12, k.Section(k.T("observe_screen.new_source")))
	for _, name := range []string{"code_name", "identity", "source_kind", "connection", "consent.uses", "consent.identity", "consent.how", "consent.date", "consent.expires"} {
		column.Add(l.form.Field(name))
	}
	column.Add(k.Row(8, parts.NoSlack, parts.NewButton(k, k.T("observe_screen.add_source"), parts.Secondary, l.save),
		parts.NewButton(k, k.T("actions.cancel"), parts.Quiet, l.cancel)))
	l.place.Objects = []fyne.CanvasObject{parts.NewCard(column)}
	l.o.relay(l.place)
}

// entry is an entry of the small form.
func (l *sourceList) entry(text *string, hint string) *bidi.Entry {
	e := l.o.line(text, hint)
	e.OnEscape = l.cancel
	return e
}

// day asks for one day.
func (l *sourceList) day(d *model.Day) *parts.DayField {
	f := l.o.day(d)
	f.Entry.OnEscape = l.cancel
	return f
}

// cancel lets go of the new source.
func (l *sourceList) cancel() {
	l.o.sheet.Source = nil
	l.showPlace()
	l.o.changed(l.bound)
}

// records are the source and who it is, if that was said.
func (s *sourceSheet) records() (*model.Source, []notebook.Change) {
	source := &model.Source{CodeName: strings.TrimSpace(s.CodeName), SourceKind: s.Kind, Connection: s.Connection, Consent: s.Consent}
	source.ID = freshID()
	changes := []notebook.Change{{Next: source}}
	if who := strings.TrimSpace(s.Who); who != "" {
		identity := &model.Identity{Source: source.ID, Who: who}
		identity.ID, identity.Confidentiality = freshID(), model.Sealed
		changes = append(changes, notebook.Change{Next: identity})
	}
	return source, changes
}

// save writes the source, and the observation has it.
func (l *sourceList) save() {
	source, changes := l.o.sheet.Source.records()
	l.o.d.write(func() error {
		_, err := l.o.d.book.RecordAll(changes)
		return err
	}, func(err error) {
		var faults model.Faults
		switch {
		case l.o.done && err != nil:
		case errors.As(err, &faults):
			l.showFaults(faults)
		case err != nil:
			l.o.d.fail(l.o.k.T("observe_screen.source_not_saved"), err)
		default:
			var written []rewrite
			for _, c := range changes {
				written = append(written, made(c.Next))
			}
			l.o.d.done(deed{said: l.o.k.T("undo.source"), rewrites: written, quiet: true}) // before the step that chooses it
			l.added(source)
		}
	})
}

func (l *sourceList) showFaults(faults model.Faults) {
	said := map[string]string{}
	for _, f := range faults {
		if said[f.Field] == "" {
			said[f.Field] = l.o.k.T("faults." + string(f.Rule))
		}
	}
	l.form.SetFaults(said)
	l.form.FocusFirstFault()
	l.o.relay(l.place)
}

// added chooses the new source.
func (l *sourceList) added(source *model.Source) {
	f := &l.o.sheet.Fields
	l.known[source.ID] = source
	l.o.sheet.Source = nil
	l.showPlace()
	l.o.past.forget(func(path string) bool { return strings.HasPrefix(path, ".Source") }) // it is in the notebook, and stays
	f.Sources = append(f.Sources, source.ID)
	l.choices.SetChosen(idStrings(f.Sources))
	l.showOptions()
	l.o.changed(l.bound)
	l.o.d.saved()
}
