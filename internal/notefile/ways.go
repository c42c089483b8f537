package notefile

import "slices"

// wayKind is a way of cutting a text that has no headings.
type wayKind int

const (
	wayItems  wayKind = iota // at every item of its list
	wayLeads                 // at the items that begin in bold or with a link
	wayRows                  // at every row of a table
	wayRunIns                // at the paragraphs that begin with a heading in bold
	wayLinks                 // at the paragraphs that name a session or its title near their start
	wayRules                 // after every thematic break
	wayTurns                 // where a paragraph turns to another subject
	wayTexts                 // at every paragraph
	wayTail                  // where the last lines say goodbye
	wayKnown                 // where the rules for lists, leads and long texts cut
	wayCount
)

// way is one way of cutting a text: the blocks at which pieces begin, and figures about the pieces.
type way struct {
	kind   wayKind
	starts []int

	n_  *node // whose own text it cuts
	run *run

	n, mean, least, most, vary float64 // pieces, and the words of each
	covered                    float64 // share of the words of the text
	dense                      float64 // share of the paragraphs, or items, that are starts
	overlap                    float64 // of the words of neighbouring pieces
	before                     float64 // words before the first
	sessions, titled           float64 // shares of the pieces: on a session; that begin in bold or with a link
	listed                     float64 // share that are items with a link and no more than its title and who spoke
	back, shift                float64 // that begin by pointing back; that turn to the next
	agree                      float64 // other ways that begin where this one does, share of its starts
}

// ways are the ways in which a node's own text can be cut: two pieces and more each, or one after text under
// the heading.
func (o *layout) ways(n *node, r *run) []way {
	first, end := n.body(), n.ownEnd()
	if r.words < 15 {
		return nil
	}
	var starts [wayCount][]int
	add := func(k wayKind, i int) { starts[k] = append(starts[k], i) }
	text, begun := 0, false // words of text since a subject began
	var subject []uint32
	for i := first; i < end; i++ {
		b, u := &o.p.blocks[i], &o.units[i]
		if b.words == 0 {
			continue
		}
		if i > first && o.after(i, blockRule) {
			add(wayRules, i)
		}
		switch b.kind {
		case blockItem:
			add(wayItems, i)
			if u.bold || u.leads {
				add(wayLeads, i)
			}
		case blockTable:
			if b.text != "" {
				add(wayRows, i)
			}
		case blockText:
			if u.runIn {
				add(wayRunIns, i)
			}
			if b.words >= 12 {
				add(wayTexts, i)
				if u.link || u.strong || u.known {
					add(wayLinks, i)
				}
			}
			if b.words >= 25 && (!begun || text >= 40 && !u.back && shared(subject, u.words) < 0.34) {
				if begun || i > first {
					add(wayTurns, i)
				}
				begun, text, subject = true, 0, nil
			}
			subject = union(subject, u.words)
		}
		text += b.words
	}
	if at := o.farewell(first, end); at > 0 {
		add(wayTail, at)
	}
	starts[wayKnown] = o.ruleStarts(n)
	var list []way
	for k, at := range starts {
		slices.Sort(at)
		at = slices.Compact(at)
		if n.level == 0 && len(at) > 0 && at[0] == o.firstText(first, end) {
			at = at[1:] // the note begins there anyhow
		}
		if len(at) == 0 {
			continue
		}
		w := way{n_: n, run: r, kind: wayKind(k), starts: at}
		o.measure(&w, first, end, r)
		list = append(list, w)
	}
	for i := range list {
		w := &list[i]
		for _, at := range w.starts {
			for j := range list {
				if j != i {
					if _, ok := slices.BinarySearch(list[j].starts, at); ok {
						w.agree += 1 / w.n
					}
				}
			}
		}
	}
	return list
}

func (o *layout) firstText(first, end int) int {
	for i := first; i < end; i++ {
		if o.p.blocks[i].words > 0 {
			return i
		}
	}
	return -1
}

// farewell is the paragraph near the end of a text from which on it says goodbye, 0 if it does not.
func (o *layout) farewell(first, end int) int {
	at, words := 0, 0
	for i := end - 1; i > first && words < 160; i-- {
		b := &o.p.blocks[i]
		words += b.words
		if b.words > 0 && words < 160 && (o.units[i].farewell || o.after(i, blockRule)) {
			at = i
		}
	}
	return at
}

// listed reports whether a block is an item with a link and no more than its title and who spoke: no sentence.
func (o *layout) listed(block int) bool {
	b, u := &o.p.blocks[block], &o.units[block]
	linked := u.link || u.leads
	return b.kind == blockItem && linked && !u.nested && u.sentences <= 1
}

// measure fills the figures about the pieces of a way.
func (o *layout) measure(w *way, first, end int, r *run) {
	w.n = float64(len(w.starts))
	w.before = float64(o.words(first, w.starts[0]))
	w.covered = share(r.words-w.before, r.words)
	w.dense = w.n / max(r.paragraphs, r.items, w.n)
	var sizes []float64
	var last []uint32
	for k, at := range w.starts {
		next := end
		if k+1 < len(w.starts) {
			next = w.starts[k+1]
		}
		size := float64(o.words(at, next))
		sizes = append(sizes, size)
		u := &o.units[at]
		w.sessions += flag(u.link || u.known) / w.n
		w.titled += flag(u.leads || u.bold) / w.n
		w.listed += flag(o.listed(at)) / w.n
		w.back += flag(u.back) / w.n
		w.shift += flag(u.shift) / w.n
		w.mean += size / w.n
		var words []uint32
		for i := at; i < next; i++ {
			words = union(words, o.units[i].words)
		}
		if k > 0 {
			w.overlap += shared(last, words) / (w.n - 1)
		}
		last = words
	}
	w.least, w.most = slices.Min(sizes), slices.Max(sizes)
	for _, s := range sizes {
		w.vary += max(s-w.mean, w.mean-s) / w.n
	}
	w.vary /= max(w.mean, 1)
}
