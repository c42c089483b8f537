package render

import (
	"io"
	"net/url"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

// ink is the role of a piece of text; the printer's paint gives it a colour.
type ink int

const (
	inkPlain     ink = iota
	inkTitle         // headings, titles, names of columns
	inkID            // what to type to get at the thing
	inkNumber        // the number of a hit
	inkEvent         // conferences
	inkOwn           // tags that a person set here
	inkInherited     // tags of the whole write-up
	inkInferred      // tags that the vocabulary found
	inkMatch         // matched words
	inkNote          // how the hit was found, warnings
	inkError
	inkDim // places, addresses, labels
	inkHeat1
	inkHeat2
	inkHeat3
	inkHeat4 // fields of a heat map, from the coolest
	inks
)

// paint turns inked text into terminal text.
type paint struct {
	styles [inks]lipgloss.Style
	color  bool
	links  bool
}

// noEnvironment keeps termenv from looking at the process environment.
type noEnvironment struct{}

func (noEnvironment) Environ() []string    { return nil }
func (noEnvironment) Getenv(string) string { return "" }

// newPaint chooses among the 16 colours of the terminal's own theme, so that any theme stays legible. Each colour
// means one thing on every screen: what to type is yellow (magenta on light), a conference cyan (blue), a tag
// green, a matched word red; everything else is bold, faint, italic or reversed.
func newPaint(w io.Writer, s Style) paint {
	profile := termenv.Ascii
	if s.Color {
		profile = termenv.ANSI
	}
	r := lipgloss.NewRenderer(w, termenv.WithProfile(profile), termenv.WithEnvironment(noEnvironment{}))
	r.SetColorProfile(profile)
	r.SetHasDarkBackground(s.Dark)
	plain := r.NewStyle()
	// yellow is hard to read on white, blue on black
	bright, event := lipgloss.Color("3"), lipgloss.Color("6")
	if !s.Dark {
		bright, event = lipgloss.Color("5"), lipgloss.Color("4")
	}
	p := paint{color: s.Color, links: s.Links}
	p.styles = [inks]lipgloss.Style{
		inkPlain: plain, inkTitle: plain.Bold(true), inkID: plain.Foreground(bright), inkNumber: plain.Faint(true),
		inkEvent: plain.Foreground(event), inkOwn: plain.Foreground(lipgloss.Color("2")),
		inkInherited: plain.Foreground(lipgloss.Color("2")).Faint(true), inkInferred: plain.Faint(true),
		inkMatch: plain.Bold(true).Foreground(lipgloss.Color("1")), inkNote: plain.Italic(true),
		inkError: plain.Bold(true).Reverse(true), inkDim: plain.Faint(true),
		// one hue, that of conferences: faint, plain, bold, reversed; readable on any background
		inkHeat1: plain.Foreground(event).Faint(true), inkHeat2: plain.Foreground(event),
		inkHeat3: plain.Foreground(event).Bold(true), inkHeat4: plain.Foreground(event).Bold(true).Reverse(true),
	}
	return p
}

// line paints spans one after the other.
func (p paint) line(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		text := s.text
		if p.color && s.ink != inkPlain {
			text = p.styles[s.ink].Render(text)
		}
		if p.links && s.link != "" {
			text = ansi.SetHyperlink(s.link) + text + ansi.ResetHyperlink()
		}
		b.WriteString(text)
	}
	return b.String()
}

// webLink is the address of a page in a form that is safe in an escape sequence and in Markdown; empty
// for anything but http and https.
func webLink(s string) string {
	u, err := url.Parse(strings.TrimSpace(Clean(s)))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	var b strings.Builder
	const hex = "0123456789ABCDEF"
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7F || strings.IndexByte("()<>\"`\\", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
