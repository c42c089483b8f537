package mcp

import (
	"context"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// resources adds what can be read by its address: takeaways by id, and the summary of a conference, as Markdown.
func (s *server) resources(m *sdk.Server) {
	for _, r := range []struct{ scheme, name, about, command string }{
		{"takeaway://", "takeaway", "a takeaway by its id, with its authors and source", "show"},
		{"conference://", "conference", "the summary of a conference by its id, as kubecon-na-2019", "summary"},
	} {
		m.AddResourceTemplate(&sdk.ResourceTemplate{Name: r.name, Description: r.about, URITemplate: r.scheme + "{id}", MIMEType: "text/markdown"},
			func(ctx context.Context, req *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
				uri := req.Params.URI
				id := strings.TrimPrefix(uri, r.scheme)
				if id == "" || id == "-" {
					return nil, sdk.ResourceNotFoundError(uri)
				}
				answer, err := s.answer(ctx, []string{r.command, "--output=markdown", "--", id})
				if err != nil {
					return nil, err
				}
				if answer.Code == 1 {
					return nil, sdk.ResourceNotFoundError(uri)
				}
				return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{URI: uri, MIMEType: "text/markdown", Text: string(answer.Out)}}}, nil
			})
	}
}
