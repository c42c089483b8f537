package conference

import (
	"slices"
	"time"
)

// setPictures takes the day on which most pictures of a text were taken for the day that it tells of, where nothing
// says when it was written. Telephones and desktops put the day into the names of files: "20250402_094243.jpg", "Pasted
// image 20220516105314.png", "Screen Shot 2019-05-20 at 10.13.10".
func (r *reading) setPictures(tokens []token) {
	var days []int
	for i := range tokens {
		if t, ok := pictureDay(tokens[i:]); ok {
			days = append(days, dayOf(t))
		}
	}
	if len(days) == 0 {
		return
	}
	slices.Sort(days)
	day := time.Unix(int64(days[len(days)/2])*86400, 0).UTC()
	r.day, r.year, r.dateText, r.pictured = dayOf(day), day.Year(), day.Format(time.DateOnly), true
}

// pictureDay reads the day at the start of tokens as the names of pictures have it.
func pictureDay(tokens []token) (time.Time, bool) {
	word := tokens[0].text
	switch {
	case len(word) < 8 || word[0] != '2' && word[0] != 's':
	case len(word) == 14 && digits(word):
		t, err := time.Parse("20060102150405", word)
		return t.Truncate(24 * time.Hour), err == nil
	case len(word) == 8 && len(tokens) > 1 && len(tokens[1].text) >= 6 && digits(word) && digits(tokens[1].text) && tokens[1].start == tokens[0].end+1:
		_, err := time.Parse("150405", tokens[1].text[:6])
		t, wrong := time.Parse("20060102", word)
		return t, err == nil && wrong == nil
	case word == "screenshot" && len(tokens) > 3:
		return dayOfTokens(tokens[1:])
	}
	if word == "shot" && len(tokens) > 3 {
		return dayOfTokens(tokens[1:])
	}
	return time.Time{}, false
}

// dayOfTokens reads year, month and day from three tokens.
func dayOfTokens(tokens []token) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, tokens[0].text+"-"+tokens[1].text+"-"+tokens[2].text)
	return t, err == nil
}

func digits(s string) bool {
	return !slices.ContainsFunc([]byte(s), func(c byte) bool { return !digit(c) })
}

// namesPerson reports whether the name of a place is somebody's first name: "Paris Pitman" rather than "in Paris" or
// "Paris, France". A capitalised word follows that names nothing itself.
func namesPerson(it item, items []item, tokens []token, text string) bool {
	if it.after >= len(tokens) || it.after-it.tok != 1 || tokens[it.after].start != it.end+1 || text[it.end] != ' ' {
		return false
	}
	next := tokens[it.after]
	if word := text[next.start:next.end]; len(word) < 4 || word[0] < 'A' || word[0] > 'Z' || word[1:] != next.text[1:] {
		return false
	}
	if slices.ContainsFunc(items, func(other item) bool { return other.tok == it.after }) {
		return false
	}
	if it.tok == 0 || tokens[it.tok].brk {
		return false
	}
	return !slices.Contains(placeWords, tokens[it.tok-1].text)
}

// placeWords are the words before the name of a place.
var placeWords = []string{"in", "at", "from", "to", "for", "of", "the", "en", "à", "de", "nach", "aus", "a"}
