package conference

import (
	"cmp"
	"slices"
	"strings"
)

// zone is the part of a write-up in which something is named.
type zone uint8

const (
	inTitle zone = iota
	inEvent
	inPath
	inDescription
	inLead
	inHeading
	inBody
)

// none marks an unknown region or place of a mention.
const none = -2

// mention is one naming of an event, with what its surroundings say about which edition.
type mention struct {
	zone           zone
	series         int    // index into allSeries, or anyKubeCon
	camel          string // the name of a series the registry does not know
	region, place  int    // index, or none
	year           int
	start, end     int // bytes: from the first to the last word that counts
	edition        int // set where the words name an edition outright, else none
	rule           string
	candidates     set
	elsewhen       bool // "last year's KubeCon", "see you at KubeCon NA": another edition than the write-up's
	heading        bool // it stands in a heading
	misplaced      bool // it names a place at which no edition of its series is known
	regionText     string
	second         string // in a title: the other of two places, "KCD Utrecht and Lyon"
	joined         bool   // in a title: an "and" alone stands between it and another event
	firstTok, next int
	sentence       int
}

func (m *mention) kubeCon() bool { return m.series == anyKubeCon }

// narrowed reports whether the words say more than the bare name.
func (m *mention) narrowed() bool {
	return m.edition != none || m.region != none || m.place != none || m.year != 0
}

// mentions groups the items of a text into mentions. pooled texts are short (titles, paths): their
// years and places belong to their event wherever they stand.
func mentions(z zone, text string, items []item, tokens []token, pooled bool) []mention {
	var out []mention
	for i := 0; i < len(items) && len(out) < maxMentions; i++ {
		it := items[i]
		switch {
		case it.what == anEdition:
		case it.what == aSeries && (!it.weak || besidePlace(items, i)):
		case it.what == aCamel && z == inTitle:
		default:
			continue
		}
		m := mention{zone: z, series: anyKubeCon, region: none, place: none, edition: none, start: it.start, end: it.end,
			firstTok: it.tok, next: it.after, rule: "name", sentence: it.sentence}
		switch it.what {
		case anEdition:
			m.edition = it.value
			m.rule = "name"
			if it.sched || !strings.Contains(text[it.start:it.end], " ") {
				m.rule = "sched"
			}
		case aSeries:
			m.series = it.value
		case aCamel:
			m.camel, m.series = it.name, none
		}
		if it.hashtag {
			m.rule = "hashtag"
		}
		if it.sched {
			m.rule = "sched"
		}
		i = chain(&m, text, items, tokens, i)
		out = append(out, m)
	}
	for k := 1; k < len(out) && pooled; k++ {
		if joinsEvents(text, &out[k-1], &out[k]) {
			out[k-1].joined, out[k].joined = true, true
		}
	}
	for k := range out {
		qualify(out, k, items, tokens, text, pooled)
	}
	return out
}

// besidePlace reports whether a region, place or year stands right after item i.
func besidePlace(items []item, i int) bool {
	return i+1 < len(items) && items[i+1].tok == items[i].after && items[i+1].sentence == items[i].sentence &&
		(items[i+1].what == aRegion || items[i+1].what == aPlace || items[i+1].what == aYear)
}

// chain swallows the names joined to the one at i ("KubeCon + CloudNativeCon + Open Source Summit") and
// returns the index of the last one.
func chain(m *mention, text string, items []item, tokens []token, i int) int {
	for i+1 < len(items) {
		next := items[i+1]
		if items[i].glued && next.glued && next.tok == items[i].tok { // the parts of one word
			take(m, next)
			i++
			continue
		}
		if next.what != aSeries || next.sentence != m.sentence || next.start < m.end {
			return i
		}
		joiner := strings.TrimSpace(text[m.end:next.start])
		tight := joiner == "" || len(joiner) <= 3 && strings.Trim(joiner, "+&|/-–—·,_\\* ") == ""
		word := joiner == "and" || joiner == "And" || joiner == "AND" || joiner == "et" || joiner == "und" || joiner == "y"
		both := m.kubeCon() && m.edition == none && next.value == anyKubeCon
		switch {
		case both && (tight || word):
		case tight && joiner != "," && m.kubeCon() != (next.value == anyKubeCon) && m.edition == none && m.camel == "" && mergeable(m.series, next.value):
			m.series = anyKubeCon
		default:
			return i
		}
		m.end, m.next = next.end, next.after
		i++
	}
	return i
}

// mergeable: "KubeCon + Open Source Summit" is one KubeCon; "Rejekts & KubeCon" are two events.
func mergeable(a, b int) bool {
	other := max(a, b)
	return other >= 0 && (allSeries[other].Kind == "foundation" || allSeries[other].Kind == "co-located")
}

func take(m *mention, it item) {
	switch it.what {
	case aRegion:
		if m.region == none {
			m.region = it.value
		}
	case aPlace:
		if m.place == none {
			m.place = it.value
		}
	case aYear:
		if m.year == 0 {
			m.year = it.value
		}
	}
	m.start, m.end = min(m.start, it.start), max(m.end, it.end)
}

