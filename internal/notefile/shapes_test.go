package notefile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Paragraphs long enough for a takeaway; {1} to {4} stand for them in the texts below.
var paragraphs = strings.NewReplacer(
	"{1}", "The control plane was the quiet star of the week. Several teams showed how they cut their cluster count in half by moving tenants into virtual clusters, and the numbers they gave were honest about what broke along the way.",
	"{2}", "Policy engines are no longer a side show. Two banks explained that they reject four out of ten manifests before merge, and that developers thank them for it since the messages now say which line they have to change.",
	"{3}", "Observability bills came up in every hallway talk. The common answer was sampling at the edge, keeping exemplars for the slow tail, and deleting all those dashboards that nobody on the team had opened in the last ninety days.",
	"{4}", "Batch workloads want gang scheduling and topology hints. The demo placed eight training pods on one rack, and the whole run finished a third sooner than it had with the default profile of the scheduler on the day before.",
)

// shapeOf writes what a person would check: title, authors and date, then each piece.
func shapeOf(t *testing.T, name, text string) string {
	t.Helper()
	up, err := Parse(name, []byte(paragraphs.Replace(text)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s | %s\n", up.Title, strings.Join(up.Authors, ", "), up.Date)
	for _, p := range up.Pieces {
		fmt.Fprintf(&b, "%d-%d %s %s", p.Line, p.EndLine, p.Kind, p.Heading)
		if p.Talk != nil {
			fmt.Fprintf(&b, " {%s; %s; %s}", p.Talk.Title, strings.Join(p.Talk.Speakers, ", "), p.Talk.Org)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// shape is a text in the way that some tool or some people write, and its shapeOf.
type shape struct{ name, file, text, want string }

func (s shape) check(t *testing.T) {
	t.Run(s.name, func(t *testing.T) {
		if diff := cmp.Diff(s.want, shapeOf(t, s.file, s.text)); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

func TestHeaderShapes(t *testing.T) {
	for _, s := range []shape{
		{"e-mail", "a.txt", "From: Roe, Jane <jane@example.com>\nSent: Monday, November 18, 2024 9:41 AM\nTo: all@example.com\nSubject: FW: KubeCon trip report\n\n" +
			"Hi all,\n\nhere is what I brought home.\n\nPlatform teams grow up\n\n{1}\n\nPolicy moves left\n\n{2}\n",
			"KubeCon trip report | Jane Roe | 2024-11-18\n1-8 intro \n10-12 takeaway Platform teams grow up\n14-16 takeaway Policy moves left\n"},
		{"an address is no name", "a.txt", "From: jane@example.com\nDate: Mon, 18 Nov 2024 09:41:00 +0100\nSubject: KubeCon trip report\n\n{1}\n",
			"KubeCon trip report |  | 2024-11-18\n1-5 takeaway The control plane was the quiet star of the week\n"},
		{"Pelican", "a.md", "Title: KubeCon NA 2022 notes\nDate: 2022-11-02 10:20\nModified: 2023-01-05\nCategory: conferences\nAuthors: Jane Roe, Joe Poe\n\n{4}\n\n## Platform teams grow up\n\n{1}\n\n## Policy moves left\n\n{2}\n",
			"KubeCon NA 2022 notes | Jane Roe, Joe Poe | 2022-11-02\n1-7 intro \n9-11 takeaway Platform teams grow up\n13-15 takeaway Policy moves left\n"},
		{"Notion", "a.md", "# KubeCon trip report\n\nCreated: March 25, 2024 10:12 AM\nCreated by: Jane Roe\nTags: conference, k8s\nLast edited time: April 9, 2024 8:01 PM\n\n## Platform teams grow up\n\n{1}\n\n## Policy moves left\n\n{2}\n",
			"KubeCon trip report | Jane Roe | 2024-03-25\n1-6 container KubeCon trip report\n8-10 takeaway Platform teams grow up\n12-14 takeaway Policy moves left\n"},
		{"Logseq", "a.md", "title:: KubeCon EU notes\ndate:: [[2023-04-24]]\nauthor:: [[Jane Roe]]\ntags:: kubecon\n\n- ## Platform teams grow up\n\t- {1}\n- ## Policy moves left\n\t- {2}\n",
			"KubeCon EU notes | Jane Roe | 2023-04-24\n1-4 boilerplate \n6-7 takeaway Platform teams grow up\n8-9 takeaway Policy moves left\n"},
		{"Org", "a.txt", "#+TITLE: KubeCon EU notes\n#+AUTHOR: Jane Roe\n#+DATE: <2022-05-25 Wed>\n\n* Day 1\n** Platform teams grow up    :platform:\n{1}\n** TODO Policy moves left\n{2}\n{3}\n",
			"KubeCon EU notes | Jane Roe | 2022-05-25\n1-3 boilerplate \n5-5 container Day 1\n6-7 takeaway Platform teams grow up\n8-10 takeaway Policy moves left\n"},
		{"sentences with colons are no header", "a.md", "# KubeCon notes\n\nMain idea: less is more.\nAnother one: clusters are cattle.\n\n## Platform teams grow up\n\n{1}\n\n## Policy moves left\n\n{2}\n",
			"KubeCon notes |  | \n1-4 intro KubeCon notes\n6-8 takeaway Platform teams grow up\n10-12 takeaway Policy moves left\n"},
	} {
		s.check(t)
	}
}

func TestForeignHeadings(t *testing.T) {
	const two = "1-1 intro \n3-4 takeaway Platform teams grow up\n6-7 takeaway Policy moves left\n"
	for _, s := range []shape{
		{"HTML", "a.md", "---\ntitle: KubeCon recap\n---\n<p>{4}</p>\n\n<h2 id=\"a\"><strong>Platform teams</strong> grow up</h2>\n<p>{1}</p>\n<H2>\n  Policy moves left\n</H2>\n<p>{2}</p>\n",
			"KubeCon recap |  | \n4-4 intro \n6-7 takeaway Platform teams grow up\n8-11 takeaway Policy moves left\n"},
		{"chat", "a.txt", "Hi team, KubeCon notes from Chicago\n\n*Platform teams grow up*\n{1}\n\n*Policy moves left*:\n{2}\n",
			"Hi team, KubeCon notes from Chicago |  | \n" + two},
		{"letters that look bold", "a.txt", "𝗞𝘂𝗯𝗲𝗖𝗼𝗻 𝗘𝗨 𝟮𝟬𝟮𝟱: what stays\n\n🔹 𝗣𝗹𝗮𝘁𝗳𝗼𝗿𝗺 𝘁𝗲𝗮𝗺𝘀 𝗴𝗿𝗼𝘄 𝘂𝗽\n{1}\n\n🔹 𝗣𝗼𝗹𝗶𝗰𝘆 𝗺𝗼𝘃𝗲𝘀 𝗹𝗲𝗳𝘁\n{2}\n",
			"KubeCon EU 2025: what stays |  | \n" + two},
		{"folded away", "a.md", "# KubeCon notes\n\n<details>\n<summary><b>Platform teams</b> grow up</summary>\n\n{1}\n\n</details>\n<details><summary>Policy moves left</summary>\n\n{2}\n\n</details>\n",
			"KubeCon notes |  | \n1-1 container KubeCon notes\n3-8 takeaway Platform teams grow up\n9-13 takeaway Policy moves left\n"},
		{"reStructuredText", "a.txt", "KubeCon trip report\n###################\n\n:author: Jane Roe\n:date: 2018-05-09\n\n{4}\n\nPlatform teams grow up\n**********************\n\n{1}\n\nPolicy moves left\n*****************\n\n{2}\n",
			"KubeCon trip report | Jane Roe | 2018-05-09\n1-7 intro KubeCon trip report\n9-12 takeaway Platform teams grow up\n14-17 takeaway Policy moves left\n"},
		{"Japanese marks", "a.txt", "KubeCon 参加記\n\n著者：山田太郎\n公開日: 2023年11月20日\n\n■ プラットフォームの成長\n\n" + strings.Repeat("複数のチームが、クラスタ数を半分に減らした事例を紹介していました。", 3) +
			"\n\n【ポリシー】\n\n" + strings.Repeat("二つの銀行が、マニフェストの四割を拒否していると説明していました。", 3) + "\n\n■ まとめ\n\n楽しかったです。\n",
			"KubeCon 参加記 | 山田太郎 | 2023-11-20\n1-4 intro \n6-8 takeaway プラットフォームの成長\n10-12 takeaway ポリシー\n14-16 outro まとめ\n"},
		{"one star in Markdown stays emphasis", "a.md", "# KubeCon notes\n\n*a caption*\n\n{1}\n\n*another caption*\n\n{2}\n",
			"KubeCon notes |  | \n1-9 takeaway KubeCon notes\n"},
	} {
		s.check(t)
	}
}

func TestDeckAndListShapes(t *testing.T) {
	const para = "\n\nWe learned that it takes a team and a quarter of a year to do this well for everybody.\n\nThen they showed how.\n\n"
	for _, s := range []shape{
		{"slides", "a.md", "### KubeCon EU 2018 highlights\n\n---\nAnn Author (ann@example.org)\n---\n### Sandbox\n- Rook and what it stores on which of the many disks of a cluster\n\nNote:\nAnn\n---\n### Incubation\n" +
			"- Linkerd grows up and has a second version that is written in another language\n---\n### Graduated\n<!-- Prometheus can do more than we thought, say those who run it for years -->\n---\n### Runtimes\n- containerd is all that most of us need in production\n",
			"KubeCon EU 2018 highlights |  | \n1-5 intro KubeCon EU 2018 highlights\n6-11 takeaway Sandbox\n12-14 takeaway Incubation\n15-17 takeaway Graduated\n18-19 takeaway Runtimes\n"},
		{"an underline outside of slides", "a.md", "KubeCon notes\n=============\n\nCanaries\n---\n{1}\n\nMeshes\n---\n{2}\n",
			"KubeCon notes |  | \n1-2 container KubeCon notes\n4-6 takeaway Canaries\n8-10 takeaway Meshes\n"},
		{"numbered lines over text", "a.md", "# Ways to lose a cluster, KubeCon 2019\n\n1. Zombie jobs" + para + "2. Monster daemons\nThey eat memory.\n" + para + "3. A limit on images" + para,
			"Ways to lose a cluster, KubeCon 2019 |  | \n1-1 container Ways to lose a cluster, KubeCon 2019\n3-7 takeaway Zombie jobs\n9-15 takeaway Monster daemons\n17-21 takeaway A limit on images\n"},
		{"a numbered list in a section", "a.md", "# KubeCon 2019\n\n## Upgrades\n\n{1}\n\n1. drain\n2. upgrade\n3. uncordon\n\n## Meshes\n\n{2}\n",
			"KubeCon 2019 |  | \n1-1 container KubeCon 2019\n3-9 takeaway Upgrades\n11-13 takeaway Meshes\n"},
	} {
		s.check(t)
	}
}

func TestAuthorShapes(t *testing.T) {
	type who struct{ Title, Authors, Date string }
	const body = "\n\n## Platform teams grow up\n\n{1}\n\n## Policy moves left\n\n{2}\n"
	for _, c := range []struct {
		name, file, top string
		want            who
	}{
		{"German byline", "a.md", "# KubeCon 2024\n\n*Von Jana Muster, 2. April 2024*", who{"KubeCon 2024", "Jana Muster", "2024-04-02"}},
		{"French byline", "a.md", "# KubeCon 2024\n\nPar Jeanne Dupont, le 28 avril 2024", who{"KubeCon 2024", "Jeanne Dupont", "2024-04-28"}},
		{"Spanish byline", "a.md", "# KubeCon 2022\n\nPor Juana Pérez · 30 de mayo de 2022", who{"KubeCon 2022", "Juana Pérez", "2022-05-30"}},
		{"date before name", "a.md", "# KubeCon 2026\n\n*Published on 31/03/2026 by Jane Roe*", who{"KubeCon 2026", "Jane Roe", "2026-03-31"}},
		{"published on a day only", "a.md", "# KubeCon 2026\n\nPublished on 31/03/2026", who{"KubeCon 2026", "", "2026-03-31"}},
		{"link to a profile", "a.md", "# KubeCon 2023\n\n[Jane Roe](https://medium.com/@janeroe)\n\n·\n\n6 min read\n\n·\n\nNov 15, 2023", who{"KubeCon 2023", "Jane Roe", "2023-11-15"}},
		{"link to a page that is no profile", "a.md", "# KubeCon 2023\n\n[Jane Roe](https://example.org/talk)", who{"KubeCon 2023", "", ""}},
		{"name and address", "a.txt", "= KubeCon 2022\nJane Roe <jane@example.com>\nv1.0, 2022-05-25", who{"KubeCon 2022", "Jane Roe", "2022-05-25"}},
		{"name and date", "a.md", "# KubeCon 2024\n\n*Jane Roe, 29 March 2024*", who{"KubeCon 2024", "Jane Roe", "2024-03-29"}},
		{"date and name", "a.md", "# KubeCon 2024\n\n2024-03-29 | Jane Roe", who{"KubeCon 2024", "Jane Roe", "2024-03-29"}},
		{"days of the event", "a.md", "# KubeCon 2024\n\nMarch 19, 2024 – March 22, 2024", who{"KubeCon 2024", "", ""}},
		{"day of the event", "a.md", "# KubeCon 2024\n\nWhen: March 19, 2024", who{"KubeCon 2024", "", ""}},
		{"city and date", "a.md", "# KubeCon 2024\n\nParis, 29 March 2024", who{"KubeCon 2024", "", "2024-03-29"}},
		{"memo", "a.md", "**To:** Engineering  \n**From:** Jane Roe  \n**Date:** December 2, 2019  \n**Re:** KubeCon report\n\nTeam,\n\n{4}", who{"KubeCon report", "Jane Roe", "2019-12-02"}},
		{"two names with a dash", "a.md", "---\ntitle: T\nauthor: Jane Roe - Joe Poe\n---", who{"T", "Jane Roe, Joe Poe", ""}},
		{"camel case", "a.md", "---\ntitle: T\npublishedAt: 2024-04-03\nmodifiedAt: 2024-06-03\nauthorName: Jane Roe\n---", who{"T", "Jane Roe", "2024-04-03"}},
		{"the day of the event is not that of writing", "a.md", "---\ntitle: T\neventDate: 2024-03-19\nlastmod: 2024-06-03\n---", who{"T", "", ""}},
		{"nested author", "a.md", "---\ntitle: T\nauthor:\n  node:\n    name: Jane Roe\n---", who{"T", "Jane Roe", ""}},
		{"TOML tables of authors", "a.md", "+++\ntitle = \"T\"\npublishDate = 2024-08-30T08:00:00+08:00\n[[authors]]\nname = \"Jane Roe\"\n[[authors]]\nname = \"Joe Poe\"\n+++", who{"T", "Jane Roe, Joe Poe", "2024-08-30"}},
		{"TOML parameters", "a.md", "+++\ntitle = \"T\"\ndate = 2024-08-30\n[extra]\nauthor = \"Jane Roe\"\n+++", who{"T", "Jane Roe", "2024-08-30"}},
	} {
		up, err := Parse(c.file, []byte(paragraphs.Replace(c.top+body)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, who{up.Title, strings.Join(up.Authors, ", "), up.Date}); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

func TestSameKey(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"publishDate", "publish_date", true}, {"publish-date", "publish_date", true}, {"PUBLISH_DATE", "publishdate", true},
		{"date", "date", true}, {"dates", "date", false}, {"", "date", false}, {"_", "", true}, {"pub", "pub_date", false}, {"tag_", "tag", true},
	} {
		if got := sameKey(c.a, c.b); got != c.want {
			t.Errorf("sameKey(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestScheduleShapes(t *testing.T) {
	for _, s := range []shape{
		{"days and times", "a.md", "---\ntitle: KubeCon diary\n---\n## Day 1 – Tuesday, March 19\n### 10:30 – 11:00 Keynote: Ten years of pods (Ann Author, CNCF)\n{1}\n" +
			"### [11:15–11:50] Policy moves left — Bo Builder & Cid Coder, Initech\n{2}\n## Wednesday — Co-Located Events\n{3}\n## Day 2 Operations - Dee Dash\n{4}\n",
			"KubeCon diary |  | \n4-4 container Day 1 – Tuesday, March 19\n5-6 takeaway 10:30 – 11:00 Keynote: Ten years of pods (Ann Author, CNCF) {Ten years of pods; Ann Author; CNCF}\n" +
				"7-8 takeaway [11:15–11:50] Policy moves left — Bo Builder & Cid Coder, Initech {Policy moves left; Bo Builder, Cid Coder; Initech}\n" +
				"9-10 takeaway Wednesday — Co-Located Events\n11-12 takeaway Day 2 Operations - Dee Dash {Day 2 Operations; Dee Dash; }\n"},
		{"title, time in bold, abstract", "a.md", "# KubeCon talks\n\n[Platform teams grow up - Ann Author, Initech](https://example.org/1)\n\n**Monday, November 6 • 9:15 am - 9:40 am**\n\n{1}\n\n" +
			"[Policy moves left - Bo Builder, Globex](https://example.org/2)\n\n**Monday, November 6, 2023 • 12:15pm - 12:40pm CST**\n\n{2}\n",
			"KubeCon talks |  | \n1-1 container KubeCon talks\n3-7 takeaway Platform teams grow up - Ann Author, Initech {Platform teams grow up; Ann Author; Initech}\n" +
				"9-13 takeaway Policy moves left - Bo Builder, Globex {Policy moves left; Bo Builder; Globex}\n"},
		{"bold beginnings", "a.md", "# Four things from KubeCon\n\nWe went.\n\n**1. Platform teams grow up.** {1}\n\n**2. Policy moves left.** {2}\n\nAnd more of that.\n\n#edge\n**3. The cost of seeing.** {3}\n\nSee you next year!\n",
			"Four things from KubeCon |  | \n1-3 intro Four things from KubeCon\n5-5 takeaway 1. Platform teams grow up\n7-9 takeaway 2. Policy moves left\n11-12 takeaway 3. The cost of seeing\n14-14 outro \n"},
		{"numbered list", "a.md", "---\ntitle: Three things from KubeCon\n---\nHere we go:\n\n1. **Platform teams grow up**\n\n   {1}\n\n2. **Policy moves left**\n\n   {2}\n\n3. **The cost of seeing**\n\n   {3}\n",
			"Three things from KubeCon |  | \n4-4 intro \n6-8 takeaway Platform teams grow up\n10-12 takeaway Policy moves left\n14-16 takeaway The cost of seeing\n"},
		{"speakers in italics", "a.md", "# KubeCon notes\n## Platform teams grow up\n*Ann Author (Initech)*\n\n{1}\n## Policy moves left\n_Bo Builder & Cid Coder, Globex_\n\n{2}\n## The cost of seeing\n*Photo: Dee Dash, Hooli*\n\n{3}\n",
			"KubeCon notes |  | \n1-1 container KubeCon notes\n2-5 takeaway Platform teams grow up {Platform teams grow up; Ann Author; Initech}\n" +
				"6-9 takeaway Policy moves left {Policy moves left; Bo Builder, Cid Coder; Globex}\n10-13 takeaway The cost of seeing\n"},
		{"table of talks with notes", "a.md", "# KubeCon talks\n\nThe best.\n\n| Time | Talk | Speaker | Notes |\n|---|---|---|---|\n| 10:00 | [Platform teams grow up](https://example.org) | Ann Author, Initech | {1} |\n" +
			"| 11:00 | Policy moves left | Bo Builder | {2} |\n| 12:00 | The cost of \\| seeing | | {3} |\n",
			"KubeCon talks |  | \n1-6 intro KubeCon talks\n7-7 takeaway Platform teams grow up {Platform teams grow up; Ann Author; Initech}\n8-8 takeaway Policy moves left {Policy moves left; Bo Builder; }\n9-9 takeaway The cost of | seeing\n"},
		{"table of talks alone", "a.md", "# KubeCon talks\n\n| Talk | Video |\n|---|---|\n| {1} | [here](https://example.org) |\n| {2} | [here](https://example.org) |\n| {3} | [here](https://example.org) |\n",
			"KubeCon talks |  | \n1-7 takeaway KubeCon talks\n"},
		{"bold words at the start of sentences", "a.md", "# Four things from KubeCon\n\n**Platform teams** grow up. {1}\n\n**Policy** moves left. {2}\n\n**Seeing** costs. {3}\n",
			"Four things from KubeCon |  | \n1-7 takeaway Four things from KubeCon\n"},
		{"subtitle", "a.md", "# KubeCon London\n\n### Notes on platforms and bills\n\n{4}\n\n**Platform teams grow up**\n\n{1}\n\n**Policy moves left**\n\n{2}\n",
			"KubeCon London |  | \n1-1 container KubeCon London\n3-5 intro Notes on platforms and bills\n7-9 takeaway Platform teams grow up\n11-13 takeaway Policy moves left\n"},
	} {
		s.check(t)
	}
}

func TestSlot(t *testing.T) {
	for h, want := range map[string]string{
		"10:30 – 11:00 Title": "Title", "[14:30–15:05] Title": "Title", "9:15 am: Title": "Title", "15:25 - 16:00 | Title": "Title", "10h30 Titre": "Titre",
		"10.30 Uhr Titel": "Titel", "Title at 10:30": "Title at 10:30", "10:30": "10:30", "10 things": "10 things", "2019: a review": "2019: a review", "3 amazing talks": "3 amazing talks", "": "",
		"1.25 release": "1.25 release", "12:34:56 log": "12:34:56 log",
	} {
		if got := slot(h); got != want {
			t.Errorf("slot(%q) = %q, want %q", h, got, want)
		}
	}
}

func TestFrameShapes(t *testing.T) {
	for _, s := range []shape{
		{"farewells of other languages", "a.md", "# KubeCon 2024\n\n## Plattform-Teams werden erwachsen\n{1}\n## Les règles passent à gauche\n{2}\n## Unser Fazit\nWir kommen wieder.\n## À l'année prochaine !\nMerci à tous.\n" +
			"## Agradecimientos\nGracias a todos.\n## ¡Hasta la próxima!\nNos vemos.\n",
			"KubeCon 2024 |  | \n1-1 container KubeCon 2024\n3-4 takeaway Plattform-Teams werden erwachsen\n5-6 takeaway Les règles passent à gauche\n7-8 outro Unser Fazit\n9-10 outro À l'année prochaine !\n" +
				"11-12 outro Agradecimientos\n13-14 outro ¡Hasta la próxima!\n"},
		{"a blog platform's frame", "a.md", "# KubeCon 2024\n\n## Platform teams grow up\n{1}\n## Policy moves left\n{2}\n## Written by Jane Roe\n214 followers\n## Recommended from Medium\n[Ten things](https://example.org)\n",
			"KubeCon 2024 |  | \n1-1 container KubeCon 2024\n3-4 takeaway Platform teams grow up\n5-6 takeaway Policy moves left\n7-8 outro Written by Jane Roe\n9-10 boilerplate Recommended from Medium\n"},
		{"a schedule that tells about its talks", "a.md", "---\ntitle: KubeCon 2024\n---\n## Booth\nCome to stand four.\n## Schedule\n{1}\n\n{2}\n\n{3}\n\n{4}\n\n{1}\n\n{2}\n\n{3}\n\n{4}\n\n{1}\n## Agenda\n- Tuesday\n",
			"KubeCon 2024 |  | \n4-5 takeaway Booth\n6-23 takeaway Schedule\n24-25 intro Agenda\n"},
		{"an address is no heading", "a.md", "---\ntitle: KubeCon 2024\n---\nOpen the original post: https://example.org/a/very/long/address/of/some/post\n",
			"KubeCon 2024 |  | \n4-4 takeaway Open the original post\n"},
		{"a talk whose title has an edition", "a.md", "---\ntitle: \"Keynote: The Kernel, Second Edition\"\n---\n{1}\n\n{2}\n",
			"Keynote: The Kernel, Second Edition |  | \n4-6 takeaway The control plane was the quiet star of the week\n"},
	} {
		s.check(t)
	}
}
