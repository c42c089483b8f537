package library

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"takeaway/internal/durable"
)

// defaultName is the file in the user's folder of settings with one line: the folder of the library that is used
// where no other is named or near.
const defaultName = "library"

// GoneError says that the default library is not there.
type GoneError struct {
	// Dir is the library's folder, Line the file that names it.
	Dir, Line string
}

// Error names the folder.
func (e *GoneError) Error() string {
	return "your library " + e.Dir + " is not there; the built-in notes are read instead"
}

// Default is the folder of the user's default library; empty if there is none. It need not exist. config is the
// user's folder of settings for takeaway.
func Default(config string) string {
	if config == "" {
		return ""
	}
	file := filepath.Join(config, defaultName)
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<14 {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(data), "\n")
	if dir := strings.TrimSuffix(first, "\r"); filepath.IsAbs(dir) {
		return dir
	}
	return ""
}

// SetDefault makes the library in dir, an absolute path, the default where there is none yet, or none any more. It
// reports whether the library is the default now, and the file that says so.
func SetDefault(config, dir string) (is bool, file string, err error) {
	if config == "" {
		return false, "", nil
	}
	file = filepath.Join(config, defaultName)
	if strings.ContainsAny(dir, "\n\r") {
		return false, file, errors.New("the path has a line break")
	}
	if now := Default(config); now != "" {
		if _, err := os.Stat(filepath.Join(now, NotesDir)); !errors.Is(err, fs.ErrNotExist) {
			return now == dir, file, nil
		}
	}
	if _, err := durable.Mkdir(config, 0o700); err != nil {
		return false, file, err
	}
	err = durable.WriteFile(file, tmpNote+newPrefix, durable.FileMode, []byte(dir+"\n"))
	return err == nil, file, err
}
