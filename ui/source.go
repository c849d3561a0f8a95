package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// sourceForm is the form of a source: its code name, what it is, and what it agreed to. Who it is stands in a sealed
// record of its own, and this form shows it only when asked: a screen is read over a shoulder.
type sourceForm struct {
	paper[*sourcePage]

	bar      *saveBar
	withheld *fyne.Container // what a withdrawn consent takes out of reports
	resting  []string        // refs of the observations that rest on the source
	codeName *bidi.Entry
	identity model.View // zero where it was never said
	who      *fyne.Container
	asked    *bound
}

// sourcePage is what stands in the form. Who the source is, as typed, is kept only sealed: the draft is.
type sourcePage struct {
	sheetTop
	Fields model.Source `json:"fields"`
	Who    string       `json:"who,omitempty"` // typed anew; "" leaves it as it is
}

func (s *sourcePage) isEmpty() bool {
	f := &s.Fields
	return f.CodeName == "" && s.Who == "" && f.SourceKind == "" && f.Connection == "" && len(f.Consent.Uses) == 0 && f.Consent.How == ""
}

// The sections of the form, in their order.
const (
	sourceIs = iota
	sourceAgreed
	sourceWho
	sourceSafety
)

var sourceSections = []paperSection{
	sourceIs: {"nouns.source", []string{"code_name", "source_kind", "connection"}},
	sourceAgreed: {"fields_source.consent", []string{"consent.uses", "consent.identity", "consent.how", "consent.date", "consent.expires",
		"consent.withdrawn"}},
	sourceWho:    {"fields_source.identity", []string{"identity"}},
	sourceSafety: {"screens.section_safety", []string{"confidentiality"}},
}

// newSourceForm opens the form: on a source, or on a new one.
func newSourceForm(d *desk, at place) *sourceForm {
	s := &sourceForm{paper: newPaper[*sourcePage](d)}
	s.wanted = at.draft
	s.own = asks[*sourcePage]{drafts: "source/", newest: "source/new/", section: sourceSections, build: s.build,
		read: readSourcePage, told: func() { s.bar.setBusy(s.busy); s.showWithheld() }, check: s.check, answered: s.answered,
		sentence: func(model.Fault) string { return "" },
		rebase:   func(p *sourcePage, first model.Record) { p.Fields.Common = *first.Base() },
		words: paperWords{fresh: "observe_screen.new_source", edit: "source_screen.edit", noun: "source_screen.edit", unfinished: "form_screen.unfinished",
			notOpened: "form_screen.not_opened", notSaved: "form_screen.not_saved"}}
	if at.id.IsZero() {
		p := &sourcePage{sheetTop: sheetTop{Version: sheetVersion, ID: freshID()}}
		p.Fields.Confidentiality = model.DefaultConfidentiality(model.KindSource)
		s.open(p.ready())
		return s
	}
	s.load(at.id, func(v model.View) {
		record, ok := v.Record.(*model.Source)
		if !ok {
			s.showTrouble(model.ErrNotFound)
			return
		}
		s.seen = v
		p := &sourcePage{sheetTop: sheetTop{Version: sheetVersion, ID: record.ID}, Fields: *record}
		p.see(v.Heads)
		s.open(p.ready())
		s.readAround()
	})
	return s
}

func (s *sourcePage) ready() *sourcePage {
	s.Fields.ID = s.ID
	s.Fields.Consent.Uses = slices.Clone(s.Fields.Consent.Uses)
	return s
}

func readSourcePage(b []byte) (*sourcePage, error) {
	s := &sourcePage{}
	if err := readSheetInto(b, s); err != nil {
		return nil, err
	}
	return s.ready(), nil
}

// readAround finds what rests on the source, and the record of who it is.
func (s *sourceForm) readAround() {
	id, book := s.sheet.ID, s.d.book
	var refs []string
	var identity model.View
	s.d.read(func() error {
		for v, err := range book.Records(model.KindObservation) {
			if err != nil {
				return err
			}
			if o, ok := v.Record.(*model.Observation); ok && !o.Withdrawn && slices.Contains(o.Sources, id) {
				refs = append(refs, shortRef(o.Ref))
			}
		}
		for v, err := range book.Records(model.KindIdentity) {
			if err != nil {
				return err
			}
			if x, ok := v.Record.(*model.Identity); ok && !x.Withdrawn && x.Source == id {
				identity = v
			}
		}
		return nil
	}, func(err error) {
		if s.done {
			return
		}
		s.d.fail(s.k.T("form_screen.not_opened"), err)
		s.resting, s.identity = refs, identity
		s.showWho()
		s.showWithheld()
	})
}

// check is the record that the form stands for, and all its faults.
func (s *sourceForm) check() (model.Record, model.Faults) {
	r := s.sheet.Fields
	r.CodeName, r.Consent.How = strings.TrimSpace(r.CodeName), strings.TrimSpace(r.Consent.How)
	return &r, s.faults(&r, nil)
}

// answered says whether a section holds what it must, or anything where nothing must be.
func (s *sourceForm) answered(section int) bool {
	f := &s.sheet.Fields
	switch section {
	case sourceIs:
		return strings.TrimSpace(f.CodeName) != ""
	case sourceAgreed:
		return len(f.Consent.Uses) > 0 || f.Consent.Withdrawn != ""
	case sourceWho:
		return s.identity.Record != nil || strings.TrimSpace(s.sheet.Who) != ""
	}
	return f.Confidentiality != ""
}

// save writes the source, and who it is where that was typed: two records, held apart, in one step.
func (s *sourceForm) save() {
	if !s.opened {
		return
	}
	s.store(s.identityChange(), func(_ model.View, joined bool) {
		s.finish(s.savedWords("source_screen.saved", joined))
	})
}

