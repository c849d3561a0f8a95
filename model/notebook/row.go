package notebook

import (
	"slices"
	"strconv"
	"strings"

	"plumbline/model"
)

// row is what lists and filters need to know of a record without opening it: 136
// bytes and not one pointer, so that a million rows cost the collector nothing.
// Words stand once in the book (names), and the row has their numbers.
type row struct {
	id               model.ID
	only             [1]rev // the revision of a record that has one, as nearly all have
	order            uint64 // letter, year and number of the ref; 0 for a plan's codes
	created, written model.Clock
	from, to         int32 // days as 20230401; 0 when not known
	doc              uint32
	several          uint32 // the revisions of a record that has more: their place in book.several, one up
	of               uint32 // the record that evidence or a review belongs to: its place in book.owners, one up
	ref              uint32 // see book.ref
	commitments      uint32 // codes, a list of names
	tags             uint32 // likewise
	region           uint32 // names
	organisation     uint32
	kind             uint8 // place in model.Kinds
	method, effect   uint8 // place in their lists, one up
	review           uint8 // likewise
	reliability      uint8 // likewise
	confidentiality  uint8 // rank
	flags            flags
}

// sketch is a row on its way into the book, its words still in full.
type sketch struct {
	row
	revs          []rev // nil where only holds
	code          string
	owner         model.ID
	about, tagged []string
	where, whose  string
}

type flags uint8

const (
	withdrawn flags = 1 << iota
	disputed
	nothingFound
	broken
)

// rev is one revision: its id and where it lies.
type rev struct {
	id     model.RevID
	slot   uint64
	shared bool // counts in the digest
	kind   byte // of its entry: revision, unproven or stand-in
	gone   bool // redacted by order
}

func (r *row) kindName() model.Kind { return model.Kinds[r.kind] }

func slotsOf(revs []rev) []uint64 {
	s := make([]uint64, len(revs))
	for i := range revs {
		s[i] = revs[i].slot
	}
	return s
}

// revs are the revisions of a row. They count only as long as the notebook's lock
// is held.
func (b *book) revs(r *row) []rev {
	if r.several == 0 {
		return r.only[:]
	}
	return b.several[r.several-1]
}

// slots is where they lie.
func (b *book) slots(r *row) []uint64 { return slotsOf(b.revs(r)) }

// owner is the record that evidence or a review belongs to; zero for others.
func (b *book) owner(r *row) model.ID {
	if r.of == 0 {
		return model.ID{}
	}
	return b.owners[r.of-1]
}

// A ref of the common form is in its order, but for the four letters: 20 bits of
// row.ref, two up; 1 where it has none. Any other is a name, marked by the highest
// bit; 0 is no ref.
const namedRef = 1 << 31

// ref is a row's ref.
func (b *book) ref(r *row) string {
	switch {
	case r.ref == 0:
		return ""
	case r.ref&namedRef != 0:
		return b.names.all[r.ref&^namedRef]
	}
	ref := parsedOrder(r.order)
	if r.ref > 1 {
		ref.Letters = model.LettersOf(r.ref - 2)
	}
	return ref.String()
}

// refOf is row.ref for a ref; order is the ref's.
func (b *book) refOf(order uint64, code string) uint32 {
	if code == "" {
		return 0
	}
	if ref, ok := model.ParseRef(code); ok && orderOf(ref) == order {
		var room [32]byte
		if n, lettered := model.LettersNumber(ref.Letters); string(ref.Append(room[:0])) == code {
			if lettered {
				return n + 2
			}
			return 1
		}
	}
	return b.names.of(code) | namedRef
}

// orderOf is a ref without its letters as a number: refs of a letter stand in it by
// year, then number.
func orderOf(ref model.Ref) uint64 {
	return uint64(ref.Letter[0])<<56 | uint64(ref.Year)<<40 | uint64(ref.Number)
}

func parsedOrder(order uint64) model.Ref {
	return model.Ref{Letter: string(rune(order >> 56)), Year: int(order >> 40 & 0xffff), Number: int(order & (1<<40 - 1))}
}

// shares says whether a revision may be shared: public or coalition, of a kind
// that is not local. A redacted one has nothing left to protect.
func shares(r *model.Revision, rec model.Record) bool {
	return !r.Kind.Local() && (r.Redacted || rec.Base().Confidentiality.Rank() <= model.Coalition.Rank())
}

// place is the place of a code in its list, one up; 0 for none.
func place(list []string, code string) uint8 { return uint8(slices.Index(list, code) + 1) }

func number(d model.Day) int32 {
	if len(d) != len("2006-01-02") {
		return 0
	}
	n, err := strconv.Atoi(string(d[:4] + d[5:7] + d[8:]))
	if err != nil {
		return 0
	}
	return int32(n)
}

// periodDays are the first and last day of 2023, 2023-05 or 2021/2023.
func periodDays(p string) (from, to int32) {
	first, last, two := strings.Cut(p, "/")
	if !two {
		last = first
	}
	bound := func(s string, month, day int32) int32 {
		year, rest, _ := strings.Cut(s, "-")
		y, err := strconv.Atoi(year)
		if err != nil {
			return 0
		}
		if m, err := strconv.Atoi(rest); err == nil {
			month = int32(m)
		}
		return int32(y)*10000 + month*100 + day
	}
	return bound(first, 1, 1), bound(last, 12, 31)
}

// rowOf sketches a row from a record's view; revisions and document are the
// caller's.
func rowOf(v *model.View) sketch {
	base := v.Record.Base()
	s := sketch{code: base.Ref, whose: v.Created.Organisation}
	r := &s.row
	r.id, r.created, r.written = v.ID, v.Created.At, v.Written.At
	r.kind, r.confidentiality = uint8(slices.Index(model.Kinds, v.Kind)), uint8(base.Confidentiality.Rank())
	if ref, ok := model.ParseRef(base.Ref); ok {
		r.order = orderOf(ref)
	}
	if base.Withdrawn {
		r.flags |= withdrawn
	}
	if v.Disputed() {
		r.flags |= disputed
	}
	if v.Broken {
		r.flags |= broken
	}
	switch x := v.Record.(type) {
	case *model.Observation:
		s.about, s.tagged, s.where = x.Commitments, x.Tags, x.Region
		r.from, r.to = number(x.Date.From), number(x.Date.Last())
		r.method, r.effect = place(model.Methods, x.Method), place(model.Effects, x.Effect)
		r.reliability, r.review = place(model.Reliabilities, x.Reliability), place(model.ReviewStates, string(x.Review))
		if x.NothingFound {
			r.flags |= nothingFound
		}
	case *model.Claim:
		s.about = []string{x.Commitment}
		r.from = number(x.Report.Date)
		r.to = r.from
	case *model.Finding:
		s.about = []string{x.Commitment}
		r.from, r.to = periodDays(x.Period)
		r.review = place(model.ReviewStates, string(x.Review))
	case *model.Recommendation:
		s.about = x.Commitments
		r.review = place(model.ReviewStates, string(x.Review))
	case *model.Commitment:
		s.about = []string{x.Code}
	case *model.Evidence:
		s.owner = x.Of
		r.from = number(x.Captured.When)
		r.to = r.from
	case *model.Review:
		s.owner = x.Record
	}
	return s
}
