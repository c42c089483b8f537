package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Real write-ups are measured in copies that differ in words here and there, for the same document twice
// would not be taken in twice.
const (
	corpusWriteUps = 1000
	markedWord     = 60 // every so many words one is put in that tells the copies apart
	corpusRuns     = 5
)

// copies fills dir with corpusWriteUps Markdown files made of those in corpus and returns how many there are.
func copies(corpus, dir string) (int, error) {
	var files []string
	err := filepath.WalkDir(corpus, func(name string, e fs.DirEntry, err error) error {
		if ext := filepath.Ext(name); err == nil && (ext == ".md" || ext == ".mdx") {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	if len(files) == 0 {
		return 0, fmt.Errorf("%s: no Markdown: %w", corpus, fs.ErrNotExist)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	for n := range corpusWriteUps {
		file := files[n%len(files)]
		data, err := os.ReadFile(file)
		if err != nil {
			return n, err
		}
		ext := filepath.Ext(file)
		name := fmt.Sprintf("%s-%d%s", strings.TrimSuffix(filepath.Base(file), ext), n, ext)
		if err := os.WriteFile(filepath.Join(dir, name), marked(data, n/len(files)), 0o644); err != nil {
			return n, err
		}
	}
	return corpusWriteUps, nil
}

// marked is text with a word of its own put in here and there below the front matter; the first copy is the
// text itself.
func marked(text []byte, number int) []byte {
	if number == 0 {
		return text
	}
	var out strings.Builder
	words, rules := 0, 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "---") {
			rules++
		}
		words += len(strings.Fields(line))
		if words >= markedWord && rules != 1 && strings.Contains(line, ". ") {
			line = strings.Replace(line, ". ", fmt.Sprintf(". Copy%dx%d ", number, out.Len()), 1)
			words = 0
		}
		out.WriteString(line)
	}
	return []byte(out.String())
}
