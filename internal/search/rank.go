package search

import (
	"errors"
	"math"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"takeaway/internal/kb"
)

// Ranking is BM25F over bleve's postings: the occurrences of a word in all fields are weighed and added
// up before they saturate, so a word in heading and body is one word found well, not two words found.
// (bleve scores each field for itself, squares the inverse frequency and takes the number of distinct
// terms for the length of a field.) On top: how much of the
// query's weight is found, whether its words stand close together, and what kind of piece it is.

// A zone is a field with its weight and the length, in terms, at which a word in it counts as weighed.
type zone struct {
	field         string
	weight, pivot float64
	b             float64 // how much length matters
}

// zones have as pivots round numbers near the usual lengths. They are constants, so that a takeaway
// does not rank differently because the library grew elsewhere.
func zones() []zone {
	return []zone{
		{fieldHeading, 3, 7, 0.3},
		{fieldTitle, 1.5, 8, 0.3},
		{fieldTalk, 2, 8, 0.3},
		{fieldInner, 2, 8, 0.3},
		{fieldTags, 1, 8, 0.3},
		{fieldContext, 1, 15, 0.2},
		{fieldBody, 1, 110, 0.6},
	}
}

// ownZones are those that speak of the takeaway itself.
func ownZones() []zone {
	return slices.DeleteFunc(zones(), func(z zone) bool { return z.field != fieldHeading && z.field != fieldTalk && z.field != fieldBody })
}

// The constants of ranking, tuned on judgements of 42 queries.
const (
	saturation  = 1.2  // BM25's k1
	shareFloor  = 0.35 // of the score that a hit keeps whatever its share of the query's weight
	nearHold    = 0.75 // of the weight of a word that a hit holds which has one that is near
	silentShare = 0.25 // of a full unit: weak words and the parts of joined names
	enough      = 0.15 // the least share of the query's weight that a hit holds
	fewEnough   = 0.3  // the same for queries of one or two words
	eastEnough  = 0.2  // the same for Chinese, Japanese and Korean, whose words are found by pairs of characters
	faint       = 0.1  // of the best score: hits below hold too little to be shown
	nearBonus   = 0.35 // for query words side by side, as a share of the score
	fileBonus   = 0.25 // for what else the write-up has on the query
	repeated    = 0.97 // of the score for each better hit of the same write-up
	window      = 200  // hits that are looked at more closely
	docsAtOnce  = 256  // hits made at a time
)

// kindFactor is how much a hit of each kind is worth: all are searchable, takeaways come first.
func kindFactor(k kb.Kind) float64 {
	switch k {
	case kb.KindIntro:
		return 0.8
	case kb.KindContainer:
		return 0.7
	case kb.KindOutro:
		return 0.6
	case kb.KindBoilerplate:
		return 0.4
	}
	return 1
}

// A unit is a word of the query and all it may be found as.
type unit struct {
	name   string // as typed, but folded
	terms  []option
	near   []option // terms that say nearly the same
	word   int      // index of the word in the query; -1 for one in a phrase
	need   bool
	named  bool // part of the name of a conference, a person or a project
	strict bool // where it is found, nothing near is
	// of another language, and for Chinese, Japanese and Korean the pairs of characters that it is made of
	translated bool
	pairs      []string
	east       bool    // a pair of Chinese, Japanese or Korean characters
	share      float64 // of a full unit's score
	tells      float64 // how much the word tells; see meaning.Tells
	hints      []hinted
	literal    []*unit // the words of a plain phrase; see subjects.go
	idf        float64
	strength   []float32 // by document: weighed and saturated, 0 to 1
	label      []uint8   // by document: how far from what was typed, as indices of labels
}

// option is one term a unit may be found as.
type option struct {
	text   string
	weight float64
	label  uint8
	name   string // the word, where it is not one that was typed
	single bool   // counts for itself, not together with others that say the same
}

// hinted is a hint about a unit with the takeaways it holds for.
type hinted struct {
	in     set
	weight float64
	label  uint8
	index  int // among all hints
}

// labels in the order in which one is better than the next.
var labels = [...]kb.Match{kb.MatchExact, kb.MatchRelaxed, kb.MatchFuzzy, kb.MatchSynonym, kb.MatchTopic, kb.MatchNear}

const (
	labelExact = iota
	labelRelaxed
	labelFuzzy
	labelSynonym
	labelTopic
	labelNear
)

