package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

func init() {
	tasks["reading"] = task{"internal/notefile/words_gen.go: the words by which notes are read, by language", genReading}
}

// byLanguage are words in the order of the file.
type byLanguage []string

// UnmarshalYAML joins the lists of all languages.
func (b *byLanguage) UnmarshalYAML(n *yaml.Node) error {
	for i := 1; i < len(n.Content); i += 2 {
		var words []string
		if err := n.Content[i].Decode(&words); err != nil {
			return err
		}
		for _, w := range words {
			if !slices.Contains(*b, w) {
				*b = append(*b, w)
			}
		}
	}
	return nil
}

// monthWords are the months of one language.
type monthWords struct {
	Short string         `yaml:"short"`
	Full  string         `yaml:"full"`
	Also  map[int]string `yaml:"also"` // other spellings of a month, by its number
}

// readingWords is words.yaml of notefile.
type readingWords struct {
	Headings map[string]struct {
		Whole byLanguage `yaml:"whole"`
		Start byLanguage `yaml:"start"`
	} `yaml:"headings"`
	Nothing   byLanguage            `yaml:"nothing"`
	Cues      map[string]byLanguage `yaml:"cues"`
	Header    map[string]byLanguage `yaml:"header"`
	Months    yaml.Node             `yaml:"months"`
	Occasions byLanguage            `yaml:"occasions"`
	Frame     byLanguage            `yaml:"frame"`
}

// genReading compiles the words by which notes are read. They become constants, so that nothing runs at
// start-up.
func genReading([]string) error {
	data, err := os.ReadFile(inRepository("internal/notefile/words.yaml"))
	if err != nil {
		return err
	}
	var w readingWords
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&w); err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("import \"takeaway/internal/kb\"\n\n// kindWords are the headings and beginnings of headings that give a kind away, in lower case.\nvar kindWords = [...]kindWord{\n")
	for _, kind := range []struct{ key, name string }{{"boilerplate", "kb.KindBoilerplate"}, {"outro", "kb.KindOutro"}, {"intro", "kb.KindIntro"}} {
		h := w.Headings[kind.key]
		fmt.Fprintf(&b, "{%s, %q, %q},\n", kind.name, strings.Join(h.Whole, "|"), strings.Join(h.Start, "|"))
	}
	b.WriteString("}\n\n// Phrases of paragraphs without a heading.\nconst (\n")
	fmt.Fprintf(&b, "outroCues = %q\nintroCues = %q\n)\n\n", strings.Join(w.Cues["outro"], "|"), strings.Join(w.Cues["intro"], "|"))
	fmt.Fprintf(&b, "// nothingNoted is what stands where somebody has no notes.\nconst nothingNoted = %q\n\n", "|"+strings.Join(w.Nothing, "|")+"|")
	b.WriteString("// headerKeys are the keys that a header is known by, each with the field that it fills; see headerField.\n")
	fmt.Fprintf(&b, "const headerKeys = %q\n\n", headerKeys(w.Header))
	if err := months(&b, &w.Months); err != nil {
		return err
	}
	fmt.Fprintf(&b, "// occasions are words for an event that is no conference of the registry.\nvar occasions = [...]string{%s}\n\n", quoted(w.Occasions))
	fmt.Fprintf(&b, "// frameLines are lines that sites put around their posts.\nconst frameLines = %q\n", "|"+strings.Join(w.Frame, "|")+"|")
	return writeGo("internal/notefile/words_gen.go", "notefile", "words.yaml", b.Bytes())
}

// headerKeys writes keys as " title=t subject=t ".
func headerKeys(fields map[string]byLanguage) string {
	var s strings.Builder
	for _, f := range []struct{ key, letter string }{{"title", "t"}, {"authors", "a"}, {"date", "d"}, {"conference", "e"}, {"tags", "g"}, {"other", "-"}} {
		for _, key := range fields[f.key] {
			s.WriteString(" " + key + "=" + f.letter)
		}
	}
	return s.String() + " "
}

// months writes how the names of months begin, by month, and all names in full.
func months(b *bytes.Buffer, n *yaml.Node) error {
	var starts [12][]string
	var full []string
	add := func(list *[]string, w string) {
		if !slices.Contains(*list, w) {
			*list = append(*list, w)
		}
	}
	for i := 1; i < len(n.Content); i += 2 {
		var m monthWords
		if err := n.Content[i].Decode(&m); err != nil {
			return err
		}
		short, names := strings.Fields(m.Short), strings.Fields(m.Full)
		if len(short) != 12 || len(names) != 12 {
			return fmt.Errorf("months: %s has %d short and %d full names", n.Content[i-1].Value, len(short), len(names))
		}
		for k := range 12 {
			add(&starts[k], short[k])
			add(&full, names[k])
			for _, w := range strings.Fields(m.Also[k+1]) {
				if len([]rune(w)) <= 3 {
					add(&starts[k], w)
				} else {
					add(&full, w)
				}
			}
		}
	}
	b.WriteString("// monthNames gives the months of the languages in which write-ups come, by their first letters.\nvar monthNames = [12][]string{\n")
	for k := range starts {
		fmt.Fprintf(b, "{%s},\n", quoted(starts[k]))
	}
	fmt.Fprintf(b, "}\n\n// fullMonths are their names in full.\nconst fullMonths = %q\n\n", " "+strings.Join(full, " ")+" ")
	return nil
}

func quoted(words []string) string {
	q := make([]string, len(words))
	for i, w := range words {
		q[i] = fmt.Sprintf("%q", w)
	}
	return strings.Join(q, ", ")
}
