package digest

import (
	"fmt"
	"strings"
	"testing"

	"takeaway/internal/kb"
)

// made is a write-up with so many takeaways, of which the first have a tag.
func made(author, edition string, n, tagged int, tag string) *kb.WriteUp {
	w := &kb.WriteUp{Path: edition + "/" + author, Conferences: kb.Editions{edition}}
	if author != "" {
		w.Authors = []string{author}
	}
	for i := range n {
		t := kb.Takeaway{ID: kb.ID(fmt.Sprintf("%s%s%d", edition, author, i)), Path: w.Path, Kind: kb.KindTakeaway}
		if i < tagged {
			t.Tags = []kb.Tag{{Name: tag}}
		}
		w.Pieces = append(w.Pieces, t)
	}
	return w
}

// yearly are names for editions "x-2019" of one series.
func yearly() Names {
	return Names{
		Edition: func(id string) Edition {
			year := 0
			fmt.Sscanf(id[strings.LastIndex(id, "-")+1:], "%d", &year)
			return Edition{ID: id, Name: id, Short: id, Series: "x", Year: year}
		},
		Implied:  func(string) []string { return nil },
		Previous: func(string) (Edition, bool) { return Edition{}, false },
		Topic:    func(tag string) (string, bool) { return tag, true },
		Project:  func(id string) string { return id },
		Company:  func(string) bool { return false },
	}
}

func keepAll(Subject) bool { return true }

// In a library of one author a clear rise is told, and Line.Move says what Movers say.
func TestTrendOfOneAuthor(t *testing.T) {
	var ups []*kb.WriteUp
	for i, tagged := range []int{1, 1, 1, 2, 8, 13} {
		ups = append(ups, made("Ann", fmt.Sprintf("x-%d", 2017+i), 30, tagged, "ai"))
	}
	trend := NewTrend(ups, ByConference, yearly())
	rising, falling, fresh := trend.Movers(0, keepAll)
	if len(rising) != 1 || rising[0].ID != "ai" || len(falling)+len(fresh) > 0 {
		t.Fatalf("rising %v, falling %v, new %v; %+v against %+v", rising, falling, fresh, trend.After, trend.Before)
	}
	if got := trend.Line(Subject{"ai", "ai", TopicType}).Move; got != Rising {
		t.Errorf("the line says %s", got)
	}
	if trend.After.From != "2021" {
		t.Errorf("the later span begins %s", trend.After.From)
	}
}

// What a tiny span before did not have is not new.
func TestTrendNewNeedsBefore(t *testing.T) {
	ups := []*kb.WriteUp{made("Ann", "x-2017", 2, 0, ""), made("Bo", "x-2018", 100, 10, "ai"), made("Cy", "x-2019", 100, 10, "ai"), made("Di", "x-2019", 100, 10, "ai")}
	if got := NewTrend(ups, ByConference, yearly()).Line(Subject{"ai", "ai", TopicType}).Move; got != Steady {
		t.Errorf("after 2 takeaways it is %s", got)
	}
}

// The programme beside a trend: shares of the same editions, and moves that it does not bear out.
func TestTrendAgainstProgramme(t *testing.T) {
	var ups []*kb.WriteUp
	for _, author := range []string{"Ann", "Bo", "Cy"} {
		ups = append(ups, made(author, "x-2018", 30, 2, "mesh"), made(author, "x-2019", 30, 12, "mesh"))
	}
	mesh := Subject{"mesh", "mesh", TopicType}
	for _, c := range []struct {
		was, is      int
		move         Move
		contradicted Move
	}{{10, 30, Rising, ""}, {30, 10, Steady, Rising}, {20, 20, Steady, Rising}, {2, 1, Rising, ""}} {
		trend := NewTrend(ups, ByConference, yearly())
		trend.Against([]*Announced{Announce(made("", "x-2018", 200, c.was, "mesh"), yearly().Implied), Announce(made("", "x-2019", 200, c.is, "mesh"), yearly().Implied), Announce(made("", "x-2025", 500, 400, "mesh"), yearly().Implied)})
		l := trend.Line(mesh)
		if l.Move != c.move || l.Contradicted != c.contradicted {
			t.Errorf("programme %d to %d: %s, contradicted %q", c.was, c.is, l.Move, l.Contradicted)
		}
		if l.Programme == nil || l.Programme.Talks != c.was+c.is || l.Programme.Total != 400 {
			t.Errorf("programme %+v", l.Programme)
		}
		if b := l.Cells[1].Programme; b == nil || b.Talks != c.is || b.Total != 200 {
			t.Errorf("2019: %+v", b)
		}
		if got := len(trend.Contradicted(0, keepAll)); got != map[bool]int{true: 1}[c.contradicted != ""] {
			t.Errorf("%d contradicted", got)
		}
	}
}

// A census asks for no authors and marks no whole edition.
func TestCensus(t *testing.T) {
	trend := NewCensus([]*kb.WriteUp{made("", "x-2018", 200, 4, "ai"), made("", "x-2019", 200, 40, "ai"), made("", "x-2020", 5, 5, "ai")}, ByConference, yearly())
	for i, small := range []bool{false, false, true} {
		if trend.Columns[i].Total.Small() != small {
			t.Errorf("%s is small: %v", trend.Columns[i].ID, !small)
		}
	}
	if rising, _, _ := trend.Movers(0, keepAll); len(rising) != 1 {
		t.Errorf("rising %v", rising)
	}
}

// What was much on the programme and little taken home, and the other way round; a title speaks of fewer topics
// than a takeaway does.
func TestBeside(t *testing.T) {
	var ups []*kb.WriteUp
	for _, author := range []string{"Ann", "Bo", "Cy"} {
		w := made(author, "x-2019", 20, 15, "culture")
		for i := range w.Pieces {
			w.Pieces[i].Tags = append(w.Pieces[i].Tags, kb.Tag{Name: "cloud"})
		}
		ups = append(ups, w)
	}
	programme := made("", "x-2019", 200, 60, "storage")
	for i := 60; i < 200; i++ {
		programme.Pieces[i].Tags = []kb.Tag{{Name: "cloud"}}
	}
	s := NewDraft("x-2019", ups, yearly(), Options{Length: Normal, Programme: Announce(programme, yearly().Implied)}).Summary()
	if len(s.Beside.Announced) != 1 || s.Beside.Announced[0].Tag != "storage" || len(s.Beside.TakenHome) != 1 || s.Beside.TakenHome[0].Tag != "culture" {
		t.Errorf("announced %+v, taken home %+v", s.Beside.Announced, s.Beside.TakenHome)
	}
	if s := NewDraft("x-2019", ups, yearly(), Options{Length: Normal}).Summary(); s.Beside.Talks != 0 || len(s.Beside.Announced)+len(s.Beside.TakenHome) > 0 || s.Themes[0].Programme != nil {
		t.Errorf("without a programme: %+v", s.Beside)
	}
	if s := NewDraft("x-2019", ups[:1], yearly(), Options{Length: Normal, Programme: Announce(programme, yearly().Implied)}).Summary(); len(s.Beside.Announced)+len(s.Beside.TakenHome) > 0 {
		t.Errorf("of one author: %+v", s.Beside)
	}
}
