package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"takeaway/internal/kb"
)

// Limits of a copy.
const (
	// patience is how long git may take.
	patience = 10 * time.Minute
	// shownOutput is how many bytes of git's own words an error repeats.
	shownOutput = 400
)

// settings keep a repository from doing anything: no hooks, no links, no helpers of any kind. They are given to each
// command, and nothing of them comes from the repository.
func settings() []string {
	var out []string
	for _, s := range []string{"core.hooksPath=/dev/null", "core.symlinks=false", "core.fsmonitor=false", "core.longpaths=true",
		"protocol.ext.allow=never", "protocol.file.allow=never", "submodule.recurse=false", "filter.lfs.smudge=", "filter.lfs.process=",
		"filter.lfs.required=false", "fetch.recurseSubmodules=false", "gc.auto=0", "advice.detachedHead=false"} {
		out = append(out, "-c", s)
	}
	return out
}

// Clone makes a shallow copy of the repository at an address in dir, which must not exist; its parent is made. A
// failed one leaves nothing. The error is a kb.Advice, or that of the context.
func Clone(ctx context.Context, address, dir string) error {
	if err := Check(address); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return kb.Unusable(err, "")
	}
	part, err := os.MkdirTemp(filepath.Dir(dir), ".tmp-clone-")
	if err != nil {
		return kb.Unusable(err, "")
	}
	defer os.RemoveAll(part)
	err = run(ctx, "", "clone", "--quiet", "--depth", "1", "--single-branch", "--no-tags", "--no-recurse-submodules", "--template=",
		"--", address, filepath.Join(part, "copy"))
	if err != nil {
		return fetchError(ctx, err)
	}
	if err := os.Rename(filepath.Join(part, "copy"), dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return kb.Unusable(err, "")
	}
	return nil
}

// Update brings a copy to what its repository has now. Where that cannot be fetched, or somebody changed the copy, it
// stays as it is. The error is a kb.Advice, or that of the context.
func Update(ctx context.Context, address, dir string) error {
	if err := Check(address); err != nil {
		return err
	}
	switch changed, err := output(ctx, dir, "status", "--porcelain", "--untracked-files=all"); {
	case err != nil:
		return fetchError(ctx, err)
	case len(changed) > 0:
		return kb.Unusable(fmt.Errorf("%s was changed by hand, and an update would take that back", dir), "move the changes away; git -C "+dir+" status lists them")
	}
	err := run(ctx, dir, "fetch", "--quiet", "--depth", "1", "--no-tags", "--no-recurse-submodules", "--", address, "HEAD")
	if err == nil {
		err = run(ctx, dir, "reset", "--quiet", "--hard", "FETCH_HEAD")
	}
	return fetchError(ctx, err)
}

// Head is the commit that a copy holds, abbreviated, and its date (ISO 8601); empty where git cannot tell.
func Head(ctx context.Context, dir string) (commit, date string) {
	out, err := output(ctx, dir, "log", "-1", "--no-show-signature", "--format=%h %cs")
	if err != nil {
		return "", ""
	}
	commit, date, _ = strings.Cut(strings.TrimSpace(string(out)), " ")
	return commit, date
}

func run(ctx context.Context, dir string, args ...string) error {
	_, err := output(ctx, dir, args...)
	return err
}

// output runs git. It never asks anybody for anything.
func output(ctx context.Context, dir string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append(settings(), args...)...)
	cmd.Dir = dir
	cmd.Env = environment(os.Environ())
	cmd.WaitDelay = time.Second
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	if err != nil && said.Len() > 0 {
		err = &Failure{Said: lastLines(said.String()), Err: err}
	}
	return out.Bytes(), err
}

// environment is that of the user without what would make git work elsewhere or ask questions.
func environment(all []string) []string {
	var out []string
	for _, kv := range all {
		name, _, _ := strings.Cut(kv, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE",
			"GIT_COMMON_DIR", "GIT_TEMPLATE_DIR", "GIT_EXTERNAL_DIFF", "GIT_CEILING_DIRECTORIES", "GIT_PREFIX":
			continue
		}
		out = append(out, kv)
	}
	return append(out, "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GIT_ALLOW_PROTOCOL="+strings.Join(schemes(), ":"),
		"GIT_LFS_SKIP_SMUDGE=1", "LC_ALL=C")
}

// Failure is a git command that did not succeed.
type Failure struct {
	// Said is what git wrote, a few lines of it.
	Said string
	Err  error
}

// Error is what git wrote, in one line.
func (f *Failure) Error() string { return "git: " + strings.ReplaceAll(f.Said, "\n", "; ") }

// Unwrap returns Err.
func (f *Failure) Unwrap() error { return f.Err }

// lastLines are the lines of git's complaint that say something.
func lastLines(said string) string {
	var lines []string
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(line), "fatal:"), "error:"))
		if line != "" && !strings.HasPrefix(line, "hint:") && !strings.HasPrefix(line, "Cloning into") {
			lines = append(lines, line)
		}
	}
	text := strings.Join(lines[max(0, len(lines)-3):], "\n")
	return strings.ToValidUTF8(text[max(0, len(text)-shownOutput):], "")
}

// fetchError says what to do about a repository that cannot be fetched.
func fetchError(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, exec.ErrNotFound):
		return kb.Unusable(errors.New("the git program is not there, which fetches shelves from a repository"),
			"install git, or fetch the notes in another way and add their folder")
	case errors.Is(err, context.DeadlineExceeded):
		return kb.Unusable(fmt.Errorf("git took longer than %s", patience), "")
	}
	return kb.Unusable(err, "git ls-remote ADDRESS shows whether git can read the repository")
}
