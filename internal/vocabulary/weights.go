package vocabulary

// weights are all numbers of the scoring: what a match is worth, and how much makes a tag.
//
// They were set on two sets that have nothing to do with each other: 255 takeaways of 48 write-ups of
// other people, labelled by readers, and some 750 takeaways of digests in our own words, tagged by those who
// wrote them. A value was changed only where it helped one and did not hurt the other. Fitting all of them to the
// labelled set gains 0.015 in F1 there and loses 0.015 on files left out (eight-fold, by file): the
// set is too small for 20 numbers. Neighbouring values (a fifth more or less) score within 0.01.
type weights struct {
	// What one match contributes, by rule.
	name, strong, case_, weak, project, projectHint float64
	// Factors for where the match stands.
	heading, parent, subheading, opening float64
	// repeat is the factor for each further occurrence of one trigger: 0.75 makes at most four times.
	repeat float64
	// list is the factor for projects in a sentence that names several, and for topics in a list of many.
	list float64
	// up is the share of a topic's score that its parent receives.
	up float64
	// title is the most that the title of the write-up adds to a topic that the piece speaks of.
	title float64
	// A tag needs base + perWord·ln(1+words/100), and either top of the best topic's score or enough,
	// which suffices however far the best one is ahead.
	base, perWord, top, enough float64
	// sign is the share of a Chinese or Japanese character that is no word of its own: they are counted
	// one by one, but words have about two.
	sign float64
	// lone is the factor for a topic with a single match, outside the heading.
	lone float64
	// loneProject comes on top where that match is a project.
	loneProject float64
	// extended multiplies the scores of topics of that tier.
	extended float64
	// most is the number of tags at the most.
	most int
}

var tuned = weights{
	name: 1.4, strong: 1.2, case_: 1.4, weak: 0.5, project: 0.85, projectHint: 0.25,
	heading: 2.7, parent: 1.1, subheading: 2.2, opening: 1.45,
	repeat: 0.75,
	list:   0.5,
	up:     0.08,
	title:  0.5,
	base:   0.68, perWord: 0.4, top: 0.36, enough: 5,
	sign:        0.5,
	lone:        0.9,
	loneProject: 0.7,
	extended:    1,
	most:        3,
}

// openingWords is how many words of the body are its opening.
const openingWords = 40

// listNames is how many projects in one sentence make it a list of names.
const listNames = 3

// listTopics is how many topics named but once, in items of lists, make it a list of topics: a table of
// contents, an agenda. Then none of them is what the piece is about.
const listTopics = 5

// maxEvidence is the number of reasons kept for a tag or a mention, the heaviest first.
const maxEvidence = 6
