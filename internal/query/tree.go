package query

// Node is a part of a query. Every node prints itself in the language it was parsed from:
// Parse(n.String()) gives n again.
type Node interface {
	String() string
	node()
}

// Word is a bare word, as typed.
type Word struct {
	Text string
	Pos  int // byte offset in the query
	// Prefix is true for "kube*"; such a word has at least two letters before the star.
	Prefix bool
}

// Phrase is words in quotes. Slop is the n of "a b"~n: how many other words may stand between.
type Phrase struct {
	Text string
	Slop int
	Pos  int
}

// Field is field:value, with the field under its canonical name (see Fields).
type Field struct {
	Name  string
	Value string
	// Quoted is true where the value stood in quotes.
	Quoted bool
	Pos    int
}

// Range is field:low..high on date or year. An empty end is open; both ends are inclusive and ISO 8601
// (2019, 2019-11 or 2019-11-25), relative dates already resolved.
type Range struct {
	Name      string
	Low, High string
	Pos       int
}

// Not excludes what X matches.
type Not struct {
	X   Node
	Pos int
}

// Or matches what any of its parts match (at least two).
type Or struct{ Parts []Node }

// And is a sequence: filters must hold, words rank (most must match). Groups in parentheses and the
// whole query are Ands; an And with one part is written as that part.
type And struct{ Parts []Node }

func (Word) node()   {}
func (Phrase) node() {}
func (Field) node()  {}
func (Range) node()  {}
func (Not) node()    {}
func (Or) node()     {}
func (And) node()    {}

// Empty reports whether a query says nothing at all; nil does not.
func Empty(n Node) bool {
	if n == nil {
		return true
	}
	and, ok := n.(And)
	if !ok {
		return false
	}
	for _, part := range and.Parts {
		if !Empty(part) {
			return false
		}
	}
	return true
}

// Parts are the members of a sequence; any other query is a sequence of itself.
func Parts(n Node) []Node {
	if and, ok := n.(And); ok {
		return and.Parts
	}
	return []Node{n}
}
