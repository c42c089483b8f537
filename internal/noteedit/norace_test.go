//go:build !race

package noteedit

// edits is how many random edits the property tests make.
const edits = 10_000
