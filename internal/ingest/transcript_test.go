package ingest

import (
	"fmt"
	"strings"
	"testing"

	"takeaway/internal/kb"
)

// talkOfTwo is a talk on two subjects, a caption every four seconds.
func talkOfTwo() (lines []string) {
	for i := range 30 {
		lines = append(lines, fmt.Sprintf("The gardener waters tulips in row %d, and tulips like the morning water.", i))
	}
	for i := range 30 {
		lines = append(lines, fmt.Sprintf("The baker kneads dough for loaf %d, and dough rests beside the oven.", i))
	}
	return lines
}

func vtt(lines []string, every int) string {
	var b strings.Builder
	b.WriteString("WEBVTT\nKind: captions\nLanguage: en\n\nNOTE made by hand\n\n")
	for i, l := range lines {
		at := i * every
		fmt.Fprintf(&b, "%02d:%02d:%02d.000 --> %02d:%02d:%02d.500 align:start\n<v Jane>%s</v>\n\n", at/3600, at/60%60, at%60, at/3600, at/60%60, at%60, l)
	}
	return b.String()
}

func pieces(t *testing.T, name, data string, o Options) *kb.WriteUp {
	t.Helper()
	n, err := Read(Document{From: name, Name: name, Data: []byte(data)}, o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n.WriteUp
}

// A transcript is cut where its subject changes, and each passage has its time and the video at that second.
func TestTranscriptPassages(t *testing.T) {
	srt := ""
	for i, l := range talkOfTwo() {
		srt += fmt.Sprintf("%d\r\n00:%02d:%02d,000 --> 00:%02d:%02d,900\r\n{\\an8}<i>%s</i>\r\n\r\n", i+1, i*4/60, i*4%60, i*4/60, i*4%60+3, l)
	}
	j := `{"wireMagic":"pb3","events":[{"tStartMs":0,"id":1}`
	for i, l := range talkOfTwo() {
		words := strings.Fields(l)
		j += fmt.Sprintf(`,{"tStartMs":%d,"dDurationMs":4000,"segs":[{"utf8":%q},{"utf8":%q,"tOffsetMs":900}]},{"tStartMs":%d,"aAppend":1,"segs":[{"utf8":"\n"}]}`,
			i*4000, words[0], " "+strings.Join(words[1:], " "), i*4000+10)
	}
	j += "]}"
	stamped := ""
	for i, l := range talkOfTwo() {
		stamped += fmt.Sprintf("%d:%02d\n%s\n", i*4/60, i*4%60, l)
	}
	for name, data := range map[string]string{
		"Gardens [abcdefghijk].en.vtt": vtt(talkOfTwo(), 4), "Gardens [abcdefghijk].en.srt": srt,
		"Gardens [abcdefghijk].en.json3": j, "Gardens [abcdefghijk].json": j, "Gardens [abcdefghijk].txt": stamped,
	} {
		w := pieces(t, name, data, Options{Conference: "kubecon-na-2019"})
		if w.Title != "Gardens" || w.Takeaways() != 0 {
			t.Errorf("%s: title %q, %d takeaways", name, w.Title, w.Takeaways())
		}
		cut := false
		for _, p := range w.Pieces {
			if p.Kind != kb.KindPassage || p.Talk == nil || !strings.HasPrefix(p.Talk.Video, "https://www.youtube.com/watch?v=abcdefghijk&t=") {
				t.Errorf("%s: %s %q %+v", name, p.Kind, p.Heading, p.Talk)
			}
			if strings.Contains(p.Body, "tulips") && strings.Contains(p.Body, "dough") {
				t.Errorf("%s: one passage on two subjects: %q", name, p.Heading)
			}
			cut = cut || strings.HasSuffix(p.Talk.Video, "&t=120s") && strings.Contains(p.Body, "dough")
		}
		if !cut || len(w.Pieces) < 2 {
			t.Errorf("%s: %d passages, none begins at the second minute", name, len(w.Pieces))
		}
	}
}

// Captions on a screen roll: what stood there before is said once.
func TestTranscriptRolls(t *testing.T) {
	data := "WEBVTT\n\n00:01.000 --> 00:03.000\nwe water the tulips\n\n00:02.000 --> 00:05.000\nwe water the tulips\nevery single morning\n\n" +
		"00:04.000 --> 00:06.000\nevery single morning\nin the spring\n\n00:06.000 --> 00:07.000\n[Music]\n"
	w := pieces(t, "a.vtt", data, Options{})
	if len(w.Pieces) != 1 || w.Pieces[0].Body != "we water the tulips every single morning in the spring" {
		t.Errorf("%+v", w.Pieces)
	}
}

func TestTranscriptBad(t *testing.T) {
	// Times that run backwards: the order of the file stays, and no time is before the one above it.
	n, err := Read(Document{From: "a.vtt", Name: "a.vtt", Data: []byte("WEBVTT\n\n05:00.000 --> 05:04.000\nFirst we water the tulips.\n\n01:00.000 --> 01:04.000\nThen we rest a while.\n")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(n.Data), "## [00:05:00] ") || strings.Contains(string(n.Data), "00:01:00") || len(n.Dropped) != 1 {
		t.Errorf("%s\n%v", n.Data, n.Dropped)
	}
	// Eight hours.
	var long []string
	for range 120 {
		long = append(long, talkOfTwo()...)
	}
	w := pieces(t, "long.vtt", vtt(long, 4), Options{})
	last := w.Pieces[len(w.Pieces)-1]
	if len(w.Pieces) < 200 || last.Heading == "" {
		t.Errorf("%d passages of eight hours, the last %q", len(w.Pieces), last.Heading)
	}
	for data, want := range map[string]string{
		"WEBVTT\n\n":                "a.vtt: has no captions",
		"WEBVTT\n\n00:01 --> x\n\n": "a.vtt: holds no words",
		"WEBVTT\n\n00:01.000 --> 00:02.000\n[Applause]\n": "a.vtt: holds no words",
	} {
		_, err := Read(Document{From: "a.vtt", Name: "a.vtt", Data: []byte(data)}, Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
}

// The programme tells talk, speakers and edition, by the video or by the words of the file's name.
func TestTranscriptOfProgramme(t *testing.T) {
	const title = "Building a Dev/Test Loop for a Kubernetes Edge Gateway with Envoy Proxy"
	for _, name := range []string{"_HTIEcOm3SA.en.vtt", "kubecon-2019-building-a-dev-test-loop-for-a-kubernetes-edge-gateway-wi.vtt", "Building a Dev⧸Test Loop for a Kubernetes Edge Gateway with Envoy Proxy [_HTIEcOm3SA].en.vtt"} {
		w := pieces(t, name, vtt(talkOfTwo(), 4), Options{})
		if w.Title != title || w.Conferences.String() != "kubecon-na-2019" || w.Talk == nil || strings.Join(w.Talk.Speakers, "|") != "Flynn" {
			t.Errorf("%s: %q, %s, %+v", name, w.Title, w.Conferences, w.Talk)
		}
	}
}

func FuzzTranscript(f *testing.F) {
	f.Add(vtt(talkOfTwo()[:4], 4), "vtt")
	f.Add("1\n00:00:01,000 --> 00:00:02,000\nHello\n", "srt")
	f.Add(`{"events":[{"tStartMs":-5,"segs":[{"utf8":"a b"}]}]}`, "json3")
	f.Add("0:01 hello\n\n# there\n99:99:99 x", "transcript")
	f.Fuzz(func(t *testing.T, data, format string) {
		n, err := Read(Document{From: "x", Name: "x", Format: Format(format), Data: []byte(data)}, Options{})
		if err != nil || n.Format != VTT && n.Format != SRT && n.Format != JSON3 && n.Format != Transcript {
			return
		}
		for _, p := range n.WriteUp.Pieces {
			if p.Kind != kb.KindPassage {
				t.Errorf("a %s", p.Kind)
			}
		}
	})
}
