package notefile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
	"takeaway/internal/vocabulary"
)

// A tag is one word: lower case, without blanks and control characters, without "#" before it, of at most
// 100 letters. In a line of hashtags, among prose and the numbers of issues, it has a letter too and no
// signs but -_./+&; where a key says that these are tags (tags: [2024, "c#"]) every word is one. Reading,
// editing and checking notes share the functions of this file.

// MaxTags is the most tags that are read for one takeaway, rejected ones apart, or for a whole write-up. The
// most that a real one has are forty.
const MaxTags = 200

// maxTagLen is the length limit of a tag in letters.
const maxTagLen = 100

// tagKeys are the names of the key that holds tags, in front matter and in the items of a YAML note.
var tagKeys = []string{"tags", "tag"}

// TagWord is a word that is a tag or was meant as one.
type TagWord struct {
	kb.Span          // in the text that was read, with "#", "-" and brackets
	Text     string  // without the brackets and quotes around it
	Inner    kb.Span // of Text
	Name     string  // its normal form; empty for what is no tag
	Rejected bool
}

// Hashtags reads a line of hashtags, each "#word" or "-#word" with a comma after it or not. What looks
// like one and is no tag ("#2024") has no name. The line is none, and ok false, if no word of it is a
// tag, or if anything else is in it but "and" between two of them.
func Hashtags(t string) (words []TagWord, ok bool) {
	if !isTagLine(strings.TrimSpace(t)) {
		return nil, false
	}
	at := 0
	for f := range strings.FieldsSeq(t) {
		start := at + strings.Index(t[at:], f)
		at = start + len(f)
		if !hashLike(f) {
			continue
		}
		bare := strings.TrimRight(f, ",;")
		w := TagWord{Span: kb.Span{Start: start, End: start + len(bare)}, Text: bare}
		w.Inner = w.Span
		if name, rejected, ok := ReadHashtag(f); ok {
			w.Name, w.Rejected = name, rejected
		}
		words = append(words, w)
	}
	return words, true
}

// isTagLine reports whether a line without blanks around it is one of hashtags, as Hashtags reads them.
func isTagLine(t string) bool {
	if t == "" || t[0] != '#' && t[0] != '-' {
		return false
	}
	tags, joined := 0, false
	for f := range strings.FieldsSeq(t) {
		if !hashLike(f) {
			if joined || tags == 0 || !joins(f) {
				return false
			}
			joined = true
			continue
		}
		joined = false
		if _, _, ok := ReadHashtag(f); ok {
			tags++
		}
	}
	return tags > 0 && !joined
}

// hashLike reports whether a word looks like a hashtag, a tag or not.
func hashLike(f string) bool {
	f = strings.TrimPrefix(f, "-")
	return len(f) > 1 && f[0] == '#' && f[1] != '#'
}

// joins reports whether a word between two hashtags only joins them.
func joins(f string) bool {
	switch strings.ToLower(f) {
	case "and", "&", "+", "|", "/", "·", "•", ",", "und", "et", "y", "e", "en", "och", "og", "と", "和", "및":
		return true
	}
	return false
}

// ReadHashtag reads "#name" or "-#name", with a comma after it or not. What is rejected may be any tag,
// also one that only a key can set.
func ReadHashtag(f string) (name string, rejected, ok bool) {
	f = strings.TrimRight(f, ",;")
	if rest, cut := strings.CutPrefix(f, "-"); cut {
		f, rejected = rest, true
	}
	if len(f) < 2 || f[0] != '#' || f[1] == '#' {
		return "", false, false
	}
	name = TagName(f)
	if rejected {
		return name, true, name != ""
	}
	letter := false
	for _, r := range f[1:] {
		switch {
		case r < 0x80 && !wordByte(byte(r)) && !strings.ContainsRune("-_./+&", r):
			return "", false, false
		case r > '9':
			letter = true
		}
	}
	return name, false, letter && name != ""
}

// TagName is the normal form of a tag: lower case, hyphens for blanks, without "#". It is empty for what
// no tag can be.
func TagName(s string) string {
	s = strings.ToLower(strings.TrimLeft(strings.TrimSpace(prose.Normal(s)), "#"))
	s = strings.Join(strings.Fields(s), "-")
	if utf8.RuneCountInString(s) > maxTagLen || strings.ContainsFunc(s, unprintable) {
		return ""
	}
	return s
}

// unprintable reports whether a character has no place in a tag: it controls a terminal or is not seen.
// The two joiners that scripts need are letters of it.
func unprintable(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf) && r != '\u200c' && r != '\u200d'
}

// Written is the name under which a person wrote a tag in the note, in its normal form. A library knows a tag
// by the id of the topic that it names; edits need the word that stands there.
func Written(t kb.Tag) string {
	if t.Source == kb.TagInferred || len(t.Evidence) == 0 {
		return t.Name
	}
	return cmp.Or(TagName(t.Evidence[0].Text), t.Name)
}

