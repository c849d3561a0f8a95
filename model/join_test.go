package model

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// desk is one laptop of a made-up coalition: what it holds of one record.
type desk struct {
	by   Author
	set  History
	tick Clock
}

func (d *desk) add(rs ...Revision) {
	for _, r := range rs {
		if !slices.ContainsFunc(d.set, func(o Revision) bool { return o.ID == r.ID }) {
			d.set = append(d.set, r)
		}
	}
}

// edit saves next as seen from the view.
func (d *desk) edit(t testing.TB, seen View, next Record, settle ...string) []Revision {
	t.Helper()
	rs, err := Revise(seen, next, d.by, d.tick, "", settle...)
	if err != nil {
		t.Fatal(err)
	}
	d.add(rs...)
	return rs
}

var recordID = ID{7, 6: 0x40, 8: 0x80}

// form copies the observation that a view shows, as a form does.
func form(v View) *Observation {
	if v.Record == nil {
		return &Observation{Common: Common{ID: recordID}}
	}
	o := *v.Record.(*Observation)
	o.Title, o.Narrative = copyText(o.Title), copyText(o.Narrative)
	return &o
}

func copyText(t Text) Text {
	out := Text{}
	for l, s := range t {
		out[l] = s
	}
	return out
}

func author(n byte) Author { return Author{Key: Key{n, 1}, Organisation: "Org " + string('A'+n)} }

func first(t testing.TB) (desk, desk) {
	a, b := desk{by: author(1), tick: 10}, desk{by: author(2), tick: 12}
	o := form(View{})
	o.Title, o.Place, o.Credibility = Text{"ru": "первая запись"}, "Арал", 2
	b.add(a.edit(t, View{}, o)...)
	return a, b
}

func TestOtherFieldsJoin(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Place, ob.Credibility = "Арал, порт", 4
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	v := Join(a.set)
	got := v.Record.(*Observation)
	if got.Place != "Арал, порт" || got.Credibility != 4 || v.Disputed() || len(v.Heads) != 2 {
		t.Fatalf("place %q, credibility %d, disputes %v, %d heads", got.Place, got.Credibility, v.Disputes, len(v.Heads))
	}
}

func TestSameFieldIsDisputedUntilSettled(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Title["ru"], ob.Title["ru"], ob.Credibility = "запись А", "запись Б", 5
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	v := Join(a.set)
	if len(v.Disputes) != 1 || v.Disputes[0].Field != "title" || len(v.Disputes[0].Values) != 2 {
		t.Fatalf("disputes: %+v", v.Disputes)
	}
	if v.Disputes[0].Values[0].Organisation != "Org C" {
		t.Fatalf("the newest stands first: %+v", v.Disputes[0].Values)
	}

	// Another field may be edited meanwhile: the dispute stays, the edit holds.
	a.tick = 30
	o := form(v)
	o.Place, o.Credibility = "Кызылорда", 6
	a.edit(t, v, o)
	v = Join(a.set)
	got := v.Record.(*Observation)
	if len(v.Disputes) != 1 || got.Place != "Кызылорда" || got.Credibility != 6 {
		t.Fatalf("edit beside a dispute: %+v, place %q, credibility %d", v.Disputes, got.Place, got.Credibility)
	}

	// Settling with the value that is shown already is a decision too.
	rs := a.edit(t, v, form(v), "title")
	if len(rs) != 1 {
		t.Fatalf("settling wrote %d revisions", len(rs))
	}
	if v = Join(a.set); v.Disputed() || len(v.Heads) != 1 || v.Record.(*Observation).Place != "Кызылорда" {
		t.Fatalf("after settling: %+v", v.Disputes)
	}
}

func TestOneOfTwoDisputesSettles(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Place, ob.Place, oa.Method, ob.Method = "А", "Б", "media", "survey"
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	v := Join(a.set)
	if len(v.Disputes) != 2 {
		t.Fatalf("%d disputes", len(v.Disputes))
	}
	o := form(v)
	o.Place = "А и Б"
	a.edit(t, v, o)
	v = Join(a.set)
	if len(v.Disputes) != 1 || v.Disputes[0].Field != "method" || v.Record.(*Observation).Place != "А и Б" {
		t.Fatalf("disputes %+v, place %q", v.Disputes, v.Record.(*Observation).Place)
	}
}

func TestTextJoinsByLanguage(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Title["kk"], ob.Title["ar"] = "алғашқы жазба", "السجل الأول"
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	v := Join(a.set)
	want := Text{"ru": "первая запись", "kk": "алғашқы жазба", "ar": "السجل الأول"}
	if got := v.Record.(*Observation).Title; v.Disputed() || !reflect.DeepEqual(got, want) {
		t.Fatalf("title %v, disputes %v", got, v.Disputes)
	}
}

