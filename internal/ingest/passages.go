package ingest

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// passage is a part of a transcript about one subject.
type passage struct {
	at   int // in seconds, -1 if unknown
	lead string
	text string
}

// The lengths of passages in words: one is cut no shorter than the first and no longer than the last, and
// what is about as long as the second costs nothing. People speak some 150 words a minute.
const (
	leastPassage = 90
	idealPassage = 220
	mostPassage  = 420
	// window is how many words on either side of a cut are compared.
	window = 120
)

// utterance is what is never cut: a sentence, or a stretch of speech without punctuation.
type utterance struct {
	at    int
	words []string
	para  bool
	terms map[string]float64 // weighed by rarity in the transcript
}

// mostSentence is how many words without a full stop are taken for one utterance, and leastSentence how
// many a utterance has that is counted by itself.
const (
	mostSentence  = 45
	leastSentence = 5
)

// sentences cuts speech.
func utterances(cues []cue) []utterance {
	var out []utterance
	s := utterance{at: -1}
	flush := func() {
		if len(s.words) > 0 {
			out = append(out, s)
		}
		s = utterance{at: -1}
	}
	for _, c := range cues {
		if c.para {
			flush()
			s.para = true
		}
		words := strings.Fields(c.text)
		for i, w := range words {
			if len(s.words) == 0 {
				s.at = c.at
			}
			s.words = append(s.words, w)
			stops := strings.ContainsAny(w[len(w)-1:], ".?!") || strings.HasSuffix(w, "。")
			captionEnds := i == len(words)-1 && len(s.words) >= mostSentence/2
			enough := stops && len(s.words) >= leastSentence
			if enough || captionEnds || len(s.words) >= mostSentence {
				flush()
			}
		}
	}
	flush()
	return out
}

// termOf is a word as it is compared: small, without signs, its plural taken off.
func termOf(word string) string {
	word = strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	word = strings.TrimSuffix(word, "'s")
	if len(word) > 4 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
		word = word[:len(word)-1]
	}
	if utf8.RuneCountInString(word) < 3 {
		return ""
	}
	return word
}

// parts is into how many parts a transcript is divided to see where a word is said.
const parts = 12

// weigh fills in the terms of utterances. A word weighs the more the rarer it is and the more it is said in
// one part of the talk: "and" and "you know" are said all the time and weigh next to nothing.
func weigh(all []utterance) {
	type use struct {
		in   int
		over [parts]float64
	}
	uses := map[string]*use{}
	for i := range all {
		all[i].terms = map[string]float64{}
		for _, w := range all[i].words {
			t := termOf(w)
			if t == "" {
				continue
			}
			u := uses[t]
			if u == nil {
				u = &use{}
				uses[t] = u
			}
			if all[i].terms[t] == 0 {
				u.in++
			}
			all[i].terms[t]++
			u.over[i*parts/len(all)]++
		}
	}
	weight := make(map[string]float64, len(uses))
	for t, u := range uses {
		weight[t] = math.Log(1+float64(len(all))/float64(u.in)) * gathered(u.over[:])
		if u.in < 2 {
			weight[t] = 0 // said once, it joins nothing
		}
	}
	for i := range all {
		for t, n := range all[i].terms {
			all[i].terms[t] = math.Sqrt(n) * weight[t]
		}
	}
}

// gathered is 1 for what is all in one place and 0 for what is spread evenly: one less the entropy.
func gathered(counts []float64) float64 {
	total := 0.0
	for _, n := range counts {
		total += n
	}
	h := 0.0
	for _, n := range counts {
		if n > 0 {
			h -= n / total * math.Log(n/total)
		}
	}
	return max(0, 1-h/math.Log(float64(len(counts))))
}

// cohesion is how much the words before and after each utterance have in common, 0 to 1: the cosine of the
// windows on both sides.
func cohesion(all []utterance) []float64 {
	out := make([]float64, len(all))
	for i := 1; i < len(all); i++ {
		a, b := map[string]float64{}, map[string]float64{}
		for k, n := i-1, 0; k >= 0 && n < window; k-- {
			add(a, all[k].terms)
			n += len(all[k].words)
		}
		for k, n := i, 0; k < len(all) && n < window; k++ {
			add(b, all[k].terms)
			n += len(all[k].words)
		}
		out[i] = cosine(a, b)
	}
	return out
}

