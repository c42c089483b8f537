package cli

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"runtime"
	"strings"

	"takeaway/internal/kb"
)

// openSource opens the page that a takeaway comes from in the user's browser.
func (a *app) openSource(ctx context.Context, t *kb.Takeaway) error {
	page := webAddress(t.Source)
	if t.Kind == kb.KindPassage && t.Talk != nil {
		page = firstOf(webAddress(t.Talk.Video), page)
	}
	if page == "" {
		hint := "takeaway show " + t.ID.Short() + " prints it"
		for _, other := range talkLinks(t) {
			if webAddress(other) != "" {
				hint += "; its talk is at " + other
				break
			}
		}
		return kb.Nothing(fmt.Sprintf("no source is known of %s, %q in %s", t.ID.Short(), t.Heading, t.Path), hint)
	}
	return a.browse(ctx, page)
}

// browse opens an address in the user's browser.
func (a *app) browse(ctx context.Context, page string) error {
	a.warn("opening %s", page)
	var failed error
	for _, command := range a.browsers() {
		name, args := browserArgs(command, page)
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Stdout, cmd.Stderr = a.Err, a.Err
		if failed = cmd.Run(); failed == nil {
			return nil
		}
	}
	if failed == nil {
		failed = fmt.Errorf("no browser is known")
	}
	return kb.Unusable(fmt.Errorf("the browser: %w", failed), "set $BROWSER to one, or open "+page)
}

func talkLinks(t *kb.Takeaway) []string {
	if t.Talk == nil {
		return nil
	}
	if t.Kind == kb.KindPassage { // at the second at which it is said
		return []string{t.Talk.Video, t.Talk.Link, t.Talk.Slides}
	}
	return []string{t.Talk.Link, t.Talk.Video, t.Talk.Slides}
}

// webAddress is an http or https address as it may be handed to a browser; empty for anything else, such
// as what a browser or its wrapper would take for a file, a script or a flag.
func webAddress(source string) string {
	u, err := url.Parse(strings.TrimSpace(source))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

// browsers are the commands to try in turn: those of $BROWSER, separated by colons as is its custom, or
// else what the system has for it.
func (a *app) browsers() []string {
	if list := a.Env("BROWSER"); list != "" {
		if runtime.GOOS == "windows" { // paths have colons
			return []string{list}
		}
		return strings.FieldsFunc(list, func(r rune) bool { return r == ':' })
	}
	switch runtime.GOOS {
	case "darwin":
		return []string{"open"}
	case "windows":
		return []string{"rundll32 url.dll,FileProtocolHandler"}
	}
	return []string{"xdg-open"}
}

// browserArgs puts the address where the command has %s, or at its end.
func browserArgs(command, page string) (name string, args []string) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return command, nil
	}
	found := false
	for _, w := range words[1:] {
		found = found || strings.Contains(w, "%s")
		args = append(args, strings.ReplaceAll(w, "%s", page))
	}
	if !found {
		args = append(args, page)
	}
	return words[0], args
}
