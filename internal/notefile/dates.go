package notefile

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Years in which a write-up can have been published. Drafts are pinned to year 3018, scanned notes to
// year 1; both say nothing.
const (
	firstYear = 1990
	lastYear  = 2099
)

// monthOf reads a month's name, at least three letters of it; 0 if it is none.
func monthOf(word string) int {
	word = strings.ToLower(strings.TrimRight(word, "."))
	if len(word) < 3 || len(word) > 12 {
		return 0
	}
	for m, names := range monthNames {
		for _, n := range names {
			if strings.HasPrefix(word, n) && (len(word) <= 4 || knownMonth(word)) {
				return m + 1
			}
		}
	}
	return 0
}

// knownMonth tells full names from other words with the same beginning ("market", "decide", "marching").
func knownMonth(word string) bool { return strings.Contains(fullMonths, " "+word+" ") }

// isoDate writes a date, or says why it is none. Day 0 means that only the month is known.
func isoDate(year, month, day int) (string, bool) {
	if year < firstYear || year > lastYear || month < 1 || month > 12 {
		return "", false
	}
	if day == 0 {
		return fmt.Sprintf("%04d-%02d", year, month), true
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || day < 0 {
		return "", false
	}
	return t.Format("2006-01-02"), true
}

// Date reads a date as people write it, ISO or not; iso is 2019, 2019-11 or 2019-11-26, ok is false where it
// is none.
func Date(s string) (iso string, ok bool) {
	iso, _ = parseDate(strings.TrimSpace(s))
	return iso, iso != ""
}

// parseDate reads a date as people write it at the start of s: ISO with or without a time and zone,
// 24-Apr-2020, Nov 25, 2019, 25 November 2019, Dec.22.2024, 2019年11月26日, 2024/04/10, 10-04-2024 (4 October), 10.04.2024 (10 April), an interval (its
// first day), 2019-11, 2019. It returns the ISO form; found says whether s looks like a date at all,
// possible or not.
func parseDate(s string) (iso string, found bool) {
	tokens := dateTokens(s)
	n := make([]int, len(tokens))
	for i, t := range tokens {
		if v, err := strconv.Atoi(t); err == nil {
			n[i] = v
		} else if m := monthOf(t); m > 0 {
			n[i] = -m
		} else {
			n[i] = -100
		}
	}
	switch {
	case len(n) == 0:
		return "", false
	case len(tokens[0]) == 8 && n[0] > 0: // 20191126
		iso, _ = isoDate(n[0]/10000, n[0]/100%100, n[0]%100)
		return iso, true
	case len(tokens[0]) == 4 && n[0] > 0:
		return yearFirst(n)
	case len(n) >= 3 && n[0] > 0 && n[1] > 0 && n[2] > 31: // 10-04-2024: month first; 10.04.2024: day first
		month, day := n[0], n[1]
		if month > 12 || day <= 12 && strings.Contains(s[:min(len(s), 3)], ".") {
			day, month = month, day
		}
		iso, _ = isoDate(n[2], month, max(day, -1))
		return iso, true
	case len(n) >= 3 && n[0] > 0 && n[1] < 0 && n[1] >= -12 && n[2] > 31: // 24 Apr 2020
		iso, _ = isoDate(n[2], -n[1], n[0])
		return iso, true
	case n[0] < 0 && n[0] >= -12 && len(n) >= 3 && n[1] > 0 && n[1] <= 31 && n[2] > 31: // Nov 25, 2019
		iso, _ = isoDate(n[2], -n[0], n[1])
		return iso, true
	case n[0] < 0 && n[0] >= -12 && len(n) >= 2 && n[1] > 31: // November 2019
		iso, _ = isoDate(n[1], -n[0], 0)
		return iso, true
	case n[0] == -100 && len(n) > 1 && weekday(tokens[0]):
		return parseDate(s[strings.Index(s, tokens[0])+len(tokens[0]):])
	}
	return "", false
}

func yearFirst(n []int) (string, bool) {
	switch {
	case len(n) >= 3 && n[2] > 0 && (n[1] > 0 || n[1] >= -12):
		iso, _ := isoDate(n[0], max(n[1], -n[1]), n[2])
		return iso, true
	case len(n) >= 2 && n[1] != -100:
		iso, _ := isoDate(n[0], max(n[1], -n[1]), 0)
		return iso, true
	case n[0] >= firstYear && n[0] <= lastYear:
		return strconv.Itoa(n[0]), true
	}
	return "", true
}

func weekday(s string) bool {
	s = strings.ToLower(s)
	return len(s) >= 3 && strings.Contains(" monday tuesday wednesday thursday friday saturday sunday tues thur thurs ", " "+s) && len(s) <= 9
}

// dateTokens cuts the first part of s into runs of digits and runs of letters, at most four, without
// ordinal endings ("25th") and without a time of day.
func dateTokens(s string) []string {
	var tokens []string
	for i := 0; i < len(s) && i < 80 && len(tokens) < 4; {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			if j < len(s) && s[j] == ':' && len(tokens) > 0 {
				return tokens
			}
			tokens = append(tokens, s[i:j])
			if len(s) >= j+2 && strings.Contains("st nd rd th", strings.ToLower(s[j:j+2])) && s[j] != ' ' {
				j += 2
			}
			i = j
		case wordByte(c):
			j := i
			for j < len(s) && wordByte(s[j]) && (s[j] < '0' || s[j] > '9') {
				j++
			}
			switch word := s[i:j]; {
			case word == "T" || word == "年" || word == "月" || word == "日" || word == "년" || word == "월" || word == "일":
			case strings.EqualFold(word, "of") || strings.EqualFold(word, "de") || strings.EqualFold(word, "on") || strings.EqualFold(word, "the"):
			default:
				tokens = append(tokens, word)
			}
			i = j
		case c == '\n' || c == '(':
			return tokens
		default:
			i++
		}
	}
	return tokens
}

