package model

import (
	"slices"
	"testing"
)

// viewOf joins one revision of a record.
func viewOf(t *testing.T, rec Record) View {
	t.Helper()
	rs, err := Revise(View{}, rec, author(1), 7, "")
	if err != nil {
		t.Fatal(err)
	}
	return Join(rs)
}

func TestWhatLeavesByCircleAndConsent(t *testing.T) {
	says := func(id byte, uses ...string) *Source {
		return &Source{Common: Common{ID: ID{id}, Confidentiality: Coalition}, CodeName: "S", Consent: Consent{Uses: uses}}
	}
	taken := says(3, "coalition", "public_report", "internal")
	taken.Consent.Withdrawn = "2024-01-01"
	seen := func(id byte, c Confidentiality, sources ...ID) *Observation {
		return &Observation{Common: Common{ID: ID{id}, Confidentiality: c}, Sources: sources}
	}
	all := []Record{
		says(1, "coalition"), says(2, "internal"), taken,
		seen(10, Public), seen(11, Coalition), seen(12, Organisation), seen(13, Sealed),
		seen(14, Coalition, ID{1}), seen(15, Coalition, ID{1}, ID{2}), seen(16, Coalition, ID{3}), seen(17, Public, ID{99}),
		&Finding{Common: Common{ID: ID{20}, Confidentiality: Coalition}, BasedOn: []ID{{15}}},
		&Evidence{Common: Common{ID: ID{30}, Confidentiality: Coalition}, Of: ID{14}}, &Evidence{Common: Common{ID: ID{31}, Confidentiality: Coalition}, Of: ID{15}},
		&Review{Common: Common{ID: ID{32}, Confidentiality: Coalition}, Record: ID{12}},
		&Link{Common: Common{ID: ID{33}, Confidentiality: Coalition}, A: ID{11}, B: ID{16}},
		&Member{Common: Common{ID: ID{40}, Confidentiality: Public}, Name: "M"},
		&Identity{Common: Common{ID: ID{41}, Confidentiality: Public}, Who: "W"},
	}
	for reach, want := range map[Confidentiality]map[byte]StayRule{
		Public: {1: StaysCircle, 2: StaysCircle, 3: StaysCircle, 11: StaysCircle, 12: StaysCircle, 13: StaysCircle, 14: StaysCircle, 15: StaysCircle, 16: StaysCircle,
			17: StaysConsent, 20: StaysCircle, 30: StaysCircle, 31: StaysCircle, 32: StaysCircle, 33: StaysCircle, 40: StaysLocal, 41: StaysLocal},
		Coalition: {2: StaysConsent, 3: StaysConsent, 12: StaysCircle, 13: StaysCircle, 15: StaysConsent, 16: StaysConsent, 31: StaysOwner, 32: StaysOwner,
			33: StaysOwner, 40: StaysLocal, 41: StaysLocal},
		Organisation: {3: StaysConsent, 13: StaysCircle, 16: StaysConsent, 33: StaysOwner, 40: StaysLocal, 41: StaysLocal},
	} {
		d := NewDeparture(reach, "2024-05-01")
		got := map[byte]StayRule{}
		for _, kind := range append(d.Order(), KindMember, KindIdentity) {
			for _, rec := range all {
				if rec.Kind() == kind {
					if rule := d.Look(viewOf(t, rec)); rule != "" {
						got[rec.Base().ID[0]] = rule
					}
				}
			}
		}
		for id := range byte(50) {
			if got[id] != want[id] {
				t.Errorf("%s: record %d stays for %q, want %q", reach, id, got[id], want[id])
			}
		}
	}
	if d := NewDeparture(Coalition, ""); len(d.Order()) != len(Kinds)-2 {
		t.Errorf("the order leaves kinds out: %v", d.Order())
	}
}

