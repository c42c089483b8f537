package render

import (
	"io"
	"testing"
)

// A colour means one thing: of all inks those of one colour are of one kind, on dark and on light.
func TestColoursMeanOneThing(t *testing.T) {
	kinds := map[ink]string{inkID: "what to type", inkEvent: "conference", inkHeat1: "conference", inkHeat2: "conference", inkHeat3: "conference",
		inkHeat4: "conference", inkOwn: "tag", inkInherited: "tag", inkMatch: "match"}
	for _, dark := range []bool{true, false} {
		p := newPaint(io.Discard, Style{Color: true, Dark: dark})
		of := map[any]string{}
		for i := inkPlain; i < inks; i++ {
			colour := p.styles[i].GetForeground()
			if _, none := colour.(interface{ IsEmpty() bool }); none || kinds[i] == "" {
				continue
			}
			if was, ok := of[colour]; ok && was != kinds[i] {
				t.Errorf("dark %v: the colour %v means %q and %q", dark, colour, was, kinds[i])
			}
			of[colour] = kinds[i]
		}
		if len(of) != 4 {
			t.Errorf("dark %v: %d colours mean something, not 4", dark, len(of))
		}
		for i := inkPlain; i < inks; i++ {
			if colour := p.styles[i].GetForeground(); kinds[i] == "" && of[colour] != "" {
				t.Errorf("dark %v: ink %d has the colour of a %s", dark, i, of[colour])
			}
		}
	}
}
