package model

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// open lists what is in dispute, each field with its values in one order.
func open(v View) map[string][]string {
	out := map[string][]string{}
	for i := range v.Disputes {
		out[v.Disputes[i].Field] = v.Disputes[i].wordings()
	}
	return out
}

// agreed is what is shown of the fields that are not in dispute.
func agreed(v View, but map[string][]string) map[string]any {
	out := map[string]any{}
	for _, name := range FieldNames(v.Kind) {
		if value := FieldValue(v.Record, name); but[name] == nil && !reflect.ValueOf(value).IsZero() {
			out[name] = value
		}
	}
	return out
}

// settleSome settles some of what is in dispute, each field with one of its values or with another one.
func settleSome(t *rapid.T, d *desk, all bool) (Settlement, bool) {
	v := Join(d.set)
	o, fields := form(v), []string{}
	for _, x := range v.Disputes {
		if !all && rapid.Bool().Draw(t, "left open") {
			continue
		}
		fields = append(fields, x.Field)
		if x.Field == "place" && rapid.Bool().Draw(t, "another") {
			o.Place = "another"
			continue
		}
		PutField(o, x.Field, rapid.SampledFrom(x.Values).Draw(t, "value").Value)
	}
	rs, err := Revise(v, o, d.by, d.tick, "talked", fields...)
	if err != nil {
		t.Fatal(err)
	}
	d.add(rs...)
	s := Settlement{Before: v.Heads}
	for _, r := range rs {
		s.Wrote = append(s.Wrote, r.ID)
	}
	return s, len(rs) > 0 && len(open(v)) > len(Join(d.set).Disputes)
}

// reopen takes a settlement back and adds what that wrote.
func reopen(t *rapid.T, d *desk, s Settlement) (wrote int, whole bool) {
	rs, whole, err := d.set.Reopen(s, d.by, d.tick, "taken back")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		b, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := DecodeRevision(b); err != nil || got.ID != r.ID {
			t.Fatalf("a revision that nobody can read: %v", err)
		}
		if slices.ContainsFunc(d.set, func(o Revision) bool { return o.ID == r.ID }) {
			t.Fatal("a revision is written that was there before")
		}
	}
	d.add(rs...)
	return len(rs), whole
}

// disputedDesk is a desk that holds all of a random history with something in dispute; nil where nothing is. Of one that
// need not be whole, part may be missing or redacted.
func disputedDesk(t *rapid.T, whole bool) (*desk, []desk) {
	desks := world(t)
	d := &desks[0]
	for _, o := range desks[1:] {
		d.add(o.set...)
	}
	for i := range d.set { // no form writes a wording of nothing; it is an edit that says nothing, and is gone once it is settled
		if rec, err := d.set[i].Fields(); err != nil || slices.Contains(slices.Collect(maps.Values(rec.(*Observation).Title)), "") {
			return nil, nil
		}
	}
	if !whole && rapid.IntRange(0, 3).Draw(t, "what is missing") == 0 {
		i := rapid.IntRange(0, len(d.set)-1).Draw(t, "which")
		if rapid.Bool().Draw(t, "redacted") {
			d.set[i].Redacted, d.set[i].Body = true, nil
		} else {
			d.set = slices.Delete(slices.Clone(d.set), i, i+1)
		}
	}
	if !Join(d.set).Disputed() {
		return nil, nil
	}
	return d, desks
}

// What was settled is in dispute again, with the same values, and nothing else is; settling works again, and taking that
// back; in any order of two settlements.
func TestASettlementTakenBackIsInDisputeAsBefore(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		d, _ := disputedDesk(t, false)
		if d == nil {
			return
		}
		type moment struct {
			s    Settlement
			view View
		}
		var past []moment
		for range rapid.IntRange(1, 3).Draw(t, "settlements") {
			v := Join(d.set)
			s, settled := settleSome(t, d, rapid.Bool().Draw(t, "all"))
			if settled {
				past = append(past, moment{s, v})
			}
		}
		for again := range 2 {
			for _, m := range slices.Backward(past) {
				n, whole := reopen(t, d, m.s)
				if n == 0 || !whole {
					t.Fatalf("round %d: %d revisions, whole %v", again, n, whole)
				}
				taken++
				v := Join(d.set)
				if want := open(m.view); !reflect.DeepEqual(open(v), want) {
					t.Fatalf("round %d: in dispute %v, not %v", again, open(v), want)
				}
				if got, want := agreed(v, open(v)), agreed(m.view, open(m.view)); !reflect.DeepEqual(got, want) {
					t.Fatalf("round %d: agreed on %v, not %v", again, got, want)
				}
			}
			past = past[:0]
			v := Join(d.set)
			if s, settled := settleSome(t, d, true); settled {
				past = append(past, moment{s, v})
			}
			if w := Join(d.set); w.Disputed() {
				t.Fatalf("settled again, and still open: %+v", w.Disputes)
			}
		}
	})
	if taken == 0 {
		t.Error("nothing was ever taken back")
	}
}

