package query

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// now is a Friday.
var now = time.Date(2020, 3, 20, 15, 4, 5, 0, time.UTC)

var ignorePos = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Pos" }, cmp.Ignore())

func w(text string) Word             { return Word{Text: text} }
func prefix(text string) Word        { return Word{Text: text, Prefix: true} }
func phrase(text string) Phrase      { return Phrase{Text: text} }
func f(name, value string) Field     { return Field{Name: name, Value: value} }
func fq(name, value string) Field    { return Field{Name: name, Value: value, Quoted: true} }
func rng(name, low, hi string) Range { return Range{Name: name, Low: low, High: hi} }
func not(n Node) Not                 { return Not{X: n} }
func or(parts ...Node) Or            { return Or{Parts: parts} }
func and(parts ...Node) And          { return And{Parts: parts} }

type treeTest struct {
	in   string
	want Node
	out  string // the tree printed
}

var treeTests = []treeTest{
	{"", And{}, ""},
	{"  \t\n ", And{}, ""},
	{"?! -- - + && :) \"\" () \"-\"", And{}, ""},

	// words
	{"gitops", w("gitops"), "gitops"},
	{"service mesh", and(w("service"), w("mesh")), "service mesh"},
	{"service\u3000mesh\u00a0cost", and(w("service"), w("mesh"), w("cost")), "service mesh cost"},
	{"ser\x00vi\u202ece\x1b \xffmesh\u200b!", and(w("service"), w("mesh")), "service mesh"},
	{"C++ C# .NET 80%", and(w("C++"), w("C#"), w(".NET"), w("80%")), "C++ C# .NET 80%"},
	{"CI/CD", w("CI/CD"), "CI/CD"},
	{"what's new?", and(w("what's"), w("new")), "what's new"},
	{"what’s new…", and(w("what’s"), w("new")), "what’s new"},
	{"'gitops' [mesh], {edge}; `k8s`", and(w("gitops"), w("mesh"), w("edge"), w("k8s")), "gitops mesh edge k8s"},
	{"gitops,argo", w("gitops,argo"), "gitops,argo"},
	{"@danielbryantuk #KubeCon ## @ #", and(w("@danielbryantuk"), w("#KubeCon")), "@danielbryantuk #KubeCon"},
	{"kube-proxy --dry-run - -- +- x", and(w("kube-proxy"), w("dry-run"), w("x")), "kube-proxy dry-run x"},
	{"サービスメッシュ 可観測性", and(w("サービスメッシュ"), w("可観測性")), "サービスメッシュ 可観測性"},
	{"a.b\\d+(x|y)?$", and(w("a.b\\d+"), w("x|y")), "a.b\\d+ x|y"},
	{"^foo.*bar$", w("foo.*bar"), "foo.*bar"},
	{"and or not", and(w("and"), w("or"), w("not")), "and or not"},
	{"+word ++word", and(w("word"), w("word")), "word word"},
	{"word~2 1..3 v1.2..v1.3 1000..5000 wait..", and(w("word~2"), w("1..3"), w("v1.2..v1.3"), w("1000..5000"), w("wait")),
		"word~2 1..3 v1.2..v1.3 1000..5000 wait"},

	// prefixes
	{"kube*", prefix("kube"), "kube*"},
	{"kube.*", prefix("kube"), "kube*"},
	{"(kube-*), C++*", and(prefix("kube"), w("C++")), "kube* C++"},
	{"k* k8* é* éa*", and(w("k"), prefix("k8"), w("é"), prefix("éa")), "k k8* é éa*"},
	{"**bold** *it* *end * ku*be", and(w("bold"), w("it"), w("end"), w("ku*be")), "bold it end ku*be"},

	// phrases
	{`"progressive  delivery"`, phrase("progressive delivery"), `"progressive delivery"`},
	{`“progressive delivery” „x y“ «a b» ＂c d＂`, and(phrase("progressive delivery"), phrase("x y"), phrase("a b"), phrase("c d")),
		`"progressive delivery" "x y" "a b" "c d"`},
	{`"a b"~3 "a b"~0 "a b"~ "a b"~x "a b"~99999999999999999999`,
		and(Phrase{Text: "a b", Slop: 3}, phrase("a b"), phrase("a b"), phrase("a b"), w("x"), Phrase{Text: "a b", Slop: MaxSlop}),
		`"a b"~3 "a b" "a b" "a b" x "a b"~100`},
	{`gitops "service mesh`, and(w("gitops"), phrase("service mesh")), `gitops "service mesh"`},
	{`gitops "`, w("gitops"), `gitops`},
	{`"tag:x (OR) -y"`, phrase("tag:x (OR) -y"), `"tag:x (OR) -y"`},
	{`a"b c"d`, and(w("a"), phrase("b c"), w("d")), `a "b c" d`},

	// operators
	{"a OR b", or(w("a"), w("b")), "a OR b"},
	{"a || b", or(w("a"), w("b")), "a OR b"},
	{"a b OR c d", and(w("a"), or(w("b"), w("c")), w("d")), "a (b OR c) d"},
	{"a OR b OR (c OR d)", or(w("a"), w("b"), w("c"), w("d")), "a OR b OR c OR d"},
	{"a AND b AND NOT c", and(w("a"), w("b"), not(w("c"))), "a b -c"},
	{"a AND b OR c", and(w("a"), or(w("b"), w("c"))), "a (b OR c)"},
	{"OR a OR OR b OR", or(w("a"), w("b")), "a OR b"},
	{"a OR - b", or(w("a"), w("b")), "a OR b"},
	{"AND NOT", And{}, ""},
	{"NOT NOT a NOT -b NOT c", and(w("a"), w("b"), not(w("c"))), "a b -c"},
	{"a OR NOT b", or(w("a"), not(w("b"))), "a OR -b"},
	{`-jenkins -"x y" -(a b) -kube* -tag:x`,
		and(not(w("jenkins")), not(phrase("x y")), not(and(w("a"), w("b"))), not(prefix("kube")), not(f("tag", "x"))),
		`-jenkins -"x y" -(a b) -kube* -tag:x`},
	{"-(-a) -(-(a b)) -(a OR b)", and(w("a"), and(w("a"), w("b")), not(or(w("a"), w("b")))), "a (a b) -(a OR b)"},
	{`+OR "AND" -NOT OR* x OR +OR`, and(w("OR"), phrase("AND"), not(w("NOT")), prefix("OR"), or(w("x"), w("OR"))),
		`+OR "AND" -NOT OR* (x OR +OR)`},

	// groups
	{"((a)) (b c) ()", and(w("a"), and(w("b"), w("c"))), "a (b c)"},
	{"(a (b OR (c d)) e", and(w("a"), or(w("b"), and(w("c"), w("d"))), w("e")), "a (b OR (c d)) e"},
	{"foo) bar))", and(w("foo"), w("bar")), "foo bar"},
	{"nice :) :( sad", and(w("nice"), w("sad")), "nice sad"},
	{"nice:) f(x)", and(w("nice"), w("f"), w("x")), "nice f x"},

	// fields
	{"tag:gitops", f("tag", "gitops"), "tag:gitops"},
	{"tag:conf/* tag:con.* project:argo-*", and(f("tag", "conf/*"), f("tag", "con.*"), f("project", "argo-*")), "tag:conf/* tag:con.* project:argo-*"},
	{"date:25.11.2019 date:20191125 date:11/25/2019", and(rng("date", "2019-11-25", "2019-11-25"), rng("date", "2019-11-25", "2019-11-25"), rng("date", "2019-11-25", "2019-11-25")),
		"date:2019-11-25 date:2019-11-25 date:2019-11-25"},
	{"Gateway: error tag: x", and(w("Gateway"), w("error"), w("tag"), w("x")), "Gateway error tag x"},
	{"Topic:#gitops tags:x t:y TAG:z tag：全", and(f("tag", "gitops"), f("tag", "x"), f("tag", "y"), f("tag", "z"), f("tag", "全")),
		"tag:gitops tag:x tag:y tag:z tag:全"},
	{`author:"Daniel  Bryant" by:@b a:c`, and(fq("author", "Daniel Bryant"), f("author", "b"), f("author", "c")),
		`author:"Daniel Bryant" author:b author:c`},
	{"conf:kubecon-na-2019 event:x c:y", and(f("conf", "kubecon-na-2019"), f("conf", "x"), f("conf", "y")),
		"conf:kubecon-na-2019 conf:x conf:y"},
	{"tag:a,b", or(f("tag", "a"), f("tag", "b")), "tag:a OR tag:b"},
	{`tag:a,"b c",,d, e`, and(or(f("tag", "a"), fq("tag", "b c"), f("tag", "d")), w("e")), `(tag:a OR tag:"b c" OR tag:d) e`},
	{"tag:-a tag:--b tag:c,-d,e", and(not(f("tag", "a")), f("tag", "b"), and(or(f("tag", "c"), f("tag", "e")), not(f("tag", "d")))),
		"-tag:a tag:b ((tag:c OR tag:e) -tag:d)"},
	{"tag:(a OR b)", or(f("tag", "a"), f("tag", "b")), "tag:a OR tag:b"},
	{`tag:(a -b "c d" (e OR f*) conf:x)`,
		and(f("tag", "a"), not(f("tag", "b")), fq("tag", "c d"), or(f("tag", "e"), f("tag", "f")), f("conf", "x")),
		`tag:a -tag:b tag:"c d" (tag:e OR tag:f) conf:x`},
	{"tag:(+OR) tag:OR tag:(a,b", and(f("tag", "OR"), f("tag", "OR"), or(f("tag", "a"), f("tag", "b"))), "tag:OR tag:OR (tag:a OR tag:b)"},
	{"tag:git* tag:g* talk:(kube*)", and(f("tag", "git*"), f("tag", "g"), f("talk", "kube*")), "tag:git* tag:g talk:kube*"},
	{`talk:"kube*" tag:a"b"`, and(fq("talk", "kube*"), f("tag", "a"), phrase("b")), `talk:"kube*" tag:a "b"`},
	{"path:./kubecon/*.md file:/x/-y.md path:-z id:3f9c,a/b#c", and(f("path", "kubecon/*.md"), f("path", "x/-y.md"), f("path", "-z"), or(f("id", "3f9c"), f("id", "a/b#c"))),
		"path:kubecon/*.md path:x/-y.md path:-z (id:3f9c OR id:a/b#c)"},
	{"is:Inferred has:tag has:\"talks\" kind:intro -is:own", and(f("is", "inferred"), f("has", "tags"), f("has", "talk"), f("kind", "intro"), not(f("is", "own"))),
		"is:inferred has:tags has:talk kind:intro -is:own"},
	{"lang:EN language:ja", and(f("lang", "en"), f("lang", "ja")), "lang:en lang:ja"},
	{"title:a:b 'tag:x'", and(f("title", "a:b"), f("tag", "x")), "title:a:b tag:x"},

	// words with a colon
	{"http://example.org/x https://a.b tag://x", and(w("http://example.org/x"), w("https://a.b"), w("tag://x")), "http://example.org/x https://a.b tag://x"},
	{"12:30 a:b:c std::vector foo:a:b:", and(w("12:30"), w("a:b:c"), w("std::vector"), w("foo:a:b")), "12:30 a:b:c std::vector foo:a:b"},
	{"Gateway: API error: tag: x", and(w("Gateway"), w("API"), w("error"), w("tag"), w("x")), "Gateway API error tag x"},
	{`localhost:8080 C:\dir kube-proxy:v1 größe:x foo:? nice:`, and(w("localhost:8080"), w(`C:\dir`), w("kube-proxy:v1"), w("größe:x"), w("foo"), w("nice")),
		`localhost:8080 C:\dir kube-proxy:v1 größe:x foo nice`},

	// years and dates
	{"2019", w("2019"), "2019"},
	{"2018..2020", rng("year", "2018", "2020"), "year:2018..2020"},
	{"(2018..) -..2019, 2019-5..2019-07", and(rng("year", "2018", ""), not(rng("year", "", "2019")), rng("date", "2019-05", "2019-07")),
		"year:2018.. -year:..2019 date:2019-05..2019-07"},
	{"year:2018..2020 year:2018...2020 year:2018-2020 year:2018–2020", and(rng("year", "2018", "2020"), rng("year", "2018", "2020"), rng("year", "2018", "2020"), rng("year", "2018", "2020")),
		"year:2018..2020 year:2018..2020 year:2018..2020 year:2018..2020"},
	{"year:2019 year:2019. year:2018,2020", and(rng("year", "2019", "2019"), rng("year", "2019", "2019"), or(rng("year", "2018", "2018"), rng("year", "2020", "2020"))),
		"year:2019 year:2019 (year:2018 OR year:2020)"},
	{"year:>=2019 year:>2019 year:<2019 year:<=2019 year:=2019", and(rng("year", "2019", ""), rng("year", "2020", ""), rng("year", "", "2018"), rng("year", "", "2019"), rng("year", "2019", "2019")),
		"year:2019.. year:2020.. year:..2018 year:..2019 year:2019"},
	{"date:2019-01.. date:..2019-01-05 date:2019/1/5 date:2019-11-25T10:00:00Z", and(rng("date", "2019-01", ""), rng("date", "", "2019-01-05"), rng("date", "2019-01-05", "2019-01-05"), rng("date", "2019-11-25", "2019-11-25")),
		"date:2019-01.. date:..2019-01-05 date:2019-01-05 date:2019-11-25"},
	{"year:2019-05 date:2019 date:2019-05..2019", and(rng("date", "2019-05", "2019-05"), rng("date", "2019", "2019"), rng("date", "2019-05", "2019")),
		"date:2019-05 date:2019 date:2019-05..2019"},
	{"since:2019-05", rng("date", "2019-05", ""), "date:2019-05.."},
	{"until:2019 before:2019 before:2019-01 after:2019-12 after:2019-12-31", and(rng("date", "", "2019"), rng("date", "", "2018"), rng("date", "", "2018-12"), rng("date", "2020-01", ""), rng("date", "2020-01-01", "")),
		"date:..2019 date:..2018 date:..2018-12 date:2020-01.. date:2020-01-01.."},
	{`since:2y since:6months since:yesterday since:"last year" since:3w since:10d`,
		and(rng("date", "2018-03-20", ""), rng("date", "2019-09-20", ""), rng("date", "2020-03-19", ""), rng("date", "2019", ""), rng("date", "2020-02-28", ""), rng("date", "2020-03-10", "")),
		"date:2018-03-20.. date:2019-09-20.. date:2020-03-19.. date:2019.. date:2020-02-28.. date:2020-03-10.."},
	{`since:"2 years ago" since:last-month since:"a week ago" until:"1 year" date:2y date:"last 6 months" year:"last year" date:"this week" date:"2y..today"`,
		and(rng("date", "2018-03-20", ""), rng("date", "2020-02", ""), rng("date", "2020-03-13", ""), rng("date", "", "2019-03-20"),
			rng("date", "2018-03-20", "2020-03-20"), rng("date", "2019-09-20", "2020-03-20"), rng("year", "2019", "2019"),
			rng("date", "2020-03-16", "2020-03-22"), rng("date", "2018-03-20", "2020-03-20")),
		"date:2018-03-20.. date:2020-02.. date:2020-03-13.. date:..2019-03-20 date:2018-03-20..2020-03-20 date:2019-09-20..2020-03-20 year:2019 date:2020-03-16..2020-03-22 date:2018-03-20..2020-03-20"},
	{`date:"May 2019" date:nov-2019 date:"25 November 2019" date:"November 25, 2019"`,
		and(rng("date", "2019-05", "2019-05"), rng("date", "2019-11", "2019-11"), rng("date", "2019-11-25", "2019-11-25"), rng("date", "2019-11-25", "2019-11-25")),
		"date:2019-05 date:2019-11 date:2019-11-25 date:2019-11-25"},
	{"year:(2018 OR >=2020)", or(rng("year", "2018", "2018"), rng("year", "2020", "")), "year:2018 OR year:2020.."},

	// the example of the design
	{`gitops "progressive delivery" -jenkins (canary OR rollout) tag:gitops conf:kubecon-na-2019 author:bryant year:2018..2020 since:2019-05 is:inferred`,
		and(w("gitops"), phrase("progressive delivery"), not(w("jenkins")), or(w("canary"), w("rollout")), f("tag", "gitops"),
			f("conf", "kubecon-na-2019"), f("author", "bryant"), rng("year", "2018", "2020"), rng("date", "2019-05", ""), f("is", "inferred")),
		`gitops "progressive delivery" -jenkins (canary OR rollout) tag:gitops conf:kubecon-na-2019 author:bryant year:2018..2020 date:2019-05.. is:inferred`},
}

