package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

// viewOptions say which libraries a reading command reads: the own one and its shelves, unless --own, --shelf or
// TAKEAWAY_SHELVES=off say otherwise.
func (a *app) viewOptions(lib *library.Library) (desk.Options, error) {
	o := a.deskOptions()
	switch {
	case a.own && len(a.shelves) > 0:
		return o, kb.Usage("--own leaves out what --shelf asks for", "leave one of the two out")
	case a.own, len(a.shelves) == 0 && a.withoutShelves():
		return o, nil
	}
	shelves, err := lib.Shelves(a.places())
	if err != nil {
		if len(a.shelves) > 0 {
			return o, settingsError(err)
		}
		a.warn("%v; no shelf is read", err)
		a.hint("mend it: a line below shelves: reads name: folder, or name: git address")
		a.partial = true
	}
	if len(a.shelves) == 0 {
		o.Shelves = shelves
		return o, nil
	}
	for _, name := range a.shelves {
		if !isRead(lib, shelves, name) {
			return o, kb.Usage(fmt.Sprintf("no shelf is called %q", name), "takeaway shelf list shows those that there are; own is your library")
		}
	}
	o.NoOwn = !lib.Builtin && !slices.Contains(a.shelves, library.OwnShelf)
	for _, s := range shelves {
		if slices.Contains(a.shelves, s.Name) {
			o.Shelves = append(o.Shelves, s)
		}
	}
	return o, nil
}

// whence says after a page of counts, to a person, which takeaways are counted where some are on shelves.
func (a *app) whence(ups ...*kb.WriteUp) {
	if !a.OutTTY || a.output != "" && a.output != string(render.Table) {
		return
	}
	own, on, seen := 0, map[string]int{}, map[kb.ID]bool{}
	for _, w := range ups {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			switch {
			case t.Kind != kb.KindTakeaway || seen[t.ID]:
			case w.Shelf == "":
				own++
			default:
				on[w.Shelf]++
			}
			seen[t.ID] = true
		}
	}
	if len(on) == 0 {
		return
	}
	parts := []string{fmt.Sprintf("%d from your library", own)}
	for _, name := range slices.Sorted(maps.Keys(on)) {
		parts = append(parts, fmt.Sprintf("%d from the shelf %s", on[name], name))
	}
	a.warn("takeaways counted: %s; --own counts yours alone", strings.Join(parts, ", "))
}

// isRead reports whether a name is that of the library or of one of its shelves.
func isRead(lib *library.Library, shelves []library.Shelf, name string) bool {
	if lib.Builtin && name == library.BuiltinShelf {
		return true
	}
	return name == library.OwnShelf || slices.ContainsFunc(shelves, func(s library.Shelf) bool { return s.Name == name })
}

// withoutShelves reports whether the environment turns shelves off.
func (a *app) withoutShelves() bool {
	return slices.Contains([]string{"off", "no", "0", "false"}, strings.ToLower(a.Env("TAKEAWAY_SHELVES")))
}

// settingsError is an error of takeaway.yaml with what to do next.
func settingsError(err error) error {
	hint := ""
	switch {
	case errors.Is(err, library.ErrReadOnly):
		err = errors.New("the built-in notes have no shelves")
		hint = "takeaway init DIR starts a library of your own; shelves are beside it"
	case errors.Is(err, library.ErrSettings):
		hint = "mend it: a line below shelves: reads name: folder, or name: git address"
	}
	return kb.Unusable(err, hint)
}

// completeShelves offers the names of shelves.
func (a *app) completeShelves(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	lib, err := a.findLibrary()
	if err != nil {
		return nil, noFiles
	}
	settings, _ := lib.Settings() // a broken file offers nothing
	var out []string
	for _, p := range settings.Shelves {
		if strings.HasPrefix(p.Name, start) {
			out = append(out, p.Name+"\t"+firstOf(p.At, "the notes that come with takeaway"))
		}
	}
	return append(out, beginning(start, []string{library.OwnShelf + "\tyour library"})...), noFiles
}