// What somebody wrote on the settlement stays, and so does the settlement of a field that was changed since.
func TestWhatWasWrittenSinceASettlementStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, _ := disputedDesk(t, false)
		if d == nil {
			return
		}
		before := open(Join(d.set))
		s, settled := settleSome(t, d, true)
		if !settled {
			return
		}
		v := Join(d.set)
		o := form(v)
		o.Place, o.Method = "written since", "survey"
		rs, err := Revise(v, o, author(9), d.tick, "")
		if err != nil {
			t.Fatal(err)
		}
		d.add(rs...)
		n, whole := reopen(t, d, s)
		if whole != (before["place"] == nil) {
			t.Fatalf("whole is %v", whole)
		}
		delete(before, "place")
		if v = Join(d.set); n > 0 != (len(before) > 0) || !reflect.DeepEqual(open(v), before) {
			t.Fatalf("%d revisions; in dispute %v, not %v", n, open(v), before)
		}
		if got := v.Record.(*Observation); got.Place != "written since" || got.Method != "survey" {
			t.Fatalf("place %q, method %q", got.Place, got.Method)
		}
	})
}

// Copies that never saw the settlement, or that wrote on it, come to the same view in any order; and what would be in
// dispute with them had nobody settled it is in dispute, with every value of before.
func TestATakenBackSettlementJoinsWithEveryCopy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, desks := disputedDesk(t, true)
		if d == nil {
			return
		}
		before := slices.Clone(d.set)
		never := desk{by: author(7), set: slices.Clone(desks[len(desks)-1].set), tick: 60}
		s, settled := settleSome(t, d, true)
		if !settled || len(Join(never.set).Heads) > 1 { // it would settle something of its own
			return
		}
		saw := desk{by: author(8), set: slices.Clone(d.set), tick: 61}
		for _, x := range []*desk{&never, &saw} {
			v := Join(x.set)
			o := form(v)
			o.Credibility = rapid.IntRange(0, 6).Draw(t, "credibility")
			rs, err := Revise(v, o, x.by, x.tick, "")
			if err != nil {
				t.Fatal(err)
			}
			x.add(rs...)
		}
		reopen(t, d, s)
		taken := Join(before)
		for without, x := range map[*View]History{
			new(Join(append(slices.Clone(before), never.set...))): never.set,
			&taken: saw.set,
		} {
			v, w := Join(append(slices.Clone(d.set), x...)), Join(append(slices.Clone(x), d.set...))
			if !slices.Equal(v.Heads, w.Heads) || !reflect.DeepEqual(v.Record, w.Record) || !reflect.DeepEqual(v.Disputes, w.Disputes) {
				t.Fatal("the copies differ")
			}
			got, still := open(v), open(*without)
			for field, values := range open(taken) {
				for _, value := range values {
					if slices.Contains(still[field], value) && !slices.Contains(got[field], value) {
						t.Fatalf("%s is decided, and nobody did", field)
					}
				}
			}
		}
	})
}

// Whoever settles another field, or takes a settlement back, does not pass for the author of the values.
func TestAValueInDisputeKeepsItsAuthor(t *testing.T) {
	a, b := first(t)
	c := desk{by: author(3), tick: 40}
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Place, ob.Place, oa.Method, ob.Method = "A", "B", "media", "survey"
	a.edit(t, va, oa)
	b.edit(t, vb, ob)
	oa = form(Join(a.set))
	oa.Credibility = 4
	a.edit(t, Join(a.set), oa) // what was written since on one side changes nothing
	c.add(append(a.set, b.set...)...)
	check := func(when string, want map[string][]string) {
		t.Helper()
		got := map[string][]string{}
		for _, d := range c.set.Holders(Join(c.set)) {
			for _, x := range d.Values {
				got[d.Field] = append(got[d.Field], x.Value.(string)+" by "+x.Organisation)
				if !slices.Contains(Join(c.set).Heads, x.Revision) {
					t.Errorf("%s: the side is not a head", when)
				}
			}
			slices.Sort(got[d.Field])
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, not %v", when, got, want)
		}
	}
	place, method := []string{"A by Org B", "B by Org C"}, []string{"media by Org B", "survey by Org C"}
	check("at first", map[string][]string{"place": place, "method": method})
	var done []Settlement
	settle := func(reason string, change func(o *Observation), field string) {
		v := Join(c.set)
		o := form(v)
		change(o)
		rs, err := Revise(v, o, c.by, c.tick, reason, field)
		if err != nil || len(rs) == 0 {
			t.Fatal(len(rs), err)
		}
		c.add(rs...)
		s := Settlement{Before: v.Heads}
		for _, r := range rs {
			s.Wrote = append(s.Wrote, r.ID)
		}
		done = append(done, s)
	}
	settle("heard both", func(o *Observation) { o.Place = "C" }, "place")
	check("one settled", map[string][]string{"method": method})
	settle("read it", func(o *Observation) { o.Method = "survey" }, "method")
	check("both settled", map[string][]string{})
	for i, want := range []map[string][]string{{"method": method}, {"place": place, "method": method}} {
		rs, whole, err := c.set.Reopen(done[1-i], c.by, c.tick, "taken back")
		if err != nil || !whole || len(rs) == 0 {
			t.Fatal(len(rs), whole, err)
		}
		c.add(rs...)
		check("taken back", want)
	}
}
