package model

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func aMark() ReturnMark {
	p, _ := ProfileOf("coalition")
	return ReturnMark{Profile: p, Language: "kk", Plan: "KZ21", Program: "0.1.0", Digest: "00ff", Today: "2026-11-22", From: "2023-01-01",
		Filter: Query{Area: "KZ21-9", Words: "камера"},
		Sheets: []ReturnSheet{
			{Code: "observations", Name: "Байқаулар", Rows: 7, Records: 9, Sum: ID{1}, Keys: []string{"ref", "_id"}, Heads: []string{"Нөмір", "_id"}},
			{Code: "observations", Name: "Байқаулар (2)", Rows: 2, Records: 9, Sum: ID{1}, More: true, Keys: []string{"ref", "_id"}, Heads: []string{"Нөмір", "_id"}},
			{Code: "recommendations", Name: "Ұсынымдар", Keys: []string{"ref"}, Heads: []string{"Нөмір"}},
		}}
}

func TestTheMarkOfAReportIsReadBack(t *testing.T) {
	m := aMark()
	got, err := ReadReturnMark(m.Lines())
	if err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("%v\n%+v\n%+v", err, got, m)
	}
	own, _ := ProfileOf("public")
	own.Code, own.Title = "desk", Text{"ru": strings.Repeat("Отдел ", 3000)}
	m.Profile, m.Filter = own, Query{}
	if got, err = ReadReturnMark(m.Lines()); err != nil || !reflect.DeepEqual(got.Profile.plain(), own.plain()) {
		t.Errorf("a reader's own audience: %v", err)
	}
	for _, line := range m.Lines() {
		for _, cell := range line {
			if len(cell) > 32_000 {
				t.Errorf("a cell of %d bytes", len(cell))
			}
		}
	}
}

func TestMarksThatLieAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		do   func([][]string) [][]string
		want error
	}{
		"empty":               {func([][]string) [][]string { return nil }, ErrNotReport},
		"another file":        {func(l [][]string) [][]string { return [][]string{{"name", "number"}} }, ErrNotReport},
		"newer":               {func(l [][]string) [][]string { l[0][1] = "2"; return l }, ErrReportNewer},
		"no number":           {func(l [][]string) [][]string { l[0][1] = "1.0"; return l }, ErrReportMark},
		"strange line":        {func(l [][]string) [][]string { return append(l, []string{"colour", "red"}) }, ErrReportMark},
		"twice":               {func(l [][]string) [][]string { return append(l, []string{"plan", "KZ21"}) }, ErrReportMark},
		"no day":              {func(l [][]string) [][]string { return append(l, []string{"to", "soon"}) }, ErrReportMark},
		"filter that is none": {func(l [][]string) [][]string { return replaced(l, "filter", "{") }, ErrReportMark},
		"column twice":        {func(l [][]string) [][]string { return append(l, []string{"column", "ref", "again"}) }, ErrReportMark},
		"head twice":          {func(l [][]string) [][]string { return append(l, []string{"column", "other", "Нөмір"}) }, ErrReportMark},
		"column of nothing":   {func(l [][]string) [][]string { return append(l[:1:1], []string{"column", "ref", "Ref"}) }, ErrReportMark},
		"rows without end": {func(l [][]string) [][]string {
			return append(l, []string{"sheet", "x", "y", "99999999999", "0", zeroSum})
		}, ErrReportMark},
		"rows below none":  {func(l [][]string) [][]string { return append(l, []string{"sheet", "x", "y", "-1", "0", zeroSum}) }, ErrReportMark},
		"sum that is none": {func(l [][]string) [][]string { return append(l, []string{"sheet", "x", "y", "1", "0", "zz"}) }, ErrReportMark},
		"sheet twice": {func(l [][]string) [][]string {
			return append(l, []string{"sheet", "x", "Ұсынымдар", "1", "0", zeroSum})
		}, ErrReportMark},
		"code apart": {func(l [][]string) [][]string {
			return append(l, []string{"sheet", "observations", "z", "1", "0", zeroSum})
		}, ErrReportMark},
		"sheet without head": {func(l [][]string) [][]string { return append(l, []string{"sheet", "x", "z", "1", "0", zeroSum}) }, ErrReportMark},
		"strange audience":   {func(l [][]string) [][]string { return replaced(l, "profile", "everybody") }, ErrReportMark},
		"lines without end": {func(l [][]string) [][]string {
			return append(l, slices.Repeat([][]string{{""}}, MaxReturnLines)...)
		}, ErrReportMark},
		"open rules": {func(l [][]string) [][]string {
			return append(replaced(l, "profile", "mine"), []string{"rules", `{"code":"mine","ceiling":"sealed","uses":["coalition"],"sheets":["cover","withheld"]}`})
		}, ErrReportMark},
	} {
		m := aMark()
		if _, err := ReadReturnMark(c.do(m.Lines())); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var zeroSum = strings.Repeat("00", 16)

func replaced(lines [][]string, name, value string) [][]string {
	for _, l := range lines {
		if l[0] == name {
			l[1] = value
		}
	}
	return lines
}

func FuzzReturnMark(f *testing.F) {
	m := aMark()
	var all []string
	for _, l := range m.Lines() {
		all = append(all, strings.Join(l, "\t"))
	}
	f.Add(strings.Join(all, "\n"))
	f.Fuzz(func(t *testing.T, text string) {
		var lines [][]string
		for _, l := range strings.Split(text, "\n") {
			lines = append(lines, strings.Split(l, "\t"))
		}
		m, err := ReadReturnMark(lines)
		if err != nil {
			return
		}
		again, err := ReadReturnMark(m.Lines())
		if err != nil || again.Profile.Code != m.Profile.Code || len(again.Sheets) != len(m.Sheets) {
			t.Fatalf("what was read is not what is written: %v", err)
		}
	})
}

// Whatever rows are gone: they are named exactly, or not at all.
func TestMissingRowsAreNamedExactlyOrNotAtAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) ID {
			return ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")).marked(4)
		}), 0, 130, rapid.ID).Draw(t, "ids")
		gone := map[ID]bool{}
		var lacks ID
		for _, id := range ids {
			if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
				gone[id] = true
				lacks = lacks.xor(id)
			}
		}
		got, ok := Missing(lacks, len(gone), ids)
		if !ok {
			if len(ids) < 20 && len(gone) > 0 && independent(ids) {
				t.Fatalf("%d of %d are not named", len(gone), len(ids))
			}
			return
		}
		if len(got) != len(gone) || slices.ContainsFunc(got, func(id ID) bool { return !gone[id] }) {
			t.Fatalf("%d named of %d", len(got), len(gone))
		}
	})
}

// independent says whether no ids make up another one, which small ids that
// rapid likes to draw do.
func independent(ids []ID) bool {
	_, ok := combination(ID{}, ids)
	return ok
}

