package ingest

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"takeaway/internal/notefile"
)

// Print is what is kept of a note to find others with the same or nearly the same text. Front matter and
// lines of hashtags, which belong to whoever keeps the note, are no part of it.
type Print struct {
	sum    [16]byte // of the text
	sketch []uint64 // the smallest hashes of its shingles, ascending
}

// Of a note's shingles, runs of three words, the sketchSize smallest hashes are kept: enough to tell 60
// from 70 per cent. Two notes are compared if any of their keySize smallest agree; of two that share
// six shingles in ten, one pair in two million misses that.
const (
	shingle    = 3
	sketchSize = 128
	keySize    = 16
)

// PrintOf makes the print of a note. yaml says that it is a YAML note.
func PrintOf(data []byte, yaml bool) Print {
	text := bareText(data, yaml)
	sum := sha256.Sum256(text)
	var p Print
	copy(p.sum[:], sum[:])
	var last [shingle]uint64
	n := 0
	hashes := make([]uint64, 0, len(text)/6+1)
	eachToken(text, func(h uint64) {
		copy(last[:], last[1:])
		last[shingle-1] = h
		n++
		if n >= shingle {
			hashes = append(hashes, mix(last[0]*3+bits.RotateLeft64(last[1], 21)*5+bits.RotateLeft64(last[2], 42)*7))
		}
	})
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	p.sketch = slices.Clone(hashes[:min(len(hashes), sketchSize)])
	return p
}

// mix spreads the bits of a hash (the finaliser of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// alike estimates the share of shingles that two notes have in common (Jaccard).
func (p *Print) alike(q *Print) float64 {
	i, j, both, all := 0, 0, 0, 0
	for all < sketchSize && (i < len(p.sketch) || j < len(q.sketch)) {
		all++
		switch {
		case j == len(q.sketch) || i < len(p.sketch) && p.sketch[i] < q.sketch[j]:
			i++
		case i == len(p.sketch) || q.sketch[j] < p.sketch[i]:
			j++
		default:
			i, j, both = i+1, j+1, both+1
		}
	}
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}

// Alike reports whether two notes are versions of one text rather than different texts of one title.
func (p *Print) Alike(q *Print) bool { return p.sum == q.sum || p.alike(q) >= versionAlike }

// Two notes are versions of one text if a quarter of their shingles agree, which a thorough revision
// leaves; pages of one site that share their frame have more, so that alone proves nothing. They are
// possible duplicates from six in ten; real posts that share boilerplate stay below it.
const (
	versionAlike   = 0.25
	duplicateAlike = 0.6
)

// Corpus is the prints of the notes that are there.
type Corpus struct {
	paths  []string
	prints []Print
	sums   map[[16]byte]int
	keys   map[uint64][]int32
}

// NewCorpus makes an empty corpus.
func NewCorpus() *Corpus {
	return &Corpus{sums: map[[16]byte]int{}, keys: map[uint64][]int32{}}
}

// mostPerKey bounds the notes that are looked at for one shingle: boilerplate of a whole site says little.
const mostPerKey = 64

// Add adds a note; the first of several with the same text is the one that Same finds.
func (c *Corpus) Add(path string, p Print) {
	i := len(c.paths)
	c.paths, c.prints = append(c.paths, path), append(c.prints, p)
	if _, ok := c.sums[p.sum]; !ok {
		c.sums[p.sum] = i
	}
	for _, k := range p.sketch[:min(len(p.sketch), keySize)] {
		if len(c.keys[k]) < mostPerKey {
			c.keys[k] = append(c.keys[k], int32(i))
		}
	}
}

// Same finds a note with the very same text.
func (c *Corpus) Same(p Print) (path string, ok bool) {
	i, ok := c.sums[p.sum]
	if !ok {
		return "", false
	}
	return c.paths[i], true
}

// Nearest finds the note most like p, if one is so like it that it may be a duplicate.
func (c *Corpus) Nearest(p Print) (path string, ok bool) {
	seen := map[int32]bool{}
	best, at := duplicateAlike, int32(-1)
	for _, k := range p.sketch[:min(len(p.sketch), keySize)] {
		for _, i := range c.keys[k] {
			if seen[i] {
				continue
			}
			seen[i] = true
			switch a := p.alike(&c.prints[i]); {
			case a > best, a == best && (at < 0 || c.paths[i] < c.paths[at]):
				best, at = a, i
			}
		}
	}
	if at < 0 {
		return "", false
	}
	return c.paths[at], true
}

