package parts

import (
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"plumbline/ui/bidi"
)

// ChangedField is a field with its values before and after, in words.
type ChangedField struct {
	Field                 string
	Before, After         string
	BeforeBase, AfterBase bidi.Base
}

// NewChangeHead names the two columns of changes.
func NewChangeHead(k Look, before, after string) *fyne.Container {
	return k.TopRow(12, 1, Sized(LabelWidth, 0, Gap(0, 0)), k.Even(12, k.Hint(before), k.Hint(after)))
}

// shortValue is how long a value may be to stand under the head of its column, whichever way it runs; a longer one stands as
// its own language does.
const shortValue = 40

// NewChangeRow sets a field's values side by side, before at the leading side. Of long words the part that differs is
// marked in both.
func NewChangeRow(k Look, c ChangedField) *fyne.Container {
	was, now := k.Muted(c.Before), k.Text(c.After)
	was.Base, now.Base = c.BeforeBase, c.AfterBase
	for _, l := range []*bidi.Label{was, now} {
		if utf8.RuneCountInString(l.Text) <= shortValue {
			k.Stand(l)
		}
	}
	was.Marks, now.Marks = changedMarks(c.Before, c.After)
	field := Sized(LabelWidth, 0, k.Muted(c.Field))
	return Inset(0, 8, k.TopRow(12, 1, field, k.Even(12, was, now)))
}

// leastCommon is how many runes two values must have in common for the rest to be marked: two words that share nothing
// are told apart without it.
const leastCommon = 12

// changedMarks marks what differs between two texts: all between the words with which both begin and those with which
// both end.
func changedMarks(before, after string) (was, now []bidi.Mark) {
	a, b := []rune(before), []rune(after)
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for head > 0 && !wordEnds(a, head) {
		head--
	}
	for tail > 0 && !wordEnds(a, len(a)-tail) {
		tail--
	}
	if head+tail < leastCommon {
		return nil, nil
	}
	return markOf(head, len(a)-tail), markOf(head, len(b)-tail)
}

// wordEnds says whether a word ends before a place, or begins there.
func wordEnds(text []rune, at int) bool {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	return at == 0 || at == len(text) || !letter(text[at-1]) || !letter(text[at])
}

func markOf(from, to int) []bidi.Mark {
	if from >= to {
		return nil
	}
	return []bidi.Mark{{From: from, To: to, ColorName: AmberTint}}
}
