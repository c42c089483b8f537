package render

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"takeaway/internal/notefile"
	"takeaway/notes"
)

func TestFill(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"short", "short"},
		{"one two three four", "one two\nthree four"},
		{"• one two three", "• one two\n  three"},
		{"12. one two three", "12. one\n    two\n    three"},
		{"│ one two three", "│ one two\n│ three"},
		{"  • one two three", "  • one\n    two\n    three"},
		{"\x1b[1mone two three\x1b[0m four", "\x1b[1mone two\x1b[0m\n\x1b[1mthree\x1b[0m four"},
		{"averylongwordindeed x", "averylongwordindeed\nx"},
		{"中文句子没有空格", "中文句子没\n有空格"},
	} {
		if diff := cmp.Diff(c.want, fill(c.in, 10)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.in, diff)
		}
	}
}

// TestLinesAreFilled: in no shipped note, at no usual width, is a line broken before it is full. Lines broken
// twice would leave single words on lines of their own.
func TestLinesAreFilled(t *testing.T) {
	var b bodyRenderer
	checked := 0
	err := fs.WalkDir(notes.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".md") {
			return err
		}
		data, err := fs.ReadFile(notes.FS, path)
		if err != nil {
			return err
		}
		w, err := notefile.Parse(path, data)
		if err != nil {
			return err
		}
		for i := range w.Pieces {
			body := w.Pieces[i].Body
			if strings.Contains(body, "```") || strings.Contains(body, "|") || strings.Contains(body, "  \n") || strings.Contains(body, "\\\n") {
				continue // code, tables and hard breaks have lines of their own
			}
			for _, width := range []int{40, 80, 100} {
				lines := strings.Split(b.markdown(body, Style{Dark: true}, width), "\n")
				for k := range len(lines) - 1 {
					next := strings.TrimLeft(lines[k+1], " │")
					if lines[k] == "" || next == "" || hanging.FindString(lines[k+1]) != strings.Repeat(" ", len(lines[k+1])-len(strings.TrimLeft(lines[k+1], " "))) {
						continue
					}
					word, _, _ := strings.Cut(next, " ")
					if ansi.StringWidth(lines[k])+1+ansi.StringWidth(word) <= width {
						t.Fatalf("%s at %d: %q has room for %q", path, width, lines[k], word)
					}
				}
				checked++
			}
		}
		return nil
	})
	if err != nil || checked < 1000 {
		t.Fatalf("%d bodies: %v", checked, err)
	}
}

// TestNoWordStandsAlone: no shipped takeaway has, at 80 columns, a line of one word inside a paragraph.
func TestNoWordStandsAlone(t *testing.T) {
	var b bodyRenderer
	count, checked := 0, 0
	err := fs.WalkDir(notes.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".md") {
			return err
		}
		data, err := fs.ReadFile(notes.FS, path)
		if err != nil {
			return err
		}
		w, err := notefile.Parse(path, data)
		if err != nil {
			return err
		}
		for i := range w.Pieces {
			checked++
			lines := strings.Split(b.markdown(w.Pieces[i].Body, Style{}, 80), "\n")
			for k := 1; k < len(lines)-1; k++ {
				inside := strings.TrimSpace(lines[k-1]) != "" && strings.TrimSpace(lines[k+1]) != ""
				word := strings.TrimSpace(lines[k])
				alone := word != "" && !strings.Contains(word, " ") && len(word) < 30
				if inside && alone && hanging.FindString(lines[k]) == hanging.FindString(lines[k+1]) {
					count++
					t.Logf("%s: %q", path, lines[k-1:k+2])
				}
			}
		}
		return nil
	})
	if err != nil || checked < 700 || count != 0 {
		t.Errorf("%d words stand alone in %d takeaways, %v", count, checked, err)
	}
}
