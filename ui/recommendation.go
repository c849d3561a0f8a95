package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// recommendation is the form of a recommendation: what the State should do next, and who should hear of it.
type recommendation struct {
	paper[*recommendationSheet]

	bar         *saveBar
	words       *written
	text        *bidi.Entry
	commitments *parts.Choices
	treaties    *parts.Choices
}

// recommendationSheet is what stands in the form.
type recommendationSheet struct {
	sheetTop
	tongue
	Fields model.Recommendation `json:"fields"`
	SendTo string               `json:"send_to,omitempty"` // as typed
}

func (s *recommendationSheet) isEmpty() bool {
	f := &s.Fields
	return f.Text.IsZero() && f.Addressee == "" && f.Priority == "" && len(f.Treaties) == 0 && f.Deadline == "" && s.SendTo == ""
}

// The sections of the form, in their order.
const (
	recommendWhat = iota
	recommendWhom
	recommendSafety
)

var recommendationSections = []paperSection{
	recommendWhat:   {"recommendation_screen.what", []string{"commitments", "text", "language", "priority", "deadline"}},
	recommendWhom:   {"recommendation_screen.whom", []string{"addressee", "treaties", "send_to"}},
	recommendSafety: {"screens.section_safety", []string{"confidentiality", "review"}},
}

// newRecommendation opens the form: on a recommendation, or on a new one for a commitment.
func newRecommendation(d *desk, at place) *recommendation {
	r := &recommendation{paper: newPaper[*recommendationSheet](d)}
	r.wanted = at.draft
	r.own = asks[*recommendationSheet]{drafts: "recommendation/", newest: "recommendation/new/", section: recommendationSections, build: r.build,
		read: readRecommendationSheet, told: func() { r.bar.setBusy(r.busy) }, check: r.check, answered: r.answered, sentence: r.sentence,
		rebase: func(s *recommendationSheet, first model.Record) { s.Fields.Common = *first.Base() },
		words: paperWords{fresh: "recommendation_screen.new", edit: "recommendation_screen.edit", noun: "nouns.recommendation", unfinished: "form_screen.unfinished",
			notOpened: "form_screen.not_opened", notSaved: "form_screen.not_saved", deleted: "recommendation_screen.deleted"}}
	if at.id.IsZero() {
		s := &recommendationSheet{sheetTop: sheetTop{Version: sheetVersion, ID: freshID()}, tongue: tongue{Language: d.words.Language()}}
		if at.code != "" {
			s.Fields.Commitments = []string{at.code}
		}
		s.Fields.Review = model.Submitted
		s.Fields.Confidentiality = model.DefaultConfidentiality(model.KindRecommendation)
		r.open(s.ready())
		return r
	}
	r.load(at.id, func(v model.View) {
		record, ok := v.Record.(*model.Recommendation)
		if !ok {
			r.showTrouble(model.ErrNotFound)
			return
		}
		r.seen = v
		s := &recommendationSheet{sheetTop: sheetTop{Version: sheetVersion, ID: record.ID}, Fields: *record, SendTo: strings.Join(record.SendTo, ", ")}
		s.Language = languageOf(record.Language, d.words.Language(), record.Text)
		s.see(v.Heads)
		r.open(s.ready())
	})
	return r
}

// ready gives the sheet texts and lists of its own.
func (s *recommendationSheet) ready() *recommendationSheet {
	f := &s.Fields
	f.ID = s.ID
	f.Text = cloneText(f.Text)
	f.Commitments, f.Treaties = slices.Clone(f.Commitments), slices.Clone(f.Treaties)
	return s
}

func readRecommendationSheet(b []byte) (*recommendationSheet, error) {
	s := &recommendationSheet{}
	if err := readSheetInto(b, s); err != nil {
		return nil, err
	}
	return s.ready(), nil
}

// check is the record that the form stands for, and all its faults.
func (r *recommendation) check() (model.Record, model.Faults) {
	f := r.sheet.Fields
	f.Text, f.Addressee, f.SendTo = tidy(f.Text), strings.TrimSpace(f.Addressee), readTags(r.sheet.SendTo)
	if f.Language == "" || r.sheet.isNew() {
		f.Language = r.sheet.Language
	}
	return &f, r.faults(&f, nil)
}

