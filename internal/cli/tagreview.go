package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/tagging"
)

const reviewHelp = `a       add: write #tag into the note
r       reject: write -#tag, never suggest it here again
s       skip
A       add all that are suggested for this takeaway
u       undo the last answer
e       edit the note in $EDITOR
q       stop, and write what was decided
Ctrl-C  stop, and write nothing`

// reviewKeys are what reviewHelp explains.
const reviewKeys = "arsAueq?"

// reviewing is a run through suggestions, one after the other.
type reviewing struct {
	rows    []kb.TagReason
	pieces  map[string]*kb.Takeaway
	decided []reviewed
	steps   []reviewStep
}

// reviewed is an answer about a row, reviewStep where an answer was given and how many rows it decided.
type reviewed struct {
	row    int
	accept bool
}
type reviewStep struct{ at, decided int }

// answer takes an answer at a row and returns the next one.
func (r *reviewing) answer(at int, key byte) (next int) {
	before := len(r.decided)
	next = at + 1
	switch key {
	case 'a', 'r':
		r.decided = append(r.decided, reviewed{at, key == 'a'})
	case 'A':
		for next = at; next < len(r.rows) && r.rows[next].ID == r.rows[at].ID; next++ {
			r.decided = append(r.decided, reviewed{next, true})
		}
	case 'u':
		if len(r.steps) == 0 {
			return at
		}
		last := r.steps[len(r.steps)-1]
		r.steps, r.decided = r.steps[:len(r.steps)-1], r.decided[:len(r.decided)-last.decided]
		return last.at
	case '?', 'e':
		return at
	}
	r.steps = append(r.steps, reviewStep{at, len(r.decided) - before})
	return next
}

// has are the tags that a takeaway has by now: those set, and those that were just added.
func (r *reviewing) has(at int) []kb.Tag {
	var out []kb.Tag
	if t := r.pieces[r.rows[at].ID]; t != nil {
		for _, tag := range t.Tags {
			if tag.Source != kb.TagInferred {
				out = append(out, tag)
			}
		}
	}
	for _, d := range r.decided {
		if d.accept && r.rows[d.row].ID == r.rows[at].ID {
			out = append(out, kb.Tag{Name: r.rows[d.row].Tag, Source: kb.TagOwn})
		}
	}
	return out
}

// review offers each suggestion with one key and writes what was decided at the end.
func (a *app) review(ctx context.Context, s *desk.Desk, rows []kb.TagReason, pieces []*kb.Takeaway, o tagOptions) error {
	style, err := a.style()
	if err != nil {
		return err
	}
	p, err := render.New(a.Err, render.Table, style)
	if err != nil {
		return err
	}
	r := reviewing{rows: rows, pieces: map[string]*kb.Takeaway{}}
	for _, t := range pieces {
		r.pieces[string(t.ID)] = t
	}
	for i := 0; i < len(rows); {
		offer := render.Suggestion{Reason: rows[i], Number: i + 1, Of: len(rows), Has: r.has(i), Explain: o.explain}
		for _, line := range tagging.Around(s, &rows[i]) {
			offer.Lines = append(offer.Lines, render.SuggestedLine(line))
		}
		if t := r.pieces[rows[i].ID]; t != nil {
			offer.Title = t.Title
		}
		if err := p.Suggestion(offer); err != nil {
			return err
		}
		key, err := a.choose(ctx, "> ", reviewKeys)
		switch {
		case err != nil:
			return err
		case key == '?':
			fmt.Fprintln(a.Err, reviewHelp)
		case key == 'e':
			if err := a.editNote(ctx, rows[i].ID); err != nil {
				a.warn("%v", err)
			}
		}
		if key == 'q' {
			break
		}
		i = r.answer(i, key)
	}
	var decided tagging.Review
	for _, d := range r.decided {
		decided.Decide(&rows[d.row], d.accept)
	}
	o.yes = true // each was asked about
	return a.changeTags(ctx, s, decided.Targets(), o, decided.Decision())
}

// choose prints a prompt and waits for one of the keys, without Return where standard input is a
// terminal. The end of input is q.
func (a *app) choose(ctx context.Context, prompt, keys string) (byte, error) {
	fmt.Fprint(a.Err, prompt)
	for {
		key, err := a.key()
		switch {
		case ctx.Err() != nil || key == 3: // Ctrl-C, which sends no signal while keys are read
			fmt.Fprintln(a.Err)
			return 0, context.Canceled
		case errors.Is(err, io.EOF) || key == 4:
			key = 'q'
		case err != nil:
			return 0, fmt.Errorf("standard input: %w", err)
		}
		if strings.IndexByte(keys, key) < 0 && key >= 'A' && key <= 'Z' {
			key += 'a' - 'A'
		}
		if strings.IndexByte(keys, key) >= 0 {
			fmt.Fprintf(a.Err, "%c\n", key)
			return key, nil
		}
	}
}

// key reads one key.
func (a *app) key() (byte, error) {
	if f, ok := a.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		old, err := term.MakeRaw(int(f.Fd()))
		if err == nil {
			defer func() { _ = term.Restore(int(f.Fd()), old) }()
		}
	}
	var b [1]byte
	n, err := io.ReadFull(a.In, b[:])
	if n == 1 {
		return b[0], nil
	}
	return 0, err
}
