package cli

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

func (a *app) openCmd() *cobra.Command {
	var print bool
	cmd := &cobra.Command{
		Use:     "open ID…",
		GroupID: "read",
		Short:   "open the page behind a takeaway in the browser",
		Long: `Open the page that a takeaway or a write-up comes from, in $BROWSER. Where no page is known, the talk that
it is about is opened: its video, its page or its slides; a passage of a transcript opens the video at its
second. Names are those of takeaway show: an ID, a number of the last list, the path of a note.

--print prints the address instead.`,
		Example: `  takeaway search gitops && takeaway open 3
  takeaway open --print ded686c
  takeaway open --print 1 | pbcopy`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.openPages(cmd.Context(), args, print)
		},
	}
	cmd.Flags().BoolVarP(&print, "print", "p", false, "print the address instead of opening it")
	return cmd
}

// openPages opens, or prints, the page behind each name.
func (a *app) openPages(ctx context.Context, names []string, print bool) error {
	names, err := a.expand(names)
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	var missing []string
	for _, name := range names {
		found, err := s.Lookup(name)
		if err != nil {
			return err
		}
		if found == nil {
			missing = append(missing, name)
			continue
		}
		page := pageOf(found)
		switch {
		case page == "":
			return kb.Nothing(fmt.Sprintf("no page is known for %q", name), "takeaway show "+name+" prints it")
		case print:
			_, err = fmt.Fprintln(a.Out, render.Clean(page))
		default:
			err = a.browse(ctx, page)
		}
		if err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		return ask.UnknownName(s, missing...)
	}
	return nil
}

// pageOf is the address behind what was named: its source, or else what there is of its talk. A video is
// opened at the second at which a passage begins.
func pageOf(n *desk.Named) string {
	source, talk, heading := "", (*kb.Talk)(nil), ""
	if t := n.Takeaway; t != nil {
		source, talk, heading = t.Source, t.Talk, t.Heading
	} else if w := n.WriteUp; w != nil {
		source, talk = w.Source, w.Talk
	}
	pages := []string{source}
	if talk != nil {
		pages = append(pages, talk.Video, talk.Link, talk.Slides)
		if seconds, ok := passageStart(heading); ok && talk.Video != "" {
			pages = append([]string{atSecond(talk.Video, seconds)}, pages...)
		}
	}
	for _, page := range pages {
		if page = webAddress(page); page != "" {
			return page
		}
	}
	return ""
}

// passageStart reads the time at which a passage of a transcript begins: [00:12:34].
func passageStart(heading string) (seconds int, ok bool) {
	var h, m, s int
	if n, _ := fmt.Sscanf(heading, "[%d:%d:%d]", &h, &m, &s); n != 3 {
		return 0, false
	}
	return h*3600 + m*60 + s, true
}

// atSecond is the address of a video at a second of it, for the players that take one.
func atSecond(video string, seconds int) string {
	u, err := url.Parse(video)
	if err != nil {
		return video
	}
	switch strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") {
	case "youtube.com", "m.youtube.com", "youtu.be":
		q := u.Query()
		q.Set("t", fmt.Sprintf("%ds", seconds))
		u.RawQuery = q.Encode()
	case "vimeo.com":
		u.Fragment = fmt.Sprintf("t=%ds", seconds)
	}
	return u.String()
}
