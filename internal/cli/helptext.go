package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/render"
)

// helpTopics is the title of cobra's own list of help topics.
const helpTopics = "Additional help topics:\n"

// setHelp makes help fit the terminal, and the commands that cobra brings speak as the others do.
func (a *app) setHelp(root *cobra.Command) {
	whole := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		var b bytes.Buffer
		root.SetOut(&b)
		whole(cmd, args)
		root.SetOut(a.Out)
		text := listTopics(root, b.String())
		if !a.OutTTY {
			fmt.Fprint(a.Out, text)
			return
		}
		out, done := a.Out, func() {}
		if !cmd.Runnable() && cmd.HasParent() && !cmd.HasSubCommands() { // a help topic is a page to read
			out, done = a.pager()
		}
		_, _ = io.WriteString(out, render.Fold(text, a.Width))
		done()
	})
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Short = "explain a command or a topic"
			cmd.Long = "Explain a command, or one of the topics that takeaway help lists at its end."
			cmd.Example = "  takeaway help search\n  takeaway help query"
			cmd.Run, cmd.RunE = nil, explain
			cmd.ValidArgsFunction = completeHelp
		case "completion":
			cmd.Short = "print a completion script for bash, zsh, fish or PowerShell"
			cmd.Long = "Print a script that lets the Tab key of a shell complete commands, flags, tags, conferences and IDs.\n" +
				"The help of each shell says where the script goes."
			cmd.Example = "  source <(takeaway completion bash)\n  takeaway completion zsh --help"
			cmd.Args = cobra.ArbitraryArgs
			cmd.RunE = func(cmd *cobra.Command, args []string) error {
				if len(args) > 0 { // nothing on standard output, which a shell is about to run
					return kb.Usage(fmt.Sprintf("no completion script for %q", args[0]), "use bash, fish, powershell or zsh")
				}
				return cmd.Help()
			}
			for _, shell := range cmd.Commands() {
				shell.Short = "print the script for " + strings.NewReplacer("powershell", "PowerShell").Replace(shell.Name())
			}
		}
	}
}

// completeHelp offers the commands and the topics of help.
func completeHelp(help *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	cmd, _, err := help.Root().Find(args)
	if err != nil {
		return nil, noFiles
	}
	var out []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() {
			out = append(out, c.Name()+"\t"+c.Short)
		}
	}
	return beginning(start, out), noFiles
}

// explain prints the help of the command or topic that args name.
func explain(help *cobra.Command, args []string) error {
	root := help.Root()
	cmd, rest, err := root.Find(args)
	if err != nil || len(rest) > 0 && cmd == root {
		hint := "takeaway help lists commands and topics"
		root.SuggestionsMinimumDistance = 2
		if near := root.SuggestionsFor(args[0]); len(near) > 0 {
			hint = "did you mean takeaway help " + near[0] + "? " + hint
		}
		return kb.Usage(fmt.Sprintf("there is no help on %q", strings.Join(args, " ")), hint)
	}
	cmd.InitDefaultHelpFlag()
	return cmd.Help()
}

// listTopics puts the names that people type in the place of cobra's list of help topics.
func listTopics(root *cobra.Command, text string) string {
	before, after, ok := strings.Cut(text, helpTopics)
	if !ok {
		return text
	}
	var b strings.Builder
	for _, cmd := range root.Commands() {
		if cmd.IsAdditionalHelpTopicCommand() {
			fmt.Fprintf(&b, "  takeaway help %-11s %s\n", cmd.Name(), cmd.Short)
		}
	}
	_, after, _ = strings.Cut(after, "\n\n")
	return before + "Help topics:\n" + b.String() + "\n" + after
}
