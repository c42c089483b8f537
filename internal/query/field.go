package query

import (
	"slices"
	"strings"
)

// FieldInfo describes a field for help, completion and error messages.
type FieldInfo struct {
	Name    string   // the canonical name, which Field.Name holds
	Aliases []string // other names that mean the same
	Help    string   // a few words, lower case
	Values  []string // the legal values where they are closed, else nil
}

// valueKind says how a field's values are read.
type valueKind int

const (
	openValue   valueKind = iota // anything, without surrounding punctuation
	codeValue                    // the same in lower case
	closedValue                  // one of Values
	rawValue                     // paths and IDs: punctuation belongs to them
	dateValue                    // a Range
)

type field struct {
	FieldInfo
	kind valueKind
}

// fieldTable is in the order in which people are shown the fields. since, until, before and after have
// no nodes of their own: they are a Range on date.
var fieldTable = []field{
	{FieldInfo{Name: "tag", Aliases: []string{"topic", "t"}, Help: "topic or tag: gitops, service-mesh"}, openValue},
	{FieldInfo{Name: "conf", Aliases: []string{"conference", "event", "c"}, Help: "edition of a conference: kubecon-na-2019"}, openValue},
	{FieldInfo{Name: "series", Help: "line of conferences: kubecon-eu, gitopscon"}, openValue},
	{FieldInfo{Name: "author", Aliases: []string{"by", "a"}, Help: "who wrote the write-up"}, openValue},
	{FieldInfo{Name: "speaker", Help: "who gave the talk"}, openValue},
	{FieldInfo{Name: "org", Aliases: []string{"company"}, Help: "where a speaker of the talk works"}, openValue},
	{FieldInfo{Name: "talk", Help: "title of the talk"}, openValue},
	{FieldInfo{Name: "project", Aliases: []string{"proj"}, Help: "named technology: argo-cd, cilium"}, openValue},
	{FieldInfo{Name: "title", Help: "title of the write-up"}, openValue},
	{FieldInfo{Name: "heading", Help: "heading of the takeaway"}, openValue},
	{FieldInfo{Name: "text", Aliases: []string{"body"}, Help: "text of the takeaway"}, openValue},
	{FieldInfo{Name: "year", Help: "year or years: 2019, 2018..2020, >=2019"}, dateValue},
	{FieldInfo{Name: "date", Help: "date or dates: 2019-11, 2019-05..2019-11"}, dateValue},
	{FieldInfo{Name: "since", Help: "this date or later: 2019-05, 2y, yesterday"}, dateValue},
	{FieldInfo{Name: "until", Help: "this date or earlier"}, dateValue},
	{FieldInfo{Name: "before", Help: "earlier than this date"}, dateValue},
	{FieldInfo{Name: "after", Help: "later than this date"}, dateValue},
	{FieldInfo{Name: "lang", Aliases: []string{"language"}, Help: "language of the write-up: en, de, ja"}, codeValue},
	{FieldInfo{Name: "kind", Help: "kind of piece",
		Values: []string{"takeaway", "intro", "outro", "boilerplate", "container", "passage"}}, closedValue},
	{FieldInfo{Name: "path", Aliases: []string{"file"}, Help: "file of the note, relative to notes/"}, rawValue},
	{FieldInfo{Name: "is", Help: "where its tags come from, or its kind",
		Values: []string{"own", "inherited", "inferred", "tagged", "untagged",
			"takeaway", "intro", "outro", "boilerplate", "container", "passage"}}, closedValue},
	{FieldInfo{Name: "has", Help: "what is known about it",
		Values: []string{"talk", "speaker", "author", "date", "source", "conference", "tags", "project"}}, closedValue},
	{FieldInfo{Name: "region", Help: "region of the conference: na, eu"}, openValue},
	{FieldInfo{Name: "id", Help: "ID of the takeaway, or its beginning"}, rawValue},
}

// Fields lists the fields in the order in which people should see them. The result is the caller's.
func Fields() []FieldInfo {
	out := make([]FieldInfo, len(fieldTable))
	for i, f := range fieldTable {
		out[i] = f.FieldInfo
		out[i].Aliases = slices.Clone(f.Aliases)
		out[i].Values = slices.Clone(f.Values)
	}
	return out
}

// lookup finds a field by name or alias in any case, also in the plural (tags:); nil if there is none.
func lookup(name string) *field {
	name = strings.ToLower(name)
	singular := strings.TrimSuffix(name, "s")
	for _, want := range []string{name, singular} {
		for i := range fieldTable {
			f := &fieldTable[i]
			if f.Name == want || slices.Contains(f.Aliases, want) && (want == name || len(want) > 1) {
				return f
			}
		}
	}
	return nil
}

func nearestField(name string) string {
	var names []string
	for _, f := range fieldTable {
		names = append(names, f.Name)
	}
	for _, f := range fieldTable {
		names = append(names, f.Aliases...)
	}
	return nearest(name, names)
}

// unknownField is the error for name:… where the name is r[start:colon] of the token that ends at end.
func (p *parser) unknownField(name, near string, start, colon, end int) error {
	var names []string
	for _, f := range fieldTable {
		names = append(names, f.Name)
	}
	hint := "fields are " + strings.Join(names, ", ")
	if near != "" {
		hint = "did you mean " + near + ":? " + hint
	}
	if colon+1 < end {
		hint += sprintf(`; for the words write "%s"`, short(string(p.r[start:end])))
	}
	return p.errorAt(start, colon, hint, "there is no field %q", short(name))
}

