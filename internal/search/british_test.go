package search

import "testing"

func TestAmerican(t *testing.T) {
	for british, want := range map[string]string{
		"organise": "organize", "organisation": "organization", "optimising": "optimizing", "standardised": "standardized",
		"organisers": "organizers", "authorisation": "authorization", "analyse": "analyze", "analysing": "analyzing",
		"neighbours": "neighbors", "behavioural": "behavioral", "favourite": "favorite", "modelling": "modeling",
		"labelled": "labeled", "cancelled": "canceled", "enterprise": "enterprise", "enterprises": "enterprises",
		"premises": "premises", "promised": "promised", "exercise": "exercise", "raise": "raise", "noise": "noise",
		"selling": "selling", "compelled": "compelled", "hours": "hours", "courses": "courses", "analysis": "analysis",
		"rise": "rise", "otherwise": "otherwise", "expertise": "expertise", "likewise": "likewise", "four": "four",
	} {
		if got := words().american(british); got != want {
			t.Errorf("%q: %q, want %q", british, got, want)
		}
	}
}
