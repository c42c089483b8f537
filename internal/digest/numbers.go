package digest

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/quote"
)

// Number is a figure that somebody quoted, in its sentence.
type Number struct {
	Kind   string `json:"kind" yaml:"kind"` // attendance, scale, percent, money or factor
	Number string `json:"number" yaml:"number"`
	Quote  `yaml:",inline"`
}

// figure is a number found in a sentence.
type figure struct {
	kind, text string
	value      float64
	from       *quote.Sentence
}

const (
	// A figure: 12,000 or 1.5 or 300k or 2 million.
	figureRule = `\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?`
	sizeRule   = `(?:\s?(?:[kKMB]\b|thousand\b|million\b|billion\b))?\+?`
	betweens   = `(?:\s[\w-]+){0,2}?\s`
)

// scaled are the nouns of which a number says how large something is.
const scaled = `clusters?|nodes?|pods|containers|(?:micro)?services|servers|machines|VMs|cores|CPUs|GPUs|requests|users|customers|engineers|developers|` +
	`teams|deployments|releases|repositories|repos|applications|apps|namespaces|tenants|metrics|time series|spans|events|messages|contributors|companies|` +
	`members|organi[sz]ations|projects|sessions|talks|stars|commits|vulnerabilities|CVEs|images|stores|restaurants|branches|countries|regions|data cent(?:er|re)s|` +
	`TB|PB|GB|terabytes|petabytes|QPS|RPS|builds|jobs|workloads|employees|lines|gateways|submissions|sponsors|operators|charts|databases|queries|devices`

// figureRules find the numbers of each kind. The first group is the figure as it is shown, the second its value.
var figureRules = sync.OnceValue(func() []struct {
	kind string
	rule *regexp.Regexp
} {
	number := `(` + figureRule + `)` + sizeRule
	var out []struct {
		kind string
		rule *regexp.Regexp
	}
	for _, r := range [...][2]string{
		{"attendance", `(` + number + betweens + `(?:attendees|participants|visitors|registrations|delegates|registered))`},
		{"attendance", `(` + number + `\speople)\b.*\b(?:attend|KubeCon|conference|show)`},
		{"percent", `(` + number + `\s?(?:%|per\s?cent\b|percentage points))`},
		{"money", `([$€£]\s?` + number + `)`},
		{"money", `(` + number + `\s(?:dollars|euros|USD|EUR))\b`},
		{"factor", `\b(` + number + `(?:x|×|\stimes)(?:\s(?:more|less|faster|slower|as|the|cheaper|larger|smaller))?)(?:[\s.,]|$)`},
		{"scale", `(` + number + betweens + `(?:` + scaled + `))\b`},
	} {
		out = append(out, struct {
			kind string
			rule *regexp.Regexp
		}{r[0], regexp.MustCompile(r[1])})
	}
	return out
})

// leastScale is the number from which a count of things says something about scale.
const leastScale = 20

// figureIn finds the most telling number of a sentence.
func figureIn(s string) (figure, bool) {
	if !strings.ContainsAny(s, "0123456789") {
		return figure{}, false
	}
	for _, r := range figureRules() {
		for _, m := range r.rule.FindAllStringSubmatchIndex(s, -1) {
			if at := m[2]; at > 0 && (wordByte(s[at-1]) || s[at-1] == '.' || s[at-1] == '-') {
				continue // the end of a version, a name or a range
			}
			value := valueOf(s[m[4]:m[5]], s[m[5]:m[3]])
			f := figure{kind: r.kind, text: s[m[2]:m[3]], value: value}
			if f.telling() {
				return f, true
			}
		}
	}
	return figure{}, false
}