// maxMentions bounds the work on a list of talks of all conferences.
const maxMentions = 400

// How far a year or place may stand from the event's name, in words.
const (
	reachAfter      = 9
	reachBefore     = 5
	reachBeforeYear = 2
)

// qualify finds the region, place and year that belong to mention k, and cues that it is another edition.
func qualify(all []mention, k int, items []item, tokens []token, text string, pooled bool) {
	m := &all[k]
	cues(m, tokens)
	start, end := m.start, m.end
	from, _ := slices.BinarySearchFunc(items, start, func(it item, at int) int { return cmp.Compare(it.start, at) })
	for _, it := range items[from:] {
		if it.start < end || it.what > aYear || it.what == aSeries {
			continue
		}
		tooFar := it.tok-m.next > reachAfter || it.sentence != m.sentence
		if (tooFar && !pooled) || ended(all, k, it, pooled) {
			break
		}
		if it.lower && !besideYearOrName(items, it, m) {
			continue
		}
		if !m.has(it.what) {
			m.take(it)
		}
	}
	for i := from - 1; i >= 0; i-- {
		it := items[i]
		if it.end > start || it.what > aYear || it.what == aSeries {
			continue
		}
		distance := m.firstTok - it.after
		tooFar := distance > reachBefore || it.sentence != m.sentence
		if (tooFar && !pooled) || taken(all, k, it, pooled) {
			break
		}
		farYear := it.what == aYear && !pooled && distance > reachBeforeYear
		if it.lower || farYear {
			continue
		}
		m.take(it)
	}
	m.resolve()
	if pooled && m.series != anyKubeCon {
		if first, second := twoPlaces(m, tokens, text); second != "" {
			m.regionText, m.second = first, second
			return
		}
		if m.place == none && m.region == none && m.regionText == "" {
			m.regionText = unlistedPlace(m, tokens, text)
		}
	}
}

// conjunctions join two names of events or places.
var conjunctions = []string{"and", "&", "und", "et", "y", "e", "en", "och", "og"}

// joinsEvents reports whether nothing but "and" stands in a text between two mentions.
func joinsEvents(text string, a, b *mention) bool {
	return a.end < b.start && slices.Contains(conjunctions, strings.ToLower(strings.TrimSpace(text[a.end:b.start])))
}

// twoPlaces reads two places right after the name of an event: "KCD Utrecht and Lyon 2023".
func twoPlaces(m *mention, tokens []token, text string) (first, second string) {
	first = unlistedPlace(m, tokens, text)
	if first == "" {
		return "", ""
	}
	at := m.next + strings.Count(first, " ") + 1
	if at >= len(tokens) || !slices.Contains(conjunctions, tokens[at].text) {
		return first, ""
	}
	after := *m
	after.next = at + 1
	if second = unlistedPlace(&after, tokens, text); second == "" || InTitle(second) {
		return first, ""
	}
	return first, second
}

// bothPlaces are the two editions of a title that names two places of one event and its year.
func (m *mention) bothPlaces() []Edition {
	if m.second == "" || m.year == 0 || m.series < 0 {
		return nil
	}
	s := &allSeries[m.series]
	var both []Edition
	for _, place := range []string{m.regionText, m.second} {
		e := derived(s.ID, s.Name, place, m.year)
		if known, ok := Lookup(e.ID); ok {
			e = known
		}
		both = append(both, e)
	}
	return both
}

func (m *mention) take(it item) { take(m, it) }

// has reports whether the mention has a value of this kind already.
func (m *mention) has(what what) bool {
	switch what {
	case aYear:
		return m.year != 0
	case aRegion:
		return m.region != none
	case aPlace:
		return m.place != none
	}
	return false
}

// located reports whether the mention has a region or a place.
func (m *mention) located() bool { return m.region != none || m.place != none }

// besideYearOrName: a code in small letters ("in", "us", "na") counts right after the name, and those
// that are common words only when a year follows at once.
func besideYearOrName(items []item, it item, m *mention) bool {
	if it.what != aRegion {
		return it.tok == m.next // "la", "dc" right after the name
	}
	id := regions[it.value].ID
	if it.tok != m.next && it.tok != m.next+1 {
		return false
	}
	if id != "in" && id != "co" {
		return true
	}
	for _, next := range items {
		if next.what == aYear && next.tok == it.after && next.value >= 2024 {
			return true
		}
	}
	return false
}

// ended: the reach of mention k ends at the next mention. In a pooled text a year after two joined
// names belongs to both ("Rejekts and KubeCon 2024").
func ended(all []mention, k int, it item, pooled bool) bool {
	for j := k + 1; j < len(all) && all[j].start < it.end; j++ {
		if !pooled || qualifiedBetween(all, k, j) {
			return true
		}
	}
	return false
}

