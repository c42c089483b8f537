package render

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/digest"
)

// What a summary says in words is the same on a terminal, in a pipe and in Markdown.

// oneAccount is said of a page with one write-up.
const oneAccount = "One write-up only: one account, not what the conference agreed on."

// moves are the moves that are shown, in their order.
var moves = [...]digest.Move{digest.Rising, digest.New, digest.Falling, digest.Gone}

// moveLabels are what the moves are called. What a few write-ups do not mention need not be gone.
var moveLabels = map[digest.Move]string{digest.Rising: "rising", digest.New: "not mentioned then", digest.Falling: "falling", digest.Gone: "not mentioned now"}

// firstSeen explains the mark on projects.
func firstSeen(s *digest.Summary) string {
	return fmt.Sprintf("new: in none of the %s about earlier conferences", counted(s.Earlier, "takeaway"))
}

// whereAndWhen is place, dates and attendance of a conference, as far as known.
func whereAndWhen(e *digest.Edition) []string {
	var out []string
	switch {
	case e.City != "" && e.Country != "":
		out = append(out, e.City+", "+e.Country)
	case e.City != "":
		out = append(out, e.City)
	case e.Virtual && e.PlannedCity != "":
		out = append(out, "online, planned for "+e.PlannedCity)
	case e.Virtual:
		out = append(out, "online")
	}
	switch days := dates(e.Start, e.End); {
	case days != "":
		out = append(out, days)
	case e.Year > 0:
		out = append(out, strconv.Itoa(e.Year))
	}
	if came := attendance(e); came != "" {
		out = append(out, came)
	}
	if e.ID != e.Name {
		out = append(out, e.ID)
	}
	return out
}

// attendance is "13,500 attendees (SoKube blog)"; empty where it is not known.
func attendance(e *digest.Edition) string {
	if e.Attendance == 0 {
		return ""
	}
	kind, source, ok := strings.Cut(e.AttendanceSource, ", ")
	if !ok {
		kind, source = "attendees", e.AttendanceSource
	}
	if kind == "in-person" {
		kind = "attendees in person"
	}
	return thousands(e.Attendance) + " " + kind + " (" + source + ")"
}

// months are the names of the months.
var months = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// thousands writes 12000 as 12,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// rests says how much evidence the page has.
func rests(s *digest.Summary) string {
	return plural(s.WriteUps, "write-up") + " by " + plural(s.Authors, "independent author") + " with " + plural(s.Takeaways, "takeaway")
}

// shiftOf is the share now and before, with the counts behind them.
func shiftOf(f *digest.Shift) string {
	now := fmt.Sprintf("%s (%d)", percent(f.Share), f.Takeaways)
	was := fmt.Sprintf("%s (%d)", percent(f.PreviousShare), f.PreviousTakeaways)
	switch f.Move {
	case digest.New:
		return now
	case digest.Gone:
		return "was " + was
	}
	return now + ", was " + was
}

// namesOf joins the names of voices; those who are not named are counted.
func namesOf(by []string) string {
	var named []string
	unnamed := 0
	for _, name := range by {
		if name == digest.Unnamed {
			unnamed++
		} else {
			named = append(named, oneLine(name))
		}
	}
	switch {
	case unnamed == 1 && len(named) > 0:
		named = append(named, "and one unnamed author")
	case unnamed == 1:
		named = append(named, "one unnamed author")
	case unnamed > 1:
		named = append(named, inWords(unnamed)+" unnamed authors")
	}
	return strings.Replace(strings.Join(named, "; "), "; and ", " and ", 1)
}

// changeNotes say what a comparison rests on, or why there is none.
func changeNotes(c *digest.Change) []string {
	var out []string
	if c.Missing != "" {
		out = append(out, "The library has no write-ups of "+oneLine(c.Missing)+", the edition right before.")
	}
	switch n := len(c.Skipped); {
	case n == 1:
		k := &c.Skipped[0]
		out = append(out, fmt.Sprintf("Not compared: %s has %s by %s.", oneLine(k.Short), plural(k.Takeaways, "takeaway"), plural(k.Authors, "author")))
	case n > 1:
		out = append(out, fmt.Sprintf("Not compared: the %s editions from %s to %s have under 10 takeaways or one author.", inWords(n),
			oneLine(c.Skipped[n-1].Short), oneLine(c.Skipped[0].Short)))
	}
	switch {
	case c.Previous.ID == "" && len(c.Skipped) > 0:
		return out
	case c.Previous.ID == "" && c.Missing == "":
		return append(out, "No earlier edition of this series is known.")
	case c.Previous.ID == "":
		return append(out, "There is no earlier edition of this series to compare with.")
	case c.Thin:
		return append(out, "Not compared: this edition has too few takeaways or authors.")
	}
	line := fmt.Sprintf("Shares of takeaways (number), compared with %s of %s by %s.", plural(c.Takeaways, "takeaway"),
		oneLine(c.Previous.Short), plural(c.Authors, "independent author"))
	if c.Small {
		line += " A small sample: one more write-up could turn this around."
	}
	out = append(out, line)
	if len(c.Shifts) == 0 {
		out = append(out, "No topic moved by more than chance could move it.")
	}
	return out
}

// whereFrom says how many write-ups are from the library and how many from which shelf; empty where all are its own.
func whereFrom(s *digest.Summary) string {
	own := s.WriteUps
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(s.Coverage.Shelves)) {
		n := s.Coverage.Shelves[name]
		own -= n
		parts = append(parts, fmt.Sprintf("%d from the shelf %s", n, oneLine(name)))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(append([]string{fmt.Sprintf("%d from your library", own)}, parts...), ", ")
}

// coverageLines say what the page rests on and what to beware of.
func coverageLines(s *digest.Summary) []string {
	var out []string
	var parts []string
	for _, c := range s.Coverage.Perspectives {
		word := c.Perspective
		if word == "" {
			word = "not stated"
		}
		parts = append(parts, fmt.Sprintf("%s %d", oneLine(word), c.WriteUps))
	}
	if len(parts) > 0 {
		out = append(out, "Write-ups by the authors' perspective: "+strings.Join(parts, ", ")+".")
	}
	if on := whereFrom(s); on != "" {
		out = append(out, "Write-ups "+on+".")
	}
	if s.WriteUps > 1 && s.Coverage.OneAuthor > 0 {
		verb := "come"
		if s.Coverage.OneAuthor == 1 {
			verb = "comes"
		}
		out = append(out, fmt.Sprintf("%d of %s %s from a single author.", s.Coverage.OneAuthor, plural(s.Coverage.Themes, "theme"), verb))
	}
	return append(out, wording(s.Coverage.Digests, s.WriteUps)+" takeaway show ID has the rest.")
}
