package query

import (
	"strconv"
	"strings"
	"time"
)

const dateForms = `write 2019, 2019-05 or 2019-05-20, a range 2018..2020, or a time like 2y, 6months, yesterday, "last year"`

// days is what a date in a query stands for: its first and last day, month or year, both ISO 8601 and
// of the same precision.
type days struct {
	low, high string
	// length is true for "2y", which as a date by itself means from then until now.
	length bool
}

// bareRange reads low..high of years or dates without a field: the token r[start:end]. Found is false
// for anything else, such as version numbers.
func (p *parser) bareRange(text string, start, end int) (n Node, found bool, err error) {
	low, high, found := strings.Cut(text, "..")
	if !found || low == "" && high == "" {
		return nil, false, nil
	}
	r := Range{Name: "year", Pos: p.at[start]}
	for _, e := range []struct {
		text string
		iso  *string
	}{{low, &r.Low}, {high, &r.High}} {
		if e.text == "" {
			continue
		}
		iso, ok := isoDate(e.text)
		// A number like 5000 is more likely a number.
		if !ok || iso < "1900" || iso >= "2101" {
			return nil, false, nil
		}
		*e.iso = iso
		if len(iso) > 4 {
			r.Name = "date"
		}
	}
	p.i = end
	if err := p.inverted(r, start); err != nil {
		return nil, true, err
	}
	return r, true, p.term(start)
}

// dateRange makes the Range for one value of a date field that was read at r[begin:p.i].
func (p *parser) dateRange(f *field, text string, begin, pos int) (Node, error) {
	text = strings.TrimRight(strings.TrimLeft(text, " '*#"), " ,;:!?'*")
	if !strings.HasSuffix(text, "..") {
		text = strings.TrimSuffix(text, ".")
	}
	if !meaningful(text) {
		return nil, nil
	}
	r := Range{Name: "date", Pos: pos}
	low, high, isRange := strings.Cut(text, "..")
	from, until, hyphen := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(text), "-")
	if hyphen && fourDigits(from) && fourDigits(until) {
		low, high, isRange = from, until, true
	}
	ok := true
	if isRange {
		var first, last days
		if low = strings.TrimSpace(low); low != "" {
			first, ok = parseDays(low, p.now)
		}
		if high = strings.TrimSpace(strings.TrimLeft(high, ".")); high != "" && ok {
			last, ok = parseDays(high, p.now)
		}
		r.Low, r.High = first.low, last.high
	} else {
		r.Low, r.High, ok = oneDate(f.Name, text, p.now)
	}
	if !ok {
		return nil, p.errorAt(begin, p.i, dateForms, "there is no date %q", short(text))
	}
	if f.Name == "year" && len(r.Low) <= 4 && len(r.High) <= 4 {
		r.Name = "year"
	}
	if err := p.inverted(r, begin); err != nil {
		return nil, err
	}
	return r, nil
}

// inverted is the error for a range that ends before it begins, read at r[begin:p.i].
func (p *parser) inverted(r Range, begin int) error {
	if !r.inverted() {
		return nil
	}
	swapped := Range{Name: r.Name, Low: r.High, High: r.Low}
	return p.errorAt(begin, p.i, "write "+swapped.String(), "the range %s..%s ends before it begins", r.Low, r.High)
}

// oneDate reads a date, with a comparison before it or in the name of the field, as an inclusive range.
func oneDate(name, text string, now time.Time) (low, high string, ok bool) {
	compare := map[string]string{"since": ">=", "until": "<=", "before": "<", "after": ">"}[name]
	for _, sign := range []string{">=", "<=", "=>", "=<", ">", "<", "="} {
		if rest, found := strings.CutPrefix(text, sign); found {
			compare, text = strings.Replace(strings.Replace(sign, "=>", ">=", 1), "=<", "<=", 1), rest
			break
		}
	}
	d, ok := parseDays(text, now)
	if !ok {
		return "", "", false
	}
	return d.compared(compare, now)
}

// compared is the inclusive range of the days that compare so to d.
func (d days) compared(compare string, now time.Time) (low, high string, ok bool) {
	switch compare {
	case ">=":
		return d.low, "", true
	case "<=":
		return "", d.high, true
	case ">":
		low, ok = neighbour(d.high, 1)
		return low, "", ok
	case "<":
		high, ok = neighbour(d.low, -1)
		return "", high, ok
	}
	if d.length {
		today, ok := isoDay(now)
		return d.low, today, ok && d.low <= today
	}
	return d.low, d.high, true
}

// neighbour is the year, month or day after (by 1) or before (by -1) an ISO date of that precision.
func neighbour(iso string, by int) (string, bool) {
	layout := time.DateOnly[:len(iso)]
	t, err := time.Parse(layout, iso)
	if err != nil {
		return "", false
	}
	switch len(iso) {
	case 4:
		t = t.AddDate(by, 0, 0)
	case 7:
		t = t.AddDate(0, by, 0)
	default:
		t = t.AddDate(0, 0, by)
	}
	return t.Format(layout), t.Year() >= 1 && t.Year() <= 9999
}

func isoDay(t time.Time) (string, bool) {
	return t.Format(time.DateOnly), t.Year() >= 1 && t.Year() <= 9999
}

func fourDigits(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == ""
}

// isoDate reads a year, a month or a day in numbers, biggest first, and returns it as ISO 8601. Orders
// that depend on the country are not read.
func isoDate(text string) (string, bool) {
	// A time of day after the date says nothing here.
	if len(text) > 10 && (text[10] == 'T' || text[10] == 't') {
		text = text[:10]
	}
	if iso, ok := dayFirst(text); ok {
		return iso, true
	}
	parts := strings.Split(strings.NewReplacer("/", "-", ".", "-").Replace(text), "-")
	if len(parts) > 3 || !fourDigits(parts[0]) || parts[0] == "0000" {
		return "", false
	}
	iso := parts[0]
	for _, part := range parts[1:] {
		if part == "" || len(part) > 2 || strings.Trim(part, "0123456789") != "" {
			return "", false
		}
		iso += "-" + strings.Repeat("0", 2-len(part)) + part
	}
	_, err := time.Parse(time.DateOnly[:len(iso)], iso)
	return iso, err == nil
}

