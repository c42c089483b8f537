package query

import (
	"slices"
	"testing"
	"time"
)

// What the shell took the quotes from gets them back, where it means something as a whole.
func TestArguments(t *testing.T) {
	now := time.Date(2020, 3, 20, 0, 0, 0, 0, time.UTC)
	known := func(field, value string) bool {
		return slices.Contains([]string{"conf San Diego", "tag service mesh", "author ann lee"}, field+" "+value)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"mesh", "since:last year"}, `mesh since:"last year"`},
		{[]string{"date:may 2019"}, `date:"may 2019"`},
		{[]string{"conf:San Diego"}, `conf:"San Diego"`},
		{[]string{"-conf:San Diego"}, `-conf:"San Diego"`},
		{[]string{"conf:San Diego gitops"}, `conf:"San Diego" gitops`},
		{[]string{"gitops conf:San Diego since:last year"}, `gitops conf:"San Diego" since:"last year"`},
		{[]string{"tag:service mesh"}, `tag:"service mesh"`},
		{[]string{"topic:service mesh"}, `topic:"service mesh"`},
		{[]string{"by:ann lee proxies"}, `by:"ann lee" proxies`},
		{[]string{"author:bryant service mesh"}, "author:bryant service mesh"},
		{[]string{"tag:service", "mesh"}, "tag:service mesh"},
		{[]string{`conf:"San Diego" mesh`}, `conf:"San Diego" mesh`},
		{[]string{"since:2018 service mesh"}, "since:2018 service mesh"},
		{[]string{"title:San Diego"}, "title:San Diego"},
		{[]string{`(conf:"San Diego" OR mesh)`}, `(conf:"San Diego" OR mesh)`},
		{[]string{"see https://example.org/a b"}, "see https://example.org/a b"},
	} {
		if got := Arguments(c.args, now, known); got != c.want {
			t.Errorf("%q: %s, want %s", c.args, got, c.want)
		}
	}
}
