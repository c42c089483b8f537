package vocabulary

// weights are all numbers of the scoring. They were fitted on 255 labelled takeaways from 48 write-ups;
// neighbouring values score nearly alike.
type weights struct {
	// What one match contributes, by rule.
	name, strong, case_, weak, project, projectHint float64
	// Factors for where the match stands.
	heading, parent, subheading, opening float64
	// repeat is the factor for each further occurrence of one trigger: 0.5 makes at most double.
	repeat float64
	// list is the factor for projects in a sentence that names three or more.
	list float64
	// up is the share of a topic's score that its parent receives.
	up float64
	// A tag needs base + perWord·ln(1+words/100), and top of the best topic's score.
	base, perWord, top float64
	// lone is the factor for a topic with a single match, outside the heading.
	lone float64
	// loneProject comes on top where that match is a project.
	loneProject float64
	// extended multiplies the scores of topics of that tier.
	extended float64
	// enough is a score that always suffices, however far the best topic is ahead.
	enough float64
	// sign is the share of a Chinese or Japanese character that is no word of its own: they are counted
	// one by one, but words have about two.
	sign float64
	// title is the most that the title of the write-up adds to a topic that the piece speaks of.
	title float64
	// most is the number of tags at the most.
	most int
}

var tuned = weights{
	name: 1.4, strong: 1.2, case_: 1.4, weak: 0.5, project: 0.9, projectHint: 0.22,
	heading: 2.7, parent: 1.1, subheading: 2.2, opening: 1.45,
	repeat: 0.65,
	list:   0.4,
	up:     0.08,
	base:   0.7, perWord: 0.4, top: 0.36,
	lone:        0.9,
	loneProject: 0.7,
	extended:    1,
	enough:      99,
	sign:        0,
	title:       0,
	most:        3,
}

// maxEvidence is the number of reasons kept for a tag or a mention, the heaviest first.
const maxEvidence = 6
