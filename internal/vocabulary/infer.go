package vocabulary

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// Piece is a part of a write-up as it stands in the note.
type Piece struct {
	Heading       string // plain or Markdown, without its marks; empty if there is none
	ParentHeading string // the heading above, whose words count where Heading says nothing
	Body          string // Markdown
	HeadingLine   int    // line of the heading in the file, from 1
	BodyLine      int    // line of the body's first line in the file, from 1
}

// Result is what the vocabulary finds in a piece.
type Result struct {
	// Tags are topics by falling score, then by ID. Each has at least one evidence.
	Tags []kb.Tag
	// Projects are all projects named, by ID.
	Projects []kb.Mention
}

// Infer finds the topics that a piece is about and the projects it names. The rules in evidence are
// "name", "strong", "weak", "case" and "weak-case" for words of the topic and "project:ID" for a project
// that implies it, with "heading:", "parent:" or "subheading:" before it where it stands in one; "narrower:ID"
// is the share of a narrower topic. Infer may be called from several goroutines.
func (v *Vocabulary) Infer(p Piece) Result {
	m := v.matcher()
	r := runs.Get().(*run)
	defer runs.Put(r)
	r.read(m, &p)
	res := r.result(&tuned)
	r.p = nil // the text may be large, the pool lives long
	return res
}

var runs = sync.Pool{New: func() any { return new(run) }}

// run is the work on one piece; its memory is used again.
type run struct {
	m       *matcher
	p       *Piece
	scan    scanner
	hits    []hit
	blanks  []blank
	found   []found
	known   []bool // by project: named beyond doubt in this piece
	scores  []float64
	parts   []part
	bodyAt  int // first token of the body
	counted map[countKey]int
	last    []int32 // by topic: one more than the first token of its last match
	times   []int32 // by topic: matches
	named   []int32 // by topic: matches that are projects
	weighty []bool  // by topic: has a match in a heading
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
}

type countKey struct{ target, node int32 }

