package notebook

import (
	"slices"
	"strconv"
	"strings"
	"unique"

	"plumbline/model"
)

// row is what lists and filters need to know of a record without opening it:
// about 200 bytes.
type row struct {
	id               model.ID
	ref              string
	order            uint64 // letter, year and number of the ref; 0 for a plan's codes
	created, written model.Clock
	from, to         int32 // days as 20230401; 0 when not known
	doc              uint32
	commitments      unique.Handle[string] // codes, each closed by a line feed
	tags             unique.Handle[string] // likewise
	region           unique.Handle[string]
	organisation     unique.Handle[string]
	of               model.ID // the record that evidence or a review belongs to
	kind             uint8    // place in model.Kinds
	method, effect   uint8    // place in their lists, one up
	review           uint8    // likewise
	reliability      uint8    // likewise
	confidentiality  uint8    // rank
	flags            flags
	revs             []rev
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

func (r *row) slots() []uint64 {
	s := make([]uint64, len(r.revs))
	for i := range r.revs {
		s[i] = r.revs[i].slot
	}
	return s
}

// shares says whether a revision may be shared: public or coalition, of a kind
// that is not local. A redacted one has nothing left to protect.
func shares(r *model.Revision, rec model.Record) bool {
	return !r.Kind.Local() && (r.Redacted || rec.Base().Confidentiality.Rank() <= model.Coalition.Rank())
}

// place is the place of a code in its list, one up; 0 for none.
func place(list []string, code string) uint8 { return uint8(slices.Index(list, code) + 1) }

// list makes one string of several, the same for the same list.
func list(ss []string) unique.Handle[string] {
	switch len(ss) {
	case 0:
		return unique.Make("")
	case 1:
		return unique.Make(ss[0] + "\n")
	}
	return unique.Make(strings.Join(ss, "\n") + "\n")
}

// listed splits what list joined.
func listed(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }

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

// rowOf fills a row from a record's view; revisions and document are the
// caller's.
func rowOf(v *model.View) row {
	base := v.Record.Base()
	r := row{id: v.ID, ref: strings.Clone(base.Ref), created: v.Created.At, written: v.Written.At, kind: uint8(slices.Index(model.Kinds, v.Kind)),
		confidentiality: uint8(base.Confidentiality.Rank()), organisation: unique.Make(v.Created.Organisation)}
	r.region = unique.Make("")
	if ref, ok := model.ParseRef(base.Ref); ok {
		r.order = uint64(ref.Letter[0])<<56 | uint64(ref.Year)<<40 | uint64(ref.Number)
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
	var commitments, tags []string
	switch x := v.Record.(type) {
	case *model.Observation:
		commitments, tags = x.Commitments, x.Tags
		r.from, r.to = number(x.Date.From), number(x.Date.Last())
		r.region = unique.Make(x.Region)
		r.method, r.effect = place(model.Methods, x.Method), place(model.Effects, x.Effect)
		r.reliability, r.review = place(model.Reliabilities, x.Reliability), place(model.ReviewStates, string(x.Review))
		if x.NothingFound {
			r.flags |= nothingFound
		}
	case *model.Claim:
		commitments = []string{x.Commitment}
		r.from = number(x.Report.Date)
		r.to = r.from
	case *model.Finding:
		commitments = []string{x.Commitment}
		r.from, r.to = periodDays(x.Period)
		r.review = place(model.ReviewStates, string(x.Review))
	case *model.Recommendation:
		commitments = x.Commitments
		r.review = place(model.ReviewStates, string(x.Review))
	case *model.Commitment:
		commitments = []string{x.Code}
	case *model.Evidence:
		r.of = x.Of
		r.from = number(x.Captured.When)
		r.to = r.from
	case *model.Review:
		r.of = x.Record
	}
	r.commitments, r.tags = list(commitments), list(tags)
	return r
}
