package model

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

func sampleRevision(t testing.TB) Revision {
	o := &Observation{Common: Common{ID: recordID, Ref: "O-2023-0001-ABCD", Confidentiality: Coalition},
		Title: Text{"ar": "مأوى", "kk": "Пандус жоқ"}, Date: Date{From: "2023-04-01", To: "2023-04-30", Precision: Month},
		Affected: Affected{Number: 12, Unit: "persons", Estimate: true}, Sources: []ID{{1}, {2}}}
	rs, err := Revise(View{}, o, author(1), ClockAt(time.UnixMilli(1700000000000)), "")
	if err != nil {
		t.Fatal(err)
	}
	return rs[0]
}

func TestRevisionThereAndBack(t *testing.T) {
	r := sampleRevision(t)
	b, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeRevision(b)
	if err != nil || got.ID != r.ID || !bytes.Equal(got.Body, r.Body) || got.Author != r.Author || got.At != r.At {
		t.Fatalf("%+v, %v", got, err)
	}
	red := r
	red.Redacted, red.Body = true, nil
	if b, err = red.Encode(); err != nil {
		t.Fatal(err)
	}
	if got, err = DecodeRevision(b); err != nil || !got.Redacted || got.ID != r.ID {
		t.Fatalf("redaction: %+v, %v", got, err)
	}
}

func TestEveryFlippedByteIsAnotherRevisionOrNone(t *testing.T) {
	r := sampleRevision(t)
	b, _ := r.Encode()
	for i := range b {
		for bit := range 8 {
			c := bytes.Clone(b)
			c[i] ^= 1 << bit
			got, err := DecodeRevision(c)
			if err == nil && got.ID == r.ID {
				t.Fatalf("byte %d bit %d: the same id", i, bit)
			}
			if err != nil && !errors.Is(err, ErrRevision) {
				t.Fatalf("byte %d bit %d: %v", i, bit, err)
			}
		}
		if _, err := DecodeRevision(b[:i]); err == nil {
			t.Fatalf("cut at %d is taken", i)
		}
	}
}

func FuzzDecodeRevision(f *testing.F) {
	r := sampleRevision(f)
	b, _ := r.Encode()
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := DecodeRevision(b)
		if err != nil {
			return
		}
		again, err := r.Encode()
		if err != nil || !bytes.Equal(again, b) {
			t.Fatal("not canonical")
		}
		r.Fields() // must not panic
		Join(History{r})
	})
}

func TestClockNeverGoesBackAndBelievesNoLie(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	c := ClockAt(now)
	if d := c.Tick(now.AddDate(-10, 0, 0)); d <= c {
		t.Error("went back with the wall clock")
	}
	if d := c.Seen(ClockAt(now.AddDate(70, 0, 0)), now); d != c {
		t.Error("believed a clock seventy years ahead")
	}
	if d := c.Seen(ClockAt(now.Add(time.Hour)), now); d <= c {
		t.Error("did not move past a stamp an hour ahead")
	}
	if got := ClockAt(now).Time(); !got.Equal(now) {
		t.Errorf("time is %v", got)
	}
}

func BenchmarkRevisionDecode(b *testing.B) {
	r := sampleRevision(b)
	data, _ := r.Encode()
	b.ReportAllocs()
	for b.Loop() {
		r, _ := DecodeRevision(data)
		r.Fields()
	}
}
