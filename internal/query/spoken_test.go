package query

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// wordsOf are the words of a question.
func wordsOf(text string) []Word {
	var out []Word
	for i, word := range strings.Fields(text) {
		out = append(out, Word{Text: word, Pos: i})
	}
	return out
}

// now is 20 March 2020.
func TestSpokenTimes(t *testing.T) {
	for text, want := range map[string][]string{
		"what changed for service mesh since 2018": {"since 2018 = year:2018.."},
		"gitops in 2019":             {"in 2019 = year:2019"},
		"before 2020 gitops":         {"before 2020 = year:..2019"},
		"operators after 2021":       {"after 2021 = year:2022.."},
		"until 2019":                 {"until 2019 = year:..2019"},
		"between 2019 and 2022 ebpf": {"between 2019 and 2022 = year:2019..2022"},
		"ebpf between 2022 and 2019": {"between 2022 and 2019 = year:2019..2022"},
		"from 2018 to 2020":          {"from 2018 to 2020 = year:2018..2020"},
		"talks from 2018 onwards":    {"from 2018 onwards = year:2018.."},
		"talks from 2018":            {"from 2018 = year:2018"},
		"Since May 2019":             {"Since May 2019 = date:2019-05.."},
		"between may 2019 and 2020":  {"between may 2019 and 2020 = date:2019-05..2020"},
		"during 2019-11":             {"during 2019-11 = date:2019-11"},
		"since 5 May 2019":           {"since 5 May 2019 = date:2019-05-05.."},
		"in early 2019":              {"in early 2019 = year:2019"},
		"since the end of 2018":      {"since the end of 2018 = year:2018.."},
		"what was new last year":     {"last year = year:2019"},
		"since last year":            {"since last year = year:2019.."},
		"before last year":           {"before last year = year:..2018"},
		"this year":                  {"this year = year:2020"},
		"last month":                 {"last month = date:2020-02"},
		"in the past year":           {"in the past year = date:2019-03-20..2020-03-20"},
		"over the last two years":    {"over the last two years = date:2018-03-20..2020-03-20"},
		"for the last 18 months":     {"for the last 18 months = date:2018-09-20..2020-03-20"},
		"the last few years":         {"last few years = date:2017-03-20..2020-03-20"},
		"past couple of months":      {"past couple of months = date:2020-01-20..2020-03-20"},
		"what was said 2 years ago":  {"2 years ago = year:2018"},
		"a year ago":                 {"a year ago = year:2019"},
		"since three months ago":     {"since three months ago = date:2019-12.."},
		"mesh in 2018 and in 2022":   {"in 2018 = year:2018", "in 2022 = year:2022"},
		"a couple of years ago":      {"a couple of years ago = year:2018"},
		"2019":                       nil,
		"kubecon 2019":               nil,
		"top 10 in production":       nil,
		"k8s 1.24":                   nil,
		"changes since 1.24":         nil,
		"removed in v1.25":           nil,
		"since 2024.1":               nil,
		"port 2019 in use":           nil,
		"after 2000 pods":            nil,
		"in 8080":                    nil,
		"up to 5000 nodes":           nil,
		"between 10 and 20 clusters": nil,
		"between teams and 2019":     nil,
		"from docker to containerd":  nil,
		"since when":                 nil,
		"since":                      nil,
		"last mile":                  nil,
		"last day of kubecon":        nil,
		"last days":                  nil,
		"this cluster":               nil,
		"for 2020":                   nil,
		"ten years":                  nil,
		"years ago":                  nil,
		"what do people use today":   nil,
		"in the past":                nil,
		"0 years ago":                nil,
		"999999999999999999999 years ago in 201900": nil,
		"": nil,
	} {
		words := wordsOf(text)
		var got []string
		for _, s := range SpokenTimes(words, now) {
			var said []string
			for _, word := range words[s.First:s.Last] {
				said = append(said, word.Text)
			}
			got = append(got, strings.Join(said, " ")+" = "+s.Range.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestSpokenTimesOfStarredWords(t *testing.T) {
	if got := SpokenTimes([]Word{{Text: "since"}, {Text: "2018", Prefix: true}}, now); got != nil {
		t.Errorf("got %v", got)
	}
}

func FuzzSpokenTimes(f *testing.F) {
	for _, seed := range []string{"what changed since 2018", "between may 2019 and 2020", "over the last couple of years", "from the end of", "a few", "past"} {
		f.Add(seed, int64(1584714245))
	}
	f.Add("last year", int64(-62135596800))
	f.Add("tomorrow since last 12 months", int64(253402300799))
	f.Fuzz(func(t *testing.T, text string, clock int64) {
		words := wordsOf(text)
		end := 0
		for _, s := range SpokenTimes(words, time.Unix(clock, 0).UTC()) {
			if s.First < end || s.Last <= s.First || s.Last > len(words) {
				t.Fatalf("words %d to %d of %d after %d", s.First, s.Last, len(words), end)
			}
			end = s.Last
			n, err := Parse(s.Range.String(), Options{})
			if err != nil {
				t.Fatalf("%s: %v", s.Range, err)
			}
			if diff := cmp.Diff(Node(s.Range), n, ignorePos); diff != "" {
				t.Fatalf("printed and parsed again (-want +got):\n%s", diff)
			}
		}
	})
}
