package programme

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// IsRole reports whether a phrase says what somebody does ("Senior Director, Open Source") rather than who.
func IsRole(phrase string) bool {
	return hasWord(phrase, roleWords) && !IsPerson(phrase)
}

// IsEmployment reports whether a phrase says what somebody does or where ("Red Hat", "Initech Ltd.") rather than who.
func IsEmployment(phrase string) bool {
	return !IsPerson(phrase) && (hasWord(phrase, roleWords) || hasWord(phrase, orgWords) || IsOrganisation(phrase))
}

func hasWord(phrase string, words []string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if slices.Contains(words, w) {
			return true
		}
	}
	return false
}

// IsGivenName reports whether a speaker is known whose name begins with this word. "Cloud" and "Red" begin
// no person's name.
func IsGivenName(word string) bool {
	key := kb.NameKey(word)
	if key == "" || strings.Contains(key, " ") || utf8.RuneCountInString(key) < 2 {
		return false
	}
	at := firstFrom(peopleData, key+" ")
	line, _, _ := strings.Cut(peopleData[at:], "\n")
	spelling, _, _ := strings.Cut(line, "\t")
	return strings.HasPrefix(kb.NameKey(spelling), key+" ")
}

// Personal says how surely a phrase is the name of a person.
type Personal int

// The degrees of certainty.
const (
	NoPerson     Personal = iota // a job, a company, or no name at all
	MaybePerson                  // has the form of a name
	LikelyPerson                 // and begins with a given name that is known
	KnownPerson                  // somebody of this name spoke at a conference
)

// IsPersonal judges a phrase by its form, its words and the programme's people and companies.
func IsPersonal(phrase string) Personal {
	if IsPerson(phrase) {
		return KnownPerson
	}
	words := strings.Fields(phrase)
	switch {
	case len(words) == 0 || len(words) > 5 || len(phrase) > 80:
		return NoPerson
	case strings.ContainsAny(phrase, "0123456789:?!|/+#&@"):
		return NoPerson
	case IsOrganisation(phrase), hasWord(phrase, roleWords), hasWord(phrase, orgWords), hasWord(phrase, subjectWords):
		return NoPerson
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		small := unicode.IsLower(r) && (i == 0 || !strings.Contains(particles, " "+strings.ToLower(w)+" "))
		if small && !strings.HasPrefix(w, "'") {
			return NoPerson
		}
		if strings.Contains(strings.TrimSuffix(w, "."), ".") && len(w) > 5 { // solo.io
			return NoPerson
		}
	}
	if len(words) == 1 {
		if wide(words[0]) {
			return MaybePerson
		}
		return NoPerson
	}
	if IsGivenName(words[0]) {
		return LikelyPerson
	}
	return MaybePerson
}

