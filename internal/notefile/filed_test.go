package notefile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

// What somebody filed is a takeaway, however its text reads: a section with the list that says which talk it is
// about.
func TestFiledSections(t *testing.T) {
	for name, body := range map[string]string{
		"talks": "## Loops\n- Talk: Building loops\n- Speaker: Ann Author\n\nShort loops make brave engineers.\n\n" +
			"## Lunch\n- Talk: What we eat\n- Speaker: Bob Builder\n\nNobody wrote that one down. See you next year.\n",
	} {
		w, err := Parse("kubecon-na-2019/x.md", []byte("---\ntitle: What I saw\nconference: kubecon-na-2019\n---\n"+body))
		if err != nil {
			t.Fatal(err)
		}
		var got []kb.Kind
		for i := range w.Pieces {
			got = append(got, w.Pieces[i].Kind)
		}
		if diff := cmp.Diff([]kb.Kind{kb.KindTakeaway, kb.KindTakeaway}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
