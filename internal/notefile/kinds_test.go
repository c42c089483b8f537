package notefile

import (
	"strings"
	"testing"

	"takeaway/internal/kb"
)

// The shapes in which strangers write about days, talks and farewells, each in words of our own.
func TestStrangersShapes(t *testing.T) {
	for _, s := range []shape{
		{"talks below days", "a.md", "---\ntitle: DevOpsDays Bergen 2022\ndate: 2022-05-04\n---\n### First day\n#### Dan Driver - Builds in a minute\n* caches close to the runners\n#### Clara Clerk - Nobody reads the wiki\n* put it into the review\n### Second day\n#### Ann Author - Alarms by night\n* only what a person can mend\n",
			"DevOpsDays Bergen 2022 |  | 2022-05-04\n5-5 container First day\n6-7 takeaway Dan Driver - Builds in a minute {Builds in a minute; Dan Driver; }\n8-9 takeaway Clara Clerk - Nobody reads the wiki {Nobody reads the wiki; Clara Clerk; }\n10-10 container Second day\n11-12 takeaway Ann Author - Alarms by night {Alarms by night; Ann Author; }\n"},
		{"the main event is more than its name", "a.md", "---\ntitle: A week at KubeCon\n---\n## Contributors\n\n{1}\n\n## KubeCon\n\nThen it began.\n\n### Tenants in small clusters\n\n{2}\n\n### What a trace costs\n\n{3}\n",
			"A week at KubeCon |  | \n4-6 takeaway Contributors\n8-10 intro KubeCon\n12-14 takeaway Tenants in small clusters\n16-18 takeaway What a trace costs\n"},
		{"bold links with a line for the speakers", "a.md", "---\ntitle: KubeCon NA 2022, seen from row nine\n---\n## Monday\n\n**[Queues for accelerators](https://example.sched.com/event/1XYZ)**<br/>\nby Ann Author and Dan Driver\n\n{4}\n\n**[Bills that add up](https://example.sched.com/event/1XYY)**<br/>\nby Clara Clerk\n\n{3}\n",
			"KubeCon NA 2022, seen from row nine |  | \n4-4 container Monday\n6-9 takeaway Queues for accelerators {Queues for accelerators; Ann Author, Dan Driver; }\n11-14 takeaway Bills that add up {Bills that add up; Clara Clerk; }\n"},
		{"a subject behind a dash is no speaker", "a.md", "# Day one at KubeCon\n\n## Tempest - Distributed Weather Store\n\n{1}\n\n## Ann Author - Why clusters drift\n\n{2}\n",
			"Day one at KubeCon |  | \n1-1 container Day one at KubeCon\n3-5 takeaway Tempest - Distributed Weather Store\n7-9 takeaway Ann Author - Why clusters drift {Why clusters drift; Ann Author; }\n"},
		{"speakers of the first talk are no authors", "a.md", "---\ntitle: KubeCon Chicago 2023, my notes\n---\n### Queues for accelerators\nby Ann Author\n\n{4}\n\n### Bills that add up\nby Clara Clerk\n\n{3}\n",
			"KubeCon Chicago 2023, my notes |  | \n4-7 takeaway Queues for accelerators {Queues for accelerators; Ann Author; }\n9-12 takeaway Bills that add up {Bills that add up; Clara Clerk; }\n"},
		{"times and labels are no part of a title", "a.md", "# DevOpsDays Bergen 2022\n\n## 11:35 - Builds in a minute\n*Ann Author (Hooli), Dan Driver (Hooli)*\n\n{1}\n\n## Project Lightning Talk: Queues for accelerators - Clara Clerk, Initech\n\n{4}\n",
			"DevOpsDays Bergen 2022 |  | \n1-1 container DevOpsDays Bergen 2022\n3-6 takeaway 11:35 - Builds in a minute {Builds in a minute; Ann Author, Dan Driver; Hooli}\n8-10 takeaway Project Lightning Talk: Queues for accelerators - Clara Clerk, Initech {Queues for accelerators; Clara Clerk; Initech}\n"},
		{"a long title in bold ends with its speaker", "a.md", "# Lightning talks\n\n**Builds in a minute - Dan Driver, Globex**\n\n{1}\n\n**Faster, again and again, until nobody waits! - Small steps for large teams who deploy on Fridays - Ann Author, Initech**\n\n{2}\n",
			"Lightning talks |  | \n1-1 container Lightning talks\n3-5 takeaway Builds in a minute - Dan Driver, Globex {Builds in a minute; Dan Driver; Globex}\n7-9 takeaway Faster, again and again, until nobody waits! - Small steps for large teams who deploy on Fridays - Ann Author, Initech {Faster, again and again, until nobody waits! - Small steps for large teams who deploy on Fridays; Ann Author; Initech}\n"},
		{"pasted without blank lines", "a.txt", "KubeCon, the second day\n{1}\nPolicy moves left\n{2}\nBills that add up\n{3}\n",
			"KubeCon, the second day |  | \n1-2 intro \n3-4 takeaway Policy moves left\n5-6 takeaway Bills that add up\n"},
		{"farewells of many kinds", "a.md", "---\ntitle: KubeCon in Paris\n---\n## Policy moves left\n\n{2}\n\n## Final Reflections\n\nIt was a good week.\n",
			"KubeCon in Paris |  | \n4-6 takeaway Policy moves left\n8-10 outro Final Reflections\n"},
		{"an invitation below the last section", "a.md", "---\ntitle: KubeCon in Paris\n---\n## Policy moves left\n\n{2}\n\n## Bills that add up\n\n{3}\n\nInterested in learning more? Watch the recording of our class.\n\n_Ann Author is a writer at Initech, and likes trains._\n",
			"KubeCon in Paris |  | \n4-6 takeaway Policy moves left\n8-10 takeaway Bills that add up\n12-14 outro \n"},
		{"headings that link to their sessions", "a.md", "---\ntitle: KubeCon notes, Wednesday\n---\n## [Queues for accelerators](https://example.sched.com/event/1XYZ)\n\n{4}\n\n## [Bills that add up](https://example.sched.com/event/1XYY)\n\n{3}\n",
			"KubeCon notes, Wednesday |  | \n4-6 takeaway Queues for accelerators {Queues for accelerators; ; }\n8-10 takeaway Bills that add up {Bills that add up; ; }\n"},
		{"a list of recordings is no talk", "a.md", "---\ntitle: Highlights of MeshConf 2024\n---\nAll of it can be watched now:\n\n- [Queues | Ann Author](https://www.youtube.com/watch?v=aaaaaaaaaa1)\n- [Bills | Dan Driver](https://www.youtube.com/watch?v=aaaaaaaaaa2)\n- [Traces | Clara Clerk](https://www.youtube.com/watch?v=aaaaaaaaaa3)\n- [Gates | Eve Writer](https://www.youtube.com/watch?v=aaaaaaaaaa4)\n",
			"Highlights of MeshConf 2024 |  | \n4-9 takeaway All of it can be watched now\n"},
		{"one talk with its parts", "a.md", "# Queues for accelerators\n\nSpeaker: Ann Author, Initech\n\n## Problems\n\nJobs wait for half of what they need.\n\n## Solution\n\nAll of it or nothing.\n\n## Demo\n\nEight pods on one rack.\n",
			"Queues for accelerators |  | \n1-15 takeaway Queues for accelerators {Queues for accelerators; Ann Author; Initech}\n"},
	} {
		s.check(t)
	}
}