func TestParse(t *testing.T) {
	for _, tt := range treeTests {
		got, err := Parse(tt.in, Options{Now: now})
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.in, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got, ignorePos, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.in, diff)
		}
		if diff := cmp.Diff(tt.out, got.String()); diff != "" {
			t.Errorf("Parse(%q).String() (-want +got):\n%s", tt.in, diff)
		}
		checkStable(t, got)
	}
}

// checkStable reports a tree that is not what its own String means.
func checkStable(t *testing.T, n Node) {
	t.Helper()
	s := n.String()
	again, err := Parse(s, Options{})
	if err != nil {
		t.Errorf("Parse(%q), as printed: %v", s, err)
		return
	}
	// cmp.Diff takes exponential time in the depth of a tree.
	if want, got := unplaced(n), unplaced(again); !reflect.DeepEqual(want, got) {
		t.Errorf("Parse(%q), as printed:\nwant %#v\n got %#v", s, want, got)
	}
	if s2 := again.String(); s2 != s {
		t.Errorf("printed %q, then %q", s, s2)
	}
}

// unplaced is the tree without positions.
func unplaced(n Node) Node {
	strip := func(parts []Node) (out []Node) {
		for _, part := range parts {
			out = append(out, unplaced(part))
		}
		return out
	}
	switch n := n.(type) {
	case Word:
		n.Pos = 0
		return n
	case Phrase:
		n.Pos = 0
		return n
	case Field:
		n.Pos = 0
		return n
	case Range:
		n.Pos = 0
		return n
	case Not:
		return Not{X: unplaced(n.X)}
	case Or:
		return Or{Parts: strip(n.Parts)}
	case And:
		return And{Parts: strip(n.Parts)}
	}
	return n
}