func TestWithdrawingAgainstEditingIsADispute(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Withdrawn, ob.Place = true, "Кызылорда"
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	v := Join(a.set)
	if len(v.Disputes) != 1 || v.Disputes[0].Field != "withdrawn" || v.Record.Base().Withdrawn {
		t.Fatalf("disputes %+v, withdrawn %v", v.Disputes, v.Record.Base().Withdrawn)
	}
	o := form(v)
	o.Withdrawn = true
	a.edit(t, v, o)
	if v = Join(a.set); v.Disputed() || !v.Record.Base().Withdrawn || v.Record.(*Observation).Place != "Кызылорда" {
		t.Fatalf("after settling: %+v", v.Disputes)
	}
}

func TestMissingOrRedactedAncestorDisputesEveryDifference(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Place, ob.Credibility = "А", 4
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	root := a.set[0]
	red := root
	red.Redacted, red.Body = true, nil
	for name, h := range map[string]History{"missing": a.set[1:], "redacted": append(History{red}, a.set[1:]...)} {
		if v := Join(h); len(v.Disputes) != 2 {
			t.Errorf("%s: %d disputes, want both fields", name, len(v.Disputes))
		}
	}
	if v := Join(History{red, root}); !v.Broken {
		t.Error("a redacted revision is read from its full copy")
	}
}

func TestFormSavedAfterAMergeKeepsBoth(t *testing.T) {
	a, b := first(t)
	open := Join(a.set) // a opens the form
	vb := Join(b.set)
	ob := form(vb)
	ob.Narrative = Text{"ru": "подробности"}
	a.add(b.edit(t, vb, ob)...) // the merge lands meanwhile
	o := form(open)
	o.Place = "Кызылорда"
	a.edit(t, open, o) // and then a saves
	v := Join(a.set)
	got := v.Record.(*Observation)
	if got.Place != "Кызылорда" || got.Narrative["ru"] != "подробности" || v.Disputed() {
		t.Fatalf("place %q, narrative %q, disputes %v", got.Place, got.Narrative["ru"], v.Disputes)
	}
}

func TestNothingChangedWritesNothing(t *testing.T) {
	a, _ := first(t)
	v := Join(a.set)
	if rs, err := Revise(v, form(v), a.by, 99, ""); err != nil || len(rs) != 0 {
		t.Fatalf("%d revisions, %v", len(rs), err)
	}
}

func TestFieldsOfANewerProgramAreCarriedAlong(t *testing.T) {
	p := parts{11: mustCBOR(t, Text{"en": "one"}), 99: mustCBOR(t, "from the future")}
	body, _ := p.encode()
	r, err := Revision{Record: recordID, Kind: KindObservation, Body: body}.sealed()
	if err != nil {
		t.Fatal(err)
	}
	v := Join(History{r})
	o := form(v)
	o.Title["en"] = "two"
	rs, err := Revise(v, o, author(1), 5, "")
	if err != nil || len(rs) != 1 {
		t.Fatal(len(rs), err)
	}
	if got, _ := split(rs[0].Body); !bytes.Equal(got[99], p[99]) {
		t.Fatal("the unknown field was lost")
	}
}

func mustCBOR(t *testing.T, v any) []byte {
	b, err := enc.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// world plays a random history over several desks: edits, partial settling and
// deliveries in any order.
func world(t *rapid.T) []desk {
	desks := make([]desk, rapid.IntRange(2, 5).Draw(t, "desks"))
	for i := range desks {
		desks[i].by = author(byte(i))
	}
	desks[0].tick = 1
	o := form(View{})
	o.Place = "start"
	rs, err := Revise(View{}, o, desks[0].by, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	for i := range desks {
		desks[i].add(rs...)
	}
	for range rapid.IntRange(1, 14).Draw(t, "steps") {
		d := &desks[rapid.IntRange(0, len(desks)-1).Draw(t, "desk")]
		d.tick = Clock(rapid.Uint64Range(0, 50).Draw(t, "lying clock"))
		if rapid.Bool().Draw(t, "deliver") {
			from := &desks[rapid.IntRange(0, len(desks)-1).Draw(t, "from")]
			d.add(from.set...)
			continue
		}
		v := Join(d.set)
		o := form(v)
		word := rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "word")
		switch rapid.IntRange(0, 4).Draw(t, "field") {
		case 0:
			o.Place = word
		case 1:
			o.Title[rapid.SampledFrom([]string{"ru", "kk"}).Draw(t, "language")] = word
		case 2:
			o.Tags = append(slices.Clone(o.Tags), word)
		case 3:
			o.Withdrawn = !o.Withdrawn
		case 4:
			o.Credibility = rapid.IntRange(0, 6).Draw(t, "credibility")
		}
		rs, err := Revise(v, o, d.by, d.tick, "")
		if err != nil {
			t.Fatal(err)
		}
		d.add(rs...)
	}
	return desks
}

func TestOrderRepetitionAndGroupingNeverMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desks := world(t)
		var all History
		for _, d := range desks {
			all = append(all, d.set...) // repeats included
		}
		want := Join(all)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for range 3 {
			h := slices.Clone(all)
			r.Shuffle(len(h), func(i, j int) { h[i], h[j] = h[j], h[i] })
			h = append(h, h[:r.IntN(len(h)+1)]...)
			got := Join(h)
			got.heads, got.fields = want.heads, want.fields // checked through Heads and Record
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("another view for another order:\n%+v\n%+v", got, want)
			}
		}
	})
}

