package desk

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

func TestRemember(t *testing.T) {
	s := &Desk{dir: t.TempDir(), o: Options{Shell: "session-1"}}
	hits := func(ids ...string) []Entry { return Entries(SortTakeaway, ids) }
	s.Remember("etcd", 1, hits("aaaaaaaaaaaa", "bbbbbbbbbbbb"))
	s.Remember("etcd", 3, hits("cccccccccccc"))
	want := map[int]Entry{1: {SortTakeaway, "aaaaaaaaaaaa"}, 2: {SortTakeaway, "bbbbbbbbbbbb"}, 3: {SortTakeaway, "cccccccccccc"}}
	if diff := cmp.Diff(want, readList(s.listFile()).entries); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.Remember("disks", 11, hits("dddddddddddd"))
	if diff := cmp.Diff(map[int]Entry{11: {SortTakeaway, "dddddddddddd"}}, readList(s.listFile()).entries); diff != "" {
		t.Errorf("another query (-want +got):\n%s", diff)
	}
	for i := range mostLists + 10 {
		other := &Desk{dir: s.dir, o: Options{Shell: string(rune('a'+i%26)) + string(rune('a'+i/26))}}
		other.Remember("etcd", 1, hits("aaaaaaaaaaaa"))
	}
	entries, err := os.ReadDir(filepath.Join(s.dir, listsDir))
	if err != nil || len(entries) != mostLists {
		t.Errorf("%d lists are kept, %v", len(entries), err)
	}
}

func TestIsNumber(t *testing.T) {
	for name, want := range map[string]bool{"1": true, "0": true, "2019": true, "0001": true, "20190": false, "": false, "3f": false, "-1": false, "１": false} {
		if got := IsNumber(name); got != want {
			t.Errorf("IsNumber(%q) = %v", name, got)
		}
	}
}

// FuzzReadList reads any file as a list: it is one with names, and whole IDs where these are of takeaways, or none.
func FuzzReadList(f *testing.F) {
	for _, s := range []string{"", "takeaway list 2\n\"q\"\n1 takeaway \"aaaaaaaaaaaa\"\n2 tag \"gitops\"\n", "takeaway list 2\nq\n", "takeaway list 2\n\"q\"\n1 takeaway \"zz\"\n",
		"takeaway list 1\n\"q\"\n", "takeaway list 2\n\"q\"\n99999999999999999999 takeaway \"aaaaaaaaaaaa\"\n", "\x00\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		list := readList(file)
		if list == nil {
			return
		}
		for n, e := range list.entries {
			if e.Name == "" || e.Sort == SortTakeaway && (len(e.Name) != kb.IDLen || !IsHex(e.Name)) {
				t.Errorf("%d is %q", n, e)
			}
		}
	})
}
