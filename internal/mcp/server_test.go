package mcp

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// connect starts a server over run and returns the SDK's own client of it.
func connect(t *testing.T, run Run, o Options) *sdk.ClientSession {
	t.Helper()
	here, there := sdk.NewInMemoryTransports()
	if _, err := New(run, o).Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return session
}

// said is the text of a result.
func said(r *sdk.CallToolResult) string {
	var b strings.Builder
	for _, c := range r.Content {
		if text, ok := c.(*sdk.TextContent); ok {
			b.WriteString(text.Text)
		}
	}
	return b.String()
}

// Each tool runs one command; what an agent gives is never taken for a flag.
func TestCommands(t *testing.T) {
	var got []string
	session := connect(t, func(_ context.Context, args []string) Answer {
		got = args
		return Answer{Out: []byte(`[{"id":"a1"}]`), Messages: "takeaway: understood \"x\" as y\nhint: more\n"}
	}, Options{Write: true})
	for _, c := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"search", map[string]any{"query": "--delete=x gitops", "limit": 3, "offset": 2}, "search --output=json --limit=3 --offset=2 -- --delete=x gitops"},
		{"search", map[string]any{"query": "a"}, "search --output=json --limit=10 --offset=0 -- a"},
		{"show", map[string]any{"ids": []string{"a1", "--raw"}}, "show --output=json -- a1 --raw"},
		{"summary", map[string]any{"conference": "San Diego 2019", "length": "short"}, "summary --output=json --length=short -- San Diego 2019"},
		{"trends", map[string]any{"subjects": []string{"gitops"}, "filter": "series:kubecon-eu", "of": "programme"},
			"trends --output=json --limit=10 --of=programme -- gitops series:kubecon-eu"},
		{"talks", map[string]any{"query": "ebpf", "tag": "security", "conf": "kubecon-eu-2024"},
			"talks --output=json --limit=10 --conf=kubecon-eu-2024 --tag=security -- ebpf"},
		{"list", map[string]any{"kind": "tags"}, "list --output=json --limit=20 -- tags"},
		{"tag", map[string]any{"ids": []string{"a1"}, "add": []string{"gitops"}, "remove": []string{"edge"}},
			"tag --output=json --yes --dry-run +gitops -edge -- a1"},
		{"tag", map[string]any{"ids": []string{"a1"}, "add": []string{"gitops"}, "write": true}, "tag --output=json --yes +gitops -- a1"},
	} {
		r, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: c.tool, Arguments: c.args})
		if err != nil || r.IsError {
			t.Errorf("%s %v: %v %s", c.tool, c.args, err, said(r))
			continue
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s -want +got:\n%s", c.tool, diff)
		}
		want := map[string]any{"results": []any{map[string]any{"id": "a1"}}, "messages": []any{`understood "x" as y`, "hint: more"}}
		if diff := cmp.Diff(want, r.StructuredContent); diff != "" {
			t.Errorf("%s result -want +got:\n%s", c.tool, diff)
		}
	}
}

// What is wrong or too much is refused with what to do, and no command runs.
func TestBadInput(t *testing.T) {
	session := connect(t, func(_ context.Context, args []string) Answer {
		t.Errorf("ran %v", args)
		return Answer{}
	}, Options{Write: true})
	many := make([]string, mostIDs+1)
	for i := range many {
		many[i] = fmt.Sprint("id", i)
	}
	for _, c := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"search", map[string]any{"query": 5}, "want \"string\""},
		{"search", map[string]any{"query": "a", "limit": mostRows + 1}, "limit is 51; use 1 to 50"},
		{"search", map[string]any{"query": "a", "limit": -1}, "limit is -1; use 1 to 50"},
		{"search", map[string]any{"query": "a", "offset": -1}, "offset is -1"},
		{"search", map[string]any{"query": strings.Repeat("a", mostWords+1)}, "2001 bytes"},
		{"search", map[string]any{}, "query"},
		{"search", map[string]any{"query": "a", "colour": "red"}, "colour"},
		{"show", map[string]any{"ids": []string{}}, "0 ids"},
		{"show", map[string]any{"ids": many}, "21 ids"},
		{"show", map[string]any{"ids": []string{"-"}}, "use 1 to 20"},
		{"tag", map[string]any{"ids": []string{"a"}}, "nothing to add or remove"},
		{"tag", map[string]any{"ids": []string{"a"}, "remove": []string{"-all"}}, "is no topic"},
		{"tag", map[string]any{"ids": []string{"a"}, "remove": []string{"-library=/tmp"}}, "is no topic"},
		{"tag", map[string]any{"ids": []string{"a"}, "remove": []string{"h"}}, "is no topic"},
		{"tag", map[string]any{"ids": []string{"a"}, "add": []string{""}}, "is no topic"},
	} {
		r, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: c.tool, Arguments: c.args})
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s %v: error %v", c.tool, c.args, err)
			}
			continue
		}
		if !r.IsError || !strings.Contains(said(r), c.want) {
			t.Errorf("%s %v: error %v, want %q in %q", c.tool, c.args, r.IsError, c.want, said(r))
		}
	}
	if _, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: "delete", Arguments: map[string]any{}}); err == nil {
		t.Error("an unknown tool was called")
	}
}

