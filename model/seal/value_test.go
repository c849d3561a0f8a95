package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"
)

func TestValueRoundTrip(t *testing.T) {
	box := testKeys(t).Box(Records, rand.Reader)
	for _, n := range []int{0, 1, 254, 255, 256, 257, 4000, 70000} {
		plain := bytes.Repeat([]byte{0x80, 0}, n)[:n]
		sealed, err := box.Seal('r', []byte("slot0001"), plain)
		if err != nil {
			t.Fatal(err)
		}
		got, err := box.Open(nil, 'r', []byte("slot0001"), sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if len(sealed) != valueOverhead+int(padme(int64(n)+1)) {
			t.Errorf("%d bytes: sealed length %d says more than its class", n, len(sealed))
		}
	}
}

func TestEveryChangedByteOfAValueIsRefused(t *testing.T) {
	box := testKeys(t).Box(Records, rand.Reader)
	good, err := box.Seal('r', []byte("slot0001"), []byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, b []byte) {
		t.Helper()
		if _, err := box.Open(nil, 'r', []byte("slot0001"), b); !errors.Is(err, ErrSealed) {
			t.Fatalf("%s: %v", what, err)
		}
	}
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			refused("changed", bad)
		}
		refused("cut", good[:i])
	}
	refused("lengthened", append(bytes.Clone(good), 0))
}

func TestAValueOpensOnlyInItsPlace(t *testing.T) {
	k := testKeys(t)
	box := k.Box(Records, rand.Reader)
	sealed, err := box.Seal('r', []byte("slot0001"), []byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	other := testKeys(t)
	twin := &Keys{notebook: other.notebook, master: k.master}
	for what, open := range map[string]func() ([]byte, error){
		"slot":    func() ([]byte, error) { return box.Open(nil, 'r', []byte("slot0002"), sealed) },
		"bucket":  func() ([]byte, error) { return box.Open(nil, 'h', []byte("slot0001"), sealed) },
		"purpose": func() ([]byte, error) { return k.Box(Index, rand.Reader).Open(nil, 'r', []byte("slot0001"), sealed) },
		"key": func() ([]byte, error) {
			return other.Box(Records, rand.Reader).Open(nil, 'r', []byte("slot0001"), sealed)
		},
		"notebook": func() ([]byte, error) {
			return twin.Box(Records, rand.Reader).Open(nil, 'r', []byte("slot0001"), sealed)
		},
	} {
		if _, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("other %s: %v", what, err)
		}
	}
}

// noNonces is a source of randomness that has run dry.
type noNonces struct{}

func (noNonces) Read([]byte) (int, error) { return 0, errors.New("no entropy") }

func TestNothingIsSealedWithoutRandomness(t *testing.T) {
	k := testKeys(t)
	if b, err := k.Box(Records, noNonces{}).Seal('r', nil, []byte("words")); err == nil || b != nil {
		t.Error("sealed without a nonce")
	}
	if _, err := k.NewWriter(&bytes.Buffer{}, nil, noNonces{}); err == nil {
		t.Error("stream without a salt")
	}
	if _, _, err := New(t.Context(), pass, Floor, noNonces{}); err == nil {
		t.Error("header without a key")
	}
}

func TestPadmeHidesLengthsCheaply(t *testing.T) {
	classes := map[int64]bool{}
	for n := int64(0); n < 1<<20; n++ {
		p := padme(n)
		if p < n || p < padFloor || n > padFloor && p-n > n*12/100 {
			t.Fatalf("padme(%d) = %d", n, p)
		}
		classes[p] = true
	}
	if len(classes) > 260 {
		t.Errorf("%d length classes", len(classes))
	}
}

func TestDigestsDifferByKeyAndPurpose(t *testing.T) {
	k := testKeys(t)
	set, blob, other := k.Digest(Set), k.Digest(Blobs), testKeys(t).Digest(Set)
	a := set.Sum([]byte("slot0001"), []byte("value"))
	if a != set.Sum([]byte("slot0001"), []byte("value")) || a != k.Digest(Set).Sum([]byte("slot0001"), []byte("value")) {
		t.Error("a digest does not repeat")
	}
	if a == blob.Sum([]byte("slot0001"), []byte("value")) || a == other.Sum([]byte("slot0001"), []byte("value")) {
		t.Error("two keys, one digest")
	}
}

func FuzzOpenValue(f *testing.F) {
	box := testKeys(f).Box(Records, rand.Reader)
	good, _ := box.Seal('r', []byte("slot"), []byte("words"))
	f.Add(good)
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := box.Open(nil, 'r', []byte("slot"), b); err == nil && !bytes.Equal(b, good) {
			t.Fatal("forged")
		}
		sealed, err := box.Seal('r', []byte("slot"), b)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := box.Open(nil, 'r', []byte("slot"), sealed); err != nil || !bytes.Equal(back, b) {
			t.Fatal("does not come back")
		}
	})
}

func BenchmarkSealValue(b *testing.B) {
	box := testKeys(b).Box(Records, rand.Reader)
	plain := make([]byte, 800)
	for b.Loop() {
		if _, err := box.Seal('r', []byte("slot0001"), plain); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenValue(b *testing.B) {
	box := testKeys(b).Box(Records, rand.Reader)
	sealed, _ := box.Seal('r', []byte("slot0001"), make([]byte, 800))
	var buf []byte
	for b.Loop() {
		var err error
		if buf, err = box.Open(buf, 'r', []byte("slot0001"), sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	d := testKeys(b).Digest(Set)
	v := make([]byte, 900)
	for b.Loop() {
		d.Sum(v[:8], v)
	}
}
