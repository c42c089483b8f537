package notefile

import (
	"fmt"
	"slices"

	"takeaway/internal/kb"
)

// Mark is where a careful reader says that a piece begins, and of what kind it is.
type Mark struct {
	Line int // 1-based
	Kind kb.Kind
}

// Lesson is one question of the segmentation with its answer.
type Lesson struct {
	Question string    // "split", "way" or "kind"
	Kind     kb.Kind   // for "kind" the answer; "" where the part carries on the piece before it
	Row      []float64 // the features, as named by Questions
	Answer   bool      // for the other questions
	Weight   float64   // of a question that is one of several about the same text
	Line     int
}

// Questions are the names of what is looked at for each question.
func Questions() map[string][]string {
	return map[string][]string{"split": names(splitFeatures), "way": names(wayFeatures), "kind": names(kindFeatures)}
}

// Lessons reads a note and asks the questions of the segmentation as the marks answer them: only those that
// are reached when the ones before were answered rightly. The error says which mark does not fit the note.
func Lessons(name string, data []byte, marks []Mark) ([]Lesson, error) {
	t := &teacher{marks: marks}
	last := 0
	for _, m := range marks {
		if m.Line <= last {
			return nil, fmt.Errorf("%s: line %d of the labels is out of order", name, m.Line)
		}
		last = m.Line
	}
	d, err := parseWith(name, data, t)
	if err != nil {
		return nil, err
	}
	if last > len(d.lines) {
		return nil, fmt.Errorf("%s: line %d of the labels is behind the end, line %d", name, last, len(d.lines))
	}
	return t.lessons, nil
}

// ParseWith is Parse with another segmentation than the program's own.
func ParseWith(m *Segmentation, name string, data []byte) (*kb.WriteUp, error) {
	d, err := parseWith(name, data, &asker{m: m})
	if err != nil {
		return nil, err
	}
	return d.up, nil
}

// teacher answers by the labels of a reader, and writes down what was asked.
type teacher struct {
	marks   []Mark
	at      map[int]Mark // by block, once the layout is known
	lessons []Lesson
}

// near is how many lines a label may be off.
const near = 2

// place finds the block of each mark: the one that begins next to its line.
func (t *teacher) place(o *layout) {
	if t.at != nil {
		return
	}
	t.at = map[int]Mark{}
	for _, m := range t.marks {
		best, off := -1, near+1
		for i := range o.p.blocks {
			d := o.p.blocks[i].first - (m.Line - 1)
			if o.p.blocks[i].words == 0 && o.p.blocks[i].kind != blockHeading {
				continue
			}
			if d = max(d, -d); d < off {
				best, off = i, d
			}
		}
		if best >= 0 {
			if had, taken := t.at[best]; !taken || had.Kind != kb.KindTakeaway {
				t.at[best] = m
			}
		}
	}
}

func (t *teacher) note(question string, row []float64, answer bool, kind kb.Kind, line int) {
	t.lessons = append(t.lessons, Lesson{Question: question, Row: row, Answer: answer, Kind: kind, Line: line + 1})
}

func (t *teacher) split(o *layout, n *node) bool {
	t.place(o)
	answer := false
	for i := n.first + 1; i < n.end; i++ { // a piece of the whole begins at its first heading, too
		if i >= n.ownEnd() {
			answer = answer || t.at[i].Kind == kb.KindTakeaway
		}
	}
	row := make([]float64, len(splitFeatures))
	values(o, splitFeatures, n, row)
	t.note("split", row, answer, "", o.p.blocks[n.first].first)
	return answer
}

// rightWay is the share of the starts of a way that must be right for it to be the right one.
const rightWay = 0.6

func (t *teacher) way(o *layout, w *way) float64 {
	t.place(o)
	right, all := 0, 0
	for _, at := range w.starts {
		if _, ok := t.at[at]; ok {
			right++
		}
	}
	first, end := w.n_.body(), w.n_.ownEnd()
	for i := first; i < end; i++ {
		if _, ok := t.at[i]; ok && (w.n_.level > 0 || i > o.firstText(first, end)) {
			all++
		}
	}
	precision, recall := share(float64(right), w.n), share(float64(right), float64(all))
	answer := precision >= rightWay && (w.kind == wayTail || recall >= 0.4)
	row := make([]float64, len(wayFeatures))
	values(o, wayFeatures, w, row)
	t.note("way", row, answer, "", o.p.blocks[w.starts[0]].first)
	if !answer {
		return -1
	}
	return precision + recall
}

func (t *teacher) kind(o *layout, p *part) kb.Kind {
	t.place(o)
	kind := kb.Kind("")
	for i := p.first; i < p.end; i++ {
		if m, ok := t.at[i]; ok {
			kind = m.Kind
			break
		}
		if b := &o.p.blocks[i]; b.words > 0 && b.kind != blockHeading {
			break
		}
	}
	row := make([]float64, len(kindFeatures))
	values(o, kindFeatures, p, row)
	t.note("kind", row, false, kind, o.p.blocks[p.first].first)
	return kind
}

func (t *teacher) sure(string) bool { return false }

// prompted answers some questions by the labels of a reader and the others by a model.
type prompted struct {
	asker
	t        *teacher
	question []string
}

func (b *prompted) sure(question string) bool { return slices.Contains(b.question, question) }

func (b *prompted) split(o *layout, n *node) bool {
	if b.sure("split") {
		return b.t.split(o, n)
	}
	return b.asker.split(o, n)
}

func (b *prompted) way(o *layout, w *way) float64 {
	if b.sure("way") {
		return b.t.way(o, w)
	}
	return b.asker.way(o, w)
}

func (b *prompted) kind(o *layout, p *part) kb.Kind {
	if b.sure("kind") {
		return b.t.kind(o, p)
	}
	return b.asker.kind(o, p)
}

// ParsePrompted is ParseWith, but some questions ("split", "way", "kind") are answered by the marks of a reader. It
// shows what the answers of the model cost.
func ParsePrompted(m *Segmentation, name string, data []byte, marks []Mark, questions ...string) (*kb.WriteUp, error) {
	d, err := parseWith(name, data, &prompted{asker: asker{m: m}, t: &teacher{marks: marks}, question: questions})
	if err != nil {
		return nil, err
	}
	return d.up, nil
}
