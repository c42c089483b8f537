package conference

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func idsOf(list []Edition) []string {
	var ids []string
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name string
		want []string
	}{
		{"kubecon-na-2019", []string{"kubecon-na-2019"}},
		{"KubeCon-NA-2019", []string{"kubecon-na-2019"}},
		{"KubeCon NA 2019", []string{"kubecon-na-2019"}},
		{"kubecon na 2019", []string{"kubecon-na-2019"}},
		{"KubeCon + CloudNativeCon North America 2019", []string{"kubecon-na-2019"}},
		{"San Diego 2019", []string{"kubecon-na-2019"}},
		{"san-diego", []string{"kubecon-na-2019"}},
		{"kccncna19", []string{"kubecon-na-2019"}},
		{"kccncna2019", []string{"kubecon-na-2019"}},
		{"#KubeConNA19", []string{"kubecon-na-2019"}},
		{"kubeconeu2022", []string{"kubecon-eu-2022"}},
		{"copenhagen", []string{"kubecon-eu-2018"}},
		{"Kopenhagen", []string{"kubecon-eu-2018"}},
		{"上海 2019", []string{"kubecon-cn-2019"}},
		{"KubeCon 2019 上海", []string{"kubecon-cn-2019"}},
		{"kubecon 2018", []string{"kubecon-eu-2018", "kubecon-cn-2018", "kubecon-na-2018"}},
		{"kubecon '18 eu", []string{"kubecon-eu-2018"}},
		{"kubecon london", []string{"kubecon-eu-2016", "kubecon-eu-2025"}},
		{"amsterdam", []string{"kubecon-eu-2020", "kubecon-eu-2023", "kubecon-eu-2026"}},
		{"kubecon slc 2024", []string{"kubecon-na-2024"}},
		{"kubecon-jp", []string{"kubecon-jp-2025", "kubecon-jp-2026"}},
		{"kubecon in 2025", []string{"kubecon-in-2025"}},
		{"eu 2019", []string{"kubecon-eu-2019"}},
		{"gitopscon eu 2022", []string{"gitopscon-eu-2022"}},
		{"KCD France 2023", []string{"kcd-france-2023"}},
		{"devopsdays oslo 2017", []string{"devopsdays-oslo-2017"}},
		{"Pasadena 2024", []string{"scale-21x"}},
		{"kubecon boston", []string{"kubecon-na-2020"}},
	}
	for _, tt := range tests {
		got, err := Resolve(tt.name)
		if err != nil {
			t.Errorf("Resolve(%q): %v", tt.name, err)
			continue
		}
		if d := cmp.Diff(tt.want, idsOf(got)); d != "" {
			t.Errorf("Resolve(%q): %s", tt.name, d)
		}
	}
}

func TestResolveUnknown(t *testing.T) {
	for name, want := range map[string]string{
		"kubcon-na-2019":         "kubecon-na-2019",
		"san digo":               "kubecon-na-2019",
		"kubecon eu 2027":        "",
		"2019":                   "",
		"in":                     "",
		"kubeconfig":             "",
		"service mesh san diego": "",
		"":                       "",
		"\xff\x00":               "",
	} {
		_, err := Resolve(name)
		var unknown *UnknownError
		if !errors.As(err, &unknown) {
			t.Errorf("Resolve(%q): %v, want an UnknownError", name, err)
			continue
		}
		if want != "" && (len(unknown.Nearest) == 0 || unknown.Nearest[0].ID != want) {
			t.Errorf("Resolve(%q): nearest %v, want %s", name, idsOf(unknown.Nearest), want)
		}
	}
}

func TestResolveLatest(t *testing.T) {
	has := func(id string) bool { return id == "kubecon-eu-2018" || id == "kubecon-eu-2022" }
	for _, name := range []string{"kubecon-eu", "KubeCon Europe", "kubecon-eu latest", "latest kubecon-eu"} {
		if e, err := ResolveLatest(name, has); err != nil || e.ID != "kubecon-eu-2022" {
			t.Errorf("ResolveLatest(%q) = %s, %v", name, e.ID, err)
		}
	}
	if e, err := ResolveLatest("kubecon-jp", has); err == nil {
		t.Errorf("ResolveLatest found %s, which the library lacks", e.ID)
	}
	if _, err := ResolveLatest("nonsense", nil); err == nil {
		t.Error("ResolveLatest resolved nonsense")
	}
}
