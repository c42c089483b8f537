// Package search keeps the full-text index of a library: it builds it, opens it read-only, brings it
// up to date and answers queries from it. It is the only package that imports bleve, whose postings and
// dictionaries it uses; the ranking on top is its own (see rank.go).
package search

import (
	_ "embed" // for the stamp
	"strings"

	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
)

// Format names the index's layout, schema, analysis and word lists: a hash over all that an index of a fixed
// set of notes holds. TestStamps in internal compares it with Fingerprint. A generation written under
// another name is not used.
var Format = strings.TrimSpace(formatStamp)

//go:embed format.stamp
var formatStamp string

// Stamp is the caller's part of the format key, such as a hash of the vocabulary and the registry. A
// generation with another stamp is not used.
type Stamp string

// ErrNone is returned where an index folder holds no generation that can be used: none was ever built,
// it has another format or stamp, or it is damaged. Building one is the answer to all of them.
var ErrNone = generation.ErrNone

// ErrDamaged is returned where an index's files are not what was written. What Open returns for damage
// is both ErrNone and ErrDamaged; what Find returns is ErrDamaged.
var ErrDamaged = generation.ErrDamaged

// Doc is a takeaway as it is indexed, with what is known about its write-up and edition.
type Doc struct {
	// Takeaway has its Body filled.
	Takeaway kb.Takeaway
	// Years are those of the editions, else that of the date.
	Years []int
	// Language is ISO 639-1; empty if unknown.
	Language string
	// Series and Regions are those of the editions, ids of the registry.
	Series, Regions []string

	about meaning.Vector // set once it is a document
}

// Options says what of an answer is wanted.
type Options struct {
	// Limit is the greatest number of hits returned; 0 means none, only Total and Facets.
	Limit int
	// Offset is how many of the best hits are left out.
	Offset int
	// Sort is "score" (the default), "date" or "-date".
	Sort string
	// Facets names the fields to count values of; see FacetFields.
	Facets []string
	// Kinds restricts the hits to these kinds; empty means all.
	Kinds []kb.Kind
	// Except leaves out hits of these kinds. It costs nothing where there are none.
	Except []kb.Kind
	// Hints says what the caller understood of the query's words.
	Hints []Hint
	// Spelling is what Correct found in this query. Where it is nil, Find asks Correct itself, with Hints.
	Spelling *Spelling
	// Group leaves the best hit of each write-up; Limit, Offset and Total count write-ups then.
	Group bool
	// Explain fills Why of the hits and Steps.
	Explain bool
	// Words leaves out what is merely near in meaning, as an order by date and facets do, in which it cannot
	// come last.
	Words bool
}

// near reports whether an answer has place for what is merely near in meaning.
func (o *Options) near() bool {
	byScore := o.Sort == "" || o.Sort == "score"
	return byScore && !o.Words && len(o.Facets) == 0
}

// Hint says that some words of the query also mean Node: "barcelona 2019" means conference:kubecon-eu-2019,
// "o11y" means tag:observability. A takeaway that matches Node counts as holding the words.
type Hint struct {
	// Start and End are the half-open range of bytes of the query in which the words begin. An empty
	// range stands for no word: matching takeaways are merely lifted.
	Start, End int
	// Node is what the words mean. Only filters make sense: fields, ranges, and their combinations.
	Node query.Node
	// Weight is how much matching Node is worth compared to holding the words themselves; 0 means 1.
	Weight float64
	// Match labels the hits which hold the words through Node alone; empty means exact.
	Match kb.Match
}

// Found is one hit.
type Found struct {
	ID    kb.ID
	Score float64
	Match kb.Match
	// More counts the other hits of its write-up where Group is set.
	More int
	// Why says how the score came about, in words, where Explain is set.
	Why []string
}

// Count is one value of a facet and the number of hits that carry it.
type Count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// Result is the answer to a query.
type Result struct {
	Hits []Found
	// Total is the number of all hits. It does not depend on Limit and Offset.
	Total int
	// Lifted is how many of all hits a hint for no word holds for.
	Lifted int
	// Excepted is how many takeaways there are of the kinds that Options.Except leaves out, whatever the query.
	Excepted int
	// Facets holds all values of each field asked for, most frequent first, ties by value.
	Facets map[string][]Count
	// Corrected is the query with misspelt words replaced; empty where nothing was corrected.
	Corrected string
	// Terms are the analysed words looked for, for Snippet.
	Terms []string
	// Steps says what was tried, in words, where Explain is set.
	Steps []string
}
