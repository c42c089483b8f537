package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/blevesearch/bleve/v2/document"

	"takeaway/internal/generation"
)

// Fingerprint is 16 hexadecimal digits of a hash over everything that an index of docs holds: the terms of
// each field with their number and positions, how fields are indexed, and the cards. The word lists and the
// layout of the manifest belong to it as well. The docs need IDs.
func Fingerprint(docs []Doc) (string, error) {
	layout, err := json.Marshal(generation.Manifest{Files: []generation.File{{}}})
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%+v\n", layout, *words())
	for i := range docs {
		doc := newDocument(context.Background(), &docs[i])
		fmt.Fprintf(h, "%q\n", doc.ID())
		for _, field := range doc.Fields {
			text := field.(*document.TextField) // newDocument makes no others
			text.Analyze()
			fmt.Fprintf(h, "%q %v %d\n", text.Name(), text.Options(), text.AnalyzedLength())
			terms := text.AnalyzedTokenFrequencies()
			for _, term := range slices.Sorted(maps.Keys(terms)) {
				fmt.Fprintf(h, "%q %d", term, terms[term].Frequency())
				for _, at := range terms[term].Locations {
					fmt.Fprintf(h, " %d", at.Position)
				}
				h.Write([]byte("\n"))
			}
		}
	}
	g := newGathering()
	about, err := g.add(docs)
	if err != nil {
		return "", err
	}
	for i := range docs {
		about[i] = docs[i].about
	}
	cards, vecs, err := g.encode(nil, nil)
	if err != nil {
		return "", err
	}
	h.Write(cards)
	h.Write(vecs)
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}
