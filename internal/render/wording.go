package render

import (
	"fmt"
	"strconv"
	"strings"
)

// percent is a share, from 0 to 1, in whole per cent.
func percent(share float64) string {
	if share > 0 && share < 0.01 {
		return "<1%"
	}
	return strconv.Itoa(int(share*100+0.5)) + "%"
}

// capital is s with its first letter in upper case.
func capital(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// plural is a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// dayInWords is a date of ISO 8601 as people write it: "16 April 2025", "April 2025". What is no such date stays.
func dayInWords(date string) string {
	parts := strings.Split(date, "-")
	numbers := make([]int, len(parts))
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || i == 1 && (n < 1 || n > 12) {
			return date
		}
		numbers[i] = n
	}
	switch len(numbers) {
	case 2:
		return months[numbers[1]-1] + " " + parts[0]
	case 3:
		return strconv.Itoa(numbers[2]) + " " + months[numbers[1]-1] + " " + parts[0]
	}
	return date
}

// daysInWords is a range of days without what both ends share: "23–26 March 2026".
func daysInWords(start, end string) string {
	if start == "" || end == "" || start == end {
		return dayInWords(start + strings.TrimPrefix(end, start))
	}
	from, to := dayInWords(start), dayInWords(end)
	a, b := strings.Fields(from), strings.Fields(to)
	if len(a) == 3 && len(b) == 3 && a[2] == b[2] {
		if a[1] == b[1] {
			return a[0] + "–" + to
		}
		return a[0] + " " + a[1] + " – " + to
	}
	return from + " – " + to
}

// withEnd puts something at the right of the last line, or on a line of its own where there is no room.
func withEnd(lines [][]span, end []span, width int) [][]span {
	last := lines[len(lines)-1]
	if gap := width - spansWidth(last) - spansWidth(end); gap >= 2 {
		lines[len(lines)-1] = append(append(last, span{text: strings.Repeat(" ", gap)}), end...)
		return lines
	}
	return append(lines, append([]span{{text: strings.Repeat(" ", max(width-spansWidth(end), 0))}}, end...))
}

// inWords is a small number as a word.
func inWords(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}
