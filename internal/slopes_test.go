package internal_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"takeaway/internal/ingest"
	"takeaway/internal/notefile"
	"takeaway/internal/vocabulary"
)

// reader is something that reads bytes of strangers, and an input of about n bytes that is all of one thing.
type reader struct {
	name string
	make func(n int) string
	read func(data []byte) error
}

func note(name string) func([]byte) error {
	return func(data []byte) error { _, err := notefile.Parse(name, data); return err }
}

func taken(name string) func([]byte) error {
	return func(data []byte) error {
		_, err := ingest.ReadAll(ingest.Document{From: name, Name: name, Data: data}, ingest.Options{})
		return err
	}
}

// filled is head, then line with a running number until there are n bytes, then tail.
func filled(n int, head, line, tail string) string {
	var b strings.Builder
	b.WriteString(head)
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, line, i)
	}
	b.WriteString(tail)
	return b.String()
}

var readers = []reader{
	{"md prose", func(n int) string {
		return filled(n, "# KubeCon EU 2019\n\n## One\n\n", "Word %d of a long text about clusters.\n", "")
	}, note("a.md")},
	{"md headings", func(n int) string { return filled(n, "# KubeCon EU 2019\n", "\n## Heading %d\n\nText.\n", "") }, note("a.md")},
	{"md hashtags", func(n int) string { return filled(n, "# KubeCon EU 2019\n\n## One\n", "#t%d ", "\n\nText.\n") }, note("a.md")},
	{"md rejected tags", func(n int) string { return filled(n, "# KubeCon EU 2019\n\n## One\n", "-#t%d ", "\n\nText.\n") }, note("a.md")},
	{"md list", func(n int) string { return filled(n, "# KubeCon EU 2019\n\n", "- **Point %d**: more of it\n", "") }, note("a.md")},
	{"md links", func(n int) string {
		return filled(n, "# KubeCon EU 2019\n\n## One\n\n", "[a%[1]d](https://example.org/%[1]d) ", "")
	}, note("a.md")},
	{"md authors", func(n int) string {
		return filled(n, "---\nauthors: [", "Jane%[1]d Doe%[1]d, ", "X]\n---\n## One\n\nText.\n")
	}, note("a.md")},
	{"txt prose", func(n int) string { return filled(n, "KubeCon EU 2019\n\n", "Word %d of a long text.\n", "") }, note("a.txt")},
	{"yaml items", func(n int) string {
		return filled(n, "takeaways:\n", "  - {title: Heading %d, body: Text of it}\n", "")
	}, note("a.yaml")},
	{"yaml speakers", func(n int) string {
		return filled(n, "takeaways:\n  - title: One\n    body: Text\n    talk: {title: T, speakers: [", "Jane%[1]d Doe%[1]d, ", "X]}\n")
	}, note("a.yaml")},
	{"json speakers", func(n int) string {
		return filled(n, `[{"title":"T","event":"KubeCon NA 2019","abstract":"About it.","speakers":[`, `"Jane%[1]d Doe%[1]d",`, `"X Y"]}]`)
	}, taken("a.json")},
	{"json talks", func(n int) string {
		return filled(n, `[`, `{"title":"Talk %d","event":"KubeCon NA 2019","abstract":"About it.","speakers":["Jane Doe"]},`, `{"title":"Last","event":"KubeCon NA 2019","speakers":["Jane Doe"]}]`)
	}, taken("a.json")},
	{"html paragraphs", func(n int) string {
		return filled(n, "<html><title>KubeCon EU 2019</title><article><h1>KubeCon EU 2019</h1><h2>One</h2>", "<p>Paragraph %d of a long article about clusters and what they do.</p>\n", "</article></html>")
	}, taken("a.html")},
	{"ics events", func(n int) string {
		return filled(n, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:KubeCon NA 2019\r\n", "BEGIN:VEVENT\r\nUID:%[1]d\r\nDTSTART:20191119T103000Z\r\nSUMMARY:Talk %[1]d - Jane Doe\r\nDESCRIPTION:About it.\r\nEND:VEVENT\r\n", "END:VCALENDAR\r\n")
	}, taken("a.ics")},
	{"csv rows", func(n int) string {
		return filled(n, "title,speakers,conference,text\n", "Talk %d,Jane Doe,KubeCon NA 2019,About it\n", "")
	}, taken("a.csv")},
	{"vocabulary", func(n int) string {
		return filled(n, "topics:\n  - {id: t0}\n", "  - {id: u%[1]d, parent: t0}\n", "")
	}, func(data []byte) error { vocabulary.Read("vocabulary.yaml", data, vocabulary.Default()); return nil }},
}

// BenchmarkSlopes prints for each reader how its time grows with its input: 1 is linear, 2 quadratic. It reads
// 32 KiB to 8 MiB, or as far as no limit refuses; SLOPES_MOST names another end, in bytes. What takes less than a
// second is read three times, and the fastest counts: two sizes of some milliseconds make any slope.
func BenchmarkSlopes(b *testing.B) {
	most := 8 << 20
	if s := os.Getenv("SLOPES_MOST"); s != "" {
		if _, err := fmt.Sscan(s, &most); err != nil {
			b.Fatal(err)
		}
	}
	for _, r := range readers {
		b.Run(strings.ReplaceAll(r.name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				var sizes, times []float64
				for n := 32 << 10; n <= most; n *= 2 {
					took, err := fastest(r, []byte(r.make(n)))
					if err != nil && n == 32<<10 {
						b.Fatal(err)
					}
					if err != nil {
						break // past a limit
					}
					sizes, times = append(sizes, math.Log(float64(n))), append(times, math.Log(took))
				}
				b.ReportMetric(slope(sizes, times), "slope")
				b.ReportMetric(math.Exp(times[len(times)-1]), "s/largest")
			}
		})
	}
}

// fastest is the least time in seconds that reading takes.
func fastest(r reader, data []byte) (float64, error) {
	least := math.Inf(1)
	for range 3 {
		start := time.Now()
		if err := r.read(data); err != nil {
			return 0, err
		}
		if least = min(least, time.Since(start).Seconds()); least > 1 {
			break
		}
	}
	return least, nil
}

// slope is that of the line with the least squares through points.
func slope(x, y []float64) float64 {
	var sx, sy, sxx, sxy float64
	for i := range x {
		sx, sy, sxx, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], sxy+x[i]*y[i]
	}
	n := float64(len(x))
	if d := n*sxx - sx*sx; d != 0 {
		return (n*sxy - sx*sy) / d
	}
	return 0
}

// Every reader takes its input at the smallest size, so that BenchmarkSlopes measures reading and not refusing.
func TestSlopesRead(t *testing.T) {
	for _, r := range readers {
		if err := r.read([]byte(r.make(16 << 10))); err != nil {
			t.Errorf("%s: %v", r.name, err)
		}
	}
}
