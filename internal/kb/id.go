package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// ID names a takeaway: 12 lower-case hexadecimal digits. It stays the same while the note's path and
// the piece's heading stay. People type any unique prefix.
type ID string

// IDLen is the number of digits of an ID; 48 bits make a collision among 100,000 takeaways a matter of
// one library in 50,000.
const IDLen = 12

// ShortLen is the number of digits shown to people, and the least that always works as a prefix in a
// library of ordinary size (git's default abbreviation).
const ShortLen = 7

// NewID makes the ID of the nth piece (from 0) with this slug in the note at path.
func NewID(notePath, slug string, nth int) ID {
	sum := sha256.Sum256([]byte(notePath + "\x00" + slug + "\x00" + strconv.Itoa(nth)))
	return ID(hex.EncodeToString(sum[:])[:IDLen])
}

// On is the ID of a piece that is on a shelf where another piece has its own.
func (id ID) On(shelf string) ID { return NewID(shelf, string(id), 0) }

// NoteName names a note where several libraries are read: its path, behind the name of the shelf that it is on and a colon.
func NoteName(shelf, path string) string {
	if shelf == "" {
		return path
	}
	return shelf + ":" + path
}

// Short is the form shown to people.
func (id ID) Short() string { return string(id[:min(len(id), ShortLen)]) }

// Ref is the readable address of the nth piece with this slug in the note at path:
// "kubecon-na-2019/bryant#heading-words". Pieces without a heading are numbered by their kind's slug.
func Ref(notePath, slug string, nth int) string {
	ref := strings.TrimSuffix(notePath, path.Ext(notePath)) + "#" + slug
	if nth > 0 {
		ref += "-" + strconv.Itoa(nth+1)
	}
	return ref
}

// Slug makes a heading or title fit for an address or a file name: letters and digits of any script in
// lower case, everything else a single hyphen, at most 80 bytes cut at a word. Empty in, empty out.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || (unicode.Is(unicode.M, r) && b.Len() > 0):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’':
			// "what's" reads better as "whats" than as "what-s"
		default:
			gap = true
		}
	}
	const most = 80
	slug := b.String()
	if len(slug) <= most {
		return slug
	}
	cut := slug[:most]
	if i := strings.LastIndexByte(cut, '-'); i > most/2 {
		return cut[:i]
	}
	return strings.ToValidUTF8(cut, "")
}
