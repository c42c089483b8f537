package cli

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// editor is the command that opens files: $VISUAL, $EDITOR, or the one that every system has. Without a
// terminal only the first two are used, as the last would wait for keys that nobody types.
func (a *app) editor() (string, error) {
	name := firstOf(a.Env("VISUAL"), a.Env("EDITOR"))
	switch {
	case strings.TrimSpace(name) != "":
		return name, nil
	case !a.InTTY || !a.OutTTY:
		return "", kb.Usage("no editor found, and no terminal to start one in", "set $EDITOR, or open the file with any editor: takeaway show -o 'template={{.path}}' ID prints its path below notes/")
	case runtime.GOOS == "windows":
		return "notepad", nil
	}
	return "vi", nil
}

// edit opens a file at a line in the user's editor and waits until that ends. Ctrl-C belongs to the
// editor meanwhile, so that no context ends it.
func (a *app) edit(editor, file string, line int) error {
	words := strings.Fields(editor)
	cmd := exec.Command(words[0], append(words[1:], editorArgs(words[0], file, line)...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Dir = a.In, a.out.Writer, a.Err, a.Dir
	if err := cmd.Run(); err != nil {
		return kb.Unusable(fmt.Errorf("the editor %q: %w", editor, err), "$VISUAL or $EDITOR names another; the note is "+file)
	}
	return nil
}

// editorArgs name a file and a line as the editor takes them; the file alone where that is not known.
func editorArgs(editor, file string, line int) []string {
	n := strconv.Itoa(line)
	if line <= 1 {
		return []string{file}
	}
	switch strings.TrimSuffix(strings.ToLower(filepath.Base(editor)), ".exe") {
	case "vi", "vim", "nvim", "gvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "jed", "mg", "ne", "gedit":
		return []string{"+" + n, file}
	case "code", "code-insiders", "codium", "vscodium", "cursor":
		return []string{"--goto", file + ":" + n}
	case "hx", "helix", "subl", "zed":
		return []string{file + ":" + n}
	case "mate", "kate":
		return []string{"--line", n, file}
	}
	return []string{file}
}