// doc is a takeaway being ranked.
type doc struct {
	n     uint64
	score float64
	match kb.Match
	id    kb.ID
	card          // see look
	part  int     // of the union
	share float64 // of the query's weight that it holds
	more  int     // other hits of its write-up; see group
	alone bool    // found by nearness in meaning alone
	asked bool    // about is known

	// What the score was multiplied by, for why; 0 where nothing did.
	lifted, near, like, file, repeat float64
	about                            float64 // what was added for nearness to the question
}

// found is the outcome of a search before it is ordered.
type found struct {
	docs      []*doc
	units     []*unit
	terms     []string
	corrected string
	lifted    int // of docs, by hints that stand for no word
	question  *question
}

// search finds and scores all takeaways that match.
func (r *run) search(p *strategy, s *Spelling, o Options) (*found, error) {
	in, bounded, err := r.scope(p, o.Kinds, o.Except)
	if err != nil {
		return nil, err
	}
	f := &found{}
	if s.Query != nil {
		f.corrected = s.Query.String()
	}
	p.subjectsOf(s, &o)
	if f.units, err = r.units(p, s, &o); err != nil {
		return nil, err
	}
	f.terms = termsOf(f.units)
	if len(f.units) == 0 {
		return f, r.unranked(f, in, bounded, len(p.words) > 0)
	}
	size, err := r.strengths(f.units)
	if err != nil {
		return nil, err
	}
	lift, err := r.lifts(o.Hints)
	if err != nil {
		return nil, err
	}
	c := collector{run: r, units: f.units, size: uint64(size), in: in, bounded: bounded, lift: lift, plan: p}
	if f.docs, err = c.collect(false); err == nil && len(f.docs) == 0 {
		f.docs, err = c.collect(true) // little is better than nothing
	}
	if err != nil {
		return nil, err
	}
	if o.near() {
		if f.question, err = r.question(p, s, o.Hints); err == nil && f.question != nil {
			err = c.fuse(f, f.question)
		}
		if err != nil {
			return nil, err
		}
	}
	f.trim(c.best, o.Sort)
	for _, d := range f.docs {
		if d.lifted > 0 {
			f.lifted++
		}
	}
	return f, nil
}

// A collector goes through all takeaways for those that are hits.
type collector struct {
	run     *run
	plan    *strategy
	units   []*unit
	size    uint64
	in      set
	bounded bool
	lift    []hinted
	best    float64 // score so far
}

// collect makes the hits. A lenient one takes any that holds a word.
func (c *collector) collect(lenient bool) ([]*doc, error) {
	var docs []*doc
	var block []doc // hits are made in blocks: one allocation each would take as long as the ranking
	must := len(c.plan.phrases) > 0
	for n := range c.size {
		if err := c.run.tick(); err != nil {
			return nil, err
		}
		if c.bounded && !c.in.has(n) {
			continue
		}
		if len(block) == 0 {
			block = make([]doc, docsAtOnce)
		}
		d := &block[0]
		if least := d.weigh(c.units, n); !must && (d.score == 0 || d.share < least && !lenient) {
			continue
		}
		block = block[1:]
		if c.plan.loose && d.match == kb.MatchExact {
			d.match = kb.MatchRelaxed
		}
		for _, h := range c.lift {
			if h.in.has(n) {
				d.score *= 1 + h.weight
				d.lifted = max(d.lifted, 1) * (1 + h.weight)
			}
		}
		c.best = max(c.best, d.score)
		docs = append(docs, d)
	}
	return docs, nil
}

