// Package git fetches repositories with the git program: shallow copies that are read and never pushed. What a
// repository holds is data. No hook, filter, link or submodule of it takes effect.
package git

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// scpLike is the short form of an ssh address: git@example.org:team/notes.git. Without a user it needs two letters
// before the colon, as one is a drive of Windows.
var scpLike = regexp.MustCompile(`^(?:[A-Za-z0-9][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]+:[^\\]`)

// transport is the form of git's remote helpers: ext::sh -c …
var transport = regexp.MustCompile(`^[A-Za-z0-9+.-]+::`)

// schemes are the protocols that a repository may come by. git:// proves nobody's identity, file:// is a folder.
func schemes() []string { return []string{"https", "http", "ssh"} }

// IsAddress reports whether a place is meant as the address of a repository rather than as a folder. Such an address
// need not be one that Check lets pass.
func IsAddress(place string) bool {
	return strings.Contains(place, "://") || transport.MatchString(place) || scpLike.MatchString(place)
}

// Check says why an address is refused: a kb.Advice, or nil.
func Check(address string) error {
	refuse := func(msg, hint string) error { return kb.Usage(msg, hint) }
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return refuse("a git address has no blanks and no control characters", "")
	}
	if strings.HasPrefix(address, "-") {
		return refuse("a git address does not begin with a hyphen", "")
	}
	if transport.MatchString(address) {
		return refuse("git addresses of the kind ext:: run programs and are refused", "use an https:// or ssh:// address")
	}
	if !strings.Contains(address, "://") {
		if host, _, _ := strings.Cut(address, ":"); !scpLike.MatchString(address) || strings.HasPrefix(host, "-") {
			return refuse("that is not a git address", "it looks like https://example.org/team/notes.git or git@example.org:team/notes.git")
		}
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" && u.Scheme != "file" {
		return refuse("that is not a git address", "it looks like https://example.org/team/notes.git or git@example.org:team/notes.git")
	}
	switch {
	case u.Scheme == "file":
		return refuse("file:// addresses are refused", "a folder is a shelf by its path")
	case !slices.Contains(schemes(), u.Scheme):
		return refuse(u.Scheme+":// addresses are refused", "use an https:// or ssh:// address")
	case strings.HasPrefix(u.Host, "-"):
		return refuse("the host of a git address does not begin with a hyphen", "")
	}
	_, secret := u.User.Password()
	if secret || u.User.Username() != "" && u.Scheme != "ssh" {
		return refuse("the address has credentials, which takeaway.yaml would show to everybody",
			"leave them out; git asks its credential helper: git help credentials")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return refuse("a git address has no ? and no #", "")
	}
	return nil
}

// Folder is a name for the copy of a repository: readable, and another one for every address.
func Folder(address string) string {
	sum := sha256.Sum256([]byte(address))
	name := kb.Slug(strings.TrimSuffix(path.Base(strings.ReplaceAll(address, ":", "/")), ".git"))
	return strings.TrimPrefix(name+"-"+hex.EncodeToString(sum[:5]), "-")
}
