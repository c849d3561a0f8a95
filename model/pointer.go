package model

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A ref that somebody typed into a text ("see O-2023-0012") points at a record:
//
//  1. At one that stays behind, by confidentiality, review or consent, deleted, or of a
//     kind that no report holds, a source above all: it says that there is something, and
//     whoever holds an earlier report or another notebook finds it. A leak, LeakWithheld,
//     in whichever form it was typed: with the letters of its writer, without them, or as
//     reports for others call it. One that several records may mean counts as the one
//     that stays behind.
//  2. At one that is written, or that is not here: in reports for others the letters of
//     its writer tell which records one person wrote, which is why records are called
//     otherwise there (outside.go). A leak, LeakWriter, where somebody of this notebook
//     has these letters. Without letters it tells nothing.
//  3. At one that is out of the report's period or filters: as if it were in.
//
// A ref is found in any case, with other hyphens, and with Cyrillic letters that look as
// its own (О, С, Е, М, І). Numbers of sources are four digits long at least: «С-300» and
// «M-16» are none.
//
// The records are walked for it once more, and only where such a ref stands; the refs of
// many texts at a time.

// mostPointers is how many refs in texts are held at a time.
var mostPointers = 100_000

// pointing are the refs that stand in texts.
type pointing struct {
	held  []pointer
	seen  int  // of this walk over the texts
	from  int  // the first of them that this walk holds
	again bool // the texts were walked before
}

type pointer struct {
	leak Leak
	ref  string
}

// pointers notes the refs that stand in the folded text.
func (l *leakage) pointers(leak Leak) {
	for _, hyphen := range []byte{'-', 0xe2} { // as it is typed; and the first byte of the others
		for at := 0; ; at++ {
			n := bytes.IndexByte(l.folded[at:], hyphen)
			if n < 0 {
				break
			}
			at += n
			if ref := refAround(l.folded, at); ref != "" {
				if l.seen++; l.seen > l.from && len(l.held) < mostPointers {
					l.held = append(l.held, pointer{leak, ref})
				}
			}
		}
	}
}

// hyphens are what stands between the parts of a ref: as typed, and as word processors make it.
var hyphens = []string{"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212"}

// afterHyphen gives the text behind a hyphen; false where there is none.
func afterHyphen(text []byte) ([]byte, bool) {
	for _, h := range hyphens {
		if len(text) >= len(h) && string(text[:len(h)]) == h {
			return text[len(h):], true
		}
	}
	return text, false
}

// refAround reads the ref whose first hyphen stands at a place of a folded text; "" where none does.
func refAround(text []byte, at int) string {
	rest, hyphen := afterHyphen(text[at:])
	if !hyphen {
		return ""
	}
	letters := lettersBefore(text[:at])
	if letters == "" {
		return ""
	}
	var parts []string
	for len(parts) < 3 && hyphen {
		n := 0
		for n < len(rest) && ('0' <= rest[n] && rest[n] <= '9' || 'a' <= rest[n] && rest[n] <= 'z') {
			n++
		}
		if n == 0 {
			break
		}
		parts = append(parts, strings.ToUpper(string(rest[:n])))
		rest, hyphen = afterHyphen(rest[n:])
	}
	for n := len(parts); n > 0; n-- {
		for _, letter := range letters {
			ref := string(letter) + "-" + strings.Join(parts[:n], "-")
			if r, ok := ParseRef(ref); ok && (hasYear(r.Letter) || len(parts[0]) >= 4) {
				return r.String()
			}
			if IsOutsideRef(ref) {
				return ref
			}
		}
	}
	return ""
}

// cyrillicLetters are those that look, or sound, as the letters of refs do.
var cyrillicLetters = map[string]string{"о": "O", "с": "CS", "е": "E", "м": "M", "і": "I", "ѕ": "S"}

