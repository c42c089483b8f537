package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// mostTerms is how many terms a condition that mixes && and || may have before its parts want names.
const mostTerms = 3

// TestConditions keeps away conditions that nobody can read: those that mix && and || over more than three
// terms. Give the parts names: a predicate each.
func TestConditions(t *testing.T) {
	files := token.NewFileSet()
	found := map[string][]string{}
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && path != ".." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata") {
			return fs.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_gen.go") {
			return nil
		}
		f, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		room := filepath.Base(filepath.Dir(path))
		found[room] = append(found[room], tangledIn(files, f)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room, list := range found {
		if len(list) > 0 {
			t.Errorf("%s has %d conditions that mix && and || over more than %d terms; give their parts names:\n%s",
				room, len(list), mostTerms, strings.Join(list, "\n"))
		}
	}
}

// tangledIn lists the places of conditions that mix && and || over too many terms.
func tangledIn(files *token.FileSet, f *ast.File) []string {
	var list []string
	ast.Inspect(f, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		terms, and, or := countTerms(e)
		if and && or && terms > mostTerms {
			list = append(list, files.Position(e.Pos()).String())
		}
		return terms == 1 // what is inside has been counted
	})
	return list
}

// countTerms counts the terms of a condition and tells which operators join them. What is in parentheses
// is one term: they say what belongs together.
func countTerms(e ast.Expr) (terms int, and, or bool) {
	x, ok := e.(*ast.BinaryExpr)
	if !ok || x.Op != token.LAND && x.Op != token.LOR {
		return 1, false, false
	}
	lt, la, lo := countTerms(x.X)
	rt, ra, ro := countTerms(x.Y)
	return lt + rt, la || ra || x.Op == token.LAND, lo || ro || x.Op == token.LOR
}

// TestCountTerms has what counts as a term.
func TestCountTerms(t *testing.T) {
	for text, want := range map[string]int{"a": 1, "a && b": 2, "a && (b || c)": 2, "a && b || c": 3, "!(a || b) && c": 2, "f(a && b) || c": 2, "a == b && c": 2} {
		e, err := parser.ParseExpr(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, _ := countTerms(e); got != want {
			t.Errorf("%s: %d terms, want %d", text, got, want)
		}
	}
}
