package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// villain is a trusted member who packs by hand.
type villain struct {
	t      *testing.T
	signer *seal.Signer
	to     seal.Recipients
	by     model.Author
	n      int
}

func newVillain(t *testing.T, to seal.Lock) *villain {
	t.Helper()
	signer, err := seal.NewSigner(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &villain{t: t, signer: signer, to: seal.ForMembers(to), by: model.Author{Key: model.Key(signer.Public()), Organisation: "V"}}
}

type hostileFrame struct {
	kind byte
	body []byte
}

func (v *villain) cbor(x any) []byte {
	v.t.Helper()
	m, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		v.t.Fatal(err)
	}
	b, err := m.Marshal(x)
	if err != nil {
		v.t.Fatal(err)
	}
	return b
}

// header is a good one, but for what is changed.
func (v *villain) header(change map[int]any) hostileFrame {
	v.n++
	id := [16]byte{byte(v.n), byte(v.n >> 8), 1}
	h := map[int]any{1: 1, 2: id, 3: map[int]any{1: v.by.Key, 2: "V"}, 4: uint64(model.ClockAt(time.Now())), 5: v.to.Marks(id), 7: "coalition"}
	for k, x := range change {
		h[k] = x
		if x == nil {
			delete(h, k)
		}
	}
	return hostileFrame{'H', v.cbor(h)}
}

func (v *villain) squeezed(plain []byte) hostileFrame {
	z, err := zstd.NewWriter(nil)
	if err != nil {
		v.t.Fatal(err)
	}
	defer z.Close()
	return hostileFrame{'R', z.EncodeAll(plain, nil)}
}

func (v *villain) batch(revs ...model.Revision) hostileFrame {
	var items [][]byte
	for i := range revs {
		b, err := revs[i].Encode()
		if err != nil {
			v.t.Fatal(err)
		}
		items = append(items, b)
	}
	return v.squeezed(v.cbor(items))
}

