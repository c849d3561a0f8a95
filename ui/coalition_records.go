package ui

import (
	"strings"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// headline is a record of any kind in one line.
type headline struct {
	id    model.ID
	kind  model.Kind
	ref   string // whole, since several writers are in sight; "" for kinds that have none
	title string
	base  bidi.Base
	about string // where, how, of what
	note  string // what stands at the trailing edge: reliability, number of fields
}

// headlineOf says a record in one line.
func headlineOf(k parts.Look, b *notebook.Notebook, id model.ID, rec model.Record) headline {
	w := k.Words
	h := headline{id: id, kind: rec.Kind(), ref: rec.Base().Ref, base: parts.BaseOf(w.Language()), about: nounOf(w, rec.Kind())}
	written := rec.Base().Language
	text := func(texts ...model.Text) {
		for _, t := range texts {
			if words, l := w.Of(t, written); words != "" {
				h.title, _, _ = strings.Cut(words, "\n")
				h.base = parts.BaseOf(l)
				return
			}
		}
	}
	switch r := rec.(type) {
	case *model.Observation:
		var l string
		h.title, l = observationTitle(w, r)
		h.base = parts.BaseOf(l)
		h.about = strings.Join(filled(regionName(w, r.Region), word(w, "method", r.Method)), " · ")
		h.note = reliability(r)
	case *model.Claim:
		text(r.Quotation, r.Report.Title)
		h.about = join(k, h.about, r.Commitment)
	case *model.Finding:
		text(r.Reasoning)
		h.about = join(k, h.about, r.Commitment, r.Period)
	case *model.Recommendation:
		text(r.Text)
	case *model.Evidence:
		text(r.Title)
		h.title = firstOf(h.title, r.OriginalName, r.Address)
	case *model.Source:
		h.title = r.CodeName
	case *model.Member:
		h.title = memberName(r)
	case *model.Commitment:
		text(r.Title)
		h.ref = r.Code
	case *model.Area:
		text(r.Title)
		h.ref = r.Code
	case *model.Plan:
		text(r.Title)
		h.ref = r.Code
	case *model.Link:
		h.title = join(k, b.Ref(r.A), b.Ref(r.B))
	case *model.Review:
		h.title = b.Ref(r.Record)
	}
	h.title = firstOf(h.title, h.ref, h.about)
	return h
}

// nounOf is the word for a kind.
func nounOf(w assets.Words, kind model.Kind) string {
	if kind == model.KindReview {
		return w.T("fields_observation.review")
	}
	if w.Has("nouns." + string(kind)) {
		return w.T("nouns." + string(kind))
	}
	return w.T("nouns.record")
}

// memberName is what a member is called among those who know them.
func memberName(m *model.Member) string { return firstOf(m.Name, m.CodeName, m.Organisation) }

// penName says who wrote a revision: the member of the key, and for which organisation.
func penName(k parts.Look, b memberBook, s model.Stamp) string {
	name := ""
	if m, ok := b.Member(s.Author); ok {
		name = firstOf(m.CodeName, m.Name)
	}
	organisation := s.Organisation
	if name == "" && organisation == "" {
		return k.T("coalition_screen.unknown_pen")
	}
	if name == organisation {
		name = ""
	}
	return join(k, name, organisation)
}
