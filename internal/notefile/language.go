package notefile

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// sample is how many bytes of the body the detector reads: enough for any language to show, and cheap.
const sample = 16 << 10

// languageCode makes an ISO 639-1 code of what front matter says: "en-US", "en_GB", "zh-CN", "English".
func languageCode(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	names := map[string]string{"english": "en", "french": "fr", "german": "de", "spanish": "es", "dutch": "nl", "chinese": "zh",
		"japanese": "ja", "korean": "ko", "portuguese": "pt", "italian": "it", "norwegian": "no", "russian": "ru", "nb": "no", "nn": "no"}
	if code, ok := names[s]; ok {
		return code
	}
	s, _, _ = strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
	if code, ok := names[s]; ok {
		return code
	}
	if len(s) == 2 && s[0] >= 'a' && s[0] <= 'z' && s[1] >= 'a' && s[1] <= 'z' {
		return s
	}
	return ""
}

// readLanguage detects the language of the body where the front matter does not state it.
func (d *document) readLanguage() {
	if d.up.Language != "" || d.body >= len(d.lines) {
		return
	}
	text := d.text[d.lines[d.body].start:]
	if len(text) > sample {
		text = text[:sample]
	}
	if code, how := detect(text); code != "" {
		d.up.Language = code
		d.why("language", "detected", how, 0)
	}
}

// detect decides by script, then by function words. It stays silent unless the winner has at least
// three hits, a twentieth of all words, and half as many again as the next language.
func detect(text string) (code, how string) {
	if code := byScript(text); code != "" {
		return code, "script"
	}
	counts := make([]int, len(stopWords))
	total := 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		total++
		if len(w) > 9 {
			continue
		}
		for _, i := range languagesOf()[w] {
			counts[i]++
		}
	}
	best, next := -1, 0
	for i, n := range counts {
		switch {
		case best < 0 || n > counts[best]:
			if best >= 0 {
				next = counts[best]
			}
			best = i
		case n > next:
			next = n
		}
	}
	if n := counts[best]; n >= 3 && n*2 >= next*3 && n*20 >= total {
		return stopWords[best].code, strconv.Itoa(n) + " function words"
	}
	return "", ""
}

// languagesOf maps a function word to the languages that have it, as indexes of stopWords.
var languagesOf = sync.OnceValue(func() map[string][]int {
	m := map[string][]int{}
	for i, l := range stopWords {
		for w := range strings.FieldsSeq(l.words) {
			m[w] = append(m[w], i)
		}
	}
	return m
})

// byScript knows the languages that their letters give away. English terms make up a third of such
// texts, so a tenth of the letters is enough.
func byScript(text string) string {
	var latin, han, kana, hangul, cyrillic, other int
	for _, r := range text {
		switch {
		case r < 0x80:
			if low := r | 0x20; low >= 'a' && low <= 'z' {
				latin++
			}
		case r >= 0x3040 && r <= 0x30ff:
			kana++
		case r >= 0x4e00 && r <= 0x9fff:
			han++
		case r >= 0xac00 && r <= 0xd7a3:
			hangul++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r):
			other++
		}
	}
	enough := func(n int) bool { return n >= 8 && n*10 >= latin }
	switch {
	case enough(kana) && kana*6 >= han:
		return "ja"
	case enough(hangul):
		return "ko"
	case enough(han):
		return "zh"
	case enough(cyrillic):
		return "ru"
	}
	return ""
}

// stopWords are frequent function words, chosen to be rare in the other languages of the list and in
// technical English.
var stopWords = [...]struct{ code, words string }{
	{"en", " the and of to is that for with was this are it we on they from have be by our how your what not can as when "},
	{"fr", " le la les des est et une dans que pour qui nous avec sur pas du au plus ce ont cette sont vous "},
	{"de", " der die das und ist nicht mit ein eine von den auf für sich auch wir dem als war sind wie im zu es "},
	{"es", " el los las una del que por con para como más pero este muy ser y es su lo nos desde "},
	{"pt", " os um uma para com não que do da em mais como foi são ao pelo você seu isso dos nas "},
	{"nl", " het een van dat niet met voor zijn er maar ook deze naar bij wordt ik je te aan we worden "},
	{"no", " og det som en av på er ikke til med har vi jeg å fra om kan eller være også "},
	{"it", " il che di per una con sono è gli della anche più non questo nel alla come dei ed "},
}
