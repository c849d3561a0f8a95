package parcel

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"plumbline/model"
	"plumbline/model/seal"
)

// raw is a frame as a stranger may write it.
type raw struct {
	kind    byte
	payload []byte
}

func frames(b []byte) (fs []raw) {
	for b = b[len(magic):]; len(b) > 0; {
		n := binary.BigEndian.Uint32(b[1:])
		fs = append(fs, raw{b[0], b[frameHead : frameHead+n]})
		b = b[frameHead+n:]
	}
	return fs
}

func unframed(fs []raw) []byte {
	b := []byte(magic)
	for _, f := range fs {
		b = append(b, f.kind)
		b = binary.BigEndian.AppendUint32(b, uint32(len(f.payload)))
		b = append(b, f.payload...)
	}
	return b
}

// craft signs whatever the frames are.
func craft(t testing.TB, by person, fs ...raw) []byte {
	t.Helper()
	var b bytes.Buffer
	w := writer{frames: newFrameWriter(&b)}
	w.frames.write([]byte(magic))
	for _, f := range fs {
		w.frames.frame(f.kind, f.payload)
	}
	if err := w.sign(by.signer); err != nil {
		t.Fatal(err)
	}
	w.frames.w.Flush()
	return b.Bytes()
}

func (p person) header(t testing.TB, change ...func(*wireHeader)) raw {
	t.Helper()
	w := wireHeader{Format: 1, ID: [16]byte{1}, Sender: Card{Key: p.by.Key}, Packed: 9, Reach: model.Coalition}
	w.Marks = seal.ForPassphrase(seal.Secret("any")).Marks(w.ID)
	for _, f := range change {
		f(&w)
	}
	return raw{frameHeader, marshal(t, w)}
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	b, err := enc.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func squeeze(t testing.TB, plain []byte, o ...zstd.EOption) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil, o...)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	return z.EncodeAll(plain, nil)
}

func batchOf(t testing.TB, items ...[]byte) raw {
	return raw{frameBatch, squeeze(t, marshal(t, items), zstd.WithWindowSize(maxFrame))}
}

