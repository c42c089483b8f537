//go:build race

package noteedit

// mostEdits is how many random edits the property tests make: what they look for are no races, and under the
// race detector each takes eight times as long.
const mostEdits = 1_000
