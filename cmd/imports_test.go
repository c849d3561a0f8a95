// Package cmd holds the doors of the program, and the law of the house that every
// room knows only the rooms beneath it. The law is a test over the files themselves:
// it sees every build tag and every system, not only those of this machine.
package cmd

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the import path of the top of the repository.
const module = "plumbline"

// floor is how high a room stands; a test may reach into every room of a lower floor.
type floor int

const (
	ground     floor = iota // the nouns, the locks, the words: know nobody
	examples                // invented records over the nouns, for whoever shows or tries something
	boundaries              // where bytes come in and go out
	seen                    // what a person sees
	doors                   // the programs
)

// room is the rule of one folder: what its files may import beside the standard library.
type room struct {
	floor   floor
	ours    []string // folders of this repository
	outside []string // modules or packages, with what lies beneath them
}

// Modules of other people, each named once.
const (
	age         = "filippo.io/age"
	bbolt       = "go.etcd.io/bbolt"
	cbor        = "github.com/fxamacker/cbor/v2"
	circl       = "github.com/cloudflare/circl" // the division of a secret into parts
	cobra       = "github.com/spf13/cobra"
	compression = "github.com/klauspost/compress"
	crypto      = "golang.org/x/crypto"
	excelize    = "github.com/xuri/excelize/v2"
	fyne        = "fyne.io/fyne/v2"
	fyneApp     = "fyne.io/fyne/v2/app"             // the window of the machine: needs C, and only one door has it
	glfw        = "github.com/go-gl/glfw/v3.4/glfw" // the toolkit's own, which alone knows how large the screen is
	goInternal  = "github.com/rogpeppe/go-internal"
	goText      = "github.com/go-text/typesetting"
	rapid       = "pgregory.net/rapid"
	xImage      = "golang.org/x/image"
	xSys        = "golang.org/x/sys"
	xTerm       = "golang.org/x/term"
	xText       = "golang.org/x/text"
	zxcvbn      = "github.com/ccojocar/zxcvbn-go"
)

// house is the table of CONTRIBUTING.md. A new folder with Go files needs a line here: a new room is a decision.
var house = map[string]room{
	"assets":        {floor: ground, ours: []string{"assets/packed"}, outside: []string{xText}},
	"assets/packed": {floor: ground, outside: []string{compression}},
	"model":         {floor: ground, outside: []string{cbor, xText}}, // a revision is named by the hash of its canonical CBOR
	"model/seal":    {floor: ground, outside: []string{age, cbor, circl, crypto, xSys, xText, zxcvbn}},

	"model/sample":   {floor: examples, ours: []string{"assets/packed", "model"}},
	"model/parcel":   {floor: boundaries, ours: []string{"model", "model/seal"}, outside: []string{cbor, compression}},
	"model/intake":   {floor: boundaries, ours: []string{"model"}, outside: []string{excelize}},
	"model/notebook": {floor: boundaries, ours: []string{"model", "model/seal", "model/parcel"}, outside: []string{bbolt, cbor, xSys}},

	"export":   {floor: seen, ours: []string{"assets", "model"}, outside: []string{compression, excelize}},
	"ui/bidi":  {floor: seen, outside: []string{fyne, goText, xImage, xText}},
	"ui/parts": {floor: seen, ours: []string{"assets", "model", "ui/bidi"}, outside: []string{fyne}},
	"ui": {floor: seen, outside: []string{fyne, xImage, zxcvbn}, ours: []string{"assets", "export", "model", "model/intake",
		"model/notebook", "model/parcel", "model/sample", "model/seal", "ui/bidi", "ui/parts"}},

	"cmd":      {floor: doors},
	"cmd/lean": {floor: doors, outside: []string{compression}}, // lays out what a release is built from, and is in no program
	"cmd/plumbctl": {floor: doors, outside: []string{cobra, xTerm, zxcvbn}, ours: []string{"assets", "export", "model", "model/intake",
		"model/notebook", "model/parcel", "model/sample", "model/seal"}},
	"cmd/plumbline": {floor: doors, outside: []string{fyne, glfw}, ours: []string{"assets", "model/notebook", "ui"}},
}

// testLibraries may be imported by every test; those of formats, to make by hand what no
// honest program writes.
var testLibraries = []string{cbor, compression, excelize, goInternal, rapid, xImage, xText}

// source is one Go file and what it imports.
type source struct {
	folder string // with slashes, from the top of the repository
	name   string
	file   *ast.File
}

func (s source) path() string { return path.Join(s.folder, s.name) }
func (s source) test() bool   { return strings.HasSuffix(s.name, "_test.go") }

// imports returns the import paths of the file.
func (s source) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			paths = append(paths, imported)
		}
	}
	return paths
}

// only reports whether the file is built under this tag and never without it.
func (s source) only(tag string) bool {
	for _, group := range s.file.Comments {
		for _, comment := range group.List {
			expr, err := constraint.Parse(comment.Text)
			if err == nil && group.Pos() < s.file.Package {
				return !expr.Eval(func(t string) bool { return t != tag })
			}
		}
	}
	return false
}

