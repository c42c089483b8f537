package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/digest"
)

// blocks draw a sparkline from the lowest to the highest.
var blocks = [...]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// spark draws the shares of cells as a line of blocks, scaled to the largest: "·" for nothing. Small
// samples are faint.
func spark(cells []digest.Cell) []span {
	most := 0.0
	for i := range cells {
		most = max(most, cells[i].Share)
	}
	var out []span
	for i := range cells {
		c := &cells[i]
		s := span{text: "·", ink: inkDim}
		if c.Takeaways > 0 && most > 0 {
			s.text = blocks[min(int(c.Share/most*float64(len(blocks))), len(blocks)-1)]
			if !c.Small {
				s.ink = inkEvent
			}
		}
		out = append(out, s)
	}
	return out
}

const (
	// heatGap stands between the columns of a heat map, which are at least leastHeat wide.
	heatGap   = 1
	leastHeat = 3
	// leastLabel is the width to which the names before a heat map may be cut.
	leastLabel = 12
)

// heatMap prints the shares of lines over the columns of a trend, in percent. Where the terminal is too
// narrow the smallest samples go first. With counts the number of takeaways stands under each share.
func (p *Printer) heatMap(t *digest.Trend, lines []digest.Line, counts bool) {
	label := 0
	for i := range lines {
		label = max(label, len([]rune(Clean(lines[i].ID))))
	}
	label = max(leastLabel, min(label, p.style.Width/3))
	width := leastHeat
	for i := range t.Columns {
		width = max(width, len(total(&t.Columns[i])), len(t.Columns[i].Code[0]), len(t.Columns[i].Code[1]))
		for k := range lines {
			width = max(width, spansWidth([]span{heatCell(&lines[k].Cells[i], 0)}))
		}
	}
	shown := heatColumns(t, (p.style.Width-label)/(width+heatGap))
	most := 0.0
	for i := range lines {
		for _, j := range shown {
			if c := &lines[i].Cells[j]; !c.Small {
				most = max(most, c.Share)
			}
		}
	}
	p.heatHead(t, shown, label, width)
	one, _ := unit(t)
	for i := range lines {
		l := &lines[i]
		cells := make([]span, len(shown))
		under := make([]span, len(shown))
		any := false
		for k, j := range shown {
			cells[k] = heatCell(&l.Cells[j], most)
			under[k] = span{ink: inkDim}
			if n := l.Cells[j].Takeaways; n > 0 {
				under[k].text, any = strconv.Itoa(n), true
			}
		}
		p.heatRow(text(Clean(l.ID), inkOwn), cells, label, width)
		if counts && any {
			p.heatRow(text("  "+one+"s", inkDim), under, label, width)
		}
		if counts && t.Beside() {
			base := make([]span, len(shown))
			for k, j := range shown {
				base[k] = span{ink: inkNote}
				if b := l.Cells[j].Programme; b != nil {
					base[k].text = strings.TrimSuffix(percent(b.Share), "%")
				}
			}
			p.heatRow(text("  programme", inkNote), base, label, width)
		}
	}
	p.heatLegend(t, shown)
}

// total is the number of takeaways of a column, marked where it is a small sample.
func total(c *digest.Column) string {
	n := c.Total.Takeaways
	text := strconv.Itoa(n)
	if n >= 1000 {
		text = fmt.Sprintf("%.1fk", float64(n)/1000)
	}
	return smallMark(c.Total.Small()) + text
}

// heatColumns chooses at most n columns: those that are no small samples and then the largest, shown in
// their order.
func heatColumns(t *digest.Trend, n int) []int {
	all := make([]int, len(t.Columns))
	for i := range all {
		all[i] = i
	}
	if n >= len(all) {
		return all
	}
	slices.SortFunc(all, func(i, j int) int {
		a, b := t.Columns[i].Total, t.Columns[j].Total
		switch {
		case a.Small() && !b.Small():
			return 1
		case b.Small() && !a.Small():
			return -1
		}
		return cmp.Or(cmp.Compare(b.Takeaways, a.Takeaways), cmp.Compare(j, i))
	})
	all = all[:max(n, 1)]
	slices.Sort(all)
	return all
}

