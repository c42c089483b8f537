package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/vocabulary"
)

// split parts the words of a command line into names and filters in the query language (series:kubecon-na).
// tag: and project: name things here.
func split(args []string) (names, restrict []string) {
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

// completeSubjects offers the topics and projects of the library.
func (a *app) completeSubjects(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	topics, _ := a.completeNames("tags")(cmd, args, start)
	projects, _ := a.completeNames("projects")(cmd, args, start)
	return append(topics, projects...), cobra.ShellCompDirectiveNoFileComp
}
