package vocabulary

// Limits of a vocabulary file. The built-in lists have 62 topics, 539 projects and 200 kB.
const (
	maxFile    = 4 << 20
	maxEntries = 20_000
	maxPhrase  = 120 // bytes of one name or trigger
)
