//go:build ignore

// The bare start that takeaway's own start is compared with: a program that imports the libraries the
// project is given, uses none of them, and ends.
package main

import (
	_ "github.com/blevesearch/bleve/v2"
	_ "github.com/charmbracelet/glamour"
	_ "github.com/spf13/cobra"
)

func main() {}