// read finds all claims that hold.
func (r *run) read(m *matcher, p *Piece) {
	r.m, r.p = m, p
	r.scan = scanner{table: m.table, tokens: r.scan.tokens[:0], fresh: true}
	r.scan.scan(p.Heading, inHeading)
	head := len(r.scan.tokens)
	r.hits = m.find(r.scan.tokens, r.hits[:0])
	if !slices.ContainsFunc(r.hits, func(h hit) bool { return len(m.nodes[h.node].claims) > 0 }) {
		r.scan.scan(p.ParentHeading, inParent)
	}
	r.bodyAt = len(r.scan.tokens)
	r.scan.scan(p.Body, inBody)
	if len(r.scan.tokens) > head {
		r.hits = m.find(r.scan.tokens, r.hits[:0])
	}
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

// accept fills found. It reports whether a project became known for the first time.
func (r *run) accept() bool {
	r.found = r.found[:0]
	covered, from, news := int32(0), 0, false
	for i, h := range r.hits {
		n := &r.m.nodes[h.node]
		if len(n.claims) == 0 || h.end <= covered {
			continue
		}
		for from < len(r.blanks) && r.blanks[from].end <= h.start && r.blanks[from].start+longNegative < h.start {
			from++
		}
		held := false
		done := int32(-1)
		for c := range n.claims {
			out := &n.claims[c]
			if out.target == done || !r.holds(out, h, i, from) {
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

// longNegative is more words than any negative phrase has.
const longNegative = 40

// holds checks spelling, negatives and context of a claim on hit i.
func (r *run) holds(out *output, h hit, i, blanksFrom int) bool {
	for _, b := range r.blanks[blanksFrom:] {
		if b.start >= h.end {
			break
		}
		if b.target == out.target && b.end > h.start {
			return false
		}
	}
	if out.exact && !r.spelled(out.words, h) {
		return false
	}
	switch out.rule {
	case ruleWeak, ruleWeakCase:
		return r.context(out.target, h, i, byParagraph)
	case ruleProject:
		return out.plain || r.ambiguous(out, h, i)
	}
	return true
}

func (r *run) spelled(words []string, h hit) bool {
	for k := range words {
		if r.text(int(h.start)+k) != words[k] {
			return false
		}
	}
	return true
}

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
	case inHeading:
		return r.p.Heading
	case inParent:
		return r.p.ParentHeading
	}
	return r.p.Body
}

func (r *run) text(i int) string {
	t := &r.scan.tokens[i]
	return r.source(i)[t.start:t.end]
}

// result weighs what was found.
func (r *run) result(w *weights) Result {
	r.weigh(w)
	var res Result
	for _, t := range r.choose(w) {
		res.Tags = append(res.Tags, kb.Tag{Name: r.m.v.topics[t].ID, Source: kb.TagInferred, Evidence: r.evidence(t)})
	}
	res.Projects = r.mentions(w)
	return res
}

// weigh fills scores and parts.
func (r *run) weigh(w *weights) {
	r.scores = append(r.scores[:0], make([]float64, r.m.nTopics)...)
	r.last = append(r.last[:0], make([]int32, r.m.nTopics)...)
	r.times = append(r.times[:0], make([]int32, r.m.nTopics)...)
	r.named = append(r.named[:0], make([]int32, r.m.nTopics)...)
	r.weighty = append(r.weighty[:0], make([]bool, r.m.nTopics)...)
	r.parts = r.parts[:0]
	if r.counted == nil {
		r.counted = map[countKey]int{}
	}
	clear(r.counted)
	for i := 0; i < len(r.found); {
		// One sentence at a time, for lists of names.
		j, names := i, 0
		sentence := r.scan.tokens[r.found[i].hit.start].sentence
		for ; j < len(r.found) && r.scan.tokens[r.found[j].hit.start].sentence == sentence; j++ {
			if r.found[j].out.rule == ruleProject {
				names++
			}
		}
		r.weighSentence(w, r.found[i:j], names)
		i = j
	}
	r.lift(w)
}

func (r *run) weighSentence(w *weights, fs []found, names int) {
	var done []int32 // topics that a project of this sentence gave
	for k := range fs {
		f := &fs[k]
		place := r.place(w, f.hit)
		if f.out.rule != ruleProject {
			base := [...]float64{w.name, w.strong, w.weak, w.case_, w.weak}[f.out.rule]
			r.count(w, f.out.target, f.node, ruleNames[f.out.rule], f.hit, base*place)
			continue
		}
		if names >= 3 {
			place *= w.list
		}
		p := f.out.target - r.m.nTopics
		rule := "project:" + r.m.v.projects[p].ID
		for _, t := range r.m.implied[p] {
			if !slices.Contains(done, t) {
				done = append(done, t)
				r.count(w, t, ^p, rule, f.hit, w.project*place)
			}
		}
		for _, t := range r.m.hinted[p] {
			if !slices.Contains(done, t) {
				done = append(done, t)
				r.count(w, t, ^p, rule, f.hit, w.projectHint*place)
			}
		}
	}
}

// place is the factor for where a hit stands.
func (r *run) place(w *weights, h hit) float64 {
	switch t := &r.scan.tokens[h.start]; t.where {
	case inHeading:
		return w.heading
	case inParent:
		return w.parent
	case inSubheading:
		return w.subheading
	}
	if int(h.start)-r.bodyAt < 40 {
		return w.opening
	}
	return 1
}

// count adds one occurrence, less for each further one of the same trigger. Words that name a topic and
// a project of that topic count once.
func (r *run) count(w *weights, topic, node int32, rule string, h hit, weight float64) {
	if r.last[topic] == h.start+1 {
		return
	}
	r.last[topic] = h.start + 1
	r.times[topic]++
	if node < 0 {
		r.named[topic]++
	}
	if r.scan.tokens[h.start].where == inHeading {
		r.weighty[topic] = true
	}
	key := countKey{topic, node}
	n := r.counted[key]
	r.counted[key] = n + 1
	weight *= math.Pow(w.repeat, float64(n))
	if weight < 0.01 {
		return
	}
	r.scores[topic] += weight
	r.parts = append(r.parts, part{topic, rule, h, weight})
}

// lift gives parents their share.
func (r *run) lift(w *weights) {
	for t := range r.scores {
		p := r.m.parents[t]
		if p < 0 || r.scores[t] == 0 {
			continue
		}
		best := -1
		for k := range r.parts {
			if r.parts[k].topic == int32(t) && (best < 0 || r.parts[k].weight > r.parts[best].weight) {
				best = k
			}
		}
		if best < 0 || w.up == 0 {
			continue
		}
		share := w.up * r.scores[t]
		r.scores[p] += share
		r.parts = append(r.parts, part{p, "narrower:" + r.m.v.topics[t].ID, r.parts[best].found, share})
	}
}

// choose lists the topics over the threshold, best first.
func (r *run) choose(w *weights) []int32 {
	best := 0.0
	for t := range r.scores {
		if r.m.v.topics[t].Tier == "extended" {
			r.scores[t] *= w.extended
		}
		if r.times[t] == 1 && !r.weighty[t] {
			r.scores[t] *= w.lone
		}
		if r.named[t] == r.times[t] && r.times[t] == 1 && !r.weighty[t] {
			r.scores[t] *= w.loneProject
		}
		best = max(best, r.scores[t])
	}
	words := float64(len(r.scan.tokens) - r.bodyAt)
	least := max(w.base+w.perWord*math.Log1p(words/100), w.top*best)
	var chosen []int32
	for t, s := range r.scores {
		if s >= least {
			chosen = append(chosen, int32(t))
		}
	}
	slices.SortFunc(chosen, func(a, b int32) int { return cmp.Or(cmp.Compare(r.scores[b], r.scores[a]), cmp.Compare(a, b)) })
	return chosen[:min(len(chosen), w.most)]
}

// evidence lists the heaviest parts of a topic's score.
func (r *run) evidence(topic int32) []kb.Evidence {
	var out []kb.Evidence
	for _, p := range r.parts {
		if p.topic == topic {
			out = append(out, r.proof(p.rule, p.found, p.weight))
		}
	}
	return heaviest(out)
}

// heaviest orders by falling weight, then by place, and cuts.
func heaviest(out []kb.Evidence) []kb.Evidence {
	slices.SortStableFunc(out, func(a, b kb.Evidence) int { return cmp.Compare(b.Weight, a.Weight) })
	return slices.Clip(out[:min(len(out), maxEvidence)])
}

// proof says where a hit stands in the note.
func (r *run) proof(rule string, h hit, weight float64) kb.Evidence {
	first, last := &r.scan.tokens[h.start], &r.scan.tokens[h.end-1]
	text := r.source(int(h.start))[first.start:last.end]
	line := 0
	switch first.where {
	case inHeading:
		rule, line = "heading:"+rule, r.p.HeadingLine
	case inParent:
		rule = "parent:" + rule
	case inSubheading:
		rule, line = "subheading:"+rule, r.p.BodyLine+int(first.line)
	default:
		line = r.p.BodyLine + int(first.line)
	}
	return kb.Evidence{Rule: rule, Text: strings.Clone(text), Line: line, Weight: math.Round(weight*100) / 100}
}

// mentions lists the projects found, each with its places.
func (r *run) mentions(w *weights) []kb.Mention {
	byProject := map[int32][]kb.Evidence{}
	for _, f := range r.found {
		if f.out.rule == ruleProject {
			p := f.out.target - r.m.nTopics
			byProject[p] = append(byProject[p], r.proof("name", f.hit, w.project*r.place(w, f.hit)))
		}
	}
	var out []kb.Mention
	for p, ev := range byProject {
		out = append(out, kb.Mention{Project: r.m.v.projects[p].ID, Evidence: heaviest(ev)})
	}
	slices.SortFunc(out, func(a, b kb.Mention) int { return cmp.Compare(a.Project, b.Project) })
	return out
}
