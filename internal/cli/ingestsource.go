package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// source is one document that was asked for.
type source struct {
	name string   // as people know it
	url  *url.URL // if it is an address
	path string   // if it is a file
	err  error    // why it cannot be one
	// loose is true for files that were found in a folder rather than named.
	loose bool
}

// sources lists the documents that the arguments mean, in the order of the arguments and, in folders, of
// their paths. The error is for arguments that can mean none.
func (r *ingestRun) sources(ctx context.Context, args []string) ([]source, error) {
	var list []source
	for _, arg := range args {
		switch {
		case strings.TrimSpace(arg) == "": // of a variable that is not set; it would mean the whole working directory
			return nil, kb.Usage("one of the names is empty", "give a path, - for standard input, or an address such as https://example.org/post")
		case arg == "-":
			list = append(list, source{name: arg})
		case ingest.IsAddress(arg):
			u, err := ingest.ParseAddress(arg)
			if err != nil {
				return nil, kb.Usage(err.Error(), "give a path, - for standard input, or an address such as https://example.org/post")
			}
			list = append(list, source{name: arg, url: u})
		default:
			path := arg
			if !filepath.IsAbs(path) {
				path = filepath.Join(r.Dir, path)
			}
			info, err := os.Stat(path)
			if err == nil && info.IsDir() {
				list = r.folder(ctx, list, path)
				continue
			}
			list = append(list, source{name: path, path: path, err: err})
		}
	}
	return list, nil
}

// folder adds the documents below a folder. Links to files are followed and links to folders are not, so
// that no loop of links can catch it. Hidden files and folders, and packages of other programs, are no
// write-ups.
func (r *ingestRun) folder(ctx context.Context, list []source, root string) []source {
	notes := ""
	if !r.lib.Builtin {
		notes = filepath.Join(r.lib.Dir, "index")
	}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return fs.SkipAll
		case err != nil:
			list = append(list, source{name: p, path: p, err: err})
		case p != root && (strings.HasPrefix(e.Name(), ".") || e.IsDir() && (e.Name() == "node_modules" || p == notes)):
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.IsDir():
		case ingest.FormatOf(e.Name()) != "":
			if info, err := os.Stat(p); err == nil && info.IsDir() {
				r.passed++ // a link to a folder with the name of a file
				return nil
			}
			list = append(list, source{name: p, path: p, loose: true})
		default:
			r.passed++
		}
		return nil
	})
	if err != nil {
		list = append(list, source{name: root, path: root, err: err})
	}
	return list
}

// read makes the notes of a source. It runs beside others and touches nothing of the run.
func (r *ingestRun) read(ctx context.Context, s source) ([]*ingest.Note, error) {
	d, err := r.document(ctx, s)
	if err != nil {
		return nil, err
	}
	if r.format != "" {
		d.Format = r.format
	}
	return ingest.ReadAll(d, ingest.Options{Conference: r.o.conference, Columns: r.o.columns, Fields: r.o.fields})
}

func (r *ingestRun) document(ctx context.Context, s source) (ingest.Document, error) {
	switch {
	case s.err != nil:
		return ingest.Document{}, s.err
	case s.url != nil:
		limits := ingest.DefaultLimits()
		limits.Time = r.o.timeout
		return ingest.Fetch(ctx, s.url, limits)
	case s.path == "":
		data, err := r.standardInput(ctx)
		return ingest.Document{From: "-", Name: "stdin", Data: data}, err
	}
	if ingest.FormatOf(s.path) == "" && r.format == "" {
		return ingest.Document{}, errUnknownFormat
	}
	data, err := readDocument(s.path)
	return ingest.Document{From: s.path, Name: s.path, Data: data}, err
}

// errUnknownFormat refuses a file by its name.
var errUnknownFormat = kb.Usage("is not a Markdown, text, YAML, HTML, calendar or table file by its name", "--format says how it is written")

var (
	errTooLarge = kb.Usage(fmt.Sprintf("is larger than the limit of %d MiB", notefile.MaxSize>>20), "split it, or ingest a part of it")
	errNoFile   = errors.New("is neither a file nor a folder")
)

// readDocument reads a file within the limit. Opening a pipe would wait for a writer, so its kind is
// asked for first.
func readDocument(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNoFile
	case info.Size() > notefile.MaxSize:
		return nil, errTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readLimited(f, int(info.Size()))
}

// readLimited reads all of r, which may hold no more than a note may.
func readLimited(r io.Reader, size int) ([]byte, error) {
	data := make([]byte, 0, size+512)
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case len(data) > notefile.MaxSize:
			return nil, errTooLarge
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

// standardInput reads what is piped in. Ctrl-C ends the wait for it.
func (r *ingestRun) standardInput(ctx context.Context) ([]byte, error) {
	if r.InTTY {
		r.warn("reading standard input; Ctrl-D ends it")
	}
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := readLimited(r.In, 0)
		done <- result{data, err}
	}()
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case res := <-done:
		return res.data, res.err
	}
}
