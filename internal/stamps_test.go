package internal_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/search"
	"takeaway/internal/vocabulary"
	"takeaway/notes"
)

var update = flag.Bool("update", false, "write the stamps of today's reading")

// An index that was built by a program with another stamp is built anew. So a stamp has to move with what
// is read from notes and put into the index, and with nothing else.
const updateStamps = "go test ./internal -run Stamps -update"

// TestStamps holds the stamps against what the program makes of a fixed set of notes.
func TestStamps(t *testing.T) {
	ups, catalogues := corpus(t)
	h := sha256.New()
	dump(h, reflect.ValueOf(ups))
	dump(h, reflect.ValueOf(inferred(ups)))
	h.Write(catalogues)
	reading := hex.EncodeToString(h.Sum(nil))[:16]
	format, err := search.Fingerprint(documents(ups))
	if err != nil {
		t.Fatal(err)
	}
	stale := false
	for _, stamp := range []struct{ file, now string }{
		{"library/reading.stamp", reading},
		{"search/format.stamp", format},
	} {
		if *update {
			if err := os.WriteFile(stamp.file, []byte(stamp.now+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		data, err := os.ReadFile(stamp.file)
		if err != nil {
			t.Fatal(err)
		}
		stale = stale || string(data) != stamp.now+"\n"
	}
	if stale {
		t.Errorf("notes are read or indexed in another way than the stamps say; if that is meant, run: %s", updateStamps)
	}
}

// corpus reads the fixed set of notes: shapes that people write, and the shipped notes on editions before
// 2023, to which few are added.
func corpus(t *testing.T) (ups []*kb.WriteUp, catalogues []byte) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/shapes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	shapes, shipped := fstest.MapFS{}, fstest.MapFS{}
	for _, f := range archive.Files {
		shapes[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	names, err := fs.Glob(notes.FS, "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		folder, _, _ := strings.Cut(name, "/")
		if folder[len(folder)-4:] >= "2023" {
			continue
		}
		data, err := fs.ReadFile(notes.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		shipped[name] = &fstest.MapFile{Data: data}
	}
	for _, set := range []fs.FS{shapes, shipped} {
		lib, err := library.Find(library.Places{Builtin: set})
		if err != nil {
			t.Fatal(err)
		}
		delta, err := lib.Scan(context.Background(), nil, time.Unix(1<<32, 0), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range delta.Files {
			delta.Files[i].Mtime = 0
		}
		catalogue, err := library.NewCatalogue(nil, delta)
		if err != nil {
			t.Fatal(err)
		}
		ups = append(ups, delta.Read...)
		catalogues = append(catalogues, catalogue.Encode()...)
	}
	if len(ups) < 200 {
		t.Fatalf("only %d notes were read", len(ups))
	}
	return ups, catalogues
}

// inferred are the tags of every piece, also of notes whose tags are complete.
func inferred(ups []*kb.WriteUp) []vocabulary.Result {
	var out []vocabulary.Result
	for _, w := range ups {
		for _, p := range w.Pieces {
			out = append(out, vocabulary.Default().Infer(vocabulary.Piece{Title: w.Title, Heading: p.Heading, Body: p.Body}))
		}
	}
	return out
}

// documents are the pieces of write-ups as they are indexed.
func documents(ups []*kb.WriteUp) []search.Doc {
	var docs []search.Doc
	for _, w := range ups {
		for _, p := range w.Pieces {
			docs = append(docs, search.Doc{Takeaway: p, Language: w.Language, Years: []int{2019}, Series: []string{"kubecon-na"}, Regions: []string{"na"}})
		}
	}
	return docs
}

// dump writes all that v holds, with the names of fields, in one way.
func dump(w io.Writer, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			fmt.Fprint(w, "nil;")
			return
		}
		dump(w, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fmt.Fprint(w, v.Type().Field(i).Name, ":")
			dump(w, v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		fmt.Fprint(w, v.Len(), "[")
		for i := range v.Len() {
			dump(w, v.Index(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		fmt.Fprint(w, v.Len(), "{")
		for _, k := range keys {
			dump(w, k)
			dump(w, v.MapIndex(k))
		}
	case reflect.String:
		fmt.Fprintf(w, "%q;", v.String())
	case reflect.Float64:
		fmt.Fprintf(w, "%.4g;", v.Float()) // processors differ in the last digits
	default:
		fmt.Fprintf(w, "%v;", v.Interface())
	}
}
