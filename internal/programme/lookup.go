package programme

import (
	"strings"
	"sync"
)

// byVideo are the talks by the numbers of their videos.
var byVideo = sync.OnceValue(func() map[string]*Talk {
	out := map[string]*Talk{}
	for i, video := range links()[1] {
		if id, ok := strings.CutPrefix(video, watch); ok {
			out[id] = &All()[i]
		}
	}
	return out
})

// ByVideo finds the talk of a video on YouTube by the eleven letters of its address.
func ByVideo(id string) (*Talk, bool) {
	if len(id) != 11 {
		return nil, false
	}
	t, ok := byVideo()[id]
	return t, ok
}

// byTitle are the talks by the keys of their titles.
var byTitle = sync.OnceValue(func() map[string][]*Talk {
	out := map[string][]*Talk{}
	talks := All()
	for i := range talks {
		key := titleKey(talks[i].Title)
		out[key] = append(out[key], &talks[i])
	}
	return out
})

// leastStart is how many words of a title that was cut short must be there to find it.
const leastStart = 6

// ByTitleStart finds the talks of all editions whose titles begin with these words, six or more, which may
// end inside of a word: names of files are often cut. They are in the order of All.
func ByTitleStart(words string) []*Talk {
	key := titleKey(words)
	if strings.Count(key, " ") < leastStart-1 {
		return nil
	}
	var out []*Talk
	talks := All()
	for i := range talks {
		if strings.HasPrefix(titleKey(talks[i].Title), key) {
			out = append(out, &talks[i])
		}
	}
	return out
}

// ByTitle finds the talks of a title in all editions, as announced but for case, marks and signs. Titles of
// one or two words find nothing. They are shared.
func ByTitle(title string) []*Talk {
	if !hasTitle(title) {
		return nil
	}
	return byTitle()[titleKey(title)]
}
