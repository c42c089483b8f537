// Package thorough says how much a slow test does. Most of what a test of thousands of random cases finds it
// finds in the first hundreds: a normal run does that many, and a thorough one, which CI and `make thorough`
// ask for with THOROUGH=1, does them all.
package thorough

import (
	"os"
	"strconv"
)

// Run reports whether this run is to be thorough: the environment variable THOROUGH is a true value.
func Run() bool {
	yes, err := strconv.ParseBool(os.Getenv("THOROUGH"))
	return err == nil && yes
}

// Most is how many cases a test does: normal, or all in a thorough run.
func Most(normal, all int) int {
	if Run() {
		return all
	}
	return normal
}

// Step is how many cases a test goes forward at a time: n, or 1, which leaves none out, in a thorough run.
func Step(n int) int {
	if Run() {
		return 1
	}
	return n
}