func TestNoLiveEditIsNeitherShownNorDisputed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desks := world(t)
		var all History
		for _, d := range desks {
			all = append(all, d.set...)
		}
		v := Join(all)
		shown := v.parts()
		set := unique(all)
		base := ancestor(set, v.heads)
		var bp parts
		if base != nil {
			bp, _ = split(base.Body)
		}
		table := tableOf(KindObservation)
		for i := range v.heads {
			p, _ := split(v.heads[i].Body)
			for k, val := range p {
				name := table.nameOf(k)
				if bytes.Equal(val, shown[k]) || base != nil && bytes.Equal(val, bp[k]) || v.disputed(name) {
					continue
				}
				if f := table.byKey[k]; f.text && textHolds(t, shown[k], val, bp[k]) {
					continue
				}
				t.Fatalf("an edit of %s is gone from sight", name)
			}
		}
	})
}

// textHolds says whether every wording that val changed against base is shown.
func textHolds(t *rapid.T, shown, val, base []byte) bool {
	var s, v, b Text
	for to, from := range map[*Text][]byte{&s: shown, &v: val, &b: base} {
		if len(from) > 0 {
			if err := dec.Unmarshal(from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	for l, w := range v {
		if w != b[l] && s[l] != w {
			return false
		}
	}
	return true
}

func TestOneSettlingRevisionLeavesNoDispute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desks := world(t)
		d := desks[0]
		for _, o := range desks[1:] {
			d.add(o.set...)
		}
		v := Join(d.set)
		if !v.Disputed() {
			return
		}
		var fields []string
		for _, x := range v.Disputes {
			fields = append(fields, x.Field)
		}
		rs, err := Revise(v, form(v), d.by, 99, "talked", fields...)
		if err != nil || len(rs) != 1 {
			t.Fatalf("%d revisions, %v", len(rs), err)
		}
		d.add(rs...)
		if w := Join(d.set); w.Disputed() || len(w.Heads) != 1 || w.Written.Reason != "talked" {
			t.Fatalf("still open: %+v", w.Disputes)
		}
	})
}

// FuzzJoin builds histories that no honest program writes: any ids, parents,
// kinds and bodies.
func FuzzJoin(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, b []byte) {
		var h History
		next := func() byte {
			if len(b) == 0 {
				return 0
			}
			c := b[0]
			b = b[1:]
			return c
		}
		for len(b) > 0 && len(h) < 40 {
			r := Revision{ID: RevID{next() % 8}, Record: ID{next() % 2}, Kind: Kinds[int(next())%len(Kinds)], At: Clock(next())}
			for range next() % 4 {
				r.Parents = append(r.Parents, RevID{next() % 8})
			}
			n := min(int(next()%16), len(b))
			r.Body, b = b[:n:n], b[n:]
			r.Redacted = next()%5 == 0
			h = append(h, r)
		}
		v := Join(h)
		if len(h) == 0 {
			return
		}
		slices.Reverse(h)
		if w := Join(append(h, h...)); !slices.Equal(w.Heads, v.Heads) && !twoOfOneID(h) {
			t.Fatal("other heads for another order")
		}
		if v.Record == nil {
			t.Fatal("no record")
		}
		if rs, err := Revise(v, v.Record, author(1), 1, ""); err == nil {
			for i := range rs {
				if _, err := rs[i].Encode(); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// twoOfOneID: hashes make two contents under one id impossible; the fuzzer does
// not.
func twoOfOneID(h History) bool {
	seen := map[RevID]*Revision{}
	for i := range h {
		if o := seen[h[i].ID]; o != nil && !reflect.DeepEqual(*o, h[i]) {
			return true
		}
		seen[h[i].ID] = &h[i]
	}
	return false
}

func BenchmarkJoinOne(b *testing.B) {
	a, _ := first(b)
	b.ReportAllocs()
	for b.Loop() {
		Join(a.set)
	}
}
