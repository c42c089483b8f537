package conference

import (
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// leadLen is how many bytes of prose count as the lead of a write-up: about its first two paragraphs.
const leadLen = 1500

// Assign finds the conferences that a write-up is about, from its own metadata and words, and records
// them with their evidence. place is the path to take hints from (folder and file name), data the note
// as it was read.
func Assign(w *kb.WriteUp, place string, data []byte) {
	c := Clues{Path: place, Title: w.Title, Event: w.Event, Date: w.Date, Source: w.Source}
	for _, t := range w.Tags {
		c.Tags = append(c.Tags, t.Name)
	}
	if fm := w.FrontMatter; !fm.Empty() && fm.End <= len(data) {
		c.FrontMatter = string(data[fm.Start:fm.End])
	}
	c.Text = string(data[min(max(w.FrontMatter.End, 0), len(data)):])
	var lead strings.Builder
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if c.LeadLine == 0 {
			c.LeadLine = p.Line
		}
		if lead.Len() > leadLen {
			break
		}
		lead.WriteString(p.Heading)
		lead.WriteByte('\n')
		lead.WriteString(p.Body)
		lead.WriteByte('\n')
	}
	c.Lead = strings.ToValidUTF8(lead.String()[:min(lead.Len(), leadLen)], "")
	var ids kb.Editions
	var why []kb.Evidence
	for _, f := range Detect(c) {
		ids = append(ids, f.Edition.ID)
		why = append(why, f.Evidence...)
	}
	if len(ids) == 0 {
		ids, why = own(w.Event)
	}
	Set(w, ids, why)
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

// Short is the name of an edition where there is little room: "KubeCon NA 2019".
func (e Edition) Short() string {
	if region, ok := strings.CutPrefix(e.Series, "kubecon-"); ok {
		return "KubeCon " + strings.ToUpper(region) + " " + strconv.Itoa(e.Year)
	}
	return e.Name
}
