package library

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"

	"takeaway/internal/durable"
	"takeaway/internal/kb"
)

// Codes of files that are no notes of their own, because another one is the note.
const (
	codeSameFile = "same-file"     // another name of a note: a link
	codeConflict = "conflict-copy" // what a program for keeping folders in step made of two versions
)

// PassedOver reports whether a problem says that a file is not read since another one is read in its place.
func PassedOver(p *kb.Problem) bool {
	return p != nil && (p.Code == codeSameFile || p.Code == codeConflict)
}

// list is walk with the files marked that are another name or a conflict copy of a note.
func list(fsys fs.FS, outer ...fs.FileInfo) ([]found, []kb.Problem, error) {
	notes, problems, err := walk(fsys, outer...)
	if _, embedded := fsys.(embed.FS); embedded && err == nil {
		dateEmbedded(notes)
		return notes, problems, nil
	}
	if err == nil {
		markLinks(fsys, notes)
		markConflicts(notes)
	}
	return notes, problems, err
}

// dateEmbedded gives notes in the program the times of its file: while that is the same they are. Where it cannot be
// found they are compared by content.
func dateEmbedded(notes []found) {
	program, err := os.Executable()
	if err != nil {
		return
	}
	info, err := os.Stat(program)
	if err != nil {
		return
	}
	inode, ctime := durable.Identity(info)
	for i := range notes {
		notes[i].mtime, notes[i].inode, notes[i].ctime = info.ModTime().UnixNano(), inode, ctime
	}
}

func (n *found) pass(code, hint, message string) {
	p := warning(n.path, 0, code, hint, "%s", message)
	n.instead = &p
}

// markLinks marks notes that are the same file as another: one that no link led to comes before one that a link led
// to, and the first by path before the others.
func markLinks(fsys fs.FS, notes []found) {
	if !hasLinks(notes) {
		return
	}
	byInode := map[uint64][]int{}
	for i := range notes {
		if notes[i].inode != 0 { // not known
			byInode[notes[i].inode] = append(byInode[notes[i].inode], i)
		}
	}
	for _, same := range byInode {
		if len(same) < 2 {
			continue
		}
		for _, i := range same {
			for _, j := range same {
				if comesBefore(&notes[j], &notes[i]) && notes[j].instead == nil && sameFile(fsys, notes[i].path, notes[j].path) {
					notes[i].pass(codeSameFile, "", "is a link to "+notes[j].path+", which is read once")
					break
				}
			}
		}
	}
}

// comesBefore reports whether of two names of a file the first is the note.
func comesBefore(a, b *found) bool {
	if a.linked != b.linked {
		return b.linked
	}
	return a.path < b.path
}

// hasLinks reports whether any file may have a second name.
func hasLinks(notes []found) bool {
	for i := range notes {
		if notes[i].linked || notes[i].names > 1 {
			return true
		}
	}
	return false
}

// sameFile compares two files; those of other disks may have the same inode number.
func sameFile(fsys fs.FS, a, b string) bool {
	one, err := fs.Stat(fsys, a)
	if err != nil {
		return false
	}
	other, err := fs.Stat(fsys, b)
	return err == nil && os.SameFile(one, other)
}

// conflictMarks are what programs put into the name of the second version of a file, before its ending: Syncthing
// ("a.sync-conflict-20240131-120000-ABCDEFG"), Dropbox, Nextcloud and Obsidian ("a (Ann's conflicted copy 2024-01-31)",
// in the user's language), ownCloud ("a_conflict-20240131-120000"), Seafile ("a (SFConflict ann 2024-01-31-12-00-00)"),
// Resilio ("a.Conflict"), rclone ("a.conflict1"), pCloud ("a [conflicted]"), and git's merge tools ("a_LOCAL_123",
// "a.orig").
var conflictMarks = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(` + strings.Join(conflictForms, "|") + `)+$`)
})

var conflictForms = []string{
	`\.sync-conflict-\d{8}-\d{6}(-\w+)?`,
	` ?[(\[][^()\[\]]*(` + conflictWord + `)[^()\[\]]*(cop|kopi|copia|cópia|kopia|\d)[^()\[\]]*(\(\d+\))?[)\]]`,
	` ?[(\[][^()\[\]]*(copy|copie|kopie|kopi|kopia|copia|cópia|コピー|副本)[^()\[\]]*(` + conflictWord + `)[^()\[\]]*(\(\d+\))?[)\]]`,
	` ?[(\[](` + conflictWord + `)(ed)?( ?#?\d+)?[)\]]`,
	`[._-]conflict(ed)?-\d{4}[-\d]*`,
	`\.conflict(ed)?\d*`,
	`_(BASE|LOCAL|REMOTE|BACKUP)_\d+`,
	`\.orig`,
}

// mayConflict reports whether a name may have such a mark, which costs more to find out.
func mayConflict(name string) bool {
	if strings.ContainsAny(name, "([.") {
		return true
	}
	low := strings.ToLower(name)
	for _, part := range []string{"conflict", "_base_", "_local_", "_remote_", "_backup_"} {
		if strings.Contains(low, part) {
			return true
		}
	}
	return false
}

const conflictWord = `conflict|konflikt|conflit|conflito|conflicto|conflitto|競合|冲突|衝突|충돌`

// conflictOf is the path of the note that a file is a conflict copy of, by its name; empty for other names.
func conflictOf(name string) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if !mayConflict(path.Base(stem)) {
		return ""
	}
	at := conflictMarks().FindStringIndex(path.Base(stem))
	if at == nil || at[0] == 0 {
		return ""
	}
	return stem[:len(stem)-len(path.Base(stem))+at[0]] + ext
}

// markConflicts marks conflict copies of notes that are there. Where the note is gone the copy is all that there is, and
// is read.
func markConflicts(notes []found) {
	var paths map[string]bool // made when it is needed
	for i := range notes {
		n := &notes[i]
		of := conflictOf(n.path)
		if of == "" {
			continue
		}
		if paths == nil {
			paths = make(map[string]bool, len(notes))
			for k := range notes {
				paths[notes[k].path] = notes[k].instead == nil
			}
		}
		if paths[of] && n.instead == nil {
			n.pass(codeConflict, "take over what "+of+" lacks and remove the copy", fmt.Sprintf("is a conflict copy of %s, which is read in its place", of))
		}
	}
}
