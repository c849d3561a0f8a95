package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// evidence is the form of a piece of evidence: what it is, where it comes from, through whose hands it went; beside it
// the file itself, to be looked at and taken out. The bytes of a file and their hash never change.
type evidence struct {
	paper[*evidenceSheet]

	bar     *saveBar
	words   *written
	title   *bidi.Entry
	derived *parts.Select
	custody *custodyList
	file    *filePane
	owner   *fyne.Container // what it belongs to
	around  aroundEvidence
}

// aroundEvidence is what the form shows of other records.
type aroundEvidence struct {
	owner    headline
	ownerAt  place
	siblings []readEvidence // other evidence of the same record
	taken    string         // by whom it was taken in, and when
	me       string         // who uses the notebook
}

// evidenceSheet is what stands in the form.
type evidenceSheet struct {
	sheetTop
	tongue
	Fields model.Evidence  `json:"fields"`
	Blob   string          `json:"blob,omitempty"` // where the sealed bytes lie; the record's own JSON does not say
	Noted  []model.Custody `json:"noted,omitempty"`
}

func (s *evidenceSheet) isEmpty() bool { return false } // it is never of a new record

// The sections of the form, in their order.
const (
	evidenceIs = iota
	evidenceFrom
	evidenceCopy
	evidenceHands
	evidenceSafety
)

var evidenceSections = []paperSection{
	evidenceIs:     {"nouns.evidence", []string{"title", "language", "evidence_kind"}},
	evidenceFrom:   {"evidence_screen.from", []string{"captured.when", "captured.by", "captured.where", "address", "archive_address", "licence"}},
	evidenceCopy:   {"fields_evidence.copy_kind", []string{"copy_kind", "derived_from"}},
	evidenceHands:  {"nouns.chain_of_custody", []string{"custody_events"}},
	evidenceSafety: {"screens.section_safety", []string{"sensitive_marks", "confidentiality"}},
}

// newEvidence opens the form on a piece of evidence.
func newEvidence(d *desk, at place) *evidence {
	e := &evidence{paper: newPaper[*evidenceSheet](d)}
	e.own = asks[*evidenceSheet]{drafts: "evidence/", newest: "evidence/new/", section: evidenceSections, build: e.build,
		read: readEvidenceSheet, told: func() { e.bar.setBusy(e.busy) }, check: e.check, answered: e.answered,
		sentence: func(model.Fault) string { return "" },
		rebase:   func(s *evidenceSheet, first model.Record) { s.Fields.Common = *first.Base() },
		words: paperWords{fresh: "evidence_screen.edit", edit: "evidence_screen.edit", noun: "evidence_screen.edit", unfinished: "form_screen.unfinished",
			notOpened: "form_screen.not_opened", notSaved: "form_screen.not_saved", deleted: "observe_screen.evidence_removed"}}
	e.load(at.id, func(v model.View) {
		record, ok := v.Record.(*model.Evidence)
		if !ok {
			e.showTrouble(model.ErrNotFound)
			return
		}
		e.seen = v
		s := &evidenceSheet{sheetTop: sheetTop{Version: sheetVersion, ID: record.ID}, Fields: *record, Blob: record.Blob}
		s.Language = languageOf(record.Language, d.words.Language(), record.Title)
		s.see(v.Heads)
		e.open(s.ready())
	})
	return e
}

// ready gives the sheet texts and lists of its own.
func (s *evidenceSheet) ready() *evidenceSheet {
	f := &s.Fields
	f.ID, f.Blob = s.ID, s.Blob
	f.Title = cloneText(f.Title)
	f.SensitiveMarks, f.Custody = slices.Clone(f.SensitiveMarks), slices.Clone(f.Custody)
	return s
}

func readEvidenceSheet(b []byte) (*evidenceSheet, error) {
	s := &evidenceSheet{}
	if err := readSheetInto(b, s); err != nil {
		return nil, err
	}
	return s.ready(), nil
}

// check is the record that the form stands for, and all its faults.
func (e *evidence) check() (model.Record, model.Faults) {
	r := e.sheet.Fields
	for _, line := range []*string{&r.Captured.By, &r.Captured.Where, &r.Address, &r.ArchiveAddress, &r.Licence} {
		*line = strings.TrimSpace(*line)
	}
	r.Title = tidy(r.Title)
	if r.Language == "" && !r.Title.IsZero() {
		r.Language = e.sheet.Language
	}
	r.Custody = append(slices.Clone(r.Custody), e.sheet.Noted...)
	return &r, e.faults(&r, nil)
}

