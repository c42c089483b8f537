package ingest

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// secretKey are the names of query parameters that let their bearer in: signatures of stores, tokens of
// shared drafts, keys of an API. A name counts by its parts, as in X-Amz-Signature or shareToken.
var secretKey = regexp.MustCompile(`(?i)(^|[-_.])(access|api|app|auth|client|private|preview|share|shared|session|signing)?[-_.]?(token|key|sig|signature|secret|password|passwd|pwd|passcode|jwt|credential|credentials|auth|authorization|code|session|sessionid|sid|invite|otp|sas|hmac)$`)

// PublicAddress is an address without the parts of its query that let their bearer in, and the names of
// those parts in the order of the address. What is written into notes and lists of changes is read by
// others. An address that cannot be parsed comes back as it is.
func PublicAddress(address string) (string, []string) {
	u, err := url.Parse(address)
	if err != nil || u.RawQuery == "" {
		return address, nil
	}
	var kept, secret []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		key, value, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(key)
		if err != nil {
			name = key
		}
		if value != "" && isSecret(name) {
			if !slices.Contains(secret, name) {
				secret = append(secret, oneLine(name))
			}
			continue
		}
		kept = append(kept, part)
	}
	if len(secret) == 0 {
		return address, nil
	}
	u.RawQuery = strings.Join(kept, "&")
	return u.String(), secret
}

func isSecret(name string) bool {
	if secretKey.MatchString(name) {
		return true
	}
	// shareToken, apiKey: the last word of a name in camel case.
	i := strings.LastIndexFunc(name, func(r rune) bool { return 'A' <= r && r <= 'Z' })
	return i > 0 && secretKey.MatchString(name[i:])
}
