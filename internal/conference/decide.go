package conference

import (
	"slices"
	"strings"
	"time"

	"takeaway/internal/kb"
)

// weights is what one naming of an edition adds to its score, by zone. A body names many events in passing.
var weights = [...]float64{inTitle: 8, inEvent: 7, inPath: 6, inDescription: 5, inLead: 4, inHeading: 3, inBody: 1}

// most is how often a zone counts for one edition.
var most = [...]int{inTitle: 2, inEvent: 2, inPath: 1, inDescription: 1, inLead: 2, inHeading: 2, inBody: 3}

const (
	enough = 2.0 // the least score of an edition that is not named outright
	margin = 1.0 // by which it must beat the next
)

// setDate reads the publication date, else the one in the path.
func (r *reading) setDate(date, path string) {
	if !r.parseDate(date) {
		for i := 0; i+8 <= len(path); i++ {
			if digit(path[i]) && (i == 0 || !digit(path[i-1])) && (r.parseDate(path[i:min(len(path), i+10)]) || r.parseDate(compactDate(path[i:]))) {
				return
			}
		}
		for i := range len(path) {
			if digit(path[i]) && (i == 0 || !digit(path[i-1])) && r.parseDate(shortDate(path[i:])) {
				return
			}
		}
	}
}

// shortDate turns "5-16-22…" into "2022-05-16": month, day and year, or day, month and year, where only one of the two
// is a date.
func shortDate(s string) string {
	parts := strings.SplitN(s, "-", 4)
	if len(parts) < 3 {
		return ""
	}
	goesOn := len(parts) == 4 && parts[3] != "" && digit(parts[3][0])
	if last := strings.TrimLeft(parts[2], "0123456789"); goesOn || len(parts[2])-len(last) != 2 {
		return ""
	}
	short := parts[0] + "-" + parts[1] + "-" + parts[2][:2]
	american, err := time.Parse("1-2-06", short)
	european, other := time.Parse("2-1-06", short)
	switch {
	case err == nil && other != nil:
		return american.Format(time.DateOnly)
	case err != nil && other == nil:
		return european.Format(time.DateOnly)
	}
	return ""
}

// compactDate turns "20210504…" into "2021-05-04".
func compactDate(s string) string {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	if n != 8 {
		return ""
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:8]
}

func (r *reading) parseDate(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) >= 10 {
		if t, err := time.Parse("2006-01-02", strings.ReplaceAll(s[:10], "/", "-")); err == nil && yearOf(s[:4]) > 0 {
			r.day, r.year, r.dateText = dayOf(t), t.Year(), s[:10]
			return true
		}
		return false
	}
	if len(s) == 7 {
		if t, err := time.Parse("2006-01", s); err == nil && yearOf(s[:4]) > 0 {
			r.day, r.year, r.month, r.dateText = dayOf(t)+14, t.Year(), true, s
			return true
		}
	}
	if y := yearOf(s); y > 0 {
		r.year, r.dateText = y, s
		return true
	}
	return false
}

func dayOf(t time.Time) int { return int(t.Unix() / 86400) }

func isoDay(s string) int {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0
	}
	return dayOf(t)
}

// fit says how well the publication date suits an edition, 0 to 3. Most write-ups appear within three
// weeks; previews up to six weeks before.
func (r *reading) fit(e *Edition) float64 {
	if r.day == 0 {
		if r.year != 0 && r.year == e.Year {
			return enough
		}
		return 0
	}
	if r.pictured {
		if during := r.day >= isoDay(e.Start)-1 && r.day <= isoDay(e.End)+1; during {
			return 3
		}
		return 0
	}
	slack := 0
	if r.month {
		slack = 16
	}
	before, after := isoDay(e.Start)-r.day-slack, r.day-isoDay(e.End)-slack
	switch {
	case before <= 1 && after <= 21:
		return 3
	case before <= 1 && after <= 75:
		return 2.5
	case before > 1 && before <= 45:
		return 2
	case before > 1 && before <= 120, before <= 1 && after <= 160:
		return 1
	}
	return 0
}

// first is the index of the first mention in zone z that can mean something, or -1.
func (r *reading) first(z zone) int {
	return slices.IndexFunc(r.mentions, func(m mention) bool { return m.zone == z && m.usable() })
}

// usable: it can name an edition, listed or not.
func (m *mention) usable() bool {
	return !m.elsewhen && (!m.candidates.empty() || m.series != anyKubeCon && m.edition == none)
}

// titled handles titles that name the events outright, one or several.
func (r *reading) titled() []Finding {
	var found []Finding
	kubeCon := false
	for i := range r.mentions {
		m := &r.mentions[i]
		kubeCon = kubeCon || (m.zone == inTitle && m.kubeCon() && m.usable())
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		besideIt := kubeCon && !m.kubeCon() && m.beside() && !m.joined
		if m.zone != inTitle || !m.usable() || besideIt {
			continue
		}
		if both := m.bothPlaces(); len(both) > 0 {
			for _, e := range both {
				found = appendFinding(found, Finding{e, []kb.Evidence{r.evidence[i]}})
			}
			continue
		}
		if only := m.candidates.only(); only >= 0 && m.narrowed() {
			found = appendFinding(found, Finding{editions[only], r.because(only, m)})
		} else if e, ok := m.derive(m.year); ok && m.candidates.empty() {
			found = appendFinding(found, Finding{e, []kb.Evidence{r.evidence[i]}})
		} else if !m.kubeCon() {
			if f, ok := r.settle([]mention{*m}, inTitle); ok {
				found = appendFinding(found, f)
			}
		}
	}
	return found
}