// answered says whether a section holds anything.
func (e *evidence) answered(section int) bool {
	r := &e.sheet.Fields
	switch section {
	case evidenceIs:
		return !tidy(r.Title).IsZero() || r.EvidenceKind != ""
	case evidenceFrom:
		return r.Captured != (model.Capture{}) || r.Address != "" || r.Licence != ""
	case evidenceCopy:
		return r.CopyKind != ""
	case evidenceHands:
		return len(r.Custody)+len(e.sheet.Noted) > 0
	}
	return r.Confidentiality != ""
}

// save writes what is said of the evidence.
func (e *evidence) save() {
	if !e.opened {
		return
	}
	e.store(nil, func(_ model.View, joined bool) { e.finish(e.savedWords("evidence_screen.saved", joined)) })
}

// focus is the title.
func (e *evidence) focus() fyne.Focusable {
	if e.form == nil {
		return nil
	}
	return e.title
}

// leave keeps the draft and stops what is still read.
func (e *evidence) leave() bool {
	if e.file != nil {
		e.file.stop()
	}
	return e.paper.leave()
}

// build lays the form out: what is said of the evidence, and at the trailing edge the file.
func (e *evidence) build() fyne.CanvasObject {
	k := e.k
	e.bar = e.newSaveBar(e.save, nil)
	e.words = &written{k: k, in: &e.sheet.tongue}
	if e.file != nil {
		e.file.stop()
	}
	e.file = newFilePane(e)
	e.owner = parts.Column(0)
	column := parts.Column(14, e.heading(e.sheet.Fields.Ref), e.notices, e.owner, e.isSection(), e.fromSection(), e.copySection(), e.handsSection(), e.safetySection())
	under, beside := parts.Column(14), parts.Column(14)
	column.Objects = slices.Insert(column.Objects, 3, fyne.CanvasObject(under))
	e.page = parts.NewPageWithin(k, 24, 20, column)
	e.end = parts.NewPageWithin(k, 20, 20, beside)
	side, end := k.SidePane(e.contents(nil)), k.EndPane(e.end)
	middle := parts.NewBox(parts.Surface, parts.Pane(nil, e.page, e.bar.view))
	panes := k.Sides(parts.Side{Width: 216, Pane: side}, parts.Side{Pane: middle}, parts.Side{Width: 344, Pane: end})
	inner := parts.Folding(700, panes, func(narrow bool) { show(side, !narrow) })
	whole := parts.Folding(1076, inner, func(narrow bool) {
		under.Objects, beside.Objects = nil, []fyne.CanvasObject{e.file.column}
		if narrow {
			under.Objects, beside.Objects = beside.Objects, nil
		}
		show(end, !narrow)
	})
	e.readAround()
	return whole
}

func (e *evidence) label(name string) string { return e.k.T("fields_evidence." + name) }

// isSection asks what it is.
func (e *evidence) isSection() fyne.CanvasObject {
	r := &e.sheet.Fields
	e.title = e.textIn(e.words, r.Title, 0, firstOf(bidi.Isolate(r.OriginalName), r.Address))
	title := e.field("title", e.label("title"), e.title)
	language := e.field("language", e.k.T("observe_screen.text_language"), e.languageOfTexts(e.words))
	kind := e.choice("source_kind", model.SourceKinds, &r.EvidenceKind)
	return e.placed(evidenceIs, title, language, e.field("evidence_kind", e.label("evidence_kind"), kind))
}

// fromSection asks where it comes from.
func (e *evidence) fromSection() fyne.CanvasObject {
	r := &e.sheet.Fields
	return e.placed(evidenceFrom,
		e.field("captured.when", e.label("captured_when"), e.day(&r.Captured.When)),
		e.field("captured.by", e.label("captured_by"), e.line(&r.Captured.By, "")),
		e.field("captured.where", e.label("captured_where"), e.line(&r.Captured.Where, e.k.T("observe_screen.place_hint"))),
		e.field("address", e.label("address"), e.code(&r.Address, "https://")),
		e.field("archive_address", e.label("archive_address"), e.code(&r.ArchiveAddress, "https://")),
		e.field("licence", e.label("licence"), e.line(&r.Licence, "")))
}

// copySection asks whether it is the original or a copy to work with, and of what.
func (e *evidence) copySection() fyne.CanvasObject {
	r := &e.sheet.Fields
	kind := e.choice("copy", model.Copies, &r.CopyKind)
	e.derived = e.choiceOf(nil, func() string { return idOrNothing(r.DerivedFrom) }, func(code string) { r.DerivedFrom, _ = model.ParseID(code) })
	return e.placed(evidenceCopy, e.field("copy_kind", e.label("copy_kind"), kind), e.field("derived_from", e.label("derived_from"), e.derived))
}