// noValue is the error for a field, named at r[start], without a value.
func (p *parser) noValue(f *field, start int) error {
	hint := f.Name + ": " + f.Help
	if f.Values != nil {
		hint = "write " + f.Name + ": and one of " + strings.Join(f.Values, ", ")
	}
	return p.errorAt(start, p.i, hint, "%s: needs a value", f.Name)
}

// parted reports whether a name, a colon and a blank are a slip: with a field of prose, or a name of one
// letter, they may be prose.
func (f *field) parted(name string) bool {
	return len(name) > 1 && !slices.Contains([]string{"title", "heading", "text", "talk"}, f.Name)
}

// blankBefore is the error for a field, named at r[start], with a blank before its value.
func (p *parser) blankBefore(f *field, start int) error {
	at := p.i
	for at < len(p.r) && p.r[at] == ' ' {
		at++
	}
	end := at
	for end < len(p.r) && !delimiter(p.r[end]) {
		end++
	}
	name := string(p.r[start:p.i])
	hint := sprintf(`for the word write "%s"`, name)
	if end > at {
		hint = sprintf("write %s%s without the blank; ", name, short(string(p.r[at:end]))) + hint
	}
	return p.errorAt(start, p.i, hint, "%s: needs a value", f.Name)
}

// values reads value or value,value,… of a field whose name is at r[start]; in field:(…) start is the
// value itself.
func (p *parser) values(f *field, start int) (Node, error) {
	var any, none []Node
	place := start
	for {
		begin := p.i
		text, quoted := "", p.peek('"')
		if quoted {
			text = p.quoted()
			if _, found := p.slop(); found {
				return nil, p.errorAt(begin, p.i, `write "a b"~2 without a field`, "a distance works on phrases in the text, not on %s:", f.Name)
			}
		} else {
			for p.i < len(p.r) && !delimiter(p.r[p.i]) && p.r[p.i] != ',' {
				p.i++
			}
			text = string(p.r[begin:p.i])
		}
		excluded := !quoted && f.kind != dateValue && f.kind != rawValue && strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "--")
		n, err := p.value(f, text, quoted, begin, p.at[place])
		switch {
		case err != nil:
			return nil, err
		case n != nil && excluded:
			none = append(none, negate(n, p.at[begin]))
		case n != nil && len(any) == 1:
			any[0] = join(any[0], n)
		case n != nil:
			any = append(any, n)
		}
		if n != nil {
			if err := p.term(begin); err != nil {
				return nil, err
			}
		}
		if !p.peek(',') {
			break
		}
		p.i++
		place = p.i
	}
	if n := all(append(any, none...)); n != nil {
		return n, nil
	}
	return nil, p.noValue(f, start)
}

// value makes the node for one value that was read at r[begin:p.i]; nil if nothing is in it.
func (p *parser) value(f *field, text string, quoted bool, begin, pos int) (Node, error) {
	if f.kind == dateValue {
		return p.dateRange(f, text, begin, pos)
	}
	switch {
	case quoted:
	case f.kind == rawValue:
		text = trimPath(text)
	default:
		text = f.trimValue(text)
	}
	if !meaningful(text) {
		return nil, nil
	}
	switch f.kind {
	case codeValue:
		text = strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				r |= 0x20
			}
			return r
		}, text)
	case closedValue:
		legal := closed(f, text)
		if legal == "" {
			hint := "values are " + strings.Join(f.Values, ", ")
			if near := nearest(text, f.Values); near != "" {
				hint = "did you mean " + f.Name + ":" + near + "? " + hint
			}
			return nil, p.errorAt(begin, p.i, hint, "%s: has no value %q", f.Name, short(text))
		}
		text, quoted = legal, false
	}
	return Field{Name: f.Name, Value: text, Quoted: quoted, Pos: pos}, nil
}

// closed finds the legal value, also in another case or number ("has:tag"); empty if there is none.
func closed(f *field, text string) string {
	text = strings.ToLower(text)
	for _, v := range f.Values {
		if v == text || v == text+"s" || v+"s" == text {
			return v
		}
	}
	return ""
}

// trimValue takes the punctuation off a bare value; one star at its end stays where it asks for a prefix. What
// is before the star of an id is part of the id: conf/*, kubecon-*.
func (f *field) trimValue(text string) string {
	r := []rune(text)
	lead, leadStar := trimStart(r, true)
	keep, star := trimEnd(r)
	if lead >= keep {
		return ""
	}
	text = string(r[lead:keep])
	if star && f.hasIDs() {
		whole := string(r[lead:])
		text = whole[:strings.IndexByte(whole, '*')]
	}
	if star && !leadStar && prefixable(text) {
		text += "*"
	}
	return text
}

// hasIDs reports whether the values of the field are ids rather than words or names.
func (f *field) hasIDs() bool {
	return slices.Contains([]string{"tag", "conf", "series", "project", "region"}, f.Name)
}

// trimPath makes a bare path relative, since notes are named relative to notes/.
func trimPath(text string) string {
	for {
		cut := strings.TrimPrefix(strings.TrimLeft(text, "/:"), "./")
		if cut == text {
			return text
		}
		text = cut
	}
}
