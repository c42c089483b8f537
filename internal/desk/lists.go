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

// A result list numbers its hits, and the next command takes the numbers for the IDs: takeaway show 3.
// The last list of each shell is kept in the index folder, in a file of its own, so that two shells do
// not take each other's numbers. A list may be lost at any time; then there are no numbers.

const (
	listsDir = "lists"
	// listMagic begins every list; a file that begins otherwise is none.
	listMagic = "takeaway list 1"
	// mostLists is how many shells' lists are kept.
	mostLists = 32
	// mostListBytes bounds a list that is read: all numbers, and a long query.
	mostListBytes = 1 << 20
	// mostNumbers is how many numbers are kept of one list: those of one to four digits.
	mostNumbers = 9999
)

// resultList is the numbered hits of one query, over all its pages so far.
type resultList struct {
	query string
	ids   map[int]kb.ID
}

// listFile is where the list of this shell is kept; empty where it cannot be.
func (d *Desk) listFile() string {
	if d.scratch != "" || d.o.Shell == "" {
		return ""
	}
	return filepath.Join(d.dir, listsDir, d.o.Shell)
}

// Remember makes hits, numbered from first on, the last list. Another page of the same query adds to it.
// A list that cannot be kept is no reason to fail: there are IDs.
func (d *Desk) Remember(query string, first int, hits []kb.Hit) {
	file := d.listFile()
	if file == "" || len(hits) == 0 {
		return
	}
	list := resultList{query: query, ids: map[int]kb.ID{}}
	if old := readList(file); first > 1 && old != nil && old.query == query {
		list.ids = old.ids
	}
	for i := range hits {
		list.ids[first+i] = hits[i].ID
	}
	_ = list.write(file)
}

// write puts the list in the place of the one before, whole or not at all.
func (l *resultList) write(file string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%q\n", listMagic, l.query)
	numbers := make([]int, 0, len(l.ids))
	for n := range l.ids {
		if n <= mostNumbers {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		fmt.Fprintf(&b, "%d %s\n", n, l.ids[n])
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
	list := &resultList{ids: map[int]kb.ID{}}
	if list.query, err = strconv.Unquote(lines.Text()); err != nil {
		return nil
	}
	for lines.Scan() {
		number, id, _ := strings.Cut(lines.Text(), " ")
		n, err := strconv.Atoi(number)
		if err != nil || len(id) != kb.IDLen || !IsHex(id) {
			return nil
		}
		list.ids[n] = kb.ID(id)
	}
	return list
}

// IsNumber reports whether a name can only be a number of the last list: one to four digits. IDs are
// typed with more.
func IsNumber(name string) bool {
	return name != "" && len(name) <= 4 && strings.Trim(name, "0123456789") == ""
}

// numbered is the takeaway with this number in the last list of this shell; nil if there is none, or
// none any more.
func (d *Desk) numbered(name string) (*kb.Takeaway, error) {
	file := d.listFile()
	n, err := strconv.Atoi(name)
	if err != nil || file == "" {
		return nil, nil
	}
	list := readList(file)
	if list == nil || list.ids[n] == "" {
		return nil, nil
	}
	return d.cat.Takeaway(list.ids[n])
}

// Numbered is a takeaway with its number in the last list of this shell.
type Numbered struct {
	Number   int
	Takeaway *kb.Takeaway
}

// Listed is the last list of this shell in the order of its numbers, at most the first most of it, without
// what is no more in the library.
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
	for _, n := range slices.Sorted(maps.Keys(list.ids)) {
		if len(out) == most {
			break
		}
		if t, err := d.cat.Takeaway(list.ids[n]); err == nil && t != nil {
			out = append(out, Numbered{n, t})
		}
	}
	return out
}
