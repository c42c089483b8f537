package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"takeaway/internal/meaning"
)

func init() {
	tasks["meaning"] = task{about: "internal/meaning/table.bin: which words of the field are near in meaning", run: makeMeaning}
}

// The recipe of the table. doc/decisions/meaning.md says what else was tried.
const (
	tableWords  = 20000 // rows: the most frequent words and phrases
	noteTimes   = 4     // what an occurrence in a write-up counts beside one in a talk
	window      = 6     // words to each side that count as near, weighted by 1/distance
	smoothing   = 0.75  // power of the frequencies of contexts (Levy, Goldberg, Dagan 2015)
	eigenPower  = 0.25  // of the singular values, as weights of the dimensions
	frequent    = 3e-3  // the share of all words at which a word weighs half in a text
	tellsAll    = 1.5   // residual inverse document frequency from which a word counts as telling all
	nearEnough  = 0.4   // the least nearness of neighbours
	nearRows    = 8     // neighbours kept
	writtenOnce = 2     // how often a word must be written to be a neighbour: talks are transcribed by machines
)

// makeMeaning learns the table from talks and write-ups.
func makeMeaning(args []string) error {
	set := flag.NewFlagSet("meaning", flag.ContinueOnError)
	shared := set.String("shared", "../shared", "folder with data/transcripts.txt.xz, data/talks and corpus/dev")
	out := set.String("out", "internal/meaning/table.bin", "the table")
	if err := set.Parse(args); err != nil {
		return err
	}
	if _, err := os.Stat("table.bin"); err == nil { // go generate runs in the folder of the package
		*out = "table.bin"
	}
	c := newCorpus()
	switch err := c.read(*shared); {
	case errors.Is(err, fs.ErrNotExist):
		fmt.Fprintf(os.Stderr, "gen meaning: %v; the table stays as it is\n", err)
		return nil
	case err != nil:
		return err
	}
	c.joinPhrases()
	c.countWords()
	rows := c.rows(tableWords)
	m := c.near(rows)
	m.positive(smoothing)
	u, s := svd(m, meaning.Dims, 3)
	table, err := meaning.Encode(tableRows(c, rows, vectors(u, s)))
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "gen meaning: %d words in talks, %d in write-ups and titles; %d rows, the rarest %d times; %d bytes\n",
		c.talkWords, len(c.stream)-c.talkWords, len(rows), c.counts[rows[len(rows)-1]], len(table))
	return os.WriteFile(*out, table, 0o644)
}

// read reads everything that words are learnt from.
func (c *corpus) read(shared string) error {
	if err := c.readTranscripts(filepath.Join(shared, "data", "transcripts.txt.xz")); err != nil {
		return err
	}
	c.talkWords = len(c.stream)
	if err := c.readWriteUps(filepath.Join(shared, "corpus", "dev")); err != nil {
		return err
	}
	return c.readTitles(filepath.Join(shared, "data", "talks", "talks.tsv"))
}

// vectors weighs the dimensions and brings all vectors to length 1.
func vectors(u [][]float32, s []float64) [][]float64 {
	out := make([][]float64, len(u))
	for i, row := range u {
		out[i] = make([]float64, len(row))
		for d, x := range row {
			out[i][d] = float64(x) * math.Pow(s[d], eigenPower)
		}
		unit(out[i])
	}
	return out
}

// unit brings a vector to length 1 and returns the length that it had.
func unit(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	length := math.Sqrt(sum)
	if length > 0 {
		for i := range v {
			v[i] /= length
		}
	}
	return length
}

// tableRows makes the rows: the direction that all texts have in common is taken out of every vector, and what
// is left of it tells how much the word weighs in a text.
func tableRows(c *corpus, ids []int32, v [][]float64) []meaning.Row {
	rows := make([]meaning.Row, len(ids))
	for i, id := range ids {
		share := float64(c.counts[id]) / float64(c.total)
		rows[i] = meaning.Row{Key: c.key(id), Word: c.best(id), Weight: frequent / (frequent + share), Tells: c.tells(id)}
	}
	common := c.common(ids, rows, v)
	for i := range v {
		along := 0.0
		for d, x := range v[i] {
			along += x * common[d]
		}
		for d := range v[i] {
			v[i][d] -= along * common[d]
		}
		rows[i].Weight *= unit(v[i])
		rows[i].Vector = v[i]
	}
	c.neighbours(ids, rows)
	return rows
}

// neighbours finds the nearest rows of each, among single words that people write.
func (c *corpus) neighbours(ids []int32, rows []meaning.Row) {
	var may []int
	for i, id := range ids {
		if c.written[id] >= writtenOnce && !strings.Contains(rows[i].Key, " ") {
			may = append(may, i)
		}
	}
	var workers sync.WaitGroup
	for part := range processors() {
		workers.Go(func() {
			for i := part; i < len(rows); i += processors() {
				rows[i].Near = nearestRows(rows, i, may)
			}
		})
	}
	workers.Wait()
}

// nearestRows are the rows among may that are nearest to row i.
func nearestRows(rows []meaning.Row, i int, may []int) []int {
	var best []int
	var how []float64
	for _, j := range may {
		if j == i {
			continue
		}
		near := 0.0
		for d, x := range rows[i].Vector {
			near += x * rows[j].Vector[d]
		}
		if near < nearEnough || len(best) == nearRows && near <= how[nearRows-1] {
			continue
		}
		at := len(how)
		for at > 0 && how[at-1] < near {
			at--
		}
		best = append(best[:at], append([]int{j}, best[at:]...)...)
		how = append(how[:at], append([]float64{near}, how[at:]...)...)
		best, how = best[:min(len(best), nearRows)], how[:min(len(how), nearRows)]
	}
	return best
}
