package notefile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// slot cuts the time off the start of a heading of a schedule: "10:30 – 11:00 Title", "[14:30–15:05] Title",
// "9:15 am: Title", "15:25 - 16:00 | Title". A heading that is nothing but a time stays.
func slot(h string) string {
	rest, any := strings.TrimLeft(h, "[( "), false
	for {
		next, ok := clock(rest)
		if !ok {
			break
		}
		rest, any = strings.TrimLeft(next, " -–—|:,·•])"), true
	}
	if !any || rest == "" {
		return h
	}
	return rest
}

// clock cuts one time of day off the start of s: 9:15, 14.30, 10h30, 9 am, 10:30 Uhr.
func clock(s string) (rest string, ok bool) {
	n := digits(s)
	if n == 0 || n > 2 {
		return s, false
	}
	rest = s[n:]
	exact := len(rest) > 2 && strings.IndexByte(":.h", rest[0]) >= 0 && digits(rest[1:]) == 2 && rest[1] < '6'
	version := exact && rest[0] == '.' // 1.25, unless an hour is said to follow
	if exact {
		rest = rest[3:]
	}
	unit := strings.TrimLeft(rest, " ")
	low := strings.ToLower(unit[:min(len(unit), 4)])
	for _, u := range []string{"a.m.", "p.m.", "am", "pm", "uhr", "h"} {
		if strings.HasPrefix(low, u) && (len(unit) == len(u) || !wordByte(unit[len(u)])) {
			return unit[len(u):], true
		}
	}
	if r, _ := utf8.DecodeRuneInString(rest); !exact || version || goesOn(r, rest) {
		return s, false
	}
	return rest, true
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// isSlot reports whether a line tells when something takes place and nothing else: a day or a time of day,
// with a clock in it.
func isSlot(s string) bool {
	timed := false
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,•·|-–—()\u00a0", r) }) {
		low := strings.ToLower(strings.TrimRight(part, "."))
		if isTimeOfDay(low) {
			timed = true
			continue
		}
		zone := len(part) <= 4 && strings.IndexFunc(part, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
		if digits(low) == 0 && monthOf(low) == 0 && !weekday(low) && low != "day" && low != "uhr" && low != "to" && low != "from" && !zone {
			return false
		}
	}
	return timed
}

// timeLines makes text again of bold lines that only tell the time, and headings of the titles above them,
// where a schedule is written as a title or a link, then the time in bold, then what it is about.
func (d *document) timeLines(p *parts) {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != blockHeading || b.level != levelBold || !isSlot(b.text) {
			continue
		}
		b.kind = blockText
		if i == 0 {
			continue
		}
		above := &p.blocks[i-1]
		if above.kind != blockText || above.first != above.last || above.words == 0 || above.words > 30 || d.isSentence(above) {
			continue
		}
		above.kind, above.level, above.text = blockHeading, levelBold, plain(d.at(above.first))
	}
}

// onlyDay reports whether text names a day and nothing else: "Day 2", "Tuesday, March 19".
func onlyDay(s string) bool { return onlyDayWords(letterWords(s)) }

// onlyDayWords is onlyDay of the words of a text.
func onlyDayWords(words []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !ofDay(w) })
}

// ofDay reports whether a word in lower case names a day or belongs to the name of one.
func ofDay(w string) bool {
	switch c := digits(w); {
	case c == len(w):
		return true
	case c > 0:
		return listed(dayWords, w[c:])
	}
	return listed(dayWords, w) || weekday(w) || monthOf(w) != 0
}

// goesOn reports whether what follows a time, whose first letter is r, is a part of it or of its word: "10:30:15".
func goesOn(r rune, rest string) bool {
	seconds := r == ':' && digits(rest[1:]) > 0
	return seconds || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// isTimeOfDay reports whether a word in lower case is a time: "10:30", "16h", "9am".
func isTimeOfDay(low string) bool {
	if strings.HasSuffix(low, "am") || strings.HasSuffix(low, "pm") {
		return true
	}
	_, ok := clock(low)
	return ok && strings.ContainsAny(low, ":h")
}

// isSentence reports whether a block ends as a sentence does and is no link.
func (d *document) isSentence(b *block) bool {
	return ends(d.at(b.last)) && !strings.HasPrefix(strings.TrimSpace(d.at(b.first)), "[")
}
