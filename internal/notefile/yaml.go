package notefile

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
	"takeaway/internal/programme"
)

// Names of the keys under which people keep what a piece needs. The first is ours.
var (
	listKeys    = []string{"takeaways", "talks", "sessions", "presentations", "videos", "items", "list", "resources", "entries", "notes", "years"}
	titleKeys   = []string{"title", "name", "talk_title", "topic"}
	speakerYAML = []string{"speakers", "speaker", "presenters", "presenter", "by", "author", "authors"}
	bodyKeys    = []string{"body", "description", "abstract", "summary", "text", "notes", "content", "takeaway"}
)

// yamlReader turns the nodes of a YAML note into pieces.
type yamlReader struct {
	*document
	content string
	skipped []slip // items that are left out
}

// readYAML reads a YAML write-up, or a bare list of talks. What holds neither is refused.
func (d *document) readYAML() error {
	refuse := func(code, message string, line, col int) error {
		return kb.Problem{Path: d.path, Line: line, Col: col, Severity: kb.SeverityError, Code: code, Message: message,
			Hint: "a YAML note has title, conference and takeaways: [{title, tags, body}]"}
	}
	r := &yamlReader{document: d, content: d.text}
	if !d.valid {
		r.content = sameLength(d.text)
	}
	root, err := yamlRoot(r.content)
	if err != nil {
		line, col := errorPlace(err)
		return kb.Problem{Path: d.path, Line: line, Col: col, Severity: kb.SeverityError, Code: "yaml",
			Message: "broken YAML: " + withoutPlace(err), Hint: "fix its syntax"}
	}
	items, key := r.items(root)
	d.root, d.items = root, make(map[int]*yaml.Node, len(items))
	for _, n := range items {
		d.items[n.Line] = n
	}
	talks := 0
	for _, n := range items {
		if r.talkLike(n) || ours(key) && titled(n) {
			talks++
		}
	}
	if talks == 0 || talks*2 < len(items) {
		return refuse("not-a-write-up", "YAML without takeaways or talks", 0, 0)
	}
	if root.Kind == yaml.MappingNode {
		if err := r.head(root, key); err != nil {
			return refuse("not-a-write-up", "YAML "+err.Error(), root.Line, 1)
		}
	}
	d.tell(append(slipsOf(r.content, root), r.skipped...), 0)
	for i, n := range items {
		last := len(d.lines)
		if i+1 < len(items) {
			last = items[i+1].Line - 1
		} else if next := after(root, key); next > 0 {
			last = next - 1
		}
		r.piece(n, last)
	}
	d.readLanguage()
	return nil
}

// ours reports whether the list of a YAML note has the key that this program writes; what is in it was
// meant as takeaways, however short.
func ours(key *yaml.Node) bool { return key != nil && strings.EqualFold(key.Value, listKeys[0]) }

// titled reports whether an item has a title in words.
func titled(n *yaml.Node) bool {
	_, title := lookup(n, titleKeys...)
	return title != nil && title.Kind == yaml.ScalarNode && !isBlank(title.Value)
}

// sameLength replaces invalid bytes by "?" so that positions stay what they are.
func sameLength(s string) string {
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			b[i] = '?'
		}
		i += n
	}
	return string(b)
}

// items finds the list of pieces: the root itself, or the list under a known key, or the only list there
// is. Lists of lists ("years") are joined.
func (r *yamlReader) items(root *yaml.Node) (items []*yaml.Node, key *yaml.Node) {
	if root == nil {
		return nil, nil
	}
	list := root
	if root.Kind == yaml.MappingNode {
		list = nil
		for _, name := range listKeys {
			if k, v := lookup(root, name); v != nil && v.Kind == yaml.SequenceNode {
				list, key = v, k
				break
			}
		}
	}
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil, nil
	}
	for _, n := range list.Content {
		if n.Kind == yaml.MappingNode && !r.talkLike(n) {
			if inner, _ := r.items(n); len(inner) > 0 {
				items = append(items, inner...)
				continue
			}
		}
		if n.Kind == yaml.MappingNode {
			items = append(items, n)
			continue
		}
		r.skipped = append(r.skipped, slip{n.Line, n.Column, "skipped-item", "an item of the list has no keys, so it is left out", "write it as - title: …", 0})
	}
	// Two items on one line would share it; flow style that dense is data, not notes.
	var apart []*yaml.Node
	for _, n := range items {
		if len(apart) == 0 || n.Line > apart[len(apart)-1].Line {
			apart = append(apart, n)
			continue
		}
		if last := len(r.skipped) - 1; last < 0 || r.skipped[last].line != n.Line {
			r.skipped = append(r.skipped, slip{n.Line, n.Column, "skipped-item", "items begin in the line of another one, so they are left out", "give each a line of its own", 0})
		}
	}
	return apart, key
}