// lettersBefore are the letters of kinds that the letter at the end of a text may be, where it stands alone.
func lettersBefore(text []byte) string {
	n := len(text)
	switch {
	case n > 0 && text[n-1] < utf8.RuneSelf:
		letter := strings.ToUpper(string(text[n-1:]))
		if strings.Contains("OCFESRMVIL", letter) && !endsInWord(text[:n-1]) {
			return letter
		}
	case n > 1:
		if letters := cyrillicLetters[string(text[n-2:])]; letters != "" && !endsInWord(text[:n-2]) {
			return letters
		}
	}
	return ""
}

func endsInWord(text []byte) bool {
	r := bytes.Runes(text[max(0, len(text)-4):])
	return len(r) > 0 && inWord(r[len(r)-1])
}

// resolve finds out what the refs point at; more says that the texts hold others still.
func (l *leakage) resolve() (more bool, err error) {
	if len(l.held) == 0 {
		return false, nil
	}
	named, outside := map[string]bool{}, false
	for _, p := range l.held {
		named[p.ref] = true
		outside = outside || IsOutsideRef(p.ref)
	}
	behind, writers, err := l.c.pointedAt(named, outside)
	if err != nil {
		return false, fmt.Errorf("look for leaks: %w", err)
	}
	for _, p := range l.held {
		r, own := ParseRef(p.ref)
		switch {
		case len(l.leaks) >= maxLeaks:
		case behind[p.ref]:
			p.leak.Rule = LeakWithheld
			l.leaks = append(l.leaks, p.leak)
		case own && r.Letters != "" && writers[r.Letters] && l.c.profile.Ceiling == Public:
			p.leak.Rule = LeakWriter
			l.leaks = append(l.leaks, p.leak)
		}
	}
	more = l.seen > l.from+len(l.held)
	l.from, l.seen, l.held, l.again = l.from+len(l.held), 0, l.held[:0], true
	return more, nil
}

// pointedAt walks all records: which of the refs mean one that stays behind, and the
// letters of all writers.
func (c *compiler) pointedAt(named map[string]bool, outside bool) (behind, writers map[string]bool, err error) {
	behind, writers = map[string]bool{}, map[string]bool{}
	lapsed := c.lapsed
	defer func() { c.lapsed = lapsed }() // these records are not in the report
	for _, kind := range pointable {
		records := c.records
		if kind == KindObservation {
			records = c.ruled()
		}
		for v, err := range records(kind) {
			if err != nil {
				return nil, nil, err
			}
			if v.Record == nil || v.Kind != kind {
				continue
			}
			forms := make([]string, 0, 3)
			if r, ok := ParseRef(v.Record.Base().Ref); ok {
				writers[r.Letters] = true
				forms = append(forms, r.String(), r.Short())
			}
			if outside {
				forms = append(forms, OutsideRef(kind, v.ID))
			}
			forms = slices.DeleteFunc(forms, func(ref string) bool { return !named[ref] || behind[ref] })
			if len(forms) > 0 && c.staysBehind(v) {
				for _, ref := range forms {
					behind[ref] = true
				}
			}
		}
	}
	return behind, writers, nil
}

// pointable are the kinds that have refs.
var pointable = []Kind{KindObservation, KindClaim, KindFinding, KindEvidence, KindRecommendation, KindSource, KindIdentity, KindMember, KindReview, KindLink}

// staysBehind says whether a rule withholds a record, in scope or not.
func (c *compiler) staysBehind(v View) bool {
	if v.Broken || v.Record.Base().Withdrawn {
		return true
	}
	switch x := v.Record.(type) {
	case *Claim:
		return c.whole(v, "") != ""
	case *Finding:
		return c.whole(v, x.Review) != ""
	case *Recommendation:
		return c.whole(v, x.Review) != ""
	case *Observation:
		return c.observationRule(v, x) != ""
	case *Evidence:
		return slices.ContainsFunc(c.exhibitsOf(x.Of), func(e exhibit) bool { return e.id == v.ID && e.rule != "" })
	case *Source:
		card := c.sources[v.ID]
		return c.profile.Ceiling == Public || card == nil || card.openness() < byCodeName
	}
	return c.profile.Ceiling == Public || confidentialityOf(v).Rank() > c.profile.Ceiling.Rank()
}
