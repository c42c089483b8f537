package render

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// tableColumn is a column of a listing on a terminal.
type tableColumn[T any] struct {
	name  string
	value func(*T) []span
	right bool
	// least is the width to which the column may be cut; 0 for a column that is never cut. most is how wide it
	// may be where it could be wider; 0 for no bound.
	least, most int
	// drop says which columns go first where the terminal is too narrow: the highest; 0 never goes.
	drop int
}

const columnGap = 2

// columns prints rows under a line of names, cut to the width of the terminal.
func columns[T any](p *Printer, rows []T, cols []tableColumn[T]) { table(p, rows, cols, true) }

// table prints rows in columns, with or without a line of names above them.
func table[T any](p *Printer, rows []T, cols []tableColumn[T], named bool) {
	if len(rows) == 0 {
		return
	}
	cells := make([][][]span, len(rows))
	natural := make([]int, len(cols))
	used := make([]bool, len(cols)) // columns that are empty in every row are left out
	for i := range rows {
		cells[i] = make([][]span, len(cols))
		for j, c := range cols {
			cells[i][j] = c.value(&rows[i])
			n := min(spansWidth(cells[i][j]), p.style.Width)
			if c.most > 0 {
				n = min(n, c.most)
			}
			natural[j] = max(natural[j], n)
			used[j] = used[j] || n > 0
		}
	}
	for j, c := range cols {
		if named {
			natural[j] = max(natural[j], ansi.StringWidth(c.name))
		}
	}
	widths := fit(cols, natural, used, p.style.Width)
	head := make([][]span, len(cols))
	for j, c := range cols {
		head[j] = []span{{text: strings.ToUpper(c.name), ink: inkTitle}}
	}
	if named {
		p.row(alignment(cols), head, widths)
	}
	for i := range cells {
		p.row(alignment(cols), cells[i], widths)
	}
}

// alignment lists which columns stand to the right.
func alignment[T any](cols []tableColumn[T]) []bool {
	right := make([]bool, len(cols))
	for i, c := range cols {
		right[i] = c.right
	}
	return right
}

// row prints one line of cells; a width of 0 leaves a cell out.
func (p *Printer) row(right []bool, cells [][]span, widths []int) {
	var line []span
	for j, cell := range cells {
		if widths[j] == 0 {
			continue
		}
		if len(line) > 0 {
			line = append(line, span{text: strings.Repeat(" ", columnGap)})
		}
		cell = truncate(cell, widths[j])
		pad := span{text: strings.Repeat(" ", max(widths[j]-spansWidth(cell), 0))}
		if right[j] {
			line = append(append(line, pad), cell...)
		} else {
			line = append(append(line, cell...), pad)
		}
	}
	for len(line) > 0 && strings.TrimRight(line[len(line)-1].text, " ") == "" {
		line = line[:len(line)-1]
	}
	p.w.WriteString(p.paint.line(truncate(line, p.style.Width)))
	p.w.WriteByte('\n')
}

// fit gives each column its width so that the row has at most total columns: the widest columns give
// first, then whole columns go.
func fit[T any](cols []tableColumn[T], natural []int, used []bool, total int) []int {
	gone := make([]bool, len(cols))
	for j := range cols {
		gone[j] = !used[j]
	}
	for {
		widths := make([]int, len(cols))
		sum := -columnGap
		for j := range cols {
			if !gone[j] {
				widths[j] = natural[j]
				sum += natural[j] + columnGap
			}
		}
		for sum > total {
			widest := -1
			for j, c := range cols {
				if c.least > 0 && widths[j] > c.least && (widest < 0 || widths[j] > widths[widest]) {
					widest = j
				}
			}
			if widest < 0 {
				break
			}
			widths[widest]--
			sum--
		}
		if sum <= total {
			return widths
		}
		next := -1
		for j, c := range cols {
			if !gone[j] && c.drop > 0 && (next < 0 || c.drop > cols[next].drop) {
				next = j
			}
		}
		if next < 0 {
			return widths
		}
		gone[next] = true
	}
}

// text is a cell of one ink.
func text(s string, ink ink) []span {
	if s = oneLine(s); s == "" {
		return nil
	}
	return []span{{text: s, ink: ink}}
}

// numbered puts a column of numbers from 1 on before others, on a terminal, where the next command knows
// the rows by them.
func numbered[T any](p *Printer, rows []T, cols []tableColumn[T]) []tableColumn[T] {
	if !p.style.Numbered {
		return cols
	}
	n := 0
	number := tableColumn[T]{right: true, value: func(*T) []span {
		n++
		return text(strconv.Itoa(n), inkNumber)
	}}
	return append([]tableColumn[T]{number}, cols...)
}