func TestAnEarlierRevisionOfANarrowerCircleIsStoodInFor(t *testing.T) {
	a, _ := first(t)
	edit := func(c Confidentiality, place string) {
		v := Join(a.set)
		o := form(v)
		o.Confidentiality, o.Place = c, place
		a.tick++
		a.edit(t, v, o)
	}
	a.set = nil
	edit(Organisation, "one")
	edit(Organisation, "two")
	edit(Coalition, "three")
	edit(Coalition, "four")
	out := Outgoing(a.set, Coalition)
	if len(out) != 4 || !out[0].Redacted || !out[1].Redacted || out[2].Redacted || out[3].Redacted {
		t.Fatalf("%+v", out)
	}
	if v := Join(out); v.Record.(*Observation).Place != "four" || v.Disputed() {
		t.Errorf("place %q, disputes %v", v.Record.(*Observation).Place, v.Disputes)
	}
	if whole := Outgoing(a.set, Organisation); slices.ContainsFunc(whole, func(r Revision) bool { return r.Redacted }) || len(whole) != 4 {
		t.Error("within the organisation all of it goes")
	}
	if none := Outgoing(a.set[:2], Coalition); len(none) != 0 {
		t.Error("stand-ins go alone")
	}
	if none := Outgoing(a.set, Sealed); len(none) != 0 {
		t.Error("sealed is no reach")
	}
}

func TestAFreshCopyHasNoHistoryAndNoSource(t *testing.T) {
	o := &Observation{Common: Common{ID: ID{1}, Confidentiality: Public, Note: "inner note"}, Title: Text{"en": "shown"}, Place: "near the source",
		Sources: []ID{{5}}, Affected: Affected{Number: 3, Unit: "persons"}, Review: Approved}
	f := &Finding{Common: Common{ID: ID{2}}, BasedOn: []ID{{1}, {9}}, Claims: []ClaimTest{{Claim: ID{9}}}, Review: Approved}
	e := &Evidence{Common: Common{ID: ID{3}}, Of: ID{1}, OriginalName: "holiday.jpg", Title: Text{"en": "holiday.jpg", "ru": "снимок"}, Captured: Capture{When: "2023-01-01", By: "somebody"}, Blob: "x"}
	goes := func(id ID) bool { return id[0] < 4 }
	by := author(3)
	fresh := func(rec Record) (Record, bool) {
		r, ok, err := Fresh(viewOf(t, rec), by, goes)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return nil, false
		}
		if len(r.Parents) != 0 || r.Author != by.Key || r.Record == rec.Base().ID || r.Record != FreshID(by.Key, rec.Base().ID, rec.Kind()) {
			t.Errorf("%+v", r)
		}
		again, _, _ := Fresh(viewOf(t, rec), by, goes)
		if again.ID != r.ID {
			t.Error("the same record twice is not the same")
		}
		out, err := r.Fields()
		if err != nil {
			t.Fatal(err)
		}
		return out, true
	}
	got, _ := fresh(o)
	if x := got.(*Observation); x.Place != "" || x.Sources != nil || x.Note != "" || x.Affected.Number != 0 || x.Title["en"] != "shown" {
		t.Errorf("%+v", x)
	}
	got, _ = fresh(f)
	if x := got.(*Finding); !slices.Equal(x.BasedOn, []ID{FreshID(by.Key, ID{1}, KindObservation)}) || len(x.Claims) != 0 {
		t.Errorf("%+v", x)
	}
	got, _ = fresh(e)
	if x := got.(*Evidence); x.OriginalName != "" || x.Captured.By != "" || x.Blob != "" || x.Title["en"] != "" || x.Title["ru"] == "" {
		t.Errorf("%+v", x)
	}
	for name, rec := range map[string]Record{"a source": &Source{CodeName: "S"}, "a review": &Review{}, "a draft": &Observation{Review: Draft},
		"withdrawn": &Observation{Common: Common{Withdrawn: true}}, "a link": &Link{}, "evidence of what stays": &Evidence{Of: ID{9}}} {
		if _, ok := fresh(rec); ok {
			t.Errorf("%s goes", name)
		}
	}
}
