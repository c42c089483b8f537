package desk

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// A list numbers its rows, and the next command takes the numbers for the names: takeaway show 3. The last
// list of each shell is kept in the index folder, in a file of its own, so that two shells do not take each
// other's numbers. A list may be lost at any time; then there are no numbers.

const (
	listsDir = "lists"
	// listMagic begins every list; a file that begins otherwise is none.
	listMagic = "takeaway list 2"
	// mostLists is how many shells' lists are kept.
	mostLists = 32
	// mostListBytes bounds a list that is read: all numbers, and a long query.
	mostListBytes = 1 << 20
	// mostNumbers is how many numbers are kept of one list: those of one to four digits.
	mostNumbers = 9999
)

// Sort is the sort of thing that a number of a list stands for.
type Sort string

// The sorts of things that lists number. Names of takeaways are whole IDs, those of write-ups paths.
const (
	SortTakeaway   Sort = "takeaway"
	SortWriteUp    Sort = "write-up"
	SortConference Sort = "conference"
	SortTag        Sort = "tag"
	SortProject    Sort = "project"
	SortAuthor     Sort = "author"
	SortSpeaker    Sort = "speaker"
	SortTalk       Sort = "talk"
)

// Entry is what a number of a list stands for: a name as commands take it, and of what sort.
type Entry struct {
	Sort Sort
	Name string
}

// Entries are the entries of names of one sort.
func Entries(sort Sort, names []string) []Entry {
	out := make([]Entry, len(names))
	for i, name := range names {
		out[i] = Entry{sort, name}
	}
	return out
}

// resultList is the numbered rows of one query, over all its pages so far.
type resultList struct {
	query   string
	entries map[int]Entry
}

// listFile is where the list of this shell is kept; empty where it cannot be.
func (d *Desk) listFile() string {
	if d.scratch != "" || d.o.Shell == "" {
		return ""
	}
	return filepath.Join(d.dir, listsDir, d.o.Shell)
}

// Remember makes entries, numbered from first on, the last list. Another page of the same query adds to it.
// A list that cannot be kept is no reason to fail: there are IDs.
func (d *Desk) Remember(query string, first int, entries []Entry) {
	file := d.listFile()
	if file == "" || len(entries) == 0 {
		return
	}
	list := resultList{query: query, entries: map[int]Entry{}}
	if old := readList(file); first > 1 && old != nil && old.query == query {
		list.entries = old.entries
	}
	for i, e := range entries {
		list.entries[first+i] = e
	}
	_ = list.write(file)
}

// Remember makes entries the last list, for a command that wrote and opened no desk.
func (w *Writer) Remember(query string, entries []Entry) {
	if w.Index != "" {
		(&Desk{dir: w.Index, o: w.o}).Remember(query, 1, entries)
	}
}

// write puts the list in the place of the one before, whole or not at all.
func (l *resultList) write(file string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%q\n", listMagic, l.query)
	numbers := make([]int, 0, len(l.entries))
	for n := range l.entries {
		if n <= mostNumbers {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		fmt.Fprintf(&b, "%d %s %q\n", n, l.entries[n].Sort, l.entries[n].Name)
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".tmp-*")
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		tmp, err = os.CreateTemp(filepath.Dir(file), ".tmp-*")
	}
	if err != nil {
		return err
	}
	_, isNew := os.Lstat(file)
	_, err = tmp.Write(b.Bytes())
	if err = cmp.Or(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
		return err
	}
	if isNew != nil {
		pruneLists(filepath.Dir(file))
	}
	return nil
}

