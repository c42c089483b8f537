package vocabulary

import (
	"cmp"
	"math"
	"slices"

	"takeaway/internal/kb"
)

// result weighs what was found.
func (r *run) result(w *weights) Result {
	r.weigh(w)
	var res Result
	for _, t := range r.decide() {
		res.Tags = append(res.Tags, kb.Tag{Name: r.m.v.topics[t].ID, Source: kb.TagInferred, Evidence: r.evidence(t)})
	}
	for t := range r.signs.topics {
		if r.m.model != nil && r.signs.topics[t].stated {
			res.Stated = append(res.Stated, Backing{r.m.v.topics[t].ID, r.sure[t]})
		}
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
	r.hints = append(r.hints[:0], make([]int32, r.m.nTopics)...)
	r.items = append(r.items[:0], make([]bool, r.m.nTopics)...)
	r.weighty = append(r.weighty[:0], make([]bool, r.m.nTopics)...)
	r.parts = r.parts[:0]
	if r.counted == nil {
		r.counted = map[countKey]int{}
	}
	clear(r.counted)
	i := 0
	for i < len(r.found) && r.scan.tokens[r.found[i].hit.start].where == inTitle {
		i++
	}
	for i < len(r.found) {
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
	r.entitle(w)
}

// entitle raises the topics that the title of the write-up names, where the piece speaks of them too: in
// a write-up about one project a single mention says more than elsewhere.
func (r *run) entitle(w *weights) {
	if w.title == 0 {
		return
	}
	raise := func(f *found, topic int32, rule string) {
		if r.scores[topic] == 0 || slices.ContainsFunc(r.parts, func(p part) bool { return p.topic == topic && p.titled }) {
			return
		}
		more := min(w.title, r.scores[topic])
		r.scores[topic] += more
		r.parts = append(r.parts, part{topic: topic, rule: rule, found: f.hit, weight: more, titled: true})
	}
	for k := range r.found {
		f := &r.found[k]
		if r.scan.tokens[f.hit.start].where != inTitle {
			break // the title comes first
		}
		p := f.out.target - r.m.nTopics
		if p < 0 {
			if f.out.rule != ruleWeak && f.out.rule != ruleWeakCase {
				raise(f, f.out.target, ruleNames[f.out.rule])
			}
			continue
		}
		for _, t := range r.m.implied[p] {
			raise(f, t, "project:"+r.m.v.projects[p].ID)
		}
	}
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
		if names >= listNames {
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
				before := r.times[t]
				r.count(w, t, ^p, rule, f.hit, w.projectHint*place)
				r.hints[t] += r.times[t] - before
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
	if int(h.start)-r.bodyAt < openingWords {
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
	r.items[topic] = r.times[topic] == 1 && r.scan.tokens[h.start].item
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
	r.parts = append(r.parts, part{topic: topic, rule: rule, found: h, weight: weight})
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
		r.parts = append(r.parts, part{topic: p, rule: "narrower:" + r.m.v.topics[t].ID, found: r.parts[best].found, weight: share})
	}
}

// listed counts the topics named but once, in an item of a list.
func (r *run) listed() int {
	n := 0
	for _, is := range r.items {
		if is {
			n++
		}
	}
	return n
}

// choose fills chosen: the topics over the threshold of the rules, best first.
func (r *run) choose(w *weights) {
	best := 0.0
	listed := r.listed()
	for t := range r.scores {
		if r.items[t] && listed >= listTopics {
			r.scores[t] *= w.list
		}
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
	words := max(0, float64(len(r.scan.tokens)-r.bodyAt)-w.sign*float64(r.scan.signs))
	least := max(w.base+w.perWord*math.Log1p(words/100), min(w.top*best, w.enough))
	chosen := r.chosen[:0]
	for t, s := range r.scores {
		if s >= least && r.hints[t] < r.times[t] { // what projects hint at, words have to confirm
			chosen = append(chosen, int32(t))
		}
	}
	slices.SortFunc(chosen, func(a, b int32) int { return cmp.Or(cmp.Compare(r.scores[b], r.scores[a]), cmp.Compare(a, b)) })
	r.chosen = chosen[:min(len(chosen), w.most)]
}
