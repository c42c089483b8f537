package noteedit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/notefile"
)

func version(t *testing.T, path, data string) Version {
	t.Helper()
	w, err := notefile.Parse(path, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return Version{[]byte(data), w}
}

func TestFieldLines(t *testing.T) {
	for _, v := range []any{"plain", "a: b", `say "hi" # not`, "it's", "- x", "[x]", "@handle", "100%", "true", "2019", "null", "", " ", "a\tb", "ünïcode – 日本", "😀 \"both\": 👍", "- 😀", "\uE000😀", "😀\x1b", "\\n",
		[]string{"Ann Author", "Bo, Jr.", `"Q"`, "# x", "a: b", "[z]"}} {
		want, ok := v.([]string)
		if !ok {
			want = []string{v.(string)}
		}
		for _, toml := range []bool{false, true} {
			line, err := Field{"tags", v}.Line(toml)
			if err != nil || strings.ContainsAny(line, "\r\n") {
				t.Errorf("%q: %q, %v", v, line, err)
			}
			if ok {
				fence := map[bool]string{false: "---\n", true: "+++\n"}[toml]
				line, _ = Field{"event", v}.Line(toml)
				w, err := notefile.Parse("x.md", []byte(fence+line+"\n"+fence+"Text.\n"))
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, e := range w.Event {
					got = append(got, e.Text)
				}
				if diff := cmp.Diff(want, got); diff != "" || len(w.Problems) > 0 {
					t.Errorf("%s (-want +got):\n%s%v", line, diff, w.Problems)
				}
				continue
			}
			fence := map[bool]string{false: "---\n", true: "+++\n"}[toml]
			line, _ = Field{"event", v}.Line(toml)
			w, err := notefile.Parse("x.md", []byte(fence+line+"\n"+fence+"Text.\n"))
			if err != nil || len(w.Problems) > 0 {
				t.Errorf("%s: %v, %v", line, err, w.Problems)
				continue
			}
			if s := strings.TrimSpace(want[0]); s != "" && (len(w.Event) != 1 || w.Event[0].Text != s) {
				t.Errorf("%s reads as %v", line, w.Event)
			}
		}
	}
	for _, date := range []string{"2019", "2019-11", "2019-11-25"} {
		if line, err := (Field{"date", date}).Line(false); line != "date: "+date || err != nil {
			t.Errorf("%q, %v", line, err)
		}
	}
}

func TestCarry(t *testing.T) {
	for _, c := range []struct {
		name, path, old, next, want string
		carried                     Carried
	}{
		{"tags under a heading that stays", "a.md", "---\ntitle: T\nconference: x-2019\ntags: [k]\n---\n## One\n#edge -#gitops\n\nText.\n\n## Gone\n#mesh\n\nText.\n",
			"---\ntitle: T2\n---\n## One\n\nOther text.\n\n## New\n\nText.\n",
			"---\ntitle: T2\nconference: x-2019\ntags: [k]\n---\n## One\n#edge -#gitops\n\nOther text.\n\n## New\n\nText.\n",
			Carried{Kept: []string{"One"}, Lost: []string{"#mesh (Gone)"}, Keys: []string{"conference: x-2019", "tags: [k]"}}},
		{"tags on both sides", "a.md", "## One\n#edge #own\n\nText.\n\n## Two\n\nText.\n", "## One\n#edge #theirs\n\nText!\n\n## Two\n\nText.\n",
			"## One\n#edge #theirs #own\n\nText!\n\n## Two\n\nText.\n", Carried{Kept: []string{"One"}}},
		{"CRLF", "a.md", "## One\r\n#edge\r\n\r\nText.\r\n\r\n## Two\r\n\r\nText.\r\n", "## One\r\n\r\nText!\r\n\r\n## Two\r\n\r\nText.\r\n",
			"## One\r\n#edge\r\n\r\nText!\r\n\r\n## Two\r\n\r\nText.\r\n", Carried{Kept: []string{"One"}}},
		{"YAML", "a.yaml", "takeaways:\n  - title: One\n    tags: [edge, -gitops]\n    body: a\n  - title: Two\n    tags: [mesh]\n    body: b\n",
			"takeaways:\n  - title: One\n    body: c\n  - title: Two\n    tags: [theirs]\n    body: d\n",
			"takeaways:\n  - title: One\n    tags: [edge, -gitops]\n    body: c\n  - title: Two\n    tags: [theirs, mesh]\n    body: d\n", Carried{Kept: []string{"One", "Two"}}},
		{"nothing to carry", "a.md", "## One\n\nText.\n", "## One\n\nText!\n", "## One\n\nText!\n", Carried{}},
		{"the same heading twice", "a.md", "# KubeCon NA 2019\n\n## One\n\nText.\n\n## One\n#edge\n\nText.\n\n## Two\n\nText.\n", "# KubeCon NA 2019\n\n## One\n\nText!\n\n## One\n\nText!\n\n## Two\n\nText.\n",
			"# KubeCon NA 2019\n\n## One\n\nText!\n\n## One\n#edge\n\nText!\n\n## Two\n\nText.\n", Carried{Kept: []string{"One"}}},
	} {
		got, carried := Carry(c.path, version(t, c.path, c.old), version(t, c.path, c.next))
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.carried, carried); diff != "" {
			t.Errorf("%s: carried (-want +got):\n%s", c.name, diff)
		}
	}
}