// identityChange is the sealed record of who the source is, where that was typed.
func (s *sourceForm) identityChange() []notebook.Change {
	who := strings.TrimSpace(s.sheet.Who)
	if who == "" {
		return nil
	}
	next := &model.Identity{Source: s.sheet.ID}
	next.ID = freshID()
	if was, ok := s.identity.Record.(*model.Identity); ok {
		copied := *was
		next = &copied
	}
	next.Who, next.Confidentiality = who, model.Sealed
	return []notebook.Change{{Seen: s.identity, Next: next}}
}

// focus is the code name.
func (s *sourceForm) focus() fyne.Focusable {
	if s.form == nil {
		return nil
	}
	return s.codeName
}

// build lays the form out.
func (s *sourceForm) build() fyne.CanvasObject {
	s.bar = s.newSaveBar(s.save, nil)
	k, f := s.k, &s.sheet.Fields
	s.withheld = parts.Column(6)
	s.codeName = s.line(&f.CodeName, k.T("observe_screen.code_name_hint"))
	is := s.placed(sourceIs, s.field("code_name", s.label("code_name"), s.codeName),
		s.field("source_kind", s.label("source_kind"), s.choice("source_kind", model.SourceKinds, &f.SourceKind)),
		s.field("connection", s.label("connection"), s.choice("connection", model.Connections, &f.Connection)))
	column := parts.Column(14, s.heading(f.Ref), s.notices, is, s.agreedSection(), s.whoSection(), s.placed(sourceSafety, s.secrecy(&f.Confidentiality)))
	return s.lay(s.bar, column)
}

func (s *sourceForm) label(name string) string { return s.k.T("fields_source." + name) }

// agreedSection asks what the source agreed to, and whether it took that back.
func (s *sourceForm) agreedSection() fyne.CanvasObject {
	k, c := s.k, &s.sheet.Fields.Consent
	uses := s.choices(k.T("parts.choose"), k.Options("consent_use", model.ConsentUses), &c.Uses, nil)
	withdrawn := s.day(&c.Withdrawn)
	today := parts.NewButton(k, k.T("source_screen.withdraw_today"), parts.Secondary, func() {
		withdrawn.Entry.SetText(s.d.now().Format(time.DateOnly))
	})
	if s.d.readOnly {
		today.Hide()
	}
	return s.placed(sourceAgreed, s.field("consent.uses", s.label("consent_uses"), uses),
		s.field("consent.identity", s.label("consent_identity"), s.choice("consent_identity", model.ConsentIdentity, &c.Identity)),
		s.field("consent.how", s.label("consent_how"), s.line(&c.How, "")),
		s.field("consent.date", s.label("consent_date"), s.day(&c.Date)),
		s.field("consent.expires", s.label("consent_expires"), s.day(&c.Expires)),
		s.field("consent.withdrawn", s.label("consent_withdrawn"), k.Row(12, parts.NoSlack, withdrawn, today)).Aim(withdrawn.Entry), s.withheld)
}

// showWithheld says at once what a consent that is taken back, or ended, withholds: how many observations, and which.
func (s *sourceForm) showWithheld() {
	k, c := s.k, s.sheet.Fields.Consent
	was := len(s.withheld.Objects) > 0
	s.withheld.Objects = nil
	today := model.Day(s.d.now().Format(time.DateOnly))
	gone := c.Withdrawn.Valid() && c.Withdrawn <= today || c.Expires.Valid() && c.Expires < today
	switch {
	case !gone:
	case len(s.resting) == 0:
		s.withheld.Add(parts.NewNotice(k, parts.Amber, k.T("source_screen.withholds_none")))
	default:
		refs := make([]string, len(s.resting))
		for i, r := range s.resting {
			refs[i] = bidi.IsolateLTR(r)
		}
		s.withheld.Add(parts.NewNotice(k, parts.Amber, k.T("source_screen.withholds", "observations", k.Words.N("plurals.observation", len(refs)))))
		s.withheld.Add(k.Text(k.Words.List(refs)))
	}
	s.relay(s.withheld)
	if gone && !was && s.touched {
		s.reveal(s.withheld)
	}
}

// whoSection keeps the identity apart.
func (s *sourceForm) whoSection() fyne.CanvasObject {
	s.who = parts.Column(8)
	s.asked = s.bind(s.who, nil)
	field := s.field("identity", s.label("identity"), s.who).WithNote(s.k.T("observe_screen.identity_note"))
	section := s.placed(sourceWho, field)
	s.showWho()
	return section
}

// showWho offers to say who the source is, or to show what was said.
func (s *sourceForm) showWho() {
	k := s.k
	field := s.form.Field("identity")
	was, said := s.identity.Record.(*model.Identity)
	if said && s.sheet.Who == "" {
		show := parts.NewButton(k, k.T("source_screen.show_identity"), parts.Secondary, func() { s.askWho(was.Who) })
		s.who.Objects = []fyne.CanvasObject{k.Row(12, parts.NoSlack, show)}
		field.Aim(show)
		s.relay(s.who)
		return
	}
	s.askWho(s.sheet.Who)
}

// askWho shows the entry for the identity.
func (s *sourceForm) askWho(words string) {
	s.within(s.asked, func() {
		e := s.writes(parts.NewEntry(s.k, ""), func() string { return firstOf(s.sheet.Who, words) }, func(t string) { s.sheet.Who = t })
		s.who.Objects = []fyne.CanvasObject{e}
		s.form.Field("identity").Aim(e)
	})
	s.relay(s.who)
}
