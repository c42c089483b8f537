// Package conference is the registry of conference editions: which there were, when and where, and
// how a name, a city, a hashtag, a folder or a date resolves to one. The facts stand in editions.yaml;
// internal/gen compiles them. Nothing here does I/O or looks at the clock.
package conference

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

//go:generate go run ../gen conference

// Edition is one conference that took place, or is announced: one time, one place.
// The slices are shared with the registry and must not be changed.
type Edition struct {
	ID      string `json:"id" yaml:"id"`         // "kubecon-na-2019"; other series "<series>-<region or city>-<year>"
	Series  string `json:"series" yaml:"series"` // id of the series: "kubecon-na"
	Name    string `json:"name" yaml:"name"`     // the organiser's name for it
	City    string `json:"city" yaml:"city"`     // empty where it was held online only
	Country string `json:"country" yaml:"country"`
	Region  string `json:"region" yaml:"region"` // na, eu, cn, in, jp, …; empty where none applies
	Year    int    `json:"year" yaml:"year"`
	Start   string `json:"start" yaml:"start"` // first day, co-located days included, ISO; empty if unknown
	End     string `json:"end" yaml:"end"`     // last day, ISO; empty if unknown
	Virtual bool   `json:"virtual" yaml:"virtual"`
	// PlannedCity is where an edition was announced that then went online or elsewhere.
	PlannedCity string `json:"planned_city,omitempty" yaml:"planned_city,omitempty"`
	// Aliases are names that mean this edition only; Ambiguous ones fit others as well.
	Aliases   []string `json:"aliases" yaml:"aliases"`
	Ambiguous []string `json:"ambiguous,omitempty" yaml:"ambiguous,omitempty"`
	Hashtags  []string `json:"hashtags,omitempty" yaml:"hashtags,omitempty"` // without the #
	SchedIDs  []string `json:"sched_ids,omitempty" yaml:"sched_ids,omitempty"`
	// Attendance is a number of people, 0 if unknown; AttendanceSource says who counted whom.
	Attendance       int    `json:"attendance,omitempty" yaml:"attendance,omitempty"`
	AttendanceSource string `json:"attendance_source,omitempty" yaml:"attendance_source,omitempty"`
	// Verified is false where days or city are recalled, and for editions that are only derived from
	// a write-up's words ("DevOpsDays Melbourne 2015") because the registry does not list them.
	Verified bool `json:"verified" yaml:"verified"`
}

// Series is a line of editions.
type Series struct {
	ID      string   `json:"id" yaml:"id"`
	Name    string   `json:"name" yaml:"name"`
	Aliases []string `json:"aliases" yaml:"aliases"`
	Region  string   `json:"region,omitempty" yaml:"region,omitempty"` // only where all editions share it
	// Kind is flagship, regional, community, co-located, project, foundation, vendor, contributor or summit.
	// Only of the flagship (KubeCon) does the registry list every edition.
	Kind string `json:"kind" yaml:"kind"`
	// Weak names count only right beside a place: "OSS" alone is open source software.
	Weak []string `json:"weak,omitempty" yaml:"weak,omitempty"`
}

// wording is a place or region and the words for it. Words in capitals only count in capitals.
type wording struct {
	ID, Name string
	Also     []string
}

const flagship = "flagship"

// Editions returns every listed edition, sorted by first day, then ID.
func Editions() []Edition { return slices.Clone(editions[:]) }

// AllSeries returns every series, in the order of editions.yaml: KubeCon first.
func AllSeries() []Series { return slices.Clone(allSeries[:]) }

// LookupSeries finds a series by its id.
func LookupSeries(id string) (Series, bool) {
	for i := range allSeries {
		if allSeries[i].ID == id {
			return allSeries[i], true
		}
	}
	return Series{}, false
}

// Hash identifies the data: 16 hexadecimal digits of editions.yaml's SHA-256. It is part of the index format.
func Hash() string { return dataHash }

// Lookup finds an edition by its exact id. Besides the listed ones it accepts ids of series whose
// editions are not all listed ("devopsdays-oslo-2017", "kcd-france-2023") and returns what the id
// itself says, unverified.
func Lookup(id string) (Edition, bool) {
	if i := indexOf(id); i >= 0 {
		return editions[i], true
	}
	return derivedFromID(id)
}

