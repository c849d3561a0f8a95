package model

import (
	"fmt"
	"strconv"
	"strings"
)

// Ref is a parsed human code: kind letter, year (not for sources and members,
// whose year would tell when), number, and the four letters of the writer's key.
// O-2024-0017-K7QF, S-0003-K7QF; short: O-2024-0017.
type Ref struct {
	Letter  string
	Year    int // 0 for sources and members
	Number  int
	Letters string // "" in the short form
}

var refLetters = map[Kind]string{KindObservation: "O", KindClaim: "C", KindFinding: "F", KindEvidence: "E",
	KindSource: "S", KindRecommendation: "R", KindMember: "M", KindReview: "V", KindIdentity: "I", KindLink: "L"}

// RefLetter is the letter of the kind's refs; "" for the records of a plan,
// whose ref is their code.
func RefLetter(k Kind) string { return refLetters[k] }

// HasYear says whether the refs of the letter carry a year.
func hasYear(letter string) bool { return letter != "S" && letter != "M" && letter != "I" }

// String writes the ref.
func (r Ref) String() string {
	s := r.Letter
	if hasYear(r.Letter) {
		s += fmt.Sprintf("-%04d", r.Year)
	}
	s += fmt.Sprintf("-%04d", r.Number)
	if r.Letters != "" {
		s += "-" + r.Letters
	}
	return s
}

// Short writes the ref without the writer's letters.
func (r Ref) Short() string {
	r.Letters = ""
	return r.String()
}

// ParseRef reads a ref, short or whole, in any case; false when it is none.
func ParseRef(s string) (Ref, bool) {
	p := strings.Split(strings.ToUpper(strings.TrimSpace(s)), "-")
	if len(p) < 2 || len(p[0]) != 1 || strings.IndexByte("OCFESRMVIL", p[0][0]) < 0 {
		return Ref{}, false
	}
	r, rest := Ref{Letter: p[0]}, p[1:]
	if hasYear(r.Letter) {
		if len(rest) < 2 || len(rest[0]) != 4 || !number(rest[0], &r.Year) {
			return Ref{}, false
		}
		rest = rest[1:]
	}
	if !number(rest[0], &r.Number) || r.Number == 0 || len(rest) > 2 {
		return Ref{}, false
	}
	if len(rest) == 2 {
		if len(rest[1]) != 4 || strings.Trim(rest[1], crockford) != "" {
			return Ref{}, false
		}
		r.Letters = rest[1]
	}
	return r, true
}

func number(s string, n *int) bool {
	if len(s) == 0 || len(s) > 9 || strings.Trim(s, "0123456789") != "" {
		return false
	}
	v, err := strconv.Atoi(s)
	*n = v
	return err == nil
}

// RefYear is the year that a new record's ref carries: of the record's own
// date, else the given year of writing.
func RefYear(rec Record, writing int) int {
	y := 0
	switch r := rec.(type) {
	case *Observation:
		y = r.Date.From.Year()
	case *Claim:
		y = r.Report.Date.Year()
	case *Finding:
		if len(r.Period) >= 4 {
			number(r.Period[len(r.Period)-min(4, len(r.Period)):], &y)
			if !strings.Contains(r.Period, "/") {
				number(r.Period[:4], &y)
			}
		}
	case *Evidence:
		y = r.Captured.When.Year()
	}
	if y < 1000 || y > 9999 {
		return writing
	}
	return y
}