// CheckTag says what is wrong with a name as a tag, nil if it is one: what the reader of notes would
// make of it as a hashtag must be the name itself.
func CheckTag(name string) error {
	bad := func(message string) error { return errors.New(message) }
	switch got, _, ok := ReadHashtag("#" + name); {
	case name == "":
		return bad("a tag is not empty")
	case strings.ContainsFunc(name, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }) || len(strings.Fields(name)) != 1:
		return bad("a tag is one word; write hyphens for blanks")
	case strings.Contains(name, "#"):
		return bad("a tag is written without #")
	case strings.HasPrefix(name, "-"):
		return bad("a tag does not begin with a hyphen")
	case !ok:
		return bad("a tag has letters, digits and the signs -_./+& and at least one letter")
	case got != name:
		return bad("a tag is in lower case, of at most 100 letters, and does not end in a comma")
	}
	return nil
}

// CheckRejection says what is wrong with a name as a tag that is rejected, nil if nothing is: every tag
// that a note can have can be rejected.
func CheckRejection(name string) error {
	if got, _, ok := ReadHashtag("-#" + name); !ok || got != name {
		return CheckTag(name)
	}
	return nil
}

// TagList reads the value of a key as tags: between commas or semicolons, one a line, between the colons
// of Org (":a:b:"), else between blanks, where several words that the vocabulary has a name for stay
// together ("service mesh"). Hyphens reject where rejects says so, and make no tag where not.
func TagList(text string, rejects bool) []TagWord {
	var words []TagWord
	for _, item := range listItems(text) {
		w := tagWord(text, item)
		if rest, cut := strings.CutPrefix(w.Text, "-"); cut {
			w.Name = ""
			if rejects {
				w.Name, w.Rejected = TagName(rest), true
			}
		}
		if w.Text != "" {
			words = append(words, w)
		}
	}
	return words
}

// listItems finds the items of a list of tags in one text.
func listItems(text string) []kb.Span {
	if isOrgTags(strings.TrimSpace(text)) {
		return between(text, 0, len(text), ":")
	}
	if !strings.ContainsAny(text, ",;\n，、；") {
		return wordItems(text, 0, len(text))
	}
	lines := !strings.ContainsAny(text, ",;，、；")
	var items []kb.Span
	for _, s := range between(text, 0, len(text), ",;\r\n，、；") {
		if part := text[s.Start:s.End]; lines && !strings.HasPrefix(part, "- ") || allHashtags(part) {
			items = append(items, wordItems(text, s.Start, s.End)...)
			continue
		}
		items = append(items, s)
	}
	return items
}

// isOrgTags reports whether a text is written as Org writes tags: ":gitops:edge:".
func isOrgTags(s string) bool {
	return len(s) > 2 && s[0] == ':' && s[len(s)-1] == ':' && !strings.ContainsAny(s, " \t\n")
}

// allHashtags reports whether a text is several words that all begin with "#".
func allHashtags(s string) bool {
	n := 0
	for f := range strings.FieldsSeq(s) {
		if !hashLike(f) {
			return false
		}
		n++
	}
	return n > 1
}

// between cuts text[from:to] at the separators and leaves out blanks and empty parts.
func between(text string, from, to int, separators string) []kb.Span {
	var items []kb.Span
	for from < to {
		end, next := to, to
		if i := strings.IndexAny(text[from:to], separators); i >= 0 {
			_, n := utf8.DecodeRuneInString(text[from+i:])
			end, next = from+i, from+i+n
		}
		part := text[from:end]
		start := from + len(part) - len(strings.TrimLeftFunc(part, unicode.IsSpace))
		if part = strings.TrimSpace(part); part != "" {
			items = append(items, kb.Span{Start: start, End: start + len(part)})
		}
		from = next
	}
	return items
}

// mostWords is how many words a name has at most that the vocabulary knows.
const mostWords = 4

// wordItems cuts text[from:to] at blanks, but for [[several words]] and names that the vocabulary knows.
func wordItems(text string, from, to int) []kb.Span {
	var fields []kb.Span
	for _, s := range between(text, from, to, " \t") {
		last := len(fields) - 1
		if last >= 0 && strings.Contains(text[fields[last].Start:fields[last].End], "[[") && !strings.Contains(text[fields[last].Start:fields[last].End], "]]") {
			fields[last].End = s.End
			continue
		}
		fields = append(fields, s)
	}
	var items []kb.Span
	for i := 0; i < len(fields); {
		n := min(mostWords, len(fields)-i)
		for ; n > 1; n-- {
			name := text[fields[i].Start:fields[i+n-1].End]
			if strings.ContainsAny(name, "#[]-") {
				continue
			}
			if _, known := vocabulary.Default().Canonical(name); known {
				break
			}
		}
		items = append(items, kb.Span{Start: fields[i].Start, End: fields[i+n-1].End})
		i += n
	}
	return items
}