// SharedWords is the share of the words of the longer note that the other has too, each as often as it
// stands there.
func SharedWords(a, b []byte, yaml bool) float64 {
	count := func(data []byte) []uint64 {
		var list []uint64
		eachToken(bareText(data, yaml), func(h uint64) { list = append(list, h) })
		slices.Sort(list)
		return list
	}
	x, y := count(a), count(b)
	both := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch cmp.Compare(x[i], y[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			i, j, both = i+1, j+1, both+1
		}
	}
	if most := max(len(x), len(y)); most > 0 {
		return float64(both) / float64(most)
	}
	return 0
}

// bareText is the text of a note without front matter, lines of hashtags, empty lines and trailing
// blanks. Of a YAML note the keys of the write-up and all tags are left out.
func bareText(data []byte, yaml bool) []byte {
	front, ok := notefile.FrontOf(data, yaml)
	switch {
	case ok && !yaml:
		data = data[front.Body:]
	case ok:
		data = withoutKeepersKeys(data, front)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	out := make([]byte, 0, len(data)+1)
	for line := range eachLine(data) {
		line = bytes.TrimRight(line, " \t\r\n")
		yamlTags := yaml && bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("tags:"))
		if len(line) == 0 || yamlTags || notefile.IsTagLine(string(line)) {
			continue
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

// withoutKeepersKeys is a YAML note without the keys that ingest adds to a note, or its keeper.
func withoutKeepersKeys(data []byte, front notefile.Front) []byte {
	var out []byte
	at := 0
	for k := range front.Keys() {
		switch k.Name {
		case "title", "authors", "conference", "edition", "date", "source", "infer":
			out = append(out, data[at:k.Lines.Start]...)
			at = k.Lines.End
		}
	}
	return append(out, data[at:]...)
}

// eachLine yields the lines of data, which may end in CR alone.
func eachLine(data []byte) func(yield func([]byte) bool) {
	sep := byte('\n')
	if bytes.IndexByte(data, '\n') < 0 {
		sep = '\r'
	}
	return func(yield func([]byte) bool) {
		for len(data) > 0 {
			end := bytes.IndexByte(data, sep) + 1
			if end == 0 {
				end = len(data)
			}
			if !yield(data[:end]) {
				return
			}
			data = data[end:]
		}
	}
}

// tokens are the words of a text in lower case; a character of a script without blanks is a word.
func tokens(s string) []string {
	var out []string
	start := -1
	for i, r := range s {
		word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
		if start >= 0 && (!word || unspaced(r)) {
			out = append(out, strings.ToLower(s[start:i]))
			start = -1
		}
		if word && unspaced(r) {
			out = append(out, string(r))
		} else if word && start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, strings.ToLower(s[start:]))
	}
	return out
}

// eachToken calls f with a hash of each word, as tokens cuts them.
func eachToken(text []byte, f func(uint64)) {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h, in := uint64(offset), false
	for _, r := range string(text) {
		word := isWordRune(r)
		if in && (!word || unspaced(r)) {
			f(mix(h))
			h, in = offset, false
		}
		if !word {
			continue
		}
		h = (h ^ uint64(unicode.ToLower(r))) * prime
		in = true
		if unspaced(r) {
			f(mix(h))
			h, in = offset, false
		}
	}
	if in {
		f(mix(h))
	}
}

// unspaced reports whether r belongs to a script that is written without blanks between words.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// SourceOf is the address in the front matter of a note, by its lines: enough to find the note of a page
// among thousands. yaml says that it is a YAML note.
func SourceOf(data []byte, yaml bool) string {
	front, _ := notefile.FrontOf(data, yaml)
	for k := range front.Keys() {
		if slices.Contains(notefile.SourceKeys, k.Name) && isAddress(k.Value) {
			return k.Value
		}
	}
	return ""
}

// isWordRune reports whether a character belongs to a word; most are ASCII, which is asked first.
func isWordRune(r rune) bool {
	if r < 0x80 {
		return (r|0x20 >= 'a' && r|0x20 <= 'z') || (r >= '0' && r <= '9')
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}
