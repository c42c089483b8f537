package cli

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"takeaway/notes"
)

// onTerminal runs a command at a terminal of some columns and returns what was on it.
func onTerminal(t *testing.T, home, lib string, width int, env map[string]string, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	all := map[string]string{"HOME": home, "TERM": "xterm-256color", "PAGER": "cat", "TAKEAWAY_SHELL": "test", "TAKEAWAY_LIBRARY": lib}
	maps.Copy(all, env)
	code := Main(context.Background(), args, IO{In: strings.NewReader(""), Out: &out, Err: &out, InTTY: true, OutTTY: true, ErrTTY: true, Width: width, ErrWidth: width,
		Env: func(key string) string { return all[key] }, LookupEnv: func(key string) (string, bool) { v, ok := all[key]; return v, ok },
		Dir: home, Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }, Notes: notes.FS})
	return out.String(), code
}

// The screens that a new user meets, with what makes up the answer of each.
var screensWithAnswers = []struct {
	args   []string
	answer []string
}{
	{nil, []string{`^takeaway: what people took home`, `takeaway search progressive delivery`}},
	{[]string{"search", "kuberntes"}, []string{`^\d+ takeaways for kubernetes \(nothing for "kuberntes"\)`, `(?m)^ 3  `}},
	{[]string{"show", "ded686c"}, []string{`^Feature flags`, `Bob Walker`, `(?m)^source  https://`}},
	{[]string{"summary", "kubecon-eu", "latest"}, []string{`Small sample`, `NEW SINCE LONDON`, `1cdc13a`, `(?m)^  Observability`}},
	{[]string{"topic", "platform-engineering"}, []string{`(?m)^\d+ takeaways by`, `WHAT PEOPLE SAY`, `(?m)^  2023  `}},
	{[]string{"trends"}, []string{`RISING`, `machine-learning`, `FALLING`}},
	{[]string{"trends", "--map"}, []string{`(?m)^takeaways`, `(?m)^machine-learning`, `(?m)^platform-engineering`}},
	{[]string{"list", "takeaways", "tag:gpu"}, []string{`^14 takeaways · tag:gpu`, `(?m)^14  `}},
	{[]string{"compare", "kubecon-eu-2025", "kubecon-eu-2026"}, []string{`1cdc13a`, `MORE IN KUBECON EU 2025`}},
}

// Every screen of 80 columns shows its answer in its first 20 lines, the same on dark, on light and without colour, and no
// line is wider than the terminal.
func TestScreensAnswerFirst(t *testing.T) {
	home := t.TempDir()
	onTerminal(t, home, "builtin", 80, nil, "list", "-n", "1") // makes the index, which is told
	for _, s := range screensWithAnswers {
		var plain string
		for name, env := range map[string]map[string]string{"dark": {}, "light": {"COLORFGBG": "0;15"}, "no colour": {"NO_COLOR": "1"}} {
			out, code := onTerminal(t, home, "builtin", 80, env, s.args...)
			if code != exitOK {
				t.Fatalf("%q: exit %d\n%s", s.args, code, out)
			}
			text := ansi.Strip(out)
			if name == "no colour" && text != out {
				t.Errorf("%q has escape sequences without colour", s.args)
			}
			if plain == "" {
				plain = text
			} else if plain != text {
				t.Errorf("%q says something else on %s", s.args, name)
			}
			lines := strings.Split(text, "\n")
			first := strings.Join(lines[:min(len(lines), 20)], "\n")
			for _, answer := range s.answer {
				if !regexp.MustCompile(answer).MatchString(first) {
					t.Errorf("%q: the first 20 lines lack %s\n%s", s.args, answer, first)
				}
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > 80 && !strings.Contains(line, "https://") {
					t.Errorf("%q: a line of %d columns: %s", s.args, ansi.StringWidth(line), line)
				}
			}
		}
	}
}

