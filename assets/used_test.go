package assets

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// glossary names the sections that stand in the project's glossary: a word of these may
// be there before a screen uses it.
var glossary = strings.Fields(`actions columns commands exit_codes nouns plurals screens sheets states un_terms`)

func inGlossary(section string) bool {
	return slices.Contains(glossary, section) || strings.HasPrefix(section, "enum_") || strings.HasPrefix(section, "fields_")
}

// usage is what the source of the repository says about words.
type usage struct {
	fset     *token.FileSet
	literals map[string]bool // every string literal
	prefixes []string        // literals that something is joined to: "enum_method." + code, "dates.%s"
	calls    []call          // T and N with a literal key
}

// call is one T or N with its key and the names of its arguments written out.
type call struct {
	at     token.Position
	method string
	key    string
	names  []string
	whole  bool // every name is a literal and no slice is spread
}

// sources are the folders whose Go files say words, test files aside.
var sources = []string{"../assets", "../cmd", "../ui", "../export", "../model"}

// readUsage parses every Go file. A file that does not parse is somebody's unfinished work: the
// compiler tells them, not this test.
func readUsage(t *testing.T) usage {
	t.Helper()
	u := usage{fset: token.NewFileSet(), literals: map[string]bool{}}
	for _, root := range sources {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case os.IsNotExist(err):
				return nil
			case err != nil:
				return err
			case entry.IsDir() && entry.Name() == "testdata":
				return filepath.SkipDir
			case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			file, err := parser.ParseFile(u.fset, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Logf("passed over: %v", err)
				return nil
			}
			ast.Inspect(file, u.visit)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return u
}

// visit notes one node of a file.
func (u *usage) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BasicLit:
		if text, ok := literal(n); ok {
			u.literals[text] = true
			if before, _, formatted := strings.Cut(text, "%"); formatted && before != "" {
				u.prefixes = append(u.prefixes, before)
			}
		}
	case *ast.BinaryExpr:
		if text, ok := literal(n.X); ok && n.Op == token.ADD && text != "" {
			u.prefixes = append(u.prefixes, text)
		}
	case *ast.CallExpr:
		u.note(n)
	}
	return true
}

// note keeps a call of T or N (or of a short form t or n) whose key is a literal.
func (u *usage) note(n *ast.CallExpr) {
	name := ""
	switch fun := n.Fun.(type) {
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	case *ast.Ident:
		name = fun.Name
	}
	if method := strings.ToUpper(name); (method == "T" || method == "N") && len(n.Args) > 0 {
		key, ok := literal(n.Args[0])
		if !ok || !strings.Contains(key, ".") {
			return
		}
		c := call{at: u.fset.Position(n.Pos()), method: method, key: key, whole: n.Ellipsis == token.NoPos}
		first := 1
		if method == "N" {
			first, c.names = 2, []string{"{n}"}
		}
		for i := first; i < len(n.Args); i += 2 {
			name, ok := literal(n.Args[i])
			c.names = append(c.names, "{"+name+"}")
			c.whole = c.whole && ok
		}
		u.calls = append(u.calls, c)
	}
}

// literal returns the value of a string literal.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// used reports whether a key is written out, or begins as something that is joined to.
// A prefix must reach into a section, or name the beginning of one ("enum_", "fields_").
func (u usage) used(key string) bool {
	if u.literals[key] {
		return true
	}
	return slices.ContainsFunc(u.prefixes, func(prefix string) bool {
		return strings.ContainsAny(prefix, "._") && strings.HasPrefix(key, prefix)
	})
}

func TestEveryKeyInTheSourceExists(t *testing.T) {
	english := For("en").book
	for _, c := range readUsage(t).calls {
		_, text := english.texts[c.key]
		_, plural := english.plurals[c.key]
		switch {
		case !text && !plural:
			t.Errorf("%s: no words under %q", c.at, c.key)
		case text && c.method == "N":
			t.Errorf("%s: %q is a text, not a plural", c.at, c.key)
		case plural && c.method == "T":
			t.Errorf("%s: %q is a plural, not a text", c.at, c.key)
		case c.whole:
			compareNames(t, c, english.places(c.key))
		}
	}
}

// compareNames holds the names of a call against the places of its text.
func compareNames(t *testing.T, c call, places []string) {
	t.Helper()
	for _, place := range places {
		if !slices.Contains(c.names, place) {
			t.Errorf("%s: %q leaves %s open", c.at, c.key, place)
		}
	}
	for _, name := range c.names {
		if !slices.Contains(places, name) && name != "{n}" {
			t.Errorf("%s: %q has no place %s", c.at, c.key, name)
		}
	}
}

// Words that nothing says are dead weight in four languages. While a door is not
// built yet, its words wait for it and are only listed.
func TestEveryKeyIsUsed(t *testing.T) {
	report := t.Errorf
	for _, door := range []string{"../cmd/plumbctl/main.go", "../cmd/plumbline/main.go", "../export/doc.go", "../ui/doc.go"} {
		if _, err := os.Stat(door); err != nil {
			report = t.Logf
		}
	}
	u := readUsage(t)
	for _, key := range For("en").book.keys() {
		if section, _, _ := strings.Cut(key, "."); !inGlossary(section) && !u.used(key) {
			report("nothing says %s", key)
		}
	}
}

func TestUsageIsRead(t *testing.T) {
	u := usage{fset: token.NewFileSet(), literals: map[string]bool{}}
	const source = `package p
func f() { w.T("a.b", "x", 1); n("c.d", 2); w.T("e."+code); w.T("g.h", rest...); s := fmt.Sprintf("i.%s", j); t.Run("k.l") }`
	file, err := parser.ParseFile(u.fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, u.visit)
	if len(u.calls) != 3 || u.calls[0].key != "a.b" || u.calls[1].method != "N" || u.calls[2].whole {
		t.Errorf("calls: %+v", u.calls)
	}
	for key, want := range map[string]bool{"a.b": true, "c.d": true, "e.x": true, "i.x": true, "k.l": true, "m.n": false, "a.c": false} {
		if u.used(key) != want {
			t.Errorf("%s used: %v", key, !want)
		}
	}
}
