package conference

import "testing"

func TestInTitle(t *testing.T) {
	for text, want := range map[string]bool{
		"PromCon EU 2022": true, "what we saw at argocon": true, "GitOpsCon": true, "kubeconeu2022": true, "KCCNCNA19": true, "StrimziCon 2024": true,
		"クーベコン": false, "Open Source Summit Tokyo": true, "Cloud Native Rejekts": true, "KubeCon + CloudNativeCon": true, "#kubecon": true,
		"": false, "We conned the scheduler": false, "Prometheus at scale": false, "the Falcon": false, "OSS is software": false, "Europe 2019": false,
	} {
		if got := InTitle(text); got != want {
			t.Errorf("InTitle(%q) = %t", text, got)
		}
	}
	for name, want := range map[string]bool{"KubeCon": true, " kubecon ": true, "KubeCon + CloudNativeCon": true, "kubecon-eu": false, "KubeCon EU": false, "PromCon": false, "": false} {
		if got := IsFlagship(name); got != want {
			t.Errorf("IsFlagship(%q) = %t", name, got)
		}
	}
}

func BenchmarkInTitle(b *testing.B) {
	for b.Loop() {
		InTitle("The people of the bank told how they moved their clusters to another region without any loss")
	}
}
