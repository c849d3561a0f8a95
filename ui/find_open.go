package ui

import (
	"strings"

	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// open goes to the record of a row: an observation to its page, what is about a commitment to that of the commitment,
// evidence to what it belongs to. What has no page of its own is shown over the table.
func (s *finder) open(i int) {
	id, ok := s.rows.id(i)
	if !ok {
		return
	}
	book := s.d.book
	var v, of model.View
	var f *foundRow
	s.d.read(func() (err error) {
		if v, err = book.View(id); err != nil {
			return err
		}
		f = newFoundRow(s.k.Words, book, v)
		if e, ok := v.Record.(*model.Evidence); ok && !e.Of.IsZero() && book.KindOf(e.Of) != "" {
			of, err = book.View(e.Of)
		}
		return err
	}, func(err error) {
		switch {
		case s.left:
		case err != nil:
			s.d.fail(s.k.T("find_screen.not_read"), err)
		default:
			s.openView(v, of, f)
		}
	})
}

func (s *finder) openView(v, of model.View, f *foundRow) {
	for _, one := range []model.View{v, of} {
		if at, ok := pageOfRecord(one); ok {
			s.d.show(at)
			return
		}
	}
	s.showRecord(v, f)
}

// pageOfRecord is the place where a record is shown; false when it has none.
func pageOfRecord(v model.View) (place, bool) {
	switch x := v.Record.(type) {
	case *model.Observation:
		code := ""
		if len(x.Commitments) > 0 {
			code = x.Commitments[0]
		}
		return place{to: atPlan, code: code, id: v.ID}, true
	case *model.Claim:
		return place{to: atPlan, code: x.Commitment}, x.Commitment != ""
	case *model.Evidence:
		return place{to: atEvidence, id: v.ID}, true
	case *model.Finding:
		return place{to: atPlan, code: x.Commitment}, x.Commitment != ""
	}
	return place{}, false
}

// showRecord shows a record that has no page: what it says, over the table.
func (s *finder) showRecord(v model.View, f *foundRow) {
	k, w := s.k, s.k.Words
	col := parts.Column(8)
	add := func(key, value string) {
		if value != "" {
			col.Add(k.TopRow(12, 1, parts.Sized(parts.LabelWidth+36, 0, k.Muted(k.T(key))), k.Text(value)))
		}
	}
	switch x := v.Record.(type) {
	case *model.Recommendation:
		words, _ := w.Of(x.Text, x.Language)
		add("fields_common.text", words)
		add("nouns.commitment", w.Isolate(strings.Join(x.Commitments, ", ")))
		addressee, _ := w.Of(s.d.plan.Body(x.Addressee).Name, "en")
		add("fields_recommendation.addressee", firstOf(addressee, x.Addressee))
		add("fields_recommendation.priority", k.Label("priority", x.Priority))
		add("find_screen.review", k.Label("review", string(x.Review)))
	case *model.Source:
		add("fields_source.code_name", w.Isolate(x.CodeName))
		add("fields_source.source_kind", k.Label("source_kind", x.SourceKind))
		add("fields_source.connection", k.Label("connection", x.Connection))
	case *model.Evidence:
		add("fields_evidence.original_name", w.Isolate(x.OriginalName))
		add("fields_evidence.address", w.Isolate(x.Address))
	}
	add("fields_common.confidentiality", f.words[columnConfidentiality])
	add("fields_common.organisation", f.words[columnOrganisation])
	parts.NewDialog(k, parts.Calm, theme.DocumentIcon(), w.Isolate(f.ref), "", k.T("actions.close"), col).Show(s.d.window.Canvas())
}
