package conference

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"takeaway/internal/kb"
)

func TestDetect(t *testing.T) {
	event := func(texts ...string) (out []kb.Evidence) {
		for i, s := range texts {
			out = append(out, kb.Evidence{Rule: "front-matter", Text: s, Line: i + 2})
		}
		return out
	}
	tests := []struct {
		name  string
		clues Clues
		want  []string
	}{
		{"id in the front matter", Clues{Event: event("kubecon-na-2019"), Title: "KubeCon EU 2022 recap"}, []string{"kubecon-na-2019"}},
		{"two ids in the front matter", Clues{Event: event("kubecon-na-2019", "kubecon-eu-2020")}, []string{"kubecon-na-2019", "kubecon-eu-2020"}},
		{"event in words", Clues{Event: event("KubeCon + CloudNativeCon Europe 2022"), Title: "Linkerd panel"}, []string{"kubecon-eu-2022"}},
		{"event and location", Clues{Event: event("KubeCon North America"), FrontMatter: "event = \"KubeCon North America\"\nlocation = \"Detroit, Michigan\"\n"}, []string{"kubecon-na-2022"}},
		{"location without event", Clues{Title: "KubeCon 2019", FrontMatter: "location: London\n"}, nil},
		{"region and year", Clues{Title: "KubeCon NA 2019: Top Ten Takeaways (Part 1)"}, []string{"kubecon-na-2019"}},
		{"city hosted one edition", Clues{Title: "Kubecon San Diego Takeaways"}, []string{"kubecon-na-2019"}},
		{"city hosted two", Clues{Title: "KubeCon London recap"}, nil},
		{"city hosted two, date", Clues{Title: "KubeCon London recap", Date: "2025-04-20"}, []string{"kubecon-eu-2025"}},
		{"city hosted two, year of the date", Clues{Title: "KubeCon Seattle", Date: "2018"}, []string{"kubecon-na-2018"}},
		{"year, city in the lead", Clues{Title: "KubeCon 2019 notes", Text: "A week in sunny Barcelona.\n"}, []string{"kubecon-eu-2019"}},
		{"year and date", Clues{Title: "KubeCon 2019 notes", Date: "2019-12-04"}, []string{"kubecon-na-2019"}},
		{"year alone", Clues{Title: "KubeCon 2019 notes"}, nil},
		{"bare name and date", Clues{Title: "KubeCon recap", Date: "2017-12-11"}, []string{"kubecon-na-2017"}},
		{"bare name, far date", Clues{Title: "KubeCon recap", Date: "2019-09-20"}, nil},
		{"last week in a city", Clues{Title: "KubeCon Impressions", Text: "I was at KubeCon Europe in Copenhagen last week.\n"}, []string{"kubecon-eu-2018"}},
		{"last year is another one", Clues{Title: "KubeCon Europe 2018 Takeaways", Text: "Last year the KubeCon Europe was in Berlin.\n"}, []string{"kubecon-eu-2018"}},
		{"another one in passing", Clues{Title: "KubeCon recap", Date: "2018-05-10", Text: "Compared to last year's KubeCon EU in Berlin it was big.\n"}, []string{"kubecon-eu-2018"}},
		{"see you next time", Clues{Title: "KubeCon EU 2018", Text: "Bye. See you at KubeCon NA 2018 in Seattle!\n"}, []string{"kubecon-eu-2018"}},
		{"misspelt", Clues{Title: "KubeConf + ClondNativeCon 2018 Copenhaguen"}, []string{"kubecon-eu-2018"}},
		{"apostrophe year", Clues{Title: "KubeCon'18 in Seattle"}, []string{"kubecon-na-2018"}},
		{"apostrophe year, region after", Clues{Title: "Knative at KubeCon’19 Europe"}, []string{"kubecon-eu-2019"}},
		{"glued", Clues{Title: "Notes from KubeConEU 2022"}, []string{"kubecon-eu-2022"}},
		{"glued all", Clues{Title: "Notes from #KubeConNA2023"}, []string{"kubecon-na-2023"}},
		{"other order", Clues{Title: "Kubecon/Nativecon 2017 Berlin"}, []string{"kubecon-eu-2017"}},
		{"chinese", Clues{Title: "开源，社区与朋友们-2019 KubeCon 上海有感"}, []string{"kubecon-cn-2019"}},
		{"chinese glued", Clues{Title: "2018年KubeCon上海见闻"}, []string{"kubecon-cn-2018"}},
		{"japanese", Clues{Title: "KubeCon Japan 2025 に参加しました"}, []string{"kubecon-jp-2025"}},
		{"folder and file", Clues{Path: "kubecon-na-2019/bryant.md", Title: "Ten takeaways"}, []string{"kubecon-na-2019"}},
		{"glued in file name", Clues{Path: "blog/kubecon-na21-keynote-blog.md", Title: "Package management"}, []string{"kubecon-na-2021"}},
		{"bare folder", Clues{Path: "kubecon/event4.md", Title: "Event 1"}, nil},
		{"word in in a path", Clues{Path: "blog/kubecon-in-2019.md", Title: "Ten takeaways"}, nil},
		{"pictures of a day", Clues{Text: "Notes from KubeCon\n\n![x](../img/20250402_094243.jpg)\n\nmore\n\n![y](IMG_20250403_102408.jpg)\n"}, []string{"kubecon-eu-2025"}},
		{"pasted pictures", Clues{Title: "Cloud Native SecurityCon - Day 1", Text: "![[Pasted image 20220516105314.png]]\n"}, []string{"cloudnativesecuritycon-eu-2022"}},
		{"screenshots", Clues{Text: "--project kbuilder-kubecon19-bcn-1\n\n![Screen Shot 2019-05-20 at 10 13 10](a.png)\n"}, []string{"kubecon-eu-2019"}},
		{"pictures of another day", Clues{Text: "Notes from KubeCon\n\n![x](20250902_094243.jpg)\n"}, nil},
		{"pictures without an event", Clues{Text: "A holiday\n\n![x](20250402_094243.jpg)\n"}, nil},
		{"day of an American file name", Clues{Path: "securitycon-day-1-5-16-22.md", Title: "Cloud Native SecurityCon - Day 1"}, []string{"cloudnativesecuritycon-eu-2022"}},
		{"day that may be a month", Clues{Path: "securitycon-5-6-22.md", Title: "Cloud Native SecurityCon"}, nil},
		{"a first name is no city", Clues{Text: "Sarah told of KubeCon.\n\n- led by Ann Author, Paris Example\n"}, nil},
		{"a city in a list", Clues{Text: "We were at KubeCon in Paris, France.\n"}, []string{"kubecon-eu-2024"}},
		{"short for contributors", Clues{Title: "Kubernetes Contributor Summit", Text: "Before the KCSEU 2023 she led others.\n"}, []string{"contributor-summit-eu-2023"}},
		{"two places", Clues{Title: "Gadget at the KCD Utrecht and Lyon 2023"}, []string{"kcd-utrecht-2023", "kcd-lyon-2023"}},
		{"two events", Clues{Title: "Gadget @ WasmCon and KubeCon NA 2024"}, []string{"wasmcon-na-2024", "kubecon-na-2024"}},
		{"a day beside a KubeCon", Clues{Title: "GitOpsCon at KubeCon NA 2021"}, []string{"kubecon-na-2021"}},
		{"a place and a subject", Clues{Title: "KCD Utrecht and Platform Teams", Date: "2024-05-02"}, []string{"kcd-utrecht-2024"}},
		{"a meetup", Clues{Title: "Container Meetup Osaka #9", Date: "2018-11-21", Text: "## Load tests\n\n- workers\n\n## KubeCon China Recap @bob\n\n- a survey\n"}, nil},
		{"sched link", Clues{Title: "Pod security", Text: "Sched: https://kccncna20.sched.com/event/f6k6/x\n"}, []string{"kubecon-na-2020"}},
		{"sched files", Clues{Title: "k3s", Text: "[Slide](https://static.sched.com/hosted_files/kccnceu2022/5f/lima.pdf)\n"}, []string{"kubecon-eu-2022"}},
		{"short link", Clues{Title: "Keynotes", Text: "https://aka.ms/kubecon2019SD\n"}, []string{"kubecon-na-2019"}},
		{"address and date", Clues{Title: "Service meshes", Date: "2019-05-23", FrontMatter: "aliases:\n- /2019/05/23/kubecon-2019-service-meshes/\n"}, []string{"kubecon-eu-2019"}},
		{"description", Clues{Title: "Volcano", FrontMatter: "description: \"Volcano 参加 KubeCon + CloudNativeCon Europe 2025！\"\n"}, []string{"kubecon-eu-2025"}},
		{"title names two", Clues{Title: "KubeCon EU 2018 and KubeCon NA 2018 compared"}, []string{"kubecon-eu-2018", "kubecon-na-2018"}},
		{"rejekts and kubecon", Clues{Title: "Cloud Native Rejekts and KubeCon NA 2024"}, []string{"rejekts-na-2024", "kubecon-na-2024"}},
		{"co-located", Clues{Title: "GitOpsCon EU 2022", Text: "Held at KubeCon EU 2022 in Valencia.\n"}, []string{"gitopscon-eu-2022"}},
		{"kubecon with co-located", Clues{Title: "KubeCon EU 2022", Text: "ServiceMeshCon was on Tuesday.\n"}, []string{"kubecon-eu-2022"}},
		{"a day at kubecon", Clues{Title: "FluentCon at KubeCon EU 2021"}, []string{"kubecon-eu-2021"}},
		{"kcd", Clues{Title: "Kubernetes Community Day Amsterdam 2019"}, []string{"kcd-amsterdam-2019"}},
		{"kcd elsewhere", Clues{Title: "KCD Utrecht 2024 Recap"}, []string{"kcd-utrecht-2024"}},
		{"devopsdays", Clues{Title: "DevOpsDays Melbourne 2015 Tech Wrap Up"}, []string{"devopsdays-melbourne-2015"}},
		{"devopsdays, year of the date", Clues{Title: "Notes from DevOps Days Oslo", Date: "2017-11-05"}, []string{"devopsdays-oslo-2017"}},
		{"unlisted conference", Clues{Title: "StrimziCon 2024 Recap"}, []string{"strimzicon-2024"}},
		{"unknown conference", Clues{Title: "BananaCon 2024 Recap"}, []string{"bananacon-2024"}},
		{"weak name", Clues{Title: "OSS in 2024"}, nil},
		{"weak name beside a place", Clues{Title: "Recap of OSS Vienna"}, []string{"oss-eu-2024"}},
		{"not kubecon", Clues{Title: "Managing kubeconfig and kubecontext in 2019, with kubeconform"}, nil},
		{"review of a year", Clues{Title: "My 2019", Text: "I spoke at KubeCon Barcelona.\n\nThen at KubeCon San Diego.\n\nAnd at KubeCon Shanghai.\n"}, nil},
		{"list of talks of many years", Clues{Title: "My talks", Text: "| 2021 | ServiceMeshCon North America |\n\n| 2020 | Open Source Summit Europe |\n\n| 2019 | KubeCon North America |\n"}, nil},
		{"a year that is not listed", Clues{Title: "Looking forward to KubeCon EU 2029", Text: "KubeCon EU 2026 in Amsterdam was great.\n"}, nil},
		{"a city of no listed edition", Clues{Title: "Cloud Native Rejekts in Detroit", Date: "2023-10-23"}, []string{"rejekts-detroit-2023"}},
		{"no such edition", Clues{Title: "KubeCon EU 2015"}, nil},
		{"sections are events", Clues{Title: "Out in the community", Date: "2024-04-09",
			Text: "Hello.\n\n# SCaLE 21x\n\nSunny Pasadena.\n\n# Cloud Native Rejekts\n\nIn Paris for Rejekts EU.\n\n# KubeCon EU 2024\n\nParis.\n"},
			[]string{"scale-21x", "rejekts-eu-2024", "kubecon-eu-2024"}},
		{"nothing", Clues{}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range Detect(tt.clues) {
				got = append(got, f.Edition.ID)
				if len(f.Evidence) == 0 {
					t.Errorf("%s has no evidence", f.Edition.ID)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestEvidence(t *testing.T) {
	tests := []struct {
		clues Clues
		want  []kb.Evidence
	}{
		{Clues{Title: "Kubecon San Diego Takeaways"}, []kb.Evidence{{Rule: "title", Text: "Kubecon San Diego"}}},
		{Clues{Title: "Notes", LeadLine: 7, Text: "Hello.\n\nI was at KubeCon Europe in Copenhagen last week.\n"},
			[]kb.Evidence{{Rule: "city", Text: "KubeCon Europe in Copenhagen", Line: 9}}},
		{Clues{Title: "KubeCon recap", Date: "2017-12-11"},
			[]kb.Evidence{{Rule: "title", Text: "KubeCon"}, {Rule: "series+date", Text: "2017-12-11"}}},
		{Clues{Title: "Notes", LeadLine: 3, Lead: "Meta", Text: "---\n## Meta\nhttps://kccncna20.sched.com/event/f6k6/x\n"},
			[]kb.Evidence{{Rule: "sched", Text: "kccncna20", Line: 4}}},
		{Clues{Event: []kb.Evidence{{Rule: "front-matter", Text: "kubecon-na-2019", Line: 4}}},
			[]kb.Evidence{{Rule: "front-matter", Text: "kubecon-na-2019", Line: 4}}},
		{Clues{Title: "Notes", LeadLine: 1, Text: "I am at #KubeConNA19 now\n"}, []kb.Evidence{{Rule: "hashtag", Text: "KubeConNA19", Line: 1}}},
	}
	for _, tt := range tests {
		found := Detect(tt.clues)
		if len(found) != 1 {
			t.Errorf("%+v: %d findings", tt.clues, len(found))
			continue
		}
		if d := cmp.Diff(tt.want, found[0].Evidence); d != "" {
			t.Errorf("%+v: %s", tt.clues, d)
		}
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("kubecon-na-2019/a.md", "KubeCon'18 in Seattle", "2018-12-20", "description: x\n", "Hello #KubeConEU2022 上海2019KubeCon\n## KubeCon EU\n")
	f.Add("\xff", "İKubeCon\xff 2019", "3018-05-02", "aliases: [/2019/05/23/kubecon-2019/]", "kccncna20.sched.com \xe4\xb8")
	f.Add("20210504-x.md", "OSS", "2019-13-45", ":", "Kube\nCon NA ’19")
	f.Fuzz(func(t *testing.T, path, title, date, front, text string) {
		c := Clues{Path: path, Title: title, Date: date, FrontMatter: front, Text: text, LeadLine: 3, Source: text,
			Event: []kb.Evidence{{Text: title}}, Tags: []string{title}, Lead: text[:len(text)/2]}
		first := Detect(c)
		if d := cmp.Diff(first, Detect(c)); d != "" {
			t.Errorf("not deterministic: %s", d)
		}
		for _, found := range first {
			if len(found.Evidence) == 0 || found.Edition.ID == "" {
				t.Errorf("%q without evidence", found.Edition.ID)
			}
		}
		if list, err := Resolve(title); (err == nil) != (len(list) > 0) {
			t.Errorf("Resolve(%q) = %d editions, %v", title, len(list), err)
		}
	})
}

// BenchmarkDetect reads a write-up of 10 KB that is only told apart by its text.
func BenchmarkDetect(b *testing.B) {
	text := "We were at KubeCon Europe in Copenhagen last week, with 4300 people.\n\n" +
		strings.Repeat("The keynote about service meshes, by Jane Doe of Example Inc., showed how Envoy and Kubernetes grow up.\n\n", 95)
	c := Clues{Path: "notes/x.md", Title: "KubeCon impressions", Date: "2018-05-10", Text: text, LeadLine: 5}
	if len(text) < 10000 || len(Detect(c)) != 1 {
		b.Fatal("not the case that this measures")
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Detect(c)
	}
}

// BenchmarkLexicon is what the first Detect or Resolve of a process pays on top.
func BenchmarkLexicon(b *testing.B) {
	for b.Loop() {
		buildLexicon()
	}
}
