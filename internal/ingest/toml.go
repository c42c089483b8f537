package ingest

import (
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// tomlValue writes a string or a list of strings as TOML does.
func tomlValue(v any) (string, error) {
	out, err := toml.Marshal(map[string]any{"v": v})
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(strings.TrimPrefix(string(out), "v = ")), nil
}
