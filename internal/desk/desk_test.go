package desk_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

// open makes a library of notes by path and opens it.
func open(tb testing.TB, notes map[string]string) *desk.Desk {
	tb.Helper()
	dir := tb.TempDir()
	if _, err := library.Init(dir); err != nil {
		tb.Fatal(err)
	}
	for path, text := range notes {
		file := filepath.Join(dir, library.NotesDir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	lib, err := library.Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	d, err := desk.Open(context.Background(), lib, desk.Options{Work: dir, Shell: "test", Now: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(d.Close)
	return d
}

func parse(tb testing.TB, text string) query.Node {
	tb.Helper()
	tree, err := query.Parse(text, query.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return tree
}

// A write-up on two editions is found under the year, the series and the region of either, and counted by
// both.
func TestTwoEditions(t *testing.T) {
	d := open(t, map[string]string{"both.md": "---\ntitle: Two weeks\nconference: [kubecon-na-2018, kubecon-eu-2019]\n---\n## Proxies grew up\n\nThey carry the traffic now.\n"})
	for _, text := range []string{"series:kubecon-na", "series:kubecon-eu", "region:na", "region:eu", "year:2018", "year:2019", "date:2018", "proxies year:2018"} {
		res, err := d.Find(t.Context(), parse(t, text), search.Options{Limit: 5})
		if err != nil || res.Total != 1 {
			t.Errorf("%s: %d found, %v", text, res.Total, err)
		}
	}
	res, err := d.Find(t.Context(), parse(t, "proxies"), search.Options{Facets: []string{"year", "series", "region"}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]search.Count{"year": {{Value: "2018", N: 1}, {Value: "2019", N: 1}},
		"series": {{Value: "kubecon-eu", N: 1}, {Value: "kubecon-na", N: 1}}, "region": {{Value: "eu", N: 1}, {Value: "na", N: 1}}}
	if diff := cmp.Diff(want, res.Facets); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
}

// Write-ups that a query left some pieces of are copies: the desk keeps the whole ones.
func TestSelectedLeavesTheWhole(t *testing.T) {
	d := open(t, map[string]string{"a.md": "# KubeCon EU 2019\n\n## Disks fill up\n\nUntil they are full of logs.\n\n## Queues drain\n\nOne message after the other.\n"})
	some, err := d.Selected(t.Context(), parse(t, "text:disks"))
	if err != nil || len(some) != 1 || some[0].Takeaways() != 1 {
		t.Fatalf("%v, %v", some, err)
	}
	all, err := d.Selected(t.Context(), nil)
	if err != nil || len(all) != 1 || all[0].Takeaways() != 2 {
		t.Errorf("%v, %v", all, err)
	}
}

// Takeaways come in the order asked for, whether or not all write-ups have been decoded, and an ID that
// nobody has is damage.
func TestTakeaways(t *testing.T) {
	d := open(t, map[string]string{"a.md": many(40), "b.md": "# KubeCon EU 2019\n\n## Queues drain\n\nOne message after the other.\n"})
	res, err := d.Find(t.Context(), parse(t, "kind:takeaway"), search.Options{Limit: d.Count()})
	if err != nil {
		t.Fatal(err)
	}
	var ids []kb.ID
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	for _, decoded := range []bool{false, true} {
		if decoded {
			if _, err := d.WriteUps(); err != nil {
				t.Fatal(err)
			}
		}
		list, err := d.Takeaways(ids)
		if err != nil {
			t.Fatal(err)
		}
		var got []kb.ID
		for _, piece := range list {
			got = append(got, piece.ID)
		}
		if diff := cmp.Diff(ids, got); diff != "" {
			t.Errorf("decoded %v (-want +got):\n%s", decoded, diff)
		}
		if _, err := d.Takeaways([]kb.ID{ids[0], "000000000000"}); kb.AdviceOf(err) == nil {
			t.Errorf("an ID that nobody has: %v", err)
		}
	}
}

// many is a note of n takeaways.
func many(n int) string {
	var b strings.Builder
	b.WriteString("# KubeCon EU 2019\n")
	for i := range n {
		fmt.Fprintf(&b, "\n## Cluster %d was upgraded\n\nIt runs kubernetes with gitops, in room %d.\n", i, i)
	}
	return b.String()
}

// BenchmarkLargeNote is what it costs to find all pieces of one note, and to list them. As commands, with
// start-up and printing, finding them takes no longer than listing them; both grow with the number of pieces.
func BenchmarkLargeNote(b *testing.B) {
	lib := open(b, map[string]string{"large.md": many(9_000)}).Library
	tree := parse(b, "gitops")
	run := func(name string, f func(d *desk.Desk) (int, error)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				d := desk.OpenAsIs(lib, desk.Options{Now: time.Now})
				if n, err := f(d); err != nil || n < 9_000 {
					b.Fatal(n, err)
				}
				d.Close()
			}
		})
	}
	run("search", func(d *desk.Desk) (int, error) {
		res, err := d.Find(b.Context(), tree, search.Options{Limit: d.Count()})
		if err != nil {
			return 0, err
		}
		hits, _, err := d.Hits(res, false)
		return len(hits), err
	})
	run("list", func(d *desk.Desk) (int, error) {
		list, err := d.All()
		return len(list), err
	})
}

// Without a table of meanings that can be read a search goes by words, and that is told when the index is made, not
// with every answer. The table back, what is near is found again.
func TestByWordsAlone(t *testing.T) {
	notes := map[string]string{"net.md": "---\ntitle: Networks\n---\n## A firewall sees addresses\n\nIt knows nothing of workloads.\n\n## Egress rules\n\nOutbound connections are denied.\n"}
	for name, table := range map[string]string{"missing": "", "of another format": "tkmn\x63\x00\x60\x00 and whatever"} {
		restore := meaning.Replace(table)
		t.Cleanup(restore)
		d := open(t, notes)
		if n := d.Notices; len(n) != 1 || !strings.Contains(n[0].Text, "searches go by words alone") {
			t.Errorf("%s: notices %v", name, n)
		}
		if got := count(t, d, "firewall"); got != 1 {
			t.Errorf("%s: %d found by words", name, got)
		}
		again := reopen(t, d)
		if len(again.Notices) != 0 || count(t, again, "workloads") != 1 {
			t.Errorf("%s: told again: %v", name, again.Notices)
		}
		restore()
		if whole := reopen(t, again); count(t, whole, "firewall") != 2 {
			t.Errorf("%s: nothing near is found with the table back", name)
		}
	}
}

// count is how many takeaways a query finds.
func count(t *testing.T, d *desk.Desk, text string) int {
	t.Helper()
	res, err := d.Find(t.Context(), parse(t, text), search.Options{Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	return res.Total
}

// reopen opens the library of a desk again.
func reopen(t *testing.T, d *desk.Desk) *desk.Desk {
	t.Helper()
	again, err := desk.Open(t.Context(), d.Library, desk.Options{Work: d.Dir, Shell: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.Close)
	return again
}