// pruneLists removes the oldest lists of a folder that has too many.
func pruneLists(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) <= mostLists {
		return
	}
	type list struct {
		name string
		time int64
	}
	var lists []list
	for _, e := range entries {
		if info, err := e.Info(); err == nil && readList(filepath.Join(dir, e.Name())) != nil { // what is no list is not ours
			lists = append(lists, list{e.Name(), info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(lists, func(a, b list) int { return cmp.Or(cmp.Compare(b.time, a.time), cmp.Compare(a.name, b.name)) })
	for _, l := range lists[min(mostLists, len(lists)):] {
		_ = os.Remove(filepath.Join(dir, l.name))
	}
}

// readList reads a list; nil if there is none, or none that can be trusted.
func readList(file string) *resultList {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostListBytes {
		return nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	if !lines.Scan() || lines.Text() != listMagic || !lines.Scan() {
		return nil
	}
	list := &resultList{entries: map[int]Entry{}}
	if list.query, err = strconv.Unquote(lines.Text()); err != nil {
		return nil
	}
	for lines.Scan() {
		n, e, ok := readEntry(lines.Text())
		if !ok {
			return nil
		}
		list.entries[n] = e
	}
	return list
}

// readEntry reads a line of a list: number, sort and quoted name.
func readEntry(line string) (n int, e Entry, ok bool) {
	number, rest, _ := strings.Cut(line, " ")
	sort, quoted, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0, e, false
	}
	name, err := strconv.Unquote(quoted)
	if err != nil || name == "" || sort == "" {
		return 0, e, false
	}
	if Sort(sort) == SortTakeaway && (len(name) != kb.IDLen || !IsHex(name)) {
		return 0, e, false
	}
	return n, Entry{Sort(sort), name}, true
}

// IsNumber reports whether a name can only be a number of the last list: one to four digits. IDs are
// typed with more.
func IsNumber(name string) bool {
	return name != "" && len(name) <= 4 && strings.Trim(name, "0123456789") == ""
}

// At is what a number stands for in the last list of this shell.
func (d *Desk) At(number string) (Entry, bool) {
	file := d.listFile()
	n, err := strconv.Atoi(number)
	if err != nil || file == "" || !IsNumber(number) {
		return Entry{}, false
	}
	list := readList(file)
	if list == nil {
		return Entry{}, false
	}
	e, ok := list.entries[n]
	return e, ok
}

// LastList says what the last list of this shell was a list of, as it was given to Remember; empty if there
// is none.
func (d *Desk) LastList() string {
	file := d.listFile()
	if file == "" {
		return ""
	}
	if list := readList(file); list != nil {
		return list.query
	}
	return ""
}

// numbered is the takeaway or write-up with this number in the last list of this shell; nil if there is none,
// or none any more. The error, a kb.Advice, says what a number stands for that is something else.
func (d *Desk) numbered(name string) (*Named, error) {
	e, ok := d.At(name)
	if !ok {
		return nil, nil
	}
	switch e.Sort {
	case SortTakeaway:
		t, err := d.takeaway(kb.ID(e.Name))
		if err != nil {
			return nil, Damaged(err)
		}
		if t == nil {
			return nil, nil
		}
		return &Named{Takeaway: t}, nil
	case SortWriteUp:
		return d.Lookup(e.Name)
	}
	return nil, kb.Usage(fmt.Sprintf("%s is the %s %s of the last list", name, e.Sort, e.Name), e.next())
}

// next is a command that makes something of an entry that is no takeaway.
func (e Entry) next() string {
	switch e.Sort {
	case SortConference:
		return "takeaway summary " + e.Name + " is a page about it"
	case SortTag:
		return "takeaway topic " + e.Name + " is a page about it"
	case SortProject:
		return "takeaway project " + e.Name + " is a page about it"
	case SortAuthor, SortSpeaker:
		return fmt.Sprintf("takeaway list takeaways %s:%q lists them", e.Sort, e.Name)
	}
	return "takeaway show " + e.Name + " shows it"
}

// Numbered is a takeaway with its number in the last list of this shell.
type Numbered struct {
	Number   int
	Takeaway *kb.Takeaway
}

// Listed is the last list of this shell in the order of its numbers, at most the first most takeaways of it,
// without what is no more in the library.
func (d *Desk) Listed(most int) []Numbered {
	file := d.listFile()
	if file == "" {
		return nil
	}
	list := readList(file)
	if list == nil {
		return nil
	}
	var out []Numbered
	for _, n := range slices.Sorted(maps.Keys(list.entries)) {
		if len(out) == most {
			break
		}
		if list.entries[n].Sort != SortTakeaway {
			continue
		}
		if t, err := d.takeaway(kb.ID(list.entries[n].Name)); err == nil && t != nil {
			out = append(out, Numbered{n, t})
		}
	}
	return out
}
