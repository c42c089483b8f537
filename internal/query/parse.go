// Package query is the search language: Parse turns what a person typed into a tree, every node of
// the tree prints itself in the language again, and what cannot be understood is an error with a
// place. It knows no index, does no I/O and has no clock. Help documents the language for people.
package query

import (
	"strings"
	"time"
	"unicode"
)

// Limits of a query; going over one is an *Error that names it. They are far above what people type
// and keep a pasted file from costing memory or stack.
const (
	MaxBytes = 16 << 10 // of the query, and of its tree printed again
	MaxTerms = 1024     // words, phrases, field values and ranges
	MaxDepth = 64       // nested parentheses
	MaxSlop  = 100      // of "a b"~n; a larger n means MaxSlop
)

// Options is what the meaning of a query depends on besides its text.
type Options struct {
	// Now is the day that relative dates ("since:2y") count from, in the zone of its Location. With
	// the zero Time they lead before year 1, which is an error.
	Now time.Time
}

// Parse reads a query. Blank input, or input of punctuation only, is And{} without an error; every
// error is an *Error. The tree holds values (Word, not *Word) and is in one normal form: an And or Or
// with one part is that part, an Or never stands directly in an Or, a Not never directly in a Not,
// and a group in parentheses that holds several terms stays an And inside the And around it.
//
// OR joins its two neighbours only: a b OR c d is a (b OR c) d. Year and date are always a Range:
// year:2019 has Low and High "2019". A Field's Value is as typed but for surrounding punctuation;
// an unquoted one may end in a star, which asks for the prefix. Values of is, has, kind and lang are
// in lower case.
func Parse(s string, o Options) (Node, error) {
	if len(s) > MaxBytes {
		return nil, &Error{Pos: MaxBytes, End: len(s), Query: s, Msg: sprintf("the query is longer than %d bytes", MaxBytes),
			Hint: "search for a few words instead of a whole text"}
	}
	n, err := parseTree(s, o)
	if err != nil {
		return nil, err
	}
	if nesting(n) > MaxDepth {
		return nil, &Error{End: len(s), Query: s, Msg: sprintf("the query is nested deeper than %d", MaxDepth)}
	}
	// A short query can print as a long one, since each value gets its field's name.
	if len(n.String()) > MaxBytes {
		return nil, &Error{End: len(s), Query: s,
			Msg: sprintf("the query is longer than %d bytes once its lists are written out", MaxBytes)}
	}
	return n, nil
}

// parseTree is Parse without the limits on the whole text and its printed form; printing uses it.
func parseTree(s string, o Options) (Node, error) {
	p := parser{query: s, now: o.Now}
	p.r, p.at = clean(s)
	n, err := p.sequence(nil)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return And{}, nil
	}
	return n, nil
}

type operator int

const (
	opNone operator = iota
	opAnd
	opOr
	opNot
)

func operatorOf(word string) operator {
	switch word {
	case "AND":
		return opAnd
	case "OR":
		return opOr
	case "NOT":
		return opNot
	}
	return opNone
}

type parser struct {
	query string
	now   time.Time
	r     []rune // the query cleaned
	at    []int  // the byte offset in query of each of r, and the query's length
	i     int    // the next of r
	depth int
	terms int
	// prose is set once a word with a colon was read that is no field: "error: tag: x" is a text.
	prose bool
}

func (p *parser) peek(r rune) bool { return p.i < len(p.r) && p.r[p.i] == r }

// errorAt makes an error about r[start:end].
func (p *parser) errorAt(start, end int, hint, format string, args ...any) *Error {
	return &Error{Pos: p.at[start], End: p.at[end], Query: p.query, Msg: sprintf(format, args...), Hint: hint}
}

