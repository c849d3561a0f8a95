package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// release is one release laid out for all tests of this package, which only read it.
var release = struct {
	once sync.Once
	dir  string
	err  error
}{}

func TestMain(m *testing.M) {
	code := m.Run()
	if release.dir != "" {
		if err := os.RemoveAll(release.dir); err != nil {
			code = 1
		}
	}
	os.Exit(code)
}

// laidOut says where a release is laid out, and where the module lies that it was made from.
func laidOut(t *testing.T) (to, fyne string) {
	t.Helper()
	release.once.Do(func() {
		if release.dir, release.err = os.MkdirTemp("", "lean"); release.err == nil {
			release.err = layOut("../..", filepath.Join(release.dir, "lean"))
		}
	})
	if release.err != nil {
		t.Fatal(release.err)
	}
	to = filepath.Join(release.dir, "lean")
	fyne, err := goList("../..", "-m", "-f", "{{.Dir}}", fyneModule)
	if err != nil {
		t.Fatal(err)
	}
	return to, fyne
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatIsPackedIsTheReadableFile(t *testing.T) {
	to, _ := laidOut(t)
	var overlay struct{ Replace map[string]string }
	if err := json.Unmarshal(read(t, filepath.Join(to, "overlay.json")), &overlay); err != nil {
		t.Fatal(err)
	}
	reader, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var names []string
	for source, target := range overlay.Replace {
		packed := read(t, target)
		whole, err := reader.DecodeAll(packed, nil)
		if err != nil || !bytes.Equal(whole, read(t, source)) {
			t.Errorf("%s unpacks to another file than %s: %v", target, source, err)
		}
		if len(packed) > len(whole)*2/3 {
			t.Errorf("%s is not worth packing: %d of %d bytes", source, len(packed), len(whole))
		}
		names = append(names, filepath.Base(source))
	}
	for _, name := range []string{"PlumblineSans-Regular.ttf", "PlumblineSans-Bold.ttf", "en.json", "ar.json", "ru.json", "kk.json", "kz-2021.json", "words.txt"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not packed", name)
		}
	}
}

// The copy is the module that was fetched and verified, to the last byte, but for the faces.
func TestTheCopyOfFyneDiffersByItsFacesAlone(t *testing.T) {
	to, fyne := laidOut(t)
	small := read(t, filepath.Join(fyne, theme, kept))
	seen := map[string]bool{}
	copied := filepath.Join(to, "fyne")
	err := filepath.WalkDir(copied, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(copied, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(relative)
		want := read(t, filepath.Join(fyne, relative))
		if face, inTheme := strings.CutPrefix(name, theme+"/"); inTheme && slices.Contains(faces, face) {
			seen[face], want = true, small
		}
		if !bytes.Equal(read(t, path), want) {
			t.Errorf("%s is another file than the module's", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != len(faces) {
		t.Errorf("%d of %d faces are exchanged", len(seen), len(faces))
	}
}

func TestTheGoCommandTakesTheCopy(t *testing.T) {
	to, fyne := laidOut(t)
	module, overlay := filepath.Join(to, "lean.mod"), filepath.Join(to, "overlay.json")
	dir, err := goList("../..", "-modfile", module, "-m", "-f", "{{.Dir}}", fyneModule)
	if err != nil || dir != filepath.Join(to, "fyne") {
		t.Errorf("Fyne is read from %s, %v", dir, err)
	}
	if dir, err := goList("../..", "-m", "-f", "{{.Dir}}", fyneModule); err != nil || dir != fyne {
		t.Errorf("without lean.mod Fyne is read from %s, %v", dir, err)
	}
	if _, err := goList("../..", "-modfile", module, "-overlay", overlay, "./assets", fyneModule+"/theme"); err != nil {
		t.Errorf("the overlay is refused: %v", err)
	}
}

// A newer Fyne with other faces must be looked at, and not slip through as it is.
func TestAFaceThatNobodyLookedAtIsSeen(t *testing.T) {
	folder := t.TempDir()
	source := "package theme\n\n//go:embed font/New.ttf\nvar a []byte\n\nvar (\n\t//go:embed font/Old.ttf\n\tb []byte\n\t//go:embed icons/x.svg\n\tc []byte\n)\n"
	if err := os.WriteFile(filepath.Join(folder, "fonts.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := embeddedFaces(folder); err != nil || !slices.Equal(got, []string{"font/New.ttf", "font/Old.ttf"}) {
		t.Errorf("embedded are %v, %v", got, err)
	}
	if err := facesAreKnown([]string{"font/New.ttf", "font/Old.ttf"}); err == nil {
		t.Error("other faces pass for those that were looked at")
	}
	for i := range faces {
		missing := slices.Concat(slices.Delete(slices.Clone(faces), i, i+1), leftOut, []string{kept})
		slices.Sort(missing)
		if err := facesAreKnown(missing); err == nil {
			t.Errorf("nobody misses %s", faces[i])
		}
	}
}
