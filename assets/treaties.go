package assets

import (
	"slices"
	"sync"
)

// Body is a committee that watches over a treaty.
type Body struct {
	Abbr string            `json:"abbr"` // "CAT", never translated
	Name map[string]string `json:"name"` // by language
}

// Treaty is a UN human-rights treaty or an optional protocol to one.
type Treaty struct {
	Code       string            `json:"code"`   // "ICCPR-OP1"
	Kind       string            `json:"kind"`   // "treaty" or "protocol"
	Body       string            `json:"body"`   // abbreviation of its body
	Parent     string            `json:"parent"` // code of the treaty that a protocol belongs to
	Adopted    string            `json:"adopted"`
	Title      map[string]string `json:"title"` // by language
	Aliases    []string          `json:"aliases"`
	Kazakhstan Standing          `json:"kazakhstan"`
}

// Standing is where a State stands towards a treaty. National ratification and
// the deposit with the UN can be more than a year apart, so each step carries its date.
type Standing struct {
	Status string `json:"status"`
	Dates  []Step `json:"dates"`
	Note   string `json:"note"`
}

// Step is a dated act of a State towards a treaty, and the source that says so.
type Step struct {
	Event  string `json:"event"`
	Date   string `json:"date"`
	Source string `json:"source"`
}

type treatyFile struct {
	Origin
	Bodies   []Body   `json:"bodies"`
	Treaties []Treaty `json:"treaties"`
}

var treaties = sync.OnceValue(func() treatyFile {
	return decoded[treatyFile]("treaties.json")
})

// Treaties returns the nine core treaties and their protocols, each treaty before
// its protocols. The maps inside are shared and not to be changed.
func Treaties() []Treaty { return slices.Clone(treaties().Treaties) }

// Bodies returns the bodies that watch over the treaties, under the same condition.
func Bodies() []Body { return slices.Clone(treaties().Bodies) }

// TreatyOrigin returns the sources and cautions of Treaties and Bodies.
func TreatyOrigin() Origin { return treaties().Origin }
