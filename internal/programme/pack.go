package programme

import (
	"bytes"
	"cmp"
	"compress/flate"
	"crypto/sha256"
	_ "embed" // the packed talks
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// The packed tables; see Pack.
var (
	//go:embed talks_gen.bin
	talksData string
	//go:embed links_gen.bin
	linksData string
	//go:embed tags_gen.bin
	tagsData string
	//go:embed hash_gen.txt
	hash string
)

// Files are the compiled tables, by the names of their files.
type Files map[string][]byte

// Pack compiles the programme. Columns of one kind lie side by side, so that they compress well; names are
// numbers into the tables of names.
func Pack(s *Source) (Files, error) {
	people, err := nameTable(s.People, s.names(func(p Speaker) string { return p.Name }))
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	orgs, err := nameTable(s.Organisations, s.names(func(p Speaker) string { return p.Org }))
	if err != nil {
		return nil, fmt.Errorf("organisations: %w", err)
	}
	talks, err := s.packTalks(number(lines(people)), number(lines(orgs)))
	if err != nil {
		return nil, err
	}
	files := Files{
		"people_gen.txt": []byte(people), "organisations_gen.txt": []byte(orgs), "titles_gen.bin": s.packTitles(),
		"talks_gen.bin": talks, "links_gen.bin": s.packLinks(), "tags_gen.bin": s.packTags(), "tallies_gen.bin": s.packTallies(),
	}
	files["hash_gen.txt"] = files.hash()
	return files, nil
}

// hash identifies what all tables hold.
func (f Files) hash() []byte {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		fmt.Fprintf(h, "%s %d\n", name, len(f[name]))
		h.Write(f[name])
	}
	return []byte(hex.EncodeToString(h.Sum(nil))[:16])
}

// nameTable makes the table of the names that are used and their aliases; see peopleData.
func nameTable(aliases map[string]string, names []string) (string, error) {
	type line struct{ key, text string }
	var all []line
	for _, name := range names {
		all = append(all, line{kb.NameKey(name), name})
	}
	for alias, name := range aliases {
		if kb.NameKey(alias) != kb.NameKey(name) {
			all = append(all, line{kb.NameKey(alias), alias + "\t" + name})
		}
	}
	slices.SortFunc(all, func(a, b line) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.text, b.text)) })
	var b strings.Builder
	for i, l := range all {
		if l.key == "" || i > 0 && l.key == all[i-1].key {
			spelling, _, alias := strings.Cut(l.text, "\t")
			repeated := l.key != "" && strings.HasPrefix(all[i-1].text, spelling+"\t")
			if alias && (repeated || sameName(all[i-1].text, l.text)) {
				continue
			}
			return "", fmt.Errorf("%q and %q are one name; say which in the list of aliases", all[max(i-1, 0)].text, l.text)
		}
		b.WriteString(l.text + "\n")
	}
	return b.String(), nil
}

// sameName reports whether two lines of a table give the same name.
func sameName(a, b string) bool {
	_, x, _ := strings.Cut(a, "\t")
	_, y, _ := strings.Cut(b, "\t")
	return x != "" && x == y
}

func number(list []string) map[string]int {
	m := make(map[string]int, len(list))
	for i, s := range list {
		m[s] = i
	}
	return m
}

// column numbers the values of a column and writes their table and the numbers.
func column(text *bytes.Buffer, numbers *[]byte, talks []Talk, of func(*Talk) string) {
	at, table := map[string]int{}, []string{}
	for i := range talks {
		v := of(&talks[i])
		n, ok := at[v]
		if !ok {
			n = len(table)
			at[v] = n
			table = append(table, v)
		}
		*numbers = binary.AppendUvarint(*numbers, uint64(n))
	}
	text.WriteString(strings.Join(table, "\n") + "\x00")
}

func (s *Source) packTalks(people, orgs map[string]int) ([]byte, error) {
	var text bytes.Buffer
	var numbers []byte
	for _, of := range columns {
		column(&text, &numbers, s.Talks, func(t *Talk) string { return *of(t) })
	}
	for i := range s.Talks {
		text.WriteString(s.Talks[i].Title + "\n")
		numbers = binary.AppendUvarint(numbers, uint64(len(s.Talks[i].Speakers)))
	}
	text.WriteByte(0)
	for i := range s.Talks {
		for _, p := range s.Talks[i].Speakers {
			n, known := people[p.Name]
			org, from := 0, true
			if p.Org != "" {
				org, from = orgs[p.Org]
				org++
			}
			if !known || !from {
				return nil, fmt.Errorf("%s: speaker %q of %q is not in the tables", s.Talks[i].Title, p.Name, p.Org)
			}
			numbers = binary.AppendUvarint(numbers, uint64(n))
			numbers = binary.AppendUvarint(numbers, uint64(org))
		}
	}
	return deflate(append(text.Bytes(), numbers...)), nil
}

// tally counts the talks of each edition, in their order.
func (s *Source) tally() []Tally {
	var out []Tally
	for i := range s.Talks {
		t := &s.Talks[i]
		if i == 0 || s.Talks[i-1].Edition != t.Edition {
			out = append(out, Tally{Edition: t.Edition, Topics: map[string]int{}, Projects: map[string]int{}})
		}
		sum := &out[len(out)-1]
		sum.Talks++
		topics := slices.Clone(t.Topics)
		for _, id := range t.Topics {
			if s.Wider != nil {
				topics = append(topics, s.Wider(id)...)
			}
		}
		slices.Sort(topics)
		for _, id := range slices.Compact(topics) {
			sum.Topics[id]++
		}
		for _, id := range t.Projects {
			sum.Projects[id]++
		}
	}
	return out
}

