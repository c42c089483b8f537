package kb

import "testing"

func TestNameKey(t *testing.T) {
	for name, want := range map[string]string{
		"José Núñez":             "jose nunez",
		"Jose\u0301 Nun\u0303ez": "jose nunez",
		"O'Doe":                  "odoe",
		"O’Doe":                  "odoe",
		"Dr. Jane Doe":           "jane doe",
		"Prof. Dr. Jane Doe":     "jane doe",
		"jane-doe":               "jane doe",
		"Doe, Jane":              "jane doe",
		"JANE  DOE":              "jane doe",
		"Jane Doe, Red Hat":      "jane doe red hat",
		"Jane Q. Doe":            "jane q doe",
		"Jürgen Groß":            "jurgen gross",
		"Łukasz Żółw":            "lukasz zolw",
		"Dr":                     "dr",
		"阿里云":                    "阿里云",
		"AT&T":                   "at&t",
		"":                       "",
		" . ":                    "",
	} {
		if got := NameKey(name); got != want {
			t.Errorf("NameKey(%q) = %q, want %q", name, got, want)
		}
	}
}
