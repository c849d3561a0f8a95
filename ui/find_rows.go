package ui

import (
	"slices"
	"strings"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The rows of the table, for which the rules of rows.go hold, and two more:
//
//  1. the first screens of a search are read by themselves, so that they are there before a million ids are in order;
//     all ids follow;
//  2. what was read of a record is kept by its id, so that typing one more letter reads nothing that was in sight;
//  3. whoever comes near the end of a stretch has the next one read before it is in sight, so that its rows need not be drawn
//     blank first and then again.

// firstRows is how many ids are asked for at once; keptRows is how many records stay in memory.
const (
	firstRows = 256
	keptRows  = 4096
)

// foundRow is what is shown of a record.
type foundRow struct {
	id    model.ID
	ref   string
	title string
	base  bidi.Base
	words map[string]string // by column
	short map[string]string // of those that have a shorter form
}

// foundRows are the rows of a search.
type foundRows struct {
	d       *desk
	ids     []model.ID // all, or the first
	total   int
	read    map[model.ID]*foundRow
	asked   map[int]bool // stretches under way
	whole   map[int]bool // stretches of which nothing is missing
	version int
	left    bool
	came    func(from, to int) // rows came, up to another
	failed  func(err error)    // rows could not be read
}

// set shows other rows. What was read stays, except of records that changed.
func (r *foundRows) set(ids []model.ID, total int) {
	r.version++
	r.ids, r.total, r.asked, r.whole = ids, total, map[int]bool{}, map[int]bool{}
	if len(r.read) > keptRows {
		r.read = map[model.ID]*foundRow{}
	}
}

// forget reads records anew that have changed.
func (r *foundRows) forget(ids []model.ID) {
	for _, id := range ids {
		delete(r.read, id)
	}
	r.whole = map[int]bool{}
}

// id is the record of a row.
func (r *foundRows) id(i int) (model.ID, bool) {
	if i < 0 || i >= len(r.ids) {
		return model.ID{}, false
	}
	return r.ids[i], true
}

// at is what a row shows, from memory; nil until it was read.
func (r *foundRows) at(i int) *foundRow {
	id, ok := r.id(i)
	if !ok {
		return nil
	}
	s := i / stretchRows
	if row, ok := r.read[id]; ok {
		r.ask(s - 1 + 2*(i%stretchRows*2/stretchRows)) // the one before from the first half, the next one from the second
		return row
	}
	r.ask(s)
	return nil
}

// ask reads what is missing of a stretch.
func (r *foundRows) ask(s int) {
	from, to := s*stretchRows, min((s+1)*stretchRows, len(r.ids))
	if s < 0 || from >= to || r.asked[s] || r.whole[s] {
		return
	}
	var ids []model.ID
	for _, id := range r.ids[from:to] {
		if r.read[id] == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		r.whole[s] = true
		return
	}
	r.asked[s] = true
	mine := r.version
	words, book := r.d.words, r.d.book
	rows := make([]*foundRow, len(ids))
	r.d.read(func() error {
		for i, id := range ids {
			v, err := book.View(id)
			if err != nil {
				return err
			}
			rows[i] = newFoundRow(words, book, v)
		}
		return nil
	}, func(err error) {
		if r.left {
			return
		}
		if err != nil { // stays asked for: the same again would fail again
			r.failed(err)
			return
		}
		if mine == r.version {
			delete(r.asked, s)
		}
		if len(r.read) > keptRows {
			r.read, r.whole = map[model.ID]*foundRow{}, map[int]bool{}
		}
		for i, id := range ids {
			r.read[id] = rows[i]
		}
		if mine != r.version { // they stand elsewhere now
			from, to = 0, r.total
		}
		r.came(from, to)
	})
}

// newFoundRow says a record in the words of the screen.
func newFoundRow(w assets.Words, b *notebook.Notebook, v model.View) *foundRow {
	base := v.Record.Base()
	f := &foundRow{id: v.ID, ref: shortRef(b.Ref(v.ID)), words: map[string]string{
		columnConfidentiality: word(w, "confidentiality", string(base.Confidentiality)),
		columnOrganisation:    w.Isolate(v.Created.Organisation),
	}}
	if n := b.Files(v.ID); n > 0 {
		f.words[columnEvidence] = w.Number(int64(n))
	}
	title, language := f.say(w, v.Record)
	f.title, f.base = oneLine(title), parts.BaseOf(language)
	for code, words := range f.words {
		if short := shortWord(w, code, words); short != "" {
			if f.short == nil {
				f.short = map[string]string{}
			}
			f.short[code] = short
		}
	}
	return f
}

// say fills in what is particular to a kind, and gives its title.
func (f *foundRow) say(w assets.Words, r model.Record) (title, language string) {
	switch x := r.(type) {
	case *model.Observation:
		f.words[columnDate] = w.BriefDate(string(x.Date.From), string(x.Date.To), string(x.Date.Precision))
		f.words[columnCommitment] = strings.Join(x.Commitments, ", ")
		f.words[columnRegion], f.words[columnMethod] = regionName(w, x.Region), word(w, "method", x.Method)
		f.words[columnTrust], f.words[columnReview] = reliability(x), word(w, "review", string(x.Review))
		tags := make([]string, len(x.Tags))
		for i, t := range x.Tags {
			tags[i] = w.Isolate(t)
		}
		f.words[columnTags] = w.List(tags)
		return observationTitle(w, x)
	case *model.Claim:
		f.words[columnDate], f.words[columnCommitment] = isoDate(w, string(x.Report.Date)), x.Commitment
		if title, language = w.Of(x.Quotation, x.Language); title == "" {
			title, language = w.Of(x.Report.Title, x.Language)
		}
	case *model.Finding:
		f.words[columnDate], f.words[columnCommitment] = period(w, x.Period), x.Commitment
		f.words[columnReview] = word(w, "review", string(x.Review))
		if f.words[columnGrade] = w.Isolate(string(x.Grade)); houseGrade(x) != "" {
			f.words[columnGrade] = word(w, "grade_house", string(x.Grade))
		}
		title, language = w.Of(x.Reasoning, x.Language)
	case *model.Evidence:
		f.words[columnDate] = isoDate(w, string(x.Captured.When))
		if title, language = w.Of(x.Title, x.Language); title == "" {
			title = firstOf(x.OriginalName, x.Address)
		}
	case *model.Source:
		title = x.CodeName
	case *model.Recommendation:
		f.words[columnCommitment], f.words[columnReview] = strings.Join(x.Commitments, ", "), word(w, "review", string(x.Review))
		title, language = w.Of(x.Text, x.Language)
	}
	return title, language
}

// oneLine is the beginning of a text, as a cell can show it.
func oneLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300])
	}
	return s
}

// askedWords are the words and phrases of a question, to be marked where they stand.
func askedWords(question string) []string {
	return slices.DeleteFunc(model.AskedWords(question), func(w string) bool { return len([]rune(w)) < 2 })
}
