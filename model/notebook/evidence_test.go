package notebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"plumbline/model"
)

// listFiles lists the files under a folder, by their path inside it.
func listFiles(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func attach(t testing.TB, n *Notebook, to model.ID, name string, content []byte) *model.Evidence {
	t.Helper()
	v, err := n.Attach(context.Background(), to, name, bytes.NewReader(content), AttachOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return v.Record.(*model.Evidence)
}

func extract(t testing.TB, n *Notebook, id model.ID) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := n.Extract(context.Background(), id, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestEvidenceComesBackAsItWas(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	photo := append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte("pixels"), 50_000)...)
	e := attach(t, n, o.ID, `C:\кэмп\photo 1.jpg`, photo)
	sum := sha256.Sum256(photo)
	if e.OriginalName != "photo 1.jpg" || e.MediaType != "image/jpeg" || e.Size != int64(len(photo)) ||
		e.SHA256 != hex.EncodeToString(sum[:]) || e.Of != o.ID || e.CopyKind != model.CopyOriginal || !strings.HasPrefix(e.Ref, "E-2024-0001-") {
		t.Errorf("evidence: %+v", e)
	}
	empty := attach(t, n, o.ID, "empty", nil)
	again := attach(t, n, o.ID, "the same photo.jpg", photo)
	if again.Blob != e.Blob || again.ID == e.ID {
		t.Error("the same bytes were stored twice")
	}
	n = reopenNotebook(t, n)
	if !bytes.Equal(extract(t, n, e.ID), photo) || len(extract(t, n, empty.ID)) != 0 || !bytes.Equal(extract(t, n, again.ID), photo) {
		t.Error("other bytes came back")
	}
	if again := attach(t, n, o.ID, "once more.jpg", photo); again.Blob != e.Blob {
		t.Error("after opening, the same bytes were stored twice")
	}
	if n.Files(o.ID) != 4 || len(n.Attached(o.ID)) != 4 {
		t.Errorf("%d files", n.Files(o.ID))
	}
	if c, _ := n.Count(model.Query{HasEvidence: true}); c != 1 {
		t.Errorf("%d with evidence", c)
	}
	if r, err := n.Check(context.Background(), true, nil); err != nil || !r.OK() || r.Files != 2 || r.Verified != 2 {
		t.Errorf("check: %+v, %v", r, err)
	}
}

func TestEvidenceIsAsConfidentialAsItsRecord(t *testing.T) {
	n := testNotebook(t)
	for _, c := range []model.Confidentiality{model.Public, model.Coalition, model.Organisation, model.Sealed} {
		o := observation("x")
		o.Confidentiality = c
		record(t, n, o)
		want := c
		if c == model.Public {
			want = model.Coalition
		}
		if e := attach(t, n, o.ID, "a", []byte(c)); e.Confidentiality != want {
			t.Errorf("%s: evidence is %s", c, e.Confidentiality)
		}
	}
	s := &model.Source{CodeName: "Birch"}
	record(t, n, s)
	if e := attach(t, n, s.ID, "a", []byte("consent")); e.Confidentiality != model.Organisation {
		t.Errorf("of a source: %s", e.Confidentiality)
	}
}

// A file that vanishes, fails, is too large or is given up while it is read
// leaves the notebook as it was.
func TestAFailedFileLeavesNothing(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	digest, files := n.Digest(), listFiles(t, n.dir)
	gone := errors.New("stick pulled")
	ctx, cancel := context.WithCancel(context.Background())
	half := io.MultiReader(bytes.NewReader(make([]byte, 300_000)), iotest.ErrReader(gone))
	stop := io.MultiReader(bytes.NewReader(make([]byte, 300_000)), readFunc(func([]byte) (int, error) { cancel(); return 1, nil }), bytes.NewReader(make([]byte, 300_000)))
	_, fails := n.Attach(context.Background(), o.ID, "a", half, AttachOptions{})
	_, stops := n.Attach(ctx, o.ID, "a", stop, AttachOptions{})
	_, large := n.Attach(context.Background(), o.ID, "a", bytes.NewReader(make([]byte, 1001)), AttachOptions{MaxSize: 1000})
	_, orphan := n.Attach(context.Background(), model.ID{1}, "a", bytes.NewReader(nil), AttachOptions{})
	_, faulty := n.Attach(context.Background(), o.ID, "a", bytes.NewReader(nil), AttachOptions{Evidence: model.Evidence{EvidenceKind: "rumour"}})
	var faults model.Faults
	for what, ok := range map[string]bool{"fails": errors.Is(fails, gone), "given up": errors.Is(stops, context.Canceled),
		"too large": errors.Is(large, ErrTooLarge), "of nothing": errors.Is(orphan, ErrNotFound), "faulty": errors.As(faulty, &faults)} {
		if !ok {
			t.Errorf("%s: %v", what, []error{fails, stops, large, orphan, faulty})
		}
	}
	if got := listFiles(t, n.dir); strings.Join(got, " ") != strings.Join(files, " ") {
		t.Errorf("left behind: %v", got)
	}
	if n.Digest() != digest {
		t.Error("the records changed")
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// A stop before the revision leaves a file that is swept; a stop after it one
// that is moved to its place.
func TestAStopInTheMiddleOfAttachingIsPutRight(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	e := attach(t, n, o.ID, "a", []byte("content"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(n.blobPath(e.Blob), n.tempPath(e.Blob)); err != nil {
		t.Fatal(err)
	}
	stray := strings.Repeat("ab", 16)
	for _, name := range []string{stray, "backup-17", "x.part"} {
		if err := os.WriteFile(n.tempPath(name), []byte("noise"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Open(n.dir, pass, OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := extract(t, r, e.ID); string(got) != "content" {
		t.Errorf("read-only: %q", got)
	}
	r.Close()
	again, err := Open(n.dir, pass)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := extract(t, again, e.ID); string(got) != "content" {
		t.Errorf("got %q", got)
	}
	if left, _ := os.ReadDir(filepath.Join(n.dir, tempFolder)); len(left) != 0 {
		t.Errorf("%d temporary files left", len(left))
	}
	if _, err := os.Stat(n.blobPath(e.Blob)); err != nil {
		t.Error(err)
	}
}

func TestAChangedEvidenceFileIsNoticed(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	a, b := attach(t, n, o.ID, "a", bytes.Repeat([]byte("a"), 100_000)), attach(t, n, o.ID, "b", bytes.Repeat([]byte("b"), 100_000))
	path := n.blobPath(a.Blob)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := os.ReadFile(n.blobPath(b.Blob))
	for i := 0; i < len(good); i += 4001 {
		bad := bytes.Clone(good)
		bad[i] ^= 4
		os.WriteFile(path, bad, 0o600)
		if err := n.Extract(context.Background(), a.ID, io.Discard); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	for what, bad := range map[string][]byte{"cut": good[:70_000], "longer": append(bytes.Clone(good), 1), "swapped": other, "empty": nil} {
		os.WriteFile(path, bad, 0o600)
		if err := n.Extract(context.Background(), a.ID, io.Discard); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
		if r, err := n.Check(context.Background(), true, nil); err != nil || len(r.Faults) != 1 || r.Faults[0].Kind != FaultFile || r.Faults[0].Record != a.ID {
			t.Errorf("%s: check %+v, %v", what, r.Faults, err)
		}
	}
	os.Remove(path)
	if err := n.Extract(context.Background(), a.ID, io.Discard); !errors.Is(err, ErrNoFile) {
		t.Errorf("gone: %v", err)
	}
	if r, err := n.Check(context.Background(), false, nil); err != nil || len(r.Faults) != 1 || r.Faults[0].Kind != FaultMissing {
		t.Errorf("gone: check %+v, %v", r.Faults, err)
	}
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := n.Extract(context.Background(), o.ID, io.Discard); !errors.Is(err, ErrNotFound) {
		t.Errorf("of an observation: %v", err)
	}
}

func TestMediaTypesAndNames(t *testing.T) {
	for _, c := range []struct{ head, name, want string }{
		{"\x89PNG\r\n\x1a\n", "a", "image/png"}, {"%PDF-1.7", "a.jpg", "application/pdf"}, {"PK\x03\x04", "a.docx", extensions[".docx"]},
		{"PK\x03\x04", "a.exe", "application/zip"}, {"a,b\n", "a.csv", "text/csv"}, {"слова", "a", "text/plain"}, {"\x00\x01", "a.csv", "application/octet-stream"},
		{"", "a", "application/octet-stream"}, {"....ftypisom", "a", "video/mp4"}, {"\xd0\xcf\x11\xe0", "a.doc", "application/msword"},
	} {
		if got := mediaType([]byte(c.head), c.name); got != c.want {
			t.Errorf("%q %s: got %s, want %s", c.head, c.name, got, c.want)
		}
	}
	for in, want := range map[string]string{"a/b/c.txt": "c.txt", `..\..\x`: "x", "\u202ecod.exe\x00": "cod.exe", " фото \n": "фото", "..": "",
		strings.Repeat("ж", 200): strings.Repeat("ж", 127)} {
		if got := cleanName(in); got != want {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

// A large file is not one step: the bar of a deep check goes on within it, and never back.
func TestADeepCheckTellsHowFarItIsWithinAFile(t *testing.T) {
	n := testNotebook(t)
	v := record(t, n, observation("one"))
	const size = 1 << 20
	if _, err := n.Attach(t.Context(), v.ID, "film.mp4", bytes.NewReader(make([]byte, size)), AttachOptions{}); err != nil {
		t.Fatal(err)
	}
	var told []int
	all := 0
	r, err := n.Check(t.Context(), true, func(done, total int) { told, all = append(told, done), total })
	if err != nil || !r.OK() || r.Verified != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if !slices.IsSorted(told) || len(told) == 0 || told[len(told)-1] != all {
		t.Errorf("told %v of %d", told, all)
	}
	within := slices.Compact(slices.DeleteFunc(told, func(done int) bool { return done < all-size || done == all }))
	if len(within) < 5 {
		t.Errorf("within the file it told %v of %d", within, all)
	}
}
