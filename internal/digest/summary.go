package digest

// Length says how much a summary holds.
type Length string

// The lengths: half a page, a page or two, everything worth a line.
const (
	Short  Length = "short"
	Normal Length = "normal"
	Long   Length = "long"
)

// Lengths are the legal values of Length.
func Lengths() []string { return []string{string(Short), string(Normal), string(Long)} }

// bounds are how many of each a summary holds at most.
type bounds struct {
	themes, sentences, talks, speakers, projects, numbers, moves, sides int
	// single has themes of one author beside those of several.
	single bool
}

func (l Length) bounds() bounds {
	switch l {
	case Short:
		return bounds{themes: 5, sentences: 1, talks: 3, speakers: 3, projects: 6, numbers: 3, moves: 3, sides: 1}
	case Long:
		return bounds{themes: 30, sentences: 2, talks: 20, speakers: 20, projects: 30, numbers: 15, moves: 10, sides: 6, single: true}
	}
	return bounds{themes: 10, sentences: 2, talks: 8, speakers: 6, projects: 12, numbers: 6, moves: 5, sides: 3}
}

// Quote is a sentence as it stands in a note, with who wrote it and where.
type Quote struct {
	// Sentence is empty where the heading of the takeaway alone stands for a theme.
	Sentence string `json:"sentence" yaml:"sentence"`
	// Quoted is true where the authors wrote the sentence; false where it is that of a digest, which reports
	// what they wrote.
	Quoted  bool     `json:"quoted" yaml:"quoted"`
	ID      string   `json:"id" yaml:"id"`
	Ref     string   `json:"ref" yaml:"ref"`
	Authors []string `json:"authors" yaml:"authors"`
	Source  string   `json:"source" yaml:"source"` // the address of the write-up; empty if the note gives none
	Title   string   `json:"title" yaml:"title"`   // of the write-up
	Heading string   `json:"heading" yaml:"heading"`
	Path    string   `json:"path" yaml:"path"`
	Shelf   string   `json:"shelf,omitempty" yaml:"shelf,omitempty"` // that the note is on
	Line    int      `json:"line" yaml:"line"`
	// Language is that of a sentence in another language than the page, as the write-up states it.
	Language string `json:"language,omitempty" yaml:"language,omitempty"`
}

// Theme is a tag with what was said about it.
type Theme struct {
	Tag       string `json:"tag" yaml:"tag"`
	Name      string `json:"name" yaml:"name"`
	Takeaways int    `json:"takeaways" yaml:"takeaways"`
	WriteUps  int    `json:"write_ups" yaml:"write_ups"`
	// Authors is the number of independent authors; By names them, co-authors together.
	Authors int      `json:"authors" yaml:"authors"`
	By      []string `json:"by" yaml:"by"`
	// Share is the part of the conference's takeaways, 0 to 1.
	Share float64 `json:"share" yaml:"share"`
	// Programme is the share of the edition's programme; nil where that is not known.
	Programme *Base   `json:"programme,omitempty" yaml:"programme,omitempty"`
	Sentences []Quote `json:"sentences" yaml:"sentences"`
	// Sides are two sentences of different authors that seem to pull in different directions; else empty.
	Sides []Quote `json:"sides" yaml:"sides"`
}

// Project is a technology that was named.
type Project struct {
	Project   string   `json:"project" yaml:"project"`
	Name      string   `json:"name" yaml:"name"`
	Takeaways int      `json:"takeaways" yaml:"takeaways"`
	WriteUps  int      `json:"write_ups" yaml:"write_ups"`
	Authors   int      `json:"authors" yaml:"authors"`
	By        []string `json:"by" yaml:"by"`
	// FirstSeen is true where no takeaway about an earlier edition names it, and the library has enough of
	// them to say so.
	FirstSeen bool `json:"first_seen" yaml:"first_seen"`
}

// Shift is how the share of a tag differs from the previous edition.
type Shift struct {
	Tag               string  `json:"tag" yaml:"tag"`
	Name              string  `json:"name" yaml:"name"`
	Move              Move    `json:"move" yaml:"move"`
	Takeaways         int     `json:"takeaways" yaml:"takeaways"`
	Authors           int     `json:"authors" yaml:"authors"`
	Share             float64 `json:"share" yaml:"share"`
	PreviousTakeaways int     `json:"previous_takeaways" yaml:"previous_takeaways"`
	PreviousAuthors   int     `json:"previous_authors" yaml:"previous_authors"`
	PreviousShare     float64 `json:"previous_share" yaml:"previous_share"`
}