// qualifiedBetween reports whether mention k already has a year or place of its own before mention j.
func qualifiedBetween(all []mention, k, j int) bool {
	m := &all[k]
	if m.series == all[j].series {
		return m.year != 0 || m.located()
	}
	return m.year != 0 && m.located()
}

// taken: an item before mention k belongs to the mention before it, if that one took it.
func taken(all []mention, k int, it item, pooled bool) bool {
	for j := k - 1; j >= 0 && all[j].end > it.start; j-- {
		if all[j].start <= it.start && it.end <= all[j].end && !(pooled && all[j].series != all[k].series) {
			return true
		}
		if !pooled && all[j].end > it.start {
			return true
		}
	}
	return false
}

// noPlace are capitalised words of titles that follow the name of a conference without being its place.
var noPlace = [...]string{"recap", "notes", "wrap", "review", "report", "summary", "highlights", "takeaways", "the", "my", "tech",
	"experience", "day", "days", "part", "retrospective", "impressions", "trip", "keynote", "keynotes", "talks", "talk", "a", "what",
	"lessons", "and", "open", "schedule", "program", "conference", "updates", "update", "online", "virtual", "live", "edition", "how"}

// unlistedPlace reads the capitalised words right after the name, or after its year: "KCD Utrecht 2024".
func unlistedPlace(m *mention, tokens []token, text string) string {
	var place []string
	for i := m.next; i < len(tokens) && len(place) < 3; i++ {
		tok := tokens[i]
		word := text[tok.start:tok.end]
		if i > 0 && len(strings.Trim(text[tokens[i-1].end:tok.start], " -")) > 0 {
			break
		}
		leads := yearOf(tok.text) > 0 || tok.text == "in" || tok.text == "at"
		if leads && len(place) == 0 {
			continue
		}
		if tok.cjk || word == tok.text || containsKey(noPlace[:], tok.text) {
			break
		}
		place = append(place, word)
	}
	return strings.Join(place, " ")
}

// cues looks for words around the mention that point to another time.
func cues(m *mention, tokens []token) {
	from := m.firstTok
	for n := 0; n < 6 && from > 0 && !tokens[from].brk; n++ {
		from--
	}
	if from < m.firstTok && tokens[from].brk && m.firstTok-from > 6 {
		from++
	}
	prev := ""
	for i := from; i < min(len(tokens), m.next+12); i++ {
		tok := tokens[i]
		before := i < m.firstTok
		next := ""
		if i+1 < len(tokens) {
			next = tokens[i+1].text
		}
		if i > m.next && tok.brk {
			break
		}
		switch tok.text {
		case "year", "years":
			if next == "ago" || pointsAway(prev) {
				m.elsewhen = true
			}
		case "previous", "earlier", "upcoming", "past":
			m.elsewhen = m.elsewhen || (before && i >= m.firstTok-4)
		case "next", "last", "since", "compared":
			m.elsewhen = m.elsewhen || (before && i >= m.firstTok-2)
		case "back":
			m.elsewhen = m.elsewhen || (before && (next == "in" || next == "at"))
		case "see":
			m.elsewhen = m.elsewhen || (before && next == "you")
		}
		prev = tok.text
	}
}

// pointsAway reports whether a word before "year" makes it another year than that of writing.
func pointsAway(word string) bool {
	return word == "last" || word == "next" || word == "previous" || word == "every"
}

// resolve narrows the mention to editions of the registry.
func (m *mention) resolve() {
	l := words()
	if m.edition != none {
		m.candidates.add(m.edition)
		return
	}
	var base set
	switch {
	case m.camel != "":
		return
	case m.series == anyKubeCon:
		base = l.kubecon
	default:
		base = l.bySeries[allSeries[m.series].ID]
	}
	c := base
	if m.year != 0 {
		c = c.and(l.byYear[m.year])
		if c.empty() {
			return
		}
	}
	if m.region != none {
		if r := c.and(l.byRegion[regions[m.region].ID]); !r.empty() {
			c = r
		} else {
			m.regionText, m.region = regions[m.region].Name, none
			if m.series != anyKubeCon || m.year != 0 {
				return
			}
		}
	}
	if m.place != none {
		if p := c.and(l.byCity[places[m.place].Name]); !p.empty() {
			c = p
		} else if m.series != anyKubeCon {
			m.misplaced = true
			if m.year != 0 {
				c = set{}
			}
		}
	}
	m.candidates = c
}

// derive makes the edition of a series whose editions are not all listed from the mention's own words.
func (m *mention) derive(year int) (Edition, bool) {
	if year == 0 || m.series == anyKubeCon {
		return Edition{}, false
	}
	id, name := "", m.camel
	if m.camel != "" {
		id = slugOf(m.camel)
	} else {
		id, name = allSeries[m.series].ID, allSeries[m.series].Name
	}
	place := m.regionText
	if m.place != none {
		place = places[m.place].Name
	} else if m.region != none {
		place = regions[m.region].Name
	}
	return derived(id, name, place, year), true
}
