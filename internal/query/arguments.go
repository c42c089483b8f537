package query

import (
	"strings"
	"time"
)

// Arguments makes one query of the arguments of a command line. A shell takes quotes away: since:"last year"
// arrives as one argument with a blank in it, as does a whole query in quotes. So where a field in an argument
// with blanks has a value of several words that known knows as a whole, the longest counts and gets its
// quotes back; dates are known here.
func Arguments(args []string, now time.Time, known func(field, value string) bool) string {
	out := make([]string, len(args))
	for i, arg := range args {
		out[i] = arg
		if strings.ContainsRune(arg, ' ') && !strings.ContainsRune(arg, '"') {
			out[i] = requoted(arg, now, known)
		}
	}
	return strings.Join(out, " ")
}

// requoted puts quotes around the values of several words in a text of words and blanks.
func requoted(arg string, now time.Time, known func(field, value string) bool) string {
	words := strings.Fields(arg)
	var out []string
	for i := 0; i < len(words); {
		name, first, ok := strings.Cut(words[i], ":")
		f := lookup(strings.TrimLeft(name, "-("))
		if !ok || f == nil || first == "" {
			out = append(out, words[i])
			i++
			continue
		}
		n := len(words) - i
		for ; n > 1; n-- {
			value := strings.Join(append([]string{first}, words[i+1:i+n]...), " ")
			if f.holds(value, now, known) {
				out = append(out, name+":"+Quote(value))
				break
			}
		}
		if n <= 1 {
			out = append(out, words[i])
			n = 1
		}
		i += n
	}
	return strings.Join(out, " ")
}

// holds reports whether a value of several words is one of the field as a whole.
func (f *field) holds(value string, now time.Time, known func(field, value string) bool) bool {
	if strings.ContainsAny(value, ":()") {
		return false
	}
	if f.kind == dateValue {
		_, err := Parse(f.Name+":"+Quote(value), Options{Now: now})
		return err == nil
	}
	return f.kind == openValue && known(f.Name, value)
}
