package quote

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

func TestPassagesAndSentences(t *testing.T) {
	for _, test := range []struct {
		name, markdown string
		want           []string
	}{
		{"a wrapped paragraph", "One line\nand another. Two\nmore.", []string{"One line and another.", "Two more."}},
		{"abbreviations", "Tools, e.g. Helm or Kustomize vs. Jsonnet, help. Dr. Roy of Acme Inc. agrees.", []string{
			"Tools, e.g. Helm or Kustomize vs. Jsonnet, help.", "Dr. Roy of Acme Inc. agrees."}},
		{"initials and No.", "J. R. Liles spoke. It was talk No. 7 of the day. There was no. Nothing.", []string{
			"J. R. Liles spoke.", "It was talk No. 7 of the day.", "There was no.", "Nothing."}},
		{"etc. at an end", "Pods, nodes, etc. Then more. Pods, nodes, etc. are fine.", []string{"Pods, nodes, etc.", "Then more.", "Pods, nodes, etc. are fine."}},
		{"versions and names", "Kubernetes 1.16 and Node.js 8.0 run on k8s.io. Envoy v1.12.1 too.", []string{
			"Kubernetes 1.16 and Node.js 8.0 run on k8s.io.", "Envoy v1.12.1 too."}},
		{"addresses", "See https://example.org/a.b?c=d. Next one <https://example.org/x.Y?> ends.", []string{
			"See https://example.org/a.b?c=d.", "Next one https://example.org/x.Y? ends."}},
		{"code", "Run `kubectl get. Pods` first. Then ``a `b` c`` second.", []string{"Run kubectl get. Pods first.", "Then a `b` c second."}},
		{"links and emphasis", "The **talk** by [Bryan *Liles*](https://example.org/x_(y)) was ~~not~~ _long_[^1]. See [docs][1] and a_b_c.", []string{
			"The talk by Bryan Liles was not long.", "See docs and a_b_c."}},
		{"brackets that are no link", "He said [sic] it. 2 * 3 is 6.", []string{"He said [sic] it.", "2 * 3 is 6."}},
		{"images and HTML", "![A. B](x.png) Text with <b>bold</b> &amp; more.<br>Next line.", []string{"Text with bold & more.", "Next line."}},
		{"escapes", `Stars \* and \_ stay.`, []string{"Stars * and _ stay."}},
		{"quotes close after the stop", "“It works.” She left. (Yes.) No!", []string{"“It works.”", "She left.", "(Yes.)", "No!"}},
		{"what is no text", "# Head. Ing\n\nText one.\n\n```\ncode. Code.\n```\n\n| a. | B. |\n\n> quoted. Words.\n\nUnder\n=====\n\n[x]: https://example.org\n\n#tag #other\n\n    indented. Code.\n\nText two.", []string{"Text one.", "Text two."}},
		{"lists", "- One item here. With two.\n- Another\n  wrapped one.\n\n1. Numbered.", []string{"One item here.", "With two.", "Another wrapped one.", "Numbered."}},
		{"a hard break", "Line one  \nLine two\\\nLine three.", []string{"Line one", "Line two", "Line three."}},
		{"no blanks between sentences", "第一句话。第二句话！", []string{"第一句话。", "第二句话！"}},
		{"names in small letters", "A team need not. vsupalov sees that.", []string{"A team need not.", "vsupalov sees that."}},
		{"ellipses", "And so on... until the end. Wait… what? Yes.", []string{"And so on... until the end.", "Wait… what?", "Yes."}},
		{"comments and scripts", "<!-- a. B. -->\nText.\n<script>\nx. Y.\n</script>\nMore.", []string{"Text.", "More."}},
	} {
		var got []string
		for _, p := range passages(test.markdown) {
			got = append(got, p.sentences...)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestUsable(t *testing.T) {
	people := map[string]bool{"bryant": true, "daniel": true}
	for sentence, want := range map[string]bool{
		"Istio and Linkerd serve the same need, but Linkerd needs less memory on each node.":        true,
		"Service meshes (such as Istio) are ready for teams that run many services.":                true,
		"According to Bryant, he heard the same theme in many conversations at the booth.":          true,
		"All clusters of the bank run on machines that its own people bought years ago.":            true,
		"More than 13,000 people came to London to hear about platforms and agents.":                true,
		"This year KubeCon had twice as many talks on machine learning as the year before.":         true,
		"Those who run Kubernetes at the edge need clusters that repair themselves.":                false,
		"Teams win this way when they write less YAML and test more of it in pipelines.":            false,
		"This is why service meshes are ready for teams that run many services.":                    false,
		"That makes service meshes ready for teams that run many services today.":                   false,
		"However, service meshes are ready for teams that run many services.":                       false,
		"But service meshes are ready for teams that run many services today.":                      false,
		"It is the reason why service meshes are ready for many teams of all sizes.":                false,
		"He told the audience that service meshes are ready for many teams of all sizes.":           false,
		"According to the speaker, he had never seen Istio fail in a cluster of that size.":         false,
		"In short, they bought whatever was not core to the business of the company.":               false,
		"With CRDs it resembles configuration more than code, although templates hold Rego.":        false,
		"For example, Linkerd needs less memory on each node of a cluster than Istio.":              false,
		"A second prediction concerns tools: support for GitOps should grow and settle.":            false,
		"All of them run Kubernetes on machines that their own people bought years ago.":            false,
		"Walmart bought the same machines for all of its stores in the south too.":                  false,
		"Why Kubernetes Is Inappropriate for Platforms, and How to Make It Better.":                 false,
		"Status quo -> every domain in a silo with its own formats and technologies.":               false,
		"Airflow is like Jenkins ... and is very good at moving data between steps.":                false,
		"Throttling of retries and pushback by servers in the mesh are part of it.":                 false,
		"In another session Akuity demonstrated how teams automate deployments with Argo CD.":       false,
		"In between lies platform orchestration, which provides things as a service to teams.":      false,
		"Version 1.16, due in November, was to bring routing by JWT and external authorisation.":    false,
		"Companies were still examining how they might use it soon, or whether they should at all.": false,
		"Last month, from the 18th to the 21st of April, KubeCon was happening in Amsterdam.":       false,
		"Um, you know, Lucas was working on why Kubernetes is the way that people like.":            false,
		"“The Long Road to a Mesh” did not change that view of the bank and its teams.":             false,
		"A cluster has to be available while somebody upgrades it, the speakers insisted.":          true,
		"Short one about Istio here.": false,
		"Is a service mesh really what a team with three services should begin with?":     false,
		"The three things to know about service meshes in production are these ones:":     false,
		"A sentence with “one open quote is not fit to be quoted by itself anywhere.":     false,
		"A sentence with one bracket (open is not fit to be quoted by itself anywhere.":   false,
		"a sentence that starts in small letters is most likely the rest of another one.": false,
		"The slides are at https://example.org/slides and the code at the same place.":    false,
		"服务网格已经可以用于生产环境，许多大型公司正在使用它来管理他们的微服务。":                                            true,
	} {
		if got := usable(sentence, people); got != want {
			t.Errorf("usable is %v: %s", got, sentence)
		}
	}
}

func TestVague(t *testing.T) {
	for sentence, want := range map[string]bool{
		"Two problems stayed with the team, in Hemsley's account.":                                          true,
		"The presenter gives three reasons to run data on Kubernetes.":                                      true,
		"From Monzo's outage the author derives a general risk.":                                            true,
		"McQuaid notes three criteria of the process: adoption, diversity of maintainers, and health.":      false,
		"Local development with Kubernetes is a problem.":                                                   false,
		"The API is extensible and spans several infrastructures.":                                          true,
		"The operator provisions Azure resources through the Kubernetes API.":                               true,
		"The longest table compares modes of IP address management under Cilium.":                           true,
		"The operator of Percona takes backups of databases.":                                               false,
		"The OpenFeature project saw more interest in London than before.":                                  false,
		"The CNCF accepted Cilium in Los Angeles.":                                                          false,
		"Cilium was accepted by the CNCF on the second day of the conference in Los Angeles.":               false,
		"Mulligan believes that the pair will be a crucial part of observability in future.":                true,
		"Kueue dispatches batch jobs over several clusters, which a keynote presented in Salt Lake City.":   false,
		"Among seven tools the author prefers Flagger, which moves traffic while the metrics stay as good.": false,
	} {
		if got := vague(tokens(sentence), sentence); got != want {
			t.Errorf("vague is %v: %s", got, sentence)
		}
	}
}

// FuzzQuotable: whatever the note, nothing panics, and each sentence stands in the text without markup.
func FuzzQuotable(f *testing.F) {
	for _, seed := range []string{"", "# A\n\nText. More *text* [x](y).", "- `a. B`\n\t- c", "[[[[((((", "<!--", "```\n", "“A. B.” C", "第一。第二", "a\\", "![", "&#10;&lt;b&gt;", "\xff. X"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		plain := Plain(markdown)
		if utf8.ValidString(markdown) && !utf8.ValidString(plain) {
			t.Fatalf("invalid text %q", plain)
		}
		for _, s := range Quotable(&kb.Takeaway{Body: markdown}) {
			if !strings.Contains(plain, s) {
				t.Fatalf("%q is not in %q", s, plain)
			}
			if strings.ContainsAny(s, "\n\x1b") {
				t.Fatalf("%q holds a line break or an escape", s)
			}
		}
	})
}

// Text that is made to be slow ends all the same; one that took the square of its length would not before the
// tests' own limit of time.
func TestHostileText(t *testing.T) {
	for _, unit := range []string{"[", "[a](", "`", "``a`", "“", "<", "&", "*", "![", "a. ", "A. B ", "- ", "> ", "\\", "[x][", "((", "http://", "the the "} {
		text := strings.Repeat(unit, (1<<18)/len(unit))
		for _, q := range Quotable(&kb.Takeaway{Body: text}) {
			if len(q) > len(text) {
				t.Errorf("%q: a sentence of %d bytes", unit, len(q))
			}
		}
	}
}
