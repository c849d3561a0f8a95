package sample

import (
	"strings"
	"sync"

	"plumbline/model"
)

// region is a real region with invented places. Three regions were split off on
// 8 June 2022: before that day their places lay in the older one.
type region struct {
	code, before string
	city         bool
}

var (
	mapChange = date(2022, 6, 8)
	regions   = []region{{code: "KZ-10", before: "KZ-63"}, {code: "KZ-11"}, {code: "KZ-15"}, {code: "KZ-19"}, {code: "KZ-23"},
		{code: "KZ-27"}, {code: "KZ-31"}, {code: "KZ-33", before: "KZ-19"}, {code: "KZ-35"}, {code: "KZ-39"}, {code: "KZ-43"},
		{code: "KZ-47"}, {code: "KZ-55"}, {code: "KZ-59"}, {code: "KZ-61"}, {code: "KZ-62", before: "KZ-35"}, {code: "KZ-63"},
		{code: "KZ-71", city: true}, {code: "KZ-75", city: true}, {code: "KZ-79", city: true}}
)

// on is the region's code of a day.
func (r region) on(m moment) string {
	if r.before != "" && m.Before(mapChange.Time) {
		return r.before
	}
	return r.code
}

// place is an invented village, town or district.
type place struct {
	kind  string
	name  model.Text // with its kind: the village of Sarybel
	where model.Text // in the village of Sarybel
}

// kinds of places: how each is called, and how one says to be there. In a city
// a district is a quarter.
var placeWords = map[string][2]model.Text{
	"village": {{"en": "village of *", "ru": "село *", "kk": "* ауылы", "ar": "قرية *"},
		{"en": "in the village of *", "ru": "в селе *", "kk": "* ауылында", "ar": "في قرية *"}},
	"town": {{"en": "town of *", "ru": "город *", "kk": "* қаласы", "ar": "بلدة *"},
		{"en": "in the town of *", "ru": "в городе *", "kk": "* қаласында", "ar": "في بلدة *"}},
	"district": {{"en": "* district", "ru": "район *", "kk": "* ауданы", "ar": "حي *"},
		{"en": "in * district", "ru": "в районе *", "kk": "* ауданында", "ar": "في حي *"}},
}

var places = sync.OnceValue(func() []place {
	var all []place
	for line := range strings.Lines(file("places")) {
		if f := strings.Fields(line); f[0] != "#" {
			all = append(all, newPlace(f[0], f[1:]))
		}
	}
	return all
})

// newPlace names a place in the order of languages.
func newPlace(kind string, names []string) place {
	p := place{kind: kind, name: model.Text{}, where: model.Text{}}
	for i, l := range languages {
		p.name[l] = strings.Replace(placeWords[kind][0][l], "*", names[i], 1)
		p.where[l] = strings.Replace(placeWords[kind][1][l], "*", names[i], 1)
	}
	return p
}

// somewhere draws a region and one of its places: districts in a city, villages
// and towns elsewhere, five to a region.
func (s *story) somewhere() (region, place) {
	n := s.IntN(len(regions))
	r := regions[n]
	for at := n*5 + s.IntN(5); ; at++ {
		if p := places()[at%len(places())]; (p.kind == "district") == r.city {
			return r, p
		}
	}
}
