package programme

import (
	_ "embed" // the counts
	"encoding/binary"
	"strings"
)

// Tally is how many talks of an edition are about each subject: topics with those above them, and projects. It is
// what most pages want of the programme, and costs a twentieth of unpacking the talks.
type Tally struct {
	Edition          string
	Talks            int
	Topics, Projects map[string]int
}

// talliesData is the hash of the vocabulary that tagged the talks, the editions and the ids, each closed by a zero
// byte, then numbers: of each edition its talks, and twice how many pairs of an id and its talks follow.
//
//go:embed tallies_gen.bin
var talliesData string

// Tallies counts every edition, in the order of Editions, by the vocabulary that Tagged names.
func Tallies() []Tally {
	_, data, _ := strings.Cut(talliesData, "\x00")
	head, data, _ := strings.Cut(data, "\x00")
	list, data, _ := strings.Cut(data, "\x00")
	ids, numbers := strings.Split(list, "\n"), []byte(data)
	next := func() int {
		v, size := binary.Uvarint(numbers)
		numbers = numbers[max(size, 0):]
		return int(v)
	}
	var out []Tally
	for edition := range strings.SplitSeq(head, "\n") {
		t := Tally{Edition: edition, Talks: next()}
		for _, counts := range []*map[string]int{&t.Topics, &t.Projects} {
			n := next()
			*counts = make(map[string]int, n)
			for range n {
				id := ids[next()]
				(*counts)[id] = next()
			}
		}
		out = append(out, t)
	}
	return out
}

// Tagged names the vocabulary by which the titles of talks were tagged when they were compiled: its hash.
// By another vocabulary they have to be tagged anew.
func Tagged() string {
	hash, _, _ := strings.Cut(talliesData, "\x00")
	return hash
}
