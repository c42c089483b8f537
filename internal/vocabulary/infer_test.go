package vocabulary

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

func tagNames(r Result) (out []string) {
	for _, t := range r.Tags {
		out = append(out, t.Name)
	}
	return out
}

func projectNames(r Result) (out []string) {
	for _, m := range r.Projects {
		out = append(out, m.Project)
	}
	return out
}

// trap is a text with the topics and projects that have to be found in it, and those that must not be.
type trap struct {
	name                    string
	piece                   Piece
	want, never             []string // topics
	projects, neverProjects []string
}

func (c trap) check(t *testing.T) {
	t.Helper()
	got := Default().Infer(c.piece)
	tags, projects := tagNames(got), projectNames(got)
	for _, w := range c.want {
		if !slices.Contains(tags, w) {
			t.Errorf("tags %v, want %s", tags, w)
		}
	}
	for _, w := range c.projects {
		if !slices.Contains(projects, w) {
			t.Errorf("projects %v, want %s", projects, w)
		}
	}
	for _, w := range c.never {
		if slices.Contains(tags, w) {
			t.Errorf("tags %v, with %s: %v", tags, w, got.Tags)
		}
	}
	for _, w := range c.neverProjects {
		if slices.Contains(projects, w) {
			t.Errorf("projects %v, with %s", projects, w)
		}
	}
}

// The traps that taggers of such texts fall into: words of a topic in another meaning.
func TestTraps(t *testing.T) {
	for _, c := range []trap{
		{name: "operators are people",
			piece: Piece{Body: "Plenty of cluster operators in the room look at GitOps as the way to keep production sane."},
			want:  []string{"gitops"}, never: []string{"operators-crds"}},
		{name: "operators are software",
			piece: Piece{Body: "A set of operators watches Git and reconciles each custom resource, which is GitOps. Istio was mentioned once."},
			want:  []string{"gitops", "operators-crds"}, never: []string{"service-mesh"}, projects: []string{"istio"}},
		{name: "NATS in mixed case",
			piece: Piece{Body: "A session on Nats, a message queue that stays small."},
			want:  []string{"messaging"}, projects: []string{"nats"}},
		{name: "salt is no tool",
			piece:         Piece{Body: "Read this with a grain of salt. Next year we meet in Salt Lake City."},
			never:         []string{"infrastructure-as-code", "configuration"},
			neverProjects: []string{"salt"}},
		{name: "a pair of names is not a topic",
			piece: Piece{Body: "Buying is easier today than building, since a vendor offers the whole product for the platform team, e.g. Linkerd and Harness, and pricing is fair. " + strings.Repeat("Some more words about buying things follow here. ", 12)},
			never: []string{"ci-cd", "service-mesh"}, projects: []string{"linkerd"}},
		{name: "harness is a verb",
			piece:         Piece{Body: "Harness the power of your data and deploy it through a pipeline."},
			neverProjects: []string{"harness"}},
		{name: "gateway beside mesh",
			piece: Piece{Heading: "API gateways", Body: "Do not confuse the API gateway with the rest: north-south traffic enters through an ingress controller, the API gateway adds rate limiting."},
			want:  []string{"api-management", "ingress-gateway"}},
		{name: "users of an app",
			piece: Piece{Body: "The ingress brings end user traffic to the services behind it."},
			never: []string{"end-user-stories"}},
		{name: "edge in a product name",
			piece: Piece{Body: "We run the Ambassador Edge Stack as our gateway."},
			never: []string{"edge"}, projects: []string{"emissary-ingress"}},
		{name: "an ambassador is a person",
			piece:         Piece{Body: "Being a CNCF Ambassador gets you a jacket."},
			neverProjects: []string{"emissary-ingress"}},
		{name: "the text decides, not its heading",
			piece: Piece{Heading: "Many are still at the start", Body: "GitOps came up everywhere: config lives in Git, and drift detection tells when the cluster differs."},
			want:  []string{"gitops"}},
		{name: "empty heading inherits",
			piece: Piece{Heading: "Background", ParentHeading: "Hot: Service Meshes", Body: "Proxies stand beside every process and retry for it."},
			want:  []string{"service-mesh"}},
		{name: "war stories",
			piece: Piece{Body: "Best of all were the war stories of the end users."},
			want:  []string{"end-user-stories"}},
		{name: "visa",
			piece: Piece{Body: "They are the Visa and MasterCard of China."},
			never: []string{"career-diversity"}},
		{name: "sharp edges",
			piece: Piece{Body: "We cut ourselves on sharp edges and rough edges of cutting-edge clusters in the cloud."},
			never: []string{"edge"}},
		{name: "AI inside a word",
			piece: Piece{Body: "The Maintainer Track maintained its fame."},
			never: []string{"machine-learning"}},
		{name: "another chaos",
			piece: Piece{Body: "The Chaos Computer Congress met in that hall before; speed networking and mentoring filled the foyer."},
			never: []string{"chaos-engineering", "networking"}},
		{name: "names inside names",
			piece:         Piece{Body: "InfluxDB stores it, and Hong Kong hosts it."},
			projects:      []string{"influxdb"},
			neverProjects: []string{"flux", "kong"}},
		{name: "longest name wins",
			piece:         Piece{Body: "Argo Rollouts shifts the traffic."},
			projects:      []string{"argo-rollouts"},
			neverProjects: []string{"argo"}},
		{name: "ordinary word at the start of a sentence",
			piece:         Piece{Body: "Falcon feathers are light. Rook and pawn stand ready. Flux is what I feel."},
			neverProjects: []string{"falco", "rook", "flux"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.check(t)
		})
	}
}

