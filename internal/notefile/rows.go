package notefile

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// rowWords is how many words the rows of a table have on average, beside the one that names their subject,
// where each tells of something; shorter ones list it.
const rowWords = 20

// splitRows cuts each table whose rows are paragraphs in themselves into its head and a block for each row,
// whose text is what the row is about. Other tables stay one block.
func (d *document) splitRows(p *parts) {
	for i := 0; i < len(p.blocks); i++ {
		b := p.blocks[i]
		n := b.last - b.first - 1
		if b.kind != blockTable || n < 3 || b.words < rowWords*n || !strings.Contains(d.at(b.first+1), "--") {
			continue
		}
		told := 0 // words beside the subjects
		rows := []block{{kind: blockTable, first: b.first, last: b.first + 1, words: weight(plain(d.at(b.first)))}}
		for at := b.first + 2; at <= b.last; at++ {
			raw := d.at(at)
			text := plain(raw[:min(len(raw), weighLimit)])
			rows = append(rows, block{kind: blockTable, first: at, last: at, words: weight(text), text: d.rowSubject(b.first, at)})
			told += rows[len(rows)-1].words - weight(rows[len(rows)-1].text)
		}
		if told < rowWords*n {
			continue // talks and who gave them
		}
		p.blocks = slices.Replace(p.blocks, i, i+1, rows...)
		i += len(rows) - 1
	}
}

// cells are the cells of a row of a table.
func cells(row string) []string {
	row = strings.ReplaceAll(strings.TrimSpace(row), `\|`, "\x00")
	list := strings.Split(strings.Trim(row, "|"), "|")
	for i := range list {
		list[i] = strings.TrimSpace(strings.ReplaceAll(list[i], "\x00", "|"))
	}
	return list
}

// rowSubject is what a row is about: its cell under "Talk" or "Title", else the first that has two words.
func (d *document) rowSubject(head, at int) string {
	row := cells(d.decode(d.at(at)))
	if i := d.column(head, talkColumns); i >= 0 && i < len(row) && weight(plain(row[i])) > 0 {
		return plain(row[i])
	}
	for _, cell := range row {
		if text := plain(cell); weight(text) > 1 && weight(text) <= 20 && !isSlot(text) && !onlyDay(text) {
			return text
		}
	}
	return ""
}

// talkColumns are the heads of columns with the titles of talks.
var talkColumns = []string{"talk", "title", "session", "topic", "vortrag", "titel", "conférence", "charla", "takeaway"}

// column is the first column of a table whose head is one of the words, -1 if there is none.
func (d *document) column(head int, words []string) int {
	return slices.IndexFunc(cells(d.at(head)), func(c string) bool {
		return slices.Contains(words, strings.TrimSuffix(strings.ToLower(plain(c)), "s"))
	})
}

// rows makes a piece of each row of a table that was cut, where it holds most of what the section, or the
// note, says. Section is nil for a note without headings. It reports whether it did.
func (c *cutter) rows(section *section, first, end int) bool {
	at := slices.IndexFunc(c.p.blocks[first:end], func(b block) bool { return b.kind == blockTable && b.text != "" })
	if at < 1 || c.oneTalk {
		return false
	}
	at += first
	last := at
	for last < end && c.p.blocks[last].kind == blockTable && c.p.blocks[last].text != "" {
		last++
	}
	if last-at < 3 || c.words(at, last)*2 < c.words(first, end) || c.words(last, end) > 3*substantial {
		return false
	}
	heading, above, from := "", kb.KindContainer, first
	if section != nil {
		heading, from = section.heading, section.first
	}
	if at-first > 1 && c.words(first, at-1) > 0 {
		above = kb.KindIntro
	}
	c.piece(from, at, heading, above)
	head := c.p.blocks[at-1].first
	for i := at; i < last; i++ {
		c.piece(i, i+1, c.p.blocks[i].text, kb.KindTakeaway)
		c.rowTalk(&c.up.Pieces[len(c.up.Pieces)-1], head, c.p.blocks[i].first)
	}
	if last < end {
		c.unheaded(last, end, false, true)
	}
	return true
}

// rowTalk takes the talk of a row from the columns for its title and its speakers.
func (c *cutter) rowTalk(t *kb.Takeaway, head, at int) {
	row := cells(c.decode(c.at(at)))
	who := slices.IndexFunc(cells(c.at(head)), func(s string) bool { return speakerKeys[strings.ToLower(plain(s))] })
	if who < 0 || who >= len(row) {
		return
	}
	names, org := speakers(plain(row[who]), false)
	if len(names) == 0 {
		return
	}
	if t.Talk == nil {
		t.Talk = &kb.Talk{}
	}
	t.Talk.Speakers, t.Talk.Org = names, org
	if t.Talk.Title == "" {
		t.Talk.Title = stripLabel(t.Heading)
	}
}
