package notefile

import (
	"strings"

	"takeaway/internal/prose"
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
	if code, how := prose.Language(text); code != "" {
		d.up.Language = code
		d.why("language", "detected", how, 0)
	}
}
