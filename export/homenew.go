package export

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"plumbline/model"
)

// newRow makes a row without an id a draft.
func (h *homing) newRow(s *homeSheet, row *model.ReturnedRow) error {
	var edits []model.Edit
	blank, err := model.New(s.kind)
	if err != nil {
		return err
	}
	language := ""
	for i, key := range s.Drawn.Keys {
		c := row.Cells[i]
		if c.Value = asRead(c.Value); c.Value == "" || s.Gone[i] || strings.HasPrefix(key, "_") {
			continue
		}
		field, ok := s.fields[key]
		if key == "date" && c.Kind == model.ReturnedDay && s.text(row, "from") == "" {
			field, ok = s.fields["from"]
		}
		why := model.ReturnWorkedOut
		var e model.Edit
		switch {
		case key == "ref":
			why = model.ReturnRefGiven
		case ok:
			e, why = h.edit(field, c, "", blank)
		}
		if why != "" {
			h.out.Refuse(model.ReturnedRefusal{Sheet: s.Name, Row: row.Number, Head: s.Drawn.Heads[i], Field: field.Field, Why: why})
			continue
		}
		if e.Head = s.Drawn.Heads[i]; field.Form == model.HomeWords && language == "" {
			language = e.Language
		}
		edits = append(edits, e)
	}
	name := func() model.ID { return h.here.Name(h.saying(s, row)) }
	here := func(id model.ID) bool {
		_, err := h.here.History(id)
		return err == nil || !errors.Is(err, model.ErrNotFound)
	}
	return h.out.Draft(s.kind, edits, language, h.here.Known, name, here, s.Name, row.Number)
}

// remarked says whether a row is none, but the remark that a sheet has no rows.
func (h *homing) remarked(s *homeSheet, row *model.ReturnedRow) bool {
	for i := range s.Drawn.Keys {
		if text := asRead(row.Cells[i].Value); text != "" && (i > 0 || text != h.b.w.T("report.no_rows")) {
			return false
		}
	}
	return true
}

// saying is what a new row says, and how many said the same before it: the same
// workbook gives the same drafts again, wherever their rows stand.
func (h *homing) saying(s *homeSheet, row *model.ReturnedRow) string {
	var b strings.Builder
	b.WriteString(h.in.Mark.Digest + "\x00" + s.Drawn.Code)
	for i, key := range s.Drawn.Keys {
		if text := asRead(row.Cells[i].Value); text != "" {
			b.WriteString("\x00" + key + "\x01" + text)
		}
	}
	said := b.String()
	h.fresh[said]++
	return said + "\x00" + strconv.Itoa(h.fresh[said])
}

// missing finds the records whose rows are gone.
func (h *homing) missing() error {
	for _, s := range h.in.Sheets {
		kind := homeKinds[s.Drawn.Code]
		if s.Drawn.More || kind == model.KindCommitment {
			continue
		}
		count, lacks := s.Drawn.Records, s.Drawn.Sum
		for x := range h.seen {
			if x.code == s.Drawn.Code {
				count--
				for i := range lacks {
					lacks[i] ^= x.id[i]
				}
			}
		}
		if count <= 0 || slices.ContainsFunc(h.in.Mark.Sheets, func(o model.ReturnSheet) bool { return o.Code == s.Drawn.Code && slices.Contains(h.in.Gone, o.Name) }) {
			continue
		}
		if err := h.gone(s, kind, count, lacks); err != nil {
			return err
		}
	}
	return nil
}

// gone tells which records the rows that are gone were.
func (h *homing) gone(s *model.ReturnedSheet, kind model.Kind, count int, lacks model.ID) error {
	var candidates []model.ID
	views := map[model.ID]string{} // refs of those that are still in the report
	add := func(r model.Row) {
		if h.seen[homeID{s.Drawn.Code, r.ID}] == 0 && !r.ID.IsZero() {
			candidates = append(candidates, r.ID)
			views[r.ID] = r.Ref
		}
	}
	if err := h.written(kind, add); err != nil {
		return err
	}
	for v, err := range h.here.Records(kind) {
		if err != nil {
			return err
		}
		if v.Record.Base().Withdrawn && h.seen[homeID{s.Drawn.Code, v.ID}] == 0 {
			candidates = append(candidates, v.ID)
		}
	}
	ids, ok := model.Missing(lacks, count, candidates)
	if !ok {
		h.out.GoneMore += count
		return nil
	}
	for _, id := range ids {
		ref, here := views[id]
		switch {
		case h.refs[refKey(ref)]: // its row is there, without its id
		case here:
			h.out.Gone = append(h.out.Gone, model.ReturnedGone{Record: id, Ref: ref, Kind: kind, Sheet: s.Name})
		default:
			h.out.Already++
		}
	}
	return nil
}

// written walks the rows that the report has now.
func (h *homing) written(kind model.Kind, add func(model.Row)) error {
	switch kind {
	case model.KindObservation:
		for r, err := range h.r.Observations() {
			if err != nil {
				return err
			}
			add(r.Row)
		}
	case model.KindEvidence:
		for r, err := range h.r.Evidence() {
			if err != nil {
				return err
			}
			add(r.Row)
		}
	case model.KindClaim:
		for i := range h.r.Claims {
			add(h.r.Claims[i].Row)
		}
	case model.KindFinding:
		for i := range h.r.Findings {
			add(h.r.Findings[i].Row)
		}
	case model.KindRecommendation:
		for i := range h.r.Recommendations {
			add(h.r.Recommendations[i].Row)
		}
	}
	return nil
}
