package ask

import (
	"context"
	"errors"

	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// Selected returns the write-ups of the library with the pieces that the query matches; all of them for
// an empty query.
func Selected(ctx context.Context, s *desk.Desk, tree query.Node) ([]*kb.WriteUp, error) {
	tree, err := Resolve(s, tree)
	if err != nil {
		return nil, err
	}
	return s.Selected(ctx, tree)
}

// Counted returns the write-ups with the takeaways that the query leaves. None left is no answer.
func Counted(ctx context.Context, s *desk.Desk, tree query.Node) ([]*kb.WriteUp, error) {
	ups, err := Selected(ctx, s, tree)
	if err != nil {
		return nil, err
	}
	if digest.CountTakeaways(ups) > 0 {
		return ups, nil
	}
	if s.Empty() {
		return nil, NoNotes()
	}
	all, err := s.WriteUps()
	if err != nil {
		return nil, err
	}
	resolved, err := Resolve(s, tree)
	if err != nil {
		return nil, err
	}
	var empty []string
	query.Walk(resolved, func(n query.Node) bool {
		if f, ok := n.(query.Field); ok && f.Name == "conf" && digest.CountTakeaways(digest.Of(all, f.Value)) == 0 {
			empty = append(empty, f.Value)
		}
		return true
	})
	if len(empty) > 0 {
		return nil, NoWriteUps(empty, all, desk.Names(s.Vocabulary()))
	}
	if err := Unknown(s, resolved); err != nil {
		return nil, err
	}
	return nil, kb.Nothing("no takeaway in "+s.Where()+" matches "+tree.String(), "takeaway list conferences, list tags and list authors show what there is")
}

// Nothing is the answer where a query leaves nothing to list: the library is empty, a filter names what nobody
// knows, or there is just nothing. It is a kb.Advice.
func Nothing(s *desk.Desk, tree query.Node) error {
	if s.Empty() {
		return NoNotes()
	}
	if resolved, err := Resolve(s, tree); err == nil {
		if err := Unknown(s, resolved); err != nil {
			return err
		}
	}
	return kb.Nothing("nothing to list in "+s.Where(), "")
}

// ErrNoNotes is what NoNotes is about.
var ErrNoNotes = errors.New("the library has no notes yet")

// NoNotes is the answer of an empty library.
func NoNotes() error {
	return &kb.Advice{Err: ErrNoNotes, Hint: "takeaway ingest FILE… brings write-ups in", Class: kb.ClassNothing}
}
