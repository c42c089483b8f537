package main

import (
	"fmt"
	"os"
	"path/filepath"

	"takeaway/internal/programme"
	"takeaway/internal/vocabulary"
)

func init() {
	tasks["programme"] = task{"the talks: internal/programme/*.tsv, tagged by the vocabulary", genProgramme}
}

// genProgramme compiles the talks that stand beside their package.
func genProgramme([]string) error {
	dir := filepath.Join("internal", "programme")
	s, err := programme.ReadSource(os.DirFS(dir))
	if err != nil {
		return err
	}
	v := vocabulary.Default()
	s.Vocabulary, s.Wider = v.Hash(), v.Implied
	for i := range s.Talks {
		r := v.Infer(vocabulary.Piece{Heading: s.Talks[i].Title})
		for _, tag := range r.Tags {
			s.Talks[i].Topics = append(s.Talks[i].Topics, tag.Name)
		}
		for _, m := range r.Projects {
			s.Talks[i].Projects = append(s.Talks[i].Projects, m.Project)
		}
	}
	files, err := programme.Pack(s)
	if err != nil {
		return err
	}
	total := 0
	for name, data := range files {
		total += len(data)
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d talks, %d bytes\n", len(s.Talks), total)
	return nil
}
