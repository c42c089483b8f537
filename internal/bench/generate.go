package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/notes"
)

// How many takeaways a generated note has: about what the shipped ones have, and where there are very many as
// few as those of people who write often.
const (
	perNote     = 12
	perSlimNote = 4
)

// generate makes a library of n takeaways in dir by mixing the sentences, headings, tags and editions
// of the shipped notes. Six words in a hundred are invented, by Zipf's law, so that the number of
// different words grows as it does in real text. The same n gives the same library.
func generate(dir string, n, perNote int) error {
	var headings, sentences, tags, editions, authors []string
	err := fs.WalkDir(notes.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(notes.FS, name)
		if err != nil {
			return err
		}
		w, err := notefile.Parse(name, data)
		if err != nil {
			return err
		}
		editions = append(editions, strings.SplitN(name, "/", 2)[0])
		authors = append(authors, w.Authors...)
		for _, p := range w.Pieces {
			if p.Kind != kb.KindTakeaway {
				continue
			}
			headings = append(headings, p.Heading)
			for _, t := range p.Tags {
				tags = append(tags, t.Name)
			}
			sentences = append(sentences, strings.SplitAfter(strings.Join(strings.Fields(p.Body), " "), ". ")...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(headings) == 0 || len(sentences) == 0 || len(tags) == 0 || len(authors) == 0 {
		return fmt.Errorf("the shipped notes hold nothing to mix")
	}
	random := rand.New(rand.NewPCG(20191118, 20180502))
	invented := rand.NewZipf(random, 1.1, 4, 200_000)
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	if err := os.MkdirAll(filepath.Join(dir, "index"), 0o755); err != nil {
		return err
	}
	for note := 0; note*perNote < n; note++ {
		conf := pick(editions)
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: Generated note %d\nauthors: [%q]\nconference: %s\n---\n", note, pick(authors), conf)
		for k := range min(perNote, n-note*perNote) {
			fmt.Fprintf(&b, "\n## %s, %d\n#%s\n\n", pick(headings), k+1, pick(tags))
			for range 4 + random.IntN(4) {
				for _, word := range strings.Fields(pick(sentences)) {
					if random.IntN(100) < 6 {
						word = pseudoWord(invented.Uint64())
					}
					b.WriteString(word)
					b.WriteByte(' ')
				}
			}
			b.WriteByte('\n')
		}
		folder := filepath.Join(dir, "notes", conf)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("note-%05d.md", note)), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pseudoWord spells a number in syllables.
func pseudoWord(n uint64) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	word := []byte{}
	for n += 400; n > 0; n /= uint64(len(consonants) * len(vowels)) {
		syllable := n % uint64(len(consonants)*len(vowels))
		word = append(word, consonants[syllable/uint64(len(vowels))], vowels[syllable%uint64(len(vowels))])
	}
	return string(word)
}
