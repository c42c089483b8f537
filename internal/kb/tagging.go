package kb

// TagReason is a tag on a takeaway, or one that is rejected there, with what it rests on.
type TagReason struct {
	// ID, Ref, Path, Line and Heading name the takeaway, Tag the tag.
	ID      string `json:"id" yaml:"id"`
	Ref     string `json:"ref" yaml:"ref"`
	Path    string `json:"path" yaml:"path"`
	Shelf   string `json:"shelf,omitempty" yaml:"shelf,omitempty"`
	Line    int    `json:"line" yaml:"line"`
	Heading string `json:"heading" yaml:"heading"`
	Tag     string `json:"tag" yaml:"tag"`
	// Source is own, inherited, inferred, implied (by a narrower tag) or rejected.
	Source string `json:"source" yaml:"source"`
	// Confidence is between 0 and 1 for inferred tags, 1 for what a person said.
	Confidence float64    `json:"confidence" yaml:"confidence"`
	Evidence   []Evidence `json:"evidence" yaml:"evidence"`
}

// TagChange is what a command did, or would do, to the tags of a takeaway; of a whole write-up where
// there is no ID.
type TagChange struct {
	ID      string `json:"id" yaml:"id"`
	Ref     string `json:"ref" yaml:"ref"`
	Path    string `json:"path" yaml:"path"`
	Line    int    `json:"line" yaml:"line"`
	Heading string `json:"heading" yaml:"heading"`
	// Added and Removed are tags that a person sets; Rejected ones are never inferred again, Restored
	// ones were rejected and may be.
	Added    []string `json:"added" yaml:"added"`
	Removed  []string `json:"removed" yaml:"removed"`
	Rejected []string `json:"rejected" yaml:"rejected"`
	Restored []string `json:"restored" yaml:"restored"`
}