// A failure is an error with its hint; nothing found is an answer; an answer past the limit is refused.
func TestAnswers(t *testing.T) {
	var next Answer
	session := connect(t, func(context.Context, []string) Answer { return next }, Options{})
	for _, c := range []struct {
		name   string
		answer Answer
		failed bool
		want   string
	}{
		{"nothing", Answer{Code: 1, Messages: "takeaway: nothing found\nhint: try\n"}, false, `{"messages":["nothing found","hint: try"],"results":[]}`},
		{"some unread", Answer{Code: 3, Out: []byte(`[1]`), Messages: "takeaway: a.md cannot be read\n"}, false, `{"messages":["a.md cannot be read"],"results":[1]}`},
		{"one object", Answer{Out: []byte(`{"total":1}`)}, false, `{"results":[{"total":1}]}`},
		{"usage", Answer{Code: 2, Messages: "takeaway: no such field\nhint: use tag:\n"}, true, "no such field\nhint: use tag:"},
		{"silent failure", Answer{Code: 4}, true, "takeaway search ended with code 4"},
		{"at the limit", Answer{Out: []byte(`["` + strings.Repeat("a", mostOut-4) + `"]`)}, false, ""},
		{"past the limit", Answer{Out: []byte(`["` + strings.Repeat("a", mostOut) + `"]`)}, true, "ask for less"},
		{"no JSON", Answer{Out: []byte("plain")}, true, "printed no JSON"},
	} {
		next = c.answer
		r, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: "search", Arguments: map[string]any{"query": "a"}})
		if err != nil {
			t.Fatal(err)
		}
		if r.IsError != c.failed || !strings.Contains(said(r), c.want) {
			t.Errorf("%s: failed %v, want %q in %.200q", c.name, r.IsError, c.want, said(r))
		}
	}
}

// Without Write there is no tool that changes a note, and every tool says that it only reads.
func TestReadOnly(t *testing.T) {
	for _, write := range []bool{false, true} {
		tools, err := connect(t, nil, Options{Write: write}).ListTools(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, tool := range tools.Tools {
			name := tool.Name
			if !tool.Annotations.ReadOnlyHint {
				name += " writes"
			}
			got = append(got, name)
		}
		want := []string{"list", "search", "show", "summary", "talks", "trends"}
		if write {
			want = []string{"list", "search", "show", "summary", "tag writes", "talks", "trends", "undo writes"}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("write %v: -want +got:\n%s", write, diff)
		}
	}
}

func TestResources(t *testing.T) {
	session := connect(t, func(_ context.Context, args []string) Answer {
		if args[len(args)-1] == "nothing" {
			return Answer{Code: 1}
		}
		return Answer{Out: []byte(strings.Join(args, " "))}
	}, Options{})
	for uri, want := range map[string]string{
		"takeaway://3f2a91c":           "show --output=markdown -- 3f2a91c",
		"conference://kubecon-na-2019": "summary --output=markdown -- kubecon-na-2019",
		"takeaway://--raw":             "show --output=markdown -- --raw",
	} {
		r, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri})
		if err != nil {
			t.Errorf("%s: %v", uri, err)
			continue
		}
		if got := r.Contents[0].Text; got != want {
			t.Errorf("%s: got %q", uri, got)
		}
	}
	for _, uri := range []string{"takeaway://nothing", "takeaway://", "file:///etc/passwd"} {
		if r, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri}); err == nil {
			t.Errorf("%s was read: %v", uri, r)
		}
	}
}

// A hundred calls at once are answered, no more of them at a time than there are processors.
func TestManyCalls(t *testing.T) {
	var mu sync.Mutex
	running, most := 0, 0
	session := connect(t, func(_ context.Context, args []string) Answer {
		mu.Lock()
		running++
		most = max(most, running)
		mu.Unlock()
		defer func() { mu.Lock(); running--; mu.Unlock() }()
		return Answer{Out: fmt.Appendf(nil, "[%q]", args[len(args)-1])}
	}, Options{})
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			query := fmt.Sprint("query ", i)
			r, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: "search", Arguments: map[string]any{"query": query}})
			if err != nil || !strings.Contains(said(r), query+`"`) {
				t.Errorf("%s: %v", query, err)
			}
		})
	}
	wg.Wait()
	if most > cap(newServer(nil).free) {
		t.Errorf("%d commands ran at once", most)
	}
}

// A client that closes its end gets the answers to what it asked, and the server ends without an error.
func TestServeEnds(t *testing.T) {
	if err := Serve(t.Context(), New(nil, Options{}), strings.NewReader(""), io.Discard); err != nil {
		t.Error(err)
	}
	slow := make(chan struct{})
	run := func(context.Context, []string) Answer {
		<-slow
		return Answer{Out: []byte(`["late"]`)}
	}
	in := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":"two","method":"tools/call","params":{"name":"search","arguments":{"query":"a"}}}`
	var out strings.Builder
	time.AfterFunc(time.Millisecond, func() { close(slow) })
	if err := Serve(t.Context(), New(run, Options{}), strings.NewReader(in), &out); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), `"id":"two"`) || !strings.Contains(out.String(), "late") {
		t.Errorf("answered %s", out.String())
	}
}

// Whatever a client sends, the server ends when its input does.
func FuzzServe(f *testing.F) {
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
	f.Add([]byte("{\"id\":1,\"method\":\"x\"}\n{\"id\":1,\"method\":\"x\"}\nnull\n[]\n\"a\"\n{\"id\":{}}"))
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		run := func(context.Context, []string) Answer { return Answer{Out: []byte("[]")} }
		_ = Serve(ctx, New(run, Options{Write: true}), bytes.NewReader(in), io.Discard)
		if ctx.Err() != nil {
			t.Errorf("still waits after %q", in)
		}
	})
}
