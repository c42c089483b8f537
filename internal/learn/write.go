package learn

import (
	"fmt"
	"io"
	"strconv"
)

// WriteGo prints the trees as a Go variable of type learn.Trees. All of it is static data: a program that
// holds the table pays nothing for it at start-up.
func (m *Trees) WriteGo(w io.Writer, name, doc string) error {
	out := printer{w: w}
	out.printf("// %s %s\nvar %s = learn.Trees{\n\tBias: %s,\n\tRoots: []uint32{", name, doc, name, number(m.Bias, 64))
	for i, r := range m.Roots {
		out.item(i, strconv.Itoa(int(r)))
	}
	writeList(&out, "},\n\tFeature: []int16{", m.Feature, func(v int16) string { return strconv.Itoa(int(v)) })
	writeList(&out, "},\n\tOther: []uint16{", m.Other, func(v uint16) string { return strconv.Itoa(int(v)) })
	writeList(&out, "},\n\tLess: []float32{", m.Less, func(v float32) string { return number(float64(v), 32) })
	writeList(&out, "},\n\tValue: []float32{", m.Value, func(v float32) string { return number(float64(v), 32) })
	out.printf("},\n}\n")
	return out.err
}

// WriteGo prints the regression as a Go variable of type learn.Linear, with weights of four digits.
func (m *Linear) WriteGo(w io.Writer, name, doc string) error {
	out := printer{w: w}
	out.printf("// %s %s\nvar %s = learn.Linear{\n\tBias: %s,\n\tWeights: []float64{", name, doc, name, strconv.FormatFloat(m.Bias, 'g', 4, 64))
	for i, v := range m.Weights {
		out.item(i, strconv.FormatFloat(v, 'g', 4, 64))
	}
	out.printf("},\n}\n")
	return out.err
}

func number(v float64, bits int) string { return strconv.FormatFloat(v, 'g', -1, bits) }

// printer remembers the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func writeList[T any](p *printer, head string, list []T, form func(T) string) {
	p.printf("%s", head)
	for i, v := range list {
		p.item(i, form(v))
	}
}

// item prints the i-th element of a list, sixteen on a line.
func (p *printer) item(i int, s string) {
	switch {
	case i%16 == 0:
		p.printf("\n\t\t%s,", s)
	default:
		p.printf(" %s,", s)
	}
}