func encoded(t testing.TB, rs ...model.Revision) (out [][]byte) {
	t.Helper()
	for i := range rs {
		b, err := rs[i].Encode()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func TestEveryChangedByteAndEveryCutInsideIsRefused(t *testing.T) {
	b, _, _ := small(t)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range b {
		c := bytes.Clone(b)
		c[i] ^= 1 << r.IntN(8)
		if _, err := checked(c); ReasonOf(err) == "" {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := checked(b[:i]); ReasonOf(err) == "" {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	if _, err := checked(append(bytes.Clone(b), 0)); ReasonOf(err) != Malformed {
		t.Errorf("a byte behind the end: %v", err)
	}
}

func TestEveryChangedByteAndEveryCutOutsideIsRefused(t *testing.T) {
	from, to := newPerson(t, "A"), newPerson(t, "B")
	rev := from.write(t, model.View{}, 1, "один")
	var b bytes.Buffer
	if _, err := Write(t.Context(), &b, seal.ForMembers(to.key.Lock()), from.signer, coalition(1), Contents{Manifests: all(from.manifest(t, rev)), Revisions: all(rev)}); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	read := func(b []byte) error {
		_, err := Open(bytes.NewReader(b), int64(len(b)), seal.ByKeys(to.key))
		return err
	}
	if err := read(whole); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(2, 1))
	for i := range whole {
		c := bytes.Clone(whole)
		c[i] ^= 1 << r.IntN(8)
		if ReasonOf(read(c)) == "" {
			t.Fatalf("byte %d changed is taken", i)
		}
		if ReasonOf(read(whole[:i])) == "" {
			t.Fatalf("cut at %d is taken", i)
		}
	}
}

func TestFramesSwappedLeftOutOrRepeatedAreRefused(t *testing.T) {
	b, sender, _ := small(t)
	fs := frames(b)
	for i := range fs {
		without := append(append([]raw{}, fs[:i]...), fs[i+1:]...)
		twice := append(append(append([]raw{}, fs[:i]...), fs[i], fs[i]), fs[i+1:]...)
		for what, list := range map[string][]raw{"left out": without, "repeated": twice} {
			if _, err := checked(unframed(list)); ReasonOf(err) == "" {
				t.Errorf("frame %d %s: %v", i, what, err)
			}
		}
		for j := range i {
			swapped := append([]raw{}, fs...)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			if c := unframed(swapped); !bytes.Equal(c, b) {
				if _, err := checked(c); ReasonOf(err) == "" {
					t.Errorf("frames %d and %d swapped: %v", i, j, err)
				}
			}
		}
	}
	// The order holds even for who signs anew, but for frames that may trade places.
	free := map[byte]bool{frameManifest: true, framePadding: true}
	last := len(fs) - 1
	for i := range last {
		for j := range i {
			swapped := append([]raw{}, fs[:last]...)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			if _, err := checked(craft(t, sender, swapped...)); ReasonOf(err) == "" && !(free[fs[i].kind] && fs[i].kind == fs[j].kind) && fs[i].kind != frameAttachment {
				t.Errorf("frames %d (%c) and %d (%c) swapped and signed: %v", i, fs[i].kind, j, fs[j].kind, err)
			}
		}
	}
}

// Each of these is well signed by its sender, and still breaks one rule.
func TestSignedButWrong(t *testing.T) {
	a, b := newPerson(t, "A"), newPerson(t, "B")
	one := a.write(t, model.View{}, 1, "один")
	two := a.write(t, model.Join(model.History{one}), 1, "два")
	m := raw{frameManifest, a.manifest(t, one, two).Bytes()}
	batch := batchOf(t, encoded(t, one, two)...)
	head := a.header(t)
	file := func(change func(*wireAttachment)) raw {
		w := wireAttachment{ID: [16]byte{1}, Size: 3, SHA256: outgoing(1, "", []byte("abc")).SHA256, Name: "a.txt"}
		change(&w)
		return raw{frameAttachment, marshal(t, w)}
	}
	abc := raw{frameBlock, []byte("abc")}
	record := func(rec model.Record, by model.Author) []byte {
		rs, err := model.Revise(model.View{}, rec, by, 5, "")
		if err != nil {
			t.Fatal(err)
		}
		return encoded(t, rs...)[0]
	}
	observation := func(c model.Confidentiality) *model.Observation {
		return &model.Observation{Common: model.Common{ID: model.ID{8}, Confidentiality: c}}
	}
	loop := [2]model.Revision{{ID: model.RevID{1}, Record: model.ID{1}, Kind: model.KindObservation, Redacted: true, Parents: []model.RevID{{2}}},
		{ID: model.RevID{2}, Record: model.ID{1}, Kind: model.KindObservation, Redacted: true, Parents: []model.RevID{{1}}}}
	self := model.Revision{ID: model.RevID{1}, Record: model.ID{1}, Kind: model.KindObservation, Redacted: true, Parents: []model.RevID{{1}}}
	unknown := bytes.Replace(encoded(t, one)[0], []byte("\x6bobservation"), []byte("\x6bobservatiom"), 1)
	forged := bytes.Clone(m.payload)
	forged[len(forged)-1] ^= 1
	stolen, err := NewManifest(b.signer, "B", nil, []model.RevID{one.ID}, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"../up.txt", "/etc/passwd", `C:\boot.ini`, "con.txt", "a\u202etxt.exe", "run.exe", "a\x00b", ".hidden", "-rf", "a/b", "nul", "x\u2066y.jpg"}
	cases := []struct {
		name string
		want Reason
		fs   []raw
	}{
		{"nothing", Malformed, nil},
		{"no header", Malformed, []raw{batch}},
		{"two headers", Malformed, []raw{head, head}},
		{"an unknown frame", Malformed, []raw{head, {'X', nil}}},
		{"a newer header", NewerFormat, []raw{a.header(t, func(w *wireHeader) { w.Format = 2 })}},
		{"a newer header with new fields", NewerFormat, []raw{{frameHeader, marshal(t, map[int]any{1: 2, 99: "new"})}}},
		{"format zero", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Format = 0 })}},
		{"an unknown key in the header", Malformed, []raw{{frameHeader, marshal(t, map[int]any{1: 1, 99: "new"})}}},
		{"no recipients", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Marks = nil })}},
		{"other recipients", Misdirected, []raw{a.header(t, func(w *wireHeader) { w.Marks = [][32]byte{{1}} })}},
		{"recipients of another parcel", Misdirected, []raw{a.header(t, func(w *wireHeader) { w.ID = [16]byte{9} })}},
		{"recipients twice", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Marks = append(w.Marks, w.Marks...) })}},
		{"too many recipients", TooLarge, []raw{a.header(t, func(w *wireHeader) {
			for i := range 300 {
				w.Marks = append(w.Marks, [32]byte{255, 255, byte(i >> 8), byte(i)})
			}
		})}},
		{"a sealed reach", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Reach = model.Sealed })}},
		{"no reach", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Reach = "" })}},
		{"half a digest", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Since = make([]byte, 16) })}},
		{"a sender's name that turns around", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Sender.Name = "a\u202eb" })}},
		{"a sender's name without end", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Sender.Name = strings.Repeat("x", 3000) })}},
		{"a sender who did not sign", BadSignature, []raw{b.header(t)}},
		{"nobody as sender", Malformed, []raw{a.header(t, func(w *wireHeader) { w.Sender.Key = model.Key{} })}},
		{"a header in another spelling", Malformed, []raw{{frameHeader, append([]byte{0xb8, 6}, head.payload[1:]...)}}},
		{"an indefinite header", Malformed, []raw{{frameHeader, append(append([]byte{0xbf}, head.payload[1:]...), 0xff)}}},
		{"a tagged header", Malformed, []raw{{frameHeader, append([]byte{0xc1}, head.payload...)}}},
		{"a key twice", Malformed, []raw{{frameHeader, append([]byte{0xa7, 1, 1}, head.payload[1:]...)}}},
		{"deep nesting", Malformed, []raw{{frameHeader, bytes.Repeat([]byte{0x81}, 60000)}}},
		{"an array without end", Malformed, []raw{{frameHeader, []byte{0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}}}},
		{"a forged manifest", ForgedAuthor, []raw{head, {frameManifest, forged}}},
		{"an empty manifest", Malformed, []raw{head, {frameManifest, marshal(t, wireManifest{Author: a.by.Key})}}},
		{"a manifest that is none", Malformed, []raw{head, {frameManifest, []byte{0xa0}}}},
		{"ids out of order", Malformed, []raw{head, {frameManifest, marshal(t, wireManifest{Author: a.by.Key, Revisions: append(bytes.Repeat([]byte{9}, 32), bytes.Repeat([]byte{8}, 32)...)})}}},
		{"half an id", Malformed, []raw{head, {frameManifest, marshal(t, wireManifest{Author: a.by.Key, Revisions: make([]byte, 31)})}}},
		{"somebody claims what another wrote", ForgedAuthor, []raw{head, m, {frameManifest, stolen.Bytes()}, batch}},
		{"the claim stands first", ForgedAuthor, []raw{head, {frameManifest, stolen.Bytes()}, m, batch}},
		{"a manifest behind a batch", Malformed, []raw{head, batch, m}},
		{"a batch that is none", Malformed, []raw{head, {frameBatch, []byte("no zstandard")}}},
		{"an empty batch", Malformed, []raw{head, {frameBatch, squeeze(t, []byte{0x80})}}},
		{"a batch of numbers", Malformed, []raw{head, {frameBatch, squeeze(t, []byte{0x81, 7})}}},
		{"too many in a batch", Malformed, []raw{head, batchOf(t, make([][]byte, maxBatch+1)...)}},
		{"a batch that says more than it holds", Malformed, []raw{head, {frameBatch, squeeze(t, []byte{0x9a, 0, 0x0f, 0xff, 0xff})}}},
		{"a batch of more than 1 MiB", TooLarge, []raw{head, {frameBatch, squeeze(t, make([]byte, maxFrame+1))}}},
		{"no revision", Malformed, []raw{head, batchOf(t, []byte("no revision"))}},
		{"an empty revision", Malformed, []raw{head, batchOf(t, []byte{0xa0})}},
		{"an unknown kind", ForeignKind, []raw{head, batchOf(t, unknown)}},
		{"a member", ForeignKind, []raw{head, batchOf(t, record(&model.Member{Name: "M"}, a.by))}},
		{"an identity", ForeignKind, []raw{head, batchOf(t, record(&model.Identity{Who: "W"}, a.by))}},
		{"a sealed record", NotShared, []raw{head, batchOf(t, record(observation(model.Sealed), a.by))}},
		{"a record beyond the reach", NotShared, []raw{head, batchOf(t, record(observation(model.Organisation), a.by))}},
		{"a record of an unknown circle", NotShared, []raw{head, batchOf(t, record(observation("everybody"), a.by))}},
		{"a source without a circle", NotShared, []raw{head, batchOf(t, record(&model.Source{Common: model.Common{ID: model.ID{3}}, CodeName: "x"}, a.by))}},
		{"nobody's observation", ForgedAuthor, []raw{head, batchOf(t, record(observation(model.Public), model.Author{}))}},
		{"fields of another form", Malformed, []raw{head, batchOf(t, encoded(t, model.Revision{Record: model.ID{1}, Kind: model.KindObservation, Author: a.by.Key, Body: []byte{0xa1, 11, 0x01}})...)}},
		{"the child before its parent", OutOfOrder, []raw{head, batchOf(t, encoded(t, two, one)...)}},
		{"a circle", OutOfOrder, []raw{head, batchOf(t, encoded(t, loop[:]...)...)}},
		{"its own parent", OutOfOrder, []raw{head, batchOf(t, encoded(t, self)...)}},
		{"a revision twice", Repeated, []raw{head, m, batch, batchOf(t, encoded(t, one)...)}},
		{"a revision and its stand-in", Repeated, []raw{head, m, batchOf(t, encoded(t, one, one.StandIn())...)}},
		{"content without a file", Malformed, []raw{head, abc}},
		{"too much content", Malformed, []raw{head, file(func(*wireAttachment) {}), abc, abc}},
		{"too little content", Malformed, []raw{head, file(func(*wireAttachment) {})}},
		{"a short block", Malformed, []raw{head, file(func(*wireAttachment) {}), {frameBlock, []byte("ab")}}},
		{"an empty block", Malformed, []raw{head, file(func(w *wireAttachment) { w.Size = 0 }), {frameBlock, nil}}},
		{"another content", BadFile, []raw{head, file(func(*wireAttachment) {}), {frameBlock, []byte("abd")}}},
		{"a file twice", Repeated, []raw{head, file(func(*wireAttachment) {}), abc, file(func(*wireAttachment) {}), abc}},
		{"a huge file", TooLarge, []raw{head, file(func(w *wireAttachment) { w.Size = MaxFile + 1 })}},
		{"a file beyond all numbers", TooLarge, []raw{head, file(func(w *wireAttachment) { w.Size = 1 << 63 })}},
		{"two checkpoints", Malformed, []raw{head, {frameCheckpoint, []byte{1}}, {frameCheckpoint, []byte{1}}}},
		{"a huge checkpoint", Malformed, []raw{head, {frameCheckpoint, make([]byte, maxCheck+1)}}},
		{"padding that says something", Malformed, []raw{head, {framePadding, []byte("hidden")}}},
		{"content behind the padding", Malformed, []raw{head, {framePadding, nil}, batch}},
	}
	for _, n := range names {
		cases = append(cases, struct {
			name string
			want Reason
			fs   []raw
		}{fmt.Sprintf("the file name %q", n), BadName, []raw{head, file(func(w *wireAttachment) { w.Name = n }), abc}})
	}
	for _, c := range cases {
		if _, err := checked(craft(t, a, c.fs...)); ReasonOf(err) != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := checked(craft(t, a, head, m, batch, file(func(*wireAttachment) {}), abc, raw{frameCheckpoint, []byte{1}}, raw{framePadding, make([]byte, 9)})); err != nil {
		t.Errorf("what is right: %v", err)
	}
}

