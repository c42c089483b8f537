package vocabulary

import (
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// Piece is a part of a write-up as it stands in the note.
type Piece struct {
	Title         string   // of the write-up: what it names lends weight to what the piece names itself
	Heading       string   // plain or Markdown, without its marks; empty if there is none
	Stated        []string // topics that the front matter gives the whole write-up: they weigh, and do not decide
	ParentHeading string   // the heading above, whose words count where Heading says nothing
	Body          string   // Markdown
	// Text is Body as running text, if the caller has it already.
	Text        *prose.Text
	HeadingLine int // line of the heading in the file, from 1
	BodyLine    int // line of the body's first line in the file, from 1
}

// Result is what the vocabulary finds in a piece.
type Result struct {
	// Tags are topics by falling score, then by ID. Each has at least one evidence.
	Tags []kb.Tag
	// Projects are all projects named, by ID.
	Projects []kb.Mention
	// Stated says of the stated topics how sure one can be, by the words of the piece, that it is about
	// them. Empty where no model decides.
	Stated []Backing
}

// Backing is how sure one can be of a topic, 0 to 1.
type Backing struct {
	Topic string
	Sure  float64
}

// Has reports whether a topic is among the tags.
func (r *Result) Has(topic string) bool {
	return slices.ContainsFunc(r.Tags, func(t kb.Tag) bool { return t.Name == topic })
}

// Infer finds the topics that a piece is about and the projects it names. The rules in evidence are
// "name", "strong", "weak", "case" and "weak-case" for words of the topic and "project:ID" for a project
// that implies it, with "heading:", "parent:" or "subheading:" before it where it stands in one; "narrower:ID"
// is the share of a narrower topic, "title:…" the weight that the title of the write-up lends. "learned" are the
// words that weigh most in the model, with what they add to its log odds; "front-matter" is a stated topic that the
// piece bears out as a whole. Infer may be called from several goroutines.
func (v *Vocabulary) Infer(p Piece) Result {
	m := v.matcher()
	r := runs.Get().(*run)
	defer runs.Put(r)
	r.read(m, &p)
	res := r.result(&tuned)
	r.p, r.body, r.lines = nil, nil, nil // the text may be large, the pool lives long
	return res
}

var runs = sync.Pool{New: func() any { return new(run) }}

// run is the work on one piece; its memory is used again.
type run struct {
	m       *matcher
	p       *Piece
	body    *prose.Text
	lines   []int // where the line breaks of the body are, once a line is asked for
	scan    scanner
	hits    []hit
	blanks  []blank
	found   []found
	known   []bool // by project: named beyond doubt in this piece
	scores  []float64
	parts   []part
	headAt  int // first token of the heading, after those of the title
	headEnd int // one past its last
	bodyAt  int // first token of the body
	counted map[countKey]int
	last    []int32 // by topic: one more than the first token of its last match
	times   []int32 // by topic: matches
	named   []int32 // by topic: matches that are projects
	hints   []int32 // by topic: matches that are projects which only hint at it
	items   []bool  // by topic: its only match is in a list item
	weighty []bool  // by topic: has a match in a heading
	chosen  []int32 // topics that the rules choose, best first

	// What the model adds; see learned.go.
	signs   Signs
	turned  []turned
	denied  []denial
	uses    []use
	usedAt  []int32   // by feature of the model: one more than its place in uses, 0 between pieces
	odds    []float64 // by topic of the model
	learned []float64 // the same by topic of the vocabulary
	sure    []float64 // by topic: how sure the model is, 0 to 1
	row     []float64
}

// blank is a stretch of tokens that means something else to the target.
type blank struct{ target, start, end int32 }

// found is a claim that holds.
type found struct {
	out  *output
	node int32
	hit  hit
}

// part is a contribution to a topic's score.
type part struct {
	topic  int32
	rule   string
	found  hit
	weight float64
	titled bool // lent by the title
}

// turned is a claim of a topic that a negative phrase, a denial or a longer name strikes out.
type turned struct{ topic, start, end int32 }

type countKey struct{ target, node int32 }

// read finds all claims that hold.
func (r *run) read(m *matcher, p *Piece) {
	r.m, r.p = m, p
	r.scan = scanner{table: m.table, tokens: r.scan.tokens[:0], fresh: true}
	r.scan.scan(p.Title, inTitle)
	r.headAt = len(r.scan.tokens)
	r.scan.scan(p.Heading, inHeading)
	r.headEnd = len(r.scan.tokens)
	r.hits = m.find(r.scan.tokens[r.headAt:], r.hits[:0])
	if !slices.ContainsFunc(r.hits, func(h hit) bool { return len(m.nodes[h.node].claims) > 0 }) {
		r.scan.scan(p.ParentHeading, inParent)
	}
	r.bodyAt = len(r.scan.tokens)
	if r.body = p.Text; r.body == nil {
		r.body = prose.Markdown(p.Body)
	}
	r.scan.body(r.body)
	r.hits = m.find(r.scan.tokens, r.hits[:0])
	r.dropBylines()
	r.blanks = r.blanks[:0]
	for _, h := range r.hits {
		for _, t := range m.nodes[h.node].negatives {
			r.blanks = append(r.blanks, blank{t, h.start, h.end})
		}
	}
	r.known = append(r.known[:0], make([]bool, len(m.v.projects))...)
	if r.accept() {
		r.accept() // names that the first reading doubted may be known by now
	}
}

// dropBylines looks at what was taken for the speakers of a talk: a name that starts with words of the
// vocabulary is none.
func (r *run) dropBylines() {
	tokens := r.scan.tokens
	next := 0
	for i := 0; i < len(tokens); i++ {
		if !tokens[i].byline {
			continue
		}
		end, name := i, i+1
		for end < len(tokens) && tokens[end].byline && tokens[end].where == tokens[i].where {
			end++
		}
		for name < end && tokens[name].open {
			name++
		}
		for next < len(r.hits) && int(r.hits[next].start) < i {
			next++
		}
		for ; next < len(r.hits) && int(r.hits[next].start) < name; next++ {
			if len(r.m.nodes[r.hits[next].node].claims) > 0 {
				for k := i; k < end; k++ {
					tokens[k].byline = false
				}
				break
			}
		}
		i = end - 1
	}
}

// accept fills found. It reports whether a project became known for the first time.
func (r *run) accept() bool {
	r.found, r.turned = r.found[:0], r.turned[:0]
	covered, from, news := int32(0), 0, false
	for i, h := range r.hits {
		n := &r.m.nodes[h.node]
		if len(n.claims) == 0 {
			continue
		}
		if h.end <= covered {
			r.turnCovered(n, h)
			continue
		}
		for from < len(r.blanks) && r.blanks[from].end <= h.start && r.blanks[from].start+longNegative < h.start {
			from++
		}
		held := false
		done := int32(-1)
		for c := range n.claims {
			out := &n.claims[c]
			if out.target == done {
				continue
			}
			if !r.holds(out, h, i, from) {
				if out.target < r.m.nTopics && (r.struck(out, h, from) || r.denies(h)) {
					r.turned = append(r.turned, turned{out.target, h.start, h.end})
				}
				continue
			}
			done, held = out.target, true
			r.found = append(r.found, found{out, h.node, h})
			if p := out.target - r.m.nTopics; p >= 0 && !r.known[p] {
				r.known[p], news = true, true
			}
		}
		if held {
			covered = h.end
		}
	}
	return news
}

// turnCovered turns down the topics of words that are part of a longer name, "Edge" in "Ambassador Edge Stack",
// but for topics that the name speaks of.
func (r *run) turnCovered(n *node, h hit) {
	by := r.found[len(r.found)-1].out.target
	for _, out := range n.claims {
		t := out.target
		if t >= r.m.nTopics || t == by {
			continue
		}
		if p := by - r.m.nTopics; p >= 0 && slices.Contains(r.m.implied[p], t) {
			continue
		}
		r.turned = append(r.turned, turned{t, h.start, h.end})
	}
}

// longNegative is more words than any negative phrase has.
const longNegative = 40

// holds checks spelling, negatives and context of a claim on hit i.
func (r *run) holds(out *output, h hit, i, blanksFrom int) bool {
	if r.struck(out, h, blanksFrom) {
		return false
	}
	if out.exact && !r.spelled(out, h) {
		return false
	}
	if out.target < r.m.nTopics && r.denies(h) {
		return false
	}
	if r.scan.tokens[h.start].byline && out.rule != ruleCase && out.rule != ruleWeakCase {
		return false // "Title - Speaker, Company": whom people work for is no subject
	}
	switch out.rule {
	case ruleWeak, ruleWeakCase:
		return r.context(out.target, h, i, byParagraph)
	case ruleProject:
		return out.plain || r.ambiguous(out, h, i)
	}
	return true
}

// struck reports whether a hit lies in a negative phrase of its target.
func (r *run) struck(out *output, h hit, blanksFrom int) bool {
	for _, b := range r.blanks[blanksFrom:] {
		if b.start >= h.end {
			break
		}
		if b.target == out.target && b.end > h.start {
			return true
		}
	}
	return false
}

func (r *run) spelled(out *output, h hit) bool {
	for k := range out.words {
		at := int(h.start) + k
		if r.text(at) != out.words[k] {
			return false
		}
		if out.hyphen && k > 0 && r.source(at)[r.scan.tokens[at-1].end:r.scan.tokens[at].start] != "-" {
			return false
		}
	}
	return true
}

// denies reports whether the word before a hit in running text says that there is none of it: "no
// multi-tenancy". A heading that says so is about it all the same.
func (r *run) denies(h hit) bool {
	t := &r.scan.tokens[h.start]
	if h.start == 0 || t.where != inBody || !t.open {
		return false
	}
	if before := r.scan.tokens[h.start-1]; before.where != inBody || before.sentence != t.sentence {
		return false
	}
	word := r.text(int(h.start) - 1)
	if word == "de" && h.start > 1 { // "pas de"
		word = r.text(int(h.start) - 2)
	}
	return len(word) <= longestDenial && slices.Contains(denials[:], strings.ToLower(word))
}

// denials are words for "no" and "without" that stand right before what there is none of.
var denials = [...]string{"no", "without", "not", "kein", "keine", "keinen", "ohne", "pas", "sans", "sin", "senza", "geen", "zonder"}

const longestDenial = 7

// ambiguous applies the rules for projects named by an ordinary word.
func (r *run) ambiguous(out *output, h hit, i int) bool {
	t := &r.scan.tokens[h.start]
	p := out.target - r.m.nTopics
	project := &r.m.v.projects[p]
	text := r.text(int(h.start))
	capital := class[text[0]] != letter || class[project.Name[0]] == letter
	if !capital {
		return false
	}
	if r.known[p] {
		return true
	}
	if int(h.start) == r.headAt && int(h.end) == r.headEnd {
		return true // the heading is this name
	}
	if t.where == inHeading && r.titled(h) {
		return true
	}
	proves := !t.first && t.where == inBody
	switch project.Ambiguity {
	case "high":
		return r.context(out.target, h, i, bySentence)
	case "medium":
		if t.where != inBody {
			return r.context(out.target, h, i, byPiece) // a heading is a paragraph of its own
		}
		return r.context(out.target, h, i, byParagraph)
	}
	return proves || r.context(out.target, h, i, byPiece)
}

// titled reports whether a heading has the form in which maintainers title their talks about a project:
// "Jaeger Deep Dive", "Intro: NATS", "Backstage Project Update".
func (r *run) titled(h hit) bool {
	if after := int(h.end); after < r.headEnd && slices.Contains(afterProject[:], strings.ToLower(r.text(after))) {
		return true
	}
	for after := int(h.end); int(h.start) == r.headAt && after < r.headEnd && !r.scan.tokens[after].byline; after++ {
		if slices.Contains(surelyMaintainers[:], strings.ToLower(r.text(after))) {
			return true // "Flux: Security Deep Dive"
		}
	}
	before := int(h.start) - 1
	for before >= r.headAt && slices.Contains(betweenProject[:], strings.ToLower(r.text(before))) {
		before--
	}
	return before >= r.headAt && slices.Contains(beforeProject[:], strings.ToLower(r.text(before)))
}

// Words of such titles: right after the name of the project, before it, anywhere in a title that begins with the
// name, and between those before the name and it.
var (
	afterProject = [...]string{"intro", "introduction", "introductory", "deep", "update", "updates", "project", "overview",
		"maintainer", "maintainers", "bof", "roadmap", "lightning", "contribfest", "101"}
	beforeProject     = [...]string{"intro", "introduction", "introducing", "dive", "deepdive", "update", "updates", "bof", "contribfest", "maintainer", "maintainers"}
	surelyMaintainers = [...]string{"intro", "introduction", "deep", "update", "updates", "maintainer", "maintainers", "roadmap"}
	betweenProject    = [...]string{"to", "into", "of", "on", "for", "the", "with", "project", "cncf"}
)

type reach uint8

const (
	bySentence reach = iota
	byParagraph
	byPiece
)

// context looks for a context word of the target around hit i, outside its own words.
func (r *run) context(target int32, h hit, i int, far reach) bool {
	at := &r.scan.tokens[h.start]
	within := func(o hit) bool {
		t := &r.scan.tokens[o.start]
		switch far {
		case bySentence:
			return t.sentence == at.sentence
		case byParagraph:
			return t.paragraph == at.paragraph
		}
		return true
	}
	gives := func(o hit) bool {
		if o.start < h.end && o.end > h.start {
			return false
		}
		_, ok := slices.BinarySearch(r.m.nodes[o.node].contexts, target)
		return ok
	}
	const most = 4000 // phrases to look at in either direction
	for j := i - 1; j >= 0 && j > i-most && within(r.hits[j]); j-- {
		if gives(r.hits[j]) {
			return true
		}
	}
	for j := i + 1; j < len(r.hits) && j < i+most && within(r.hits[j]); j++ {
		if gives(r.hits[j]) {
			return true
		}
	}
	return false
}

// source is the text that token i stands in.
func (r *run) source(i int) string {
	switch r.scan.tokens[i].where {
	case inTitle:
		return r.p.Title
	case inHeading:
		return r.p.Heading
	case inParent:
		return r.p.ParentHeading
	}
	return r.body.Text
}

func (r *run) text(i int) string {
	t := &r.scan.tokens[i]
	return r.source(i)[t.start:t.end]
}
