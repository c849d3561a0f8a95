package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// A list of any length asks the notebook for nothing while it is drawn:
//
//  1. the ids of all rows are read once, in the background (16 bytes each);
//  2. rows are read in stretches, in the background, when they come into sight, and kept while they are near;
//  3. a row that was not read yet is blank, and filled when its stretch arrives.

// stretch is how many rows are read at a time; keep is how many stretches stay in memory.
const (
	stretchRows  = 64
	keepStretchs = 16
)

// observationRows is a list of the observations that a query finds.
type observationRows struct {
	d     *desk
	query model.Query
	list  *parts.List

	ids     []model.ID
	read    map[int][]parts.ObservationItem // by stretch
	order   []int                           // stretches, the one read longest ago first
	asked   map[int]bool
	version int // raised when what was read no longer counts
	left    bool
	counted func(n int)
	failed  func(err error)   // the rows could not be read; nil shows it over the window
	also    func() []model.ID // records that stand in the list whatever the query finds; may be nil
}

func newObservationRows(d *desk, q model.Query, counted func(n int)) *observationRows {
	r := &observationRows{d: d, query: q, counted: counted}
	r.list = parts.NewList(d.look, parts.ObservationHeight, func() int { return len(r.ids) },
		func() fyne.CanvasObject { return parts.NewObservationRow(d.look) },
		func(i int, o fyne.CanvasObject) { o.(*parts.ObservationRow).Set(r.item(i)) })
	r.list.Rules = true
	return r
}

// leave lets nothing that is still under way come back.
func (r *observationRows) leave() { r.left = true }

// id is the record of a row.
func (r *observationRows) id(i int) (model.ID, bool) {
	if i < 0 || i >= len(r.ids) {
		return model.ID{}, false
	}
	return r.ids[i], true
}

// fresh asks for the rows anew; what is shown stays until they are there.
func (r *observationRows) fresh() {
	r.version++
	mine, query := r.version, r.query
	var page model.Page
	r.d.read(func() (err error) {
		page, err = r.d.book.Find(query)
		return err
	}, func(err error) {
		if mine != r.version || r.left {
			return
		}
		if err == nil && r.also != nil {
			page.IDs = withThese(page.IDs, r.also())
		}
		if err != nil {
			r.fail(err)
			return
		}
		r.ids, r.read, r.asked, r.order = page.IDs, map[int][]parts.ObservationItem{}, map[int]bool{}, nil
		r.list.Refresh()
		r.counted(len(r.ids))
	})
}

// fail says that rows could not be read, where the list stands or over the window.
func (r *observationRows) fail(err error) {
	if r.failed == nil {
		r.d.fail(r.d.look.T("commitment_screen.not_read"), err)
		return
	}
	r.version++ // what else is under way would fail likewise
	r.ids, r.read, r.asked, r.order = nil, map[int][]parts.ObservationItem{}, map[int]bool{}, nil
	r.list.Refresh()
	r.failed(err)
}

// withThese puts records in front of a list that does not hold them.
func withThese(ids, these []model.ID) []model.ID {
	held := make(map[model.ID]bool, len(ids))
	for _, id := range ids {
		held[id] = true
	}
	var front []model.ID
	for _, id := range these {
		if !held[id] {
			front = append(front, id)
		}
	}
	return append(front, ids...)
}

// item is what a row shows, from memory; blank until it was read.
func (r *observationRows) item(i int) parts.ObservationItem {
	if _, ok := r.read[i/stretchRows]; !ok {
		r.ask(i / stretchRows)
	}
	return r.known(i)
}

// known is what a row shows, as far as it was read; it asks for nothing.
func (r *observationRows) known(i int) parts.ObservationItem {
	if rows, ok := r.read[i/stretchRows]; ok {
		return rows[i%stretchRows]
	}
	return parts.ObservationItem{}
}

// ask reads a stretch.
func (r *observationRows) ask(s int) {
	if r.asked[s] {
		return
	}
	r.asked[s] = true
	mine := r.version
	ids := r.ids[s*stretchRows : min((s+1)*stretchRows, len(r.ids))]
	words, me := r.d.words, r.d.book
	var rows []parts.ObservationItem
	r.d.read(func() error {
		rows = make([]parts.ObservationItem, len(ids))
		for i, id := range ids {
			v, err := me.View(id)
			if err != nil {
				return err
			}
			rows[i] = observationItem(words, me, v)
		}
		return nil
	}, func(err error) {
		if mine != r.version || r.left {
			return
		}
		if err != nil {
			r.fail(err)
			return
		}
		r.keep(s, rows)
		r.list.Refresh()
	})
}

// keep holds a stretch and lets go of the one that was read longest ago.
func (r *observationRows) keep(s int, rows []parts.ObservationItem) {
	r.read[s] = rows
	r.order = append(r.order, s)
	if len(r.order) > keepStretchs {
		old := r.order[0]
		r.order = r.order[1:]
		delete(r.read, old)
		delete(r.asked, old)
	}
}

// observationItem says an observation in the words of the screen.
func observationItem(w assets.Words, b *notebook.Notebook, v model.View) parts.ObservationItem {
	o, ok := v.Record.(*model.Observation)
	if !ok {
		return parts.ObservationItem{Title: b.Ref(v.ID)}
	}
	title, language := observationTitle(w, o)
	item := parts.ObservationItem{
		Date:  w.ShortDate(string(o.Date.From), string(o.Date.To), string(o.Date.Precision)),
		Title: title, Base: parts.BaseOf(language),
		Place:       strings.Join(filled(regionName(w, o.Region), word(w, "method", o.Method)), " · "),
		Effect:      word(w, "effect", o.Effect),
		Reliability: reliability(o),
	}
	if n := b.Files(v.ID); n > 0 {
		item.Evidence = w.Number(int64(n))
	}
	return item
}

// observationTitle is the title, or the beginning of what is told where there is none.
func observationTitle(w assets.Words, o *model.Observation) (title, language string) {
	if title, language = w.Of(o.Title, o.Language); title != "" {
		return title, language
	}
	told, language := w.Of(o.Narrative, o.Language)
	line, _, _ := strings.Cut(told, "\n")
	return line, language
}

// reliability is the two signs of the Admiralty code: B2.
func reliability(o *model.Observation) string {
	if o.Credibility == 0 {
		return o.Reliability
	}
	return o.Reliability + strconv.Itoa(o.Credibility)
}

// word is the label of a code, "" for none.
func word(w assets.Words, list, code string) string {
	if code == "" {
		return ""
	}
	return w.T("enum_" + list + "." + code)
}

// regionName is a region's name, its code where the code is not known.
func regionName(w assets.Words, code string) string {
	if r, ok := regionOf(code); ok {
		name, _ := w.Of(r.Name, "")
		return name
	}
	return code
}
