package notefile

import (
	"strings"
	"unicode/utf8"

	"takeaway/internal/prose"
)

// Headings in the ways of other tools: HTML in Markdown, Org, Logseq's bullets, letters that only look bold.

// orgText reports whether the note is written for Org: it begins with "#+KEYWORD:", or several lines begin
// with two stars and more and a blank, which Markdown does not know.
func (d *document) orgText() bool {
	stars := 0
	for i := d.body; i < len(d.lines); i++ {
		t := strings.TrimRight(d.at(i), " \t")
		if stars == 0 && strings.HasPrefix(t, "#+") {
			key, _, _ := headerField(t)
			return key != ""
		}
		if strings.HasPrefix(t, "**") && strings.HasPrefix(strings.TrimLeft(t, "*"), " ") && !strings.HasSuffix(t, "**") {
			if stars++; stars > 1 {
				return true
			}
		} else if t != "" && i == d.body && t[0] == '#' {
			return false
		}
	}
	return false
}

// orgHeading reads "** TODO Text :tag:" at the margin.
func orgHeading(raw string) (level int, text string) {
	rest := strings.TrimLeft(raw, "*")
	level = len(raw) - len(rest)
	if level == 0 || level > 6 || rest == "" || rest[0] != ' ' {
		return 0, ""
	}
	rest = strings.TrimSpace(rest)
	if i := strings.LastIndexAny(rest, " \t"); i > 0 && len(rest)-i > 3 && rest[i+1] == ':' && strings.HasSuffix(rest, ":") {
		rest = strings.TrimSpace(rest[:i])
	}
	for _, state := range []string{"TODO ", "DONE "} {
		rest = strings.TrimPrefix(rest, state)
	}
	if text = plain(rest); text == "" {
		return 0, ""
	}
	return level, text
}

// htmlLevel is the level of the heading that an HTML line opens, 0 if it opens none.
func htmlLevel(t string) int {
	opens := len(t) >= 4 && t[0] == '<' && t[1]|0x20 == 'h' && t[2] >= '1' && t[2] <= '6' && (t[3] == '>' || t[3] == ' ')
	if !opens {
		return 0
	}
	return int(t[2] - '0')
}

// htmlHeadingLines is how many lines a heading in HTML may take.
const htmlHeadingLines = 5

// htmlHeading reads "<h2 id=…>Text</h2>", on one line or several, from line i on. It returns the line after it.
func (s *scanner) htmlHeading(i int) (level int, text string, next int) {
	level = htmlLevel(strings.TrimSpace(s.at(i)))
	if level == 0 {
		return s.summary(i)
	}
	for n := i; n < s.end && n < i+htmlHeadingLines; n++ {
		line := strings.ToLower(strings.TrimSpace(s.at(n)))
		at := strings.Index(line, "</h"+string(rune('0'+level))+">")
		switch {
		case at >= 0 && at+len("</h1>") == len(line):
			raw := s.span(i, n)
			if text = plain(raw[:min(len(raw), reach)]); text == "" {
				return 0, "", 0
			}
			return level, text, n + 1
		case at >= 0 || line == "":
			return 0, "", 0
		}
	}
	return 0, "", 0
}

// folds reports whether an HTML line opens text that is folded away.
func folds(t string) bool {
	low := strings.ToLower(t[:min(len(t), 10)])
	return strings.HasPrefix(low, "<details") || strings.HasPrefix(low, "<summary")
}

// summary reads "<details><summary>Text</summary>", which stands above text that is folded away.
func (s *scanner) summary(i int) (level int, text string, next int) {
	if !folds(strings.TrimSpace(s.at(i))) {
		return 0, "", 0
	}
	for n := i; n < s.end && n < i+htmlHeadingLines; n++ {
		line := strings.ToLower(strings.TrimSpace(s.at(n)))
		if strings.HasSuffix(line, "</summary>") {
			raw := s.span(i, n)
			if text = plain(raw[:min(len(raw), reach)]); text == "" || weight(text) > 24 {
				return 0, "", 0
			}
			return levelBold, text, n + 1
		}
		if line == "" || strings.Contains(line, "</summary>") {
			break
		}
	}
	return 0, "", 0
}