// packTallies writes what talliesData says.
func (s *Source) packTallies() []byte {
	all := s.tally()
	var editions, ids []string
	for _, t := range all {
		editions = append(editions, t.Edition)
		ids = slices.AppendSeq(slices.AppendSeq(ids, maps.Keys(t.Topics)), maps.Keys(t.Projects))
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	at := number(ids)
	var b bytes.Buffer
	b.WriteString(s.Vocabulary + "\x00" + strings.Join(editions, "\n") + "\x00" + strings.Join(ids, "\n") + "\x00")
	var numbers []byte
	for _, t := range all {
		numbers = binary.AppendUvarint(numbers, uint64(t.Talks))
		for _, counts := range []map[string]int{t.Topics, t.Projects} {
			numbers = binary.AppendUvarint(numbers, uint64(len(counts)))
			for _, id := range slices.Sorted(maps.Keys(counts)) {
				numbers = binary.AppendUvarint(numbers, uint64(at[id]))
				numbers = binary.AppendUvarint(numbers, uint64(counts[id]))
			}
		}
	}
	b.Write(numbers)
	return b.Bytes()
}

// columns are the fields of a talk that have few values.
var columns = []func(*Talk) *string{
	func(t *Talk) *string { return &t.Edition }, func(t *Talk) *string { return &t.Track },
	func(t *Talk) *string { return &t.Type }, func(t *Talk) *string { return &t.Date },
}

// unpack makes the talks of their table, and adds what their titles speak of.
func unpack(data string, people, orgs []string, tags string) *table {
	tables := make([][]string, len(columns))
	for i := range columns {
		head, rest, _ := strings.Cut(data, "\x00")
		tables[i], data = strings.Split(head, "\n"), rest
	}
	head, data, _ := strings.Cut(data, "\x00")
	n := strings.Count(head, "\n")
	t := &table{talks: make([]Talk, n)}
	numbers := []byte(data)
	next := func() int {
		v, size := binary.Uvarint(numbers)
		numbers = numbers[max(size, 0):]
		return int(v)
	}
	for i, of := range columns {
		for k := range t.talks {
			*of(&t.talks[k]) = tables[i][next()]
		}
	}
	total := 0
	counts := make([]int, n)
	for k := range t.talks {
		t.talks[k].Title, head, _ = strings.Cut(head, "\n")
		counts[k] = next()
		total += counts[k]
	}
	speakers := make([]Speaker, total)
	for k, c := range counts {
		t.talks[k].Speakers, speakers = speakers[:c:c], speakers[c:]
		for i := range t.talks[k].Speakers {
			t.talks[k].Speakers[i].Name = people[next()]
			if org := next(); org > 0 {
				t.talks[k].Speakers[i].Org = orgs[org-1]
			}
		}
	}
	t.index()
	t.tag(tags)
	return t
}

func (s *Source) packTitles() []byte {
	hashes := make([]uint32, 0, len(s.Talks))
	for i := range s.Talks {
		if !strings.HasSuffix(s.Talks[i].Title, "...") {
			hashes = append(hashes, titleHash(titleKey(s.Talks[i].Title)))
		}
	}
	slices.Sort(hashes)
	var out []byte
	for _, h := range slices.Compact(hashes) {
		out = binary.BigEndian.AppendUint32(out, h)
	}
	return out
}

// watch is what the addresses of videos begin with.
const watch = "https://www.youtube.com/watch?v="

// packLinks writes the three columns of addresses. What begins like the address before it, up to the last
// slash, is a tab and the rest.
func (s *Source) packLinks() []byte {
	var b bytes.Buffer
	for column := range 3 {
		before := ""
		for _, l := range s.Links {
			link := [3]string{l.Page, strings.TrimPrefix(l.Video, watch), l.Slides}[column]
			i := strings.LastIndexByte(link, '/') + 1
			if i > 0 && link[:i] == before {
				b.WriteString("\t" + link[i:])
			} else {
				b.WriteString(link)
				if i > 0 {
					before = link[:i]
				}
			}
			b.WriteByte('\n')
		}
		b.WriteByte(0)
	}
	return deflate(b.Bytes())
}

// links are the columns of addresses: pages, videos, slides.
var links = sync.OnceValue(func() (out [3][]string) {
	text := unpackText(linksData)
	for column := range out {
		var part string
		part, text, _ = strings.Cut(text, "\x00")
		before := ""
		for line := range strings.Lines(part) {
			line = line[:len(line)-1]
			switch i := strings.LastIndexByte(line, '/') + 1; {
			case strings.HasPrefix(line, "\t"):
				line = before + line[1:]
			case i > 0:
				before = line[:i]
			}
			if column == 1 && line != "" && !strings.HasPrefix(line, "http") {
				line = watch + line
			}
			out[column] = append(out[column], line)
		}
	}
	return out
})

// deflate packs bytes; the length comes first, so that they are unpacked in one piece.
func deflate(data []byte) []byte {
	var b bytes.Buffer
	b.Write(binary.AppendUvarint(nil, uint64(len(data))))
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err) // only for a level that is none
	}
	w.Write(data) // a buffer takes all
	w.Close()
	return b.Bytes()
}

// unpackText is the opposite of deflate. The tables are compiled in, and a test unpacks them.
func unpackText(data string) string {
	r := strings.NewReader(data)
	n, err := binary.ReadUvarint(r)
	if err != nil {
		panic("programme: the compiled table has no length")
	}
	var b strings.Builder
	b.Grow(int(n))
	if m, err := io.Copy(&b, flate.NewReader(r)); err != nil || uint64(m) != n {
		panic(fmt.Sprintf("programme: the compiled table is broken: %d of %d bytes, %v", m, n, err))
	}
	return b.String()
}
