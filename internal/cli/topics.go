package cli

import (
	"github.com/spf13/cobra"

	"takeaway/internal/query"
)

// topics are help pages that belong to no command: takeaway help query.
func topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "query", Short: "the query language", Long: query.Help},
		{Use: "output", Short: "output formats", Long: helpOutput},
		{Use: "exit-codes", Short: "what the exit code says", Long: helpExitCodes},
		{Use: "notes", Short: "the format of notes", Long: helpNotes},
		{Use: "limits", Short: "what is refused, and what counts as a small sample", Long: helpLimits},
		{Use: "vocabulary", Short: "topics and projects, and how to change them", Long: helpVocabulary},
		{Use: "libraries", Short: "which library a command uses, and the shelves beside it", Long: helpLibraries},
		{Use: "environment", Short: "the variables that commands look at", Long: helpEnvironment},
	}
}

const helpOutput = `Every listing command prints the same rows in the format that --output (-o) names:

  table          for people; the default on a terminal
  plain          one record a line, fields separated by tabs; the default in a pipe
  json, jsonl    a list of objects, or one object a line
  yaml, csv      the same rows
  markdown       a list or table to paste, with links
  id             the name of each row alone, for xargs; with -0 each ends with a zero byte
  vimgrep        file:line:column: heading of takeaways, for vim -q and other editors
  template=TEXT  TEXT is a Go template over the fields of the JSON:
                 --output 'template={{.id}}\t{{.heading}}'

Fields of a takeaway: id ref path line end_line heading kind tags (name, source: own, inherited or
inferred, evidence) conference title authors date talk projects. A hit has score, match, snippet and
number on top, more where --group is given, why (a list) with --explain and in related. match is exact,
relaxed, fuzzy, synonym, topic, near or related. A write-up has path title authors date conference language
takeaways (a count). path is relative to notes/, lines count from 1; conference is null, a string, or a
list where a write-up covers two. Rows of tag suggest and tag why have id ref path line heading tag source confidence
evidence; rows of the commands that write tags have added removed rejected restored in their place.

A summary is one object a conference: conference, write_ups, takeaways, authors (a number; by names
them), themes (tag, name, takeaways, write_ups, authors, by, share, sentences, sides), talks,
speakers, projects (project, name, takeaways, authors, first_seen), numbers, change (previous,
missing, small_sample, skipped, too_small, shifts), earlier_takeaways and coverage. Each quoted
sentence has sentence, id, ref, authors (names), source, title, heading, path and line. Its csv has
one row a sentence, its id is that of the takeaways that are quoted.

A trend is one object a subject: id, name, type (topic or project), takeaways, total, share, write_ups,
total_write_ups, write_up_share, authors, first, peak, last, move (new, rising, falling, gone, steady)
between before and after (from, to, query and counts), and cells: for each conference, year or region
takeaways, total, share and so on, and small where that is a small sample. Shares are 0 to 1. programme
(talks, total, share) is the programme beside it, in a subject, a cell and a span; contradicted is a move
that it does not bear out. csv has
one row a cell. A comparison is one object a subject: id, name, type, where (both, a, b), more (a, b or
nothing), and a and b with query, the counts and small. The page of a topic or project has the fields of
a trend and definition, aliases, wider, narrower, maturity, milestones (date, event), by (author,
takeaways, write_ups, conferences), sentences (as in a summary, with conferences) and related.

search --facets counts the values of tag, conference, year, author and other fields over all hits. json
and yaml are then one object: total, hits, and facets, which has a list of {value, hits} for each field.
Elsewhere rows of facet, value and hits follow the hits. With --limit 0 they come alone; id prints them
as filters (tag:gitops).

Colour follows --color, NO_COLOR, CLICOLOR and CLICOLOR_FORCE. Long output on a terminal goes through
$TAKEAWAY_PAGER, $PAGER or less; --no-pager or an empty $PAGER turns that off.
--color always in a pipe prints what a terminal would show, with colours.`

const helpExitCodes = `  0    found, or done
  1    nothing found
  2    the command line or the query is wrong
  3    some notes could not be read; the rest was served
  4    the index or the library cannot be used
  130  interrupted`
