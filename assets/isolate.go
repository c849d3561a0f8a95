package assets

import "golang.org/x/text/unicode/bidi"

// The isolates of Unicode's bidirectional algorithm (UAX #9): what stands between
// one of the first two and the last is laid out for itself.
const (
	leftToRightIsolate = "\u2066"
	firstStrongIsolate = "\u2068"
	popIsolate         = "\u2069"
)

// Isolate closes a value off from the sentence around it where the two run in different
// directions, and returns it as it is where they do not:
//
//  1. in a left-to-right language, a value with a right-to-left letter takes its own direction;
//  2. in a right-to-left language, so does a value with letters of both directions;
//  3. one without right-to-left letters (a code, a date of digits, a hash, a file name) runs left to right;
//  4. one of right-to-left letters only, or a plain number, needs nothing.
func (w Words) Isolate(value string) string {
	left, right := directions(value)
	switch {
	case !w.RightToLeft():
		if right {
			return firstStrongIsolate + value + popIsolate
		}
	case left && right:
		return firstStrongIsolate + value + popIsolate
	case !right && !plainNumber(value):
		return leftToRightIsolate + value + popIsolate
	}
	return value
}

// directions reports whether a text has letters that run left to right, and right to left.
func directions(text string) (left, right bool) {
	for _, r := range text {
		properties, _ := bidi.LookupRune(r)
		switch properties.Class() {
		case bidi.L:
			left = true
		case bidi.R, bidi.AL:
			right = true
		}
	}
	return left, right
}

// plainNumber reports whether a text is digits with points and commas at most: the
// algorithm itself keeps these together.
func plainNumber(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && r != '.' && r != ',' {
			return false
		}
	}
	return true
}
