package cli

import (
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands are all commands of the program but those that cobra brings.
func commands(cmd *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.Name() != "completion" {
			all = append(append(all, c), commands(c)...)
		}
	}
	return all
}

// shellWords splits a line of an example into the words of each command in it.
func shellWords(line string) (all [][]string) {
	var words []string
	var word strings.Builder
	quote, inWord := rune(0), false
	end := func() {
		if inWord {
			words = append(words, word.String())
		}
		word.Reset()
		inWord = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inWord = r, true
		case r == '|' || r == '&' || r == '>':
			end()
			all, words = append(all, words), nil
		case unicode.IsSpace(r):
			end()
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	end()
	return append(all, words)
}

// TestHelp looks at the help of every command: there is an example, and every example is a command line
// that the program accepts; what a flag takes has a name of its own.
func TestHelp(t *testing.T) {
	examples := 0
	root := func() *cobra.Command {
		return (&app{IO: IO{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Env: func(string) string { return "" }}}).root()
	}
	for _, cmd := range commands(root()) {
		path := cmd.CommandPath()
		if cmd.Runnable() && cmd.Example == "" && cmd.Name() != "version" {
			t.Errorf("%s: no example", path)
		}
		if first := []rune(cmd.Short); len(first) == 0 || !unicode.IsLower(first[0]) || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: the summary is %q", path, cmd.Short)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if name, _ := pflag.UnquoteUsage(f); name == "string" || name == "int" || name == "strings" {
				t.Errorf("%s --%s: takes %q", path, f.Name, name)
			}
		})
		for line := range strings.Lines(cmd.Example) {
			for _, words := range shellWords(line) {
				if len(words) == 0 || words[0] != "takeaway" {
					continue
				}
				examples++
				if err := accepts(root(), words[1:]); err != nil {
					t.Errorf("%s: example %q: %v", path, strings.TrimSpace(line), err)
				}
			}
		}
	}
	if examples < 50 {
		t.Errorf("%d examples", examples)
	}
}

// accepts parses a command line as the program would, and does not run it.
func accepts(root *cobra.Command, args []string) error {
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	if cmd.DisableFlagParsing {
		_, err := parseTagForm(cmd, rest)
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}