// sources reads every Go file of the repository as far as its imports.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	fset := token.NewFileSet()
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hidden := strings.HasPrefix(entry.Name(), ".") && name != ".."; entry.IsDir() && (hidden || entry.Name() == "testdata" || entry.Name() == "out") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		file, err := parser.ParseFile(fset, name, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel("..", filepath.Dir(name))
		all = append(all, source{folder: filepath.ToSlash(relative), name: filepath.Base(name), file: file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// covered reports whether an import path is one of the packages or lies beneath one.
func covered(imported string, packages []string) bool {
	return slices.ContainsFunc(packages, func(p string) bool {
		return imported == p || strings.HasPrefix(imported, p+"/")
	})
}

// mayImport says whether a file of a room may import a path, by numbered cases:
//
//  1. fyne's app only at the door that has the window;
//  2. a package of the room itself, from its external tests;
//  3. a room of ours by the room's line, and from tests any room of a lower floor;
//  4. the standard library, but not C;
//  5. other people's modules by the room's line, and in tests the test libraries.
func mayImport(folder string, test bool, imported string) bool {
	rule := house[folder]
	if covered(imported, []string{fyneApp}) { // 1
		return folder == "cmd/plumbline" && !test
	}
	if ours, inside := strings.CutPrefix(imported, module+"/"); inside {
		target, known := house[ours]
		return known && (test && ours == folder || // 2
			slices.Contains(rule.ours, ours) || test && target.floor < rule.floor) // 3
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return imported != "C" && imported != module // 4
	}
	return covered(imported, rule.outside) || test && covered(imported, testLibraries) // 5
}

func TestEveryRoomKnowsOnlyTheRoomsBeneathIt(t *testing.T) {
	for _, s := range sources(t) {
		if _, known := house[s.folder]; !known {
			t.Errorf("%s: the folder %s has no rule in house", s.path(), s.folder)
			continue
		}
		for _, imported := range s.imports() {
			if !mayImport(s.folder, s.test(), imported) {
				t.Errorf("%s imports %s, which its room may not know", s.path(), imported)
			}
		}
	}
}

// The program speaks to nobody. Only what drives the window in tests listens, on the
// loopback, and is never in a release.
func TestNothingSpeaksToTheNetwork(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports() {
			network := covered(imported, []string{"net", "crypto/tls"}) && imported != "net/url"
			if network && !s.test() && !s.only("e2e") {
				t.Errorf("%s imports %s", s.path(), imported)
			}
		}
	}
}

func TestRulesReachDownwards(t *testing.T) {
	sideways := []string{"assets→assets/packed", "ui→ui/parts", "ui→ui/bidi", "ui/parts→ui/bidi", "ui→export", "model/notebook→model/parcel"}
	for folder, rule := range house {
		for _, ours := range rule.ours {
			target, known := house[ours]
			if !known {
				t.Errorf("%s may import %s, which has no rule", folder, ours)
			}
			if target.floor >= rule.floor && !slices.Contains(sideways, folder+"→"+ours) {
				t.Errorf("%s may import %s, which is not beneath it", folder, ours)
			}
		}
	}
}

func TestTheLawBites(t *testing.T) {
	for _, c := range []struct {
		folder   string
		test     bool
		imported string
		want     bool
	}{
		{"model", false, "fyne.io/fyne/v2", false},
		{"model", false, "plumbline/assets", false},
		{"model", false, "plumbline/model/seal", false},
		{"model", false, "C", false},
		{"model", false, "golang.org/x/text/unicode/norm", true},
		{"model", true, "pgregory.net/rapid", true},
		{"model", false, "pgregory.net/rapid", false},
		{"model/seal", true, "plumbline/model/seal", true},
		{"model/notebook", true, "plumbline/model/sample", true},
		{"model/notebook", false, "plumbline/model/sample", false},
		{"ui", false, "fyne.io/fyne/v2/widget", true},
		{"ui", false, "fyne.io/fyne/v2/app", false},
		{"ui", true, "fyne.io/fyne/v2/app", false},
		{"ui/bidi", true, "plumbline/assets", true},
		{"ui/bidi", false, "plumbline/assets", false},
		{"ui/parts", false, "plumbline/model/notebook", false},
		{"cmd/plumbctl", false, "plumbline/ui", false},
		{"cmd/plumbctl", false, "github.com/spf13/cobraish", false},
		{"cmd/plumbline", false, "fyne.io/fyne/v2/app", true},
		{"cmd/plumbline", false, "plumbline/elsewhere", false},
	} {
		if got := mayImport(c.folder, c.test, c.imported); got != c.want {
			t.Errorf("%s (test %v) may import %s: %v", c.folder, c.test, c.imported, got)
		}
	}
}

func TestFilesOfOneTagAreKnown(t *testing.T) {
	for text, want := range map[string]bool{
		"//go:build e2e\n\npackage p":              true,
		"//go:build e2e && x11\n\npackage p":       true,
		"//go:build !e2e\n\npackage p":             false,
		"//go:build e2e || x11\n\npackage p":       false,
		"// Package p.\npackage p":                 false,
		"package p\n\n//go:build e2e\n\nvar x = 1": false,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if got := (source{file: file}).only("e2e"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if _, err := os.Stat("../go.mod"); err != nil {
		t.Error("the top of the repository is not above this folder")
	}
}
