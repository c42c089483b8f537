// Package meaning knows which words of the field are near in meaning: "retailer" and "shop", "canary" and
// "rollout". Its table holds a vector for each of the most frequent words and phrases of conference talks and
// write-ups, learnt from what they stand beside (doc/decisions/meaning.md has the recipe and the figures).
// The sum of the vectors of a text's words tells what the text is about.
//
// The table is a part of the program and is read in place: looking a word up takes a microsecond. Words that
// it does not know are near to nothing.
package meaning

import (
	_ "embed"
	"sync/atomic"
)

//go:generate go run ../gen meaning -shared ../../../shared

//go:embed table.bin
var embedded string

// loaded is a table, or why it cannot be used.
type loaded struct {
	table *Table
	err   error
}

// current is the table in use; nil until it is asked for.
var current atomic.Pointer[loaded]

func load() *loaded {
	if l := current.Load(); l != nil {
		return l
	}
	l := opened(embedded)
	current.CompareAndSwap(nil, l)
	return current.Load()
}

// opened is the table in data; one without words where it cannot be used.
func opened(data string) *loaded {
	t, err := Open(data)
	if err != nil {
		t = &Table{}
	}
	return &loaded{t, err}
}

// builtin is the table in use.
func builtin() *Table { return load().table }

// Replace uses another table in the place of the program's until restore is called, for tests and to compare
// tables. Vectors that were made before cannot be compared to those made now.
func Replace(data string) (restore func()) {
	before := load()
	current.Store(opened(data))
	return func() { current.Store(before) }
}

// Err says why the table of the program cannot be used; nil if it can. Without it every word is unknown.
func Err() error { return load().err }

// ID names the table of the program: vectors that were made with another one cannot be compared to its own.
func ID() uint32 { return builtin().id }

// Near is how near two words or phrases of two words are in meaning: 1 for the same, about 0 for what has
// nothing in common and for words that the table does not know.
func Near(a, b string) float64 {
	t := builtin()
	i, j := t.find(a), t.find(b)
	if i < 0 || j < 0 {
		return 0
	}
	return max(0, float64(dot(t.vector(i), t.vector(j)))/(scale*scale))
}

// Neighbour is a word that is near another in meaning.
type Neighbour struct {
	Word string
	Near float64 // from 0 to 1
}

// Nearest are the words nearest in meaning to a word or a phrase of two words, the nearest first: a handful of
// single words that people write, none of them another form of the word itself.
func Nearest(word string) []Neighbour {
	t := builtin()
	i := t.find(word)
	if i < 0 {
		return nil
	}
	return t.nearest(i)
}

// Tells says how much a word tells about what a text is about, from 0 to 1: words of one subject gather in few
// talks ("etcd"), those of every subject are spread over all of them ("forever"). It is residual inverse
// document frequency (Church and Gale 1995). Words that the table does not know may be names: they tell all.
func Tells(word string) float64 {
	t := builtin()
	i := t.find(word)
	if i < 0 {
		return 1
	}
	return float64(t.tells[i]) / 255
}

// Known reports whether the table has a word or a phrase of two words.
func Known(word string) bool { return builtin().find(word) >= 0 }
