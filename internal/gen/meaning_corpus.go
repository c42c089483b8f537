package main

import (
	"bufio"
	"cmp"
	_ "embed"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"takeaway/internal/meaning"
)

//go:embed meaning_stop.txt
var meaningStop string

const (
	longestRow  = 40     // letters
	phraseOften = 30     // occurrences of a phrase
	phrasesMost = 4000   // phrases
	phraseBound = 0.3    // normalised pointwise mutual information of its words (Bouma 2009)
	stopBound   = 0.35   // the same where one of them is a stop word
	stopMark    = "'"    // begins the keys of stop words, which no word does
	boundary    = -1     // in a stream: the end of a sentence
	foreign     = -2     // in a stream of rows: a word that is none
	newTalk     = "=== " // begins a talk
)

// corpus is running text as numbers of words.
type corpus struct {
	stop   map[string]bool
	seen   map[string]int32 // numbers of words as they are written
	ids    map[string]int32 // numbers of stems
	keys   []string         // stems by number
	spelt  []map[string]int // how often each is written how
	stream []int32
	talks  []int // where each talk begins
	// talkWords is where in the stream the talks end and the write-ups begin.
	talkWords int

	counts, written, df []int // all occurrences, weighted; those in write-ups; talks that hold a word
	total               int
}

func newCorpus() *corpus {
	c := &corpus{stop: map[string]bool{}, seen: map[string]int32{}, ids: map[string]int32{}}
	for line := range strings.Lines(meaningStop) {
		if !strings.HasPrefix(line, "#") {
			for w := range strings.FieldsSeq(line) {
				c.stop[w] = true
			}
		}
	}
	return c
}

// add appends a text.
func (c *corpus) add(text string) {
	meaning.Words(text, func(w []byte) {
		if len(w) == 0 {
			c.end()
			return
		}
		id, ok := c.seen[string(w)]
		if !ok {
			id = c.number(string(w))
			c.seen[string(w)] = id
		}
		if id != foreign {
			c.spelt[id][string(w)]++
			c.stream = append(c.stream, id)
		}
	})
	c.end()
}

// end ends a sentence.
func (c *corpus) end() {
	if n := len(c.stream); n > 0 && c.stream[n-1] != boundary {
		c.stream = append(c.stream, boundary)
	}
}

// wordy reports whether a word may be a row: it is no number, no single letter, and of Latin letters.
func wordy(w string) bool {
	latin := strings.IndexFunc(w, func(r rune) bool { return r > 0x24f }) < 0
	return latin && len(w) > 1 && utf8.RuneCountInString(w) <= longestRow && strings.Trim(w, "0123456789") != ""
}

// number is the number of a word's stem, foreign for words that are no rows.
func (c *corpus) number(w string) int32 {
	if !wordy(w) && !c.stop[w] {
		return foreign
	}
	key := meaning.Stem(w)
	if c.stop[w] {
		key = stopMark + key
	}
	id, ok := c.ids[key]
	if !ok {
		id = c.new(key)
		c.ids[key] = id
	}
	return id
}

func (c *corpus) new(key string) int32 {
	c.keys = append(c.keys, key)
	c.spelt = append(c.spelt, map[string]int{})
	return int32(len(c.keys) - 1)
}

// key is what a word is found by in the table.
func (c *corpus) key(id int32) string { return strings.ReplaceAll(c.keys[id], stopMark, "") }

func (c *corpus) stops(id int32) bool { return strings.HasPrefix(c.keys[id], stopMark) }

// best is how a word is written most often.
func (c *corpus) best(id int32) string {
	best, most := "", 0
	for w, n := range c.spelt[id] {
		if n > most || n == most && w < best {
			best, most = w, n
		}
	}
	return best
}

func (c *corpus) readTranscripts(name string) error {
	if _, err := os.Stat(name); err != nil {
		return err
	}
	xz := exec.Command("xz", "-dc", name)
	out, err := xz.StdoutPipe()
	if err != nil {
		return err
	}
	if err := xz.Start(); err != nil {
		return err
	}
	for r := bufio.NewReaderSize(out, 1<<20); ; {
		line, err := r.ReadString('\n')
		if strings.HasPrefix(line, newTalk) {
			c.talks = append(c.talks, len(c.stream))
		} else {
			c.add(line)
		}
		if errors.Is(err, io.EOF) {
			return xz.Wait()
		}
		if err != nil {
			return err
		}
	}
}

// notProse is what a write-up holds beside its words.
var notProse = regexp.MustCompile(`(?s)<script.*?</script>|<style.*?</style>|<[^>]*>|https?://\S+|\]\([^)]*\)|&[a-z]+;`)