func add(to, from map[string]float64) {
	for t, v := range from {
		to[t] += v
	}
}

func cosine(a, b map[string]float64) float64 {
	var dot, x, y float64
	for _, t := range sortedTerms(a) {
		dot += a[t] * b[t]
		x += a[t] * a[t]
	}
	for _, t := range sortedTerms(b) {
		y += b[t] * b[t]
	}
	if x == 0 || y == 0 {
		return 0
	}
	return dot / math.Sqrt(x*y)
}

// sortedTerms are the terms in a fixed order: sums of floats depend on it.
func sortedTerms(m map[string]float64) []string {
	out := make([]string, 0, len(m))
	for t := range m {
		out = append(out, t)
	}
	slices.Sort(out)
	return out
}

// passages cuts speech where its subject changes: where the words on both sides have least in common, at
// lengths that people can read (TextTiling, Hearst 1997, with the cuts chosen together by dynamic
// programming).
func passages(cues []cue) []passage {
	all := utterances(cues)
	if len(all) == 0 {
		return nil
	}
	weigh(all)
	like := cohesion(all)
	upTo := make([]int, len(all)+1)
	for i := range all {
		upTo[i+1] = upTo[i] + len(all[i].words)
	}
	cost := make([]float64, len(all)+1)
	from := make([]int, len(all)+1)
	for end := 1; end <= len(all); end++ {
		cost[end] = math.Inf(1)
		for start := end - 1; start >= 0; start-- {
			n := upTo[end] - upTo[start]
			if n > mostPassage && start < end-1 {
				break
			}
			c := cost[start] + lengthCost(n, start == 0 && end == len(all))
			if start > 0 {
				c += like[start]
				if all[start].para {
					c -= 0.15
				}
			}
			if c < cost[end] {
				cost[end], from[end] = c, start
			}
		}
	}
	var out []passage
	for end := len(all); end > 0; end = from[end] {
		out = append(out, passageOf(all[from[end]:end]))
	}
	slices.Reverse(out)
	return out
}

// lengthCost is what a passage of n words costs for its length.
func lengthCost(n int, whole bool) float64 {
	switch {
	case n < leastPassage && !whole:
		return 1 + float64(leastPassage-n)/leastPassage
	case n <= idealPassage:
		return 0.3 * float64(idealPassage-n) / idealPassage
	}
	return 0.3 * float64(n-idealPassage) / (mostPassage - idealPassage)
}

// passageOf makes a passage of sentences, in paragraphs of a few.
func passageOf(list []utterance) passage {
	p := passage{at: list[0].at, lead: leadOf(list)}
	var b strings.Builder
	n := 0
	for i, s := range list {
		if i > 0 {
			if s.para || n >= 80 {
				b.WriteString("\n\n")
				n = 0
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(strings.Join(s.words, " "))
		n += len(s.words)
	}
	p.text = b.String()
	return p
}

// fillers are words that speakers begin with and that say nothing.
const fillers = " um uh uhm er ah so and but now okay ok right well yeah yes also then like i mean you know alright because or basically actually "

// mostLead is how many words a lead has at most.
const mostLead = 12

// leadOf names a passage by the utterance of it that says most of its subject.
func leadOf(list []utterance) string {
	centre := map[string]float64{}
	for i := range list {
		add(centre, list[i].terms)
	}
	best, lead := -1.0, ""
	for i := range list {
		words := list[i].words
		for len(words) > 1 && strings.Contains(fillers, " "+strings.ToLower(strings.Trim(words[0], ",.!?…"))+" ") {
			words = words[1:]
		}
		cut := words[:min(len(words), mostLead)]
		score := 0.0
		for _, w := range cut {
			score += centre[termOf(w)]
		}
		score /= math.Sqrt(float64(max(len(cut), 6)))
		if len(words) > mostLead+4 {
			score *= 0.8
		}
		if score > best {
			best, lead = score, strings.TrimRight(strings.Join(cut, " "), ".,;:?! ")
			if len(cut) < len(words) {
				lead += "…"
			}
		}
	}
	r, size := utf8.DecodeRuneInString(lead)
	return string(unicode.ToUpper(r)) + lead[size:]
}
