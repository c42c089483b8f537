package meaning

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestNear(t *testing.T) {
	if err := Err(); err != nil {
		t.Fatal(err)
	}
	if !intact(embedded) {
		t.Error("the table is not what was written: go run ./internal/gen meaning")
	}
	// Each word is nearer to the second than to the third.
	for _, c := range [][3]string{
		{"gdpr", "compliance", "rollout"},
		{"shop", "retail", "kernel"},
		{"canary", "rollout", "electricity"},
		{"firewall", "egress", "mentor"},
		{"electricity", "energy", "yaml"},
		{"service mesh", "istio", "salary"},
		{"outages", "incident", "logo"},
		{"k8s", "kubernetes", "burnout"},
	} {
		if near, far := Near(c[0], c[1]), Near(c[0], c[2]); near < 0.35 || far > near/2 {
			t.Errorf("%s is %.2f near %s, %.2f near %s", c[0], near, c[1], far, c[2])
		}
	}
	if same := Near("Shops", "shop's"); same < 0.97 {
		t.Errorf("forms of a word are %.2f near", same)
	}
	if whole := Near("servicemesh", "service mesh"); whole < 0.97 {
		t.Errorf("a phrase in one word is %.2f near it", whole)
	}
	for _, unknown := range []string{"", "?", "xyzzyq", "one two three", "コスト"} {
		if Known(unknown) || Near(unknown, "shop") != 0 || Nearest(unknown) != nil || Tells(unknown) != 1 {
			t.Errorf("%q is known", unknown)
		}
	}
}

// A word longer than any is no word of the field: it is not taken apart, which would take minutes.
func TestLongWord(t *testing.T) {
	long := strings.Repeat("a", 100_000)
	if got := Near(long, "cluster"); got != 0 {
		t.Errorf("near %v", got)
	}
	if got := Stem(long); got != long {
		t.Errorf("the stem has %d bytes", len(got))
	}
}

func TestNearest(t *testing.T) {
	for word, want := range map[string]string{"firewall": "egress", "retail": "commerce", "outage": "incident"} {
		var got []string
		before := 1.0
		for _, n := range Nearest(word) {
			got = append(got, n.Word)
			if n.Near > before || n.Near < 0.3 {
				t.Errorf("%s: %s is %.2f near, after %.2f", word, n.Word, n.Near, before)
			}
			before = n.Near
		}
		if !slices.Contains(got, want) || slices.Contains(got, word) {
			t.Errorf("nearest to %s are %v, want %s among them", word, got, want)
		}
	}
}

func TestTells(t *testing.T) {
	for _, c := range [][2]string{{"etcd", "forever"}, {"java", "start"}, {"proxy", "better"}} {
		if more, less := Tells(c[0]), Tells(c[1]); more < 2*less || less > 0.3 {
			t.Errorf("%s tells %.2f, %s %.2f", c[0], more, c[1], less)
		}
	}
}

func TestText(t *testing.T) {
	question := Text("How do we spend less on our clusters?")
	for _, c := range [][2]string{
		{"Unused nodes are the largest part of the bill. Rightsizing requests saves a third.", "Maintainers mentor newcomers in special interest groups."},
		{"Cost reports by team make waste visible.", "The proxy terminates TLS and routes by header."},
	} {
		near, far := Text(c[0]), Text(c[1])
		if question.Near(&near) < question.Near(&far)+0.1 {
			t.Errorf("%.2f near %q, %.2f near %q", question.Near(&near), c[0], question.Near(&far), c[1])
		}
	}
	if v := Text("… the of 2024 コスト"); v != (Vector{}) {
		t.Error("a text without known words has a meaning")
	}
	var phrase, sum Sum
	phrase.Add("service mesh", 1)
	if phrase.Len() != 1 {
		t.Errorf("a phrase counts as %d words", phrase.Len())
	}
	sum.AddSum(&phrase, 3)
	if sum.Vector() != phrase.Vector() {
		t.Error("the direction of a sum changes with its length")
	}
}

func TestWords(t *testing.T) {
	var got []string
	Words("Don’t panic: Istio's CI/CD is v1.2 (Größe)\n", func(w []byte) { got = append(got, string(w)) })
	want := []string{"dont", "panic", "", "istio", "ci", "cd", "is", "v1", "", "2", "", "größe", "", ""}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOpen(t *testing.T) {
	rows := []Row{
		{Key: "b", Word: "bee", Weight: 1, Tells: 0.5, Vector: axis(1), Near: []int{1}},
		{Key: "a", Word: "a", Weight: 0.5, Tells: 1, Vector: axis(1)},
		{Key: "a b", Word: "a bee", Weight: 0.5, Vector: axis(2)},
	}
	data, err := Encode(rows)
	if err != nil {
		t.Fatal(err)
	}
	table, err := Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	if i := table.find("B"); i < 0 || table.word(i) != "bee" || table.weight[i] != 255 || table.tells[i] != 128 {
		t.Errorf("row %d", i)
	} else if near := table.nearest(i); len(near) != 1 || near[0].Word != "a" {
		t.Errorf("near: %v", near)
	}
	if i := table.find("a b"); i < 0 || table.word(i) != "a bee" || table.nearest(i) != nil {
		t.Errorf("row %d", i)
	}
	other := slices.Clone(data)
	other[len(magic)]++ // of another format
	for name, bad := range map[string]string{"empty": "", "cut": string(data[:len(data)-1]), "longer": string(data) + "x",
		"another format": string(other), "something else": strings.Repeat("x", 99)} {
		if _, err := Open(bad); !errors.Is(err, ErrTable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// axis is a vector along one dimension, not quite as long as to be cut.
func axis(d int) []float64 {
	v := make([]float64, Dims)
	v[d] = 0.5
	return v
}

// FuzzOpen: whatever the bytes are, reading words never leads out of them.
func FuzzOpen(f *testing.F) {
	data, err := Encode([]Row{{Key: "a", Word: "a", Vector: axis(1)}, {Key: "a b", Word: "a bee", Vector: axis(2), Near: []int{0}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, "a b")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		table, err := Open(string(data))
		if err != nil {
			return
		}
		r := &reader{table: table, known: map[string]known{}, pairs: map[[2]int32]int32{}}
		for _, row := range r.rows(text) {
			_ = table.word(int(row))
			_ = table.nearest(int(row))
		}
	})
}

func BenchmarkText(b *testing.B) {
	text := strings.Repeat("The ingress gateway routes requests to pods, and canary rollouts shift a share of the traffic. ", 12)
	for b.Loop() {
		Text(text)
	}
}

func BenchmarkNearest(b *testing.B) {
	for b.Loop() {
		Nearest("firewall")
	}
}

// Reading the table in place takes no longer than looking at its sizes.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(embedded); err != nil {
			b.Fatal(err)
		}
	}
}

// A widened vector compares as the vector itself.
func TestWide(t *testing.T) {
	a, b := Text("canary rollouts with metrics"), Text("progressive delivery shifts traffic step by step")
	if got, want := float64(a.Wide().Times(&b))/One, a.Near(&b); got != want || want == 0 {
		t.Errorf("%v, want %v", got, want)
	}
}