// Change is the comparison with an earlier edition of the same series.
type Change struct {
	// Previous is the edition compared with; its ID is empty where the library has none.
	Previous  Edition `json:"previous" yaml:"previous"`
	WriteUps  int     `json:"write_ups" yaml:"write_ups"`
	Takeaways int     `json:"takeaways" yaml:"takeaways"`
	Authors   int     `json:"authors" yaml:"authors"`
	// Missing is the edition right before this one, where the library has no write-ups of it.
	Missing string `json:"missing" yaml:"missing"`
	// Small is true where one of the two rests on few takeaways or few authors.
	Small bool `json:"small_sample" yaml:"small_sample"`
	// Skipped are later editions of which the library knows too little to compare with. Thin is true where
	// that holds of the edition of the page itself: nothing is compared then.
	Skipped []Skipped `json:"skipped" yaml:"skipped"`
	Thin    bool      `json:"too_small" yaml:"too_small"`
	Shifts  []Shift   `json:"shifts" yaml:"shifts"`
}

// Skipped is an edition that nothing is compared with, and what there is of it.
type Skipped struct {
	ID        string `json:"id" yaml:"id"`
	Short     string `json:"short" yaml:"short"`
	WriteUps  int    `json:"write_ups" yaml:"write_ups"`
	Takeaways int    `json:"takeaways" yaml:"takeaways"`
	Authors   int    `json:"authors" yaml:"authors"`
}

// Coverage says what the page rests on.
type Coverage struct {
	Perspectives []PerspectiveCount `json:"perspectives" yaml:"perspectives"`
	// Digests is how many of the write-ups are digests.
	Digests int `json:"digests" yaml:"digests"`
	// Shelves says how many of the write-ups are on which shelf, by its name; nil where all are the library's own.
	Shelves map[string]int `json:"shelves,omitempty" yaml:"shelves,omitempty"`
	// Themes counts all themes, OneAuthor those that rest on one author.
	Themes    int `json:"themes" yaml:"themes"`
	OneAuthor int `json:"one_author_themes" yaml:"one_author_themes"`
	// Small is true where the shares rest on few takeaways or few authors.
	Small bool `json:"small_sample" yaml:"small_sample"`
}

// PerspectiveCount is how many write-ups look at the conference from somewhere; "" is not stated.
type PerspectiveCount struct {
	Perspective string `json:"perspective" yaml:"perspective"`
	WriteUps    int    `json:"write_ups" yaml:"write_ups"`
}

// Summary is one page about a conference.
type Summary struct {
	Conference Edition `json:"conference" yaml:"conference"`
	WriteUps   int     `json:"write_ups" yaml:"write_ups"`
	Takeaways  int     `json:"takeaways" yaml:"takeaways"`
	// Authors is the number of independent authors; By names them.
	Authors  int       `json:"authors" yaml:"authors"`
	By       []string  `json:"by" yaml:"by"`
	Themes   []Theme   `json:"themes" yaml:"themes"`
	Talks    []Talk    `json:"talks" yaml:"talks"`
	Speakers []Speaker `json:"speakers" yaml:"speakers"`
	Projects []Project `json:"projects" yaml:"projects"`
	// Earlier is the number of takeaways about earlier editions, which first-seen marks rest on.
	Earlier int      `json:"earlier_takeaways" yaml:"earlier_takeaways"`
	Numbers []Number `json:"numbers" yaml:"numbers"`
	Change  Change   `json:"change" yaml:"change"`
	// Beside is the programme of the edition beside what was taken home.
	Beside   Beside   `json:"beside" yaml:"beside"`
	Coverage Coverage `json:"coverage" yaml:"coverage"`
	// Length is what was asked for.
	Length Length `json:"-" yaml:"-"`
}

// Options of a summary.
type Options struct {
	Length Length
	// Programme is the programme of the edition; nil if there is none.
	Programme *Announced
}

// Beside is the programme of an edition beside what people took home from it.
type Beside struct {
	// Talks is the number of talks; 0 where the programme lacks the edition.
	Talks int `json:"talks" yaml:"talks"`
	// Announced are topics of many talks and few takeaways, TakenHome the other way round: by more than
	// chance does, the clearest first.
	Announced []Gap `json:"announced" yaml:"announced"`
	TakenHome []Gap `json:"taken_home" yaml:"taken_home"`
}

// Gap is a topic of which the programme and the takeaways of an edition have different shares.
type Gap struct {
	Tag       string  `json:"tag" yaml:"tag"`
	Name      string  `json:"name" yaml:"name"`
	Takeaways int     `json:"takeaways" yaml:"takeaways"`
	Authors   int     `json:"authors" yaml:"authors"`
	Share     float64 `json:"share" yaml:"share"` // of the takeaways
	Programme Base    `json:"programme" yaml:"programme"`

	Z float64 `json:"-" yaml:"-"` // of the difference, in standard errors
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
