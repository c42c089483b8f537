package digest

import "takeaway/internal/kb"

// ByTalk counts the takeaways about each talk of the programme, by its ID.
func ByTalk(ups []*kb.WriteUp) map[string]*Counter {
	out := map[string]*Counter{}
	for _, w := range ups {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			if t.Kind != kb.KindTakeaway || t.Talk == nil || t.Talk.Announced == "" {
				continue
			}
			c := out[t.Talk.Announced]
			if c == nil {
				c = &Counter{}
				out[t.Talk.Announced] = c
			}
			c.add(w, t)
		}
	}
	return out
}
