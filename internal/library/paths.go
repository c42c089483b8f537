package library

// Paths lists the notes by path, without reading them. What cannot be entered is passed over; Scan and
// Check tell of it.
func (l *Library) Paths() ([]string, error) {
	notes, _, err := list(l.notes, l.outer()...)
	if err != nil {
		return nil, err
	}
	paths := make([]string, 0, len(notes))
	for _, n := range notes {
		if n.instead == nil {
			paths = append(paths, n.path)
		}
	}
	return paths, nil
}

// File is the file of a note for an editor, all links resolved: one inside notes/ that can be written to.
func (l *Library) File(path string) (string, error) {
	file, _, err := l.target(path)
	return file, err
}
