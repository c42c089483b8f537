//go:build !race

package noteedit

// mostEdits is how many random edits the property tests make in a thorough run.
const mostEdits = 10_000
