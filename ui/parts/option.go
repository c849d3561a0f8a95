package parts

import (
	"strings"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// Option is one thing that can be chosen: its code, which is what is kept, and the words that show it.
type Option struct {
	Code string
	Word string    // what is read
	Base bidi.Base // the direction of the word, where it is not of the screen's language
	Note string    // a second, quieter word: a code, the name in another language
	Also []string  // other words that find it: its names in other languages
	Off  bool      // it is shown, and cannot be chosen
}

// Options makes the options of a list of codes, in the words of the screen: list is the section without "enum_".
func (k Look) Options(list string, codes []string) []Option {
	out := make([]Option, len(codes))
	for i, c := range codes {
		out[i] = Option{Code: c, Word: k.Label(list, c), Base: k.Base()}
	}
	return out
}

// fits says whether an option answers to what was typed: each typed word stands in one of its words. typed is folded.
func (o Option) fits(typed string) bool {
	all := model.Fold(o.Code + " " + o.Word + " " + o.Note + " " + strings.Join(o.Also, " "))
	for part := range strings.FieldsSeq(typed) {
		if !strings.Contains(all, part) {
			return false
		}
	}
	return true
}

// begins says whether an option's word begins with what was typed. typed is folded.
func (o Option) begins(typed string) bool { return strings.HasPrefix(model.Fold(o.Word), typed) }

// indexOf is the place of a code among options, or -1.
func indexOf(options []Option, code string) int {
	for i, o := range options {
		if o.Code == code {
			return i
		}
	}
	return -1
}
