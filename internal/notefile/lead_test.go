package notefile

import "testing"

func TestLead(t *testing.T) {
	for text, want := range map[string]string{
		"":           "",
		"...":        "",
		"Short one.": "Short one",
		"Meshes grew up. Nobody doubts it any more.":                                                          "Meshes grew up",
		"Everyone at the booths sold a mesh, and nobody in the talks ran one without a team for it.":          "Everyone at the booths sold a mesh",
		"The operators of the clusters of the bank told the room about upgrades that took months to plan":     "The operators of the clusters of the bank told the room about…",
		"The operators of our many clusters at the bank told us that it was the most painful of all upgrades": "The operators of our many clusters at the bank told us…",
		"Yes, we tried (all of it): no sidecar survived the load test of the second week in our data centre":  "Yes, we tried (all of it)",
		"**Bold** words with a [link](https://example.org) in them.":                                          "Bold words with a link in them",
		"服务网格在生产环境中的经验分享与最佳实践以及未来的发展方向和路线图":                                                                   "服务网格在生产环境中的经验分享与最佳实践以及未来",
	} {
		if got := lead(text); got != want {
			t.Errorf("lead(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

// A tag line under a later heading says that the headings of a small note are takeaways; one under the
// first heading, or one without text, may stand for the whole.
func TestTagLinesMakeTakeaways(t *testing.T) {
	const one, two = "Canaries watch error rates for a while.\n\n", "Meshes need people who know them.\n"
	for note, want := range map[string]int{
		"# Watching rollouts\n\nSpeaker: Ann Author\n\n## Canaries\n" + one + "## Meshes\n" + two:                      1,
		"# Watching rollouts\n\nSpeaker: Ann Author\n\n## Canaries\n#rollouts\n\n" + one + "## Meshes\n" + two:         1,
		"# Watching rollouts\n\nSpeaker: Ann Author\n\n## Canaries\n" + one + "## Meshes\n#service-mesh\n\n" + two:     2,
		"# Watching rollouts\n\nSpeaker: Ann Author\n\n## Canaries\n" + one + two + "\n## Metadata\n#mesh #canary\n":   1,
		"# Watching rollouts\n\nSpeaker: Ann Author\n\n## Canaries\n#a\n\n" + one + "## Meshes\n#b #service\n\n" + two: 2,
	} {
		w, err := Parse("notes.md", []byte(note))
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Takeaways(); got != want {
			t.Errorf("%d takeaways, want %d, in\n%s", got, want, note)
		}
	}
}
