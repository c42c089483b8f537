package digest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"takeaway/internal/kb"
)

// Axis says what stands side by side in a trend.
type Axis string

// The axes. The first two run through time.
const (
	ByConference Axis = "conference"
	ByYear       Axis = "year"
	ByRegion     Axis = "region"
)

// In counts the takeaways of a group that have the subject.
func (s Subject) In(g *Group) int { return s.of(g).Takeaways() }

// of counts the subject in a group.
func (s Subject) of(g *Group) *Counter {
	if s.Type == ProjectType {
		return g.Project(s.ID)
	}
	return g.Tag(s.ID)
}

// Column is one place on the axis of a trend: an edition, a year, or a region.
type Column struct {
	// ID is what a filter takes: "kubecon-na-2019", "2019", "na".
	ID string
	// Name is for people. Code is the same in at most three and two letters: "NA" and "19", "2019", "na".
	Name string
	Code [2]string
	// Date is the first day of an edition, if it is known.
	Date string
	// Total is all of the column.
	Total Sample

	edition Edition
	writeUp []*kb.WriteUp
}

// Trend is a set of write-ups laid out along an axis.
type Trend struct {
	By      Axis
	Columns []Column
	// Whole counts all write-ups, those without a place on the axis too.
	Whole *Group
	// Placed is the number of takeaways that have a place on the axis.
	Placed int
	// Before and After are the two spans of time that movers compare; nil where the write-ups are of one
	// edition or one time.
	Before, After *Span

	// Census is true for the programme itself: all of it, not a sample.
	Census bool

	names     Names
	writeUp   []*kb.WriteUp
	chorus    *chorus
	programme *programme            // beside it; nil without
	all       int                   // independent authors, once they were counted
	subjects  []Subject             // once they were asked for
	moved     map[Subject]*Line     // what compare said
	in        map[*kb.WriteUp][]int // the columns of each write-up
	years     *Trend                // the same by year, for what has too many editions to draw each
}

// NewTrend lays write-ups out. They may come with some of their pieces only, as a query left them.
func NewTrend(ups []*kb.WriteUp, by Axis, n Names) *Trend { return newTrend(ups, by, n, false) }

// NewCensus lays the programme out: its editions as write-ups whose takeaways are talks. Its shares are those
// of all there was, so that nothing but an edition of which the programme has fewer than LeastTakeaways talks
// is a small sample, and no number of authors is asked for.
func NewCensus(editions []*kb.WriteUp, by Axis, n Names) *Trend {
	return newTrend(editions, by, n, true)
}

func newTrend(ups []*kb.WriteUp, by Axis, n Names, census bool) *Trend {
	n = n.remember()
	ups = slices.DeleteFunc(slices.Clone(ups), func(w *kb.WriteUp) bool { return w.Takeaways() == 0 })
	t := &Trend{By: by, Census: census, Whole: NewGroup(ups, n.Implied), names: n, writeUp: ups, chorus: newChorus(ups)}
	t.chorus.census = census
	t.layOut()
	if by == ByConference {
		years := *t
		years.By = ByYear
		years.layOut()
		t.years = &years
	}
	t.Before, t.After = t.spans()
	return t
}

// layOut fills in the columns.
func (t *Trend) layOut() {
	in := map[string][]*kb.WriteUp{}
	t.Placed, t.Columns, t.in = 0, nil, make(map[*kb.WriteUp][]int, len(t.writeUp))
	for _, w := range t.writeUp {
		ids := placesOf(w, t.By, t.names)
		if len(ids) > 0 {
			t.Placed += w.Takeaways()
		}
		for _, id := range ids {
			in[id] = append(in[id], w)
		}
	}
	for id, ups := range in {
		c := Column{ID: id, Name: id, Code: [2]string{"", id}, Total: t.chorus.sample(ups), writeUp: ups}
		switch t.By {
		case ByConference:
			c.edition = t.names.Edition(id)
			c.Name, c.Date, c.Code = c.edition.Short, c.edition.Start, editionCode(c.edition)
		case ByRegion:
			c.Code = [2]string{"", first(strings.ToUpper(id), 3)}
		}
		t.Columns = append(t.Columns, c)
	}
	slices.SortFunc(t.Columns, func(a, b Column) int {
		if t.By == ByConference {
			return CompareEditions(a.edition, b.edition)
		}
		return cmp.Compare(a.ID, b.ID)
	})
	for i := range t.Columns {
		for _, w := range t.Columns[i].writeUp {
			t.in[w] = append(t.in[w], i)
		}
	}
}