// Who spoke, in the ways in which people write it in YAML; a company is no speaker.
func TestYAMLSpeakers(t *testing.T) {
	const note = `title: Talks I saw
conference: kubecon-na-2019
takeaways:
- title: Queues for accelerators
  speakers: ["Ann Author, Initech"]
- title: Bills that add up
  speaker: Dan Driver, Apple
- title: Gates
  speakers: ["Ann Author (Hooli)", "Dan Driver, Initech"]
- title: Only a title
`
	want := "Talks I saw |  | \n" +
		"4-5 takeaway Queues for accelerators {Queues for accelerators; Ann Author; Initech}\n" +
		"6-7 takeaway Bills that add up {Bills that add up; Dan Driver; Apple}\n" +
		"8-9 takeaway Gates {Gates; Ann Author, Dan Driver; Hooli, Initech}\n" +
		"10-10 takeaway Only a title\n"
	if got := shapeOf(t, "a.yaml", note); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// A table that asks for what the program does not know does not serve, and notes are cut by rules alone.
func TestTableThatDoesNotFit(t *testing.T) {
	if !Learned() {
		t.Fatal("the compiled table does not fit; run: go run ./internal/gen segmentation")
	}
	for name, spoil := range map[string]func(m *Segmentation){
		"other features": func(m *Segmentation) { m.SplitNames = append([]string{"phase of the moon"}, m.SplitNames[1:]...) },
		"one too few":    func(m *Segmentation) { m.KindNames = m.KindNames[1:] },
		"no kinds":       func(m *Segmentation) { m.Kinds = nil },
		"a short list":   func(m *Segmentation) { m.Parts.Value = m.Parts.Value[1:] },
	} {
		m := learned
		spoil(&m)
		if m.Fits() {
			t.Errorf("%s: the table fits", name)
		}
	}
	var none *Segmentation
	if none.Fits() {
		t.Error("no table fits")
	}
	d := newDocument("a.md", []byte("# KubeCon notes\n\n## Canaries\n\nOne.\n\n## Meshes\n\nTwo.\n"))
	d.readFront()
	p := d.scan(formatMarkdown)
	d.readTitle(p)
	d.event = d.aboutEvent()
	d.newCutter(p).rulesCut()
	if n := d.up.Takeaways(); n != 2 {
		t.Errorf("%d takeaways by rules alone, want 2", n)
	}
}

// A heading with nothing but the word that there are no notes gathers nothing and is no takeaway.
func TestUnnoted(t *testing.T) {
	note := "# Day one\n\n## Canaries\n\nFive percent of the traffic first, and nobody calls at night any more.\n\n## Meshes\n\nN/A\n\n## Pods\n\n- No notes\n\n## Nodes\n\nNo notes is what I took, as I could not stop listening.\n"
	want := "Day one |  | \n1-1 container Day one\n3-5 takeaway Canaries\n7-9 container Meshes\n11-13 container Pods\n15-17 takeaway Nodes\n"
	if got := shapeOf(t, "a.md", note); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// What a labeller got wrong is named, by file and line.
func TestLessonsNameFaults(t *testing.T) {
	note := []byte("# Notes\n\ntext\n")
	for want, marks := range map[string][]Mark{
		"line 2 of the labels is out of order":    {{3, "takeaway"}, {2, "takeaway"}},
		"line 90 of the labels is behind the end": {{1, "takeaway"}, {90, "outro"}},
	} {
		if _, err := Lessons("a.md", note, marks); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "a.md") {
			t.Errorf("%v: %v", marks, err)
		}
	}
}

// everyParagraph cuts text without headings at each paragraph, all of them takeaways.
type everyParagraph struct{}

func (everyParagraph) sure(string) bool { return false }

func (everyParagraph) split(*layout, *node) bool { return true }

func (everyParagraph) way(_ *layout, w *way) float64 {
	if w.kind == wayTexts {
		return 100 // more than what is certain
	}
	return -1
}

func (everyParagraph) kind(*layout, *part) kb.Kind { return kb.KindTakeaway }

// The short last paragraph of a text without headings takes leave in many languages; a session or a person's own
// tags in it make it a takeaway, as does its length.
func TestFarewellWithoutHeading(t *testing.T) {
	before := strings.Repeat("Queues for accelerators were on every floor this year, and nobody agreed on how long a job may wait. ", 8) + "\n\n" +
		strings.Repeat("Policy moves left: what a cluster refuses is now known to the one who writes it. ", 8) + "\n\n"
	for last, want := range map[string]kb.Kind{
		"One last note: my little course on canaries is nearly done and opens in May. Follow me to hear of it.":                          kb.KindOutro,
		"Zum Schluss: Mein kleiner Kurs über Kanarienvögel ist fast fertig und beginnt im Mai. Folgt mir, um davon zu hören.":            kb.KindOutro,
		"Un dernier mot : mon petit cours sur les canaris ouvre en mai, suivez-moi pour ne pas le manquer.":                              kb.KindOutro,
		"One last note: canaries die early, and that is their job in a rollout, as the team with the most of them found.":                kb.KindTakeaway,
		"One last note: canaries die early, see https://www.youtube.com/watch?v=aaaaaaaaaa1 and sign up for the next talk of that team.": kb.KindTakeaway,
		"Canaries will die early next year." + strings.Repeat(" Each of them takes a share of the traffic and is watched for a day.", 6): kb.KindTakeaway,
	} {
		d, err := parseWith("a.md", []byte(before+last+"\n"), everyParagraph{})
		if err != nil {
			t.Fatal(err)
		}
		pieces := d.up.Pieces
		if len(pieces) != 3 || pieces[2].Kind != want {
			t.Errorf("%q: %d pieces, the last is %s from line %d on, want %s", last, len(pieces), pieces[len(pieces)-1].Kind, pieces[len(pieces)-1].Line, want)
		}
	}
}