// telling leaves out years and small counts.
func (f figure) telling() bool {
	bare := strings.TrimRight(f.text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -")
	switch f.kind {
	case "scale":
		return f.value >= leastScale && !(f.value >= 1990 && f.value <= 2035 && !strings.Contains(bare, ","))
	case "attendance":
		return f.value >= 100 && !(f.value >= 1990 && f.value <= 2035 && !strings.Contains(bare, ","))
	case "factor":
		return f.value >= 2
	case "percent":
		return f.value > 0 && f.value != 100 // all of something is no measurement
	}
	return f.value > 0
}

// valueOf reads a figure with what follows it: "1.5", " million clusters".
func valueOf(digits, after string) float64 {
	if i := strings.LastIndexAny(digits, ",."); i >= 0 && len(digits)-i-1 == 3 || strings.Contains(digits, ",") {
		digits = strings.NewReplacer(",", "", ".", "").Replace(digits)
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return 0
	}
	after = strings.TrimSpace(after)
	for _, size := range [...]struct {
		word  string
		times float64
	}{{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"k", 1e3}, {"K", 1e3}, {"M", 1e6}, {"B", 1e9}} {
		if rest, ok := strings.CutPrefix(after, size.word); ok && (rest == "" || !wordByte(rest[0])) {
			return v * size.times
		}
	}
	return v
}

// numberKinds are the kinds of numbers in the order in which a page shows them.
var numberKinds = [...]string{"attendance", "scale", "percent", "money", "factor"}

// numbers picks figures that people quoted: a few of each kind, the largest first, one a takeaway.
func (s *summariser) numbers() []Number {
	kinds := map[string][]figure{}
	for _, t := range s.group.List() {
		if f, ok := s.figureOf(t); ok {
			kinds[f.kind] = append(kinds[f.kind], f)
		}
	}
	for _, list := range kinds {
		slices.SortFunc(list, func(a, b figure) int {
			return cmp.Or(cmp.Compare(b.score(), a.score()), cmp.Compare(a.from.Place, b.from.Place))
		})
	}
	quota := map[string]int{}
	for left, moved := s.bounds.numbers, true; left > 0 && moved; { // in turns, so that no kind fills the page
		moved = false
		for _, kind := range numberKinds {
			kinds[kind] = fresh(kinds[kind], kinds, quota)
			if left > 0 && quota[kind] < len(kinds[kind]) {
				quota[kind]++
				left--
				moved = true
			}
		}
	}
	out := []Number{}
	for _, kind := range numberKinds {
		for _, f := range kinds[kind][:quota[kind]] {
			out = append(out, Number{Kind: kind, Number: f.text, Quote: s.quote(f.from)})
		}
	}
	return out
}

// fresh drops from list, behind what was chosen of it, figures whose sentence says what a chosen one says.
func fresh(list []figure, kinds map[string][]figure, quota map[string]int) []figure {
	for len(list) > 0 {
		n := quota[list[0].kind]
		if n == len(list) {
			break
		}
		again := false
		for _, kind := range numberKinds {
			for _, f := range kinds[kind][:quota[kind]] {
				again = again || f.text == list[n].text || f.from.Repeats(list[n].from)
			}
		}
		if !again {
			break
		}
		list = slices.Delete(list, n, n+1)
	}
	return list
}

// score orders figures of one kind: large ones, in sentences that read well and stand nowhere else on the page.
func (f figure) score() float64 {
	v := f.from.Base
	if f.kind != "percent" {
		v *= 1 + math.Log10(1+f.value)
	}
	return v
}

// figureOf is the best figure of a takeaway, in a sentence that the page does not hold yet.
func (s *summariser) figureOf(t *kb.Takeaway) (figure, bool) {
	var best figure
	for _, c := range s.page.Of(t) {
		f, ok := figureIn(c.Text())
		if !ok || slices.Contains(s.spoken, c) || s.page.Foreign(c) || c.Vague {
			continue
		}
		f.from = c
		if best.from == nil || f.score() > best.score() {
			best = f
		}
	}
	return best, best.from != nil
}

// wordByte reports whether a byte is of a word.
func wordByte(c byte) bool {
	low := c | 0x20
	return c >= 0x80 || (c >= '0' && c <= '9') || (low >= 'a' && low <= 'z')
}
