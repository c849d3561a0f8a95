package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

var fileName = []byte("0123456789abcdef")

func sealFile(t testing.TB, k *Keys, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := k.NewWriter(&out, fileName, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, iotest.HalfReader(bytes.NewReader(content))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Error("closing twice:", err)
	}
	if _, err := w.Write([]byte("x")); err == nil {
		t.Error("a closed file takes more")
	}
	return out.Bytes()
}

func openFile(k *Keys, b []byte) ([]byte, error) {
	r, err := k.NewReader(bytes.NewReader(b), fileName)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestStreamRoundTrip(t *testing.T) {
	k := testKeys(t)
	for _, n := range []int{0, 1, 251, 252, 253, 1000, chunkContent - 1, chunkContent, chunkContent + 1, 2*chunkContent - 4, 2 * chunkContent, 2*chunkContent + 1, 1 << 20, 5<<20 + 7} {
		content := make([]byte, n)
		rand.Read(content)
		b := sealFile(t, k, content)
		got, err := openFile(k, b)
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if n > 4096 && len(b) > n+n*14/100 {
			t.Errorf("%d bytes became %d", n, len(b))
		}
	}
}

func TestStreamLengthsFallIntoClasses(t *testing.T) {
	k := testKeys(t)
	seen := map[int]bool{}
	for n := 200_000; n < 204_000; n += 100 {
		seen[len(sealFile(t, k, make([]byte, n)))] = true
	}
	if len(seen) > 2 {
		t.Errorf("%d lengths for files of one class", len(seen))
	}
}

func TestEveryChangedByteOfAStreamIsRefused(t *testing.T) {
	k := testKeys(t)
	small := sealFile(t, k, []byte("a short testimony"))
	for i := range small {
		bad := bytes.Clone(small)
		bad[i] ^= 0x10
		if _, err := openFile(k, bad); !errors.Is(err, ErrStream) && !errors.Is(err, ErrNewer) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := openFile(k, small[:i]); !errors.Is(err, ErrStream) {
			t.Fatalf("cut to %d: %v", i, err)
		}
	}
	large := sealFile(t, k, make([]byte, 3*chunkContent+100))
	for i := 0; i < len(large); i += 1009 {
		bad := bytes.Clone(large)
		bad[i] ^= 1
		if _, err := openFile(k, bad); !errors.Is(err, ErrStream) && i > 0 {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := openFile(k, large[:i]); !errors.Is(err, ErrStream) {
			t.Fatalf("cut to %d: %v", i, err)
		}
	}
	if _, err := openFile(k, append(bytes.Clone(large), 0)); !errors.Is(err, ErrStream) {
		t.Errorf("a trailing byte: %v", err)
	}
}

func TestChunksKeepTheirOrderAndFile(t *testing.T) {
	k := testKeys(t)
	b := sealFile(t, k, make([]byte, 4*chunkContent))
	chunk := func(i int) []byte { return b[streamHead+i*sealedChunk : min(len(b), streamHead+(i+1)*sealedChunk)] }
	n := (len(b) - streamHead + sealedChunk - 1) / sealedChunk
	build := func(order ...int) []byte {
		out := bytes.Clone(b[:streamHead])
		for _, i := range order {
			out = append(out, chunk(i)...)
		}
		return out
	}
	if n < 4 {
		t.Fatalf("only %d chunks", n)
	}
	for what, bad := range map[string][]byte{
		"swapped":          build(1, 0, 2, 3),
		"left out":         build(0, 2, 3),
		"repeated":         build(0, 0, 1, 2, 3),
		"cut at a chunk":   build(0, 1, 2),
		"last one doubled": build(append(order(n), n-1)...),
		"head only":        build(),
	} {
		if _, err := openFile(k, bad); !errors.Is(err, ErrStream) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := openFile(k, build(order(n)...)); err != nil {
		t.Errorf("untouched: %v", err)
	}
	r, err := k.NewReader(bytes.NewReader(b), []byte("another name of 16"))
	if err == nil {
		_, err = io.ReadAll(r)
	}
	if !errors.Is(err, ErrStream) {
		t.Errorf("under another name: %v", err)
	}
	if _, err := openFile(testKeys(t), b); !errors.Is(err, ErrStream) {
		t.Errorf("with other keys: %v", err)
	}
	b[0]++
	if _, err := openFile(k, b); !errors.Is(err, ErrNewer) {
		t.Errorf("later version: %v", err)
	}
}

func order(n int) []int {
	o := make([]int, n)
	for i := range o {
		o[i] = i
	}
	return o
}

// A sealer that does not keep its rules, under the right key, is refused too:
// content after a chunk that was not full, or a count beyond the chunk.
func TestRulesOfContentHold(t *testing.T) {
	for what, counts := range map[string][]uint32{"content after padding": {10, 10}, "count beyond": {chunkContent + 1, 0}} {
		k := testKeys(t)
		salt := make([]byte, saltSize)
		c, err := k.chunks(Blobs, salt, fileName)
		if err != nil {
			t.Fatal(err)
		}
		b := append([]byte{streamVersion}, salt...)
		for i, n := range counts {
			plain := make([]byte, chunkSize)
			plain[0], plain[1], plain[2], plain[3] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
			b = c.aead.Seal(b, c.next(i == len(counts)-1), plain, nil)
			c.step()
		}
		if _, err := openFile(k, b); !errors.Is(err, ErrStream) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// failing lets n bytes through and then fails as a full disk does.
type failing struct{ n int }

var errFull = errors.New("no space left")

func (f *failing) Write(p []byte) (int, error) {
	if f.n -= len(p); f.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestFaultsOfTheDiskAreKept(t *testing.T) {
	k := testKeys(t)
	content := make([]byte, 3*chunkContent)
	for _, room := range []int{streamHead, streamHead + sealedChunk, streamHead + 2*sealedChunk} {
		w, err := k.NewWriter(&failing{room}, fileName, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		_, werr := w.Write(content)
		if cerr := w.Close(); !errors.Is(cerr, errFull) {
			t.Errorf("room %d: write %v, close %v", room, werr, cerr)
		}
	}
	if _, err := k.NewWriter(&failing{3}, fileName, rand.Reader); !errors.Is(err, errFull) {
		t.Errorf("no room for the head: %v", err)
	}
	b := sealFile(t, k, content)
	stick := io.MultiReader(bytes.NewReader(b[:100_000]), iotest.ErrReader(errors.New("stick pulled")))
	r, err := k.NewReader(stick, fileName)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); err == nil || errors.Is(err, ErrStream) {
		t.Errorf("a pulled stick is told as damage: %v", err)
	}
}

func FuzzOpenStream(f *testing.F) {
	k := testKeys(f)
	good := sealFile(f, k, []byte("a short testimony"))
	f.Add(good, 0)
	f.Fuzz(func(t *testing.T, b []byte, at int) {
		bad := bytes.Clone(good)
		if at >= 0 && at < len(bad) {
			bad = append(bad[:at], b...)
		}
		if _, err := openFile(k, bad); err == nil && !bytes.Equal(bad, good) {
			t.Fatal("forged")
		}
		if got, err := openFile(k, sealFile(t, k, b)); err != nil || !bytes.Equal(got, b) {
			t.Fatal("does not come back")
		}
	})
}

func BenchmarkSealStream(b *testing.B) {
	k := testKeys(b)
	content := make([]byte, 8<<20)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		w, _ := k.NewWriter(io.Discard, fileName, rand.Reader)
		w.Write(content)
		w.Close()
	}
}

func BenchmarkOpenStream(b *testing.B) {
	k := testKeys(b)
	sealed := sealFile(b, k, make([]byte, 8<<20))
	b.SetBytes(8 << 20)
	for b.Loop() {
		r, _ := k.NewReader(bytes.NewReader(sealed), fileName)
		if _, err := io.Copy(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