// underline is the level that a row of punctuation in line n of a plain text gives to the one line above it, in
// the ways of reStructuredText: as long as the line, the first sort for the highest level.
func (s *scanner) underline(u string, n int) int {
	if !s.plainTxt || n != s.i+1 || len(u) < 5 || strings.IndexByte(`*#~^+"`, u[0]) < 0 || strings.Trim(u, u[:1]) != "" {
		return 0
	}
	text := strings.TrimSpace(s.at(s.i))
	over := utf8.RuneCountInString(text) - len(u)
	longer := over < -2 && !prose.IsWide([]rune(text)[0]) // the line than the text; wide letters take two columns
	if over > 2 || longer || weight(text) == 0 || weight(text) > 20 {
		return 0
	}
	at := strings.IndexByte(s.under, u[0])
	if at < 0 {
		at = len(s.under)
		s.under += u[:1]
	}
	return min(at+1, 6)
}

// headMarks stand before headings in texts of East Asia.
const headMarks = "■◆▼◼"

// markedHeading reads "■ Text" and "【Text】".
func markedHeading(t string) (level int, text string) {
	r, n := utf8.DecodeRuneInString(t)
	switch {
	case strings.ContainsRune(headMarks, r):
		text = strings.TrimSpace(t[n:])
	case r == '【' && strings.HasSuffix(t, "】"):
		text = t[n : len(t)-len("】")]
	}
	if text == "" || utf8.RuneCountInString(text) > 60 || weight(text) == 0 || ends(text) {
		return 0, ""
	}
	return levelBold, plain(text)
}

// bulletHeading reads "- ## Text", as Logseq writes headings in its outlines.
func bulletHeading(t string) (level int, text string) {
	if m := marker(t); m == 2 && len(t) > m && t[m] == '#' && strings.HasPrefix(strings.TrimLeft(t[m:], "#"), " ") {
		return atxHeading(t[m:])
	}
	return 0, ""
}

// Letters and digits that look bold or italic, which sites without markup are fed with: Latin alphabets of
// 52 letters each, then digits.
const (
	mathFirst  = 0x1d400
	mathGreek  = 0x1d6a4
	mathDigits = 0x1d7ce
	mathLast   = 0x1d7ff
	mathPrefix = "\xf0\x9d" // how all of them begin in UTF-8
)

// mathBullets stand before lines in such letters.
const mathBullets = " 🔹🔸🔷🔶▪▫◾◽•●➡✅✔☑👉📌📍⭐✨\ufe0f"

// unmath is the plain letter or digit that r looks like.
func unmath(r rune) rune {
	switch {
	case r >= mathDigits && r <= mathLast:
		return '0' + (r-mathDigits)%10
	case r >= mathFirst && r < mathGreek:
		if n := (r - mathFirst) % 52; n < 26 {
			return 'A' + n
		} else {
			return 'a' + n - 26
		}
	}
	return r
}

// mathLine reports whether all letters of a line only look bold: at least four of them, and no other.
func mathLine(t string) bool {
	if !strings.Contains(t, mathPrefix) {
		return false
	}
	n := 0
	for _, r := range t {
		switch {
		case r >= mathFirst && r <= mathLast:
			n++
		case isPlainLetter(r):
			return false
		}
	}
	return n >= 4
}

// sameKey reports whether two keys of front matter are one, however their words are joined: publish_date,
// publish-date, publishDate.
func sameKey(a, b string) bool {
	for {
		a, b = strings.TrimLeft(a, "-_"), strings.TrimLeft(b, "-_")
		if a == "" || b == "" {
			return a == b
		}
		i, j := strings.IndexAny(a, "-_"), strings.IndexAny(b, "-_")
		if i < 0 {
			i = len(a)
		}
		if j < 0 {
			j = len(b)
		}
		n := min(i, j)
		if !strings.EqualFold(a[:n], b[:n]) {
			return false
		}
		a, b = a[n:], b[n:]
	}
}

// tomlAuthors finds authors in the tables of TOML front matter: [[authors]], [author], or a key of the
// tables that site generators leave to their users.
func tomlAuthors(m map[string]any, content string, first int) []entry {
	lineOf := func(table string) int {
		for i, l := range strings.Split(content, "\n") {
			if strings.Trim(strings.TrimSpace(l), "[]") == table {
				return first + i
			}
		}
		return first
	}
	for _, key := range []string{"authors", "author"} {
		if x, ok := m[key]; ok {
			return []entry{{key, fromTOML(x, lineOf(key))}}
		}
		for _, table := range []string{"params", "extra", "taxonomies"} {
			inner, _ := m[table].(map[string]any)
			if x, ok := inner[key]; ok {
				return []entry{{key, fromTOML(x, lineOf(table))}}
			}
		}
	}
	return nil
}

// isPlainLetter reports whether a letter or digit is written as everybody writes it, not in mathematical signs.
func isPlainLetter(r rune) bool {
	if r < 0x80 {
		return wordByte(byte(r))
	}
	return r >= 0xc0 && r < 0x2000
}
