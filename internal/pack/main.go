// Command pack makes what a release holds beside the binary:
//
//	go run ./internal/pack man DIR        a manual page for each command and help topic
//	go run ./internal/pack licences FILE  the licence texts of the libraries that are linked in
//	go run ./internal/pack release DIR VERSION  these, completions, and an archive with the program for each system
//
// What it writes depends on the sources and on $SOURCE_DATE_EPOCH alone, so that a release can be made again to
// the byte (https://reproducible-builds.org).
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 3 {
		usage()
	}
	var err error
	switch job, args := os.Args[1], os.Args[2:]; {
	case job == "man" && len(args) == 1:
		err = man(args[0])
	case job == "licences" && len(args) == 1:
		err = licences(args[0])
	case job == "release" && len(args) == 2:
		err = release(args[0], args[1])
	default:
		usage()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "pack %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: go run ./internal/pack man DIR | licences FILE | release DIR VERSION")
	os.Exit(2)
}
