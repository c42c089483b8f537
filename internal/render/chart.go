package render

import (
	"bytes"
	"fmt"
	"html"
	"slices"
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
	// mostLegend is the number of letters for which the legend has room.
	mostLegend = 90
)

// axisThings are what the columns along an axis are.
var axisThings = map[digest.Axis]string{digest.ByConference: "conference", digest.ByYear: "year", digest.ByRegion: "region"}

// leastCharted is the number of columns that make a line. Where so many are no small samples, those alone
// are drawn: a peak of a small sample would be what people see.
const leastCharted = 4

// Chart draws the shares of subjects over the columns of a trend as an SVG picture: those asked for, or
// else the topics that rise, or else the most frequent. Columns that are small samples are left out where
// the others make a line, and the smallest where there are more than fit. It names the subjects that it
// had no room for.
func (t *Trends) Chart(conference func(id string) string) (svg []byte, left []string, err error) {
	lines := t.charted()
	for _, l := range lines[min(len(lines), mostLines):] {
		left = append(left, l.ID)
	}
	lines = lines[:min(len(lines), mostLines)]
	shown := t.chartColumns()
	labels := make([]string, len(shown))
	for k, j := range shown {
		c := &t.Columns[j]
		labels[k] = chartText(smallMark(c.Total.Small()) + columnCode(c))
	}
	values := make([][]float64, len(lines))
	names := make([]string, len(lines))
	most := 0.0
	for i := range lines {
		names[i] = chartText(lines[i].Name)
		for _, j := range shown {
			values[i] = append(values[i], 100*lines[i].Cells[j].Share)
			most = max(most, 100*lines[i].Cells[j].Share)
		}
	}
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: chartWidth, Height: chartHeight})
	o := charts.NewLineChartOptionWithData(values)
	o.Theme = charts.GetTheme(charts.ThemeLight).WithSeriesColors(lineColors())
	o.Title.Text = chartText(t.chartTitle(lines, shown, conference))
	o.Title.FontStyle.FontSize = 20
	o.XAxis.Title = chartText(t.chartCaption(shown))
	o.Legend.SeriesNames = legend(lines, names)
	o.Legend.FontStyle.FontSize = 11
	o.Legend.Offset = charts.OffsetStr{Left: charts.PositionCenter, Top: charts.PositionBottom}
	o.XAxis.Labels, o.XAxis.LabelCount = labels, len(labels)
	step, ticks := percentAxis(most)
	o.YAxis = []charts.YAxisOption{{Title: "share of takeaways", Min: charts.Ptr(0.0), Max: charts.Ptr(step * float64(ticks)), LabelCount: ticks + 1,
		RangeValuePaddingScale: charts.Ptr(0.0), ValueFormatter: func(v float64) string { return fmt.Sprintf("%.0f%%", v) }}}
	o.Symbol, o.LineStrokeWidth = charts.SymbolDot, 3
	o.Padding = charts.Box{Top: 20, Right: 30, Bottom: 20, Left: 20, IsSet: true}
	if err := p.LineChart(o); err != nil {
		return nil, nil, err
	}
	svg, err = p.Bytes()
	// Where the font that the library measures with is missing, one that is no wider takes its place.
	return bytes.ReplaceAll(svg, []byte("'Roboto Medium'"), []byte("'Roboto Medium',Roboto,Arial,Helvetica")), left, err
}

// lineColors can be told apart by people who do not see all colours: those of Okabe and Ito, without the
// yellow, which is too faint on white.
func lineColors() []charts.Color {
	return []charts.Color{charts.ColorRGB(0, 114, 178), charts.ColorRGB(213, 94, 0), charts.ColorRGB(0, 158, 115), charts.ColorRGB(204, 121, 167),
		charts.ColorRGB(230, 159, 0), charts.ColorRGB(86, 180, 233), charts.ColorRGB(0, 0, 0)}
}

// percentAxis chooses round steps of an axis that reaches from 0 to at least most percent.
func percentAxis(most float64) (step float64, ticks int) {
	for _, step = range [...]float64{1, 2, 5, 10, 20} {
		if ticks = int(most/step) + 1; ticks <= 7 {
			break
		}
	}
	if top := 100 / step; float64(ticks) > top {
		ticks = int(top)
	}
	return step, max(ticks, 2)
}

// chartColumns are the columns of which there is enough and for which there is room.
func (t *Trends) chartColumns() []int {
	var large []int
	for i := range t.Columns {
		if !t.Columns[i].Total.Small() {
			large = append(large, i)
		}
	}
	if len(large) >= leastCharted {
		return large[max(0, len(large)-mostCharted):]
	}
	return heatColumns(t.Trend, mostCharted)
}

// chartCaption says what the labels of the columns mean that need it, and what is left out.
func (t *Trends) chartCaption(shown []int) string {
	var out []string
	if slices.ContainsFunc(shown, func(j int) bool { return t.Columns[j].Total.Small() }) {
		out = append(out, fmt.Sprintf("~ fewer than %d takeaways or %d independent authors", digest.LeastTakeaways, digest.LeastVoices))
	}
	if codes := otherCodes(t.Trend, shown); codes != "" && len(codes) < 120 {
		out = append(out, codes)
	}
	if n := len(t.Columns) - len(shown); n > 0 {
		out = append(out, fmt.Sprintf("%s with fewer takeaways left out", counted(n, axisThings[t.By])))
	}
	return strings.Join(out, "; ")
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

// legend are the names of the lines, or their ids where the names do not fit beside each other.
func legend(lines []digest.Line, names []string) []string {
	if len(strings.Join(names, "")) <= mostLegend {
		return names
	}
	ids := make([]string, len(lines))
	for i := range lines {
		ids[i] = chartText(lines[i].ID)
	}
	return ids
}

// chartTitle names the subjects, where they are few, and says what the chart spans.
func (t *Trends) chartTitle(lines []digest.Line, shown []int, conference func(id string) string) string {
	name := func(j int) string {
		if t.By == digest.ByConference {
			if n := conference(t.Columns[j].ID); n != "" {
				return n
			}
		}
		return t.Columns[j].Name
	}
	names := make([]string, len(lines))
	for i := range lines {
		names[i] = lines[i].Name
	}
	title := strings.Join(names, ", ")
	if len(title) > 40 || title == "" {
		title = "Topics"
	}
	if n := len(shown); n > 0 {
		title += ": " + name(shown[0]) + " to " + name(shown[n-1])
	}
	return title
}

// chartText makes text fit for the picture: the library writes it into the SVG as it is.
func chartText(s string) string { return html.EscapeString(oneLine(Clean(s))) }
