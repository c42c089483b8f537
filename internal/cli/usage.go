package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"takeaway/internal/kb"
	"takeaway/internal/render"
)

// errNegative is a number below zero where things are counted.
var errNegative = kb.Usage("--limit and --offset must be 0 or more", "--limit 0 is for all")

// flagError says what is wrong with a flag and what it takes.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	list := cmd.CommandPath() + " --help lists the flags"
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	if word := a.dashedWord(cmd); word != "" {
		return kb.Usage(word+" is read as flags, not as a word to leave out", leaveOut(cmd, word)+"; "+list)
	}
	switch {
	case errors.As(err, &unknown):
		hint := list
		if near := nearestFlag(cmd, unknown.GetSpecifiedName()); near != "" {
			hint = "did you mean --" + near + "? " + list
		}
		return kb.Usage(err.Error(), hint)
	case errors.As(err, &missing):
		name, _ := pflag.UnquoteUsage(missing.GetFlag())
		return kb.Usage(err.Error(), "usage: --"+missing.GetFlag().Name+" "+name)
	case errors.As(err, &bad):
		f := bad.GetFlag()
		name, _ := pflag.UnquoteUsage(f)
		msg := fmt.Sprintf("--%s is %q, which is no %s", f.Name, bad.GetValue(), name)
		switch f.Value.Type() {
		case "int":
			msg, list = fmt.Sprintf("--%s is %q, which is not a number in range", f.Name, bad.GetValue()), "usage: --"+f.Name+" 20"
		case "duration":
			list = "usage: --" + f.Name + " 30s, or 2m"
		case "bool":
			msg, list = fmt.Sprintf("--%s takes no value, and has %q", f.Name, bad.GetValue()), "leave the value out: --"+f.Name
		}
		return kb.Usage(msg, list)
	}
	return kb.Usage(err.Error(), list)
}

// dashedWord is the first argument before "--" that has a hyphen before a word, as people leave words out of a
// query, of a command that takes one; empty if there is none. "-n5" and "-ojson" are flags.
func (a *app) dashedWord(cmd *cobra.Command) string {
	if cmd == nil || cmd.Flags().Lookup("tag") == nil {
		return ""
	}
	for _, arg := range a.args {
		word, dashed := strings.CutPrefix(arg, "-")
		switch {
		case arg == "--":
			return ""
		case !dashed || len(word) < 3 || strings.HasPrefix(word, "-"), strings.ContainsAny(word, "= "):
			continue
		}
		if f := cmd.Flags().ShorthandLookup(word[:1]); f != nil && f.Name == "output" && isFormat(word[1:]) {
			continue
		}
		if strings.Trim(word[1:], "0123456789") != "" {
			return arg
		}
	}
	return ""
}

// isFormat reports whether --output takes a value.
func isFormat(value string) bool {
	_, err := render.ParseFormat(value)
	return err == nil
}

// leaveOut says how a word is left out of the query of a command.
func leaveOut(cmd *cobra.Command, word string) string {
	return "to leave a word out, put -- before the query: " + cmd.CommandPath() + " -- gitops " + word
}

// nearestFlag is the flag that a misspelt name most likely means; empty if none comes near.
func nearestFlag(cmd *cobra.Command, name string) string {
	switch {
	case len(name) < 3:
		return ""
	case name == "format" && cmd.Flags().Lookup("output") != nil: // as docker and others call it
		return "output"
	}
	best, least := "", 3
	visit := func(f *pflag.Flag) {
		d := levenshtein.ComputeDistance(name, f.Name)
		if strings.HasPrefix(f.Name, name) || strings.HasPrefix(name, f.Name) && len(f.Name) > 3 {
			d = min(d, 1)
		}
		if !f.Hidden && d < least && d < len(f.Name) {
			best, least = f.Name, d
		}
	}
	cmd.Flags().VisitAll(visit)
	cmd.InheritedFlags().VisitAll(visit)
	return best
}

// unknownCommand says what may have been meant by a first word that is no command; nil if err is of
// another kind.
func unknownCommand(cmd *cobra.Command, args []string, err error) error {
	rest, ok := strings.CutPrefix(err.Error(), "unknown command ")
	quoted, bad := strconv.QuotedPrefix(rest)
	if !ok || bad != nil || cmd == nil {
		return nil
	}
	word, _ := strconv.Unquote(quoted)
	cmd.SuggestionsMinimumDistance = 2
	near := cmd.SuggestionsFor(word)
	if cmd.HasParent() {
		if !cmd.HasSubCommands() {
			return kb.Usage(fmt.Sprintf("%s takes no arguments, not %q", cmd.Name(), word), "see "+cmd.CommandPath()+" --help")
		}
		hint := cmd.CommandPath() + " --help lists the commands"
		if len(near) > 0 {
			hint = "did you mean " + cmd.CommandPath() + " " + near[0] + "? " + hint
		}
		return kb.Usage(fmt.Sprintf("unknown command %q of %s", word, cmd.CommandPath()), hint)
	}
	hint := "takeaway help lists the commands"
	if kind, ok := listKind(word); ok {
		hint = "did you mean takeaway list " + kind + "? " + hint
	} else if len(near) > 0 {
		hint = "did you mean takeaway " + near[0] + "? " + hint
	} else {
		words := strings.Join(args[max(0, slices.Index(args, word)):], " ")
		if strings.ContainsAny(words, " \"()*|&;<>$") {
			words = "'" + strings.ReplaceAll(words, "'", `'\''`) + "'"
		}
		hint = "to look for words: takeaway search " + words + "; " + hint
	}
	return kb.Usage(fmt.Sprintf("unknown command %q", word), hint)
}

// countError is a wrong number of arguments in words; empty if err says something else.
func countError(cmd *cobra.Command, err error) string {
	msg := err.Error()
	if cmd == nil || !strings.HasPrefix(msg, "accepts ") && !strings.HasPrefix(msg, "requires ") {
		return ""
	}
	_, takes, _ := strings.Cut(strings.TrimSuffix(cmd.Use, " [flags]"), " ")
	switch n := cmd.Flags().NArg(); {
	case n == 0:
		return cmd.Name() + " needs " + takes
	case takes == "":
		return fmt.Sprintf("%s takes no arguments, not %q", cmd.Name(), cmd.Flags().Arg(0))
	default:
		if one := strings.Trim(takes, "[]"); !strings.Contains(one, " ") {
			takes = "one " + one
		}
		return fmt.Sprintf("%s takes %s, not %d", cmd.Name(), takes, n)
	}
}
