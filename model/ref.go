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
	var room [32]byte
	return string(r.Append(room[:0]))
}

// Append appends the ref to b.
func (r Ref) Append(b []byte) []byte {
	b = append(b, r.Letter...)
	if hasYear(r.Letter) {
		b = appendFour(b, r.Year)
	}
	b = appendFour(b, r.Number)
	if r.Letters != "" {
		b = append(append(b, '-'), r.Letters...)
	}
	return b
}

// appendFour appends a hyphen and a number of at least four digits.
func appendFour(b []byte, n int) []byte {
	if n < 0 || n > 9999 {
		return fmt.Appendf(b, "-%04d", n)
	}
	return append(b, '-', byte('0'+n/1000), byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
}

// Short writes the ref without the writer's letters.
func (r Ref) Short() string {
	r.Letters = ""
	return r.String()
}

// ParseRef reads a ref, short or whole, in any case; false when it is none.
func ParseRef(s string) (Ref, bool) {
	if r, ok := plainRef(s); ok {
		return r, true
	}
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

// plainRef reads a ref as String writes it, and as nearly all are: every row of
// every list asks.
func plainRef(s string) (r Ref, ok bool) {
	if len(s) < 2 || strings.IndexByte("OCFESRMVIL", s[0]) < 0 {
		return r, false
	}
	r.Letter = s[:1]
	rest := s[1:]
	if hasYear(r.Letter) {
		if len(rest) < 5 || rest[0] != '-' {
			return r, false
		}
		for _, c := range []byte(rest[1:5]) {
			if c < '0' || c > '9' {
				return r, false
			}
			r.Year = r.Year*10 + int(c-'0')
		}
		rest = rest[5:]
	}
	if rest == "" || rest[0] != '-' {
		return r, false
	}
	n := 1
	for ; n < len(rest) && n < 10 && rest[n] >= '0' && rest[n] <= '9'; n++ {
		r.Number = r.Number*10 + int(rest[n]-'0')
	}
	if rest = rest[n:]; r.Number == 0 || rest == "" {
		return r, r.Number > 0
	}
	if len(rest) != 5 || rest[0] != '-' || strings.IndexByte(crockford, rest[1]) < 0 || strings.IndexByte(crockford, rest[2]) < 0 ||
		strings.IndexByte(crockford, rest[3]) < 0 || strings.IndexByte(crockford, rest[4]) < 0 {
		return r, false
	}
	r.Letters = rest[1:]
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
