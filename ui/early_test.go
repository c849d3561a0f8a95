package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// Before the application is made there is no theme: Fyne complains of each question in the log, and answers with its own.
func TestNothingAsksTheThemeBeforeThereIsOne(t *testing.T) {
	var files []string
	for _, folder := range []string{".", "parts", "bidi", "../cmd/plumbline"} {
		in, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(in) == 0 {
			t.Fatalf("%s: %d files, %v", folder, len(in), err)
		}
		files = append(files, in...)
	}
	fset := token.NewFileSet()
	for _, name := range files {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if vars, ok := d.(*ast.GenDecl); ok && vars.Tok == token.VAR {
				ast.Inspect(vars, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok && asksTheme(call) {
						t.Errorf("%s: a variable of the package asks before the application is made", fset.Position(call.Pos()))
					}
					_, later := n.(*ast.FuncLit)
					return !later
				})
			}
		}
	}
}

// asksTheme says whether a call asks the theme or the application; what only makes something does not.
func asksTheme(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name == "paint" || f.Name == "Unit"
	case *ast.SelectorExpr:
		of, ok := f.X.(*ast.Ident)
		return ok && (of.Name == "theme" && !strings.HasPrefix(f.Sel.Name, "New") || of.Name == "fyne" && f.Sel.Name == "CurrentApp")
	}
	return false
}
