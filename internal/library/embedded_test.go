package library

import (
	"context"
	"testing"
	"time"

	"takeaway/notes"
)

// TestEmbedded: the notes in the program are read once, and not again while it is the same file.
func TestEmbedded(t *testing.T) {
	lib := &Library{Builtin: true, notes: notes.FS}
	later := time.Unix(1<<33, 0) // the test was compiled just now
	d, err := lib.Scan(context.Background(), nil, later, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCatalogue(nil, d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := lib.Compare(context.Background(), c, later, nil)
	if err != nil || !again.Clean() || len(d.Read) < 100 {
		t.Fatalf("%d notes read, then changed: %v, %v", len(d.Read), !again.Clean(), err)
	}
	for _, f := range again.Files {
		if f.Mtime == 0 {
			t.Fatalf("%s is read again every time", f.Path)
		}
	}
	c.files[0].Ctime++ // another program has the same note: it is read, and the index stays
	if again, err = lib.Compare(context.Background(), c, later, nil); err != nil || !again.Clean() {
		t.Errorf("of another program: changed: %v, %v", !again.Clean(), err)
	}
	c.files[0].Ctime, c.files[0].Hash[0] = c.files[0].Ctime+1, c.files[0].Hash[0]+1
	if again, err = lib.Compare(context.Background(), c, later, nil); err != nil || len(again.Read) != 1 {
		t.Errorf("another text: %d read, %v", len(again.Read), err)
	}
}
