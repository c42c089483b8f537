package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// cue is a stretch of speech as a file of captions has it.
type cue struct {
	// at is when it begins, in seconds; -1 where the file does not say.
	at   int
	text string
	// para is true where the file begins a paragraph.
	para bool
}

// arrow is the line of a caption's times, in WebVTT ("00:01.000 --> 00:04.000 line:0") and SubRip
// ("00:00:01,000 --> 00:00:04,000").
var arrow = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?\s*-->`)
})

// markup is what captions have besides words: <c>, <00:00:01.234>, <v Name>, {\an8}.
var markup = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`<[^<>\n]*>|\{\\[^{}\n]*\}`)
})

// noise is what a caption says of sounds: [Music], (applause), ♪.
var noise = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^[\s♪]*[\[(]?\s*(music|applause|laughter|laughs|cheering|silence|foreign|inaudible|musik|applaus|beifall|musique|applaudissements|音楽|拍手|音乐|掌声)?\s*[\])]?[\s♪]*$`)
})

// soundMark is such a remark inside of a line.
var soundMark = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\[(music|applause|laughter|laughs|cheering|silence|inaudible|__)\]|\((applause|laughter|music)\)|♪`)
})

// captions reads WebVTT and SubRip. Parts that are no captions (NOTE, STYLE, numbers) are passed over.
func captions(text string) ([]cue, error) {
	var out []cue
	lines := textLines(text)
	for i := 0; i < len(lines); i++ {
		m := arrow().FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		c := cue{at: clock(m[1], m[2], m[3])}
		var said []string
		for i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" && !arrow().MatchString(lines[i+1]) {
			i++
			if _, err := strconv.Atoi(strings.TrimSpace(lines[i])); err == nil && i+1 < len(lines) && arrow().MatchString(lines[i+1]) {
				continue // the number of a caption that follows without an empty line
			}
			said = append(said, spoken(lines[i]))
		}
		c.text = strings.Join(said, "\n")
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, errors.New("has no captions: a caption begins with its times, 00:00:01.000 --> 00:00:04.000")
	}
	return out, nil
}

// clock is hours, minutes and seconds as seconds.
func clock(parts ...string) int {
	at := 0
	for _, p := range parts {
		n, _ := strconv.Atoi(p) // digits, or nothing for the hours
		at = at*60 + n
	}
	return at
}

// spoken is a line of a caption without markup.
func spoken(line string) string {
	line = html.UnescapeString(markup().ReplaceAllString(line, ""))
	line = strings.Join(strings.Fields(soundMark().ReplaceAllString(strings.ReplaceAll(line, ">>", " "), " ")), " ")
	if noise().MatchString(line) {
		return ""
	}
	return line
}

// json3 is YouTube's own format of captions.
type json3 struct {
	Events []struct {
		Start  int `json:"tStartMs"`
		Append int `json:"aAppend"`
		Segs   []struct {
			Text string `json:"utf8"`
		} `json:"segs"`
	} `json:"events"`
}

// isJSON3 reports whether data looks like YouTube's captions.
func isJSON3(data []byte) bool {
	head := data[:min(len(data), 64<<10)]
	return bytes.Contains(head, []byte(`"events"`)) && bytes.Contains(head, []byte(`"tStartMs"`))
}

// readJSON3 reads YouTube's captions.
func readJSON3(data []byte) ([]cue, error) {
	var j json3
	if err := json.Unmarshal(data, &j); err != nil {
		return nil, fmt.Errorf("broken JSON: %w", err)
	}
	var out []cue
	for _, e := range j.Events {
		var b strings.Builder
		for _, s := range e.Segs {
			b.WriteString(s.Text)
		}
		if said := spoken(b.String()); said != "" && e.Append == 0 {
			out = append(out, cue{at: max(e.Start, 0) / 1000, text: said})
		}
	}
	if len(out) == 0 {
		return nil, errors.New("has no captions: none of its events has words")
	}
	return out, nil
}

// stamp is a time at the start of a line of a plain transcript: "0:12", "[00:12:34]", "(1:02:03)".
var stamp = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*[\[(]?(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:\.\d+)?[\])]?(?:\s+|$)`)
})

// plainTranscript reads text with or without times at the start of its lines.
func plainTranscript(text string) ([]cue, error) {
	var out []cue
	at, para := -1, true
	for _, line := range textLines(text) {
		if strings.TrimSpace(line) == "" {
			para = true
			continue
		}
		timed := false
		if m := stamp().FindStringSubmatch(line); m != nil {
			at, timed = clock(m[1:]...), true
			line = line[len(m[0]):]
		}
		if said := spoken(line); said != "" {
			out = append(out, cue{at: at, text: said, para: para && !timed})
			para = false
		}
	}
	if len(out) == 0 {
		return nil, errors.New("holds no words")
	}
	return out, nil
}

// leastStamped is how many lines that begin with a time make a text a transcript.
const leastStamped = 5

// isTimed reports whether most paragraphs of a text begin with a time.
func isTimed(text string) bool {
	timed, lines := 0, 0
	for line := range strings.Lines(text[:min(len(text), 64<<10)]) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		if stamp().MatchString(line) {
			timed++
		}
	}
	return timed >= leastStamped && timed*3 >= lines
}

// rolled joins captions to running speech. Captions on a screen repeat what stood there before: what a
// caption begins with and the one before ends with is said once. Times never run backwards: a caption that
// is earlier than the one before it is taken to be said right after it. turned counts those.
func rolled(cues []cue) (out []cue, turned int) {
	var tail []string // the last words
	last := -1
	for _, c := range cues {
		words := strings.Fields(c.text)
		n := overlap(tail, words)
		if tail = append(tail, words[n:]...); len(tail) > longestRepeat {
			tail = tail[len(tail)-longestRepeat:]
		}
		if c.at >= 0 && c.at < last {
			c.at = last
			turned++
		}
		last = max(last, c.at)
		if words = words[n:]; len(words) == 0 {
			continue
		}
		c.text = strings.Join(words, " ")
		out = append(out, c)
	}
	return out, turned
}

// longestRepeat is how many words a caption may take over from those before it.
const longestRepeat = 40

// overlap is how many words at the start of next stand at the end of tail. One or two words are what people
// say twice.
func overlap(tail, next []string) int {
	for n := min(len(tail), len(next)); n >= 3; n-- {
		same := true
		for i := range n {
			if tail[len(tail)-n+i] != next[i] {
				same = false
				break
			}
		}
		if same {
			return n
		}
	}
	return 0
}
