package ingest

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// reach says where an address leads.
type reach int

const (
	public  reach = iota // to a host on the internet
	local                // into the user's own network, or to nowhere
	guarded              // to where machines keep credentials; never fetched
)

// notGlobal are the ranges that the IANA special-purpose address registries list as not globally
// reachable, besides the embedded forms of IPv4 addresses.
// Sources: https://www.iana.org/assignments/iana-ipv4-special-registry and
// https://www.iana.org/assignments/iana-ipv6-special-registry (RFC 6890 and its updates).
var notGlobal = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4",
	"::/128", "::1/128", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10",
)

// metadata are addresses at which clouds answer with credentials of the machine, besides the link-local
// ones: those of Alibaba Cloud, Oracle Cloud, Azure and, in IPv6, AWS.
var metadata = prefixes("100.100.100.200/32", "192.0.0.192/32", "168.63.129.16/32", "fd00:ec2::254/128", "fd20:ce::254/128")

// metadataNames are the names of such hosts, which only a proxy may be able to resolve: those of Google Cloud
// (https://cloud.google.com/compute/docs/metadata/querying-metadata) and of EC2.
var metadataNames = []string{"metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal"}

func isMetadataName(host string) bool {
	return slices.Contains(metadataNames, strings.ToLower(strings.TrimSuffix(host, ".")))
}

// embedded are the forms of IPv6 that carry an IPv4 address, with the byte at which it stands: IPv4-compatible
// (RFC 4291), IPv4-translated (RFC 6145), NAT64 (RFC 6052 and, with a /96, RFC 8215), 6to4 (RFC 3056), and Teredo
// (RFC 4380), which carries a server's and, with all bits turned, a client's. Mapped addresses are unmapped before.
var embedded = []struct {
	prefix netip.Prefix
	at     int
	turned bool
}{
	{netip.MustParsePrefix("::/96"), 12, false},
	{netip.MustParsePrefix("::ffff:0:0:0/96"), 12, false},
	{netip.MustParsePrefix("64:ff9b::/96"), 12, false},
	{netip.MustParsePrefix("64:ff9b:1::/48"), 12, false},
	{netip.MustParsePrefix("2002::/16"), 2, false},
	{netip.MustParsePrefix("2001::/32"), 4, false},
	{netip.MustParsePrefix("2001::/32"), 12, true},
}

// carried lists the IPv4 addresses that an IPv6 address carries, also within a network of ISATAP (RFC 5214).
func carried(ip netip.Addr) []netip.Addr {
	if !ip.Is6() {
		return nil
	}
	var all []netip.Addr
	b := ip.As16()
	for _, e := range embedded {
		if !e.prefix.Contains(ip) {
			continue
		}
		four := [4]byte(b[e.at : e.at+4])
		if e.turned {
			for i := range four {
				four[i] = ^four[i]
			}
		}
		all = append(all, netip.AddrFrom4(four))
	}
	if b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe {
		all = append(all, netip.AddrFrom4([4]byte(b[12:])))
	}
	return all
}

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// reachOf judges an address by itself and by the IPv4 addresses that it may carry; the stricter counts.
func reachOf(ip netip.Addr) reach {
	ip = ip.Unmap().WithZone("")
	r := reachOfPlain(ip)
	for _, four := range carried(ip) {
		r = max(r, reachOfPlain(four))
	}
	return r
}

func reachOfPlain(ip netip.Addr) reach {
	switch {
	case ip.IsLinkLocalUnicast(), ip.IsMulticast(), contains(metadata, ip):
		return guarded
	case contains(notGlobal, ip):
		return local
	}
	return public
}

func contains(list []netip.Prefix, ip netip.Addr) bool {
	for _, p := range list {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// isDisguised reports whether a host ends in a number without being a dotted IPv4 address or an IPv6 one:
// 2852039166, 0xA9.0xFEA9FE, 169.254.43518. Some resolvers and proxies read these as IPv4 addresses
// (https://url.spec.whatwg.org/#ends-in-a-number-checker); nobody writes them with good intent.
func isDisguised(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	host = strings.TrimSuffix(host, ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" {
		return false
	}
	_, err := strconv.ParseUint(last, 0, 64)
	return err == nil || strings.Trim(last, "0123456789") == ""
}