func TestAnEditIsTakenOnTheStateItWasSeenOn(t *testing.T) {
	o := &Observation{Commitments: []string{"P-1.1"}, Title: Text{"en": "first"}, Method: "media", Review: Submitted, Date: Date{From: "2023-01-01", Precision: Exact}}
	o.ID, o.Ref = ID{1}, "O-2023-0001-AAAA"
	write := func(seen View, next Record, at Clock) History {
		rs, err := Revise(seen, next, Author{}, at, "")
		if err != nil {
			t.Fatal(err)
		}
		return rs
	}
	h := write(View{}, o, 1)
	seen := Join(h)
	other, _ := seen.heads[0].Fields()
	other.(*Observation).Title = Text{"en": "second"}
	h = append(h, write(seen, other, 2)...)
	title := Edit{HomeField: HomeFields(KindObservation)[1], Value: "third", Language: "en"}
	if title.Field != "title" {
		t.Fatal(title.Field)
	}
	for _, c := range []struct {
		edits []Edit
		want  string
	}{
		{[]Edit{title}, "title.en first→third disputed"},
		{[]Edit{{HomeField: title.HomeField, Value: "second", Language: "en"}}, "already"},
		{[]Edit{{HomeField: title.HomeField, Value: "عنوان", Language: "ar"}}, "title.ar →عنوان"},
		{[]Edit{{HomeField: HomeField{Field: "affected.number", Form: HomeWhole, Empty: true}, Value: "12"}}, "affected.number →12"},
		{[]Edit{{HomeField: HomeField{Field: "credibility", Form: HomeWhole}, Value: "-3"}}, "faulty:out_of_range"},
		{[]Edit{{HomeField: HomeField{Field: "method", Form: HomeCode}, Value: "guess"}, {HomeField: HomeField{Field: "effect", Form: HomeCode}, Value: "advances"}}, "effect →advances faulty:not_in_list"},
		{[]Edit{{HomeField: HomeField{Field: "date.from", Form: HomeDay, Empty: true}}}, "faulty:required"},
		{[]Edit{{HomeField: HomeField{Field: "nobody's"}, Value: "x"}}, "faulty:unknown_field"},
	} {
		var r Returned
		if err := r.Change(seen, h, c.edits, Known{}, "S", 2); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range r.Changes() {
			s := fmt.Sprintf("%s %s→%s", x.Field, x.Was, x.Now)
			if x.Disputed {
				s += " disputed"
			}
			got = append(got, s)
		}
		for _, x := range r.Refused {
			got = append(got, string(x.Why)+":"+string(x.Rule))
		}
		if r.Already > 0 {
			got = append(got, "already")
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s, want %s", s, c.want)
		}
	}
}

func TestTheBoundOfWhatIsTaken(t *testing.T) {
	r := Returned{Drafts: make([]ReturnedDraft, MaxReturned)}
	edit := []Edit{{HomeField: HomeFields(KindRecommendation)[2], Value: "x", Language: "en"}}
	err := r.Draft(KindRecommendation, edit, "en", Known{}, func() ID { return ID{1} }, func(ID) bool { return false }, "S", 2)
	if !errors.Is(err, ErrReportLarge) {
		t.Error(err)
	}
	for range MaxRefused + 10 {
		r.Refuse(ReturnedRefusal{})
	}
	if r.Refusals != MaxRefused+10 || len(r.Refused) != MaxRefused {
		t.Errorf("%d refusals, %d kept", r.Refusals, len(r.Refused))
	}
}

func TestAHistoryIsCutWhereItIsAsked(t *testing.T) {
	rev := func(n byte, parents ...byte) Revision {
		r := Revision{ID: RevID{n}, Record: ID{1}, Kind: KindObservation}
		for _, p := range parents {
			r.Parents = append(r.Parents, RevID{p})
		}
		return r
	}
	h := History{rev(1), rev(2, 1), rev(3, 1), rev(4, 2, 3), rev(5, 4)}
	for _, c := range []struct {
		heads []RevID
		part  string
		later string
	}{
		{[]RevID{{1}}, "1", "2345"}, {[]RevID{{2}}, "12", "45"}, {[]RevID{{2}, {3}}, "123", "45"}, {[]RevID{{5}}, "12345", ""}, {[]RevID{{9}}, "", ""},
	} {
		part, ok := h.Until(c.heads...)
		var got []byte
		for _, r := range part {
			got = append(got, '0'+r.ID[0])
		}
		slices.Sort(got)
		var later []byte
		for id := range h.after(c.heads) {
			later = append(later, '0'+id[0])
		}
		slices.Sort(later)
		if string(got) != c.part || ok != (c.part != "") || !bytes.Equal(later, []byte(c.later)) {
			t.Errorf("%v: %s, then %s", c.heads, got, later)
		}
	}
}
