package assets

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// speech is what a language does to numbers and lists, beside its words.
type speech struct {
	tag         language.Tag
	rightToLeft bool
	group       string // between thousands
	point       string // before decimals
	percent     string // after the number
	comma       string // between the items of a list
	week        time.Weekday
}

// noBreak is the space at which a line must not end.
const noBreak = "\u00a0"

// speeches: Arabic keeps European digits, for references, symbols and hashes
// stand in the same line and must match what is typed and read aloud.
var speeches = map[string]speech{
	"en": {tag: language.English, group: ",", point: ".", percent: "%", comma: ", ", week: time.Monday},
	"ar": {tag: language.Arabic, group: ",", point: ".", percent: "%", comma: "، ", rightToLeft: true, week: time.Saturday},
	"ru": {tag: language.Russian, group: noBreak, point: ",", percent: noBreak + "%", comma: ", ", week: time.Monday},
	"kk": {tag: language.Kazakh, group: noBreak, point: ",", percent: "%", comma: ", ", week: time.Monday},
}

// WeekBegins is the day that a week begins with where the language is spoken: Saturday in Arabic, Monday in the others,
// English being written here for readers of Kazakhstan and of the UN (CLDR, supplemental weekData).
func (w Words) WeekBegins() time.Weekday { return w.book.week }

// Languages returns the languages that the program speaks, in the order of their menu.
func Languages() []string { return []string{"en", "ar", "ru", "kk"} }

// spoken returns which of Languages a tag or a locale asks for: BCP 47 ("ar-EG",
// "kk-Cyrl-KZ") or POSIX ("ru_RU.UTF-8", "C"). English where it asks for another.
func spoken(tag string) string {
	if Speaks(tag) {
		return tag
	}
	if base := baseOf(tag); slices.Contains(Languages(), base) {
		return base
	}
	return "en"
}

// baseOf returns the language of a tag without script, country or encoding, "" when it names none.
func baseOf(tag string) string {
	switch tag {
	case "ar", "en", "kk", "ru": // nearly all there are, and parsing takes its time
		return tag
	}
	tag, _, _ = strings.Cut(tag, ".")
	tag, _, _ = strings.Cut(tag, "@")
	parsed, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	base, confidence := parsed.Base()
	if confidence == language.No {
		return ""
	}
	return base.String()
}
