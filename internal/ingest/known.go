package ingest

import (
	"context"
	"strings"
	"sync"
)

// Known is what is known of the notes that are there, for comparison.
type Known struct {
	corpus  *Corpus
	sources map[string]string // path by address
}

// NewKnown reads the notes with these paths, jobs of them at a time. A note that cannot be read is passed
// over: every other command reports it. The error is that of the context.
func NewKnown(ctx context.Context, paths []string, read func(path string) ([]byte, error), jobs int) (*Known, error) {
	s := &Known{corpus: NewCorpus(), sources: map[string]string{}}
	type kept struct {
		print  Print
		source string
		ok     bool
	}
	list := make([]kept, len(paths))
	next := make(chan int)
	var all sync.WaitGroup
	for range min(jobs, max(len(paths), 1)) {
		all.Go(func() {
			for i := range next {
				if data, err := read(paths[i]); err == nil {
					list[i] = kept{PrintOf(data, IsYAML(paths[i])), SourceOf(data, IsYAML(paths[i])), true}
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

func (s *Known) put(path string, p Print, source string) {
	s.corpus.Add(path, p)
	if source = pageOf(source); source != "" && s.sources[source] == "" {
		s.sources[source] = path
	}
}

func (s *Known) add(path string, data []byte, p Print) {
	s.put(path, p, SourceOf(data, IsYAML(path)))
}

// from is the note that came from an address, empty if there is none.
func (s *Known) from(source string) string {
	if source = pageOf(source); source == "" {
		return ""
	}
	return s.sources[source]
}

// pageOf is an address as it is compared: with or without encryption, www and a final slash it leads to
// one page.
func pageOf(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(s), "https://"), "http://")
	s, _, _ = strings.Cut(s, "#")
	return strings.TrimSuffix(strings.TrimPrefix(s, "www."), "/")
}
