package vocabulary

import (
	"testing"

	"takeaway/internal/kb"
)

// The compiled table fits the program: its topics, its signs, its size.
func TestModelFits(t *testing.T) {
	m, err := openModel(modelTable)
	if err != nil {
		t.Fatal(err, "; run go run ./internal/gen tags")
	}
	for _, id := range m.topics {
		if _, ok := Default().Topic(id); !ok {
			t.Errorf("the model knows %q, which is not a topic; run go run ./internal/gen tags", id)
		}
	}
	if len(modelTable) > 300_000 {
		t.Errorf("%d bytes, want 300 kB at the most", len(modelTable))
	}
	if m.cut < 0.2 || m.cut > 0.7 || m.features() < 1000 || len(m.trees.Roots) == 0 {
		t.Errorf("cut %.2f, %d features, %d trees", m.cut, m.features(), len(m.trees.Roots))
	}
	for f := range m.features() {
		if got := m.find(m.sums[f]); got != int32(f) {
			t.Fatalf("feature %d is found as %d", f, got)
		}
	}
}

// A table that is damaged or of another form is refused, and never leads outside.
func FuzzModel(f *testing.F) {
	f.Add([]byte(modelTable))
	f.Add([]byte("tags"))
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, table []byte) {
		m, err := openModel(string(table))
		if err != nil {
			return
		}
		for _, sum := range []uint32{0, 1, 1 << 31} {
			if k := m.find(sum); k >= 0 {
				m.eachWeight(k, func(int, float64) {})
			}
		}
	})
}

func TestModelRefusesDamage(t *testing.T) {
	for _, table := range []string{"", "tags", modelTable[:len(modelTable)-1], modelTable + "x", "tugs" + modelTable[4:],
		modelTable[:4] + "\xff\x00\x00\x00" + modelTable[8:]} {
		if _, err := openModel(table); err == nil {
			t.Errorf("a table of %d bytes is taken", len(table))
		}
	}
}

// A library's own topics are decided by the rules alone, beside the model.
func TestOwnTopicsBesideTheModel(t *testing.T) {
	v, problems := Read("vocabulary.yaml", []byte("topics: [{id: quokkas, strong: [quokka]}]"), Default())
	if problems != nil {
		t.Fatal(problems)
	}
	r := v.Infer(Piece{Heading: "Quokkas run GitOps", Body: "The quokka keeps its desired state in Git, and Argo CD follows.", HeadingLine: 1, BodyLine: 2})
	for _, want := range []string{"quokkas", "gitops"} {
		if !r.Has(want) {
			t.Errorf("tags %v, want %s", tagNames(r), want)
		}
	}
}

// A topic of the front matter weighs where the words bear it out, and not where they speak of something else.
func TestStatedTopics(t *testing.T) {
	fits := Piece{Stated: []string{"security"}, Heading: "Tokens that expire", Body: "A leaked token opens the vault for an hour instead of a year, " +
		"and attackers who come later find the door closed. Least privilege does the rest.", HeadingLine: 1, BodyLine: 2}
	other := Piece{Stated: []string{"security"}, Heading: "Measuring carbon", Body: "A meter on every rack says how much power a job draws, and the " +
		"scheduler moves what can wait into hours with wind.", HeadingLine: 1, BodyLine: 2}
	a, b := Default().Infer(fits), Default().Infer(other)
	if !a.Has("security") || b.Has("security") {
		t.Errorf("borne out: %v, not borne out: %v", tagNames(a), tagNames(b))
	}
	if len(a.Stated) != 1 || len(b.Stated) != 1 || a.Stated[0].Sure <= b.Stated[0].Sure {
		t.Errorf("sure of %v and of %v", a.Stated, b.Stated)
	}
	if len(a.Tags[0].Evidence) == 0 || a.Tags[0].Source != kb.TagInferred {
		t.Errorf("%+v", a.Tags[0])
	}
}

func BenchmarkInferShort(b *testing.B) {
	p := Piece{Heading: "What the bank learned", BodyLine: 2, Body: "Our platform team moved the old pipelines to GitOps with Argo CD, because the " +
		"people on call wanted fewer surprises. Nothing in there is new to those who were in Barcelona, but the figures about latency and cost " +
		"were worth the flight. Two clusters fail over in a minute, and a runbook says who decides."}
	Default().Infer(p)
	b.SetBytes(int64(len(p.Body)))
	b.ReportAllocs()
	for b.Loop() {
		Default().Infer(p)
	}
}
