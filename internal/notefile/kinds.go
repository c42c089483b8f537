package notefile

import (
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// kindWords are the headings and beginnings of headings that give a kind away, in lower case.
var kindWords = []struct {
	kind  kb.Kind
	exact string // "|"-separated: the heading is this, whole
	start string // the heading begins with this
}{
	{kb.KindBoilerplate,
		"table of contents|toc|contents|sommaire|目录|tags|metadata|meta|share this|share|share this post|related posts|related articles|comments|inhaltsverzeichnis|newsletter|categories|recent posts|navigation|license|copyright",
		"join the mailing list|subscribe|sign up|share this|related post|related article|more from|read more|more articles|recommended|leave a comment|leave a reply|follow us|about this site"},
	{kb.KindOutro,
		"conclusion|conclusions|conclusie|summary|wrap up|wrap-up|wrapup|wrapping up|closing|closing thoughts|closing remarks|closing words|final thoughts|final words|final remarks|final notes|outro|thanks|thank you|thanks!|acknowledgements|acknowledgments|outlook|what's next|what next|next steps|next step|see you|references|links|resources|useful links|further reading|additional resources|more resources|about the author|about the authors|about us|about me|see you next year|until next time|get involved|get in touch|stay in touch|in closing|in conclusion|in summary|to conclude|fazit|zusammenfassung|schluss|schlussfolgerung|conclusión|conclusiones|conclusão|总结|结语|后记|写在最后|最后|参考|参考资料|参考链接|まとめ|おわりに|さいごに|最後に|終わりに|마무리|결론|마치며|참고|pour conclure|pour finir|le mot de la fin|merci|bedankt|tot slot|oppsummering|takk|that's all|that's it|farewell|afterword|epilogue|credits|tl;dr: |looking forward|looking ahead|the end|want to help|contact|contacts|q&a|sources|key resources|other resources|bio|biography|speaker|speakers|presenter|presenters|speaker bio|speaker bios|about the speaker|about the speakers|about the presenter|" +
			"final reflections|reflections|parting thoughts|parting words|overall|overall impressions|last words|last but not least|until then|goodbye|things i want to know more about|zum schluss|zum abschluss|was bleibt|abschluss|pour terminer|en conclusion|para terminar|saludos|preguntas|preguntas de la comunidad|saludos de la comunidad|per concludere|para concluir|结论|最后的话|展望|今後の展望|終わりに寄せて|맺음말|총평|til slutt|avslutning|avslutningsvis|" +
			"unser fazit|mein fazit|ausblick|danke|danksagung|dank|schlusswort|quellen|weiterführende links|bis nächstes jahr|remerciements|à l'année prochaine|à bientôt|liens|ressources|pour aller plus loin|" +
			"en résumé|agradecimientos|gracias|hasta la próxima|hasta el próximo año|recursos|enlaces|ringraziamenti|agradecimentos|obrigado|参考文献|関連リンク|感想|감사의 말",
		"thanks|thank you|see you|come say hi|come say hello|written by |stay in touch|stay tuned|join us|join the|join our|want to help|get involved|get started with|getting involved|learn more|wrapping up|what's next|what next|what is next|tl;dr: |until next|about the author|want to |come and |come join|how to get involved|how to contribute|call to action|let's connect|keep in touch|connect with|ready to |looking forward|further reading|more information|closing |final thoughts|conclusion|in conclusion|see also"},
	{kb.KindIntro,
		"introduction|intro|introduction:|about|about this post|about the event|about the conference|overview|preface|foreword|background|prologue|before we start|context|einleitung|einführung|introducción|introdução|inleiding|introduzione|innledning|简介|引言|前言|背景|介绍|概述|はじめに|概要|소개|개요|들어가며|서론|preamble|what is kubecon|what is kubecon?|disclaimer|about kubecon|en bref|avant-propos|agenda|schedule|program|programme|vorwort|tl;dr|tldr|kubecon",
		"what is kubecon|introduction to this|about kubecon|about the conference|about this "},
}

// exactKinds looks up whole headings; where two kinds claim one, the first of kindWords has it.
var exactKinds = sync.OnceValue(func() map[string]kb.Kind {
	m := map[string]kb.Kind{}
	for _, k := range kindWords {
		for h := range strings.SplitSeq(k.exact, "|") {
			if _, taken := m[h]; !taken {
				m[h] = k.kind
			}
		}
	}
	return m
})

// headingKind is the kind that the words of a heading suggest, "" if they suggest nothing.
func headingKind(heading string) kb.Kind {
	h := strings.ToLower(strings.TrimSpace(heading))
	h = strings.ReplaceAll(strings.ReplaceAll(strings.TrimLeft(h, "¡¿ "), "’", "'"), "‘", "'")
	if i := marker(h); i > 0 && h[0] <= '9' {
		h = strings.TrimSpace(h[i:])
	}
	h = strings.TrimRight(strings.TrimFunc(h, func(r rune) bool { return r > 0x2000 && r < 0x2e00 || r > 0x1f000 || r == ' ' }), " .:!?…")
	if h == "" {
		return ""
	}
	if k, ok := exactKinds()[h]; ok {
		return k
	}
	if key, rest, ok := strings.Cut(h, ": "); weight(h) > 14 || ok && rest != "" && key != "tl;dr" && !strings.HasPrefix(key, "wrapping") {
		return "" // "Final thoughts: the ecosystem" has a subject
	}
	for _, k := range kindWords {
		for s := range strings.SplitSeq(k.start, "|") {
			if strings.HasPrefix(h, s) && (len(h) == len(s) || !wordByte(h[len(s)]) || !wordByte(s[len(s)-1])) {
				return k.kind
			}
		}
	}
	return ""
}

// longOutro is how many words a "Conclusion" may have and still be one: longer ones make points of
// their own.
const longOutro = 150

// pointed reports whether an outro's heading promises to sum up, rather than to thank or to invite.
func pointed(heading string) bool {
	low := strings.ToLower(heading)
	for _, w := range []string{"conclusi", "summary", "final", "closing", "wrap", "fazit", "zusammenfassung", "总结", "まとめ", "결론"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// kindOf decides the kind of a section that is one piece.
func kindOf(heading string, own int, only bool) kb.Kind {
	k := headingKind(heading)
	switch {
	case own == 0 && k == "":
		return kb.KindContainer
	case k == "" || only && k == kb.KindOutro && own >= substantial/2:
		return kb.KindTakeaway
	case k == kb.KindOutro && own > longOutro && pointed(heading):
		return kb.KindTakeaway
	case k == kb.KindIntro && own > longSchedule && listsTalks(heading):
		return kb.KindTakeaway
	}
	return k
}

// longSchedule is how many words a "Schedule" may have and still be what is handed out before; longer ones
// describe the talks.
const longSchedule = 300

// listsTalks reports whether a heading announces a list of talks.
func listsTalks(heading string) bool {
	return holdsWord(heading, "agenda", "schedule", "program", "programme")
}

// outroCues and introCues are phrases of paragraphs without a heading.
const (
	outroCues = "see you |thanks for reading|thank you for|thanks to everyone|looking forward to see|look forward to see|until next|that's it for|that's all|and that's it|hope to see you|stay tuned|" +
		"join us on|join the |interested in learning|want to learn more|our webinar|the webinar|more information |follow me|follow us|sign up|subscribe|get in touch|reach out to|feel free to reach|learn more at|for more |next year|feel free to"
	introCues = "hello|hi everyone|welcome|last week|this week|in this post|in this article|this post|i attended|we attended|i had the|here are my|here's a|earlier this|just returned|i was lucky|had the chance|had the opportunity|team was at"
)

// cued reports whether the start of a paragraph, or for an outro any of it, holds one of the phrases.
func cued(text, cues string) bool {
	low := strings.ReplaceAll(strings.ToLower(text[:min(len(text), 1200)]), "’", "'")
	for c := range strings.SplitSeq(cues, "|") {
		if strings.Contains(low, c) {
			return true
		}
	}
	return false
}
