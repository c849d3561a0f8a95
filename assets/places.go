package assets

import (
	"encoding/json"
	"slices"
	"sync"
)

// Region is a part of the country, named as ISO 3166-2 codes it. A record keeps
// the code of its own date: three regions were split off on 8 June 2022, and
// the numeric codes replaced letters in November 2022.
type Region struct {
	Code        string            `json:"code"` // "KZ-75"
	Kind        string            `json:"kind"` // "region" or "city"
	Name        map[string]string `json:"name"` // by language
	ISOName     string            `json:"iso_name"`
	FormerCode  string            `json:"former_code"`  // "" when it never had one
	FormerNames []FormerName      `json:"former_names"` // nil when it kept its name
	Created     string            `json:"created"`      // ISO date, "" when it is older than the codes
	SplitFrom   []string          `json:"split_from"`   // the codes of the regions it was part of
}

// FormerName is a name that a region had before.
type FormerName struct {
	Name   map[string]string // by language
	Period string            // "2019-2022", "until 2018"
	Note   string            // how sure the years are
}

// UnmarshalJSON parts the names from what is said about them: in the file they stand together.
func (f *FormerName) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &f.Name); err != nil {
		return err
	}
	f.Period, f.Note = f.Name["period"], f.Name["note"]
	delete(f.Name, "period")
	delete(f.Name, "note")
	return nil
}

// Origin says where a list comes from and how far its wording can be trusted.
type Origin struct {
	Notes             []string          `json:"notes"`
	TranslationStatus map[string]string `json:"translation_status"` // by language
	Sources           []Reference       `json:"sources"`
}

// Reference is a document that a list was taken from.
type Reference struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Symbol  string `json:"symbol"` // of a UN document
	URL     string `json:"url"`
	Where   string `json:"where"`    // the place in the document
	UsedFor string `json:"used_for"` // what was taken from it
}

type regionFile struct {
	Origin
	Regions []Region `json:"regions"`
}

var regions = sync.OnceValue(func() regionFile {
	return decoded[regionFile]("regions/kz.json")
})

// Regions returns the regions of the country in the order of their codes.
// The maps inside are shared and not to be changed.
func Regions() []Region { return slices.Clone(regions().Regions) }

// RegionOrigin returns the sources and cautions of Regions.
func RegionOrigin() Origin { return regions().Origin }

// decoded reads an embedded JSON file; a fault in it is a fault of the program.
func decoded[T any](name string) T {
	var value T
	if err := json.Unmarshal(read(name), &value); err != nil {
		panic("assets: " + name + ": " + err.Error())
	}
	return value
}