// beginsNumber and beginsWord report whether r begins a number or a word behind prev; a capital begins one in "readNov".
func beginsNumber(prev, r rune) bool { return unicode.IsDigit(r) && !unicode.IsDigit(prev) }

func beginsWord(prev, r rune) bool {
	camel := unicode.IsUpper(r) && unicode.IsLower(prev)
	return unicode.IsLetter(r) && (!unicode.IsLetter(prev) || camel)
}

// joinsDate reports whether a byte joins the parts of a date in the name of a file.
func joinsDate(c byte) bool { return c == '-' || c == '_' || c == '.' }

// findDate looks for a full date anywhere in a short line, as in "10 min readNov 25, 2019". It asks for
// a day, so that a bare year or month in running text is not taken for a date.
func findDate(s string) string {
	if len(s) > 300 {
		s = s[:300]
	}
	if !strings.ContainsFunc(s, unicode.IsDigit) {
		return ""
	}
	prev := ' '
	for i, r := range s {
		starts := beginsNumber(prev, r) || beginsWord(prev, r)
		prev = r
		if !starts {
			continue
		}
		if iso, _ := parseDate(s[i:]); len(iso) == len("2006-01-02") {
			return iso
		}
	}
	return ""
}

// frontDate reads the date of the front matter. An impossible one is dropped and reported.
func (d *document) frontDate() {
	for _, key := range []string{"date", "pub_date", "publish_date", "published_at", "date_published", "published_date", "publication_date", "pub_datetime", "post_date",
		"first_published_at", "publish_time", "published", "published_on", "created", "created_at", "creation_date", "date_created", "posted"} {
		v, ok := d.front.get(key)
		if !ok || v.text == "" {
			continue
		}
		text := v.text
		if year, ok := d.front.get("pub_year", "year"); ok && !hasYear(text) {
			text += ", " + year.text // "pub-date: November 26" beside "pub-year: 2018"
		}
		iso, found := parseDate(text)
		switch {
		case iso != "":
			d.up.Date = iso
			d.why("date", "front-matter", v.text, v.line)
			return
		case found:
			d.problem(v.line, 1, "date", fmt.Sprintf("%q is not a possible date", v.text), "write it as 2019-11-26")
		case key == "date":
			d.problem(v.line, 1, "date", fmt.Sprintf("%q cannot be read as a date", v.text), "write it as 2019-11-26")
		}
	}
}

// readPathDate takes the date in the file's name where the note itself states none.
func (d *document) readPathDate() {
	if d.up.Date != "" {
		return
	}
	name := d.path[strings.LastIndexByte(d.path, '/')+1:]
	for i := 0; i+10 <= len(name); i++ {
		if i > 0 && wordByte(name[i-1]) && name[i-1] >= '0' && name[i-1] <= '9' {
			continue
		}
		s := name[i : i+10]
		if s[4] != s[7] || !joinsDate(s[4]) {
			if allDigits(s[:8]) && !allDigits(s[8:9]) {
				s = s[:8]
			} else {
				continue
			}
		}
		if iso, _ := parseDate(s); len(iso) == len("2006-01-02") {
			d.up.Date = iso
			d.why("date", "path", s, 0)
			return
		}
	}
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == "" && s != ""
}

func hasYear(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if allDigits(s[i : i+4]) {
			return true
		}
	}
	return false
}
