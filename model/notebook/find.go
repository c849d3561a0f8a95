package notebook

import (
	"bytes"
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"plumbline/model"
)

// Find gives the ids of the records that a query wants, in its order. Words wait
// for the index (Ready); all else answers at once.
func (n *Notebook) Find(q model.Query) (model.Page, error) {
	m, err := n.match(q)
	if err != nil {
		return model.Page{}, err
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	found := m.rows()
	page := model.Page{Total: len(found)}
	from := min(max(q.Offset, 0), len(found))
	to := len(found)
	if q.Limit > 0 {
		to = min(from+q.Limit, to)
	}
	sortFirst(found, to, m.less(q.Order))
	page.IDs = make([]model.ID, 0, to-from)
	for _, at := range found[from:to] {
		page.IDs = append(page.IDs, m.b.rows[at].id)
	}
	return page, nil
}

// Count gives how many records a query wants.
func (n *Notebook) Count(q model.Query) (int, error) {
	m, err := n.match(q)
	if err != nil {
		return 0, err
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	count := 0
	for i := range m.b.rows {
		if !m.never && m.wants(&m.b.rows[i]) {
			count++
		}
	}
	return count, nil
}

// matcher holds a query in the form in which rows answer it.
type matcher struct {
	b            *book
	q            model.Query
	kind         uint8
	since, until int32
	hits         model.Hits
	words        bool
	area         map[string]bool // codes of commitments
	known        answers         // for lists of commitments
	tagged       answers         // and of tags
	region       uint32
	organisation uint32
	method       uint8
	effect       uint8
	reliability  uint8
	review       uint8
	rank         uint8
	never        bool // a code that no row can have
	only         map[model.ID]bool
	narrow       []narrowing
}

func (n *Notebook) match(q model.Query) (*matcher, error) {
	n.store.hear()
	words := model.Asks(q.Words)
	if words {
		<-n.Ready()
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	if n.closed {
		return nil, ErrClosed
	}
	if words && n.failed != nil {
		return nil, n.failed
	}
	if q.Kind == "" {
		q.Kind = model.KindObservation
	}
	m := &matcher{b: n.book, q: q, since: number(q.Since), until: number(q.Until), words: words,
		region: n.book.names.find(q.Region), organisation: n.book.names.find(q.Organisation)}
	m.kind = uint8(m.code(model.Kinds, q.Kind)) - 1
	m.method = m.place(model.Methods, q.Method)
	m.effect = m.place(model.Effects, q.Effect)
	m.reliability = m.place(model.Reliabilities, q.Reliability)
	m.review = m.place(model.ReviewStates, string(q.Review))
	m.rank = m.place(model.Confidentialities, string(q.Confidentiality))
	if q.Area != "" {
		m.area = area(n.plan, q.Area)
	}
	if words {
		m.hits = n.index.Search(q.Words, false)
	}
	m.among(n.plan)
	return m, nil
}

func (m *matcher) place(list []string, code string) uint8 {
	p := place(list, code)
	m.never = m.never || p == 0 && code != ""
	return p
}

func (m *matcher) code(kinds []model.Kind, k model.Kind) int {
	p := slices.Index(kinds, k) + 1
	m.never = m.never || p == 0
	return p
}

// area lists the codes of an area's commitments and of the undertakings linked
// to it.
func area(plan *model.PlanBook, code string) map[string]bool {
	codes := map[string]bool{}
	own, linked := plan.In(code)
	for _, list := range [][]*model.Commitment{own, linked} {
		for _, c := range list {
			codes[c.Code] = true
		}
	}
	return codes
}

// rows gives the numbers of the rows that match; the notebook's lock is held.
func (m *matcher) rows() []uint32 {
	var found []uint32
	if m.never {
		return nil
	}
	for i := range m.b.rows {
		if m.wants(&m.b.rows[i]) {
			found = append(found, uint32(i))
		}
	}
	return found
}

func (m *matcher) wants(r *row) bool {
	if !m.fits(r) {
		return false
	}
	for i := range m.narrow {
		if !m.narrow[i].has(r) {
			return false
		}
	}
	return true
}

// fits says whether the row answers the query but for the facets of Among.
func (m *matcher) fits(r *row) bool {
	q := &m.q
	switch {
	case r.kind != m.kind,
		m.words && !m.hits.Has(r.doc),
		r.flags&withdrawn != 0 && !q.Withdrawn,
		q.Disputed && r.flags&disputed == 0,
		q.NothingFound && r.flags&nothingFound == 0,
		q.Region != "" && r.region != m.region,
		m.method != 0 && r.method != m.method,
		m.effect != 0 && r.effect != m.effect,
		m.reliability != 0 && r.reliability != m.reliability,
		m.review != 0 && r.review != m.review,
		m.rank != 0 && r.confidentiality != m.rank-1,
		q.Organisation != "" && r.organisation != m.organisation,
		q.HasEvidence && m.b.files[r.id] == 0,
		m.only != nil && !m.only[r.id]:
		return false
	}
	return m.inTime(r) && m.about(r) && m.hasTag(r)
}

// inTime says whether the row's days touch those of the query, as
// model.Date.Overlaps does: a record without a date touches only open days.
func (m *matcher) inTime(r *row) bool {
	if m.since == 0 && m.until == 0 {
		return m.q.Since == "" && m.q.Until == ""
	}
	return r.from != 0 && (m.since == 0 || max(r.to, r.from) >= m.since) && (m.until == 0 || r.from <= m.until)
}

// about says whether the row, or the record that it belongs to, is about the
// wanted commitment and area.
func (m *matcher) about(r *row) bool {
	if m.q.Commitment == "" && m.q.Area == "" {
		return true
	}
	if r.of != 0 {
		at, ok := m.b.find(m.b.owner(r))
		if !ok || m.b.rows[at].of != 0 {
			return false
		}
		r = &m.b.rows[at]
	}
	return m.known.ask(r.commitments, func() bool {
		codes := m.b.names.listed(r.commitments)
		return (m.q.Commitment == "" || slices.Contains(codes, m.q.Commitment)) &&
			(m.q.Area == "" || slices.ContainsFunc(codes, func(c string) bool { return m.area[c] }))
	})
}

func (m *matcher) hasTag(r *row) bool {
	if m.q.Tag == "" {
		return true
	}
	return m.tagged.ask(r.tags, func() bool { return slices.Contains(m.b.names.listed(r.tags), m.q.Tag) })
}

// less is the order of two rows; it leaves no two of them equal.
func (m *matcher) less(o model.Order) func(a, b uint32) int {
	rows := m.b.rows
	last := func(a, b *row) int {
		if c := cmp.Compare(a.order, b.order); c != 0 {
			return c
		}
		return cmp.Or(natural(m.b.ref(a), m.b.ref(b)), bytes.Compare(a.id[:], b.id[:]))
	}
	return func(x, y uint32) int {
		a, b := &rows[x], &rows[y]
		switch o {
		case model.ByRef:
			return last(a, b)
		case model.ByWritten:
			if c := cmp.Compare(b.written, a.written); c != 0 {
				return c
			}
			return last(a, b)
		}
		if c := cmp.Compare(b.from, a.from); c != 0 { // no date is 0: last
			return c
		}
		return last(a, b)
	}
}

// natural compares two codes with the numbers in them as numbers: KZ21-9.1
// stands before KZ21-10.1.
func natural(a, b string) int {
	for len(a) > 0 && len(b) > 0 {
		x, y := digits(a), digits(b)
		if x == 0 || y == 0 {
			if c := cmp.Compare(a[0], b[0]); c != 0 {
				return c
			}
			a, b = a[1:], b[1:]
			continue
		}
		m, n := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
		if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
			return c
		}
		a, b = a[x:], b[y:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// sortFirst puts the first n of the list in order in front. For a short stretch
// of a long list it keeps a heap of n and looks at the rest once.
func sortFirst(list []uint32, n int, less func(a, b uint32) int) {
	if n > len(list)/8 {
		slices.SortFunc(list, less)
		return
	}
	if n == 0 {
		return
	}
	h := &worstFirst{list[:n], less}
	heap.Init(h)
	for i := n; i < len(list); i++ {
		if less(list[i], list[0]) < 0 {
			list[0], list[i] = list[i], list[0]
			heap.Fix(h, 0)
		}
	}
	slices.SortFunc(list[:n], less)
}

// worstFirst is a heap of the best rows so far, the worst of them on top.
type worstFirst struct {
	list []uint32
	less func(a, b uint32) int
}

func (h *worstFirst) Len() int           { return len(h.list) }
func (h *worstFirst) Less(i, j int) bool { return h.less(h.list[i], h.list[j]) > 0 }
func (h *worstFirst) Swap(i, j int)      { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *worstFirst) Push(any)           { panic("notebook: the heap does not grow") }
func (h *worstFirst) Pop() any           { panic("notebook: the heap does not shrink") }
