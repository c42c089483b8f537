package ask

import "testing"

func TestNewest(t *testing.T) {
	for text, want := range map[string]string{
		"what is new in platform engineering?": "platform engineering?",
		"What’s new with wasm":                 "wasm",
		"latest on gitops":                     "on gitops",
		"recent gitops conf:kubecon-eu-2025":   "gitops conf:kubecon-eu-2025",
		"news about the gateway api":           "the gateway api",
		"new relic":                            "",
		"what is a new york minute":            "",
		`"latest" image tag`:                   "",
		"latest":                               "",
		"":                                     "",
	} {
		rest, newest := Newest(text)
		if newest != (want != "") || newest && rest != want || !newest && rest != text {
			t.Errorf("Newest(%q) = %q, %v", text, rest, newest)
		}
	}
}
