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
	cards, err := encodeCards(nil, Change{Docs: docs})
	if err != nil {
		return "", err
	}
	h.Write(cards)
	about := aboutAll(docs)
	for _, id := range slices.Sorted(maps.Keys(about)) {
		fmt.Fprintf(h, "%d\n", *about[id])
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}
