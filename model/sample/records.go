package sample

import (
	"cmp"
	"iter"

	"plumbline/model"
)

// Options says what to invent. The zero value is 200 observations by three
// organisations.
type Options struct {
	Seed          uint64
	Observations  int // 200 when 0
	Organisations int // 3 when 0
}

// Entry is one invented record and its history.
type Entry struct {
	Record    model.Record     // as its revisions join to it
	Revisions []model.Revision // parents first
	Files     []File           // evidence that belongs to it
	Seed      []byte           // of the signing key of a member who holds one: all that is signed is invented too
}

// File is a piece of evidence to be attached to a record. Its record is made by
// whoever stores it; Evidence holds what to say in it.
type File struct {
	Name     string
	Bytes    []byte
	Evidence model.Evidence
}

// Records gives every invented record over a plan, each after those that it names:
// members, sources and identities, claims, observations by date with their
// reviews, findings and recommendations. It holds little in memory, however
// many observations are asked for. It ends after the first error.
func Records(plan *model.PlanBook, o Options) iter.Seq2[Entry, error] {
	o.Observations, o.Organisations = cmp.Or(o.Observations, 200), cmp.Or(o.Organisations, 3)
	return func(yield func(Entry, error) bool) {
		s := newStory(plan, o, yield)
		for _, part := range []func(){s.people, s.claims, s.observations, s.findings, s.advice} {
			if part(); s.over {
				return
			}
		}
	}
}

// story is what is known while the records are being told.
type story struct {
	dice
	plan     *model.PlanBook
	options  Options
	yield    func(Entry, error) bool
	over     bool // the listener has left, or something failed
	chapters []chapter
	numbers  map[model.Ref]int // the last number of a letter and year
	seed     []byte            // to be told with the next record
	orgs     []organisation
	sources  []informant
	tallies  map[topic]*tally
	claimed  map[topic][]claimed
}

// topic is one commitment in one year.
type topic struct {
	commitment string
	year       int
}

// claimed is a claim that a finding may test.
type claimed struct {
	id     model.ID
	status string
}

// tally is what the observations of a topic come to.
type tally struct {
	count   int
	effects map[string]int
	some    []model.ID // the first few, to base a finding on
}

func newStory(plan *model.PlanBook, o Options, yield func(Entry, error) bool) *story {
	return &story{dice: newDice(o.Seed), plan: plan, options: o, yield: yield, chapters: chaptersOf(plan),
		numbers: map[model.Ref]int{}, tallies: map[topic]*tally{}, claimed: map[topic][]claimed{}}
}

// tell hands on an entry.
func (s *story) tell(e Entry, err error) {
	if !s.over && (!s.yield(e, err) || err != nil) {
		s.over = true
	}
}

// write gives a new record its id, ref and mark, and tells it with its first
// revision.
func (s *story) write(rec model.Record, by *organisation, on moment) {
	s.name(rec, by, on)
	h := s.begin(rec, by, on)
	e, err := h.entry()
	e.Seed, s.seed = s.seed, nil
	s.tell(e, err)
}

// name gives a record its id, its ref, and the mark that it is invented.
func (s *story) name(rec model.Record, by *organisation, on moment) {
	base := rec.Base()
	base.ID = s.id()
	ref := model.Ref{Letter: model.RefLetter(rec.Kind()), Year: model.RefYear(rec, on.Year())}
	if short, ok := model.ParseRef(model.Ref{Letter: ref.Letter, Year: ref.Year, Number: 1}.String()); ok {
		ref.Year = short.Year // none for the kinds without a year
	}
	s.numbers[ref]++
	ref.Number, ref.Letters = s.numbers[model.Ref{Letter: ref.Letter, Year: ref.Year}], by.key.Letters()
	base.Ref = ref.String()
	if base.Language == "" {
		base.Language = by.language
	}
	base.Note = words("note")[base.Language]
	if base.Confidentiality == "" {
		base.Confidentiality = model.DefaultConfidentiality(rec.Kind())
	}
}
