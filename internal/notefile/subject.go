package notefile

import (
	"slices"
	"unicode/utf8"

	"takeaway/internal/prose"
)

// mostHashes is how many words of a section stand for its subject at most.
const mostHashes = 400

// subjectHashes are numbers for the words that carry the subject of a text, sorted, each once: names, and
// longer words, cut to their first letters in place of a stemmer; of scripts without spaces pairs of letters.
func subjectHashes(s string) []uint32 {
	var out []uint32
	for i := 0; i < len(s) && len(out) < mostHashes; {
		if s[i] < 0x80 && !wordByte(s[i]) {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if prose.IsWide(r) {
			if next, _ := utf8.DecodeRuneInString(s[i+n:]); prose.IsWide(next) {
				out = append(out, hash(uint32(r), uint32(next)))
			}
			i += n
			continue
		}
		start := i
		for i < len(s) && wordByte(s[i]) {
			if s[i] >= 0x80 {
				r, n := utf8.DecodeRuneInString(s[i:])
				if prose.IsWide(r) || r == '’' || r == '–' || r == '—' || r == '…' {
					if i == start {
						i += n
					}
					break
				}
				i += n
				continue
			}
			i++
		}
		if w := s[start:i]; len(w) >= 3 && (len(w) >= 5 || isUpper(w)) {
			out = append(out, stem(w))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func hash(a, b uint32) uint32 { return (a*16777619 ^ b) * 2654435761 }

// stem is the number of a word without regard to case and to what follows its sixth byte.
func stem(w string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w) && i < 6; i++ {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// shared is the share of the smaller of two sorted sets that is in the other, 0 where one is empty.
func shared(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return float64(n) / float64(min(len(a), len(b)))
}

// union merges two sorted sets, up to mostHashes.
func union(a, b []uint32) []uint32 {
	if len(a) == 0 {
		return b
	}
	out := make([]uint32, 0, min(len(a)+len(b), mostHashes))
	for i, j := 0, 0; (i < len(a) || j < len(b)) && len(out) < mostHashes; {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			out = append(out, a[i])
			i++
		case i == len(a) || a[i] > b[j]:
			out = append(out, b[j])
			j++
		default:
			out = append(out, a[i])
			i, j = i+1, j+1
		}
	}
	return out
}
