package assets

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"sync"
)

// Mapping says how the grades of one scale are shown in another.
type Mapping struct {
	From   string        `json:"from"` // "house"
	To     string        `json:"to"`   // "ccpr"
	Grades []MappedGrade `json:"grades"`
	How    string        `json:"how"` // why nothing is mapped at all: "not_verified"
}

// MappedGrade is one grade and its counterpart. How says how well it fits:
// "same", "nearest", or "none" where there is no counterpart and To is empty;
// its sentence is the word "mapping.<how>".
type MappedGrade struct {
	Grade string `json:"grade"`
	To    string `json:"to"`
	How   string `json:"how"`
}

type mappingFile struct {
	Origin
	Mappings []Mapping `json:"mappings"`
}

var mappings = sync.OnceValue(func() mappingFile {
	return decoded[mappingFile]("scales/mappings.json")
})

// Mappings returns the project's mappings between scales.
func Mappings() []Mapping { return slices.Clone(mappings().Mappings) }

// MappingTo returns the mapping from the house scale to another, and whether
// there is one.
func MappingTo(scale string) (Mapping, bool) {
	for _, m := range mappings().Mappings {
		if m.From == "house" && m.To == scale {
			return m, true
		}
	}
	return Mapping{}, false
}

// Of returns the counterpart of a grade; To is empty where there is none.
func (m Mapping) Of(grade string) MappedGrade {
	for _, g := range m.Grades {
		if g.Grade == grade {
			return g
		}
	}
	how := m.How
	if how == "" {
		how = "none"
	}
	return MappedGrade{Grade: grade, How: how}
}

// ProfileFile is one of the program's audience profiles as a file, to be copied
// and changed.
type ProfileFile struct {
	Name  string // "public"
	Bytes []byte // JSON
}

// ProfileFiles returns them in the order of their names.
func ProfileFiles() []ProfileFile {
	entries, err := files.ReadDir("profiles")
	if err != nil {
		panic("assets: " + err.Error())
	}
	profiles := make([]ProfileFile, 0, len(entries))
	for _, entry := range entries {
		profiles = append(profiles, ProfileFile{strings.TrimSuffix(entry.Name(), path.Ext(entry.Name())), bytes.Clone(read("profiles/" + entry.Name()))})
	}
	return profiles
}
