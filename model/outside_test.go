package model

import (
	"encoding/json"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A ref for others has its form, differs from record to record, and is the same
// in every report.
func TestRefsForOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.SliceOfN(rapid.Byte(), 16, 16)
		a, b := ID(bytes.Draw(t, "a")), ID(bytes.Draw(t, "b"))
		kind := rapid.SampledFrom(Kinds).Draw(t, "kind")
		ref := OutsideRef(kind, a)
		if RefLetter(kind) != "" && !IsOutsideRef(ref) || ref != OutsideRef(kind, a) || a != b && ref == OutsideRef(kind, b) {
			t.Errorf("%s", ref)
		}
		if _, ok := ParseRef(ref); ok {
			t.Errorf("%s can be taken for a ref of the notebook", ref)
		}
	})
	for _, s := range []string{"", "O-2024-0017-K7QF", "O-2024-0017", "KZ21-9.1", "O-7F3KQ", "O-7F3KQ-2MX4", "X-7F3KQ-2MX4T", "O-7F3KI-2MX4T", "O-7F3KQ-2MX4T-A"} {
		if IsOutsideRef(s) {
			t.Errorf("%q", s)
		}
	}
}

// Nothing in a report for others tells which records one person wrote: neither
// refs nor revisions, in no row.
func TestOthersCannotGroupRecordsByWriter(t *testing.T) {
	s := &shelf{t: t}
	letters := []string{"K7QF", "Q0ZM"}
	for i := range 8 {
		o := seen()
		id := s.put(o)
		s.put(&Evidence{Common: Common{Confidentiality: Public}, Of: id, Title: Text{"en": "file"}})
		s.put(&Claim{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Report: StateReport{Title: Text{"en": "report"}, Date: "2023-01-25"}, ClaimedStatus: "done"})
		s.put(&Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2023", Level: LevelCoalition, Grade: Limited, BasedOn: []ID{id}})
		s.put(&Recommendation{Common: Common{Confidentiality: Public}, Commitments: []string{"P-1.1"}, Text: Text{"en": "do"}})
		for j := range s.views[len(s.views)-5:] {
			b := s.views[len(s.views)-5+j].Record.Base()
			ref, _ := ParseRef(b.Ref)
			ref.Letters = letters[i%2]
			b.Ref = ref.String()
		}
	}
	for _, p := range Profiles() {
		a := askFor(t, p.Code)
		a.Parcels = []ParcelMark{{SHA256: "00ff", Signer: "signedby"}}
		r := s.report(a)
		if inside := p.Ceiling != Public; len(r.Parcels) > 0 != inside {
			t.Errorf("%s: parcels %v", p.Code, r.Parcels)
		}
		all := []any{r, rows(t, r.Observations()), rows(t, r.Evidence())}
		said, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range s.views {
			ref, _ := ParseRef(v.Record.Base().Ref)
			inside := p.Ceiling != Public
			if got := strings.Contains(string(said), ref.String()); got != inside {
				t.Errorf("%s: %s is said: %v", p.Code, ref, got)
			}
			if got := strings.Contains(string(said), ref.Short()); got != inside {
				t.Errorf("%s: %s is said: %v", p.Code, ref.Short(), got)
			}
			if !strings.Contains(string(said), OutsideRef(v.Kind, v.ID)) {
				t.Errorf("%s: %s cannot be found again", p.Code, ref)
			}
		}
		for _, row := range rows(t, r.Observations()) {
			if p.Ceiling == Public && (row.Revision != RevID{} || len(row.Joined) > 0) {
				t.Errorf("%s names a revision, which is a hash over its author", p.Code)
			}
		}
	}
}

// However many rows there are, their order for others says nothing of the order in
// which they came into the notebook, and none is missing or told twice.
func TestTheOrderForOthersSaysNothing(t *testing.T) {
	held, once := outsideHeld, pickedAtOnce
	defer func() { outsideHeld, pickedAtOnce = held, once }()
	pickedAtOnce = 9
	s := &shelf{t: t}
	for range 60 {
		s.put(seen())
	}
	for _, outsideHeld = range []int{50_000, 7} {
		got := rows(t, s.report(askFor(t, "public")).Observations())
		var refs []string
		for _, r := range got {
			refs = append(refs, r.Ref)
		}
		if !slices.IsSorted(refs) || len(slices.Compact(refs)) != 60 {
			t.Errorf("held %d: %d rows, %v", outsideHeld, len(refs), refs)
		}
		a := askFor(t, "public")
		a.Pick = s.pick
		if picked := rows(t, s.report(a).Observations()); !reflect.DeepEqual(picked, got) {
			t.Errorf("held %d: picked out they are others", outsideHeld)
		}
	}
}

// pick gives views by their ids, in the order of the shelf.
func (s *shelf) pick(ids []ID) iter.Seq2[View, error] {
	return func(yield func(View, error) bool) {
		for _, v := range s.views {
			if slices.Contains(ids, v.ID) && !yield(v, nil) {
				return
			}
		}
	}
}

// A record that is gone, or withdrawn, between counting and writing ends the report.
func TestWhatIsNoLongerThereIsNotPassedOver(t *testing.T) {
	s := &shelf{t: t}
	for range 5 {
		s.put(seen())
	}
	a := askFor(t, "public")
	a.Pick = s.pick
	r := s.report(a)
	for _, spoil := range []func(){func() { s.views[2].Record.Base().Withdrawn = true }, func() { s.views = s.views[:4] }} {
		spoil()
		n, fault := 0, error(nil)
		for _, err := range r.Observations() {
			if n++; err != nil {
				fault = err
			}
		}
		if !errors.Is(fault, ErrChanged) {
			t.Errorf("%d rows, %v", n, fault)
		}
	}
}
