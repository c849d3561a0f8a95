package model

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

const observationJSON = `{"kind":"observation","commitments":["KZ21-9.1"],"title":{"ru":"Отказ в допуске в учреждение"},
 "narrative":{"ru":"…","kk":"…"},"language":"ru","date":{"from":"2023-04-01","to":"2023-04-30","precision":"month"},
 "region":"KZ-75","place":"…","method":"site_visit","effect":"no_effect","rights":["CAT-16"],"groups":["detainees"],
 "affected":{"number":12,"unit":"persons","estimate":true},"reliability":"B","credibility":2,"sources":["S-0003"],
 "tags":["prison"],"review":"submitted","confidentiality":"coalition","nothing_found":false}`

func resolveAll(string, Kind) (ID, error) { return ID{9}, nil }

func readInto(t *testing.T, line string) (Record, Faults) {
	t.Helper()
	in, err := ReadJSON([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	rec, err := New(in.Kind)
	if err != nil {
		t.Fatal(err)
	}
	return rec, in.Apply(rec, resolveAll)
}

// The examples of the command line's description are taken whole.
func TestDocumentedRecordsAreTaken(t *testing.T) {
	for _, line := range []string{observationJSON,
		`{"kind":"claim","commitment":"KZ21-9.1","report":{"title":{"en":"Annual report"},"date":"2022-01-25","issuer":"GOV","period":"2021"},
		 "page":"14","quotation":{"ru":"…"},"claimed_status":"done","claimed_figure":"3 laws","verifiable":"partly"}`,
		`{"kind":"finding","commitment":"KZ21-9.1","period":"2023","level":"coalition","scale":"house","grade":"limited",
		 "evidence_status":"contradicts","schedule_status":"overdue","reasoning":{"en":"…"},"confidence":"medium",
		 "based_on":["O-2023-0012"],"claims":[{"claim":"C-2022-0001","verdict":"contradicted"}],"dissent":{"en":""}}`,
		`{"kind":"recommendation","commitments":["KZ21-9.1"],"addressee":"GOV","text":{"en":"…"},"priority":"high","treaties":["CAT"]}`,
		`{"kind":"source","code_name":"Birch","source_kind":"interview","connection":"direct_witness",
		 "consent":{"date":"2023-04-02","uses":["coalition","un_body"],"identity":"pseudonym"}}`} {
		rec, faults := readInto(t, line)
		if len(faults) > 0 {
			t.Errorf("%s: %v", rec.Kind(), faults)
		}
		if err := rec.Check(Known{}); err != nil {
			t.Errorf("%s: %v", rec.Kind(), err)
		}
	}
}

func TestJSONThereAndBack(t *testing.T) {
	rec, _ := readInto(t, observationJSON)
	rec.Base().ID = recordID
	rs, err := Revise(View{}, rec, author(1), 1<<16, "")
	if err != nil {
		t.Fatal(err)
	}
	v := Join(rs)
	out, err := WriteJSON(v, Names{Record: func(ID) string { return "S-0003-K7QF" }})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), `"sources":["S-0003-K7QF"]`) || !strings.Contains(string(out), `"written":"1970-01-01T00:00:00Z"`) {
		t.Errorf("%s", out)
	}
	again, faults := readInto(t, string(out))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	again.Base().ID = recordID
	if !reflect.DeepEqual(again, v.Record) {
		t.Errorf("\n%+v\n%+v", again, v.Record)
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	rec, faults := readInto(t, `{"kind":"observation","commitments":["KZ21-77.1"],"method":"telepathy","date":{"from":"2023-02-30","precision":"exactly"},
	 "credibility":"two","colour":"red","affected":{"number":-1,"size":3},"groups":["martians"],"review":"submitted","effect":"none"}`)
	known := Known{Commitment: func(c string) bool { return c == "KZ21-9.1" }}
	err := rec.Check(known)
	all := append(faults, err.(Faults)...)
	for _, field := range []string{"commitments[0]", "title", "method", "date.from", "date.precision", "credibility", "colour", "affected.size", "groups[0]", "effect"} {
		if len(all.Of(field)) == 0 {
			t.Errorf("no fault names %s: %v", field, all)
		}
	}
	if strings.Contains(all.Error(), "telepathy") || strings.Contains(all.Error(), "martians") {
		t.Error("a fault repeats what was typed")
	}
}

func TestJSONThatIsNoRecordIsRefused(t *testing.T) {
	for _, line := range []string{``, `[]`, `"x"`, `{`, `{"kind":"observation"} {}`, `null`, `{"kind":1}`, `{"kind":"martian"}`, `{"title":{}}`,
		`{"kind":"claim","page":"1","page":"2"}`} {
		_, err := ReadJSON([]byte(line))
		var f Faults
		if !errors.Is(err, ErrJSON) && !errors.As(err, &f) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestNullClearsAField(t *testing.T) {
	o := &Observation{Place: "Aral", Region: "KZ-75"}
	in, err := ReadJSON([]byte(`{"kind":"observation","ref":"O-2023-0001","place":null}`))
	if err != nil {
		t.Fatal(err)
	}
	if f := in.Apply(o, nil); len(f) > 0 || o.Place != "" || o.Region != "KZ-75" || in.Ref != "O-2023-0001" {
		t.Errorf("%v %+v", f, o)
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(observationJSON))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := ReadJSON(b)
		if err != nil {
			return
		}
		rec, err := New(in.Kind)
		if err != nil {
			return
		}
		in.Apply(rec, resolveAll)
		rec.Check(Known{})
		rec.Base().ID = recordID
		if rs, err := Revise(View{}, rec, author(1), 1, ""); err == nil {
			out, err := WriteJSON(Join(rs), Names{Record: ID.String})
			if err != nil || !json.Valid(out) {
				t.Fatalf("%s %v", out, err)
			}
		}
	})
}

func TestRefs(t *testing.T) {
	for _, s := range []string{"O-2024-0017-K7QF", "S-0003-K7QF", "O-2024-0017", "S-0003", "F-2023-123456-0000"} {
		r, ok := ParseRef(s)
		if !ok || r.String() != s {
			t.Errorf("%s reads as %v, %v", s, r, ok)
		}
	}
	for _, s := range []string{"", "O", "O-17", "X-2024-0017", "O-2024-0017-K7Q", "O-2024-0017-K7QU", "O-2024--1", "S-0000", "KZ21-9.1", "O-2024-0017-K7QF-X"} {
		if r, ok := ParseRef(s); ok {
			t.Errorf("%q reads as %v", s, r)
		}
	}
	if l := (Key{1}).Letters(); len(l) != 4 || l == (Key{2}).Letters() {
		t.Errorf("letters %q", l)
	}
	for want, rec := range map[int]Record{2023: &Observation{Date: Date{From: "2023-04-01"}}, 2026: &Observation{},
		2022: &Claim{Report: StateReport{Date: "2022-01-25"}}, 2024: &Finding{Period: "2021/2024"}, 2021: &Finding{Period: "2021-06"}} {
		if y := RefYear(rec, 2026); y != want {
			t.Errorf("%T: %d, want %d", rec, y, want)
		}
	}
}
