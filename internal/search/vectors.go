package search

import (
	"errors"
	"math"
	"sync"
	"unsafe"

	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/meaning"
)

// What goes into the vector of a takeaway, beside its text.
const (
	headingWords = 2    // what a word of the heading or of the talk's title counts in words of the text
	titleShare   = 0.15 // of the title of the write-up, which says what its pieces leave unsaid
)

// vectors say what the takeaways of a generation are about, in a file of their own: for each card, in the order
// of the cards, a vector of meaning.Dims bytes. Where the table of meanings cannot be used they are all zero.
type vectors []byte

func (v vectors) len() int { return len(v) / meaning.Dims }

// at is the ith vector.
func (v vectors) at(i int) *meaning.Vector {
	return (*meaning.Vector)(unsafe.Pointer(&v[i*meaning.Dims]))
}

// mapVectors maps the vectors of a generation. They are checked when they are asked for first, which few commands
// do.
func (g *Generation) mapVectors() error {
	data, check, err := g.folder.Map(vectorsName)
	if err != nil {
		return err
	}
	if len(data) != g.cards.len()*meaning.Dims {
		return generation.Damaged(g.folder.Name()+"/"+vectorsName, errors.New("not one vector for each takeaway"))
	}
	g.vectors = sync.OnceValues(func() (vectors, error) { return data, check() })
	return nil
}

// about says what a takeaway with this text in a language is about.
func about(t *kb.Takeaway, text, language string) meaning.Vector {
	var piece, title, all meaning.Sum
	if language != "" && language != tableLanguage {
		piece.Add(abroad(t.Heading+" "+text), 1)
	}
	piece.Add(t.Heading, headingWords)
	if t.Talk != nil {
		piece.Add(t.Talk.Title, headingWords)
	}
	piece.Add(text, 1)
	title.Add(t.Title, 1)
	all.AddSum(&piece, 1)
	all.AddSum(&title, titleShare)
	return all.Vector()
}

// affinity is how near each of some vectors is to a question, with what is usual among all of them.
type affinity struct {
	near      []float32 // by card
	mean, dev float64
}

// scanParallel is the number of vectors from which a second processor is worth its start.
const scanParallel = 4096

// scan compares a question with all vectors.
func (s *space) scan(q *meaning.Vector) *affinity {
	n := &affinity{near: make([]float32, s.len())}
	half := len(n.near)
	if half > scanParallel {
		half /= 2
	}
	w := q.Wide()
	var other sums
	wait := generation.Beside(func() { other = s.compare(w, n.near, half, len(n.near)) })
	all := s.compare(w, n.near, 0, half)
	wait()
	all.add(other)
	n.mean, n.dev = all.mean(), all.dev()
	return n
}

// compare notes how near some of the vectors are to a question.
func (s *space) compare(q *meaning.Wide, near []float32, from, to int) (all sums) {
	for i, own := range s.parts {
		p := s.run.parts[i]
		first := min(max(from-p.cards0, 0), own.len())
		last := min(max(to-p.cards0, 0), own.len())
		for local := first; local < last; local++ {
			if len(p.hiding.places) > 0 && p.hiding.places[local] {
				near[p.cards0+local] = -1
				continue
			}
			product := q.Times(own.at(local))
			near[p.cards0+local] = float32(product) / meaning.One
			all.take(product)
		}
	}
	return all
}

// sums adds products of vectors and their squares up. They are whole numbers, so the order, which depends on how
// takeaways are spread over generations, does not show in the last digits. Squares of a million vectors fit.
type sums struct {
	n            int
	sum, squares int64
}

func (s *sums) take(product int64) {
	s.n++
	s.sum += product
	s.squares += product * product
}

func (s *sums) add(o sums) { s.n, s.sum, s.squares = s.n+o.n, s.sum+o.sum, s.squares+o.squares }

func (s *sums) mean() float64 { return float64(s.sum) / meaning.One / float64(max(1, s.n)) }

// dev is the standard deviation, never 0.
func (s *sums) dev() float64 {
	return math.Sqrt(max(1e-9, float64(s.squares)/meaning.One/meaning.One/float64(max(1, s.n))-s.mean()*s.mean()))
}

// space are the vectors of all parts of a run, by the place of the card.
type space struct {
	run   *run
	parts []vectors
}

// vectors are those of all parts.
func (r *run) vectors() (*space, error) {
	s := &space{run: r}
	for _, p := range r.parts {
		own, err := p.vectors()
		if err != nil {
			return nil, err
		}
		s.parts = append(s.parts, own)
	}
	return s, nil
}

// len is the number of vectors.
func (s *space) len() int {
	n := 0
	for _, v := range s.parts {
		n += v.len()
	}
	return n
}

// at is the vector of the card at a place.
func (s *space) at(place int) *meaning.Vector {
	p, local := s.run.cardAt(place)
	return s.parts[p.number].at(local)
}

// above is by how many standard deviations the takeaway of a card is nearer than the mean; not below 0.
func (n *affinity) above(card int) float64 {
	return max(0, (float64(n.near[card])-n.mean)/n.dev)
}
