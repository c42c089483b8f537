package conference

import (
	"net/url"
	"path"
	"strings"

	"takeaway/internal/kb"
)

// leadLen is how many bytes of prose count as the lead of a write-up: about its first two paragraphs.
const leadLen = 1500

// Assign finds the conferences that a write-up is about, from its own metadata and words, and records
// them with their evidence. place is the path to take hints from (folder and file name), data the note
// as it was read. Of a list of talks the words count only as far as the talks agree: each may have been
// given somewhere else.
func Assign(w *kb.WriteUp, place string, data []byte) {
	c := Clues{Path: place, Title: w.Title, Event: w.Event, Date: w.Date, Source: w.Source}
	for _, t := range w.Tags {
		c.Tags = append(c.Tags, t.Name)
	}
	if fm := w.FrontMatter; !fm.Empty() && fm.End <= len(data) {
		c.FrontMatter = string(data[fm.Start:fm.End])
	}
	talks := programme(w, place)
	if talks == nil {
		c.Text = string(data[min(max(w.FrontMatter.End, 0), len(data)):])
		c.Lead, c.LeadLine = leadOf(w)
	}
	found := Detect(c)
	if len(found) == 0 {
		found = agreed(talks)
	}
	var ids kb.Editions
	var why []kb.Evidence
	for _, f := range found {
		ids = append(ids, f.Edition.ID)
		why = append(why, f.Evidence...)
	}
	if len(ids) == 0 {
		ids, why = own(w.Event)
	}
	Set(w, ids, why)
}

// leadOf is the beginning of the prose and its line.
func leadOf(w *kb.WriteUp) (string, int) {
	var lead strings.Builder
	line := 0
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if line == 0 {
			line = p.Line
		}
		if lead.Len() > leadLen {
			break
		}
		lead.WriteString(p.Heading)
		lead.WriteByte('\n')
		lead.WriteString(p.Body)
		lead.WriteByte('\n')
	}
	return strings.ToValidUTF8(lead.String()[:min(lead.Len(), leadLen)], ""), line
}

// programme are the pieces of a YAML note that is a list of talks: two or more, most with a talk of their
// own. Nil for anything else.
func programme(w *kb.WriteUp, place string) []kb.Takeaway {
	if ext := strings.ToLower(path.Ext(place)); ext != ".yaml" && ext != ".yml" {
		return nil
	}
	talks := 0
	for i := range w.Pieces {
		if t := w.Pieces[i].Talk; !t.Zero() && !t.Equal(w.Talk) {
			talks++
		}
	}
	if talks < 2 || talks*2 <= len(w.Pieces) {
		return nil
	}
	return w.Pieces
}

// mostTalks is how long a list may be for its talks to be asked one by one; no conference has as many.
const mostTalks = 1500

// agreed is the one edition that more than half of the talks name, by their words or the site of their link.
func agreed(talks []kb.Takeaway) []Finding {
	if len(talks) > mostTalks {
		return nil
	}
	first, count := map[string]Finding{}, map[string]int{}
	most := 0
	for i := range talks {
		if 2*(most+len(talks)-i) <= len(talks) {
			return nil // even if all the others agreed
		}
		t := &talks[i]
		for _, f := range Detect(Clues{Lead: t.Heading + "\n" + t.Body, Source: site(t)}) {
			id := f.Edition.ID
			if count[id]++; count[id] == 1 {
				first[id] = f.at(t.Line)
			}
			if most = max(most, count[id]); count[id]*2 > len(talks) {
				return []Finding{first[id]}
			}
		}
	}
	return nil
}

// at is the finding with its evidence in a line of the note.
func (f Finding) at(line int) Finding {
	for i := range f.Evidence {
		f.Evidence[i].Line = line
	}
	return f
}

// site is the address that the link of a talk begins with. What follows there is the title of the talk.
func site(t *kb.Takeaway) string {
	if t.Talk == nil {
		return ""
	}
	u, err := url.Parse(t.Talk.Link)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}

// own accepts an id of the writer's own making, "gophercamp-2027": conferences that the registry does
// not know are as good as those it does, if the note says so itself.
func own(event []kb.Evidence) (kb.Editions, []kb.Evidence) {
	for _, e := range event {
		id := strings.TrimSpace(e.Text)
		if i := strings.LastIndexByte(id, '-'); i > 0 && kb.Slug(id) == id && looksLikeYear(id[i+1:]) {
			return kb.Editions{id}, []kb.Evidence{e}
		}
	}
	return nil, nil
}

func looksLikeYear(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20")) && strings.Trim(s, "0123456789") == ""
}

// Set records ids as the conferences of a write-up and all its pieces.
func Set(w *kb.WriteUp, ids kb.Editions, why []kb.Evidence) {
	w.Conferences = ids
	delete(w.Why, "conference")
	if len(why) > 0 {
		if w.Why == nil {
			w.Why = map[string][]kb.Evidence{}
		}
		w.Why["conference"] = why
	}
	for i := range w.Pieces {
		w.Pieces[i].Conferences = ids
	}
}