// sequence reads to the end of the group or of the query; nil if nothing is in it. Inside field:(…)
// bare values belong to that field.
func (p *parser) sequence(f *field) (Node, error) {
	var parts []Node
	or, not, notPos := false, false, 0
	for {
		for p.i < len(p.r) && p.r[p.i] == ' ' {
			p.i++
		}
		if p.i == len(p.r) {
			break
		}
		if p.peek(')') {
			p.i++
			if p.depth > 0 {
				break
			}
			continue
		}
		pos := p.at[p.i]
		n, op, err := p.item(f)
		if err != nil {
			return nil, err
		}
		switch op {
		case opOr:
			or = len(parts) > 0
		case opNot:
			not, notPos = !not, pos
		}
		if n == nil {
			continue
		}
		if not {
			n = negate(n, notPos)
		}
		if or {
			parts[len(parts)-1] = join(parts[len(parts)-1], n)
		} else {
			parts = append(parts, n)
		}
		or, not = false, false
	}
	return all(parts), nil
}

// item reads one term, group or operator with the signs before it. The node is nil for an operator
// and for what means nothing.
func (p *parser) item(f *field) (Node, operator, error) {
	start := p.i
	for p.peek('-') || p.peek('+') {
		p.i++
	}
	signs := p.i - start
	if p.i == len(p.r) || p.peek(' ') || p.peek(')') {
		return nil, opNone, nil
	}
	var n Node
	var op operator
	var err error
	switch p.r[p.i] {
	case '"':
		n, err = p.phrase(f)
	case '(':
		n, err = p.group(f)
	default:
		n, op, err = p.token(f, signs > 0)
	}
	// "--dry-run" is somebody's flag, so only a single minus excludes.
	if n != nil && signs == 1 && p.r[start] == '-' {
		n = negate(n, p.at[start])
	}
	return n, op, err
}

func (p *parser) group(f *field) (Node, error) {
	if p.depth == MaxDepth {
		return nil, p.errorAt(p.i, p.i+1, "", "the query is nested deeper than %d", MaxDepth)
	}
	p.i++
	p.depth++
	n, err := p.sequence(f)
	p.depth--
	return n, err
}

// term counts a term that begins at r[start].
func (p *parser) term(start int) error {
	p.terms++
	if p.terms > MaxTerms {
		return p.errorAt(start, p.i, "search for a few words instead of a whole text", "the query has more than %d terms", MaxTerms)
	}
	return nil
}

// phrase reads a quoted text with its slop, or a quoted value inside field:(…).
func (p *parser) phrase(f *field) (Node, error) {
	start := p.i
	if f != nil {
		return p.values(f, start)
	}
	text := p.quoted()
	slop, found := p.slop()
	if !found {
		slop = 0
	}
	if !meaningful(text) {
		return nil, nil
	}
	return Phrase{Text: text, Slop: slop, Pos: p.at[start]}, p.term(start)
}

// quoted reads a text in quotes and returns it with single blanks. A missing end quote is at the end.
func (p *parser) quoted() string {
	p.i++
	start := p.i
	for p.i < len(p.r) && p.r[p.i] != '"' {
		p.i++
	}
	text := string(p.r[start:p.i])
	if p.i < len(p.r) {
		p.i++
	}
	return strings.Join(strings.Fields(text), " ")
}

// slop reads ~n.
func (p *parser) slop() (n int, found bool) {
	if !p.peek('~') || p.i+1 == len(p.r) || !digit(p.r[p.i+1]) {
		return 0, false
	}
	for p.i++; p.i < len(p.r) && digit(p.r[p.i]); p.i++ {
		n = min(n*10+int(p.r[p.i]-'0'), MaxSlop)
	}
	return n, true
}

