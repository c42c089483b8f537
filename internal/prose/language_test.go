package prose

import (
	"slices"
	"strings"
	"testing"
)

// A sentence of English is known by its small words, also one of many names; those of other languages are not.
func TestIsEnglish(t *testing.T) {
	for sentence, want := range map[string]bool{
		"Linkerd 2.12 has mutual TLS with no configuration.":                       true,
		"Fewer switches between the nodes mean lower latency.":                     true,
		"Review takes some time.":                                                  true,
		"Die Plattform ist für Teams, die nicht jeden Tag Kubernetes bedienen.":    false,
		"Wir haben in Berlin an einem Operator gearbeitet, der also so läuft.":     false,
		"Les équipes de la plateforme ont une API pour chaque service.":            false,
		"Het platform is er voor teams die niet elke dag met Kubernetes werken.":   false,
		"La plataforma es para los equipos que no usan Kubernetes todos los días.": false,
		"Plattformen er for team som ikke bruker Kubernetes hver dag.":             false,
		"La piattaforma è per i team che non usano Kubernetes ogni giorno.":        false,
		"A plataforma é para as equipes que não usam Kubernetes todos os dias.":    false,
		"プラットフォームは毎日使うチームのためのものではありません。":                                           false,
	} {
		words := strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool { return strings.ContainsRune(" ,.", r) })
		if got := IsEnglish(words); got != want {
			t.Errorf("%v: %s", got, sentence)
		}
	}
}

// Words that put things in relation carry no subject, but a search keeps them: "migrate onto" is not "migrate".
func TestStopWords(t *testing.T) {
	for word, want := range map[string]bool{"the": true, "don't": true, "don’t": true, "onto": true, "etcd": false, "cluster": false} {
		if got := IsStopWord(word); got != want {
			t.Errorf("IsStopWord(%q) = %v", word, got)
		}
	}
	if all := StopWords(); !slices.IsSorted(all) || !slices.Contains(all, "the") || slices.Contains(all, "onto") {
		t.Errorf("%d stop words: unsorted, without the, or with onto", len(all))
	}
}
