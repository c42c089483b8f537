package quote

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// stance is -1 for a sentence of doubt, 1 for one of praise, 0 where it is neither or both.
func stance(ts []token) int {
	against, forIt := 0, 0
	for _, t := range ts {
		if doubts[t.word] {
			against++
		}
		if praises[t.word] {
			forIt++
		}
	}
	switch {
	case against > 0 && forIt == 0:
		return -1
	case forIt > 0 && against == 0:
		return 1
	}
	return 0
}

// leastShared is the cosine from which two sentences speak of the same thing closely enough that one can
// contradict the other. Above redundant they most likely agree.
const leastShared = 0.12

// Sides finds two sentences on a theme by different authors, one for and one against, about the same
// thing: both name the subject of the theme, or the same project, and share at least one more term. It
// finds nothing where that is not plain; a wrong pair would put words into somebody's mouth. What the page says
// already, spoken, is not said again.
func Sides(cs []*Sentence, prior Prior, key Key, spoken []*Sentence) (forIt, against *Sentence) {
	var pro, con []*Sentence
	for _, c := range cs {
		switch stance(c.tokens) {
		case 1:
			pro = append(pro, c)
		case -1:
			con = append(con, c)
		}
	}
	best := 0.0
	for _, a := range pro {
		for _, b := range con {
			if !apart(a, b) || repeats(a, spoken, false) || repeats(b, spoken, false) {
				continue
			}
			like := a.terms.dot(b.terms)
			if like < leastShared || like >= redundant || shared(a.terms, b.terms) < 2 || !sameSubject(a, b, key) {
				continue
			}
			if score := like * prior(a) * prior(b); score > best {
				best, forIt, against = score, a, b
			}
		}
	}
	return forIt, against
}

// apart reports whether two sentences are of authors who have nobody in common.
func apart(a, b *Sentence) bool {
	if a.Voice == b.Voice {
		return false
	}
	for _, x := range a.Takeaway.Authors {
		for _, y := range b.Takeaway.Authors {
			if strings.EqualFold(x, y) {
				return false
			}
		}
	}
	return true
}

// shared counts the terms that two sentences have in common.
func shared(v, w vector) int {
	n := 0
	for range v.common(w) {
		n++
	}
	return n
}

// sameSubject reports whether both sentences name the theme, or one project.
func sameSubject(a, b *Sentence, key Key) bool {
	if a.Names(key) && b.Names(key) {
		return true
	}
	for _, m := range a.Takeaway.Projects {
		for _, n := range b.Takeaway.Projects {
			if m.Project == n.Project && mentioned(a, m) && mentioned(b, n) {
				return true
			}
		}
	}
	return false
}

// mentioned reports whether the words for a project stand in the sentence itself.
func mentioned(c *Sentence, m kb.Mention) bool {
	return m.Project != "kubernetes" && slices.ContainsFunc(m.Evidence, func(e kb.Evidence) bool {
		return e.Text != "" && strings.Contains(c.text, e.Text)
	})
}
