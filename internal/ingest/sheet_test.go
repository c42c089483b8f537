package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSheets has the tables that people keep: exports of forms and spreadsheets, lists of talks.
func TestSheets(t *testing.T) {
	for _, c := range []struct {
		name, data string
		columns    map[string]string
		want       []string // the notes
		dropped    []string
		err        string
	}{
		{name: "talks.csv", data: "Title,Speaker(s),Company,Event,Video,Tags,Notes,Rating\n" +
			"Canaries for everyone,\"Ann Author, Bob Builder\",Acme,KubeCon NA 2019,https://youtu.be/abc,\"gitops, #ci\",\"Five percent, then more.\",5\n" +
			",nobody,,,,,,1\n",
			want:    []string{"title: 'KubeCon NA 2019: talks'\nconference: kubecon-na-2019\ntakeaways:\n  - title: Canaries for everyone\n    tags: [gitops, ci]\n    talk:\n      speakers: [Ann Author, Bob Builder]\n      org: Acme\n      video: https://youtu.be/abc\n    body: Five percent, then more.\n"},
			dropped: []string{"1 rows without a title", `column "Rating"`}},
		{name: "two.tsv", data: "title\tspeakers\tconference\nA talk\tAnn Author (Acme); Bob Builder (Globex)\tKubeCon NA 2019\nAnother\t\tKubeCon EU 2018\nA third\t\tKubeCon NA 2019\n",
			want: []string{
				"title: 'KubeCon NA 2019: two'\nconference: kubecon-na-2019\ntakeaways:\n  - title: A talk\n    talk:\n      speakers: [Ann Author, Bob Builder]\n      org: Acme, Globex\n  - title: A third\n",
				"title: 'KubeCon EU 2018: two'\nconference: kubecon-eu-2018\ntakeaways:\n  - title: Another\n"}},
		{name: "semicolons.csv", data: "\uFEFFSession;Who;Text\r\nThe keynote;Ann Author;'=1+1 is two\r\n", columns: map[string]string{"title": "Session", "speakers": "Who"},
			want: []string{"title: semicolons\ntakeaways:\n  - title: The keynote\n    talk:\n      speakers: [Ann Author]\n    body: =1+1 is two\n"}},
		{name: "marks.tsv", data: "title\ttext\n\"Never closed, he said\ta\n\"Working code wins\": two\tb\n",
			want: []string{"title: marks\ntakeaways:\n  - title: '\"Never closed, he said'\n    body: a\n  - title: '\"Working code wins\": two'\n    body: b\n"}},
		{name: "lines.csv", data: "title,text\n\"Two\nlines\",\"a \"\"b\"\"\"\n",
			want: []string{"title: lines\ntakeaways:\n  - title: Two lines\n    body: a \"b\"\n"}},
		{name: "macs.csv", data: "Title,Speakers\rCafé mesh,Ann Author\r",
			want: []string{"title: macs\ntakeaways:\n  - title: Café mesh\n    talk:\n      speakers: [Ann Author]\n"}},
		{name: "latin.csv", data: "Title,Speakers\nCaf\xe9 mesh,Ann Author\n",
			want: []string{"title: latin\ntakeaways:\n  - title: Café mesh\n    talk:\n      speakers: [Ann Author]\n"}},
		{name: "stated.csv", data: "sep=;\r\nTitle;Speakers\r\nCafé mesh;Ann Author\r\n",
			want: []string{"title: stated\ntakeaways:\n  - title: Café mesh\n    talk:\n      speakers: [Ann Author]\n"}},
		{name: "above.csv", data: "Our talks of 2022,,\n,,\nTitle,Speakers,\nCafé mesh,Ann Author,\n",
			want: []string{"title: above\ntakeaways:\n  - title: Café mesh\n    talk:\n      speakers: [Ann Author]\n"}},
		{name: "deutsch.csv", data: "Vortrag;Referentin\nCafé mesh;Ann Author\n",
			want: []string{"title: deutsch\ntakeaways:\n  - title: Café mesh\n    talk:\n      speakers: [Ann Author]\n"}},
		{name: "日本語.csv", data: "タイトル,登壇者\nCafé mesh,Ann Author\n",
			want: []string{"title: 日本語\ntakeaways:\n  - title: Café mesh\n    talk:\n      speakers: [Ann Author]\n"}},
		{name: "mapped.csv", data: "Our talks,\nWas,Wer\nCafé mesh,Ann Author\n", columns: map[string]string{"title": "Was"},
			want: []string{"title: mapped\ntakeaways:\n  - title: Café mesh\n    talk:\n      speakers: [Ann Author]\n"}},
		{name: "other.csv", data: "id,price\n1,2\n", err: "has no column for the title; its columns are id, price"},
		{name: "x.csv", data: "title,text\nA,b\n", columns: map[string]string{"titel": "title"}, err: `there is no field "titel" to map`},
		{name: "x.csv", data: "title,text\nA,b\n", columns: map[string]string{"text": "body"}, err: `the table has no column "body"`},
		{name: "head.csv", data: "title,text\n", err: "is a table without a row that has a title"},
	} {
		notes, err := ReadAll(Document{From: c.name, Name: c.name, Data: []byte(c.data)}, Options{Columns: c.columns})
		if err != nil || c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: error %v, want %q", c.name, err, c.err)
			}
			continue
		}
		var got []string
		for _, n := range notes {
			got = append(got, string(n.Data))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.dropped, notes[0].Dropped); diff != "" {
			t.Errorf("%s: dropped (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestLooksLikeSheet(t *testing.T) {
	for text, want := range map[string]bool{
		"title,speakers\nA,B\n": true, "Title;Text\nx;y\n": true, "Talk\tSpeaker\tRoom\nx\ty\tz\n": true,
		"Notes, and more notes\nof a day.\n": false, "title,text": false, "We met, title and all, text\n": false, "one column\nx\n": false,
	} {
		if got := looksLikeSheet([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// FuzzSheet: whatever a table holds, no row with a title is lost and nothing panics.
func FuzzSheet(f *testing.F) {
	f.Add([]byte("title,speakers,text\nA,\"B, C\",d\n"))
	f.Add([]byte("title\ttext\n\"a\tb\n"))
	f.Add([]byte("\uFEFFTitle;Event\r\n\"x\ny\";KubeCon NA 2019\r\n"))
	f.Add([]byte("title|tags\n'=1|#a #b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := readSheet(data, nil)
		if err != nil {
			return
		}
		titled := 0
		for _, row := range s.rows {
			if s.session(row).Title != "" {
				titled++
			}
		}
		notes, err := ReadAll(Document{From: "x.csv", Name: "x.csv", Data: data, Format: CSV}, Options{})
		if err != nil {
			return
		}
		got := 0
		for _, n := range notes {
			got += len(n.WriteUp.Pieces)
		}
		if got != titled {
			t.Errorf("%d rows with a title became %d pieces", titled, got)
		}
	})
}