// sentence says what is missing, and the easiest way to give it.
func (r *recommendation) sentence(x model.Fault) string {
	switch {
	case x.Rule != model.RuleRequired:
		return ""
	case x.Field == "commitments":
		return r.k.T("observe_screen.need_commitments")
	case x.Field == "text":
		return r.k.T("recommendation_screen.need_text")
	}
	return ""
}

// answered says whether a section holds what it must, or anything where nothing must be.
func (r *recommendation) answered(section int) bool {
	f := &r.sheet.Fields
	switch section {
	case recommendWhat:
		return len(f.Commitments) > 0 && !tidy(f.Text).IsZero()
	case recommendWhom:
		return f.Addressee != "" || len(f.Treaties) > 0 || r.sheet.SendTo != ""
	}
	return f.Confidentiality != ""
}

// save saves with the state of review that the form shows.
func (r *recommendation) save() {
	if r.opened {
		r.saveAs(r.sheet.Fields.Review)
	}
}

// saveAs saves with a state of review; where that is refused, the form keeps its own.
func (r *recommendation) saveAs(review model.ReviewState) {
	before := r.sheet.Fields.Review
	r.sheet.Fields.Review = review
	if !r.store(nil, func(_ model.View, joined bool) {
		r.finish(r.savedWords("recommendation_screen.saved", joined))
	}) {
		r.sheet.Fields.Review = before
	}
}

// focus is the text.
func (r *recommendation) focus() fyne.Focusable {
	if r.form == nil {
		return nil
	}
	return r.text
}

// build lays the form out.
func (r *recommendation) build() fyne.CanvasObject {
	r.bar = r.newSaveBar(r.save, func() { r.saveAs(model.Draft) })
	f := &r.sheet.Fields
	review := r.reviewed(&f.Review)
	safety := r.placed(recommendSafety, r.secrecy(&f.Confidentiality),
		r.sideField("review", r.k.T("fields_observation.review"), r.k.Row(0, parts.NoSlack, review)).Aim(review))
	return r.lay(r.bar, parts.Column(14, r.heading(f.Ref), r.notices, r.whatSection(), r.whomSection(), safety))
}

func (r *recommendation) label(name string) string { return r.k.T("fields_recommendation." + name) }

// whatSection asks what should be done, about which commitments, and by when.
func (r *recommendation) whatSection() fyne.CanvasObject {
	k, f, s := r.k, &r.sheet.Fields, r.sheet
	r.commitments = r.choices(k.T("observe_screen.commitment_hint"), commitmentOptions(k.Words, r.d.plan), &f.Commitments, func() {
		r.treaties.SetOptions(articleOptions(r.d.plan, f.Commitments))
	}).ShowCodes()
	r.words = &written{k: k, in: &s.tongue, fresh: s.isNew()}
	r.text = r.textIn(r.words, f.Text, 4, "")
	return r.placed(recommendWhat, r.field("commitments", r.label("commitments"), r.commitments), r.field("text", r.label("text"), r.text),
		r.field("language", k.T("observe_screen.text_language"), r.languageOfTexts(r.words)),
		r.field("priority", r.label("priority"), r.choice("priority", model.Priorities, &f.Priority)),
		r.field("deadline", k.T("columns.deadline"), r.day(&f.Deadline)))
}

// whomSection asks who should do it, and which bodies should hear of it.
func (r *recommendation) whomSection() fyne.CanvasObject {
	k, f, s := r.k, &r.sheet.Fields, r.sheet
	r.treaties = r.choices(k.T("parts.choose"), articleOptions(r.d.plan, f.Commitments), &f.Treaties, nil)
	addressee := r.line(&f.Addressee, k.T("recommendation_screen.addressee_hint"))
	send := r.line(&s.SendTo, "CAT, CCPR, UPR")
	return r.placed(recommendWhom, r.field("addressee", r.label("addressee"), addressee), r.field("treaties", r.label("treaties"), r.treaties),
		r.field("send_to", r.label("send_to"), send))
}

// articleOptions are the treaty articles of commitments.
func articleOptions(plan *model.PlanBook, commitments []string) []parts.Option {
	var out []parts.Option
	for _, code := range commitments {
		c := plan.Commitment(code)
		if c == nil {
			continue
		}
		for _, treaty := range c.TreatyArticles {
			for _, article := range treaty.Articles {
				code := treaty.Treaty + "-" + article
				if !slices.ContainsFunc(out, func(o parts.Option) bool { return o.Code == code }) {
					out = append(out, parts.Option{Code: code, Word: bidi.IsolateLTR(code)})
				}
			}
		}
	}
	return out
}