// wide reports whether a word is written in a script without blanks between names.
func wide(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// bracket is what stands in brackets at the end of a name: a company.
var bracket = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(.+?)\s*[(\[]([^()\[\]]+)[)\]]$`)
})

// ParseSpeakers reads a list of speakers as programmes write it: "A, Org & B, Org2; C, D & E, Org", with jobs
// between names and companies, or companies in brackets. known may tell further companies; nil is allowed.
// Jobs and companies become nobody's name; a company belongs to those who stand before it since the last one.
func ParseSpeakers(list string, known func(org string) bool) []Speaker {
	if len(list) > 2000 {
		return nil
	}
	l := &lister{known: known}
	for group := range strings.SplitSeq(list, ";") {
		l.group(group)
	}
	return l.out
}

// lister collects speakers.
type lister struct {
	known func(string) bool
	out   []Speaker
	open  int // speakers from here on still wait for their company
}

func (l *lister) isOrg(s string) bool {
	return IsOrganisation(s) || l.known != nil && l.known(s)
}

// group reads what stands between semicolons.
func (l *lister) group(text string) {
	l.open = len(l.out)
	segments := l.segments(text)
	for i, s := range segments {
		l.segment(s, i < len(segments)-1)
	}
	l.open = len(l.out)
}

// joint stands between two speakers, or inside the name of a company or of a job.
var joint = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(` (?:&|and) `)
})

// segments cuts at "&" and "and" before a name, and each part at its commas.
func (l *lister) segments(text string) [][]string {
	text = strings.Join(strings.Fields(text), " ")
	var out [][]string
	var current []string
	role := false
	joints := append(joint().FindAllStringIndex(text, -1), []int{len(text), len(text)})
	for i, from := 0, 0; i < len(joints); i, from = i+1, joints[i][1] {
		atoms := strings.Split(text[from:joints[i][0]], ",")
		for k := range atoms {
			atoms[k] = strings.TrimSpace(atoms[k])
		}
		if i > 0 {
			last := &current[len(current)-1]
			joined := *last + text[joints[i-1][0]:from] + atoms[0]
			name := IsPersonal(bare(atoms[0]))
			oneWord := len(strings.Fields(atoms[0])) == 1
			starts := name >= LikelyPerson || (name == MaybePerson && !role) || (oneWord && IsPerson(atoms[0]))
			if l.isOrg(joined) || !starts {
				*last = joined
				current = append(current, atoms[1:]...)
				role = role || IsRole(*last)
				continue
			}
			out = append(out, current)
			current, role = nil, false
		}
		current = append(current, atoms...)
		role = role || slices.ContainsFunc(atoms, IsRole)
	}
	return append(out, current)
}

// bare is a name without the company in brackets behind it.
func bare(atom string) string {
	if m := bracket().FindStringSubmatch(atom); m != nil {
		return m[1]
	}
	return atom
}

// segment reads "Name, Name, Job, Company"; more is true where another name follows after "&".
func (l *lister) segment(atoms []string, more bool) {
	role, org := false, ""
	for i, atom := range atoms {
		first, last := i == 0, i == len(atoms)-1
		name, in := atom, ""
		if m := bracket().FindStringSubmatch(atom); m != nil {
			name, in = m[1], m[2]
		} else if before, after, ok := strings.Cut(atom, " @ "); ok {
			name, in = before, after
		}
		sure := IsPersonal(name)
		switch {
		case atom == "":
		case l.isOrg(atom) && sure != KnownPerson:
			org = atom
		case first && (sure > NoPerson || alone(name) && !role), in != "" && sure > NoPerson,
			!role && org == "" && (sure == KnownPerson || sure == LikelyPerson && !l.isOrg(name)),
			!role && org == "" && !last && !more && sure == MaybePerson && l.peopleFollow(atoms[i+1:]):
			l.out = append(l.out, Speaker{Name: name})
			if in != "" {
				l.give(in)
			}
		case IsRole(atom):
			role = true
		default:
			org = atom // the last one stands, after a department
		}
	}
	if org != "" {
		l.give(org)
	}
}

// alone reports whether a single word can be all of a name: "Flynn", where no company is called so.
func alone(name string) bool {
	r, size := utf8.DecodeRuneInString(name)
	small, _ := utf8.DecodeRuneInString(name[min(size, len(name)):])
	return IsGivenName(name) && unicode.IsUpper(r) && unicode.IsLower(small)
}

// peopleFollow reports whether a name that is known to be a person's stands among what follows.
func (l *lister) peopleFollow(atoms []string) bool {
	return slices.ContainsFunc(atoms, func(a string) bool { return IsPersonal(a) >= LikelyPerson })
}

// give is where those who wait come from.
func (l *lister) give(org string) {
	org = strings.TrimSpace(org)
	if used, ok := Organisation(org); ok {
		org = used
	}
	if i := strings.LastIndex(org, " at "); i >= 0 && IsRole(org[:i]) {
		org = org[i+4:]
	}
	for i := l.open; i < len(l.out); i++ {
		if l.out[i].Org == "" {
			l.out[i].Org = org
		}
	}
	l.open = len(l.out)
}

// dashes stand between the title of a talk and its speakers.
var dashes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[\s?!]\s*[-–—]\s+`)
})

// CutSpeakers divides "Title - Name, Company" and reads the speakers. Of several dashes the last one counts
// that has a name behind it. Without a company the name must be known, or begin with a given name.
func CutSpeakers(title string, known func(org string) bool) (head string, speakers []Speaker) {
	if len(title) > 2000 {
		return title, nil
	}
	cuts := dashes().FindAllStringIndex(title, -1)
	for _, cut := range slices.Backward(cuts) {
		before, tail := strings.TrimSpace(title[:cut[0]+1]), title[cut[1]:]
		if before == "" {
			continue
		}
		first, rest, comma := strings.Cut(tail, ",")
		first, _, _ = strings.Cut(strings.ReplaceAll(first, " and ", " & "), " & ")
		first, _, _ = strings.Cut(first, ";")
		name := strings.TrimSpace(bare(first))
		sure := IsPersonal(name)
		if sure < LikelyPerson && !(comma && strings.TrimSpace(rest) != "" && (sure == MaybePerson || alone(name))) {
			continue
		}
		if speakers = ParseSpeakers(tail, known); len(speakers) > 0 {
			return before, speakers
		}
	}
	return title, nil
}
