package cli

import (
	"runtime/debug"
	"testing"
)

func TestBuiltFrom(t *testing.T) {
	vcs := func(version, revision, when string) *debug.BuildInfo {
		info := &debug.BuildInfo{Main: debug.Module{Version: version}}
		info.Settings = append(info.Settings, debug.BuildSetting{Key: "vcs.revision", Value: revision}, debug.BuildSetting{Key: "vcs.time", Value: when})
		return info
	}
	for _, c := range []struct {
		name                  string
		version, commit, date string
		info                  *debug.BuildInfo
		want                  string
	}{
		{"nothing known", "", "", "", nil, "(devel)"},
		{"go build in a clone", "", "", "", vcs("v0.1.1-0.20261128101112-0123456789ab", "0123456789abcdef", "2026-11-28T10:11:12Z"),
			"0.1.1-0.20261128101112-0123456789ab 0123456789ab 2026-11-28"},
		{"go install of a tag", "", "", "", &debug.BuildInfo{Main: debug.Module{Version: "v0.1.0"}}, "0.1.0"},
		{"a release", "0.1.0", "fedcba9876543210", "2026-11-27T08:00:00Z", vcs("(devel)", "0123456789abcdef", "2026-11-28T10:11:12Z"),
			"0.1.0 fedcba987654 2026-11-27"},
		{"a release of an archive without git", "0.1.0", "", "", nil, "0.1.0"},
	} {
		version, commit, date = c.version, c.commit, c.date
		if got := builtFrom(c.info); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	version, commit, date = "", "", ""
}