// after is the line of the key that follows key in the mapping, 0 if it is the last.
func after(root, key *yaml.Node) int {
	if root.Kind != yaml.MappingNode {
		return 0
	}
	for i := 0; i+2 < len(root.Content); i += 2 {
		if root.Content[i] == key {
			return root.Content[i+2].Line
		}
	}
	return 0
}

func lookup(m *yaml.Node, names ...string) (key, val *yaml.Node) {
	for _, name := range names {
		for i := 0; i+1 < len(m.Content); i += 2 {
			if strings.EqualFold(m.Content[i].Value, name) {
				return m.Content[i], m.Content[i+1]
			}
		}
	}
	return nil, nil
}

// talkLike reports whether a mapping is a takeaway or talk: a title with text, speakers or a talk.
func (r *yamlReader) talkLike(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	_, title := lookup(n, titleKeys...)
	_, body := lookup(n, bodyKeys...)
	_, people := lookup(n, speakerYAML...)
	_, talk := lookup(n, "talk", "video", "slides", "youtubeId", "link")
	if title == nil {
		return body != nil && body.Kind == yaml.ScalarNode && talk != nil
	}
	return title.Kind == yaml.ScalarNode && (body != nil || people != nil || talk != nil)
}

// head reads the keys of the write-up, all but the list.
func (r *yamlReader) head(root, key *yaml.Node) error {
	f := &front{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		k := root.Content[i]
		if k == key {
			continue
		}
		v, err := fromNode(root.Content[i+1], 0, 0)
		if err != nil {
			return err
		}
		v.line = k.Line
		f.entries = append(f.entries, entry{k.Value, v})
	}
	r.front = f
	if key.Line > 1 {
		r.up.FrontMatter = kb.Span{Start: r.lines[0].start, End: r.lines[min(key.Line, len(r.lines))-1].start}
	}
	r.takeFront()
	if v, ok := f.get("title", "name"); ok && v.text != "" {
		r.up.Title = plain(v.text)
		r.why("title", "front-matter", v.text, v.line)
	}
	return nil
}

// piece reads one item, which ends at the latest in line last (1-based).
func (r *yamlReader) piece(n *yaml.Node, last int) {
	first := min(n.Line, len(r.lines))
	last = min(max(last, first), len(r.lines))
	for last > first && blankOrComment(r.at(last-1)) {
		last--
	}
	v, err := fromNode(n, 0, 0)
	if err != nil {
		r.problem(n.Line, n.Column, "skipped-item", "the takeaway is "+err.Error(), "")
		return
	}
	m := &front{v.keys}
	t := kb.Takeaway{Line: first, EndLine: last, Kind: kb.KindTakeaway,
		Place: kb.Place{Piece: kb.Span{Start: r.lines[first-1].start, End: r.lines[last-1].end}}}
	if title, ok := m.get(titleKeys...); ok {
		t.Heading = plain(title.text)
		t.Place.Heading = r.lineSpan(title.line)
	}
	if kind, ok := m.get("kind"); ok && slices.Contains([]kb.Kind{kb.KindTakeaway, kb.KindIntro, kb.KindOutro, kb.KindBoilerplate, kb.KindContainer}, kb.Kind(kind.text)) {
		t.Kind = kb.Kind(kind.text)
	}
	if k, body := lookup(n, bodyKeys...); body != nil && body.Kind == yaml.ScalarNode {
		t.Body = strings.TrimSpace(body.Value)
		t.Place.Body = r.valueSpan(n, k, body, last)
		if t.Heading == "" {
			t.Heading = lead(t.Body)
		}
	}
	if tags, ok := m.get(tagKeys...); ok {
		r.tags(&t, tags)
		if k, node := lookup(n, tagKeys...); node != nil {
			t.Place.Tags = r.valueSpan(n, k, node, last)
		}
	} else {
		r.commentedTags(m.entries)
	}
	t.Talk = r.talk(m, t.Heading)
	r.up.Pieces = append(r.up.Pieces, t)
}

func blankOrComment(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || s[0] == '#'
}

