package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is what "go list -deps -json" says of the module of a package.
type module struct {
	Path, Version, Dir string
	Main               bool
	Replace            *module
}

// licences writes the licence texts of all modules that are linked into the program, and of Go, into one file. A
// module without a licence is an error: nobody may pass it on.
func licences(file string) error {
	modules, err := linked("./cmd/takeaway")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "takeaway is linked with %d libraries. Their licences follow.\n", len(modules))
	for _, m := range modules {
		texts, err := licenceTexts(m.Dir)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Path, err)
		}
		fmt.Fprintf(&b, "\n%s\n%s %s\n%[1]s\n", strings.Repeat("=", 80), m.Path, m.Version)
		for _, text := range texts {
			fmt.Fprintf(&b, "\n%s\n", bytes.TrimSpace(text))
		}
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// linked lists the modules of the packages that a program is linked from, by path, and the standard library as "Go".
func linked(program string) ([]module, error) {
	cmd := exec.Command("go", "list", "-modfile=go.fast.mod", "-deps", "-json=Module,Standard", program)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	modules := []module{{Path: "Go", Dir: strings.TrimSpace(string(root))}}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ Module *module }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		m := p.Module
		if m == nil || m.Main {
			continue
		}
		if m.Replace != nil && m.Replace.Version == "" {
			continue // a part of this project
		}
		if m.Replace != nil {
			m.Dir = m.Replace.Dir
		}
		if !slices.ContainsFunc(modules, func(have module) bool { return have.Path == m.Path }) {
			modules = append(modules, *m)
		}
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return modules, nil
}

// licenceName matches the files that modules keep their licence in.
var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)([.-](md|txt|mit|apache|bsd|libyaml|[a-z]+))?$`)

// licenceTexts reads the licence and notice files at the top of a module, by name.
func licenceTexts(dir string) ([][]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var texts [][]byte
	for _, e := range entries {
		if !licenceName.MatchString(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("no licence in %s", filepath.Base(dir))
	}
	return texts, nil
}