// A few bytes that unpack to much stop early, and a length is no reason to
// allocate.
func TestBombsStopEarly(t *testing.T) {
	a := newPerson(t, "A")
	head := a.header(t)
	long := append([]byte(magic), frameBatch, 0xff, 0xff, 0xff, 0xff)
	wide := squeeze(t, make([]byte, 8<<20), zstd.WithWindowSize(8<<20), zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	bombs := map[string][]byte{
		"2 MiB":          craft(t, a, head, raw{frameBatch, squeeze(t, make([]byte, 2<<20))}),
		"64 MiB":         craft(t, a, head, raw{frameBatch, squeeze(t, make([]byte, 64<<20))}),
		"900 MiB":        craft(t, a, head, raw{frameBatch, squeeze(t, make([]byte, 900<<20), zstd.WithEncoderLevel(zstd.SpeedFastest))}),
		"a wide window":  craft(t, a, head, raw{frameBatch, wide}),
		"a long length":  long,
		"a huge array":   craft(t, a, head, raw{frameBatch, squeeze(t, []byte{0x9b, 0, 0, 0, 1, 0, 0, 0, 0})}),
		"a huge text":    craft(t, a, head, raw{frameBatch, squeeze(t, []byte{0x81, 0x5b, 0, 0, 0, 1, 0, 0, 0, 0})}),
		"a huge map":     craft(t, a, raw{frameHeader, []byte{0xbb, 0, 0, 0, 1, 0, 0, 0, 0}}),
		"many revisions": craft(t, a, head, raw{frameBatch, squeeze(t, append([]byte{0x99, 0x0f, 0xff}, bytes.Repeat([]byte{0x40}, 0xfff)...))}),
	}
	for name, b := range bombs {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := checked(b)
		runtime.ReadMemStats(&after)
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; ReasonOf(err) == "" || used > 12 {
			t.Errorf("%s in %d bytes: %v, %d MiB allocated", name, len(b), err, used)
		}
	}
}

func TestLimitsHold(t *testing.T) {
	b, _, _ := small(t)
	for name, narrow := range map[string]func(*limits){
		"bytes":       func(l *limits) { l.bytes = int64(len(b)) - 1 },
		"revisions":   func(l *limits) { l.revisions = 3 },
		"manifests":   func(l *limits) { l.manifests = 1 },
		"ids":         func(l *limits) { l.ids = 3 },
		"attachments": func(l *limits) { l.attachments = 1 },
		"file":        func(l *limits) { l.file = 100 },
	} {
		l := standard
		narrow(&l)
		if _, err := check(bytes.NewReader(b), int64(len(b)), anyone, l, nil); ReasonOf(err) != TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(bytes.NewReader(nil), 3<<30, anyone); ReasonOf(err) != TooLarge {
		t.Errorf("3 GiB outside: %v", err)
	}
}

func TestTheWriterIsTheLastGuard(t *testing.T) {
	a := newPerson(t, "A")
	o := &model.Observation{Common: model.Common{ID: model.ID{1}, Confidentiality: model.Sealed}}
	rs, err := model.Revise(model.View{}, o, a.by, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	identity, err := model.Revise(model.View{}, &model.Identity{Who: "x"}, a.by, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	lie := outgoing(1, "a", []byte("abc"))
	lie.Size = 2
	other := outgoing(1, "a", []byte("abc"))
	other.SHA256[0] ^= 1
	for name, c := range map[string]struct {
		want Reason
		c    Contents
	}{
		"sealed":                 {NotShared, Contents{Revisions: all(rs[0])}},
		"an identity":            {ForeignKind, Contents{Revisions: all(identity[0])}},
		"a file too long":        {BadFile, Contents{Attachments: all(lie)}},
		"a file of another hash": {BadFile, Contents{Attachments: all(other)}},
	} {
		var b bytes.Buffer
		if _, err := Write(t.Context(), &b, seal.ForMembers(a.key.Lock()), a.signer, coalition(1), c.c); ReasonOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	h := coalition(1)
	h.Reach = model.Sealed
	if _, err := Write(t.Context(), &bytes.Buffer{}, seal.ForMembers(a.key.Lock()), a.signer, h, Contents{}); err == nil {
		t.Error("a sealed parcel was written")
	}
}
