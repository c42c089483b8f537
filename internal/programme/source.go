package programme

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Source is the programme as people keep it: what the files beside this one say.
type Source struct {
	Talks []Talk
	Links []Links // of each talk
	// People and Organisations give the name that is used for another spelling.
	People, Organisations map[string]string
	// Vocabulary is the hash of the vocabulary that tagged the talks.
	Vocabulary string
	// Wider are the topics above one, for the counts.
	Wider func(topic string) []string
}

// types are the kinds of sessions.
var types = []string{"keynote", "lightning", "tutorial", "panel", "maintainer", "bof", "poster", "breakout", "sponsored", "cohosted", "other"}

// ReadSource reads talks.tsv, people.tsv and organisations.tsv. A row with a fault is an error that names it.
func ReadSource(dir fs.FS) (*Source, error) {
	s := &Source{}
	var err error
	if s.People, err = readAliases(dir, "people.tsv"); err != nil {
		return nil, err
	}
	if s.Organisations, err = readAliases(dir, "organisations.tsv"); err != nil {
		return nil, err
	}
	err = readRows(dir, "talks.tsv", 9, func(f []string) error {
		t := Talk{Edition: f[0], Title: f[1], Track: f[3], Type: f[4], Date: f[5]}
		if t.Edition == "" || t.Title == "" || !slices.Contains(types, t.Type) {
			return fmt.Errorf("edition %q, title %q, type %q", t.Edition, t.Title, t.Type)
		}
		if _, err := time.Parse(time.DateOnly, t.Date); t.Date != "" && err != nil {
			return err
		}
		for one := range strings.SplitSeq(f[2], "; ") {
			if one == "" {
				continue
			}
			name, org, _ := strings.Cut(one, " (")
			p := Speaker{spelled(s.People, name), spelled(s.Organisations, strings.TrimSuffix(org, ")"))}
			t.Speakers = append(t.Speakers, p)
		}
		s.Talks = append(s.Talks, t)
		s.Links = append(s.Links, Links{f[6], f[7], f[8]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	t := &table{talks: s.Talks}
	t.index()
	return s, nil
}

// spelled is the name that is used for a spelling.
func spelled(aliases map[string]string, name string) string {
	if used, ok := aliases[name]; ok {
		return used
	}
	return name
}

func readAliases(dir fs.FS, file string) (map[string]string, error) {
	m := map[string]string{}
	err := readRows(dir, file, 2, func(f []string) error {
		if f[0] == "" || f[1] == "" || f[0] == f[1] || m[f[1]] != "" {
			return fmt.Errorf("%q for %q", f[1], f[0])
		}
		m[f[1]] = f[0]
		return nil
	})
	return m, err
}

// readRows calls row with the fields of each line but the first.
func readRows(dir fs.FS, file string, fields int, row func([]string) error) error {
	data, err := fs.ReadFile(dir, file)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		if n++; n == 1 {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != fields {
			return fmt.Errorf("%s:%d: %d fields, not %d", file, n, len(f), fields)
		}
		for i := range f {
			if strings.TrimSpace(f[i]) != f[i] || strings.ContainsAny(f[i], "\x00\r") {
				return fmt.Errorf("%s:%d: blanks around %q", file, n, f[i])
			}
		}
		if err := row(f); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return nil
}

// names are the distinct values of a field of the speakers.
func (s *Source) names(of func(Speaker) string) []string {
	var out []string
	for i := range s.Talks {
		for _, p := range s.Talks[i].Speakers {
			if v := of(p); v != "" {
				out = append(out, v)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
