package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"time"
)

var pass = []byte("six quiet words for one test")

// made is one notebook's header and keys, made once: the floor costs 0.3 s.
func made(t testing.TB) (*Header, *Keys) {
	t.Helper()
	h, k, err := New(t.Context(), pass, Floor, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return h, k
}

// testKeys are keys without a header, for tests of values and streams.
func testKeys(t testing.TB) *Keys {
	t.Helper()
	k, err := newKeys(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestUnlockGivesTheSameKeys(t *testing.T) {
	h, k := made(t)
	back, err := Parse(h.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got, err := back.Unlock(t.Context(), pass)
	if err != nil {
		t.Fatal(err)
	}
	if got.notebook != k.notebook || !bytes.Equal(got.master, k.master) {
		t.Error("other keys came back")
	}
	if len(h.Bytes()) > MaxHeader || back.Cost() != Floor || back.Notebook() != k.Notebook() {
		t.Error("header does not say what it holds")
	}
	for _, wrong := range []string{"", "Six quiet words for one test", string(pass) + " ", string(bytes.Repeat([]byte("a"), 5000))} {
		if _, err := back.Unlock(t.Context(), []byte(wrong)); !errors.Is(err, ErrWrongPassphrase) {
			t.Errorf("wrong passphrase: got %v", err)
		}
	}
}

func TestPassphraseIsOneInEveryComposition(t *testing.T) {
	a, _ := Passphrase([]byte("мо\u0438\u0306 ключ"))
	b, _ := Passphrase([]byte("мой ключ"))
	if !bytes.Equal(a, b) {
		t.Error("composed and decomposed й differ")
	}
	if _, err := Passphrase(nil); !errors.Is(err, ErrPassphrase) {
		t.Error("an empty passphrase is accepted")
	}
}

func TestEveryChangedByteOfAHeaderIsRefused(t *testing.T) {
	h, _ := made(t)
	good := h.Bytes()
	for i := range good {
		for _, flip := range []byte{1, 0x80, 0xff} {
			bad := bytes.Clone(good)
			bad[i] ^= flip
			if _, err := Parse(bad); err == nil {
				t.Fatalf("byte %d changed and accepted", i)
			}
		}
	}
	for i := range good {
		if _, err := Parse(good[:i]); err == nil {
			t.Fatalf("cut to %d bytes and accepted", i)
		}
	}
	if _, err := Parse(append(bytes.Clone(good), 0)); err == nil {
		t.Error("a trailing byte is accepted")
	}
}

// reseal repairs the accident check, as who changes a header on purpose would.
func reseal(b []byte) []byte {
	end := len(b) - sha256.Size
	sum := sha256.Sum256(b[:end])
	return append(b[:end:end], sum[:]...)
}

func TestAForgedHeaderIsRefusedByItsKeys(t *testing.T) {
	h, _ := made(t)
	good := h.Bytes()
	mac := len(good) - tailSize
	for _, at := range []int{atID, atSalt, atTime + 3, atMemory + 1, atSlots + 3, atSlots + 30, mac} {
		bad := bytes.Clone(good)
		bad[at] ^= 1
		p, err := Parse(reseal(bad))
		if err == nil {
			_, err = p.Unlock(t.Context(), pass)
		}
		if !errors.Is(err, ErrHeader) && !errors.Is(err, ErrWrongPassphrase) && !errors.Is(err, ErrKDF) {
			t.Errorf("byte %d forged: %v", at, err)
		}
	}
	// A slot added by another hand leaves the passphrase slot whole: the MAC tells.
	added := append(bytes.Clone(good[:mac]), byte(RecoverySlot), 0, 2, 'n', 'o')
	added[atCount] = 2
	p, err := Parse(reseal(append(added, good[mac:]...)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Unlock(t.Context(), pass); !errors.Is(err, ErrHeader) {
		t.Errorf("added slot: %v", err)
	}
}

func TestVersionsAndLimitsAreToldApart(t *testing.T) {
	h, _ := made(t)
	change := func(at int, b ...byte) []byte {
		c := h.Bytes()
		copy(c[at:], b)
		return reseal(c)
	}
	u32 := func(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }
	for _, c := range []struct {
		what string
		b    []byte
		want error
	}{
		{"later version", change(atVersion, 2), ErrNewer},
		{"version 0", change(atVersion, 0), ErrHeader},
		{"other derivation", change(atKDF, 2), ErrKDF},
		{"too few passes", change(atTime, u32(2)...), ErrKDF},
		{"too many passes", change(atTime, u32(17)...), ErrKDF},
		{"too little memory", change(atMemory, u32(64<<10-1)...), ErrKDF},
		{"too much memory", change(atMemory, u32(1<<20+1)...), ErrKDF},
		{"one lane", change(atLanes, 1), ErrKDF},
		{"no slots", change(atCount, 0), ErrHeader},
		{"nine slots", change(atCount, 9), ErrHeader},
		{"too long", make([]byte, MaxHeader+1), ErrHeader},
		{"empty", nil, ErrHeader},
	} {
		began := time.Now()
		if _, err := Parse(c.b); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, err, c.want)
		}
		if time.Since(began) > time.Second {
			t.Errorf("%s: worked before it refused", c.what)
		}
	}
	weak := Cost{Time: 1, Memory: 1024, Lanes: 1}
	if _, _, err := New(t.Context(), pass, weak, rand.Reader); !errors.Is(err, ErrKDF) {
		t.Errorf("a weak new header: %v", err)
	}
}

func TestRewrapKeepsKeysAndOtherSlots(t *testing.T) {
	h, k := made(t)
	h.slots = append(h.slots, slot{EscrowSlot, []byte("kept as it is")})
	h.mac = h.sum(k)
	fresh, err := h.Rewrap(t.Context(), k, []byte("another passphrase"), Floor, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(fresh.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Unlock(t.Context(), []byte("another passphrase"))
	if err != nil || !bytes.Equal(got.master, k.master) {
		t.Fatalf("after a new passphrase: %v", err)
	}
	if s := p.Slots(); len(s) != 2 || s[1] != EscrowSlot || string(p.slots[1].body) != "kept as it is" {
		t.Errorf("slots %v", s)
	}
	if _, err := p.Unlock(t.Context(), pass); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("the old passphrase: %v", err)
	}
}

func TestCalibrateStaysInItsLimits(t *testing.T) {
	for _, c := range []struct {
		gib  uint64
		once time.Duration // at the floor
		want Cost
	}{
		{8, 250 * time.Millisecond, Default},
		{8, 125 * time.Millisecond, Cost{6, 256 << 10, 4}},
		{8, 31250 * time.Microsecond, Cost{16, 384 << 10, 4}},
		{8, 0, Ceiling},
		{8, time.Minute, Default},
		{1, 62500 * time.Microsecond, Cost{12, 256 << 10, 4}},
		{1, 10 * time.Second, Cost{3, 256 << 10, 4}},
		{0, time.Minute, Default},
	} {
		got := calibrate(time.Second, c.gib<<20, func(Cost) time.Duration { return c.once })
		if got != c.want || got.Check() != nil {
			t.Errorf("%d GiB, %v: got %v, want %v", c.gib, c.once, got, c.want)
		}
	}
	if got := calibrate(time.Second, 100<<10, func(Cost) time.Duration { return time.Second }); got != Floor {
		t.Errorf("on a machine of 100 MiB: %v", got)
	}
	if got := calibrate(time.Second, 0, func(Cost) time.Duration { return time.Millisecond }); got.Memory != Default.Memory {
		t.Errorf("on an unknown machine: %v", got)
	}
	if machineMemory() == 0 {
		t.Error("this machine's memory is not told")
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	s := Secret("hush")
	for _, f := range []string{"%v", "%s", "%q", "%x", "%+v", "%#v", "%d"} {
		if out := fmt.Sprintf(f, s); out != "(secret)" {
			t.Errorf("%s prints %s", f, out)
		}
	}
	for _, f := range []string{"%v", "%s", "%+v", "%#v"} {
		if out := fmt.Sprintf(f, key); out != "(secret)" {
			t.Errorf("%s prints a key", f)
		}
	}
}

func FuzzParse(f *testing.F) {
	h, _ := made(f)
	f.Add(h.Bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, b := range [][]byte{b, reseal(append(bytes.Clone(b), make([]byte, sha256.Size)...))} {
			if p, err := Parse(b); err == nil && !bytes.Equal(p.Bytes(), b) {
				t.Fatal("two headers for one meaning")
			}
		}
	})
}