func (v *villain) manifest(previous []parcel.Hash, revs ...model.Revision) hostileFrame {
	var ids []model.RevID
	for _, r := range revs {
		ids = append(ids, r.ID)
	}
	m, err := parcel.NewManifest(v.signer, "V", previous, ids, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return hostileFrame{'M', m.Bytes()}
}

func (v *villain) write(rec model.Record, by model.Author) model.Revision {
	rs, err := model.Revise(model.View{}, rec, by, model.ClockAt(time.Now()), "")
	if err != nil {
		v.t.Fatal(err)
	}
	return rs[0]
}

func (v *villain) observation(id byte) *model.Observation {
	return &model.Observation{Common: model.Common{ID: model.ID{id, 6: 0x40, 8: 0x80}, Confidentiality: model.Coalition}, Title: model.Text{"en": "x"}, Review: model.Draft}
}

// close signs and closes whatever the frames are.
func (v *villain) close(fs ...hostileFrame) []byte {
	inner := []byte("PLPA1\n")
	add := func(f hostileFrame) {
		inner = binary.BigEndian.AppendUint32(append(inner, f.kind), uint32(len(f.body)))
		inner = append(inner, f.body...)
	}
	for _, f := range fs {
		add(f)
	}
	sum := sha256.Sum256(inner)
	signature, err := v.signer.Sign("plumbline parcel signature v1", sum[:])
	if err != nil {
		v.t.Fatal(err)
	}
	add(hostileFrame{'S', signature})
	return v.envelope(inner)
}

func (v *villain) envelope(inner []byte) []byte {
	var out bytes.Buffer
	w, err := v.to.Close(context.Background(), &out)
	if err == nil {
		_, err = w.Write(inner)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	return out.Bytes()
}

// corpus is what the villain and others send: by name, and the reason for which
// it must be refused; "" for any reason.
func (v *villain) corpus(victim model.Key, known model.Revision, promise *model.Commitment) map[string][]byte {
	out := map[string][]byte{}
	put := func(reason, name string, b []byte) { out[reason+"--"+name] = b }
	good := v.write(v.observation(1), v.by)
	head := v.header(nil)
	m := v.manifest(nil, good)
	whole := v.close(head, m, v.batch(good))
	for i := 0; i < len(whole); i += 61 {
		put("", fmt.Sprint("cut at ", i), whole[:i])
		c := bytes.Clone(whole)
		c[i] ^= 0x10
		put("", fmt.Sprint("changed at ", i), c)
	}
	other := newVillain(v.t, mustLock(v.t))
	put("wrong_key", "for somebody else", other.close(other.header(nil)))
	stranger := *v
	stranger.signer = other.signer
	stranger.by.Key = other.by.Key
	strange := stranger.write(stranger.observation(2), stranger.by)
	put("unknown_signer", "a stranger", stranger.close(stranger.header(nil), stranger.manifest(nil, strange), stranger.batch(strange)))
	put("bad_signature", "in another's name", v.close(v.header(map[int]any{3: map[int]any{1: victim}})))
	put("misdirected", "passed on", v.close(v.header(map[int]any{5: [][32]byte{{1}}})))
	put("newer_format", "of tomorrow", v.close(v.header(map[int]any{1: 2})))
	for name, packed := range map[string]time.Time{"1970": time.Unix(1, 0), "2100": time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)} {
		put("wrong_clock", "packed in "+name, v.close(v.header(map[int]any{4: uint64(model.ClockAt(packed))}), m, v.batch(good)))
	}
	for name, change := range map[string]map[int]any{"an unknown field": {12: 1}, "no id": {2: nil}, "no reach": {7: nil}, "a sealed reach": {7: "sealed"}, "a wrong key": {3: map[int]any{1: []byte{1}}},
		"a name that turns": {3: map[int]any{1: v.by.Key, 3: "a\u202eb"}}, "no recipients": {5: nil}, "half a digest": {6: []byte{1}}, "a text as number": {1: "1"}} {
		put("malformed", "header with "+name, v.close(v.header(change)))
	}
	mine := v.write(v.observation(3), model.Author{Key: victim, Organisation: "Org"})
	put("forged_author", "in our own name", v.close(v.header(nil), v.batch(mine)))
	put("forged_author", "claimed by another", v.close(v.header(nil), v.manifest(nil, mine), v.batch(mine)))
	put("forged_author", "nobody's", v.close(v.header(nil), v.batch(v.write(v.observation(4), model.Author{}))))
	orphan := v.observation(5)
	child, err := model.Revise(model.Join(model.History{v.write(orphan, v.by)}), func() model.Record { o := *orphan; o.Place = "x"; return &o }(), v.by, 9<<16, "")
	if err != nil {
		v.t.Fatal(err)
	}
	put("missing_ancestor", "without its parent", v.close(v.header(nil), v.manifest(nil, child[0]), v.batch(child[0])))
	stolen := &model.Recommendation{Common: model.Common{ID: known.Record, Confidentiality: model.Coalition}}
	taken := v.write(stolen, v.by)
	put("stolen_id", "another kind", v.close(v.header(nil), v.manifest(nil, taken), v.batch(taken)))
	second := v.write(v.observation(6), v.by)
	put("two_histories", "two beginnings", v.close(v.header(nil), v.manifest(nil, good), v.manifest(nil, second), v.batch(good, second)))
	plan, err := model.First(&model.Commitment{Common: model.Common{ID: promise.ID, Confidentiality: model.Public}, Code: promise.Code, Title: model.Text{"en": "promised nothing"}})
	if err != nil {
		v.t.Fatal(err)
	}
	put("plan_mismatch", "another plan", v.close(v.header(nil), v.batch(plan)))
	a := model.Revision{ID: model.RevID{1}, Record: model.ID{9}, Kind: model.KindObservation, Redacted: true, Parents: []model.RevID{{2}}}
	b := model.Revision{ID: model.RevID{2}, Record: model.ID{9}, Kind: model.KindObservation, Redacted: true, Parents: []model.RevID{{1}}}
	put("out_of_order", "a circle", v.close(v.header(nil), v.batch(a, b)))
	put("repeated", "twice", v.close(v.header(nil), m, v.batch(good), v.batch(good)))
	put("foreign_kind", "a member", v.close(v.header(nil), v.batch(v.write(&model.Member{Name: "M"}, v.by))))
	sealed := v.observation(7)
	sealed.Confidentiality = model.Sealed
	put("not_shared", "sealed", v.close(v.header(nil), v.batch(v.write(sealed, v.by))))
	put("too_large", "a bomb", v.close(v.header(nil), v.squeezed(make([]byte, 400<<20))))
	put("malformed", "a huge array", v.close(v.header(nil), v.squeezed([]byte{0x9b, 0, 0, 0, 9, 0, 0, 0, 0})))
	put("malformed", "deep nesting", v.close(v.header(nil), v.squeezed(bytes.Repeat([]byte{0x81}, 90000))))
	put("malformed", "an unknown frame", v.close(v.header(nil), hostileFrame{'Z', nil}))
	put("malformed", "no header", v.close(m))
	put("cut", "no signature", v.envelope([]byte("PLPA1\n")))
	put("malformed", "no magic", v.envelope([]byte("PLPX1\n")))
	put("altered", "a picture", []byte("\x89PNG\r\n\x1a\n"))
	put("altered", "nothing", nil)
	put("costly", "a passphrase that would take a day", []byte("age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 40\nZV/AhotwSGqaPCU43cepl4WYUouAa17a3xpu4G2yi5k\n--- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA\n"))
	for _, name := range []string{"../up", "/etc/passwd", `C:\x`, "con", "a\u202ecod.exe", "x.exe", ".bashrc", "-rf", "a/../b", "lpt1.txt"} {
		sum := sha256.Sum256([]byte("abc"))
		file := hostileFrame{'A', v.cbor(map[int]any{1: [16]byte{1}, 2: 3, 3: sum, 4: name})}
		put("bad_name", fmt.Sprintf("%q", name), v.close(v.header(nil), file, hostileFrame{'B', []byte("abc")}))
	}
	put("bad_file", "another content", v.close(v.header(nil), hostileFrame{'A', v.cbor(map[int]any{1: [16]byte{1}, 2: 3, 3: [32]byte{}})}, hostileFrame{'B', []byte("abc")}))
	put("too_large", "a huge file", v.close(v.header(nil), hostileFrame{'A', v.cbor(map[int]any{1: [16]byte{1}, 2: uint64(1 << 40), 3: [32]byte{}})}))
	return out
}

func mustLock(t *testing.T) seal.Lock {
	key, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return key.Lock()
}

// eachAlone merges one hostile parcel after the other: exit code 6, its reason, a
// line that says so, the digest as it was, at most 512 MiB and 10 s of CPU.
func eachAlone(t *testing.T, n *notebook.Notebook, reasons map[string]string, before [32]byte) {
	t.Helper()
	for path, name := range reasons {
		var out, messages bytes.Buffer
		c := &ctl{ctx: t.Context(), in: strings.NewReader(""), out: &out, err: &messages, words: assets.For("en"), now: time.Now, json: true}
		var idle, after runtime.MemStats
		runtime.ReadMemStats(&idle)
		began := cpu()
		err := c.merge(n, []string{path}, &merging{})
		spent := cpu() - began
		runtime.ReadMemStats(&after)
		if code := c.done(newRoot(c), err); code != exitRefused || !strings.Contains(messages.String(), "is not taken: ") {
			t.Errorf("%s: exit code %d, said %q", name, code, messages.String())
		}
		want, _, _ := strings.Cut(name, "--")
		var told struct{ Files []mergedFile }
		if err := json.Unmarshal(out.Bytes(), &told); err != nil || len(told.Files) != 1 || told.Files[0].Reason == "" || want != "" && told.Files[0].Reason != want {
			t.Errorf("%s: %v, told %s", name, err, out.String())
		}
		if used := (after.TotalAlloc - idle.TotalAlloc) >> 20; used > 512 || spent > 10*time.Second {
			t.Errorf("%s: %d MiB, %v", name, used, spent)
		}
		if n.Digest() != before {
			t.Fatalf("%s changed the notebook", name)
		}
	}
}

// Every hostile parcel gives exit code 6 and its reason, alone and among others,
// and the notebook is as it was.
func TestHostileParcelsChangeNothing(t *testing.T) {
	t.Setenv("PLUMBLINE_PASSPHRASE", passphrase)
	t.Setenv("PLUMBLINE_PARCEL_PASSPHRASE", passphrase)
	dir, err := template(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Open(dir, []byte(passphrase), notebook.OpenOptions{NoSnapshots: true})
	if err != nil {
		t.Fatal(err)
	}
	lock, err := seal.ParseLock(n.Card().Recipient)
	if err != nil {
		t.Fatal(err)
	}
	v, gone := newVillain(t, lock), newVillain(t, lock)
	known, err := n.Record(model.View{}, v.observation(200))
	if err == nil {
		_, err = n.AddMember(parcel.Card{Key: v.by.Key, Name: "Trusted", Organisation: "V"})
	}
	if err == nil {
		_, err = n.Trust(v.by.Key, true)
	}
	if err == nil {
		_, err = n.AddMember(parcel.Card{Key: gone.by.Key, Name: "Gone", Organisation: "V"})
	}
	for _, trusted := range []bool{true, false} {
		if err == nil {
			_, err = n.Trust(gone.by.Key, trusted)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	before := n.Digest()
	corpus := v.corpus(n.Key(), known, n.Plan().Commitments[0])
	r := gone.write(gone.observation(8), gone.by)
	corpus["revoked_signer--gone"] = gone.close(gone.header(nil), gone.manifest(nil, r), gone.batch(r))
	if len(corpus) < 60 {
		t.Errorf("only %d hostile parcels", len(corpus))
	}
	folder := t.TempDir()
	args := []string{"--notebook", dir, "merge", "--json"}
	i := 0
	reasons := map[string]string{}
	for name, b := range corpus {
		i++
		path := filepath.Join(folder, fmt.Sprint(i))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		reasons[path] = name
		args = append(args, path)
	}
	eachAlone(t, n, reasons, before)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	var out, messages bytes.Buffer
	var idle, after runtime.MemStats
	runtime.ReadMemStats(&idle)
	c := &ctl{ctx: context.Background(), in: strings.NewReader(""), out: &out, err: &messages, words: assets.For("en"), now: time.Now}
	root := newRoot(c)
	root.SetArgs(args)
	verb, err := root.ExecuteC()
	if code := c.done(verb, err); code != exitRefused {
		t.Errorf("exit code %d: %s", code, messages.String())
	}
	var told struct{ Files []mergedFile }
	if err := json.Unmarshal(out.Bytes(), &told); err != nil || len(told.Files) != len(corpus) {
		t.Fatal(err, len(told.Files))
	}
	for _, x := range told.Files {
		want, _, _ := strings.Cut(reasons[x.File], "--")
		if x.Reason == "" || want != "" && x.Reason != want {
			t.Errorf("%s: refused for %q", reasons[x.File], x.Reason)
		}
	}
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - idle.TotalAlloc) >> 20; used > 512 { // all that was ever taken, given back or not
		t.Errorf("%d MiB of memory for %d parcels", used, len(corpus))
	}
	n, err = notebook.Open(dir, []byte(passphrase), notebook.OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if n.Digest() != before {
		t.Error("the notebook changed")
	}
	if r, err := n.Check(t.Context(), true, nil); err != nil || !r.OK() {
		t.Errorf("%+v, %v", r.Faults, err)
	}
	if len(n.Merges()) != 0 {
		t.Error("a merge is noted")
	}
}
