package ingest

import (
	"iter"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"takeaway/internal/kb"
)

// generic are file names that say nothing about their content.
const generic = "|index|readme|post|content|blog|article|page|stdin|default|note|notes|untitled|"

func isGeneric(stem string) bool { return strings.Contains(generic, "|"+stem+"|") }

// place chooses the path of a note: the folder of its first conference and the slug of its title, or of
// the file's own name where that has no title. A README without a title is called after its folder, or
// else its author.
func place(w *kb.WriteUp, from string) string {
	ext := strings.ToLower(filepath.Ext(from))
	stem := stemOf(from)
	slug := FileName(w.Title)
	if slug == "" || len(slug) < 4 && !isGeneric(stem) {
		slug = stem
		if isGeneric(stem) {
			slug = firstOf(folderOf(from), authorOf(w), stem)
		}
	}
	if slug == "" {
		slug = "note"
	}
	if len(w.Conferences) > 0 {
		return w.Conferences[0] + "/" + slug + ext
	}
	return slug + ext
}

// FileName makes a title or a name fit for the name of a note, without an ending: kb.Slug in the composed form of
// Unicode (NFC), as macOS takes "é" in its two forms for one name and other systems do not.
func FileName(s string) string { return kb.Slug(norm.NFC.String(visible(s))) }

// visible leaves out characters that only change how others look, as after an emoji.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		isSelector, isJoiner := r >= 0xFE00 && r <= 0xFE0F, r >= 0x200B && r <= 0x200D
		if isSelector || isJoiner {
			return -1
		}
		return r
	}, s)
}

func stemOf(from string) string {
	return FileName(strings.TrimSuffix(filepath.Base(from), filepath.Ext(from)))
}

// folderOf is the slug of the folder that a document lies in, empty where that has no name of its own.
func folderOf(from string) string {
	dir := filepath.Base(filepath.Dir(from))
	if dir == "." || dir == ".." || isGeneric(FileName(dir)) {
		return ""
	}
	return FileName(dir)
}

func authorOf(w *kb.WriteUp) string {
	if len(w.Authors) == 0 {
		return ""
	}
	return FileName(w.Authors[0])
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// mostNumbered bounds the search for a free name; nobody has more documents of one name.
const mostNumbered = 1000

// Places are the paths that a note may take, the best first: its own, and where that belongs to another
// document of the same title, the same with the file's name, the author or the folder added, at last a
// number.
func (n *Note) Places() iter.Seq[string] {
	return func(yield func(string) bool) {
		ext := path.Ext(n.Path)
		base := strings.TrimSuffix(n.Path, ext)
		seen := map[string]bool{"": true}
		stem := stemOf(n.From)
		if isGeneric(stem) {
			stem = ""
		}
		if !yield(n.Path) {
			return
		}
		for _, more := range []string{stem, authorOf(n.WriteUp), folderOf(n.From)} {
			if seen[more] || strings.HasSuffix(base, "/"+more) || base == more {
				continue
			}
			seen[more] = true
			if !yield(base + "-" + more + ext) {
				return
			}
		}
		for i := 2; i <= mostNumbered; i++ {
			if !yield(base + "-" + strconv.Itoa(i) + ext) {
				return
			}
		}
	}
}