// unlisted reports whether the title names a KubeCon of a year of which none is known, so that the ones named
// further down are others.
func (r *reading) unlisted() bool {
	return slices.ContainsFunc(r.mentions, func(m mention) bool {
		return m.zone == inTitle && m.series == anyKubeCon && m.year != 0 && m.candidates.empty() && !m.elsewhen && m.camel == "" && m.edition == none
	}) && r.first(inTitle) < 0
}

// beside: the event takes place as a part of a KubeCon, so that a title with both means the KubeCon.
func (m *mention) beside() bool {
	if m.series < 0 {
		return false
	}
	kind := allSeries[m.series].Kind
	return kind == "co-located" || kind == "project" || kind == "contributor" || kind == "foundation"
}

// sections handles write-ups whose title names no event but whose headings are events, one each.
func (r *reading) sections() []Finding {
	var found []Finding
	families := map[int]bool{}
	outright := false
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.zone < inLead || !r.isHeading(m) || !m.usable() || m.next-m.firstTok > 6 {
			continue
		}
		family := m.family()
		if families[family] {
			continue
		}
		if f, ok := r.settle([]mention{*m}, inHeading); ok {
			families[family] = true
			outright = outright || m.candidates.only() >= 0
			found = appendFinding(found, f)
		}
	}
	if !outright || len(found) < 2 {
		return nil
	}
	return found
}

func (r *reading) isHeading(m *mention) bool { return m.zone == inHeading || m.heading }

// family is the series that a mention belongs to; all KubeCons are one.
func (m *mention) family() int {
	if m.edition == none {
		return m.series
	}
	if strings.HasPrefix(editions[m.edition].Series, "kubecon-") {
		return anyKubeCon
	}
	return slices.IndexFunc(allSeries[:], func(s Series) bool { return s.ID == editions[m.edition].Series })
}

// primary are the mentions of the zone that say which event this is about: those of the family named first.
func (r *reading) primary(z zone) []mention {
	var out []mention
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.zone != z || !m.usable() || m.camel != "" {
			continue
		}
		if m.family() != anyKubeCon && (z == inBody || z > inTitle && m.year == 0 && r.kubeConInLead() || z >= inLead && r.hasKubeCon()) {
			continue
		}
		if len(out) > 0 && out[0].family() != m.family() {
			continue
		}
		out = append(out, *m)
	}
	if z >= inHeading && r.onlyBare(out) {
		return nil
	}
	return out
}

func (r *reading) onlyBare(p []mention) bool {
	return !slices.ContainsFunc(p, func(m mention) bool { return m.narrowed() })
}

func (r *reading) kubeConInLead() bool {
	return slices.ContainsFunc(r.mentions, func(m mention) bool {
		return m.zone >= inDescription && m.zone <= inLead && m.kubeCon() && m.usable() && m.narrowed()
	})
}

func (r *reading) hasKubeCon() bool {
	return slices.ContainsFunc(r.mentions, func(m mention) bool {
		return m.zone >= inLead && m.kubeCon() && m.usable() && m.narrowed()
	})
}

// settle singles out the edition that the mentions p, all of one family, mean.
func (r *reading) settle(p []mention, z zone) (Finding, bool) {
	var c set
	common, year := p[0].candidates, 0
	for i := range p {
		c = c.or(p[i].candidates)
		if both := common.and(p[i].candidates); !both.empty() {
			common = both
		}
		if year == 0 {
			year = p[i].year
		}
	}
	if z <= inDescription && !common.empty() {
		c = common // short texts: all their words are about one event
	}
	if only := c.only(); only >= 0 && (z <= inDescription || r.dominates(only)) && (p[0].narrowed() || len(p) > 1 && !r.onlyBare(p)) {
		return Finding{editions[only], r.because(only, nil)}, true
	}
	if z <= inEvent && p[0].misplaced { // no known edition took place there
		if e, ok := p[0].derive(r.year); ok {
			return Finding{e, r.derivedBecause(p[0])}, true
		}
		return Finding{}, false
	}
	if best, ok := r.best(c, p, z); ok && (z <= inDescription || r.dominates(best)) {
		return Finding{editions[best], r.because(best, nil)}, true
	}
	if year == 0 && z <= inPath {
		year = r.year
	}
	if p[0].family() != anyKubeCon && p[0].edition == none && z <= inPath && (year != 0 && (c.empty() || p[0].year != 0 || c.and(words().byYear[year]).empty())) {
		if e, ok := p[0].derive(year); ok {
			return Finding{e, r.derivedBecause(p[0])}, true
		}
	}
	return Finding{}, false
}