func (c *corpus) readWriteUps(dir string) error {
	return filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err == nil {
			c.add(notProse.ReplaceAllString(string(data), " "))
		}
		return err
	})
}

// readTitles reads the titles of talks: the second column.
func (c *corpus) readTitles(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		if cells := strings.Split(line, "\t"); len(cells) > 2 {
			c.add(cells[1])
		}
	}
	return nil
}

// joinPhrases makes one word of each two that stand together much more often than by chance, then drops the
// stop words that are left.
func (c *corpus) joinPhrases() {
	names := c.phrases()
	out := c.stream[:0]
	talkWords, talk := 0, 0
	for i := 0; i < len(c.stream); i++ {
		if i <= c.talkWords {
			talkWords = len(out)
		}
		for talk < len(c.talks) && c.talks[talk] <= i {
			c.talks[talk] = len(out)
			talk++
		}
		w := c.stream[i]
		if i+1 < len(c.stream) {
			if name, ok := names[[2]int32{w, c.stream[i+1]}]; ok {
				out = append(out, name)
				i++
				continue
			}
		}
		if w == boundary || !c.stops(w) {
			out = append(out, w)
		}
	}
	c.stream, c.talkWords = out, talkWords
}

// phrases finds the phrases and gives them numbers.
func (c *corpus) phrases() map[[2]int32]int32 {
	single := make([]int, len(c.keys))
	pairs := map[[2]int32]int{}
	total := 0
	for i, w := range c.stream {
		if w == boundary {
			continue
		}
		total++
		single[w]++
		if i > 0 && c.stream[i-1] != boundary {
			pairs[[2]int32{c.stream[i-1], w}]++
		}
	}
	var list [][2]int32
	for p, n := range pairs {
		a, b := c.stops(p[0]), c.stops(p[1])
		if stopped := a && b; stopped || n < phraseOften || p[0] == p[1] {
			continue
		}
		bound := phraseBound
		if a || b {
			bound = stopBound
		}
		often := float64(n - phraseOften/2) // rare pairs are together by chance more easily
		together := math.Log(often * float64(total) / float64(single[p[0]]) / float64(single[p[1]]))
		if together > -bound*math.Log(float64(n)/float64(total)) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(pairs[b], pairs[a]), slices.Compare(a[:], b[:])) })
	names := map[[2]int32]int32{}
	for _, p := range list[:min(len(list), phrasesMost)] {
		id := c.new(c.keys[p[0]] + " " + c.keys[p[1]])
		c.keys[id] = c.key(id) // holds a word that is none that stops
		c.spelt[id][c.best(p[0])+" "+c.best(p[1])] = 1
		names[p] = id
	}
	return names
}

// countWords counts how often each word occurs, and in how many talks.
func (c *corpus) countWords() {
	c.counts, c.written, c.df = make([]int, len(c.keys)), make([]int, len(c.keys)), make([]int, len(c.keys))
	last := make([]int, len(c.keys))
	talk := 0
	for i, w := range c.stream {
		for talk < len(c.talks) && c.talks[talk] <= i {
			talk++
		}
		switch {
		case w == boundary:
			continue
		case i >= c.talkWords:
			c.written[w]++
			c.counts[w] += noteTimes
			c.total += noteTimes
			continue
		case last[w] != talk:
			last[w] = talk
			c.df[w]++
		}
		c.counts[w]++
		c.total++
	}
}

// tells is the residual inverse document frequency of a word over talks, as a share of tellsAll: how much rarer
// the talks are that hold it than if it fell into any talk alike. Words of few talks may be names: 1.
func (c *corpus) tells(id int32) float64 {
	const few = 3
	if c.df[id] < few {
		return 1
	}
	talks, spoken := float64(len(c.talks)), float64(c.counts[id]-noteTimes*c.written[id])
	residual := math.Log(talks/float64(c.df[id])) + math.Log(1-math.Exp(-spoken/talks))
	return min(1, max(0, residual/tellsAll))
}

// rows are the most frequent words.
func (c *corpus) rows(most int) []int32 {
	all := make([]int32, 0, len(c.keys))
	for i := range c.keys {
		if id := int32(i); !c.stops(id) && c.counts[i] > 0 {
			all = append(all, id)
		}
	}
	slices.SortFunc(all, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(c.keys[a], c.keys[b]))
	})
	seen := map[string]bool{} // "set up" is a phrase of stop words as well as one of others
	all = slices.DeleteFunc(all, func(id int32) bool {
		key := c.key(id)
		twice := seen[key]
		seen[key] = true
		return twice
	})
	return all[:min(len(all), most)]
}
