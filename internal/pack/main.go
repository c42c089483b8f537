// Command pack makes what a release holds beside the binary:
//
//	go run ./internal/pack man DIR        a manual page for each command and help topic
//	go run ./internal/pack licences FILE  the licence texts of the libraries that are linked in
//
// What it writes depends on the sources and on $SOURCE_DATE_EPOCH alone, so that a release can be made again to
// the byte (https://reproducible-builds.org).
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		usage()
	}
	var err error
	switch os.Args[1] {
	case "man":
		err = man(os.Args[2])
	case "licences":
		err = licences(os.Args[2])
	default:
		usage()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "pack %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: go run ./internal/pack man DIR | licences FILE")
	os.Exit(2)
}
