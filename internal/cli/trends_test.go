package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"takeaway/internal/thorough"
	"takeaway/notes"
)

// trendJSON is what the test looks at in the output of trends.
type trendJSON struct {
	ID, Type  string
	Takeaways int
	Before    struct {
		Query     string
		Takeaways int
	}
	Cells []struct {
		Conference, Region string
		Year               int
		Takeaways, Total   int
		Share              float64
	}
}

// The numbers of trends are those of searches, for every conference, year and region of the shipped notes.
func TestTrendCountsAreThoseOfSearch(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	home, lib := t.TempDir(), t.TempDir()
	if err := os.CopyFS(filepath.Join(lib, "notes"), notes.FS); err != nil {
		t.Fatal(err)
	}
	known := map[string]int{}
	count := func(query ...string) int {
		key := strings.Join(query, " ")
		n, ok := known[key]
		if !ok {
			found, _ := runs(t, home, lib, append([]string{"search", "kind:takeaway", "-n", "0", "-o", "id"}, query...)...)
			n = len(strings.Fields(found))
			known[key] = n
		}
		return n
	}
	subjects := []string{"security", "istio", "gitops", "networking", "ci-cd"}
	subjects = subjects[:thorough.Most(2, len(subjects))]
	checked := 0
	for _, by := range axes {
		out, code := runs(t, home, lib, append([]string{"trends", "--by", by, "-o", "json"}, subjects...)...)
		var lines []trendJSON
		if err := json.Unmarshal([]byte(out), &lines); err != nil || code != exitOK {
			t.Fatalf("by %s: exit code %d, %v", by, code, err)
		}
		for _, l := range lines {
			subject := map[string]string{"topic": "tag:", "project": "project:"}[l.Type] + l.ID
			if n := count(subject); n != l.Takeaways {
				t.Errorf("%s: %d takeaways, search finds %d", subject, l.Takeaways, n)
			}
			if n := count(subject, l.Before.Query); by != "region" && n != l.Before.Takeaways {
				t.Errorf("%s %s: %d takeaways, search finds %d", subject, l.Before.Query, l.Before.Takeaways, n)
			}
			for _, c := range l.Cells {
				column := "conf:" + c.Conference
				switch by {
				case "year":
					column = "year:" + strconv.Itoa(c.Year)
				case "region":
					column = "region:" + c.Region
				}
				checked++
				if n, all := count(subject, column), count(column); n != c.Takeaways || all != c.Total || c.Share != float64(n)/float64(all) {
					t.Errorf("%s %s: %d of %d (%v), search finds %d of %d", subject, column, c.Takeaways, c.Total, c.Share, n, all)
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d cells were checked", checked)
	}
}
