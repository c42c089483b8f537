package query

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// SpokenTime is words of a question that say when: "since 2018", "between 2019 and 2021", "last year".
type SpokenTime struct {
	// Range is what they stand for.
	Range Range
	// First and Last are the half-open range of indices of the words.
	First, Last int
}

// SpokenTimes finds where words of a query, in order, speak of a time. A year counts only behind a word
// that makes it one: "2019" alone may be a name or a number. Ranges are of years where whole years are
// meant, else of dates.
func SpokenTimes(words []Word, now time.Time) []SpokenTime {
	s := speech{now: now, words: make([]string, len(words))}
	for i, w := range words {
		s.words[i] = strings.ToLower(w.Text)
		if w.Prefix {
			s.words[i] = "*" // no word of a time, and none between two of them
		}
	}
	var out []SpokenTime
	for i := 0; i < len(words); {
		r, n := s.at(i)
		if n == 0 {
			i++
			continue
		}
		r.Pos = words[i].Pos
		out = append(out, SpokenTime{Range: r, First: i, Last: i + n})
		i += n
	}
	return out
}

// speech is the words of a question in lower case.
type speech struct {
	words []string
	now   time.Time
}

// at reads the time that begins with word i and says of how many words it is; 0 if none does.
func (s *speech) at(i int) (Range, int) {
	word := s.words[i]
	var joints []string
	switch word {
	case "between":
		joints = []string{"and", "to"}
	case "from":
		joints = []string{"to", "until", "till", "through"}
	}
	if r, n := s.span(i, joints); n > 0 {
		return r, n
	}
	compare := ""
	switch word {
	case "since":
		compare = ">="
	case "until", "till":
		compare = "<="
	case "before":
		compare = "<"
	case "after":
		compare = ">"
	case "in", "during", "of", "from", "over", "within", "for":
	default:
		d, n := s.relative(i)
		return spokenRange(d.low, d.high), n
	}
	filler := s.fillers(i + 1)
	d, n := s.date(i + 1 + filler)
	if n == 0 || word == "for" && !d.length {
		return Range{}, 0
	}
	n += 1 + filler
	if word == "from" && i+n < len(s.words) && slices.Contains([]string{"on", "onward", "onwards"}, s.words[i+n]) {
		compare, n = ">=", n+1
	}
	low, high, ok := d.compared(compare, s.now)
	if !ok {
		return Range{}, 0
	}
	return spokenRange(low, high), n
}

// span reads two dates with a joint between them behind word i.
func (s *speech) span(i int, joints []string) (Range, int) {
	if joints == nil {
		return Range{}, 0
	}
	at := i + 1 + s.fillers(i+1)
	from, n := s.date(at)
	at += n
	if n == 0 || at >= len(s.words) || !slices.Contains(joints, s.words[at]) {
		return Range{}, 0
	}
	at++
	at += s.fillers(at)
	until, n := s.date(at)
	low, high := from.low, until.high
	if n == 0 {
		return Range{}, 0
	}
	if shared := min(len(low), len(high)); low[:shared] > high[:shared] {
		low, high = until.low, from.high // people mean the same the other way round
	}
	return spokenRange(low, high), at + n - i
}

// fillers counts the words from i on that may stand between "in" and a year: "in the early", "since about".
func (s *speech) fillers(i int) int {
	n := 0
	for i+n < len(s.words) && slices.Contains([]string{"the", "about", "around", "early", "late", "mid", "beginning", "start",
		"middle", "end", "of", "year"}, s.words[i+n]) {
		n++
	}
	return n
}

// date reads the date that begins with word i, at most three words long.
func (s *speech) date(i int) (days, int) {
	if i >= len(s.words) {
		return days{}, 0
	}
	if d, n := s.relative(i); n > 0 {
		return d, n
	}
	for n := min(3, len(s.words)-i); n > 0; n-- {
		d, ok := parseDays(strings.Join(s.words[i:i+n], " "), s.now)
		if ok && likelyYear(d.low) && s.numbered(i, n) {
			return d, n
		}
	}
	return days{}, 0
}

// numbered reports whether n words from i on hold a year in full and no version number such as 2024.1.
func (s *speech) numbered(i, n int) bool {
	for _, w := range s.words[i : i+n] {
		if len(w) >= 4 && fourDigits(w[:4]) {
			return n > 1 || !strings.Contains(w, ".")
		}
		if len(w) >= 4 && fourDigits(w[len(w)-4:]) {
			return true
		}
	}
	return false
}

// likelyYear reports whether a date lies in the years that people ask about; 2000 is more often a count.
func likelyYear(iso string) bool { return iso > "2000" && iso < "2100" }

// relative reads a time that is relative to now: "last year", "this month", "past two years", "3 years ago".
func (s *speech) relative(i int) (days, int) {
	rest := s.words[i:]
	if len(rest) < 2 {
		return days{}, 0
	}
	switch rest[0] {
	case "last", "past", "this":
		if d, ok := calendar(rest[0] == "last", rest[1], s.now); ok && rest[0] != "past" {
			return d, 2
		}
		return s.upToNow(rest)
	}
	count, unit, n := counted(rest)
	if n == 0 || n >= len(rest) || rest[n] != "ago" {
		return days{}, 0
	}
	d, ok := ago([]string{strconv.Itoa(count), unit, "ago"}, s.now)
	if !ok {
		return days{}, 0
	}
	// Nobody means the very day two years ago.
	switch strings.TrimSuffix(unit, "s") {
	case "year":
		d.low = d.low[:4]
	case "month":
		d.low = d.low[:7]
	}
	d.high = d.low
	return d, n + 1
}

// upToNow reads a length of time that ends now: "last two years", "past month".
func (s *speech) upToNow(rest []string) (days, int) {
	count, unit, n := counted(rest[1:])
	if n == 0 && rest[0] == "past" && slices.Contains([]string{"year", "month", "week"}, rest[1]) {
		count, unit, n = 1, rest[1], 1
	}
	if n == 0 || rest[0] == "this" {
		return days{}, 0
	}
	d, ok := ago([]string{strconv.Itoa(count), unit}, s.now)
	today, fits := isoDay(s.now)
	if !ok || !fits {
		return days{}, 0
	}
	d.high = today
	return d, n + 1
}

// counted reads a number and a unit of time: "two years", "a few months", "18 months", "a couple of weeks".
func counted(words []string) (count int, unit string, n int) {
	at := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	if at(0) == "a" && (at(1) == "few" || at(1) == "couple") {
		n++
	}
	switch word := at(n); word {
	case "a", "an", "one":
		count = 1
	case "few":
		count = 3
	case "couple":
		count = 2
		if at(n+1) == "of" {
			n++
		}
	default:
		small := []string{"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
		if count = slices.Index(small, word) + 2; count < 2 {
			count, _ = strconv.Atoi(word) // 0 is no number of years either
		}
	}
	if unit = at(n + 1); count < 1 || count > 100 || !timeUnit(unit) {
		return 0, "", 0
	}
	return count, unit, n + 2
}

func timeUnit(word string) bool {
	return slices.Contains([]string{"day", "week", "month", "year"}, strings.TrimSuffix(word, "s"))
}

// spokenRange is the range between two dates of any precision.
func spokenRange(low, high string) Range {
	if len(low) <= 4 && len(high) <= 4 {
		return Range{Name: "year", Low: low, High: high}
	}
	return Range{Name: "date", Low: low, High: high}
}