// dayFirst reads the dates in numbers of other orders that can be one day only: 25.11.2019, 20191125 and,
// where the day is no month, 11/25/2019 and 25/11/2019.
func dayFirst(text string) (string, bool) {
	for _, layout := range []string{"2.1.2006", "20060102"} {
		if t, err := time.Parse(layout, text); err == nil && len(text) >= 8 {
			return t.Format(time.DateOnly), t.Year() > 1900
		}
	}
	month, errMonth := time.Parse("1/2/2006", text)
	day, errDay := time.Parse("2/1/2006", text)
	switch {
	case errMonth == nil && errDay == nil:
		return month.Format(time.DateOnly), month.Equal(day)
	case errMonth == nil:
		return month.Format(time.DateOnly), month.Year() > 1900
	case errDay == nil:
		return day.Format(time.DateOnly), day.Year() > 1900
	}
	return "", false
}

// parseDays reads a date: in numbers, with the month's English name, or relative to now.
func parseDays(text string, now time.Time) (days, bool) {
	if iso, ok := isoDate(text); ok {
		return days{low: iso, high: iso}, true
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == ',' })
	text = strings.Join(words, " ")
	for _, layout := range []string{"January 2006", "Jan 2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			iso := t.Format("2006-01")
			return days{low: iso, high: iso}, t.Year() > 0
		}
	}
	for _, layout := range []string{"2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			iso, ok := isoDay(t)
			return days{low: iso, high: iso}, ok
		}
	}
	offset, named := map[string]int{"yesterday": -1, "today": 0, "now": 0, "tomorrow": 1}[text]
	if named {
		iso, ok := isoDay(now.AddDate(0, 0, offset))
		return days{low: iso, high: iso}, ok
	}
	if len(words) == 2 && (words[0] == "last" || words[0] == "this") {
		if d, ok := calendar(words[0] == "last", words[1], now); ok {
			return d, true
		}
	}
	return ago(words, now)
}

// calendar is the year, month or week (from Monday) that now is in, or the one before.
func calendar(last bool, unit string, now time.Time) (days, bool) {
	back := 0
	if last {
		back = 1
	}
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch unit {
	case "year":
		iso := first.AddDate(-back, 0, 0).Format("2006")
		return days{low: iso, high: iso}, now.Year()-back >= 1 && now.Year() <= 9999
	case "month":
		first = first.AddDate(0, -back, 0)
		iso := first.Format("2006-01")
		return days{low: iso, high: iso}, first.Year() >= 1 && first.Year() <= 9999
	case "week":
		sinceMonday := (int(now.Weekday()) + 6) % 7
		monday := now.AddDate(0, 0, -sinceMonday-7*back)
		low, lowOK := isoDay(monday)
		high, highOK := isoDay(monday.AddDate(0, 0, 6))
		return days{low: low, high: high}, lowOK && highOK
	}
	return days{}, false
}

// ago reads a length of time as the day that lies so far back: "2y", "6 months", "a year ago",
// "last 10 days".
func ago(words []string, now time.Time) (days, bool) {
	length := true
	if len(words) > 0 && (words[0] == "last" || words[0] == "past") {
		words = words[1:]
	}
	if len(words) > 1 && words[len(words)-1] == "ago" {
		words, length = words[:len(words)-1], false
	}
	text := strings.Join(words, "")
	unit := strings.TrimLeft(text, "0123456789")
	number := text[:len(text)-len(unit)]
	if number == "" && len(words) > 0 {
		number = "1"
		if len(words) == 2 && (words[0] == "a" || words[0] == "an" || words[0] == "one") {
			unit = words[1]
		}
	}
	n, err := strconv.Atoi(number)
	if err != nil || n > 100_000 {
		return days{}, false
	}
	var t time.Time
	switch unit {
	case "d", "day", "days":
		t = now.AddDate(0, 0, -n)
	case "w", "wk", "week", "weeks":
		t = now.AddDate(0, 0, -7*n)
	case "m", "mo", "mon", "month", "months":
		t = monthsBack(now, n)
	case "y", "yr", "year", "years":
		t = monthsBack(now, 12*n)
	default:
		return days{}, false
	}
	iso, ok := isoDay(t)
	return days{low: iso, high: iso, length: length}, ok
}

// monthsBack keeps to the end of a shorter month: one month before 31 March is the last of February.
func monthsBack(now time.Time, n int) time.Time {
	first := time.Date(now.Year(), now.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	lastDay := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(now.Day(), lastDay)-1)
}

// inverted reports whether a range ends before it begins. Ends of different precision compare by what they
// share: 2019-05..2019 is May to December.
func (r Range) inverted() bool {
	n := min(len(r.Low), len(r.High))
	return r.Low[:n] > r.High[:n]
}

// Apart finds two ranges of a sequence that no date can be in both of, "since:2020 until:2018" say.
func Apart(n Node) (from, to Range, found bool) {
	and, _ := n.(And)
	for _, a := range and.Parts {
		for _, b := range and.Parts {
			low, ok1 := a.(Range)
			high, ok2 := b.(Range)
			if ok1 && ok2 && low.Name == high.Name && (Range{Low: low.Low, High: high.High}).inverted() {
				return low, high, true
			}
		}
	}
	return Range{}, Range{}, false
}
