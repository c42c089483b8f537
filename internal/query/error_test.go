package query

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	allFields = "fields are tag, conf, series, author, speaker, org, talk, project, title, heading, text, year, date, since, until, before, after, lang, kind, path, is, has, region, id"
	allIs     = "values are own, inherited, inferred, tagged, untagged, takeaway, intro, outro, boilerplate, container, passage"
	allHas    = "values are talk, speaker, author, date, source, conference, tags, project"
)

var errorTests = []struct {
	in   string
	want Error // without Query
}{
	{"gitops unknown:foo", Error{7, 14, `there is no field "unknown"`, allFields + `; for the words write "unknown:foo"`, ""}},
	{"é (auther:bryant", Error{4, 10, `there is no field "auther"`, `did you mean author:? ` + allFields + `; for the words write "auther:bryant"`, ""}},
	{"yaer:2019", Error{0, 4, `there is no field "yaer"`, `did you mean year:? ` + allFields + `; for the words write "yaer:2019"`, ""}},
	{"confer:x", Error{0, 6, `there is no field "confer"`, `did you mean conference:? ` + allFields + `; for the words write "confer:x"`, ""}},
	{"proje:x", Error{0, 5, `there is no field "proje"`, `did you mean project:? ` + allFields + `; for the words write "proje:x"`, ""}},
	{`said:"x y"`, Error{0, 4, `there is no field "said"`, allFields, ""}},
	{"foo:(x)", Error{0, 3, `there is no field "foo"`, allFields, ""}},
	{"is:infered", Error{3, 10, `is: has no value "infered"`, "did you mean is:inferred? " + allIs, ""}},
	{"has:(talk OR zzz)", Error{13, 16, `has: has no value "zzz"`, allHas, ""}},
	{"has:talk,confrence", Error{9, 18, `has: has no value "confrence"`, "did you mean has:conference? " + allHas, ""}},
	{`kind:"own goal"`, Error{5, 15, `kind: has no value "own goal"`, "values are takeaway, intro, outro, boilerplate, container, passage", ""}},
	{`x tag:""`, Error{2, 8, "tag: needs a value", "tag: topic or tag: gitops, service-mesh", ""}},
	{"tag:()", Error{0, 6, "tag: needs a value", "tag: topic or tag: gitops, service-mesh", ""}},
	{"mesh tag:", Error{5, 9, "tag: needs a value", "tag: topic or tag: gitops, service-mesh", ""}},
	{"tag:*", Error{0, 5, "tag: needs a value", "tag: topic or tag: gitops, service-mesh", ""}},
	{"date:..", Error{0, 7, "date: needs a value", "date: date or dates: 2019-11, 2019-05..2019-11", ""}},
	{`is:,`, Error{0, 4, "is: needs a value", "write is: and one of " + strings.TrimPrefix(allIs, "values are "), ""}},
	{`title:"a b"~2`, Error{6, 13, "a distance works on phrases in the text, not on title:", `write "a b"~2 without a field`, ""}},
	{"2020..2018", Error{0, 10, "the range 2020..2018 ends before it begins", "write year:2018..2020", ""}},
	{"a date:2019-06..2019-05-20", Error{7, 26, "the range 2019-06..2019-05-20 ends before it begins", "write date:2019-05-20..2019-06", ""}},
	{"since:soon", Error{6, 10, `there is no date "soon"`, dateForms, ""}},
	{"date:2019-02-30", Error{5, 15, `there is no date "2019-02-30"`, dateForms, ""}},
	{"date:05/06/2019", Error{5, 15, `there is no date "05/06/2019"`, dateForms, ""}},
	{"tag: gitops", Error{0, 4, "tag: needs a value", `write tag:gitops without the blank; for the word write "tag:"`, ""}},
	{"mesh conf: x", Error{5, 10, "conf: needs a value", `write conf:x without the blank; for the word write "conf:"`, ""}},
	{"date:2019-", Error{5, 10, `there is no date "2019-"`, dateForms, ""}},
	{"year:19", Error{5, 7, `there is no date "19"`, dateForms, ""}},
	{"before:0001", Error{7, 11, `there is no date "0001"`, dateForms, ""}},
	{"after:9999-12-31", Error{6, 16, `there is no date "9999-12-31"`, dateForms, ""}},
	{"since:9999y", Error{6, 11, `there is no date "9999y"`, dateForms, ""}},
	{"since:99999999999999999999d", Error{6, 27, `there is no date "99999999999999999999d"`, dateForms, ""}},
}