// hostileNotes have names that no table expects: 90 letters, Chinese, emoji, right to left, escape sequences.
var hostileNotes = map[string]string{
	"kubecon-na-2019/" + strings.Repeat("name-", 18) + ".md": "---\ntitle: " + strings.Repeat("A very long title ", 9) + "\nauthors: [" + strings.Repeat("Longname ", 10) +
		"]\nconference: kubecon-na-2019\n---\n## " + strings.Repeat("Meshes are quiet and long ", 8) + "\nA service mesh comes with each platform, and nobody speaks of it.\n",
	"kubecon-cn-2019/cjk.md": "---\ntitle: 服务网格正在成为平台的一部分不再是单独的产品\nauthors: [王小明]\nconference: kubecon-cn-2019\n---\n## 服务网格正在成为平台的一部分,不再是单独的产品 🚀🚀🚀\n服务网格 service mesh 在每个平台里。\n",
	"kubecon-eu-2018/rtl.md": "---\ntitle: \"שלום עולם service mesh\"\nauthors: [\"דוד כהן\"]\nconference: kubecon-eu-2018\n---\n## רשת שירות service mesh היא חלק מהפלטפורמה\nservice mesh שלום עולם ועוד מילים רבות.\n",
	"kubecon-eu-2018/esc.md": "---\ntitle: \"\\u001b]0;owned\\u0007 mesh\"\nauthors: [\"\\u001b[2J\"]\nconference: kubecon-eu-2018\n---\n## A mesh \x1b[31mred\x1b[0m heading\nservice mesh with \x1b]52;c;AAAA\x07 in it.\n",
}

// Whatever names there are and however wide the terminal is, no line is wider and nothing raw reaches it.
func TestScreensOfHostileNames(t *testing.T) {
	home, lib := t.TempDir(), filepath.Join(t.TempDir(), "lib")
	if out, code := onTerminal(t, home, "", 80, nil, "init", lib); code != exitOK {
		t.Fatal(out)
	}
	for name, text := range hostileNotes {
		file := filepath.Join(lib, "notes", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"TAKEAWAY_SHELVES": "off"}
	onTerminal(t, home, lib, 80, env, "list")
	commands := [][]string{{}, {"search", "mesh"}, {"related", "1"}, {"search", "mesh", "--brief"}, {"show", "1"}, {"tag", "why", "1"}, {"search", "nothing-like-this"}, {"list"}, {"list", "takeaways"}, {"list", "conferences"}, {"list", "tags"},
		{"list", "authors"}, {"summary", "kubecon-eu-2018"}, {"summary", "kubecon-na-2019", "--length", "long"}, {"topic", "service-mesh"}, {"topic", "service-mesh", "--all"},
		{"trends"}, {"trends", "--map"}, {"trends", "service-mesh"}, {"compare", "kubecon-na-2019", "kubecon-eu-2018"}, {"compare", "2018", "2019", "--all"}}
	for _, width := range []int{20, 40, 80, 2000} {
		for _, terminal := range []map[string]string{{}, {"TERM": "dumb"}, {"TERM": ""}, {"LANG": "C", "LC_ALL": "C"}, {"NO_COLOR": "1"}} {
			if width != 40 && len(terminal) > 0 {
				continue
			}
			maps.Copy(terminal, env)
			for _, args := range commands {
				out, code := onTerminal(t, home, lib, width, terminal, args...)
				if code > exitNothing {
					t.Errorf("%q at %d: exit %d\n%s", args, width, code, out)
				}
				text := ansi.Strip(out)
				if raw := strings.Contains(out, "\x1b]0;") || strings.Contains(out, "\x1b]52") || strings.Contains(out, "\x1b[2J"); raw || strings.Contains(text, "\a") {
					t.Errorf("%q at %d: an escape sequence of a note: %q", args, width, out)
				}
				if _, set := terminal["TERM"]; set && text != out {
					t.Errorf("%q: escape sequences on a terminal that has none", args)
				}
				if width < 40 {
					continue // no more than that nothing breaks
				}
				for line := range strings.Lines(text) {
					line = strings.TrimRight(line, "\r\n")
					words := strings.Fields(line)
					if ansi.StringWidth(line) > width && len(words) > 1 && ansi.StringWidth(words[len(words)-1]) < width/2 {
						t.Errorf("%q at %d: a line of %d columns: %q", args, width, ansi.StringWidth(line), line)
					}
				}
			}
		}
	}
}

// A pager that dies, or that there is not, takes no answer away.
func TestPagersThatFail(t *testing.T) {
	home := t.TempDir()
	for _, pager := range []string{"/nonexistent/pager", "false", "head -c 10"} {
		out, code := onTerminal(t, home, "builtin", 80, map[string]string{"PAGER": pager}, "list", "conferences", "-n", "3")
		if code != exitOK {
			t.Errorf("PAGER=%q: exit %d\n%s", pager, code, out)
		}
		if pager == "/nonexistent/pager" && !strings.Contains(out, "kubecon-na-2015") {
			t.Errorf("PAGER=%q: the answer is lost:\n%s", pager, out)
		}
	}
}
