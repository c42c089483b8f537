package prose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"takeaway/internal/kb"
)

// Part is a stretch of Markdown: tables, or anything else.
type Part struct {
	Text  string
	Table bool
}

// Unwrap joins the lines of each paragraph of Markdown into one and parts tables from the rest, so that both
// can be laid out for any width. Hard line breaks, code and everything else stay as they are.
func Unwrap(source string) []Part {
	src := []byte(source)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(src))
	var joins []join
	var tables []kb.Span
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Kind() == extast.KindTable && n.Parent() == doc {
			if s, ok := linesOf(n, src); ok {
				tables = append(tables, s)
			}
			return ast.WalkSkipChildren, nil
		}
		if t, ok := n.(*ast.Text); ok && t.SoftLineBreak() {
			joins = append(joins, joinAfter(t, src))
		}
		return ast.WalkContinue, nil
	})
	return parts(source, joins, tables)
}

// join is a line break of the source, with the marks of the next line, and what takes its place.
type join struct {
	at   kb.Span
	with string
}

// joinAfter finds the line break after a text and the marks of quotes and the indent behind it. Where two
// wide characters meet, nothing parts them: Chinese and Japanese have no blanks between words.
func joinAfter(t *ast.Text, src []byte) join {
	quotes := 0
	for p := t.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindBlockquote {
			quotes++
		}
	}
	start, end := t.Segment.Stop, t.Segment.Stop
	for end < len(src) && strings.IndexByte(" \t\r\n", src[end]) >= 0 {
		end++
	}
	for ; end < len(src); end++ {
		if src[end] == '>' && quotes > 0 {
			quotes--
		} else if src[end] != ' ' && src[end] != '\t' {
			break
		}
	}
	before, _ := utf8.DecodeLastRune(src[:start])
	after, _ := utf8.DecodeRune(src[end:])
	if IsWide(before) && IsWide(after) {
		return join{kb.Span{Start: start, End: end}, ""}
	}
	return join{kb.Span{Start: start, End: end}, " "}
}

// linesOf are the whole lines that a block covers.
func linesOf(n ast.Node, src []byte) (kb.Span, bool) {
	s := kb.Span{Start: len(src), End: -1}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			s.Start, s.End = min(s.Start, t.Segment.Start), max(s.End, t.Segment.Stop)
		}
		return ast.WalkContinue, nil
	})
	if s.End < 0 {
		return s, false
	}
	s.Start = strings.LastIndexByte(string(src[:s.Start]), '\n') + 1
	if i := strings.IndexByte(string(src[s.End:]), '\n'); i >= 0 {
		s.End += i + 1
	} else {
		s.End = len(src)
	}
	return s, true
}

// parts cuts the source at its tables and carries out the joins in the rest.
func parts(source string, joins []join, tables []kb.Span) []Part {
	slices.SortFunc(joins, func(a, b join) int { return a.at.Start - b.at.Start })
	var out []Part
	at := 0
	prose := func(end int) {
		var b strings.Builder
		for len(joins) > 0 && joins[0].at.Start < end {
			j := joins[0]
			joins = joins[1:]
			if j.at.Start < at || j.at.End > end {
				continue
			}
			b.WriteString(source[at:j.at.Start] + j.with)
			at = j.at.End
		}
		b.WriteString(source[at:end])
		if strings.TrimSpace(b.String()) != "" {
			out = append(out, Part{Text: b.String()})
		}
	}
	for _, t := range tables {
		if t.Start < at {
			continue
		}
		prose(t.Start)
		out = append(out, Part{Text: source[t.Start:t.End], Table: true})
		at = t.End
	}
	prose(len(source))
	return out
}
