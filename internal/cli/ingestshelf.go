package cli

import (
	"context"
	"strings"
	"sync"

	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
)

// shelf is what is known of the notes that are there, for comparison.
type shelf struct {
	corpus  *ingest.Corpus
	sources map[string]string // path by address
}

// openShelf reads the notes of the library, several at a time.
func openShelf(ctx context.Context, lib *library.Library, jobs int) (*shelf, error) {
	s := &shelf{corpus: ingest.NewCorpus(), sources: map[string]string{}}
	if lib.Builtin {
		return s, nil
	}
	paths, err := lib.Paths()
	if err != nil {
		return nil, kb.Unusable(err, "")
	}
	type kept struct {
		print  ingest.Print
		source string
		ok     bool
	}
	list := make([]kept, len(paths))
	next := make(chan int)
	var all sync.WaitGroup
	for range min(jobs, max(len(paths), 1)) {
		all.Go(func() {
			for i := range next {
				if data, err := lib.Bytes(paths[i]); err == nil { // what cannot be read is told by every other command
					list[i] = kept{ingest.PrintOf(data, isYAML(paths[i])), ingest.SourceOf(data, isYAML(paths[i])), true}
				}
			}
		})
	}
	for i := range paths {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	all.Wait()
	for i, k := range list {
		if k.ok {
			s.put(paths[i], k.print, k.source)
		}
	}
	return s, context.Cause(ctx)
}

func (s *shelf) put(path string, p ingest.Print, source string) {
	s.corpus.Add(path, p)
	if source = address(source); source != "" && s.sources[source] == "" {
		s.sources[source] = path
	}
}

func (s *shelf) add(path string, data []byte, p ingest.Print) {
	s.put(path, p, ingest.SourceOf(data, isYAML(path)))
}

// from is the note that came from an address, empty if there is none.
func (s *shelf) from(source string) string {
	if source = address(source); source == "" {
		return ""
	}
	return s.sources[source]
}

// address is an address as it is compared: with or without encryption, www and a final slash it leads to
// one page.
func address(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(s), "https://"), "http://")
	s, _, _ = strings.Cut(s, "#")
	return strings.TrimSuffix(strings.TrimPrefix(s, "www."), "/")
}