func idOrNothing(id model.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// handsSection lists through whose hands it went.
func (e *evidence) handsSection() fyne.CanvasObject {
	e.custody = newCustodyList(e)
	return e.placed(evidenceHands, e.field("custody_events", e.label("custody_events"), e.custody.column).Aim(e.custody.target()))
}

// safetySection asks what may hurt somebody, and who may see it.
func (e *evidence) safetySection() fyne.CanvasObject {
	r := &e.sheet.Fields
	marks := e.choices(e.k.T("parts.choose"), e.k.Options("sensitive_mark", model.SensitiveMarks), &r.SensitiveMarks, nil)
	return e.placed(evidenceSafety, e.field("sensitive_marks", e.label("sensitive_marks"), marks), e.secrecy(&r.Confidentiality))
}

// readAround finds what it belongs to, and the other evidence of the same.
func (e *evidence) readAround() {
	book, of, id, k := e.d.book, e.sheet.Fields.Of, e.sheet.ID, e.k
	stamp := e.seen.Created
	var got aroundEvidence
	e.d.read(func() error {
		if v, err := book.View(of); err == nil {
			got.owner = headlineOf(k, book, v.ID, v.Record)
			got.ownerAt, _ = pageOfRecord(v)
		}
		got.taken = strings.Join(filled(penName(k, book, stamp), k.Words.Moment(clockTime(stamp.At, e.d.now().Location()))), " · ")
		me := book.Me()
		got.me = firstOf(me.CodeName, me.Name, me.Organisation)
		for _, other := range book.Attached(of) {
			v, err := book.View(other)
			if err != nil {
				return err
			}
			if r, ok := v.Record.(*model.Evidence); ok && other != id {
				got.siblings = append(got.siblings, readEvidence{other, r})
			}
		}
		return nil
	}, func(err error) {
		if e.done {
			return
		}
		e.d.fail(k.T("form_screen.not_opened"), err)
		e.around = got
		e.owner.Objects = []fyne.CanvasObject{e.ownerLink()}
		e.relay(e.owner)
		e.custody.show()
		e.file.show()
		var options []parts.Option
		for _, s := range got.siblings {
			title, base := e.titleOf(s.record)
			options = append(options, parts.Option{Code: s.id.String(), Word: title, Base: base})
		}
		e.derived.SetOptions(options)
	})
}

// titleOf is what a piece of evidence is called, with its direction.
func (e *evidence) titleOf(r *model.Evidence) (string, bidi.Base) {
	if title, language := e.k.Words.Of(r.Title, r.Language); title != "" {
		return title, parts.BaseOf(language)
	}
	return bidi.Isolate(firstOf(r.OriginalName, r.Address)), e.k.Base()
}

// ownerLink leads to what the evidence belongs to.
func (e *evidence) ownerLink() fyne.CanvasObject {
	k, o := e.k, e.around.owner
	if o.id.IsZero() {
		return parts.Gap(0, 0)
	}
	title := k.Muted(o.title)
	title.Base = o.base
	k.Stand(title)
	link := parts.NewLink(k, bidi.IsolateLTR(firstOf(o.ref, e.d.book.Ref(o.id))), func() { e.d.show(e.around.ownerAt) })
	return k.TopRow(16, 1, parts.Sized(parts.LabelWidth, 0, k.Muted(e.label("of"))), k.TopRow(8, 1, link, title))
}

// derivedRows lead to copies that were made of this one, and to what it was made of.
func (e *evidence) derivedRows() []fyne.CanvasObject {
	k := e.k
	var rows []fyne.CanvasObject
	add := func(word string, s readEvidence) {
		title, base := e.titleOf(s.record)
		file := parts.EvidenceFile{Title: title, Base: base, Name: word, Kind: theme.ContentCopyIcon(),
			OnOpen: func() { e.d.show(place{to: atEvidence, id: s.id}) }}
		rows = append(rows, parts.NewEvidenceRow(k, file))
	}
	for _, s := range e.around.siblings {
		switch {
		case s.id == e.sheet.Fields.DerivedFrom:
			add(k.T("fields_evidence.derived_from"), s)
		case s.record.DerivedFrom == e.sheet.ID:
			add(k.Label("copy", firstOf(s.record.CopyKind, model.CopyWorking)), s)
		}
	}
	return rows
}
