package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	bquery "github.com/blevesearch/bleve/v2/search/query"
)

// People are the authors and speakers that a name stands for, as they are written, sorted: all parts of
// it must be parts of theirs, the last part among them. A single word must be at least four letters long
// and occur in prose no more often than as a name, lest "page" or "rice" be taken for somebody.
func (u *Union) People(name string) ([]string, error) {
	var people []string
	err := u.read(context.Background(), func(r *run) (err error) {
		people, err = r.people(name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("looking for people: %w", err)
	}
	return people, nil
}

func (r *run) people(name string) ([]string, error) {
	var parts []string
	for _, t := range names(name) {
		if part := string(t.Term); !in(words().silent, part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 || len(parts) < len(strings.Fields(name)) {
		return nil, nil
	}
	var people []string
	most := 0
	for _, field := range [][2]string{{fieldAuthor, fieldAuthors}, {fieldSpeaker, fieldSpeakers}} {
		all := make([]bquery.Query, len(parts))
		for i, part := range parts {
			all[i] = termQuery(field[0], part)
		}
		in, err := r.matches(bleve.NewConjunctionQuery(all...))
		if err != nil {
			return nil, err
		}
		n, err := r.whole(&people, in, field[1], parts)
		if err != nil {
			return nil, err
		}
		most = max(most, n)
	}
	if len(people) == 0 {
		return nil, nil
	}
	if len(parts) == 1 {
		if utf8.RuneCountInString(parts[0]) < shortestName {
			return nil, nil
		}
		docs, err := r.inProse(parts[0])
		if err != nil || docs > most {
			return nil, err
		}
	}
	slices.Sort(people)
	return slices.Compact(people), nil
}

// shortestName is how many letters a single word needs to be taken for a person.
const shortestName = 4

// whole adds the names of the takeaways in a set that hold all parts, each part in the same name, and
// counts those takeaways.
func (r *run) whole(people *[]string, in set, field string, parts []string) (int, error) {
	if len(in) == 0 {
		return 0, nil
	}
	values, err := r.values(field)
	if err != nil {
		return 0, err
	}
	count := 0
	err = in.each(func(n uint64) error {
		fits := false
		err := values(n, func(_ string, value []byte) {
			have := names(string(value))
			for _, part := range parts {
				if !slices.ContainsFunc(have, func(t *analysis.Token) bool { return string(t.Term) == part }) {
					return
				}
			}
			if !slices.Contains(parts, string(have[len(have)-1].Term)) {
				return // "cloud native" is not the Cloud Native Team, "bill" is nobody's family name
			}
			fits = true
			if !slices.Contains(*people, string(value)) {
				*people = append(*people, string(value))
			}
		})
		if fits {
			count++
		}
		return err
	})
	return count, err
}

// inProse counts the takeaways that hold a word in their text.
func (r *run) inProse(word string) (int, error) {
	most := 0
	for _, field := range proseFields() {
		p, err := r.postings(words().canonical(word), field, false)
		if err != nil {
			return 0, err
		}
		n, err := p.count()
		p.close()
		if err != nil {
			return 0, err
		}
		most = max(most, n)
	}
	return most, nil
}
