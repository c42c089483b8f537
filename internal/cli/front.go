package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/render"
)

// frontPage is what takeaway alone prints: what the library holds, and the commands to begin with.
const frontPage = `
  takeaway search progressive delivery     find takeaways
  takeaway show 1                          read one;  open 1  goes to the source
  takeaway topic platform-engineering      what people say about a topic
  takeaway summary kubecon-eu latest       one page about a conference
  takeaway trends                          what rises and falls;  news  in ten lines

Your own trip reports
  takeaway init ~/kubecon                  start a library
  takeaway ingest report.md                bring a write-up in
  takeaway tag suggest -- conf:london      accept or reject suggested tags
  takeaway undo                            take the last change back

More  compare related list project talks set new edit check index completion
More  compare related list project talks set new edit check index completion
Help  takeaway COMMAND --help · takeaway help query|output|notes|environment
`

// front prints the page of takeaway alone. What the library holds is only told where its index is there
// already: nobody who types a bare name wants to wait.
func (a *app) front(*cobra.Command, []string) error {
	var b strings.Builder
	b.WriteString("takeaway: what people took home from KubeCon, searchable from your shell\n")
	if holds := a.holds(); holds != "" {
		b.WriteString(holds + "\n")
	}
	b.WriteString(frontPage)
	if !a.OutTTY {
		_, err := io.WriteString(a.Out, b.String())
		return err
	}
	for line := range strings.Lines(b.String()) { // each by itself: folding joins lines into paragraphs
		if _, err := fmt.Fprintln(a.Out, render.Fold(strings.TrimSuffix(line, "\n"), a.Width)); err != nil {
			return err
		}
	}
	return nil
}

// holds is what the library has, in a line; empty where that is not known yet.
func (a *app) holds() string {
	s := a.openAsIs()
	if s == nil {
		return ""
	}
	defer s.Close()
	ups, err := s.WriteUps()
	if err != nil || len(ups) == 0 {
		return ""
	}
	takeaways, editions := 0, map[string]bool{}
	first, last := 0, 0
	for _, w := range ups {
		takeaways += w.Takeaways()
		for _, id := range w.Conferences {
			editions[id] = true
			if e, ok := conference.Lookup(id); ok && e.Year > 0 {
				if first == 0 || e.Year < first {
					first = e.Year
				}
				last = max(last, e.Year)
			}
		}
	}
	line := plural(len(ups), "write-up") + ", " + plural(takeaways, "takeaway") + ", " + plural(len(editions), "conference")
	switch {
	case first > 0 && first < last:
		line += fmt.Sprintf(", %d to %d", first, last)
	case first > 0:
		line += fmt.Sprintf(", %d", first)
	}
	if s.Library.Builtin {
		return line + " (built in)"
	}
	return line + " in " + render.Clean(s.Where())
}

// toldFile marks in the user's cache folder that the hint about the built-in notes was given.
const toldFile = "told-builtin"

// hintBuiltin says once, to a person, that there can be a library of one's own.
func (a *app) hintBuiltin(code int) {
	answered := code == exitOK || code == exitNothing || code == exitPartial
	if !a.builtin || !answered || !a.OutTTY || !a.ErrTTY {
		return
	}
	cache := cacheDir(a.Env)
	if cache == "" {
		return
	}
	told := filepath.Join(cache, toldFile)
	if _, err := os.Stat(told); err == nil {
		return
	}
	if err := os.WriteFile(told, nil, 0o600); err != nil {
		return // it would come again and again
	}
	a.hint("these are the built-in notes; add your own: takeaway init ~/kubecon (shown once)")
}
