package query

import "strings"

// String is the word; a star after a prefix, a plus before a word that would be an operator.
func (w Word) String() string {
	s := w.bare()
	if w.Prefix || operatorOf(w.Text) == opNone {
		return s
	}
	return "+" + s
}

// bare is the word as it stands after a sign. A word that Parse would not have made is put in quotes.
func (w Word) bare() string {
	s := w.Text
	if w.Prefix {
		s += "*"
	}
	if n, err := parseTree("+"+s, Options{}); err == nil {
		if again, ok := n.(Word); ok && again.Text == w.Text && again.Prefix == w.Prefix {
			return s
		}
	}
	return quote(w.Text)
}

// String is the phrase in quotes with its slop.
func (p Phrase) String() string {
	if p.Slop > 0 {
		return sprintf("%s~%d", quote(p.Text), p.Slop)
	}
	return quote(p.Text)
}

// String is name:value, in quotes if it was or must be.
func (f Field) String() string {
	if f.Quoted {
		return f.Name + ":" + quote(f.Value)
	}
	s := f.Name + ":" + f.Value
	if n, err := parseTree(s, Options{}); err == nil {
		if again, ok := n.(Field); ok && again.Name == f.Name && again.Value == f.Value {
			return s
		}
	}
	return f.Name + ":" + quote(f.Value)
}

// String is name:low..high, or name:value where both ends are the same.
func (r Range) String() string {
	if r.Low == r.High {
		return r.Name + ":" + r.Low
	}
	return r.Name + ":" + r.Low + ".." + r.High
}

// String is a minus and what it excludes.
func (n Not) String() string {
	switch x := n.X.(type) {
	case nil:
		return ""
	case Word:
		return "-" + x.bare()
	case Not:
		return "-(" + x.String() + ")"
	}
	return "-" + grouped(n.X)
}

// String is the parts with OR between them.
func (o Or) String() string { return printed(o.Parts, " OR ") }

// String is the parts with blanks between them.
func (a And) String() string { return printed(a.Parts, " ") }

func printed(parts []Node, between string) string {
	if len(parts) == 1 && parts[0] != nil {
		return parts[0].String()
	}
	var b strings.Builder
	for _, n := range parts {
		s := grouped(n)
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(s)
	}
	return b.String()
}

// grouped is the node as a part of another: in parentheses if it has several parts.
func grouped(n Node) string {
	if n == nil {
		return ""
	}
	if len(parts(n)) > 1 {
		return "(" + n.String() + ")"
	}
	return n.String()
}

// quote puts the text in quotes. The language has no way to write a quote inside quotes, so one becomes
// a blank, which finds the same.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, " ") + `"` }

// parts returns the parts of an And or Or.
func parts(n Node) []Node {
	switch n := n.(type) {
	case And:
		return n.Parts
	case Or:
		return n.Parts
	}
	return nil
}

// nesting is the depth of the parentheses in n.String().
func nesting(n Node) int {
	deepest := 0
	children := parts(n)
	if not, ok := n.(Not); ok {
		children = []Node{not.X}
	}
	for _, part := range children {
		depth := nesting(part)
		if len(parts(part)) > 1 {
			depth++
		}
		deepest = max(deepest, depth)
	}
	return deepest
}

// Walk calls f for n and, while f returns true, for what is inside it, in the order of the query.
func Walk(n Node, f func(Node) bool) {
	if n == nil || !f(n) {
		return
	}
	if not, ok := n.(Not); ok {
		Walk(not.X, f)
		return
	}
	for _, part := range parts(n) {
		Walk(part, f)
	}
}

// Words returns the texts of the bare words and phrases that a query asks for, in their order: not the
// excluded ones, not the values of fields. A prefix is without its star.
func Words(n Node) []string {
	var words []string
	Walk(n, func(n Node) bool {
		switch n := n.(type) {
		case Not:
			return false
		case Word:
			words = append(words, n.Text)
		case Phrase:
			words = append(words, n.Text)
		}
		return true
	})
	return words
}

// Quote writes a value of a field so that it is read as one.
func Quote(v string) string {
	if strings.ContainsAny(v, " \t,()\"") { // the language has no escapes
		return `"` + strings.ReplaceAll(v, `"`, " ") + `"`
	}
	return v
}