// heatHead prints what the columns are, over one or two lines, and how many takeaways they have.
func (p *Printer) heatHead(t *digest.Trend, shown []int, label, width int) {
	for line := range 2 {
		cells := make([]span, len(shown))
		any := false
		for k, j := range shown {
			cells[k] = span{text: Clean(t.Columns[j].Code[line]), ink: inkEvent}
			any = any || cells[k].text != ""
		}
		if any {
			p.heatRow(nil, cells, label, width)
		}
	}
	cells := make([]span, len(shown))
	for k, j := range shown {
		cells[k] = span{text: total(&t.Columns[j]), ink: inkDim}
	}
	one, _ := unit(t)
	p.heatRow(text(one+"s", inkDim), cells, label, width)
}

// heatCell is a share in percent, the warmer the larger it is beside the largest. Small samples stay cold.
func heatCell(c *digest.Cell, most float64) span {
	if c.Takeaways == 0 {
		return span{text: "·", ink: inkDim}
	}
	s := span{text: smallMark(c.Small) + strings.TrimSuffix(percentOf(c.Count), "%"), ink: inkDim}
	if !c.Small && most > 0 {
		s.ink = inkHeat1 + ink(min(int(4*c.Share/most), 3))
	}
	return s
}

// heatRow prints a row of a heat map.
func (p *Printer) heatRow(name []span, cells []span, label, width int) {
	name = truncate(name, label)
	line := append(name, span{text: strings.Repeat(" ", label-spansWidth(name))})
	for _, c := range cells {
		pad := width - spansWidth([]span{c})
		line = append(line, span{text: strings.Repeat(" ", heatGap)})
		c.text = strings.Repeat(" ", max(pad, 0)) + c.text
		line = append(line, c)
	}
	p.w.WriteString(strings.TrimRight(p.paint.line(line), " "))
	p.w.WriteByte('\n')
}

// heatLegend says what the numbers are and what is missing.
func (p *Printer) heatLegend(t *digest.Trend, shown []int) {
	missing := len(t.Columns) - len(shown)
	thing := map[digest.Axis]string{digest.ByConference: "an edition", digest.ByYear: "a year", digest.ByRegion: "a region"}[t.By]
	one, _ := unit(t)
	legend := "Percent of the " + one + "s of " + thing + "."
	if slices.ContainsFunc(t.Columns, func(c digest.Column) bool { return c.Total.Small() }) {
		legend += " " + smallLegend(t)
	}
	if missing > 0 {
		legend += fmt.Sprintf(" %d smaller columns hidden; --output csv has all.", missing)
	}
	if codes := otherCodes(t, shown); codes != "" {
		legend += " " + codes + "."
	}
	p.w.WriteByte('\n')
	p.paragraph(legend, inkDim)
}

// smallLegend explains the mark on columns that say little.
func smallLegend(t *digest.Trend) string {
	if t.Census {
		return fmt.Sprintf("~ marks fewer than %d talks.", digest.LeastTakeaways)
	}
	return fmt.Sprintf("~ marks a small sample: fewer than %d takeaways or %d independent authors.", digest.LeastTakeaways, digest.LeastVoices)
}

// otherCodes explains the codes of the columns that are no KubeCon: "kcd 23 is KCD Amsterdam 2023".
func otherCodes(t *digest.Trend, shown []int) string {
	var out []string
	for _, j := range shown {
		if c := &t.Columns[j]; t.By == digest.ByConference && !strings.HasPrefix(c.Name, "KubeCon ") {
			out = append(out, columnCode(c)+" is "+Clean(c.Name))
		}
	}
	return strings.Join(out, ", ")
}

// columnCode is the code of a column on one line.
func columnCode(c *digest.Column) string {
	return strings.TrimSpace(Clean(c.Code[0] + " " + c.Code[1]))
}
