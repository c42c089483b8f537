package vocabulary

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordTable gives every word of the triggers a number from 1. Letters compare without case.
// It is an open hash table: looking up costs no allocation, and nine of ten words of a text are not in it.
type wordTable struct {
	slots []int32 // number of the word, 0 for empty
	words []string
	sums  []uint32
}

// FNV-1a.
const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

func hashByte(h uint32, c byte) uint32 { return (h ^ uint32(c)) * hashPrime }

func hashRune(h uint32, r rune) uint32 {
	var buf [utf8.UTFMax]byte
	for _, c := range buf[:utf8.EncodeRune(buf[:], unicode.ToLower(r))] {
		h = hashByte(h, c)
	}
	return h
}

func hashWord(w string) uint32 {
	h := uint32(hashSeed)
	for _, r := range w {
		if r < utf8.RuneSelf {
			h = hashByte(h, byte(unicode.ToLower(r)))
		} else {
			h = hashRune(h, r)
		}
	}
	return h
}

func newWordTable() *wordTable {
	return &wordTable{slots: make([]int32, 1<<14), words: []string{""}, sums: []uint32{0}}
}

// lookup is the number of word, whose hash is h, or 0.
func (t *wordTable) lookup(word string, h uint32) int32 {
	for i := int(h) & (len(t.slots) - 1); ; i = (i + 1) & (len(t.slots) - 1) {
		id := t.slots[i]
		if id == 0 {
			return 0
		}
		if t.sums[id] == h && equalFold(t.words[id], word) {
			return id
		}
	}
}

// equalFold compares a lower-case word with one of any case.
func equalFold(lower, word string) bool {
	if len(lower) == len(word) {
		i := 0
		for ; i < len(word); i++ {
			c := word[i]
			if class[c] == upper {
				c |= 0x20
			}
			if c != lower[i] {
				break
			}
		}
		if i == len(word) {
			return true
		}
	}
	return strings.EqualFold(lower, word)
}

// intern is the number of word, new or old.
func (t *wordTable) intern(word string) int32 {
	h := hashWord(word)
	if id := t.lookup(word, h); id != 0 {
		return id
	}
	if 4*len(t.words) > len(t.slots) {
		t.grow()
	}
	id := int32(len(t.words))
	t.words = append(t.words, strings.ToLower(word))
	t.sums = append(t.sums, h)
	t.place(id)
	return id
}

func (t *wordTable) place(id int32) {
	i := int(t.sums[id]) & (len(t.slots) - 1)
	for t.slots[i] != 0 {
		i = (i + 1) & (len(t.slots) - 1)
	}
	t.slots[i] = id
}

func (t *wordTable) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	for id := 1; id < len(t.words); id++ {
		t.place(int32(id))
	}
}

// splitWords cuts a phrase into words by the rules of the scanner: everything that is no letter or digit
// separates, the s of a possessive is dropped, Chinese and Japanese signs stand alone.
func splitWords(phrase string) []string {
	var out []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, phrase[start:end])
			start = -1
		}
	}
	skip := -1
	for i, r := range phrase {
		switch {
		case i == skip:
		case r < utf8.RuneSelf && class[byte(r)] != other || inWord(r):
			if start < 0 {
				start = i
			}
		default:
			flush(i)
			n := utf8.RuneLen(r)
			if alone(r) {
				out = append(out, phrase[i:i+n])
			}
			if (r == '\'' || r == '’') && possessive(phrase, i+n) > i+n {
				skip = i + n
			}
		}
	}
	flush(len(phrase))
	return out
}