// token reads a bare word, a range of years or dates, an operator, or field:value. A signed word is
// never an operator.
func (p *parser) token(f *field, signed bool) (Node, operator, error) {
	start := p.i
	end := start
	for end < len(p.r) && !delimiter(p.r[end]) {
		end++
	}
	raw := p.r[start:end]
	lead, leadStar := trimStart(raw, false)
	keep, star := trimEnd(raw)
	if f == nil {
		if n, found, err := p.bareRange(strings.Trim(string(raw), "',;:!?[]{}"), start, end); found {
			return n, opNone, err
		}
	}
	if !signed && string(raw) == "||" {
		p.i = end
		return nil, opOr, nil
	}
	if lead >= keep {
		p.i = end
		return nil, opNone, nil
	}
	if n, found, err := p.fielded(start+lead, start+keep, end); found {
		return n, opNone, err
	}
	text := string(raw[lead:keep])
	if op := operatorOf(text); op != opNone && !signed && !star {
		p.i = end
		return nil, op, nil
	}
	if f != nil {
		n, err := p.values(f, start)
		return n, opNone, err
	}
	if lead > 0 || keep < len(raw) {
		if n, found, err := p.bareRange(text, start, end); found {
			return n, opNone, err
		}
	}
	p.i = end
	if !meaningful(text) {
		return nil, opNone, nil
	}
	w := Word{Text: text, Pos: p.at[start+lead], Prefix: star && !leadStar && prefixable(text)}
	return w, opNone, p.term(start)
}

// fielded reads field:value where r[start:end] is a token that begins so; keep is its end without
// trailing punctuation. Found is false where the token is just a word with a colon in it.
func (p *parser) fielded(start, keep, end int) (n Node, found bool, err error) {
	colon := start
	for colon < end && asciiLetter(p.r[colon]) {
		colon++
	}
	if colon == start || colon == end || p.r[colon] != ':' {
		return nil, false, nil
	}
	name := string(p.r[start:colon])
	rest := string(p.r[min(colon+1, keep):keep])
	opened := colon+1 == end && end < len(p.r) && (p.r[end] == '"' || p.r[end] == '(')
	if f := lookup(name); f != nil && len(name) > 1 && colon+1 == len(p.r) {
		p.i = end
		return nil, true, p.noValue(f, start) // conf:$EMPTY; with words behind it "title:" may be prose
	}
	empty := colon+1 == end && !opened
	if f := lookup(name); empty && f != nil && f.parted(name) && !p.prose {
		p.i = colon + 1
		return nil, true, p.blankBefore(f, start)
	}
	p.prose = p.prose || empty
	if empty || strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, ":") {
		return nil, false, nil
	}
	f := lookup(name)
	switch {
	case f == nil && !opened && (!meaningful(rest) || strings.Contains(rest, ":")):
		return nil, false, nil
	case f == nil:
		near := nearestField(name)
		if near == "" && rest != "" && digit(rune(rest[0])) {
			return nil, false, nil // localhost:8080, but not yaer:2019
		}
		return nil, true, p.unknownField(name, near, start, colon, end)
	case len(name) == 1 && strings.ContainsAny(rest, `:`), len(name) == 1 && strings.IndexAny(rest, `/\`) == 0:
		return nil, false, nil // a:b:c and C:\dir, though a and c are short for fields
	}
	p.i = colon + 1
	if !p.peek('(') {
		n, err = p.values(f, start)
		return n, true, err
	}
	n, err = p.group(f)
	if n == nil && err == nil {
		err = p.noValue(f, start)
	}
	return n, true, err
}

// negate excludes n; excluding twice is nothing.
func negate(n Node, pos int) Node {
	if not, ok := n.(Not); ok {
		return not.X
	}
	return Not{X: n, Pos: pos}
}

// join makes the Or of two nodes, without an Or inside an Or.
func join(a, b Node) Node {
	var parts []Node
	for _, n := range []Node{a, b} {
		if or, ok := n.(Or); ok {
			parts = append(parts, or.Parts...)
		} else {
			parts = append(parts, n)
		}
	}
	return Or{Parts: parts}
}

// all makes the And of the parts: nil for none, the part for one.
func all(parts []Node) Node {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	return And{Parts: parts}
}

// prefixable reports whether the text has the two letters or digits that a star needs.
func prefixable(text string) bool {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			n++
		}
	}
	return n >= 2
}
