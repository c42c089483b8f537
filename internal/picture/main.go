// Command picture draws the screens of the documentation: each command is run as on a terminal of 80 columns and
// 24 lines over the notes that come with the program, and what it prints is drawn as SVG, on dark and on light.
//
//	go run ./internal/picture doc/screens
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"takeaway/internal/cli"
	"takeaway/notes"
)

// The terminal that is drawn.
const (
	columns = 80
	rows    = 24
)

// screen is a picture: its name, what is typed, and the keys that are typed then.
type screen struct {
	name string
	args []string
	keys string
	// own runs in a library of one's own with a folder of write-ups beside it.
	own bool
}

// screens are the ten screens that a new user meets, and the news.
var screens = []screen{
	{name: "front"},
	{name: "search", args: []string{"search", "kuberntes"}},
	{name: "show", args: []string{"show", "ded686c"}},
	{name: "summary", args: []string{"summary", "kubecon-eu", "latest"}},
	{name: "topic", args: []string{"topic", "platform-engineering"}},
	{name: "trends", args: []string{"trends"}},
	{name: "map", args: []string{"trends", "--map"}},
	{name: "ingest", args: []string{"ingest", "reports"}, own: true},
	{name: "list", args: []string{"list", "takeaways", "tag:gpu"}},
	{name: "suggest", args: []string{"tag", "suggest", "--", "conf:kubecon-eu-2019"}, keys: "aq", own: true},
	{name: "compare", args: []string{"compare", "kubecon-eu-2025", "kubecon-eu-2026"}},
	{name: "news", args: []string{"news"}},
}

// reports are write-ups that were made up for the pictures of a library of one's own.
var reports = map[string]string{
	"barcelona.md": "---\ntitle: Three days in Barcelona\nauthors: [Ann Author]\ndate: 2019-05-24\n---\n" +
		"## Clusters are cattle now\nAt KubeCon EU 2019 every second talk made Kubernetes clusters anew with GitOps instead of mending them by hand.\n" +
		"## Meshes are quiet\nNobody spoke of a service mesh on its own, and yet each platform had Linkerd or Istio.\n",
	"london.md": "# KubeCon EU 2025 in London\n## Platform teams count their users\nThe platform engineering talks asked who uses the platform, and how often.\n",
	"notes.txt": "# What I took home\n## Pods restart more often than we thought\nThe speakers showed numbers from a thousand clusters.\n",
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: picture FOLDER")
		os.Exit(2)
	}
	if err := draw(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// draw runs every screen and writes its pictures to a folder.
func draw(folder string) error {
	home, err := os.MkdirTemp("", "picture")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	run(home, screen{args: []string{"list", "-n", "1"}}, true) // the index is made before anything is drawn
	for _, s := range screens {
		for _, light := range []bool{false, true} {
			name := s.name + map[bool]string{false: "-dark.svg", true: "-light.svg"}[light]
			if s.own { // from the beginning, as what was written is there then
				if err := ownLibrary(home); err != nil {
					return err
				}
			}
			if s.name == "suggest" {
				run(home, screen{args: []string{"ingest", "reports"}, own: true}, light)
			}
			picture := svg(prompt(s), run(home, s, light), light)
			if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// prompt is what was typed.
func prompt(s screen) string { return strings.Join(append([]string{"$ takeaway"}, s.args...), " ") }

// ownLibrary makes the folder of write-ups and an empty library, with one write-up taken in for what comes after.
func ownLibrary(home string) error {
	for _, dir := range []string{"reports", "kubecon/notes", "kubecon/index", "kubecon"} {
		if err := os.RemoveAll(filepath.Join(home, dir)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(home, "reports"), 0o755); err != nil {
		return err
	}
	for name, text := range reports {
		if err := os.WriteFile(filepath.Join(home, "reports", name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	run(home, screen{args: []string{"init", filepath.Join(home, "kubecon")}}, false)
	return nil
}

// run runs a command at a terminal and returns what was on it.
func run(home string, s screen, light bool) []byte {
	var out bytes.Buffer
	env := map[string]string{"HOME": home, "TERM": "xterm-256color", "PAGER": "cat", "TAKEAWAY_SHELL": "picture", "TAKEAWAY_LIBRARY": "builtin"}
	if s.own {
		env["TAKEAWAY_LIBRARY"], env["TAKEAWAY_SHELVES"] = filepath.Join(home, "kubecon"), "off"
	}
	if light {
		env["COLORFGBG"] = "0;15"
	}
	io := cli.IO{In: strings.NewReader(s.keys), Out: &out, Err: &out, InTTY: true, OutTTY: true, ErrTTY: true, Width: columns, ErrWidth: columns,
		Env: func(key string) string { return env[key] }, Dir: home, Now: func() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }, Notes: notes.FS}
	cli.Main(context.Background(), append([]string{}, s.args...), io) // never nil, which would be the arguments of this program
	text := out.Bytes()
	if at := bytes.LastIndex(text, []byte("\r")); at >= 0 && bytes.IndexByte(text[at:], '\n') >= 0 { // a progress bar that was wiped
		text = text[at+1:]
	}
	return bytes.ReplaceAll(text, []byte(home), []byte("~"))
}
