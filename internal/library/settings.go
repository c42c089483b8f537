package library

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"takeaway/internal/durable"
	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// Format is the version of the layout of a library: its folders, and what takeaway.yaml may say.
const Format = 1

// Limits of SettingsFile.
const (
	mostSettingsBytes = 64 << 10
	longestShelfName  = 40
	mostShelves       = 32
)

// BuiltinShelf is the name of the shelf with the notes that come with the program.
const BuiltinShelf = "builtin"

// OwnShelf is what the own library is called where a shelf can be named.
const OwnShelf = "own"

// ErrSettings is wrapped by errors of a SettingsFile that does not hold what it should.
var ErrSettings = errors.New("cannot be read as settings")

// Settings are what takeaway.yaml says.
type Settings struct {
	// Set is whether there is such a file: without one a folder of notes is read by itself.
	Set bool
	// Format is the version that the library is written in; 0 where the file does not say.
	Format int
	// Shelves are those beside the library, in the order of the file; the built-in one is last where the
	// file does not name it, and not there where the file turns it off.
	Shelves []Place
}

// Place is where a shelf is.
type Place struct {
	Name string
	// At is a folder, relative to the library or absolute, or the address of a git repository; empty for the
	// notes that come with the program.
	At string
}

// Settings reads takeaway.yaml. The error wraps ErrSettings where the file holds something else.
func (l *Library) Settings() (Settings, error) {
	if l.Builtin || l.Dir == "" {
		return Settings{}, nil
	}
	data, err := readSettings(l.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return Settings{}, nil
	}
	if err != nil {
		return Settings{Set: true}, err
	}
	root, err := settingsNode(filepath.Join(l.Dir, SettingsFile), data)
	if err != nil {
		return Settings{Set: true}, err
	}
	return settingsOf(filepath.Join(l.Dir, SettingsFile), root)
}

func readSettings(dir string) ([]byte, error) {
	file := filepath.Join(dir, SettingsFile)
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s %w: not a regular file", file, ErrSettings)
	case info.Size() > mostSettingsBytes:
		return nil, fmt.Errorf("%s %w: it is larger than the limit of %d KiB", file, ErrSettings, mostSettingsBytes>>10)
	}
	return os.ReadFile(file)
}

// settingsNode is the mapping of a settings file; nil where it holds nothing but comments.
func settingsNode(file string, data []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s %w: %w", file, ErrSettings, err)
	}
	if doc.Kind == 0 || len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil, nil
	}
	if root := doc.Content[0]; root.Kind == yaml.MappingNode {
		for _, m := range []*yaml.Node{root, valueOf(root, "shelves")} {
			if key := twice(m); key != nil {
				return nil, fmt.Errorf("%s %w: line %d: %s is there a second time", file, ErrSettings, key.Line, key.Value)
			}
		}
		return root, nil
	}
	return nil, fmt.Errorf("%s %w: line %d: not a mapping", file, ErrSettings, doc.Content[0].Line)
}

// twice is the first key of a mapping that was there before; nil if there is none.
func twice(m *yaml.Node) *yaml.Node {
	if m == nil || m.Kind != yaml.MappingNode {
		return nil
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if key := m.Content[i]; seen[key.Value] {
			return key
		}
		seen[m.Content[i].Value] = true
	}
	return nil
}

// settingsOf understands the mapping of a settings file. Keys that it does not know are for other versions.
func settingsOf(file string, root *yaml.Node) (Settings, error) {
	s := Settings{Set: true}
	if format := valueOf(root, "format"); format != nil {
		n, err := strconv.Atoi(format.Value)
		if err != nil || n < 1 {
			return s, fmt.Errorf("%s %w: line %d: format is %q, not a number", file, ErrSettings, format.Line, format.Value)
		}
		s.Format = n
	}
	builtin := true
	if shelves := valueOf(root, "shelves"); shelves != nil && shelves.Tag != "!!null" {
		if shelves.Kind != yaml.MappingNode {
			return s, fmt.Errorf("%s %w: line %d: shelves are lines of name: place", file, ErrSettings, shelves.Line)
		}
		for i := 0; i+1 < len(shelves.Content); i += 2 {
			key, value := shelves.Content[i], shelves.Content[i+1]
			switch {
			case value.Kind != yaml.ScalarNode:
				return s, fmt.Errorf("%s %w: line %d: the shelf %s needs a folder or a git address", file, ErrSettings, key.Line, key.Value)
			case key.Value == BuiltinShelf:
				builtin = false // as it says
				if !isOff(value.Value) {
					s.Shelves = append(s.Shelves, Place{Name: BuiltinShelf})
				}
				continue
			case value.Value == "":
				return s, fmt.Errorf("%s %w: line %d: the shelf %s needs a folder or a git address", file, ErrSettings, key.Line, key.Value)
			}
			if err := ShelfName(key.Value); err != nil {
				return s, fmt.Errorf("%s %w: line %d: %w", file, ErrSettings, key.Line, err)
			}
			s.Shelves = append(s.Shelves, Place{Name: key.Value, At: value.Value})
		}
	}
	if builtin {
		s.Shelves = append(s.Shelves, Place{Name: BuiltinShelf})
	}
	if len(s.Shelves) > mostShelves {
		return s, fmt.Errorf("%s %w: more than the limit of %d shelves", file, ErrSettings, mostShelves)
	}
	return s, nil
}

