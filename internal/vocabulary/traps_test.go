package vocabulary

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

// More texts that taggers get wrong; see TestTraps.
func TestMoreTraps(t *testing.T) {
	for _, c := range []trap{
		{name: "announced in a list, treated elsewhere",
			piece: Piece{Heading: "Ten things to come", Body: "1. Frameworks hide the cluster\n2. Vendors climb the stack\n3. More edges\n" +
				"4. Clusters are cattle\n5. Git or a user interface\n6. Several clouds at once\n7. Incidents are told\n8. Contributors wanted\n" +
				"9. Tools turn to event-driven computing\n10. Who pays?\n\nThis part has the first five, the next one the rest."},
			never: []string{"event-driven", "multi-cloud", "incidents"}},
		{name: "tracing as a property of the mesh",
			piece: Piece{Heading: "What a service mesh gives you", Body: "The proxies of a service mesh retry, encrypt and balance. Teams put the mesh " +
				"between their services one by one. Only tracing still asks for a change in the application. Everything else the mesh does alone."},
			want: []string{"service-mesh"}, never: []string{"tracing"}},
		{name: "Harbor in British spelling",
			piece:    Piece{Body: "The people behind the Harbour container registry work for VMware in Beijing; images are scanned there."},
			projects: []string{"harbor"}},
		{name: "a harbour with ships",
			piece:         Piece{Body: "In the evening a boat took us around the harbour."},
			neverProjects: []string{"harbor"}},
		{name: "IDP as a platform",
			piece: Piece{Heading: "A bank's road to its next IDP", Body: "Developers order what they need from the IDP, an internal developer platform with golden paths."},
			want:  []string{"platform-engineering"}, never: []string{"identity"}},
		{name: "IDP as an identity provider",
			piece: Piece{Heading: "Keycloak in front of everything", Body: "Keycloak is the identity provider: OIDC tokens from the IDP login reach each service, with single sign-on for people."},
			want:  []string{"identity"}, never: []string{"platform-engineering"}},
		{name: "an armada of clusters",
			piece:         Piece{Body: "The talk was called GitOps Armada and told how many clusters follow one repository."},
			want:          []string{"gitops"},
			neverProjects: []string{"armada"}},
		{name: "getting a visa",
			piece: Piece{Body: "Obtaining a visa took six weeks, the flight eleven hours."},
			never: []string{"career-diversity"}},
		{name: "companies of speakers",
			piece: Piece{Heading: "Builds in half the time - Ann Writer, Docker & Bo Reader, CircleCI", Body: "The cache moved closer to where it is needed."},
			never: []string{"containers-runtimes", "ci-cd"}, neverProjects: []string{"docker", "circleci"}},
		{name: "company in brackets",
			piece:         Piece{Heading: "“A year on call” by Cy Speaker (HashiCorp)", Body: "Nights got shorter."},
			neverProjects: []string{"terraform", "vault", "hashicorp"}},
		{name: "companies in a line of speakers",
			piece:         Piece{Heading: "Nights on call", Body: "**Speakers:** Cy Speaker (Datadog), Di Talker (Grafana Labs)\n\nNights got shorter."},
			neverProjects: []string{"datadog", "grafana"}},
		{name: "a list of projects is no line of speakers",
			piece:    Piece{Heading: "Tools we like - Argo CD, Flux and Tekton", Body: "They do their work."},
			projects: []string{"argo-cd", "flux", "tekton"}},
		{name: "a heading that is a name",
			piece: Piece{Heading: "Jaeger", Body: "Version two is out."},
			want:  []string{"tracing"}, projects: []string{"jaeger"}},
		{name: "eBPF in a text about a CNI",
			piece: Piece{Heading: "Cilium wants a share of the CNI market", Body: "Cilium uses eBPF where others use iptables. With eBPF the path of a packet is shorter, " +
				"without iptables rules, and CNI plugins gain. Cilium counts on eBPF for more: eBPF also shows what goes on. Those without eBPF in their kernel use IPVS, " +
				"which kube-proxy knows, and iptables rules grow with the cluster. Network policies are rules of iptables as well in other CNI plugins."},
			want: []string{"ebpf", "networking"}, never: []string{"service-mesh"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.check(t)
		})
	}
}

// The title of a write-up lends weight to what a piece speaks of, and to nothing else.
func TestTitle(t *testing.T) {
	body := "The second talk had a look at Strimzi, which a bank has run for two years. " + strings.Repeat("More about the bank follows here. ", 8)
	if got := tagNames(Default().Infer(Piece{Body: body})); slices.Contains(got, "messaging") {
		t.Errorf("without the title: %v", got)
	}
	got := Default().Infer(Piece{Title: "Strimzi at KubeCon", Body: body, BodyLine: 3})
	i := slices.IndexFunc(got.Tags, func(tag kb.Tag) bool { return tag.Name == "messaging" })
	if i < 0 {
		t.Fatalf("with the title: %v", tagNames(got))
	}
	var rules []string
	for _, e := range got.Tags[i].Evidence {
		rules = append(rules, e.Rule)
	}
	if diff := cmp.Diff([]string{"project:strimzi", "title:project:strimzi"}, rules); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
	for _, m := range got.Projects {
		if m.Evidence[0].Line != 3 {
			t.Errorf("%s is mentioned in line %d", m.Project, m.Evidence[0].Line)
		}
	}
	other := Default().Infer(Piece{Title: "Strimzi at KubeCon", Body: "Lunch was good."})
	if slices.Contains(tagNames(other), "messaging") || len(other.Projects) > 0 {
		t.Errorf("a piece that does not speak of it: %+v", other)
	}
}

// What projects merely hint at, words have to confirm.
func TestHintsAlone(t *testing.T) {
	v, err := Parse([]byte(`
topics: [{id: cats, strong: [cat]}]
projects: [{id: felix, name: Felix, topics_weak: [cats]}]
`))
	if err != nil {
		t.Fatal(err)
	}
	felix := strings.Repeat("We met Felix. ", 20)
	if got := tagNames(v.Infer(Piece{Heading: "Felix", Body: felix})); got != nil {
		t.Errorf("hints alone: %v", got)
	}
	if diff := cmp.Diff([]string{"cats"}, tagNames(v.Infer(Piece{Heading: "Felix", Body: felix + "A cat."}))); diff != "" {
		t.Errorf("with a word (-want +got):\n%s", diff)
	}
}

func TestByline(t *testing.T) {
	for heading, want := range map[string]string{
		"Builds in half the time - Ann Writer, Docker":              "Ann Writer, Docker",
		"Keynote: Outages - Ann Writer, Head of Engineering, Monzo": "Ann Writer, Head of Engineering, Monzo",
		"One - Two - Ann van der Berg & Bo Reader, Acme":            "Ann van der Berg & Bo Reader, Acme",
		"“A year on call” by Cy Speaker (HashiCorp)":                "Cy Speaker (HashiCorp)",
		"Builds in half the time - Ann Writer":                      "", // no company
		"Service mesh - what it is, and what not":                   "",
		"How we moved by train, bus and tram":                       "",
		"":                                                          "",
		" - ":                                                       "",
	} {
		if got := heading[byline(heading):]; got != want {
			t.Errorf("byline of %q: %q, want %q", heading, got, want)
		}
	}
}
