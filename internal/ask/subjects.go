package ask

import (
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/vocabulary"
)

// Split parts the words of a command line into names and filters in the query language (series:kubecon-na).
// tag: and project: name things here.
func Split(args []string) (names, restrict []string) {
	for _, arg := range args {
		field, _, ok := strings.Cut(strings.TrimPrefix(arg, "-"), ":")
		if ok && !slices.Contains([]string{"tag", "topic", "t", "project", "proj"}, strings.ToLower(field)) && isField(field) {
			restrict = append(restrict, arg)
			continue
		}
		for _, part := range strings.Split(arg, ",") {
			if part = strings.TrimSpace(part); part != "" {
				names = append(names, part)
			}
		}
	}
	return names, restrict
}

// isField reports whether the query language has a field of this name.
func isField(name string) bool {
	return slices.ContainsFunc(query.Fields(), func(f query.FieldInfo) bool {
		return strings.EqualFold(f.Name, name) || slices.Contains(f.Aliases, strings.ToLower(name))
	})
}

// subjects finds the topics and projects that words name; several words may be one name, and a name of
// both is what is preferred. used reports whether the library has a tag that the vocabulary does not know.
func subjects(v *vocabulary.Vocabulary, words []string, prefer digest.Type, used func(tag string) bool) ([]digest.Subject, error) {
	var out []digest.Subject
	for at := 0; at < len(words); {
		n := min(longestName, len(words)-at)
		for ; n > 0; n-- {
			name := strings.Join(words[at:at+n], " ")
			s, ok := digest.Subject{}, false
			if prefer == digest.ProjectType {
				s, ok = subject(v, "project:"+name, used)
			}
			if !ok {
				s, ok = subject(v, name, used)
			}
			if !ok {
				continue
			}
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
			break
		}
		if n == 0 {
			return nil, unknownSubject(v, words[at:])
		}
		at += n
	}
	return out, nil
}

// subject finds the one topic, project or tag that a name stands for. "tag:" or "project:" before it
// says which is meant.
func subject(v *vocabulary.Vocabulary, name string, used func(tag string) bool) (digest.Subject, bool) {
	names := desk.Names(v)
	want := digest.Type("")
	if field, rest, ok := strings.Cut(name, ":"); ok {
		switch strings.ToLower(field) {
		case "tag", "topic", "t":
			want, name = digest.TopicType, rest
		case "project", "proj":
			want, name = digest.ProjectType, rest
		}
	}
	if id, ok := v.Canonical(name); ok {
		typ := digest.TopicType
		if _, project := v.Project(id); project {
			typ = digest.ProjectType
		}
		if want == "" || want == typ {
			return names.Subject(typ, id), true
		}
	}
	if tag := kb.Slug(strings.TrimPrefix(name, "#")); want != digest.ProjectType && tag != "" && used(tag) {
		return names.Subject(digest.TopicType, tag), true
	}
	return digest.Subject{}, false
}

// unknownSubject says that nothing is called so, and what comes near.
func unknownSubject(v *vocabulary.Vocabulary, words []string) error {
	name := words[0]
	if _, rest, ok := strings.Cut(name, ":"); ok {
		name = rest
	}
	msg := fmt.Sprintf("no topic or project is called %q", name)
	for _, n := range []string{strings.Join(words, " "), name} {
		if found := conference.Named(n); len(found) > 0 {
			return kb.Usage(msg, "it is a conference: takeaway compare "+found[0].ID+" …, or narrow a trend with --conf "+found[0].ID)
		}
	}
	hint := "takeaway list tags and list projects show what there is; takeaway search finds any word"
	if near := v.Nearest(name, 3); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "? " + hint
	}
	return kb.Usage(msg, hint)
}

// Subjects finds the topics and projects that words name; a name of both is what is preferred. The error is a
// kb.Advice that says what comes near a name that nobody has.
func Subjects(s *desk.Desk, words []string, prefer digest.Type) ([]digest.Subject, error) {
	var tags map[string]bool
	return subjects(s.Vocabulary(), words, prefer, func(tag string) bool {
		if tags == nil {
			tags = map[string]bool{}
			ups, err := s.WriteUps()
			if err != nil {
				return false // the command will meet the damage again
			}
			for _, w := range ups {
				for i := range w.Pieces {
					for _, t := range w.Pieces[i].Tags {
						tags[t.Name] = true
					}
				}
			}
		}
		return tags[tag]
	})
}

// AllSubjects reports whether every name is that of a topic or project, and none of a note.
func AllSubjects(s *desk.Desk, names []string) bool {
	found, err := Subjects(s, names, "")
	return err == nil && len(found) > 0
}

// UnknownName says that names stand for no takeaway or write-up, and what they do stand for.
func UnknownName(s *desk.Desk, names ...string) error {
	hint := "takeaway search and takeaway list takeaways print IDs; numbers are those of the last search in this shell"
	if editions, err := conference.Resolve(names[0]); err == nil && len(editions) == 1 {
		id := editions[0].ID
		hint = "it is a conference: takeaway summary " + id + " is its page, takeaway list write-ups conf:" + id + " its write-ups"
	} else if AllSubjects(s, names) {
		hint = "it is a topic or a project: takeaway topic " + query.Quote(names[0]) + " is its page"
	}
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = name
		if name == "" {
			quoted[i] = `""`
		}
	}
	return kb.Nothing("nothing is called "+strings.Join(quoted, ", "), hint)
}