func TestErrors(t *testing.T) {
	for _, tt := range errorTests {
		n, err := Parse(tt.in, Options{Now: now})
		var got *Error
		if !errors.As(err, &got) || n != nil {
			t.Errorf("Parse(%q) = %v, %v, want an error", tt.in, n, err)
			continue
		}
		tt.want.Query = tt.in
		if diff := cmp.Diff(&tt.want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestLimits(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"terms", strings.Repeat("a ", MaxTerms), ""},
		{"too many terms", strings.Repeat("a ", MaxTerms) + "b", "query, character 2049: the query has more than 1024 terms"},
		{"too many values", "tag:" + strings.Repeat("a,", MaxTerms+1), "query, character 2053: the query has more than 1024 terms"},
		{"bytes", strings.Repeat("x", MaxBytes), ""},
		{"too many bytes", strings.Repeat("x", MaxBytes+1), "query, character 16385: the query is longer than 16384 bytes"},
		{"too long in print", "speaker:(" + strings.Repeat("abcdefgh ", 1000) + ")", "query, character 1: the query is longer than 16384 bytes once its lists are written out"},
		{"depth", strings.Repeat("(", MaxDepth) + "a", ""},
		{"too deep", strings.Repeat("(", MaxDepth+1) + "a", "query, character 65: the query is nested deeper than 64"},
		{"real depth", strings.Repeat("a (", MaxDepth) + "b c", ""},
		{"too deep in print", strings.Repeat("a (", MaxDepth) + "b c OR d", "query, character 1: the query is nested deeper than 64"},
		{"too deep in a field", strings.Repeat("tag:(a ", MaxDepth+1), "query, character 453: the query is nested deeper than 64"},
		{"many operators", strings.Repeat("NOT ", 4000) + "a", ""},
	} {
		n, err := Parse(tt.in, Options{})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			checkStable(t, n)
		}
		if got != tt.want {
			t.Errorf("%s: error %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestNoClock counts relative dates from the zero time, which has nothing before it.
func TestNoClock(t *testing.T) {
	for _, in := range []string{"since:2y", "since:yesterday", "since:last-year", "date:last-week", "date:last-month"} {
		if n, err := Parse(in, Options{}); err == nil {
			t.Errorf("Parse(%q) without a clock = %v", in, n)
		}
	}
	if _, err := Parse("after:tomorrow", Options{Now: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}); err == nil {
		t.Error("a date after year 9999 was accepted")
	}
}

func TestMonthsBack(t *testing.T) {
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2020-03-31", 1, "2020-02-29"},
		{"2019-03-31", 1, "2019-02-28"},
		{"2020-02-29", 12, "2019-02-28"},
		{"2020-01-15", 1, "2019-12-15"},
		{"2020-12-31", 6, "2020-06-30"},
	} {
		from, err := time.Parse(time.DateOnly, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := monthsBack(from, tt.n).Format(time.DateOnly); got != tt.want {
			t.Errorf("%d months before %s: %s, want %s", tt.n, tt.from, got, tt.want)
		}
	}
}

func TestDetail(t *testing.T) {
	long := strings.Repeat("word ", 20)
	for _, tt := range []struct {
		in   Error
		want string
	}{
		{Error{Query: "gitops unknown:foo", Pos: 7, End: 14}, "gitops unknown:foo\n       ^^^^^^^"},
		{Error{Query: "可観 foo:x\x1b[31m\n", Pos: 7, End: 10}, "可観 foo:x [31m \n     ^^^"},
		{Error{Query: "foo:可", Pos: 4, End: 7}, "foo:可\n    ^^"},
		{Error{Query: "foo", Pos: 3, End: 3}, "foo\n   ^"},
		{Error{Query: "foo", Pos: 9, End: -1}, "foo\n   ^"},
		{Error{Query: long + "x:y " + long, Pos: 100, End: 101},
			"…" + long[60:100] + "x:y " + long[:37] + "…\n" + strings.Repeat(" ", 41) + "^"},
		{Error{Query: long, Pos: 0, End: 100}, long[:40] + "…\n" + strings.Repeat("^", 41)},
	} {
		if diff := cmp.Diff(tt.want, tt.in.Detail()); diff != "" {
			t.Errorf("Detail of %q (-want +got):\n%s", tt.in.Query, diff)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"tgas", ""}, {"tga", "tag"}, {"athor", "author"}, {"speeker", "speaker"}, {"speak", "speaker"},
		{"x", ""}, {"", ""}, {strings.Repeat("tag", 100), ""},
	} {
		if got := nearestField(tt.in); got != tt.want {
			t.Errorf("nearest field to %q is %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestFields(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Fields() {
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if seen[name] || lookup(name) == nil || lookup(strings.ToUpper(name)).Name != f.Name {
				t.Errorf("%s is twice, or leads elsewhere", name)
			}
			seen[name] = true
			if len(name) > 1 && !strings.Contains(Help, name+":") {
				t.Errorf("Help does not mention %s:", name)
			}
		}
		for _, v := range f.Values {
			if !strings.Contains(Help, v) {
				t.Errorf("Help does not mention %s", v)
			}
		}
		if f.Help == "" {
			t.Errorf("%s has no help", f.Name)
		}
	}
	Fields()[0].Aliases[0] = "changed"
	if got := Fields()[0].Aliases[0]; got != "topic" {
		t.Errorf("the table was changed through Fields: %s", got)
	}
}

// TestHelp keeps the page to one screenful and its examples legal.
func TestHelp(t *testing.T) {
	lines := strings.Split(Help, "\n")
	if len(lines) > 60 {
		t.Errorf("Help has %d lines", len(lines))
	}
	examples := 0
	for _, line := range lines {
		if len(line) > 80 {
			t.Errorf("more than 80 columns: %s", line)
		}
		example, found := strings.CutPrefix(line, "  takeaway search '")
		if !found {
			continue
		}
		examples++
		if _, err := Parse(strings.TrimSuffix(example, "'"), Options{Now: now}); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	if examples == 0 {
		t.Error("Help has no examples")
	}
}