// termsOf are the terms of all units, sorted.
func termsOf(units []*unit) []string {
	var terms []string
	for _, u := range units {
		for _, t := range u.terms {
			terms = append(terms, t.text)
		}
		for _, t := range u.near {
			terms = append(terms, t.text)
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// unranked takes all that the filters let through. Words of which nothing is left, such as signs, find
// nothing by themselves.
func (r *run) unranked(f *found, in set, bounded, words bool) error {
	if !bounded && words {
		return nil
	}
	if !bounded {
		var err error
		if in, err = r.all(); err != nil {
			return err
		}
	}
	return in.each(func(n uint64) error {
		f.docs = append(f.docs, &doc{n: n, match: kb.MatchExact, share: 1})
		return r.tick()
	})
}

// trim leaves out hits that hold too little of the query next to what others hold. By date they cannot
// come last, so there a hit must hold all words, or half of them if none does.
func (f *found) trim(best float64, sort string) {
	byDate := sort == "date" || sort == "-date"
	least := 1.0
	if byDate && !slices.ContainsFunc(f.docs, func(d *doc) bool { return d.share == 1 }) {
		least = 0.5
	}
	f.docs = slices.DeleteFunc(f.docs, func(d *doc) bool {
		if byDate {
			return d.share < least
		}
		return d.share < 1 && d.score < faint*best
	})
}

// weigh makes d the hit of document n with its score, 0 if that holds nothing of the query. It returns the
// share of the query's weight that a hit ought to hold.
func (d *doc) weigh(units []*unit, n uint64) (least float64) {
	score, have, want := 0.0, 0.0, 0.0
	worst, missing, needed, pairs := uint8(labelExact), false, 0, 0
	for _, u := range units {
		s := u.at(n)
		score += u.share * u.idf * s
		if !u.need {
			continue
		}
		needed++
		if u.east {
			pairs++
		}
		want += u.idf
		if s == 0 {
			missing = true
			continue
		}
		have += u.idf * held(u.label[n])
		worst = max(worst, u.label[n])
	}
	share := 1.0
	if want > 0 {
		share = have / want
	}
	least = enough
	switch {
	case pairs > 1 && pairs == needed:
		least = eastEnough
	case needed <= 2:
		least = fewEnough
	}
	*d = doc{n: n, score: score * (shareFloor + (1-shareFloor)*share), share: share}
	if missing {
		worst = max(worst, labelRelaxed)
	}
	d.match = labels[worst]
	return least
}

// held is the part of a word's weight that a takeaway holds which has the word, or another under a label.
func held(label uint8) float64 {
	if label == labelNear {
		return nearHold
	}
	return 1
}

func (u *unit) at(n uint64) float64 {
	if n < uint64(len(u.strength)) {
		return float64(u.strength[n])
	}
	return 0
}

// strengths reads the postings of all units. It returns one more than the greatest document number.
func (r *run) strengths(units []*unit) (int, error) {
	total, err := r.total()
	if err != nil {
		return 0, err
	}
	if err := r.eachHalf(units, (*run).strength); err != nil {
		return 0, err
	}
	size := 0
	for _, u := range units {
		if err := r.together(u); err != nil {
			return 0, err
		}
		df := u.saturate(total)
		if err := r.widen(u, df, total); err != nil {
			return 0, err
		}
		if slices.ContainsFunc(u.hints, func(h hinted) bool { return h.label >= labelSynonym }) {
			u.idf *= nameTimes
		} else if u.need {
			u.idf *= tellsLeast + (1-tellsLeast)*min(1, u.tells/tellsAll)
		}
	}
	for _, u := range units {
		u.literally()
	}
	foreignQuestion(units)
	understand(units, total)
	for _, u := range units {
		size = max(size, len(u.strength))
	}
	return size, nil
}

// eachHalf calls f for all units, half of them in a goroutine of its own.
func (r *run) eachHalf(units []*unit, f func(*run, *unit) error) error {
	all := func(r *run, units []*unit) error {
		for _, u := range units {
			if err := f(r, u); err != nil {
				return err
			}
		}
		return nil
	}
	half := len(units) / 2
	if half == 0 {
		return all(r, units)
	}
	other := make(chan error, 1)
	go func() {
		other <- guard("postings", func() error { return all(&run{ctx: r.ctx, parts: r.parts}, units[:half]) })
	}()
	return errors.Join(all(r, units[half:]), <-other)
}

// idf is BM25's inverse document frequency of a term in df of n documents.
func idf(df, n int) float64 {
	return math.Log(1 + (float64(n-df)+0.5)/(float64(max(df, 1))+0.5))
}

// strength adds up the weighed occurrences of a unit's terms in all zones.
func (r *run) strength(u *unit) error { return r.strengthIn(u, zones()) }

func (r *run) strengthIn(u *unit, zones []zone) error {
	for _, o := range u.terms {
		for _, z := range zones {
			if err := r.add(u, o, z); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) add(u *unit, o option, z zone) error {
	p, err := r.postings(o.text, z.field, false)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		ok, err := p.next()
		if err != nil || !ok {
			return err
		}
		n := p.n
		u.grow(n)
		tf := float64(p.doc.Freq) / (1 - z.b + z.b*p.length()/z.pivot)
		if u.strength[n] == 0 || u.label[n] > o.label {
			u.label[n] = o.label
		}
		u.strength[n] += float32(o.weight * z.weight * tf)
		if err := r.tick(); err != nil {
			return err
		}
	}
}

// grow makes room for document n.
func (u *unit) grow(n uint64) {
	for uint64(len(u.strength)) <= n {
		more := max(256, len(u.strength))
		u.strength = append(u.strength, make([]float32, more)...)
		u.label = append(u.label, make([]uint8, more)...)
	}
}

func internalID(n uint64) index.IndexInternalID { return index.NewIndexInternalID(nil, n) }
