package library

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/durable"

	"gopkg.in/yaml.v3"
)

// SearchesFile holds the saved searches of a library, beside notes/: a YAML mapping of names to queries,
// for people to edit and to keep in git.
const SearchesFile = "searches.yaml"

// Limits of SearchesFile.
const (
	mostSearchBytes   = 1 << 20
	longestSearchName = 64
)

// ErrSearches is wrapped by errors of a SearchesFile that does not hold what it should.
var ErrSearches = errors.New("is not a list of saved searches")

// SavedSearch is a query with a name.
type SavedSearch struct {
	Name  string `json:"name" yaml:"name"`
	Query string `json:"query" yaml:"query"`
}

// SearchName checks the name of a saved search and returns it as it is kept: in lower case, without a
// leading "@"; letters, digits and - _ . are allowed.
func SearchName(name string) (string, error) {
	name = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "@"))
	good := name != "" && utf8.RuneCountInString(name) <= longestSearchName
	for i, r := range name {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		good = good && (letter || i > 0 && strings.ContainsRune("-_.", r))
	}
	if !good {
		return "", fmt.Errorf("%q is not a valid name for a search: use up to %d letters and digits, with - _ . between them", name, longestSearchName)
	}
	return name, nil
}

// Searches lists the saved searches by name; none where there is not a regular file.
func (l *Library) Searches() ([]SavedSearch, error) {
	root, err := l.readSearches()
	if err != nil {
		return nil, err
	}
	var list []SavedSearch
	for i := 0; i+1 < len(root.Content); i += 2 {
		list = append(list, SavedSearch{Name: strings.ToLower(root.Content[i].Value), Query: root.Content[i+1].Value})
	}
	slices.SortStableFunc(list, func(a, b SavedSearch) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// SaveSearch keeps a query under a name, which SearchName has approved. before is what it replaces; now tells what is
// left of commands that were killed long ago.
func (l *Library) SaveSearch(name, query string, now time.Time) (before string, err error) {
	err = l.editSearches(now, func(root *yaml.Node) {
		value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: query}
		if i := searchAt(root, name); i >= 0 {
			before = root.Content[i+1].Value
			value.LineComment = root.Content[i+1].LineComment
			root.Content[i+1] = value
			return
		}
		root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name}, value)
	})
	return before, err
}

// DeleteSearch removes a saved search. before is the query it had; found is false where there was none.
func (l *Library) DeleteSearch(name string, now time.Time) (before string, found bool, err error) {
	root, err := l.readSearches()
	if err != nil || searchAt(root, name) < 0 {
		return "", false, err
	}
	err = l.editSearches(now, func(root *yaml.Node) {
		if i := searchAt(root, name); i >= 0 {
			before, found = root.Content[i+1].Value, true
			root.Content = slices.Delete(root.Content, i, i+2)
		}
	})
	return before, found, err
}

func searchAt(root *yaml.Node, name string) int {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if strings.EqualFold(root.Content[i].Value, name) {
			return i
		}
	}
	return -1
}

// readSearches returns the mapping of the file, an empty one where there is not a regular file.
func (l *Library) readSearches() (*yaml.Node, error) {
	empty := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	if l.Builtin {
		return empty, nil
	}
	file := filepath.Join(l.Dir, SearchesFile)
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return empty, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s %w: not a regular file", file, ErrSearches)
	case info.Size() > mostSearchBytes:
		return nil, fmt.Errorf("%s %w: it is larger than the limit of %d MiB", file, ErrSearches, mostSearchBytes>>20)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s %w: %w", file, ErrSearches, err)
	}
	if doc.Kind == 0 || len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return empty, nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s %w: line %d: not a mapping of names to queries", file, ErrSearches, root.Line)
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if v := root.Content[i+1]; v.Kind != yaml.ScalarNode || v.Tag == "!!null" {
			return nil, fmt.Errorf("%s %w: line %d: %s has no query", file, ErrSearches, root.Content[i].Line, root.Content[i].Value)
		}
	}
	return root, nil
}

// editSearches rewrites the file, whole or not at all. Comments stay. What killed commands left beside it goes.
func (l *Library) editSearches(now time.Time, change func(root *yaml.Node)) error {
	if err := l.readOnly(); err != nil {
		return err
	}
	file := filepath.Join(l.Dir, SearchesFile)
	if info, err := os.Lstat(file); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%s: is a link; nothing was written", file)
	}
	root, err := l.readSearches()
	if err != nil {
		return err
	}
	change(root)
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if len(root.Content) > 0 || root.HeadComment != "" || root.FootComment != "" {
		root.Style = 0
		if err := enc.Encode(root); err != nil {
			return err
		}
	}
	for _, left := range leftIn(l.Dir, tmpNote, now.Add(-abandoned)) {
		_ = durable.Remove(left)
	}
	return durable.WriteFile(file, tmpNote+editPrefix, durable.FileMode, b.Bytes())
}
