package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"takeaway/internal/conference"
)

type wording struct {
	ID   string   `yaml:"id"`
	Name string   `yaml:"name"`
	Also []string `yaml:"also"`
}

type edition struct {
	ID          string   `yaml:"id"`
	Series      string   `yaml:"series"`
	Name        string   `yaml:"name"`
	City        string   `yaml:"city"`
	Country     string   `yaml:"country"`
	PlannedCity string   `yaml:"planned_city"`
	Region      string   `yaml:"region"`
	Start       string   `yaml:"start"`
	End         string   `yaml:"end"`
	Virtual     bool     `yaml:"virtual"`
	Aliases     []string `yaml:"aliases"`
	Ambiguous   []string `yaml:"ambiguous"`
	Hashtags    []string `yaml:"hashtags"`
	Sched       []string `yaml:"sched"`
	Attendance  struct {
		Count    int    `yaml:"count"`
		Kind     string `yaml:"kind"`
		Source   string `yaml:"source"`
		Verified *bool  `yaml:"verified"`
	} `yaml:"attendance"`
	Verified *bool `yaml:"verified"`
}

type registry struct {
	Regions  []wording           `yaml:"regions"`
	Places   []wording           `yaml:"places"`
	Series   []conference.Series `yaml:"series"`
	Editions []edition           `yaml:"editions"`
}

func init() {
	tasks["conference"] = task{"internal/conference/editions_gen.go: the registry of conferences", genConference}
}

// genConference compiles editions.yaml.
func genConference([]string) error {
	data, err := os.ReadFile(inRepository("internal/conference/editions.yaml"))
	if err != nil {
		return err
	}
	var r registry
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&r); err != nil {
		return fmt.Errorf("editions.yaml: %w", err)
	}
	return writeGo("internal/conference/editions_gen.go", "conference", "editions.yaml", r.code(data))
}

// code is the registry as Go.
func (r registry) code(data []byte) []byte {
	var b bytes.Buffer
	sum := sha256.Sum256(data)
	fmt.Fprintf(&b, "const dataHash = %q\n\n", hex.EncodeToString(sum[:8]))
	array(&b, "regions", "wording", r.Regions, false)
	array(&b, "places", "wording", r.Places, false)
	array(&b, "allSeries", "Series", r.Series, false)
	slices.SortFunc(r.Editions, func(a, b edition) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	var editions []conference.Edition
	for _, e := range r.Editions {
		year, _ := strconv.Atoi(e.Start[:min(len(e.Start), 4)])
		editions = append(editions, conference.Edition{ID: e.ID, Series: e.Series, Name: e.Name, City: e.City, Country: e.Country,
			Region: e.Region, Year: year, Start: e.Start, End: e.End, Virtual: e.Virtual, PlannedCity: e.PlannedCity,
			Aliases: e.Aliases, Ambiguous: e.Ambiguous, Hashtags: e.Hashtags, SchedIDs: e.Sched,
			Attendance: e.Attendance.Count, AttendanceSource: source(e), Verified: e.Verified == nil || *e.Verified})
	}
	array(&b, "editions", "Edition", editions, false)
	return b.Bytes()
}

// source says who counted whom: "attendees, CNCF annual report 2019".
func source(e edition) string {
	if e.Attendance.Count == 0 {
		return ""
	}
	s := e.Attendance.Kind + ", " + e.Attendance.Source
	if e.Attendance.Verified != nil && !*e.Attendance.Verified {
		s += " (unverified)"
	}
	return s
}