// isOff reports whether a value of the built-in shelf takes it off.
func isOff(value string) bool {
	return slices.Contains([]string{"off", "false", "no"}, strings.ToLower(strings.TrimSpace(value)))
}

// valueOf is the value of a key of a mapping; nil where there is none.
func valueOf(m *yaml.Node, key string) *yaml.Node {
	if m == nil {
		return nil
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

// ShelfName says why a word is not a valid name for a shelf; nil where it is one. Names are kept as they are typed, and go into
// flags, addresses of takeaways and output.
func ShelfName(name string) error {
	if name == "" || kb.Slug(name) != name || utf8.RuneCountInString(name) > longestShelfName {
		return fmt.Errorf("%q is not a valid name for a shelf: use up to %d small letters and digits with hyphens between them", name, longestShelfName)
	}
	if name == OwnShelf {
		return fmt.Errorf("%q is what one's own library is called", name)
	}
	for _, f := range query.Fields() { // tag:x is a filter, team:x a name
		if f.Name == name || slices.Contains(f.Aliases, name) {
			return fmt.Errorf("%q is a field of the query language and no name for a shelf", name)
		}
	}
	return nil
}

// SetShelf writes the place of a shelf into takeaway.yaml, in the place of the one that it had. The built-in shelf is
// turned on. Everything else in the file stays, comments too. now tells what is left of commands killed long ago.
func (l *Library) SetShelf(p Place, now time.Time) error {
	value := p.At
	if p.Name == BuiltinShelf {
		value = "on"
	}
	return l.editShelves(now, p.Name, value)
}

// RemoveShelf takes a shelf out of takeaway.yaml. The built-in one is turned off there.
func (l *Library) RemoveShelf(name string, now time.Time) error {
	value := ""
	if name == BuiltinShelf {
		value = "off"
	}
	return l.editShelves(now, name, value)
}

// editShelves sets the line of a shelf, or removes it where value is empty.
func (l *Library) editShelves(now time.Time, name, value string) error {
	if l.Builtin {
		return ErrReadOnly
	}
	file := filepath.Join(l.Dir, SettingsFile)
	if info, err := os.Lstat(file); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%s: is a link; nothing was written", file)
	}
	data, err := readSettings(l.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = []byte(settingsText), nil
	}
	if err != nil {
		return err
	}
	root, err := settingsNode(file, data)
	if err == nil && root != nil {
		_, err = settingsOf(file, root)
	}
	if err != nil {
		return err
	}
	out, err := withShelf(data, root, name, value)
	if err != nil {
		return err
	}
	for _, left := range leftIn(l.Dir, tmpNote, now.Add(-abandoned)) {
		_ = durable.Remove(left)
	}
	return durable.WriteFile(file, tmpNote+editPrefix, durable.FileMode, out)
}

// withShelf is a settings file with another value for a shelf, none where value is empty.
func withShelf(data []byte, root *yaml.Node, name, value string) ([]byte, error) {
	word := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }
	fresh := root == nil
	if fresh {
		root = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	}
	shelves := valueOf(root, "shelves")
	switch {
	case shelves == nil && value == "":
		return data, nil
	case shelves == nil:
		shelves = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		root.Content = append(root.Content, word("shelves"), shelves)
	case shelves.Kind != yaml.MappingNode: // shelves: with nothing behind it
		*shelves = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", HeadComment: shelves.HeadComment, LineComment: shelves.LineComment}
	}
	shelves.Style = 0
	at := -1
	for i := 0; i+1 < len(shelves.Content); i += 2 {
		if shelves.Content[i].Value == name {
			at = i
		}
	}
	switch {
	case at < 0 && value == "":
		return data, nil
	case at < 0:
		shelves.Content = append(shelves.Content, word(name), word(value))
	case value == "":
		shelves.Content = slices.Delete(shelves.Content, at, at+2)
	default:
		comment := shelves.Content[at+1].LineComment
		shelves.Content[at+1] = word(value)
		shelves.Content[at+1].LineComment = comment
	}
	var b bytes.Buffer
	if fresh { // comments alone are no part of any node
		b.Write(data)
		if len(data) > 0 && data[len(data)-1] != '\n' {
			b.WriteByte('\n')
		}
	}
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return nil, err
	}
	return b.Bytes(), enc.Close()
}
