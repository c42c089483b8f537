//go:build !race

package notefile

// edits is how many random edits the property tests make.
const edits = 10_000
