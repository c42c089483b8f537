//go:build race

package noteedit

// edits is how many random edits the property tests make: what they look for are no races, and under the
// race detector each takes eight times as long.
const edits = 1_000
