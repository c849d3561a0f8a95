package seal

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

var once = sync.OnceValues(func() (*Header, *Keys) {
	h, k, err := New(context.Background(), pass, Floor, rand.Reader)
	if err != nil {
		panic(err)
	}
	return h, k
})

// shared is one header for tests that only read it.
func shared(t testing.TB) (*Header, *Keys) {
	t.Helper()
	return once()
}

func TestAnyPartsThatAreEnoughOpenAndFewerSayNothing(t *testing.T) {
	h, k := shared(t)
	for _, q := range []Quorum{{2, 2}, {2, 3}, {3, 5}, {9, 9}} {
		next, parts, err := h.WithRecovery(k, q, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Parse(next.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := back.Recovery(); !ok || got != q || len(parts) != q.Given {
			t.Errorf("%v: says %v, %d parts", q, got, len(parts))
		}
		for from := range parts {
			some := append(append([]Secret{}, parts[from:]...), parts[:from]...)[:q.Needed]
			got, err := back.Recover(some)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.master, k.master) {
				t.Errorf("%v: other keys", q)
			}
			twice := append(append([]Secret{}, some[1:]...), some[1:]...)
			for _, few := range [][]Secret{nil, some[:q.Needed-1], twice} {
				if _, err := back.Recover(few); !errors.Is(err, ErrParts) {
					t.Errorf("%v, too few: %v", q, err)
				}
			}
		}
	}
}

func TestOneCodeOpens(t *testing.T) {
	h, k := shared(t)
	next, parts, err := h.WithRecovery(k, Quorum{1, 1}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) != 1 || len(strings.ReplaceAll(string(parts[0]), "-", "")) != 32 {
		t.Fatalf("%d parts", len(parts))
	}
	if got, err := next.Recover(parts); err != nil || !bytes.Equal(got.master, k.master) {
		t.Errorf("%v", err)
	}
	if _, err := h.Recover(parts); !errors.Is(err, ErrNoRecovery) {
		t.Errorf("a header without a code: %v", err)
	}
	if got, err := next.Unlock(t.Context(), pass); err != nil || !bytes.Equal(got.master, k.master) {
		t.Errorf("the passphrase: %v", err)
	}
}

// A new passphrase leaves the parts; new parts replace the old ones.
func TestPartsOutliveAPassphraseAndNotNewerParts(t *testing.T) {
	h, k := shared(t)
	first, old, err := h.WithRecovery(k, Quorum{2, 3}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	moved, err := first.Rewrap(t.Context(), k, []byte("another passphrase"), Floor, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := moved.Recover(old[1:]); err != nil {
		t.Errorf("after a new passphrase: %v", err)
	}
	second, fresh, err := moved.WithRecovery(k, Quorum{2, 3}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Recover(old[1:]); !errors.Is(err, ErrWrongRecovery) {
		t.Errorf("the old parts: %v", err)
	}
	if _, err := second.Recover([]Secret{old[0], fresh[1]}); !errors.Is(err, ErrParts) && !errors.Is(err, ErrWrongRecovery) {
		t.Errorf("parts of two codes: %v", err)
	}
	if _, err := second.Recover(fresh[:2]); err != nil {
		t.Error(err)
	}
	if n := len(second.Slots()); n != 2 {
		t.Errorf("%d slots", n)
	}
	other, _ := made(t)
	if _, _, err := other.WithRecovery(k, Quorum{1, 1}, rand.Reader); !errors.Is(err, ErrHeader) {
		t.Errorf("keys of another notebook: %v", err)
	}
}

func TestQuorumsThatCannotBe(t *testing.T) {
	h, k := shared(t)
	for _, q := range []Quorum{{}, {1, 2}, {0, 1}, {3, 2}, {2, 10}, {-1, -1}, {16, 16}} {
		if _, _, err := h.WithRecovery(k, q, rand.Reader); !errors.Is(err, ErrQuorum) {
			t.Errorf("%v: %v", q, err)
		}
	}
}

// Parts made by hand from the description: f(x) = 5 + 2x over the scalars, so
// that f(1) = 7 and f(3) = 11. They must mean the same for ever.
func TestPartsMeanWhatIsWritten(t *testing.T) {
	for n, want := range map[byte]string{1: "443G-0000-", 3: "4C5G-0000-"} {
		b := append(Secret{2<<4 | n, 5 + 2*n}, make(Secret, 31)...)
		if got := string(write(append(b, partSum(b)...))); !strings.HasPrefix(got, want) {
			t.Errorf("part %d is %s", n, got)
		}
	}
	one := Secret("443G000000000000000000000000000000000000000000000000" + checkOf(1, 7))
	three := Secret("4c5g 0000 0000 0000 0000 0000 oooo 0000 0000 0000 0000 0000 000О " + checkOf(3, 11))
	code, err := join([]Secret{three, one})
	if err != nil || code[0] != 5 || !bytes.Equal(code[1:], make([]byte, codeSize-1)) {
		t.Errorf("the code is %x, %v", []byte(code), err)
	}
}

// checkOf is the last letters of a part of two with a small value.
func checkOf(n, value byte) string {
	b := append(Secret{2<<4 | n, value}, make(Secret, 31)...)
	all := strings.ReplaceAll(string(write(append(b, partSum(b)...))), "-", "")
	return all[52:]
}

func TestAWrongLetterIsNoticed(t *testing.T) {
	h, k := shared(t)
	_, parts, err := h.WithRecovery(k, Quorum{2, 3}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	missed := 0
	for at, c := range parts[0] {
		if c == '-' {
			continue
		}
		bad := bytes.Clone(parts[0])
		if bad[at] = 'A'; c == 'A' {
			bad[at] = 'B'
		}
		if _, err := ParsePart(bad); err == nil {
			missed++
		} else if !errors.Is(err, ErrPart) {
			t.Error(err)
		}
	}
	if missed > 1 { // two bytes of check: one in 65536 passes
		t.Errorf("%d wrong letters were missed", missed)
	}
	if _, err := ParsePart(append(bytes.Clone(parts[0]), 'A')); !errors.Is(err, ErrPart) {
		t.Errorf("one letter more: %v", err)
	}
}

func TestPartsAreReadAsPeopleWriteThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := Secret(rapid.SliceOfN(rapid.Byte(), codeSize, codeSize).Draw(t, "code"))
		q := Quorum{rapid.IntRange(2, 5).Draw(t, "needed"), 5}
		parts, err := divide(code, q, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			s := string(parts[i])
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				s = strings.ToLower(strings.ReplaceAll(s, "-", " "))
			case 1:
				s = strings.NewReplacer("0", "O", "1", "l").Replace(s)
			case 2:
				s = strings.NewReplacer("A", "А", "C", "с", "-", "\u200e—\n").Replace(s)
			}
			parts[i] = Secret(s)
		}
		got, err := join(rapid.Permutation(parts).Draw(t, "order"))
		if err != nil || !bytes.Equal(got, code) {
			t.Fatalf("%v", err)
		}
	})
}

// What somebody typed never crashes, and what is taken is one of the two lengths.
func FuzzPart(f *testing.F) {
	f.Add([]byte("44E0-0000"), []byte("x"))
	f.Add([]byte("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), []byte(""))
	parts, err := divide(make(Secret, codeSize), Quorum{2, 2}, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(parts[0]), []byte(parts[1]))
	f.Add([]byte(parts[0]), []byte(parts[0]))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		p, err := ParsePart(a)
		if err == nil && (p.Number < 1 || p.Number > maxParts || len(p.body) != codeSize && len(p.body) != scalarSize) {
			t.Errorf("part %d of %d bytes", p.Number, len(p.body))
		}
		if code, err := join([]Secret{a, b}); err == nil && len(code) != codeSize {
			t.Errorf("a code of %d bytes", len(code))
		}
	})
}

// Headers are strangers' bytes too: a recovery slot of any shape never crashes.
func FuzzRecoverySlot(f *testing.F) {
	h, k, err := New(context.Background(), pass, Floor, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	next, parts, err := h.WithRecovery(k, Quorum{2, 2}, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(next.slots[1].body)
	f.Add([]byte{shareForm, 2, 2})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		forged := *h
		forged.slots = append([]slot{h.slots[0]}, slot{RecoverySlot, body})
		b := forged.Bytes()
		back, err := Parse(b)
		if err != nil {
			return
		}
		if got, err := back.Recover(parts); err == nil && !bytes.Equal(got.master, k.master) {
			t.Error("other keys came of a forged slot")
		}
	})
}
