package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"takeaway/internal/cli"
	"takeaway/notes"
)

// targets are the systems that a release is made for: what "make cross" compiles.
var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// build is one release: what goes into the program and into the names of files.
type build struct {
	dir     string // where everything is written
	version string // without v
	commit  string
	when    time.Time // of the commit, or of $SOURCE_DATE_EPOCH
}

// release writes into dir what is shipped: manual pages, completions, licences, an archive for each target, and the
// SHA-256 sums of the archives. The files of packages for Linux stay unpacked in dir/linux_amd64 and dir/linux_arm64.
func release(dir, version string) error {
	b := &build{dir: dir, version: strings.TrimPrefix(version, "v")}
	if err := b.dated(); err != nil {
		return err
	}
	if err := b.documents(); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, target := range targets {
		name, err := b.archive(target)
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(filepath.Join(dir, "checksums.txt"), sums.Bytes(), 0o644)
}

// dated finds commit and time: $SOURCE_DATE_EPOCH where it is set, else that of the commit.
func (b *build) dated() error {
	out, err := exec.Command("git", "log", "-1", "--format=%H %ct").Output()
	if err != nil {
		return fmt.Errorf("git log: %w", err)
	}
	commit, seconds, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	b.commit = commit
	n, err := strconv.ParseInt(cmp.Or(os.Getenv("SOURCE_DATE_EPOCH"), seconds), 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	b.when = time.Unix(n, 0).UTC()
	return os.Setenv("SOURCE_DATE_EPOCH", strconv.FormatInt(n, 10))
}

// documents writes manual pages, completions and licences.
func (b *build) documents() error {
	if err := man(filepath.Join(b.dir, "man")); err != nil {
		return err
	}
	if err := licences(filepath.Join(b.dir, "LICENCES.txt")); err != nil {
		return err
	}
	dir := filepath.Join(b.dir, "completions")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root := cli.Manual(notes.FS)
	for name, write := range map[string]func(io.Writer) error{
		"takeaway.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"_takeaway":     root.GenZshCompletion,
		"takeaway.fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"takeaway.ps1":  root.GenPowerShellCompletionWithDesc,
	} {
		var script bytes.Buffer
		if err := write(&script); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), script.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// archive compiles for one target and packs it; it returns the name of the file.
func (b *build) archive(target string) (string, error) {
	system, machine, _ := strings.Cut(target, "/")
	binary := filepath.Join(b.dir, system+"_"+machine, "takeaway")
	if system == "windows" {
		binary += ".exe"
	}
	flags := fmt.Sprintf("-s -w -buildid= -X takeaway/internal/cli.version=%s -X takeaway/internal/cli.commit=%s -X takeaway/internal/cli.date=%s",
		b.version, b.commit, b.when.Format(time.RFC3339))
	cmd := exec.Command("go", "build", "-modfile=go.fast.mod", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", binary, "./cmd/takeaway")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+machine)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", err
	}
	files, err := b.contents(binary)
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("takeaway_%s_%s_%s", b.version, system, machine)
	var packed bytes.Buffer
	pack, ext := tarball, ".tar.gz"
	if system == "windows" {
		pack, ext = zipped, ".zip"
	}
	if err := pack(&packed, name, files, b.when); err != nil {
		return "", err
	}
	return name + ext, os.WriteFile(filepath.Join(b.dir, name+ext), packed.Bytes(), 0o644)
}

// file is one entry of an archive.
type file struct {
	name string // slash-separated, below the archive's folder
	data []byte
	mode fs.FileMode
}

// contents are the files of an archive, by name.
func (b *build) contents(binary string) ([]file, error) {
	paths := map[string]string{filepath.Base(binary): binary, "LICENCES.txt": filepath.Join(b.dir, "LICENCES.txt"),
		"install.sh": filepath.Join("scripts", "install.sh")}
	for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md"} {
		paths[name] = name
	}
	for _, dir := range []string{"man", "completions"} {
		entries, err := os.ReadDir(filepath.Join(b.dir, dir))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			paths[path.Join(dir, e.Name())] = filepath.Join(b.dir, dir, e.Name())
		}
	}
	var files []file
	for name, from := range paths {
		data, err := os.ReadFile(from)
		if err != nil {
			return nil, err
		}
		mode := fs.FileMode(0o644)
		if from == binary {
			mode = 0o755
		}
		files = append(files, file{name, data, mode})
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

// tarball writes a gzipped tar archive with all files in one folder.
func tarball(w io.Writer, folder string, files []file, when time.Time) error {
	z := gzip.NewWriter(w)
	t := tar.NewWriter(z)
	for _, f := range files {
		h := &tar.Header{Name: path.Join(folder, f.name), Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: when, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(f.data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

// zipped writes a zip archive with all files in one folder.
func zipped(w io.Writer, folder string, files []file, when time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		h := &zip.FileHeader{Name: path.Join(folder, f.name), Method: zip.Deflate, Modified: when}
		h.SetMode(f.mode)
		entry, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.data); err != nil {
			return err
		}
	}
	return z.Close()
}
