// Package notes embeds the write-ups that come with the program: one folder per conference.
package notes

import "embed"

// FS holds the notes at <conference>/<name>.md.
//
//go:embed */*.md
var FS embed.FS
