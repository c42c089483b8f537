package render

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"text/template"
	"time"
)

// parseTemplate reads the text of a template format.
func parseTemplate(text string) (*template.Template, error) {
	t, err := template.New("template").Option("missingkey=error").Funcs(template.FuncMap{
		"join":  join,
		"upper": strings.ToUpper,
		"lower": strings.ToLower,
		"json": func(v any) (string, error) {
			b, err := encodeJSON(v)
			return string(b), err
		},
		"date": formatDate,
	}).Parse(unescape(text))
	if err != nil {
		return nil, templateError(err)
	}
	return t, nil
}

// ErrTemplate is wrapped by errors of the template that somebody wrote.
var ErrTemplate = errors.New("output template")

// templateError drops the package's own words, which mean nothing to the user.
func templateError(err error) error {
	return fmt.Errorf("%w: %s", ErrTemplate, Clean(strings.TrimPrefix(err.Error(), "template: template:")))
}

// unescape replaces \n, \t and \\ outside actions; inside {{…}} they belong to Go's own strings.
func unescape(text string) string {
	var b strings.Builder
	for text != "" {
		i := strings.Index(text, "{{")
		if i < 0 {
			i = len(text)
		}
		for j := 0; j < i; j++ {
			plain, ok := byte(0), false
			if text[j] == '\\' && j+1 < i {
				plain, ok = map[byte]byte{'n': '\n', 't': '\t', '\\': '\\'}[text[j+1]]
			}
			if ok {
				b.WriteByte(plain)
				j++
				continue
			}
			b.WriteByte(text[j])
		}
		n := actionLen(text[i:])
		b.WriteString(text[i : i+n])
		text = text[i+n:]
	}
	return b.String()
}

// actionLen is the length of the {{…}} at the start of s, which may hold "}}" in quotes.
func actionLen(s string) int {
	var quote byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0 && c == '\\' && quote != '`':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '`' || c == '\'':
			quote = c
		case strings.HasPrefix(s[i:], "}}"):
			return i + 2
		}
	}
	return len(s)
}

// join is strings.Join for what a template has in its hands: a list of strings, or of things that have
// a name (tags) or a project. A string stays as it is.
func join(list any, separator string) (string, error) {
	if s, ok := list.(string); ok {
		return s, nil
	}
	items, ok := list.([]any)
	if !ok {
		return "", fmt.Errorf("join needs a list, not %T", list)
	}
	words := make([]string, len(items))
	for i, item := range items {
		if m, ok := item.(map[string]any); ok {
			for _, key := range []string{"name", "project", "text"} {
				if v, ok := m[key]; ok {
					item = v
					break
				}
			}
		}
		words[i] = fmt.Sprint(item)
	}
	return strings.Join(words, separator), nil
}

// formatDate writes a date in one of Go's layouts.
func formatDate(layout, date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format(layout)
}

// fields is a record as a template sees it: maps with the names of the JSON form, where fields that the
// JSON form leaves out stand with their zero value.
func fields(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Interface:
		return fields(v.Elem())
	case reflect.Pointer:
		if v.IsNil() {
			return fields(reflect.Zero(v.Type().Elem()))
		}
		return fields(v.Elem())
	case reflect.Struct:
		m := make(map[string]any, v.NumField())
		addFields(m, v)
		return m
	case reflect.Slice:
		if e, ok := v.Interface().(editions); ok {
			return e.String()
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = fields(v.Index(i))
		}
		return list
	case reflect.Map:
		m := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			m[it.Key().String()] = fields(it.Value())
		}
		return m
	case reflect.String:
		return v.String()
	}
	return v.Interface()
}

func addFields(m map[string]any, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			addFields(m, v.Field(i))
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "" || name == "-" {
			continue
		}
		m[name] = fields(v.Field(i))
	}
}
