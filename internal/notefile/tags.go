package notefile

import (
	"errors"
	"strings"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// tagKeys are the names of the key that holds tags, in front matter and in the items of a YAML note.
var tagKeys = []string{"tags", "tag"}

// isTagLine reports whether a line consists of hashtags only, each "#word" or "-#word".
func isTagLine(t string) bool {
	if t == "" || t[0] != '#' && t[0] != '-' {
		return false
	}
	for f := range strings.FieldsSeq(t) {
		if _, _, ok := ReadHashtag(f); !ok {
			return false
		}
	}
	return true
}

// ReadHashtag reads "#name" or "-#name", with a comma after it or not.
func ReadHashtag(f string) (name string, rejected, ok bool) {
	f = strings.TrimRight(f, ",;")
	if rest, cut := strings.CutPrefix(f, "-"); cut {
		f, rejected = rest, true
	}
	if len(f) < 2 || f[0] != '#' {
		return "", false, false
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
	return TagName(f), rejected, letter
}

// frontTags takes the tags of the whole write-up: a list, or words between commas.
func (d *document) frontTags() {
	v, ok := d.front.get(tagKeys...)
	if !ok {
		return
	}
	items := v.scalars()
	if v.text != "" {
		items = nil
		for part := range strings.SplitSeq(v.text, ",") {
			items = append(items, value{text: strings.TrimSpace(part), line: v.line})
		}
	}
	d.up.Tags = tagsOf(items, kb.TagInherited, "front-matter")
}

// tagsOf makes tags of values, without duplicates and in their order.
func tagsOf(items []value, source kb.TagSource, rule string) []kb.Tag {
	var tags []kb.Tag
	seen := map[string]bool{}
	for _, item := range items {
		name := TagName(item.text)
		if name == "" || seen[name] {
			continue
		}
		seen[name] = true
		tags = append(tags, kb.Tag{Name: name, Source: source,
			Evidence: []kb.Evidence{{Rule: rule, Text: item.text, Line: item.line}}})
	}
	return tags
}

// TagName is the normal form of a tag: lower case, hyphens for blanks, without "#".
func TagName(s string) string {
	s = strings.ToLower(strings.TrimLeft(strings.TrimSpace(s), "#"))
	s = strings.Join(strings.Fields(s), "-")
	if utf8.RuneCountInString(s) > 100 {
		return ""
	}
	return s
}

// CheckTag says what is wrong with a name as a tag, nil if it is one: what the reader of notes would
// make of it as a hashtag must be the name itself.
func CheckTag(name string) error {
	bad := func(message string) error { return errors.New(message) }
	switch got, rejected, ok := ReadHashtag("#" + name); {
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
	case rejected || got != name:
		return bad("a tag is in lower case, of at most 100 letters, and does not end in a comma")
	}
	return nil
}
