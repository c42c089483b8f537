package render

import "testing"

func TestPercentAxis(t *testing.T) {
	for _, test := range []struct {
		most, step float64
		ticks      int
	}{{0, 1, 2}, {0.4, 1, 2}, {4.2, 1, 5}, {9, 2, 5}, {18.9, 5, 4}, {29, 5, 6}, {33, 5, 7}, {38, 10, 4}, {100, 20, 5}} {
		step, ticks := percentAxis(test.most)
		if step != test.step || ticks != test.ticks {
			t.Errorf("up to %v%%: %d steps of %v, want %d of %v", test.most, ticks, step, test.ticks, test.step)
		}
		if top := step * float64(ticks); top < test.most {
			t.Errorf("the axis ends at %v, below %v", top, test.most)
		}
	}
}