func TestPositions(t *testing.T) {
	got, err := Parse(`é  -"a b" NOT (kube*) Tag:x,y  '2018.. year:2019`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := And{Parts: []Node{
		Word{Text: "é", Pos: 0},
		Not{X: Phrase{Text: "a b", Pos: 5}, Pos: 4},
		Not{X: Word{Text: "kube", Prefix: true, Pos: 16}, Pos: 11},
		Or{Parts: []Node{Field{Name: "tag", Value: "x", Pos: 23}, Field{Name: "tag", Value: "y", Pos: 29}}},
		Range{Name: "year", Low: "2018", Pos: 32},
		Range{Name: "year", Low: "2019", High: "2019", Pos: 40},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
}

// TestString prints trees that Parse would not make.
func TestString(t *testing.T) {
	for _, tt := range []struct {
		in   Node
		want string
	}{
		{w("two words"), `"two words"`},
		{w("tag:x"), `"tag:x"`},
		{w("foo:x"), `"foo:x"`},
		{w(`qu"ote`), `"qu ote"`},
		{w("2018..2020"), `"2018..2020"`},
		{w("-x"), `"-x"`},
		{not(w("-x")), `-"-x"`},
		{not(not(w("x"))), `-(-x)`},
		{not(nil), ``},
		{f("author", "Jane Doe"), `author:"Jane Doe"`},
		{f("tag", "a,b"), `tag:"a,b"`},
		{fq("tag", `a"b`), `tag:"a b"`},
		{or(w("a")), "a"},
		{or(), ""},
		{and(or(), w("a"), nil, and(w("b")), or(w("c"), w("d"))), "a b (c OR d)"},
	} {
		if got := tt.in.String(); got != tt.want {
			t.Errorf("%#v prints %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestWordsAndWalk(t *testing.T) {
	n, err := Parse(`service "mesh cost" -edge (kube* OR -(x y) OR z) tag:gitops year:2019`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"service", "mesh cost", "kube", "z"}, Words(n)); diff != "" {
		t.Errorf("Words (-want +got):\n%s", diff)
	}
	var kinds []string
	Walk(n, func(n Node) bool {
		kinds = append(kinds, strings.TrimPrefix(reflect.TypeOf(n).String(), "query."))
		_, isNot := n.(Not)
		return !isNot
	})
	want := []string{"And", "Word", "Phrase", "Not", "Or", "Word", "Not", "Word", "Field", "Range"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("Walk (-want +got):\n%s", diff)
	}
	var excluded []string
	Walk(n, func(n Node) bool {
		if not, ok := n.(Not); ok {
			Walk(not, func(n Node) bool {
				if w, ok := n.(Word); ok {
					excluded = append(excluded, w.Text)
				}
				return true
			})
		}
		return true
	})
	if diff := cmp.Diff([]string{"edge", "x", "y"}, excluded); diff != "" {
		t.Errorf("words inside Not (-want +got):\n%s", diff)
	}
	Walk(nil, func(Node) bool { t.Error("Walk(nil) called f"); return true })
}

func FuzzParse(f *testing.F) {
	for _, tt := range treeTests {
		f.Add(tt.in)
	}
	for _, tt := range errorTests {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s, Options{Now: now})
		if err != nil {
			e, ok := err.(*Error)
			if !ok || n != nil || e.Pos < 0 || e.End < e.Pos || e.End > len(s) || e.Query != s || strings.Contains(e.Error()+e.Hint, "\n") {
				t.Fatalf("Parse(%q) = %v, %#v", s, n, err)
			}
			if strings.Count(e.Detail(), "\n") != 1 {
				t.Fatalf("Parse(%q): detail %q", s, e.Detail())
			}
			return
		}
		checkStable(t, n)
		Walk(n, func(n Node) bool {
			// Each node alone is a query as well.
			checkStable(t, n)
			return true
		})
	})
}

func BenchmarkParse(b *testing.B) {
	for _, bb := range []struct{ name, in string }{
		{"words", "service mesh san diego"},
		{"design", treeTests[len(treeTests)-1].in},
		{"largest", strings.Repeat("tag:gitops,edge ", MaxTerms/2)[:13<<10/2]},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(bb.in, Options{Now: now}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestApart(t *testing.T) {
	for in, want := range map[string]string{
		"since:2030 until:1990":            "date:2030.. date:..1990",
		"mesh until:2018 tag:a since:2019": "date:2019.. date:..2018",
		"year:2019 year:2020":              "year:2020 year:2019",
		"since:2018-06 until:2018":         "",
		"since:2018 until:2018":            "",
		"since:2018":                       "",
		"since:2030 year:2019":             "",
		"since:2030 OR until:1990":         "",
		"mesh":                             "",
	} {
		n, err := Parse(in, Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if from, to, ok := Apart(n); ok {
			got = from.String() + " " + to.String()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
