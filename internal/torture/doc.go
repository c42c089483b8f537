// Package torture is a test of the whole program under bad luck; see torture_test.go and make torture. It has no code of
// its own.
package torture
