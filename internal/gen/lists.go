package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// listed are the packages with word lists.
var listed = []string{"notefile", "programme", "prose", "quote"}

func init() {
	tasks["lists"] = task{"internal/*/lists_gen.go: word lists by purpose and language", genLists}
}

// wordList is one list of a lists.yaml.
type wordList struct {
	About string     `yaml:"about"`
	Form  string     `yaml:"form"`
	Words byLanguage `yaml:"words"`
	apart yaml.Node  // the words by language
}

// genLists compiles lists.yaml of each package.
func genLists([]string) error {
	for _, pkg := range listed {
		path := "internal/" + pkg + "/lists"
		data, err := os.ReadFile(inRepository(path + ".yaml"))
		if err != nil {
			return err
		}
		code, err := lists(data)
		if err != nil {
			return fmt.Errorf("%s.yaml: %w", path, err)
		}
		if err := writeGo(path+"_gen.go", pkg, "lists.yaml", code); err != nil {
			return err
		}
	}
	return nil
}

// lists writes the lists of a file, in its order.
func lists(data []byte) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for i, all := 1, doc.Content[0].Content; i < len(all); i += 2 {
		name := all[i-1].Value
		var l wordList
		if err := all[i].Decode(&l); err != nil {
			return nil, err
		}
		for k, field := 1, all[i].Content; k < len(field); k += 2 {
			if field[k-1].Value == "words" {
				l.apart = *field[k]
			}
		}
		if len(l.Words) == 0 || !strings.HasPrefix(l.About, name+" ") {
			return nil, fmt.Errorf("%s: about begins with the name of the list, and words has some", name)
		}
		fmt.Fprintf(&b, "// %s\n", l.About)
		if err := l.write(&b, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return b.Bytes(), nil
}

// write writes a list in its form.
func (l *wordList) write(b *bytes.Buffer, name string) error {
	sep := map[string]string{"blanks": " ", "bars": "|"}[l.Form]
	switch {
	case l.Form == "set":
		words := slices.Sorted(slices.Values(l.Words))
		fmt.Fprintf(b, "var %s = map[string]bool{", name)
		for _, w := range words {
			fmt.Fprintf(b, "%q: true, ", w)
		}
		b.WriteString("}\n\n")
	case l.Form == "list":
		fmt.Fprintf(b, "var %s = []string{%s}\n\n", name, quoted(l.Words))
	case l.Form == "languages":
		fmt.Fprintf(b, "var %s = [...]struct{ code, words string }{\n", name)
		for k := 1; k < len(l.apart.Content); k += 2 {
			var words []string
			if err := l.apart.Content[k].Decode(&words); err != nil {
				return err
			}
			fmt.Fprintf(b, "{%q, %q},\n", l.apart.Content[k-1].Value, " "+strings.Join(words, " ")+" ")
		}
		b.WriteString("}\n\n")
	case sep == "":
		return fmt.Errorf("form %q is none of set, list, blanks, bars and languages", l.Form)
	case slices.ContainsFunc(l.Words, func(w string) bool { return strings.Contains(w, sep) }):
		return fmt.Errorf("a word has a sign in it that parts the words of the form %s", l.Form)
	default:
		fmt.Fprintf(b, "const %s = %q\n\n", name, sep+strings.Join(l.Words, sep)+sep)
	}
	return nil
}
