package quote

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// Page is the sentences that one page may quote, with the weights of their words among them.
type Page struct {
	sentences map[*kb.Takeaway][]*Sentence
	text      map[*kb.Takeaway]string
	lexicon   *lexicon
	english   bool
}

// Source is a write-up that a page may quote.
type Source struct {
	*kb.WriteUp
	Voice string // who wrote it: the same for two write-ups of the same people
}

// Read finds the sentences that can be quoted in the takeaways that have a body. most is how many sentences of a
// takeaway are looked at, 0 for all.
func Read(sources []Source, most int) *Page {
	p := &Page{sentences: map[*kb.Takeaway][]*Sentence{}, text: map[*kb.Takeaway]string{}, lexicon: newLexicon()}
	for _, w := range sources {
		for _, author := range w.Authors {
			p.lexicon.addName(author)
		}
	}
	headings := map[*kb.Takeaway]vector{}
	english := 0
	var all []*Sentence
	for _, w := range sources {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			if t.Kind != kb.KindTakeaway || t.Body == "" {
				continue
			}
			body := passages(t.Body)
			p.text[t] = joined(body)
			found := quotable(t, body, most)
			if len(found) > 0 {
				headings[t] = p.lexicon.terms(t.Heading)
			}
			for _, s := range found {
				c := &Sentence{placed: s, Takeaway: t, Voice: w.Voice, terms: p.lexicon.terms(s.text), English: isEnglish(s.tokens), Place: len(all)}
				c.Base, c.Vague = s.quality()
				if c.English {
					english++
				}
				all = append(all, c)
				p.sentences[t] = append(p.sentences[t], c)
			}
		}
	}
	for _, v := range headings {
		p.lexicon.weigh(v)
	}
	for _, c := range all {
		p.lexicon.weigh(c.terms)
		// The heading of a takeaway is its claim; the sentence most like it states it in full.
		c.Base *= 1 + headingWeight*headings[c.Takeaway].dot(c.terms)
	}
	p.english = english*2 > len(all)
	return p
}

// headingWeight is what being like the heading counts for. It is large because pages show the heading
// above the sentence.
const headingWeight = 2

// Of lists the sentences of a takeaway, in their order.
func (p *Page) Of(t *kb.Takeaway) []*Sentence { return p.sentences[t] }

// Text is the body of a takeaway without markup, one passage a line.
func (p *Page) Text(t *kb.Takeaway) string { return p.text[t] }

// Foreign reports whether a sentence is in another language on a page in English.
func (p *Page) Foreign(c *Sentence) bool { return !c.English && p.english }

// Key finds the terms of the words that name a theme, among those of the page.
func (p *Page) Key(names ...string) Key {
	var key Key
	eachWord(strings.Join(names, " "), func(w string) {
		w = strings.ToLower(w)
		if stem := stemOf(w); !IsStopWord(w) && len(stem) > 2 {
			if id, ok := p.lexicon.ids[stem]; ok && !slices.Contains(key, id) {
				key = append(key, id)
			}
		}
	})
	return key
}

// isEnglish reports whether a sentence is English: the language that a note states may be that of the page that the
// note digests.
func isEnglish(ts []token) bool {
	words := make([]string, len(ts))
	for i, t := range ts {
		words[i] = t.word
	}
	return prose.IsEnglish(words)
}
