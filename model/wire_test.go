package model

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

var strict = mustDec(cbor.DecOptions{
	DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
	MaxNestedLevels: 10, MaxArrayElements: 4096, MaxMapPairs: 4096, UTF8: cbor.UTF8RejectInvalid,
	ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
})

// slowRevision is DecodeRevision by the library alone, the yardstick of the hand-
// written one. It reads what Encode gives and computes the id. It refuses every
// other spelling of the same content, unknown keys, and what is out of bounds;
// the error is ErrRevision with the reason.
func slowRevision(b []byte) (Revision, error) {
	var w wire
	if err := strict.Unmarshal(b, &w); err != nil {
		return Revision{}, fmt.Errorf("%w: %w", ErrRevision, err)
	}
	r := Revision{Record: w.Record, Kind: w.Kind, Parents: w.Parents, Organisation: w.Organisation,
		At: Clock(w.At), Body: w.Body, Reason: w.Reason}
	if err := w.check(&r); err != nil {
		return Revision{}, err
	}
	again, err := r.Encode()
	if err != nil || !bytes.Equal(again, b) {
		return Revision{}, fmt.Errorf("%w: not in canonical form", ErrRevision)
	}
	if !r.Redacted {
		r.ID = sum(b)
	}
	return r, nil
}

// alike holds the two decoders against each other.
func alike(t *testing.T, b []byte) {
	t.Helper()
	fast, err := DecodeRevision(b)
	slow, want := slowRevision(b)
	if (err == nil) != (want == nil) || errors.Is(err, ErrKind) && want == nil || err != nil && !errors.Is(err, ErrRevision) {
		t.Fatalf("%x: %v, by the library %v", b, err, want)
	}
	if !reflect.DeepEqual(fast, slow) {
		t.Fatalf("%x: %+v, by the library %+v", b, fast, slow)
	}
}

// spellings are maps as nobody honest writes them, and some that somebody does.
func spelling(r *rand.Rand) []byte {
	m := map[uint64]any{1: ID{1}, 2: "observation", 6: uint64(5), 7: cbor.RawMessage{0xa0}}
	pick := func(vs ...any) any { return vs[r.IntN(len(vs))] }
	for range r.IntN(5) {
		switch r.IntN(10) {
		case 0:
			m[1] = pick(ID{}, []byte{1}, make([]byte, 17), "text", nil)
		case 1:
			m[2] = pick("claim", "", "nothing", []byte("claim"), "\xff", 7)
		case 2:
			m[3] = pick([]RevID{{1}}, []RevID{{1}, {2}}, []RevID{{2}, {1}}, []RevID{}, [][]byte{{1}}, make([]RevID, 65), nil)
		case 3:
			m[4] = pick(Key{1}, []byte{}, []byte{1}, "key", nil)
		case 4:
			m[5] = pick("Org", "", "\xff", 5, nil)
		case 5:
			m[6] = pick(uint64(0), uint64(23), uint64(24), uint64(1<<40), -1, 1.5, "now")
		case 6:
			m[7] = pick(cbor.RawMessage{0xa1, 11, 0xa0}, cbor.RawMessage{0x80}, cbor.RawMessage{0xf6}, cbor.RawMessage{0xbf, 0xff}, cbor.RawMessage{0xa1, 1, 0xc1, 1},
				map[int]any{10: nest(r.IntN(12))}, map[int]any{10: map[int]string{1: "\xff"}}, cbor.RawMessage{0xb8, 1, 1, 1})
		case 7:
			m[8] = pick("why", "", 3)
		case 8:
			m[9] = pick(RevID{3}, []byte{1}, []byte{})
			if r.IntN(2) == 0 {
				delete(m, 7)
			}
		case 9:
			delete(m, uint64(1+r.IntN(9)))
			m[uint64(r.IntN(30))] = 1
		}
	}
	b, err := enc.Marshal(m)
	if err != nil {
		return []byte{0xa0}
	}
	return b
}

func nest(n int) any {
	if n == 0 {
		return 1
	}
	return []any{nest(n - 1)}
}

func TestRevisionsAreReadAsTheLibraryReadsThem(t *testing.T) {
	whole, _ := func() ([]byte, error) { r := sampleRevision(t); return r.Encode() }()
	r := rand.New(rand.NewPCG(5, 6))
	taken := 0
	for i := range 60000 {
		b := spelling(r)
		if i%3 == 0 {
			b = bytes.Clone(whole)
			for range 1 + r.IntN(3) {
				b[r.IntN(len(b))] = byte(r.Uint32())
			}
		}
		if i%7 == 0 && len(b) > 0 {
			b = b[:r.IntN(len(b))]
		}
		alike(t, b)
		if _, err := DecodeRevision(b); err == nil {
			taken++
		}
	}
	if taken < 3000 {
		t.Errorf("only %d of the spellings are revisions", taken)
	}
}

func FuzzWire(f *testing.F) {
	r := sampleRevision(f)
	b, _ := r.Encode()
	f.Add(b)
	red := r.StandIn()
	b, _ = red.Encode()
	f.Add(b)
	for i := range 20 {
		f.Add(spelling(rand.New(rand.NewPCG(9, uint64(i)))))
	}
	f.Fuzz(func(t *testing.T, b []byte) { alike(t, b) })
}

func BenchmarkDecodeRevision(b *testing.B) {
	r := sampleRevision(b)
	raw, _ := r.Encode()
	for name, decode := range map[string]func([]byte) (Revision, error){"by hand": DecodeRevision, "by the library": slowRevision} {
		b.Run(fmt.Sprint(name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decode(raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