// dominates reports whether a text that only names events in passing is about edition i all the same:
// three or more different ones make a review of them, unless one is named most.
func (r *reading) dominates(i int) bool {
	count, others := 0, 0
	var different []set
	for k := range r.mentions {
		m := &r.mentions[k]
		if m.zone < inLead || m.elsewhen || !m.narrowed() || m.candidates.empty() || m.kubeCon() != strings.HasPrefix(editions[i].Series, "kubecon-") {
			continue
		}
		if !slices.ContainsFunc(different, func(s set) bool { return !s.and(m.candidates).empty() }) {
			different = append(different, m.candidates)
		}
		if m.candidates.has(i) {
			count++
		} else {
			others++
		}
	}
	return (len(different) < 3 || count > others) && !r.manyYears(i)
}

// manyYears reports whether the text names events of three years and more, of whatever series, and edition i
// no oftener than the rest: somebody's list of talks.
func (r *reading) manyYears(i int) bool {
	count, others := 0, 0
	years := map[int]bool{}
	for k := range r.mentions {
		m := &r.mentions[k]
		if m.zone < inLead || m.elsewhen || m.year == 0 {
			continue
		}
		years[m.year] = true
		if m.candidates.has(i) {
			count++
		} else {
			others++
		}
	}
	return len(years) >= 3 && count <= others
}

// best scores the candidates with everything else that the write-up says.
func (r *reading) best(c set, p []mention, z zone) (int, bool) {
	if c.empty() {
		return 0, false
	}
	var first, second float64
	winner := -1
	explicit := false
	for _, i := range c.list() {
		words, date := r.score(i, c, z), r.fit(&editions[i])
		if date > 0 && asian(&editions[i]) && !r.unspaced && r.onlyBare(p) {
			date *= 0.7
		}
		if z >= inHeading && words == 0 && !r.pictured {
			date = 0
		}
		switch s := words + date; {
		case s > first:
			first, second, winner = s, first, i
			explicit = words >= 1
		case s > second:
			second = s
		}
	}
	if winner < 0 {
		return 0, false
	}
	if first >= enough && first-second >= margin {
		return winner, true
	}
	return winner, explicit && second < 0.25*first
}

func asian(e *Edition) bool { return e.Region == "cn" || e.Region == "in" || e.Region == "jp" }

// score adds up what the words outside the deciding zone say for edition i of the candidates c.
func (r *reading) score(i int, c set, z zone) float64 {
	total := 0.0
	var times [inBody + 1]int
	size := c.size()
	for k := range r.mentions {
		m := &r.mentions[k]
		if m.elsewhen || !m.candidates.has(i) || !m.narrowed() || times[m.zone] >= most[m.zone] {
			continue
		}
		shared := m.candidates.and(c).size()
		tellsNothing := shared >= size && size > 1
		decided := z <= inTitle && m.zone == z
		if tellsNothing || decided {
			continue
		}
		times[m.zone]++
		total += weights[m.zone] / float64(shared)
	}
	lead, body := false, false
	for _, it := range r.places {
		name := places[it.value].Name
		if e := &editions[i]; name == e.City || name == e.Country {
			lead, body = lead || it.glued, body || !it.glued
		}
	}
	if lead {
		total += 2
	}
	if body {
		total += 0.7
	}
	return total
}

// because gathers the evidence for edition i: the deciding mention first, then one of each rule.
func (r *reading) because(i int, deciding *mention) []kb.Evidence {
	var out []kb.Evidence
	seen := map[string]bool{}
	for k := range r.mentions {
		m := &r.mentions[k]
		if m.elsewhen || !m.candidates.has(i) || seen[r.evidence[k].Rule] || len(out) >= 4 {
			continue
		}
		if !m.narrowed() && (m.zone > inPath || deciding != nil) {
			continue
		}
		seen[r.evidence[k].Rule] = true
		out = append(out, r.evidence[k])
	}
	bare := !slices.ContainsFunc(r.mentions, func(m mention) bool { return !m.elsewhen && m.candidates.only() == i })
	if bare && r.dateText != "" && r.fit(&editions[i]) > 0 {
		out = append(out, kb.Evidence{Rule: "series+date", Text: r.dateText})
	}
	if bare {
		for _, it := range r.places {
			if places[it.value].Name == editions[i].City {
				out = append(out, kb.Evidence{Rule: "city", Text: it.name})
				break
			}
		}
	}
	if len(out) == 0 {
		for k := range r.mentions {
			if r.mentions[k].candidates.has(i) {
				return []kb.Evidence{r.evidence[k]}
			}
		}
	}
	return out
}

// derivedBecause is the evidence for an edition that the registry does not list.
func (r *reading) derivedBecause(p mention) []kb.Evidence {
	var out []kb.Evidence
	for k := range r.mentions {
		if r.mentions[k].zone == p.zone && r.mentions[k].start == p.start && len(out) == 0 {
			out = append(out, r.evidence[k])
		}
	}
	if p.year == 0 {
		out = append(out, kb.Evidence{Rule: "series+date", Text: r.dateText})
	}
	return out
}