func (r *yamlReader) lineSpan(line int) kb.Span {
	if line < 1 || line > len(r.lines) {
		return kb.Span{}
	}
	return kb.Span{Start: r.lines[line-1].start, End: r.lines[line-1].end}
}

// valueSpan is where the value of a key stands: from its first character to the last line before the
// next key, or for a flow list to its bracket.
func (r *yamlReader) valueSpan(m, key, val *yaml.Node, last int) kb.Span {
	if val.Line < 1 || val.Line > last {
		return kb.Span{}
	}
	for i := 0; i+2 < len(m.Content); i += 2 {
		if m.Content[i] == key && m.Content[i+2].Line > key.Line {
			last = min(last, m.Content[i+2].Line-1)
		}
	}
	l := r.lines[val.Line-1]
	start := l.start
	for col := 1; col < val.Column && start < l.end; col++ {
		_, n := utf8.DecodeRuneInString(r.content[start:])
		start += n
	}
	for last > val.Line && blankOrComment(r.at(last-1)) {
		last--
	}
	end := max(r.lines[max(last, val.Line)-1].end, start)
	if val.Style&yaml.FlowStyle != 0 {
		if i := strings.LastIndexByte(r.content[start:end], ']'); i >= 0 {
			end = start + i + 1
		}
	}
	return kb.Span{Start: start, End: end}
}

// tags reads own tags; "-edge" and "-#edge" reject.
func (r *yamlReader) tags(t *kb.Takeaway, v value) {
	var s tagSet
	s.value(v, kb.TagOwn, "hashtag", true)
	t.Tags, t.Rejected = s.tags, s.rejected
	s.report(r.document, v.line, 1)
}

// talk reads the talk of an item: the mapping "talk", or the item's own keys where it names speakers.
func (r *yamlReader) talk(m *front, heading string) *kb.Talk {
	var t *kb.Talk
	if v, ok := m.get("talk"); ok && len(v.keys) > 0 {
		t = talkMapping(v)
	} else {
		t = talkKeys(m)
		if v.text != "" {
			t.Title = plain(v.text)
		}
	}
	if t.Zero() {
		return nil
	}
	if t.Title == "" {
		t.Title = heading
	}
	return t
}

// talkMapping reads a mapping that describes a talk.
func talkMapping(v value) *kb.Talk {
	from := &front{v.keys}
	t := talkKeys(from)
	if title, ok := from.get("title"); ok {
		t.Title = plain(title.text)
	}
	return t
}

// companiesOf are where speakers come from who are written with their company: "Ann Author, Initech".
func companiesOf(v value) string {
	var orgs []string
	for _, item := range append([]value{{text: v.text}}, v.list...) {
		for _, s := range programme.ParseSpeakers(plain(pageNames(item.text)), nil) {
			if s.Org != "" && !slices.Contains(orgs, s.Org) {
				orgs = append(orgs, s.Org)
			}
		}
	}
	return strings.Join(orgs, ", ")
}

// fewer is a list of people cut where there are certainly too many, which fewPeople tells: working out who each is
// takes its time.
func fewer(v value) value {
	const longest = 100 // bytes of a name with a company, on average
	v.list = v.list[:min(len(v.list), MaxPeople+1)]
	if most := MaxPeople * longest; len(v.text) > most {
		v.text = strings.ToValidUTF8(v.text[:most], "")
	}
	return v
}

// talkKeys reads what the keys of a mapping say of a talk, but for its title, which may be a piece's.
func talkKeys(from *front) *kb.Talk {
	t := &kb.Talk{}
	if v, ok := from.get(speakerYAML...); ok {
		v = fewer(v)
		t.Org = companiesOf(v)
		orgs := strings.Split(t.Org, ", ")
		t.Speakers = slices.DeleteFunc(authorsOf(v), func(name string) bool { return slices.Contains(orgs, name) })
	}
	if v, ok := from.get("org", "orgs", "organization", "organizations", "company"); ok {
		t.Org = frontText(v)
	}
	for _, l := range []struct {
		to   *string
		keys []string
	}{{&t.Link, []string{"link", "url", "sched_url"}}, {&t.Video, []string{"video", "youtube", "recording", "video_url"}}, {&t.Slides, []string{"slides", "slides_url"}}} {
		if v, ok := from.get(l.keys...); ok && absolute(v.text) {
			*l.to = v.text
		}
	}
	if v, ok := from.get("youtubeid"); ok && t.Video == "" && v.text != "" {
		t.Video = "https://www.youtube.com/watch?v=" + v.text
	}
	return t
}
