package mcp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// The limits of what one call may ask for.
const (
	mostRows  = 50   // hits and rows
	mostIDs   = 20   // takeaways to show or to tag
	mostWords = 2000 // bytes of a query
)

type searchInput struct {
	Query  string `json:"query" jsonschema:"words in any language, and filters: tag:gitops conf:kubecon-na-2019 author:bryant speaker: project: org: year:2018..2020 since:2y; quote phrases; -word excludes"`
	Limit  int    `json:"limit,omitempty" jsonschema:"at most this many, 1 to 50; 10 if left out"`
	Offset int    `json:"offset,omitempty" jsonschema:"leave out the best so many"`
}

type showInput struct {
	IDs []string `json:"ids" jsonschema:"ids of takeaways as search and list return them, at most 20"`
}

type summaryInput struct {
	Conference string `json:"conference" jsonschema:"an edition: kubecon-na-2019, San Diego 2019, KubeCon EU 2018, or kubecon-eu latest"`
	Length     string `json:"length,omitempty" jsonschema:"short, normal or long; normal if left out"`
}

type trendsInput struct {
	Subjects []string `json:"subjects,omitempty" jsonschema:"topics and projects, as gitops or cilium; all that moved if left out"`
	Filter   string   `json:"filter,omitempty" jsonschema:"filters that restrict what is counted: series:kubecon-eu year:2018..2024"`
	Of       string   `json:"of,omitempty" jsonschema:"takeaways (what attendees wrote) or programme (the talks that were given); takeaways if left out"`
	Limit    int      `json:"limit,omitempty" jsonschema:"at most this many subjects, 1 to 50; 10 if left out"`
}

type talksInput struct {
	Query string `json:"query,omitempty" jsonschema:"words of titles and names of speakers"`
	Conf  string `json:"conf,omitempty" jsonschema:"only at this edition, as kubecon-eu-2024"`
	Tag   string `json:"tag,omitempty" jsonschema:"only on this topic, as service-mesh"`
	Org   string `json:"org,omitempty" jsonschema:"only by people from this company"`
	Limit int    `json:"limit,omitempty" jsonschema:"at most this many, 1 to 50; 10 if left out"`
}

type listInput struct {
	Kind  string `json:"kind" jsonschema:"write-ups, takeaways, conferences, tags, projects, authors, talks or speakers"`
	Query string `json:"query,omitempty" jsonschema:"words and filters that restrict what is listed, as in search"`
	Limit int    `json:"limit,omitempty" jsonschema:"at most this many, 1 to 50; 20 if left out"`
}

type tagInput struct {
	IDs    []string `json:"ids" jsonschema:"ids of takeaways, at most 20"`
	Add    []string `json:"add,omitempty" jsonschema:"topics to set, as gitops"`
	Remove []string `json:"remove,omitempty" jsonschema:"topics to take off; one that the text suggests is rejected for good"`
	Write  bool     `json:"write,omitempty" jsonschema:"false only reports what would change; ask the user before true"`
}

type undoInput struct {
	Write bool `json:"write,omitempty" jsonschema:"false only reports what would be taken back"`
}

// reading adds the tools that change nothing.
func (s *server) reading(m *sdk.Server) {
	add(m, "search", "Find takeaways from KubeCon write-ups by question, words and filters, the best first. Each hit has id, heading, snippet, tags, authors, conference.", s.search)
	add(m, "show", "Read takeaways whole, by id: text, tags with their evidence, talk and speakers, authors, and the source to cite.", s.show)
	add(m, "summary", "One page about a conference: themes with sentences and who said so, what changed since the edition before, what was on the programme.", s.summary)
	add(m, "trends", "What rises and falls over ten years, by topic and project, as shares of takeaways and of the programme.", s.trends)
	add(m, "talks", "Find talks of the programme since 2015: title, speakers and companies, edition, link, video, and who wrote about them.", s.talks)
	add(m, "list", "List what there is, with counts: conferences, tags, projects, authors, speakers, write-ups, takeaways.", s.list)
}

func (s *server) search(ctx context.Context, in searchInput) (Result, error) {
	limit, err := rows(in.Limit, 10)
	if err == nil {
		err = short(in.Query)
	}
	if err != nil {
		return Result{}, err
	}
	if in.Offset < 0 {
		return Result{}, fmt.Errorf("offset is %d; use 0 or more", in.Offset)
	}
	return s.call(ctx, "search", "--output=json", limit, "--offset="+strconv.Itoa(in.Offset), "--", in.Query)
}

func (s *server) show(ctx context.Context, in showInput) (Result, error) {
	if err := named(in.IDs); err != nil {
		return Result{}, err
	}
	return s.call(ctx, append([]string{"show", "--output=json", "--"}, in.IDs...)...)
}

func (s *server) summary(ctx context.Context, in summaryInput) (Result, error) {
	args := []string{"summary", "--output=json"}
	if in.Length != "" {
		args = append(args, "--length="+in.Length)
	}
	return s.call(ctx, append(args, "--", in.Conference)...)
}

