package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/render"
)

type talksOptions struct {
	filters ask.TalkFilters
	limit   int
}

func (a *app) talksCmd() *cobra.Command {
	var o talksOptions
	cmd := &cobra.Command{
		Use:     "talks [WORDS…]",
		Aliases: []string{"talk", "programme"},
		GroupID: "read",
		Short:   "look up talks in the programme: who gave them, who wrote about them",
		Long: `Look up talks in the programme of 70 editions, 2015 to 2026: title, speakers with their companies, track,
recording and slides, and who wrote about each in the library. Words rank: talks with all of them come first,
the latest editions before the others. A topic or a project finds what titles call by other names.

The programme is what was announced. It comes with takeaway and is never counted as taken home; trends --of programme draws it. takeaway list talks lists the talks that notes are about.
takeaway show ID shows one talk with all that is known about it.`,
		Example: `  takeaway talks progressive delivery
  takeaway talks --conf kubecon-eu-2026 --type keynote
  takeaway talks --speaker "liz rice" --limit 0
  takeaway talks --org spotify backstage -o json
  takeaway talks ebpf --conf "san diego 2019" -o id | takeaway show -`,
		ValidArgsFunction: a.completeQuery,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.filters.Words = args
			return a.talks(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.filters.Conferences, "conf", nil, "only of this `conference`; repeat for any of several")
	f.StringVar(&o.filters.Series, "series", "", "only of this `series` of conferences")
	f.StringVar(&o.filters.Year, "year", "", "only of this `year`, or 2018..2020")
	f.StringVar(&o.filters.Speaker, "speaker", "", "only by this `person`")
	f.StringVar(&o.filters.Org, "org", "", "only by people from this `company`")
	f.StringVar(&o.filters.Track, "track", "", "only in this `track`")
	f.StringVar(&o.filters.Type, "type", "", "only of this `type`: keynote, lightning, tutorial, panel, maintainer, breakout, …")
	f.StringArrayVar(&o.filters.Tags, "tag", nil, "only on this `topic`; repeat for several")
	f.StringArrayVar(&o.filters.Projects, "project", nil, "only naming this `project`; repeat for several")
	f.IntVarP(&o.limit, "limit", "n", 20, "at most `N` talks, 0 for all")
	for _, field := range []string{"tag", "conf", "series", "speaker", "org", "project", "year"} {
		_ = cmd.RegisterFlagCompletionFunc(field, a.completeValue(field))
	}
	a.outputFlag(cmd)
	return cmd
}

func (a *app) talks(ctx context.Context, o talksOptions) error {
	if o.limit < 0 {
		return errNegative
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	wanted, err := ask.Talks(s.Vocabulary(), o.filters)
	if err != nil {
		return err
	}
	found := programme.Find(wanted)
	if len(found) == 0 {
		return kb.Nothing("no talk of the programme is like that", "fewer words, or takeaway search for what people wrote")
	}
	shown := first(o.limit, found)
	rows, err := talkRows(s, shown)
	if err != nil {
		return err
	}
	entries := make([]desk.Entry, len(rows))
	for i := range rows {
		entries[i] = desk.Entry{Sort: desk.SortTalk, Name: rows[i].ID}
	}
	a.remember(s, "talks", entries)
	head, foot := plural(len(found), "talk")+" of the programme", "takeaway show 1"
	if len(shown) < len(found) {
		head, foot = fmt.Sprintf("%s · 1–%d", head, len(shown)), foot+" · --limit 0 shows all"
	}
	return a.print(func(p *render.Printer) error {
		p.Head(head)
		if err := p.Talks(rows, false); err != nil {
			return err
		}
		return p.Foot(foot)
	})
}

// talkRows adds to talks who wrote about them in the library.
func talkRows(s *desk.Desk, talks []*programme.Talk) ([]render.Talk, error) {
	ups, err := s.WriteUps()
	if err != nil {
		return nil, err
	}
	wrote := digest.ByTalk(ups)
	rows := make([]render.Talk, len(talks))
	for i, t := range talks {
		l := t.Links()
		r := render.Talk{ID: t.ID(), Conference: t.Edition, Title: t.Title, Speakers: []render.Speaker{}, Track: t.Track, Type: t.Type, Date: t.Date,
			Topics: t.Topics, Projects: t.Projects, Link: l.Page, Video: l.Video, Slides: l.Slides}
		for _, p := range t.Speakers {
			r.Speakers = append(r.Speakers, render.Speaker(p))
		}
		if c := wrote[r.ID]; c != nil {
			r.Takeaways, r.By = c.Takeaways(), c.By()
			for _, k := range c.List() {
				r.IDs = append(r.IDs, k.ID.Short())
			}
		}
		rows[i] = r
	}
	return rows, nil
}

// showTalks prints talks of the programme, named by their IDs, whole. It reports whether each name is one.
func (a *app) showTalks(s *desk.Desk, names []string) (bool, error) {
	var talks []*programme.Talk
	for _, name := range names {
		t, ok := programme.ByID(name)
		if !ok {
			return false, nil
		}
		talks = append(talks, t)
	}
	rows, err := talkRows(s, talks)
	if err != nil {
		return true, err
	}
	return true, a.print(func(p *render.Printer) error { return p.Talks(rows, true) })
}