func TestMarkup(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"hyphen, line break, emphasis", "A service-mesh, a service\nmesh, a **service** mesh.", []string{"service-mesh"}},
		{"link target", "See [this](https://example.org/service-mesh/gitops) page.", nil},
		{"bare address", "See https://example.org/service-mesh?x=gitops or www.service-mesh.example.", nil},
		{"code block", "Before.\n```\nservice mesh gitops\n```\nAfter.", nil},
		{"open code block", "~~~\nservice mesh", nil},
		{"tag and comment", "<a href=\"service mesh\">x</a><!-- gitops\n service mesh --> end", nil},
		{"image", "![service mesh](gitops.png)", nil},
		{"shortcode", "{{< figure title=\"service mesh\" >}}", nil},
		{"across sentences", "The push is continuous. Delivery of pizza takes a while.", nil},
		{"Chinese", "大家都在谈服务网格。", []string{"service-mesh"}},
		{"beside Chinese", "他们使用GitOps部署。", []string{"gitops"}},
	} {
		if diff := cmp.Diff(c.want, tagNames(Default().Infer(Piece{Body: c.body, BodyLine: 1}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestEvidence(t *testing.T) {
	v, err := Parse([]byte(`
topics:
  - {id: gitops, aliases: [GitOps], weak: [desired state], context: [cluster]}
projects:
  - {id: argo-cd, name: Argo CD, aliases: [ArgoCD], topics: [gitops]}
`))
	if err != nil {
		t.Fatal(err)
	}
	got := v.Infer(Piece{Heading: "All in on GitOps", HeadingLine: 10,
		Body: "\nWe use Argo\nCD.\n\n```\nx\n```\n- the cluster’s **desired-state**\n", BodyLine: 11})
	w := tuned
	round := func(f float64) float64 { return float64(int(f*100+0.5)) / 100 }
	want := Result{
		Tags: []kb.Tag{{Name: "gitops", Source: kb.TagInferred, Evidence: []kb.Evidence{
			{Rule: "heading:name", Text: "GitOps", Line: 10, Weight: round(w.name * w.heading)},
			{Rule: "project:argo-cd", Text: "Argo CD", Line: 12, Weight: round(w.project * w.opening)},
			{Rule: "weak", Text: "desired-state", Line: 18, Weight: round(w.weak * w.opening)},
		}}},
		Projects: []kb.Mention{{Project: "argo-cd", Evidence: []kb.Evidence{
			{Rule: "name", Text: "Argo CD", Line: 12, Weight: round(w.project * w.opening)}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Result{}, v.Infer(Piece{})); diff != "" {
		t.Errorf("empty piece (-want +got):\n%s", diff)
	}
}

func TestRules(t *testing.T) {
	v, err := Parse([]byte(`
topics:
  - {id: cats, aliases: [cat], case: [CAT], weak_case: [PET], context: [milk]}
  - {id: trees, strong: [cat tree]}
projects:
  - {id: felix, name: Felix, topics: [cats], case_sensitive: true}
  - {id: cat, name: Cat, topics: [cats]}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		body           string
		tags, projects []string
		once           bool // two meanings of the same words give one reason
	}{
		{body: "I met Felix there.", tags: []string{"cats"}, projects: []string{"felix"}},
		{body: "I met felix there."},
		{body: "The PET drinks milk. One more PET drinks milk.", tags: []string{"cats"}},
		{body: "The pet drinks milk."},
		{body: "My cat tree stands.", tags: []string{"trees"}},
		{body: "My cat sleeps.", tags: []string{"cats"}, projects: []string{"cat"}, once: true},
	} {
		got := v.Infer(Piece{Body: c.body, BodyLine: 1})
		if diff := cmp.Diff([][]string{c.tags, c.projects}, [][]string{tagNames(got), projectNames(got)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.body, diff)
		}
		if c.once && len(got.Tags) > 0 && len(got.Tags[0].Evidence) != 1 {
			t.Errorf("%s: %d reasons, want 1", c.body, len(got.Tags[0].Evidence))
		}
	}
}

func FuzzInfer(f *testing.F) {
	for _, s := range []string{"", "GitOps", "# Heading\n\n- a\n1. b\n", "[x](y(z)", "```\n~~~", "<!--", "{{", "&amp;&", "’s", "服务网格", "\xff\xc3", "http://", "@", "![", "Argo\r\nCD"} {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, heading, parent, body string) {
		if len(heading)+len(parent)+len(body) > 1<<14 {
			t.Skip("large texts slow the search for small ones")
		}
		p := Piece{Title: parent, Heading: heading, ParentHeading: parent, Body: body, HeadingLine: 1, BodyLine: 2}
		a, b := Default().Infer(p), Default().Infer(p)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatal(diff)
		}
		words := strings.Join(strings.Fields(heading+" \x00 "+parent+" \x00 "+prose.Markdown(body).Text), " ")
		last := 2 + strings.Count(body, "\n")
		for _, tag := range a.Tags {
			if len(tag.Evidence) == 0 || len(tag.Evidence) > maxEvidence {
				t.Fatalf("%s has %d reasons", tag.Name, len(tag.Evidence))
			}
			for _, e := range tag.Evidence {
				if e.Line > last || !strings.Contains(words, e.Text) {
					t.Fatalf("%+v is not in the piece", e)
				}
			}
		}
	})
}

func benchmarkText() string {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "Paragraph %d says that our platform team moved the old pipelines to GitOps with Argo CD, because the people on call\n", i)
		b.WriteString("wanted fewer surprises. See [the slides](https://example.org/slides/service-mesh.pdf) for what happened afterwards; nothing\n")
		b.WriteString("in there is new to those who were in Barcelona, but the figures about latency and cost were worth the flight.\n\n")
	}
	return b.String()
}

func BenchmarkInfer(b *testing.B) {
	p := Piece{Heading: "What we learned", Body: benchmarkText(), BodyLine: 1}
	Default().Infer(p)
	b.SetBytes(int64(len(p.Body)))
	b.ReportAllocs()
	for b.Loop() {
		Default().Infer(p)
	}
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		newMatcher(Default())
	}
}
