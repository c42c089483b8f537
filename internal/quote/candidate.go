package quote

import (
	"slices"

	"takeaway/internal/kb"
)

// placed is a sentence with its place.
type placed struct {
	text string
	// index counts the sentences of its takeaway from 0, also those that cannot be quoted.
	index int
	item  bool
	// back counts the things that the sentence calls "the …" and that sentences before it spoke of.
	back   int
	tokens []token
}

// Sentence is one that can be quoted by itself.
type Sentence struct {
	placed
	// Takeaway is where it was written, Voice who wrote it: co-authors are one voice.
	Takeaway *kb.Takeaway
	Voice    string
	// Base is how well it serves to be quoted, whatever the theme: above 0; 1 is good.
	Base    float64
	English bool
	// Vague is set where the sentence leaves open what it speaks of: it comes second only where it is not.
	Vague bool
	// Place is its number among all of the page; it makes every order total.
	Place int
	terms vector
}

// Text is the sentence as it is in the note, without markup and in one line.
func (c *Sentence) Text() string { return c.text }

// Repeats reports whether two sentences say the same.
func (c *Sentence) Repeats(o *Sentence) bool { return c.terms.dot(o.terms) >= redundant }

// Prior is how likely a sentence is to be about a theme and how well it would serve: 0 or more.
type Prior func(*Sentence) float64

// Key is the terms of the words that name a theme.
type Key []int32

// Names reports whether the sentence has one of the terms.
func (c *Sentence) Names(key Key) bool {
	return slices.ContainsFunc(c.terms, func(t weighted) bool { return slices.Contains(key, t.id) })
}