func (s *server) trends(ctx context.Context, in trendsInput) (Result, error) {
	limit, err := rows(in.Limit, 10)
	if err != nil {
		return Result{}, err
	}
	args := []string{"trends", "--output=json", limit}
	if in.Of != "" && in.Of != "takeaways" {
		args = append(args, "--of="+in.Of)
	}
	args = append(append(args, "--"), in.Subjects...)
	return s.call(ctx, filled(args, in.Filter)...)
}

func (s *server) talks(ctx context.Context, in talksInput) (Result, error) {
	limit, err := rows(in.Limit, 10)
	if err != nil {
		return Result{}, err
	}
	args := []string{"talks", "--output=json", limit}
	for _, f := range []struct{ flag, value string }{{"--conf=", in.Conf}, {"--org=", in.Org}, {"--tag=", in.Tag}} {
		if f.value != "" {
			args = append(args, f.flag+f.value)
		}
	}
	return s.call(ctx, filled(append(args, "--"), in.Query)...)
}

func (s *server) list(ctx context.Context, in listInput) (Result, error) {
	limit, err := rows(in.Limit, 20)
	if err != nil {
		return Result{}, err
	}
	return s.call(ctx, filled([]string{"list", "--output=json", limit, "--", in.Kind}, in.Query)...)
}

// writing adds the tools that change notes.
func (s *server) writing(m *sdk.Server) {
	no, yes := false, true
	sdk.AddTool(m, &sdk.Tool{Name: "tag", Description: "Set tags on takeaways or take them off. Only reports what would change unless write is true; undo takes the last change back.",
		Annotations: &sdk.ToolAnnotations{DestructiveHint: &no, IdempotentHint: true, OpenWorldHint: &no}}, handler(s.tag))
	sdk.AddTool(m, &sdk.Tool{Name: "undo", Description: "Take the last change to the notes back, byte for byte. Only reports it unless write is true.",
		Annotations: &sdk.ToolAnnotations{DestructiveHint: &yes, OpenWorldHint: &no}}, handler(s.undo))
}

func (s *server) tag(ctx context.Context, in tagInput) (Result, error) {
	if err := named(in.IDs); err != nil {
		return Result{}, err
	}
	if len(in.Add)+len(in.Remove) == 0 {
		return Result{}, errors.New("nothing to add or remove")
	}
	for _, t := range slices.Concat(in.Add, in.Remove) {
		if len(t) < 2 || strings.ContainsAny(t[:1], "+-#") { // "-" and it would be a flag
			return Result{}, fmt.Errorf("%q is no topic; list with kind tags shows them", t)
		}
	}
	args := []string{"tag", "--output=json", "--yes"}
	if !in.Write {
		args = append(args, "--dry-run")
	}
	for _, t := range in.Add {
		args = append(args, "+"+t)
	}
	for _, t := range in.Remove {
		args = append(args, "-"+t)
	}
	return s.call(ctx, append(append(args, "--"), in.IDs...)...)
}

func (s *server) undo(ctx context.Context, in undoInput) (Result, error) {
	args := []string{"undo"}
	if !in.Write {
		args = append(args, "--dry-run")
	}
	answer, err := s.answer(ctx, args)
	if err != nil {
		return Result{}, err
	}
	return Result{Results: []any{}, Messages: append(messages(string(answer.Out)), messages(answer.Messages)...)}, nil
}

// add adds a tool that only reads this library.
func add[In any](m *sdk.Server, name, about string, f func(context.Context, In) (Result, error)) {
	no := false
	sdk.AddTool(m, &sdk.Tool{Name: name, Description: about,
		Annotations: &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &no}}, handler(f))
}

func handler[In any](f func(context.Context, In) (Result, error)) sdk.ToolHandlerFor[In, Result] {
	return func(ctx context.Context, _ *sdk.CallToolRequest, in In) (*sdk.CallToolResult, Result, error) {
		r, err := f(ctx, in)
		return nil, r, err
	}
}

// rows is the flag of a limit: usual if none is given.
func rows(limit, usual int) (string, error) {
	if limit == 0 {
		limit = usual
	}
	if limit < 1 || limit > mostRows {
		return "", fmt.Errorf("limit is %d; use 1 to %d", limit, mostRows)
	}
	return "--limit=" + strconv.Itoa(limit), nil
}

// short checks the length of a query.
func short(text string) error {
	if len(text) > mostWords {
		return fmt.Errorf("the query has %d bytes; use at most %d", len(text), mostWords)
	}
	return nil
}

// named checks a list of ids.
func named(ids []string) error {
	if len(ids) == 0 || len(ids) > mostIDs || slices.Contains(ids, "") || slices.Contains(ids, "-") {
		return fmt.Errorf("%d ids; use 1 to %d, as search and list return them", len(ids), mostIDs)
	}
	return nil
}

// filled appends a text that is not empty.
func filled(args []string, text string) []string {
	if text != "" {
		args = append(args, text)
	}
	return args
}
