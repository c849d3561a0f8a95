package assets

import (
	"maps"
	"slices"
)

// Of returns the wording of a text for a reader of this language, and which language
// that wording is in: the reader's own; else the one it was written in; else
// English, Russian, Kazakh, Arabic; else any, by the order of tags. A country
// or script in a tag is passed over ("ar-EG" serves a reader of "ar"), empty
// wordings do not count, and a text without a wording gives "", "".
func (w Words) Of(text map[string]string, written string) (wording, language string) {
	if len(text) == 1 { // as most are
		for tag, wording := range text {
			if wording != "" {
				return wording, tag
			}
		}
		return "", ""
	}
	var room [8]string
	var tags []string // in order, once they are needed
	for _, wanted := range [...]string{w.Language(), written, "en", "ru", "kk", "ar"} {
		if wording := text[wanted]; wording != "" {
			return wording, wanted
		}
		if tags == nil {
			tags = slices.AppendSeq(room[:0], maps.Keys(text))
			slices.Sort(tags)
		}
		base := baseOf(wanted)
		for _, tag := range tags {
			if base != "" && baseOf(tag) == base && text[tag] != "" {
				return text[tag], tag
			}
		}
	}
	for _, tag := range tags {
		if text[tag] != "" {
			return text[tag], tag
		}
	}
	return "", ""
}
