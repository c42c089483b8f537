package digest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/digest"
	"takeaway/internal/kb"
)

// tallied are three write-ups: two of one person under two spellings, and one of two people who gave a talk.
func tallied() []*kb.WriteUp {
	piece := func(talk *kb.Talk, tags ...kb.Tag) kb.Takeaway {
		return kb.Takeaway{Kind: kb.KindTakeaway, Tags: tags, Talk: talk}
	}
	gitops := kb.Tag{Name: "gitops", Source: kb.TagOwn}
	return []*kb.WriteUp{
		{Path: "a.md", Authors: []string{"José Núñez"}, Conferences: kb.Editions{"kubecon-eu-2018"},
			Pieces: []kb.Takeaway{piece(&kb.Talk{Title: "Closing Remarks", Speakers: []string{"Ann Lee"}, Org: "Older"}, gitops), {Kind: kb.KindIntro}}},
		{Path: "b.md", Authors: []string{"Jose Nunez"}, Conferences: kb.Editions{"kubecon-eu-2019"},
			Pieces: []kb.Takeaway{piece(&kb.Talk{Title: "Closing remarks", Speakers: []string{"ann lee"}, Org: "Newer"}, gitops)}},
		{Path: "c.md", Authors: []string{"Bo Chen", "Cy Young"}, Conferences: kb.Editions{"kubecon-eu-2019"},
			Pieces: []kb.Takeaway{piece(nil, kb.Tag{Name: "gitops", Source: kb.TagInferred}), piece(nil)}},
	}
}

// Every number of a listing is one of Counter: co-authors are one voice, spellings of a name one person, a
// talk is one of a conference, and a speaker works where the latest talk says.
func TestTallies(t *testing.T) {
	parents := names()
	parents.Implied = func(tag string) []string {
		if tag == "gitops" {
			return []string{"ci-cd"}
		}
		return nil
	}
	parents.Topic = func(tag string) (string, bool) { return "", false }
	eu := func(year string) string { return "kubecon-eu-" + year }
	for kind, want := range map[digest.Kind][]digest.Tally{
		digest.Tags: {
			{ID: "ci-cd", Name: "ci-cd", Takeaways: 3, WriteUps: 3, Authors: 2, Narrower: 3, First: eu("2018"), Last: eu("2019")},
			{ID: "gitops", Name: "gitops", Takeaways: 3, WriteUps: 3, Authors: 2, Own: 2, Inferred: 1, First: eu("2018"), Last: eu("2019")},
		},
		digest.Authors: {
			{ID: "Bo Chen", Name: "Bo Chen", Takeaways: 2, WriteUps: 1, Authors: 1, First: eu("2019"), Last: eu("2019")},
			{ID: "Cy Young", Name: "Cy Young", Takeaways: 2, WriteUps: 1, Authors: 1, First: eu("2019"), Last: eu("2019")},
			{ID: "José Núñez", Name: "José Núñez", Takeaways: 2, WriteUps: 2, Authors: 1, First: eu("2018"), Last: eu("2019")},
		},
		digest.Talks: {
			{ID: "kubecon-eu-2018/closing-remarks", Name: "Closing Remarks", Takeaways: 1, WriteUps: 1, Authors: 1, Speakers: []string{"Ann Lee"}, Org: "Older",
				By: []string{"José Núñez"}, Conferences: []string{eu("2018")}, First: eu("2018"), Last: eu("2018")},
			{ID: "kubecon-eu-2019/closing-remarks", Name: "Closing remarks", Takeaways: 1, WriteUps: 1, Authors: 1, Speakers: []string{"ann lee"}, Org: "Newer",
				By: []string{"Jose Nunez"}, Conferences: []string{eu("2019")}, First: eu("2019"), Last: eu("2019")},
		},
		digest.Speakers: {
			{ID: "ann-lee", Name: "Ann Lee", Takeaways: 2, WriteUps: 2, Authors: 1, Org: "Newer", By: []string{"José Núñez"},
				Conferences: []string{eu("2018"), eu("2019")}, First: eu("2018"), Last: eu("2019")},
		},
	} {
		if diff := cmp.Diff(want, digest.Tallies(kind, tallied(), parents, false)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}} { // the latest talk counts, not the last one read
		all := tallied()
		ups := []*kb.WriteUp{all[order[0]], all[order[1]], all[order[2]]}
		if got := digest.Tallies(digest.Speakers, ups, parents, false); len(got) != 1 || got[0].Org != "Newer" {
			t.Errorf("%+v", got)
		}
	}
}