// placesOf lists where on the axis a write-up stands. Of the years and regions of several editions the
// last one counts, as in the index that searches use; a write-up without a known edition has the year in
// which it was written.
func placesOf(w *kb.WriteUp, by Axis, n Names) []string {
	if by == ByConference {
		return w.Conferences
	}
	year, region := "", ""
	if len(w.Date) >= 4 {
		year = w.Date[:4]
	}
	for _, id := range w.Conferences {
		if e := n.Edition(id); e.Year > 0 {
			year, region = itoa(e.Year), e.Region
		}
	}
	place := year
	if by == ByRegion {
		place = region
	}
	if place == "" {
		return nil
	}
	return []string{place}
}

// editionCode shortens the name of an edition: NA 19 for a KubeCon, capitals or letters of the series for others.
func editionCode(e Edition) [2]string {
	year := ""
	if e.Year > 0 {
		year = itoa(e.Year % 100)
		if e.Year%100 < 10 {
			year = "0" + year
		}
	}
	series := e.Series
	if series == "" {
		series = e.ID
	}
	if region, ok := strings.CutPrefix(series, "kubecon-"); ok {
		return [2]string{first(strings.ToUpper(region), 3), year}
	}
	return [2]string{initials(e.Short, series), year}
}

// initials are at most three capitals of the first word of a name that has several, "DOD" of "DevOpsDays Geneva",
// or else the first letters of the series.
func initials(name, series string) string {
	word, _, _ := strings.Cut(name, " ")
	capitals := strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return r
		}
		return -1
	}, word)
	if len([]rune(capitals)) > 1 {
		return first(capitals, 3)
	}
	return first(series, 3)
}

