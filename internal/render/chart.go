package render

import (
	"fmt"
	"html"
	"strings"

	"github.com/go-analyze/charts"

	"takeaway/internal/digest"
)

const (
	// chartWidth and chartHeight are those of a slide.
	chartWidth, chartHeight = 1280, 720
	// mostCharted is the number of columns for which there is room, mostLines that of lines that can be
	// told apart.
	mostCharted = 16
	mostLines   = 10
)

// Chart draws the shares of subjects over the columns of a trend as an SVG picture: those asked for, or
// else the topics that rise, or else the most frequent. Where there are more columns than fit, the
// smallest samples are left out, as in the heat map. It names the subjects that it had no room for.
func (t *Trends) Chart(conference func(id string) string) (svg []byte, left []string, err error) {
	lines := t.charted()
	for _, l := range lines[min(len(lines), mostLines):] {
		left = append(left, l.ID)
	}
	lines = lines[:min(len(lines), mostLines)]
	shown := heatColumns(t.Trend, mostCharted)
	labels := make([]string, len(shown))
	small := false
	for k, j := range shown {
		c := &t.Columns[j]
		labels[k] = chartText(smallMark(c.Total.Small()) + strings.TrimSpace(c.Code[0]+" "+c.Code[1]))
		small = small || c.Total.Small()
	}
	values := make([][]float64, len(lines))
	names := make([]string, len(lines))
	for i := range lines {
		names[i] = chartText(lines[i].Name)
		for _, j := range shown {
			values[i] = append(values[i], 100*lines[i].Cells[j].Share)
		}
	}
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: chartWidth, Height: chartHeight})
	o := charts.NewLineChartOptionWithData(values)
	o.Title.Text = chartText(t.chartTitle(shown, conference))
	o.Title.FontStyle.FontSize = 20
	o.XAxis.Title = "Percent of the takeaways of each"
	if small {
		o.XAxis.Title += fmt.Sprintf("; ~ fewer than %d takeaways or %d independent authors", digest.LeastTakeaways, digest.LeastVoices)
	}
	o.Legend.SeriesNames = names
	o.Legend.Offset = charts.OffsetStr{Left: charts.PositionCenter, Top: charts.PositionBottom}
	o.XAxis.Labels, o.XAxis.LabelCount = labels, len(labels)
	o.YAxis = []charts.YAxisOption{{Min: charts.Ptr(0.0), ValueFormatter: func(v float64) string { return fmt.Sprintf("%.0f%%", v) }}}
	o.Symbol, o.LineStrokeWidth = charts.SymbolDot, 3
	if err := p.LineChart(o); err != nil {
		return nil, nil, err
	}
	svg, err = p.Bytes()
	return svg, left, err
}

// charted are the lines that a chart shows.
func (t *Trends) charted() []digest.Line {
	if !t.overview() {
		return t.Lines
	}
	var topics []digest.Line
	for _, l := range t.Rising {
		if l.Type == digest.TopicType {
			topics = append(topics, l)
		}
	}
	if len(topics) > 0 {
		return topics
	}
	return t.Top[:min(len(t.Top), 6)]
}

// chartTitle says what the chart spans.
func (t *Trends) chartTitle(shown []int, conference func(id string) string) string {
	name := func(j int) string {
		if t.By == digest.ByConference {
			if n := conference(t.Columns[j].ID); n != "" {
				return n
			}
		}
		return t.Columns[j].Name
	}
	if len(shown) == 0 {
		return "Topics"
	}
	return "Topics, " + name(shown[0]) + " to " + name(shown[len(shown)-1])
}

// chartText makes text fit for the picture: the library writes it into the SVG as it is.
func chartText(s string) string { return html.EscapeString(oneLine(Clean(s))) }