func indexOf(id string) int {
	return slices.IndexFunc(editions[:], func(e Edition) bool { return e.ID == id })
}

// Previous is the edition of the same series before e, by first day.
func Previous(e Edition) (Edition, bool) {
	best := -1
	for i := range editions {
		before := editions[i].Start < e.Start
		if e.Start == "" { // derived from words: only its year is known
			before = editions[i].Year < e.Year
		}
		if editions[i].Series == e.Series && editions[i].ID != e.ID && before {
			best = i // sorted by first day: the last one found is the nearest
		}
	}
	if best < 0 {
		return Edition{}, false
	}
	return editions[best], true
}

// Compare orders editions by first day, those of which only the year is known before all others of it,
// then by id.
func (e Edition) Compare(f Edition) int {
	return cmp.Or(cmp.Compare(e.since(), f.since()), cmp.Compare(e.ID, f.ID))
}

// since is the first day, or the year where that is unknown.
func (e Edition) since() string {
	if e.Start == "" && e.Year > 0 {
		return strconv.Itoa(e.Year)
	}
	return e.Start
}

// derivedFromID reads "<series>-<place>-<year>" or "<series>-<year>" of a series with unlisted editions.
func derivedFromID(id string) (Edition, bool) {
	cut := strings.LastIndexByte(id, '-')
	if cut < 0 || len(id) > 100 {
		return Edition{}, false
	}
	year := yearOf(id[cut+1:])
	if year == 0 {
		return Edition{}, false
	}
	head, best := id[:cut], -1
	for i := range allSeries {
		s := allSeries[i].ID
		if allSeries[i].Kind != flagship && (head == s || strings.HasPrefix(head, s+"-")) &&
			(best < 0 || len(s) > len(allSeries[best].ID)) {
			best = i
		}
	}
	if best < 0 {
		return Edition{}, false
	}
	place := strings.TrimPrefix(strings.TrimPrefix(head, allSeries[best].ID), "-")
	for _, r := range place {
		if r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80 {
			return Edition{}, false
		}
	}
	return derived(allSeries[best].ID, allSeries[best].Name, strings.ReplaceAll(place, "-", " "), year), true
}

// derived makes an edition that the registry does not list from the words of a write-up.
func derived(series, name, place string, year int) Edition {
	e := Edition{Series: series, Year: year}
	parts := []string{series}
	title := name
	if place != "" {
		canonical, region := placeOrRegion(place)
		e.Region = region
		if region == "" {
			e.City = canonical
			parts = append(parts, slugOf(canonical))
		} else {
			parts = append(parts, region)
		}
		title += " " + canonical
	}
	e.ID = strings.Join(append(parts, strconv.Itoa(year)), "-")
	e.Name = title + " " + strconv.Itoa(year)
	return e
}

// yearOf reads a four-digit year in which a cloud-native or DevOps conference can have been held, else 0.
func yearOf(s string) int {
	if len(s) != 4 || s[0] != '2' || s[1] != '0' || s[2] < '0' || s[2] > '4' || s[3] < '0' || s[3] > '9' {
		return 0
	}
	year, err := strconv.Atoi(s)
	if err != nil || year < 2005 {
		return 0
	}
	return year
}

// ShortName is what people call an edition: "KubeCon NA 2019"; empty for an id that is not known.
func ShortName(id string) string {
	if e, ok := Lookup(id); ok {
		return e.Short()
	}
	return ""
}

// Short is the name of an edition where there is little room: "KubeCon NA 2019".
func (e Edition) Short() string {
	if region, ok := strings.CutPrefix(e.Series, "kubecon-"); ok {
		return "KubeCon " + strings.ToUpper(region) + " " + strconv.Itoa(e.Year)
	}
	return shortNames.Replace(e.Name)
}

// shortNames shortens the names of long-named series, as people do: they differ from each other at their ends
// only.
var shortNames = strings.NewReplacer("Kubernetes Community Days ", "KCD ", "Kubernetes Contributor Summit ", "Contributor Summit ",
	"CloudNativeSecurityCon ", "SecurityCon ", "Open Source Summit ", "OSS ", "North America ", "NA ", "Europe ", "EU ")
