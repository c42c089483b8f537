package library

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/vocabulary"
)

// VocabularyFile is the name of a library's own vocabulary, beside notes/.
const VocabularyFile = "vocabulary.yaml"

// maxVocabulary is the size limit of that file in bytes.
const maxVocabulary = 4 << 20

// userVocabulary is what a library's own file makes of the built-in vocabulary, once it was read.
type userVocabulary struct {
	once     sync.Once
	merged   *vocabulary.Vocabulary
	problems []kb.Problem
	sum      string // of the file's bytes; empty if there is none
}

// Vocabulary is the built-in vocabulary with what the library's own file changes. What is wrong in that
// file is left out; see VocabularyProblems.
func (l *Library) Vocabulary() *vocabulary.Vocabulary { return l.vocabularyFile().merged }

// VocabularyProblems are those of the library's own vocabulary, by place. The ones with severity
// "error" say that something was left out.
func (l *Library) VocabularyProblems() []kb.Problem { return l.vocabularyFile().problems }

// vocabularyFile reads the file once. A library without one pays for a single look at its folder.
func (l *Library) vocabularyFile() *userVocabulary {
	if l.words == nil {
		return &userVocabulary{merged: vocabulary.Default()}
	}
	l.words.once.Do(func() {
		l.words.merged = vocabulary.Default()
		data, err := readVocabulary(filepath.Join(l.Dir, VocabularyFile))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			p := unreadable(VocabularyFile, err)
			p.Hint = "the built-in vocabulary is used until it can be read"
			l.words.problems = []kb.Problem{p}
		default:
			sum := sha256.Sum256(data)
			l.words.sum = hex.EncodeToString(sum[:8])
			l.words.merged, l.words.problems = vocabulary.Read(VocabularyFile, data, vocabulary.Default())
			for _, p := range notefile.YAMLSlips(VocabularyFile, data) {
				told := func(q kb.Problem) bool { return q.Line == p.Line }
				if !slices.ContainsFunc(l.words.problems, told) {
					l.words.problems = append(l.words.problems, p)
				}
			}
			slices.SortStableFunc(l.words.problems, kb.CompareProblems)
		}
	})
	return l.words
}

func readVocabulary(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for a writer
		return nil, errors.New("is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxVocabulary+1)) // one more than allowed shows that it is too large
}
