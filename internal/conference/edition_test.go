package conference

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

func TestTableMatchesYAML(t *testing.T) {
	data, err := os.ReadFile("editions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	if got, want := Hash(), hex.EncodeToString(sum[:8]); got != want {
		t.Fatalf("editions_gen.go was made from other data (hash %s, editions.yaml has %s): run go generate", got, want)
	}
	var doc struct {
		Series   []struct{ ID string }
		Editions []struct {
			ID, Series, City, Start, End string
			Verified                     *bool
			Attendance                   struct{ Count int }
		}
	}
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	type row struct {
		ID, Series, City, Start, End string
		Attendance                   int
		Verified                     bool
	}
	var want, got []row
	for _, e := range doc.Editions {
		want = append(want, row{e.ID, e.Series, e.City, e.Start, e.End, e.Attendance.Count, e.Verified == nil || *e.Verified})
	}
	for _, e := range Editions() {
		got = append(got, row{e.ID, e.Series, e.City, e.Start, e.End, e.Attendance, e.Verified})
	}
	order := func(a, b row) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID)) }
	slices.SortFunc(want, order)
	if d := diff.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(doc.Series) != len(AllSeries()) {
		t.Errorf("%d series in the table, %d in editions.yaml", len(AllSeries()), len(doc.Series))
	}
}

func TestRegistryIsSound(t *testing.T) {
	all, ids, kubeCons := Editions(), map[string]bool{}, 0
	sorted := slices.IsSortedFunc(all, func(a, b Edition) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	if !sorted {
		t.Error("not sorted by first day, then id")
	}
	for _, e := range all {
		if ids[e.ID] {
			t.Errorf("%s is listed twice", e.ID)
		}
		ids[e.ID] = true
		s, ok := LookupSeries(e.Series)
		if !ok {
			t.Errorf("%s: unknown series %s", e.ID, e.Series)
		}
		if s.Kind == flagship {
			kubeCons++
		}
		start, err1 := time.Parse("2006-01-02", e.Start)
		end, err2 := time.Parse("2006-01-02", e.End)
		if err1 != nil || err2 != nil || end.Before(start) || end.Sub(start) > 7*24*time.Hour || start.Year() != e.Year {
			t.Errorf("%s: days %s to %s, year %d", e.ID, e.Start, e.End, e.Year)
		}
		if !e.Virtual && e.City == "" {
			t.Errorf("%s: neither virtual nor in a city", e.ID)
		}
		if (e.Attendance > 0) != (e.AttendanceSource != "") {
			t.Errorf("%s: attendance %d from %q", e.ID, e.Attendance, e.AttendanceSource)
		}
		if got, ok := Lookup(e.ID); !ok || got.Name != e.Name {
			t.Errorf("Lookup(%s) = %s, %v", e.ID, got.Name, ok)
		}
	}
	if kubeCons != 36 {
		t.Errorf("%d KubeCons, want 36", kubeCons)
	}
}

func TestLookup(t *testing.T) {
	tests := []struct{ id, name, city, region string }{
		{"kubecon-na-2019", "KubeCon + CloudNativeCon North America 2019", "San Diego", "na"},
		{"devopsdays-melbourne-2015", "DevOpsDays Melbourne 2015", "Melbourne", ""},
		{"kcd-france-2023", "Kubernetes Community Days France 2023", "France", ""},
		{"kcd-salt-lake-city-2024", "Kubernetes Community Days Salt Lake City 2024", "Salt Lake City", ""},
		{"promcon-2016", "PromCon 2016", "", ""},
		{"kubecon-eu-2015", "", "", ""}, // there was none
		{"kubecon-na-2035", "", "", ""},
		{"kubcon-na-2019", "", "", ""},
		{"devopsdays", "", "", ""},
		{"devopsdays-<b>-2019", "", "", ""},
		{"", "", "", ""},
	}
	for _, tt := range tests {
		e, ok := Lookup(tt.id)
		if ok != (tt.name != "") || e.Name != tt.name || e.City != tt.city || e.Region != tt.region {
			t.Errorf("Lookup(%q) = %q in %q, %q, %v", tt.id, e.Name, e.City, e.Region, ok)
		}
	}
}

func TestPrevious(t *testing.T) {
	for id, want := range map[string]string{
		"kubecon-na-2019": "kubecon-na-2018", "kubecon-cn-2023": "kubecon-cn-2021", "kubecon-na-2015": "",
		"kubecon-jp-2026": "kubecon-jp-2025", "devopsdays-oslo-2017": "", "promcon-2018": "promcon-eu-2017",
	} {
		e, ok := Lookup(id)
		if !ok {
			t.Fatalf("no %s", id)
		}
		got, ok := Previous(e)
		if got.ID != want || ok != (want != "") {
			t.Errorf("Previous(%s) = %s, %v; want %s", id, got.ID, ok, want)
		}
	}
}
