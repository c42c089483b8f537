package ingest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/programme"
)

// fromTranscript makes a note of what was said on a stage: passages of one subject with their times. Talk,
// speakers, edition and day come from the programme, where the video or the title is known there.
func fromTranscript(d Document, o Options) (*Note, error) {
	read := map[Format]func() ([]cue, error){
		VTT:        func() ([]cue, error) { return captions(string(d.Data)) },
		SRT:        func() ([]cue, error) { return captions(string(d.Data)) },
		JSON3:      func() ([]cue, error) { return readJSON3(d.Data) },
		Transcript: func() ([]cue, error) { return plainTranscript(string(d.Data)) },
	}[d.Format]
	cues, err := read()
	if err != nil {
		return nil, d.refuse("not-a-transcript", err.Error(), "")
	}
	said, turned := rolled(cues)
	parts := passages(said)
	if len(parts) == 0 {
		return nil, d.refuse("not-a-transcript", "holds no words", "")
	}
	title, video := titleAndVideo(d)
	talk := announcedAs(title, video, o.Conference)
	h := head{title: title, source: d.Source, why: map[string]kb.Evidence{}, clues: &conference.Clues{Path: filepath.ToSlash(d.Name), Title: title, Source: d.Source}}
	extra := transcriptKeys{Transcript: true, Video: video}
	if talk != nil {
		l := talk.Links()
		h.title, h.date = talk.Title, talk.Date
		h.why["title"] = kb.Evidence{Rule: "programme", Text: talk.ID()}
		extra.Video = firstOf(video, l.Video)
		extra.Talk = &transcriptTalk{talk.Title, talk.Names(), strings.Join(talk.Orgs(), ", "), l.Page}
		if o.Conference == "" {
			o.Conference = talk.Edition
		}
	}
	block, err := noteedit.EncodeYAML(extra)
	if err != nil {
		return nil, err
	}
	h.more = block
	n, err := compose(d, h, Markdown, transcriptBody(parts), o)
	if err != nil {
		return nil, err
	}
	if talk != nil {
		n.Given = false
		n.WriteUp.Why["conference"] = []kb.Evidence{{Rule: "programme", Text: talk.ID()}}
	}
	if turned > 0 {
		n.Dropped = append(n.Dropped, fmt.Sprintf("the times of %d captions that run backwards", turned))
	}
	return n, nil
}

// transcribed reports whether a text is a transcript: most of it begins with times, or it is called by the
// number of a video that the programme knows.
func transcribed(d Document) bool {
	if isTimed(string(d.Data)) {
		return true
	}
	stem := strings.TrimSuffix(filepath.Base(d.Name), filepath.Ext(d.Name))
	_, known := programme.ByVideo(captionLanguage().ReplaceAllString(stem, ""))
	return known
}

// transcriptKeys are the front matter of a transcript besides that of every note.
type transcriptKeys struct {
	Transcript bool            `yaml:"transcript"`
	Video      string          `yaml:"video,omitempty"`
	Talk       *transcriptTalk `yaml:"talk,omitempty"`
}

type transcriptTalk struct {
	Title    string   `yaml:"title"`
	Speakers []string `yaml:"speakers,omitempty,flow"`
	Org      string   `yaml:"org,omitempty"`
	Link     string   `yaml:"link,omitempty"`
}

// transcriptBody writes passages as Markdown.
func transcriptBody(parts []passage) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("## ")
		if p.at >= 0 {
			fmt.Fprintf(&b, "[%02d:%02d:%02d] ", p.at/3600, p.at/60%60, p.at%60)
		}
		b.WriteString(oneLine(p.lead) + "\n\n")
		for _, para := range strings.Split(tidy(p.text), "\n") {
			b.WriteString(markdownLine(strings.ReplaceAll(para, "#", `\#`)) + "\n")
		}
	}
	return b.String()
}

// videoID is the number of a video on YouTube: in brackets in the name of a file that yt-dlp made, all of a
// name, or in an address.
var videoID = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:\[|v=|youtu\.be/|^)([A-Za-z0-9_-]{11})(?:\]|$|[.&?])`)
})

// captionLanguage is the language before the ending of a file of captions: ".en", ".en-US", ".de-orig".
var captionLanguage = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\.[a-z]{2,3}(?:-[A-Za-z]{2,5})?$`)
})

// titleAndVideo is the title and the address of the video, as far as the document's name and address tell.
func titleAndVideo(d Document) (title, video string) {
	stem := filepath.Base(filepath.ToSlash(d.Name))
	if FormatOf(stem) != "" || strings.HasSuffix(stem, ".json3") {
		stem = strings.TrimSuffix(stem, filepath.Ext(stem))
	}
	stem = captionLanguage().ReplaceAllString(stem, "")
	for _, text := range []string{d.Source, stem} {
		if m := videoID().FindStringSubmatch(text); m != nil && video == "" {
			if _, known := programme.ByVideo(m[1]); known || strings.Contains(text, "["+m[1]+"]") || text == d.Source {
				video = "https://www.youtube.com/watch?v=" + m[1]
				if text == stem {
					stem = strings.TrimSpace(strings.Trim(strings.Replace(stem, strings.Trim(m[0], "."), "", 1), " -_"))
				}
			}
		}
	}
	if isGeneric(kb.Slug(stem)) {
		stem = ""
	}
	if !strings.Contains(stem, " ") { // a name made of words
		stem = strings.Join(strings.FieldsFunc(stem, func(r rune) bool { return r == '-' || r == '_' }), " ")
	}
	return oneLine(stem), video
}

// announcedAs finds the talk in the programme: by its video, or by its title in the edition that is given,
// or in the only edition with a talk of this title. A title may stand behind words of the file's name.
func announcedAs(title, video, edition string) *programme.Talk {
	if _, id, ok := strings.Cut(video, "v="); ok {
		if t, known := programme.ByVideo(id); known && (edition == "" || t.Edition == edition) {
			return t
		}
	}
	words := strings.Fields(title)
	if t := titled(words, edition, programme.ByTitle); t != nil {
		return t
	}
	return titled(words, edition, programme.ByTitleStart)
}

// titled finds the one talk with a title that stands at the end of words.
func titled(words []string, edition string, find func(string) []*programme.Talk) *programme.Talk {
	for from := 0; from < len(words) && from <= mostBefore; from++ {
		if edition != "" {
			if t, _, ok := programme.Match(edition, strings.Join(words[from:], " "), nil); ok {
				return t
			}
			continue
		}
		found := find(strings.Join(words[from:], " "))
		if len(found) > 1 {
			found = slices.DeleteFunc(slices.Clone(found), func(t *programme.Talk) bool {
				return !slices.ContainsFunc(words[:from], func(w string) bool { return strings.Contains(t.Edition, strings.ToLower(w)) && len(w) > 3 })
			})
		}
		if len(found) == 1 {
			return found[0]
		}
	}
	return nil
}

// mostBefore is how many words may stand before the title in the name of a file: "kubecon 2025 …".
const mostBefore = 4
