package render

import "testing"

func TestWholeSentences(t *testing.T) {
	body := "#tag\n\nThe first sentence stands here. The second one **is** longer than that. A third ends it.\n\n- an item"
	for passage, want := range map[string]string{
		"…second one is longer than that. A third…": "The second one is longer than that. A third ends it.",
		"The first sentence stands here.":           "The first sentence stands here.",
		"The first sentence stands…":                "The first sentence stands here.",
		"…of another text…":                         "…of another text…",
		"":                                          "",
	} {
		if got := wholeSentences(passage, body); got != want {
			t.Errorf("%q: %q, want %q", passage, got, want)
		}
	}
}
