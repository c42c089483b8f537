package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"takeaway/internal/cli"
	"takeaway/notes"
)

// man writes the manual pages takeaway.1, takeaway-search.1 … into a folder. Their date is $SOURCE_DATE_EPOCH
// (reproducible-builds.org), and none without it.
func man(dir string) error {
	header, err := manHeader(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	commands := documented(cli.Manual(notes.FS))
	flags := map[*pflag.Flag]bool{} // those of a parent are met at every command below it
	for _, cmd := range commands {
		cmd.InitDefaultHelpFlag()
		for _, set := range []*pflag.FlagSet{cmd.Flags(), cmd.InheritedFlags()} {
			set.VisitAll(func(f *pflag.Flag) { flags[f] = true })
		}
	}
	for f := range flags {
		option(f)
	}
	for _, cmd := range commands {
		page, err := manPage(cmd, header)
		if err != nil {
			return err
		}
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		if err := os.WriteFile(filepath.Join(dir, name), page, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// manHeader is the frame of all pages; epoch is in seconds since 1970, or empty.
func manHeader(epoch string) (doc.GenManHeader, error) {
	h := doc.GenManHeader{Section: "1", Source: "takeaway", Manual: "takeaway"}
	date := time.Unix(0, 0)
	if epoch != "" {
		var seconds int64
		if _, err := fmt.Sscan(epoch, &seconds); err != nil {
			return h, fmt.Errorf("SOURCE_DATE_EPOCH %q is no number of seconds", epoch)
		}
		date = time.Unix(seconds, 0)
	}
	date = date.UTC()
	h.Date = &date
	return h, nil
}

// documented lists a command, those below it and the help topics, in the order of the help.
func documented(cmd *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{cmd}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() {
			list = append(list, documented(c)...)
		}
	}
	return list
}

// manPage is the page of one command. The help of commands is text for a terminal, the library reads Markdown.
func manPage(cmd *cobra.Command, header doc.GenManHeader) ([]byte, error) {
	cmd.Long = markdown(cmd.Long)
	cmd.DisableAutoGenTag = true
	header.Title = strings.ToUpper(strings.ReplaceAll(cmd.CommandPath(), " ", "-"))
	var b bytes.Buffer
	if err := doc.GenMan(cmd, &header, &b); err != nil {
		return nil, fmt.Errorf("%s: %w", cmd.CommandPath(), err)
	}
	return b.Bytes(), nil
}

// option makes a flag ready for a page: what help shows in back quotes is the name of its value, and stands for a
// default that is empty.
func option(f *pflag.Flag) {
	value, usage := pflag.UnquoteUsage(f)
	f.Usage = inline.ReplaceAllString(usage, `\$0`)
	if f.DefValue == "" || f.DefValue == "[]" {
		f.DefValue = value
	}
}

// inline are the characters that mean something inside a paragraph of Markdown.
var inline = regexp.MustCompile("[\\\\`*_<>\\[\\]#]")

// markdown turns help into Markdown: what is indented is set as it is, the rest is paragraphs.
func markdown(text string) string {
	var b strings.Builder
	set := false // inside of indented lines
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		indented := strings.HasPrefix(line, "  ")
		if indented != set && line != "" {
			set = indented
			b.WriteByte('\n')
		}
		switch {
		case indented:
			b.WriteString("    " + line)
		default:
			b.WriteString(inline.ReplaceAllString(line, `\$0`))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
