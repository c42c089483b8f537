package programme

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// packTags writes the hash of the vocabulary, the ids, and for each talk the numbers of its topics and projects.
func (s *Source) packTags() []byte {
	var ids []string
	for _, t := range s.Talks {
		ids = append(append(ids, t.Topics...), t.Projects...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	at := number(ids)
	var b bytes.Buffer
	b.WriteString(s.Vocabulary + "\x00" + strings.Join(ids, "\n") + "\x00")
	var numbers []byte
	for _, list := range []func(*Talk) []string{func(t *Talk) []string { return t.Topics }, func(t *Talk) []string { return t.Projects }} {
		for i := range s.Talks {
			of := list(&s.Talks[i])
			numbers = binary.AppendUvarint(numbers, uint64(len(of)))
			for _, id := range of {
				numbers = binary.AppendUvarint(numbers, uint64(at[id]))
			}
		}
	}
	b.Write(numbers)
	return deflate(b.Bytes())
}

// tag adds topics and projects to the talks.
func (t *table) tag(data string) {
	_, data, _ = strings.Cut(data, "\x00")
	head, data, _ := strings.Cut(data, "\x00")
	ids := strings.Split(head, "\n")
	numbers := []byte(data)
	next := func() int {
		v, size := binary.Uvarint(numbers)
		numbers = numbers[max(size, 0):]
		return int(v)
	}
	for _, list := range []func(*Talk) *[]string{func(t *Talk) *[]string { return &t.Topics }, func(t *Talk) *[]string { return &t.Projects }} {
		for i := range t.talks {
			for range next() {
				of := list(&t.talks[i])
				*of = append(*of, ids[next()])
			}
		}
	}
}