// tagWord reads one item: word, "#word", [[word]], #[[word]], "word".
func tagWord(text string, item kb.Span) TagWord {
	w := TagWord{Span: item, Inner: item}
	shrink := func(before, after string) bool {
		s := text[w.Inner.Start:w.Inner.End]
		if len(s) <= len(before)+len(after) || !strings.HasPrefix(s, before) || !strings.HasSuffix(s, after) {
			return false
		}
		w.Inner = kb.Span{Start: w.Inner.Start + len(before), End: w.Inner.End - len(after)}
		return true
	}
	shrink("- ", "")
	shrink("#", "")
	if !shrink("[[", "]]") && !shrink(`"`, `"`) {
		shrink("'", "'")
	}
	w.Text = text[w.Inner.Start:w.Inner.End]
	w.Name = TagName(w.Text)
	return w
}

// tagSet collects tags in their order, without doubles and up to the limit, and what is none.
type tagSet struct {
	tags     []kb.Tag
	rejected []string
	odd      []string
	seen     map[string]bool
	more     bool // there were more than MaxTags
}

// add takes one word with its evidence.
func (s *tagSet) add(w TagWord, source kb.TagSource, rule string, line int) {
	key := w.Name
	if w.Rejected {
		key = "-" + key
	}
	switch {
	case w.Name == "":
		s.odd = append(s.odd, w.Text)
	case s.seen[key]:
	case w.Rejected && len(s.rejected) < MaxTags:
		s.rejected = append(s.rejected, w.Name)
	case !w.Rejected && len(s.tags) < MaxTags:
		s.tags = append(s.tags, kb.Tag{Name: w.Name, Source: source, Evidence: []kb.Evidence{{Rule: rule, Text: w.Text, Line: line}}})
	default:
		s.more = true
		return
	}
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[key] = true
}

// value takes the value of a key: a list of words, or a text that holds several.
func (s *tagSet) value(v value, source kb.TagSource, rule string, rejects bool) {
	if v.text != "" {
		for _, w := range TagList(v.text, rejects) {
			s.add(w, source, rule, v.line)
		}
	}
	for _, item := range v.list {
		switch {
		case len(item.list) > 0:
			s.value(item, source, rule, rejects)
		case len(item.keys) > 0:
			s.odd = append(s.odd, "{"+item.keys[0].key+": …}")
		case item.text != "":
			s.add(ItemTag(item.text, rejects), source, rule, item.line)
		}
	}
	for _, e := range v.keys {
		s.odd = append(s.odd, e.key+": "+e.text)
	}
}

// ItemTag reads one item of a list as a tag; a hyphen before it rejects where rejects says so.
func ItemTag(text string, rejects bool) TagWord {
	w := TagWord{Text: text}
	rest, cut := strings.CutPrefix(strings.TrimSpace(text), "-")
	switch {
	case !cut:
		w.Name = TagName(text)
	case rejects:
		w.Name, w.Rejected = TagName(rest), true
	}
	return w
}

// mostOdd is how many words that are no tags are named; one slip is enough to find the line.
const mostOdd = 3

// report tells what of the tags in a line (1-based) was left out. Column counts letters from 1.
func (s *tagSet) report(d *document, line, col int) {
	if n := len(s.odd); n > 0 {
		var quoted []string
		for _, w := range s.odd[:min(n, mostOdd)] {
			quoted = append(quoted, fmt.Sprintf("%q", brief(w)))
		}
		what := strings.Join(quoted, ", ") + " is no tag"
		if n > 1 {
			what = strings.Join(quoted, ", ") + " are no tags"
		}
		if n > mostOdd {
			what = strings.Join(quoted, ", ") + fmt.Sprintf(" and %d more are no tags", n-mostOdd)
		}
		d.problem(line, col, "no-tag", what, "a tag is one word of letters, digits and -_./+&, with a letter in it; write hyphens for blanks")
	}
	if s.more {
		d.problem(line, col, "too-many-tags", fmt.Sprintf("has more than the limit of %d tags; the rest is left out", MaxTags), "keep those that someone will look for")
	}
}

// brief is a text short enough to be part of a message.
func brief(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// frontTags takes the tags of the whole write-up from the front matter.
func (d *document) frontTags() {
	v, ok := d.front.get(tagKeys...)
	if !ok {
		d.commentedTags(d.front.entries)
		return
	}
	var s tagSet
	s.value(v, kb.TagInherited, "front-matter", false)
	d.up.Tags = s.tags
	s.report(d, v.line, 1)
}

// commentedTags reports tags that YAML takes for a comment: "tags: #gitops #edge".
func (d *document) commentedTags(entries []entry) {
	for _, e := range entries {
		if !slices.ContainsFunc(tagKeys, func(k string) bool { return sameKey(k, e.key) }) || e.line < 1 || e.line > len(d.lines) {
			continue
		}
		_, rest, _ := strings.Cut(d.at(e.line-1), ":")
		if rest = strings.TrimSpace(rest); isTagLine(rest) {
			d.problem(e.line, 1, "no-tag", "what follows # is a comment, so there are no tags here", "write tags: [gitops, edge], without #")
		}
	}
}