// first is the first n letters of s.
func first(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// Cell is a subject in one column of a trend.
type Cell struct {
	// Subject is the topic or project.
	Subject string `json:"subject" yaml:"subject"`
	// One of these says which column it is.
	Conference string `json:"conference,omitempty" yaml:"conference,omitempty"`
	Year       int    `json:"year,omitempty" yaml:"year,omitempty"`
	Region     string `json:"region,omitempty" yaml:"region,omitempty"`
	// Name is that of the column, Date the first day of the conference.
	Name  string `json:"name" yaml:"name"`
	Date  string `json:"date,omitempty" yaml:"date,omitempty"`
	Count `yaml:",inline"`
	// Small says that the column is a small sample.
	Small bool `json:"small" yaml:"small"`
	// Programme is the subject's share of the programme of the same editions; nil where it is not known.
	Programme *Base `json:"programme,omitempty" yaml:"programme,omitempty"`
	// Day orders editions and other events: the first day, or what is known of it.
	Day string `json:"-" yaml:"-"`
}

// Line is a subject along a trend.
type Line struct {
	Subject `yaml:",inline"`
	// Count is over all columns.
	Count `yaml:",inline"`
	// First, Peak and Last are ids of columns: where the subject occurs first, has its largest share, and
	// occurs last. The peak is taken among columns that are no small samples, if the subject is in any.
	First string `json:"first,omitempty" yaml:"first,omitempty"`
	Peak  string `json:"peak,omitempty" yaml:"peak,omitempty"`
	Last  string `json:"last,omitempty" yaml:"last,omitempty"`
	// Move, Before and After say how the share changed lately. Nil where there is no time before.
	Move   Move       `json:"move,omitempty" yaml:"move,omitempty"`
	Before *SpanCount `json:"before,omitempty" yaml:"before,omitempty"`
	After  *SpanCount `json:"after,omitempty" yaml:"after,omitempty"`
	Cells  []Cell     `json:"cells" yaml:"cells"`
	// Programme is the share of the programme of the editions of all columns; nil where it is not known.
	Programme *Base `json:"programme,omitempty" yaml:"programme,omitempty"`
	// Shelves says how many of the takeaways are on which shelf, by its name; nil where all are the library's own.
	Shelves map[string]int `json:"shelves,omitempty" yaml:"shelves,omitempty"`
	// Contradicted is the move that the takeaways show and the programme does not bear out; Move is steady
	// then. See Trend.Against.
	Contradicted Move `json:"contradicted,omitempty" yaml:"contradicted,omitempty"`
	// Spark is the line to draw: the cells, or one a year where there are too many editions.
	Spark []Cell `json:"-" yaml:"-"`

	z float64
}

// At returns the cell of the column with this id.
func (l *Line) At(id string) (Cell, bool) {
	for _, c := range l.Cells {
		if c.column() == id {
			return c, true
		}
	}
	return Cell{}, false
}

// column is the id of the cell's column.
func (c *Cell) column() string {
	switch {
	case c.Conference != "":
		return c.Conference
	case c.Year > 0:
		return itoa(c.Year)
	}
	return c.Region
}

// mostSparks is the number of columns up to which each is drawn by itself; more are drawn by year.
const mostSparks = 12

// Line follows a subject along the trend.
func (t *Trend) Line(s Subject) Line {
	l := Line{Subject: s, Count: t.count(s), Cells: t.cells(s), Shelves: OnShelves(s.of(t.Whole).List())}
	if t.programme != nil {
		l.Programme = s.base(t.programme.whole)
	}
	l.First, l.Peak, l.Last = ends(l.Cells)
	if t.By == ByRegion {
		l.First, l.Last = "", "" // regions follow no order
	}
	if t.Before != nil {
		p := t.probe(s)
		l.Before, l.After, l.Move, l.Contradicted, l.z = p.Before, p.After, p.Move, p.Contradicted, p.z
	}
	l.Spark = l.Cells
	if t.years != nil && len(l.Cells) > mostSparks {
		l.Spark = t.years.cells(s)
	}
	return l
}

// OnShelves counts takeaways by the shelf that they are on; nil where all are the library's own.
func OnShelves(list []*kb.Takeaway) map[string]int {
	var out map[string]int
	for _, t := range list {
		if t.Shelf == "" {
			continue
		}
		if out == nil {
			out = map[string]int{}
		}
		out[t.Shelf]++
	}
	return out
}

// count counts a subject over all columns.
func (t *Trend) count(s Subject) Count {
	whole := Sample{Takeaways: t.Whole.Takeaways(), WriteUps: t.Whole.WriteUps()}
	return t.chorus.count(s.of(t.Whole).part(), whole)
}

func (t *Trend) cells(s Subject) []Cell {
	parts := split(s.of(t.Whole), func(w *kb.WriteUp) []int { return t.in[w] }, len(t.Columns))
	cells := make([]Cell, len(t.Columns))
	for i := range t.Columns {
		col := &t.Columns[i]
		c := Cell{Subject: s.ID, Name: col.Name, Date: col.Date, Count: t.chorus.count(parts[i], col.Total), Small: col.Total.Small()}
		if t.programme != nil && t.programme.columns[col.ID] != nil {
			c.Programme = s.base(t.programme.columns[col.ID])
		}
		switch t.By {
		case ByConference:
			c.Conference, c.Day = col.ID, cmp.Or(col.Date, yearDay(col.edition.Year))
		case ByYear:
			c.Year, _ = strconv.Atoi(col.ID) // a year of a write-up is digits, else it is 0 and left out
			c.Day = yearDay(c.Year)
		case ByRegion:
			c.Region = col.ID
		}
		cells[i] = c
	}
	return cells
}

// yearDay stands after all days of a year.
func yearDay(year int) string {
	if year == 0 {
		return "~"
	}
	return itoa(year) + "-99"
}

// ends finds the columns where a subject occurs first and last and where its share is largest.
func ends(cells []Cell) (first, peak, last string) {
	for i := range cells {
		if cells[i].Takeaways == 0 {
			continue
		}
		if first == "" {
			first = cells[i].column()
		}
		last = cells[i].column()
	}
	if c, ok := Peak(cells); ok {
		peak = c.column()
	}
	return first, peak, last
}

// above reports whether a cell is a higher peak than another: small samples come after all others.
func (c *Cell) above(d *Cell) bool {
	if c.Small != d.Small {
		return d.Small
	}
	return c.Share > d.Share
}

// Peak is the cell with the largest share, the earliest of several; one of a small sample only where
// there is no other. False where nothing is counted.
func Peak(cells []Cell) (Cell, bool) {
	best := -1
	for i := range cells {
		c := &cells[i]
		if c.Takeaways == 0 {
			continue
		}
		if best < 0 || c.above(&cells[best]) {
			best = i
		}
	}
	if best < 0 {
		return Cell{}, false
	}
	return cells[best], true
}

// Subjects lists what occurs anywhere in the trend: topics, then projects, those of most independent
// authors first.
func (t *Trend) Subjects() []Subject {
	if t.subjects == nil {
		t.subjects = t.chorus.subjects(t.Whole, t.names)
	}
	return slices.Clone(t.subjects)
}
