package cli

import (
	"bytes"
	"context"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/mcp"
)

func (a *app) mcpCmd() *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:     "mcp",
		GroupID: "read",
		Short:   "answer an agent's questions, by the Model Context Protocol",
		Long: `Answer an agent over standard input and output, by the Model Context Protocol. The tools search, show,
summary, trends, talks and list return what the commands of these names print with --output json, and
takeaway://ID and conference://ID can be read as resources.

Nothing is changed unless --write adds the tools tag and undo, which report what would change until the
agent asks to write. Texts of notes are marked as other people's words, which are no instructions.

To add it to an agent, give this command and the argument mcp.`,
		Example: `  claude mcp add takeaway -- takeaway mcp
  takeaway mcp --library ~/kubecon --write`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, _ := debug.ReadBuildInfo()
			server := mcp.New(a.runInside, mcp.Options{Version: builtFrom(info), Write: write})
			return mcp.Serve(cmd.Context(), server, a.In, a.Out)
		},
	}
	cmd.Flags().BoolVar(&write, "write", false, "offer tools that change notes: tag and undo")
	return cmd
}

// runInside runs another command as this one was started: same library, same environment, no terminal. Numbers of
// lists are its own, so that those of the person's shell stay as they are.
func (a *app) runInside(ctx context.Context, args []string) mcp.Answer {
	var out, said bytes.Buffer
	io := a.IO
	io.In, io.Out, io.Err = strings.NewReader(""), &out, &said
	io.InTTY, io.OutTTY, io.ErrTTY, io.Width, io.ErrWidth = false, false, false, 0, 0
	io.Env = func(name string) string {
		if name == "TAKEAWAY_SHELL" {
			return "agent-" + strconv.Itoa(os.Getpid())
		}
		return a.Env(name)
	}
	code := Main(ctx, append(a.whichNotes(), args...), io)
	return mcp.Answer{Out: out.Bytes(), Messages: said.String(), Code: code}
}

// whichNotes are the flags by which this run chose its library and shelves.
func (a *app) whichNotes() []string {
	var flags []string
	if a.library != "" {
		flags = append(flags, "--library="+a.library)
	}
	if a.own {
		flags = append(flags, "--own")
	}
	for _, name := range a.shelves {
		flags = append(flags, "--shelf="+name)
	}
	return flags
}
