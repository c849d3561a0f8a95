package ui

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"plumbline/model"
)

// anySheet changes a sheet at one place, or at several.
func anySheet(r *rand.Rand, s *sheet) {
	words := []string{"", "а", "слово", "another wording altogether", "другое слово", "نص", "слово и слово"}
	word := func() string { return words[r.IntN(len(words))] }
	f := &s.Fields
	switch r.IntN(11) {
	case 0:
		setWords(f.Title, []string{"en", "ru", "ar"}[r.IntN(3)], word())
	case 1:
		setWords(f.Narrative, "kk", word())
	case 2:
		f.Date = model.Date{From: model.Day(word()), Precision: model.Exact}
	case 3:
		f.Rights = append([]string(nil), words[:r.IntN(len(words))]...)
	case 4:
		s.Evidence = append(s.Evidence, pending{Path: word(), Size: r.Int64N(3)})
	case 5:
		s.Evidence = nil
	case 6:
		s.Source = nil
	case 7:
		s.Source = &sourceSheet{CodeName: word(), Consent: model.Consent{Uses: []string{"court"}}}
	case 8:
		f.NothingFound, f.Credibility = !f.NothingFound, r.IntN(7)
	case 9:
		s.Language, s.Chosen, f.Method = word(), true, word()
	case 10:
		f.Sources = append(f.Sources, freshID())
	}
}

// Whatever is answered, taking it all back gives the sheet as it was, step by step, and doing it again what it became.
func TestTheHistoryOfAFormGoesBackAndOnExactly(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 7))
		s := newSheet(freshID(), "ru")
		turns := 0
		var h formHistory
		h.begin(s, func() int { turns++; return turns })
		states := []leaves{leavesOf(s)}
		by := &bound{}
		for range 40 {
			anySheet(r, s)
			h.note(by)
			if len(h.done) == len(states) {
				states = append(states, leavesOf(s))
			}
		}
		title := s.Fields.Title
		for i := len(states) - 2; i >= 0; i-- {
			h.back()
			if got := leavesOf(s); !reflect.DeepEqual(got, states[i]) {
				t.Fatalf("seed %d, back to %d:\n%v\nwant\n%v", seed, i, got, states[i])
			}
		}
		for i := 1; i < len(states); i++ {
			h.onward()
			if got := leavesOf(s); !reflect.DeepEqual(got, states[i]) {
				t.Fatalf("seed %d, on to %d:\n%v\nwant\n%v", seed, i, got, states[i])
			}
		}
		if reflect.ValueOf(title).Pointer() != reflect.ValueOf(s.Fields.Title).Pointer() {
			t.Fatal("a text is another one than its entry writes into")
		}
	}
}

func TestTheHistoryOfAFormIsBounded(t *testing.T) {
	s := newSheet(freshID(), "en")
	turns := 0
	var h formHistory
	h.begin(s, func() int { turns++; return turns })
	for i := range 3 * mostSteps {
		s.Number = string(rune('a' + i%2))
		h.note(nil)
	}
	if len(h.done) != mostSteps {
		t.Errorf("%d steps are kept", len(h.done))
	}
	long := make([]byte, 1<<20)
	for i := range 20 {
		for j := range long {
			long[j] = byte('a' + i)
		}
		s.Fields.Narrative["en"] = string(long)
		h.note(nil)
	}
	if kept := len(h.done) * 2 << 20; kept > mostKept+2<<20 {
		t.Errorf("%d steps of a megabyte are kept", len(h.done))
	}
	// Of a long text only what differs is kept.
	h.begin(s, h.turn)
	for i := range 100 {
		s.Fields.Narrative["en"] = string(long[:1<<19]) + string(rune('A'+i)) + string(long[1<<19:])
		h.note(nil)
	}
	if len(h.done) != 100 {
		t.Errorf("%d small steps in a long text are kept", len(h.done))
	}
}

func TestEverySheetIsMadeOfLeaves(t *testing.T) {
	for _, s := range []leaf{newSheet(freshID(), "ru"), (&claimSheet{}).ready(), (&findingSheet{}).ready(), (&recommendationSheet{}).ready(),
		(&sourcePage{}).ready(), (&evidenceSheet{}).ready()} {
		before := leavesOf(s)
		fillAll(reflect.ValueOf(s).Elem())
		after := leavesOf(s)
		if len(after) < 12 {
			t.Errorf("%T has %d leaves", s, len(after))
		}
		back := map[string]change{}
		for path, c := range before.changesTo(after) {
			back[path] = c.turned()
		}
		put(s, back)
		if got := leavesOf(s); !reflect.DeepEqual(got, before) {
			t.Errorf("%T: put back\n%v\nwant\n%v", s, got, before)
		}
	}
}

// fillAll answers everything in a sheet.
func fillAll(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Type != topType && v.Type() != timeType {
				fillAll(v.Field(i))
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillAll(v.Elem())
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		m.SetMapIndex(reflect.ValueOf("ru"), reflect.ValueOf("слово").Convert(v.Type().Elem()))
		v.Set(m)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
	case reflect.Array:
		v.Index(0).SetUint(7)
	case reflect.String:
		v.SetString("слово")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	}
}
