package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How words are folded for search, so that one finds what one would read as
// the same:
//
//  1. compatibility forms to plain ones (Unicode NFKC), then lower case;
//  2. Latin: accents off;
//  3. Arabic: vowel marks and tatweel off; alef forms to the bare alef, hamza on
//     a carrier to the carrier, alef maqsura to ya, ta marbuta to ha; Persian
//     kaf and ya to the Arabic ones; Arabic and Persian digits to ASCII;
//  4. Cyrillic: ё to е, stress marks off, and nothing else: й is a letter of its
//     own, and so is every Kazakh letter;
//  5. direction marks and joiners off.

// Fold gives the searchable form of s. Folding twice changes nothing.
func Fold(s string) string { return string(foldAppend(nil, s)) }

// foldAppend appends the folded form of s to dst.
func foldAppend(dst []byte, s string) []byte {
	if to, plain := foldPlain(dst, s); plain {
		return to
	}
	return foldNorm(dst, s)
}

// foldPlain folds what nearly all texts are made of, ASCII and scripts of two bytes a
// letter, by tables; false when a rune needs more than that (see needsNorm).
func foldPlain(dst []byte, s string) (to []byte, plain bool) {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			dst = append(dst, lowered[c])
			i++
			continue
		}
		if c >= 0xc2 && c < 0xe0 && i+1 < len(s) && s[i+1]&0xc0 == 0x80 {
			switch r := foldedPairs[rune(c&0x1f)<<6|rune(s[i+1]&0x3f)]; {
			case r == pairDropped:
			case r == pairHard:
				return nil, false
			case r < utf8.RuneSelf:
				dst = append(dst, byte(r))
			default:
				dst = append(dst, 0xc0|byte(r>>6), 0x80|byte(r&0x3f))
			}
			i += 2
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if needsNorm(s[i : i+size]) {
			return nil, false
		}
		if r = foldRune(r); r > 0 {
			dst = utf8.AppendRune(dst, r)
		}
		i += size
	}
	return dst, true
}

// lowered is the lower case of ASCII.
var lowered = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		if t[c] = byte(c); 'A' <= c && c <= 'Z' {
			t[c] += 'a' - 'A'
		}
	}
	return t
}()

// What a rune of two bytes folds to, where that is no such rune.
const (
	pairDropped = 0
	pairHard    = 0xffff
)

// foldedPairs is what each rune of two bytes folds to.
var foldedPairs = func() (t [0x800]uint16) {
	for r := rune(utf8.RuneSelf); r < 0x800; r++ {
		switch f := foldRune(r); {
		case needsNorm(string(r)) || f >= 0x800:
			t[r] = pairHard
		case f > 0:
			t[r] = uint16(f)
		}
	}
	return t
}()

func foldNorm(dst []byte, s string) []byte {
	if !needsNorm(s) {
		return foldOnce(dst, s)
	}
	// Dropping a rune can bring marks together that NFKC then reorders or
	// composes: fold until nothing changes (two rounds in all that fuzzing found).
	for range 8 {
		next := string(foldOnce(nil, norm.NFKC.String(s)))
		if next == s {
			break
		}
		s = next
	}
	return append(dst, s...)
}

func foldOnce(dst []byte, s string) []byte {
	for _, r := range s {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			dst = append(dst, byte(r))
			continue
		}
		if r = foldRune(r); r > 0 {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// needsNorm says whether s holds a rune that foldRune cannot fold alone: a
// combining mark, a presentation form, a compatibility sign. NFKC costs some
// twenty times the rest, and nearly no text needs it.
func needsNorm(s string) bool {
	for _, r := range s {
		switch {
		case r < 0xa0, r >= 0x400 && r < 0x483, r >= 0x48a && r < 0x587:
		case r >= 0xa0 && r < 0xc0, r >= 0x132 && r < 0x141, r == 0x149, r >= 0x17f && r < 0x400, r >= 0x483 && r < 0x48a,
			r >= 0x675 && r <= 0x678, r > 0x6ff && (r < 0x2010 || r > 0x206f):
			return true
		}
	}
	return false
}

// foldRune folds one rune; -1 drops it.
func foldRune(r rune) rune {
	switch {
	case r >= 0x0400 && r <= 0x052f:
		return foldCyrillic(r)
	case r >= 0x0600 && r <= 0x06ff:
		return foldArabic(r)
	case r == 0x200c || r == 0x200d || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e ||
		r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r == 0xad:
		return -1
	case r >= 0xc0 && r <= 0x24f:
		if d := norm.NFD.PropertiesString(string(r)).Decomposition(); len(d) > 0 {
			r, _ = utf8.DecodeRune(d)
		}
		return unicode.ToLower(r)
	case r < 0x370 && unicode.Is(unicode.Mn, r):
		return -1
	}
	return unicode.ToLower(r)
}

func foldCyrillic(r rune) rune {
	switch {
	case r >= 'А' && r <= 'Я':
		return r + 32
	case r == 'ё' || r == 'Ё':
		return 'е'
	case r <= 0x040f:
		return r + 80
	case r >= 0x0483 && r <= 0x0489:
		return -1
	case r >= 0x0460:
		return unicode.ToLower(r)
	}
	return r
}

func foldArabic(r rune) rune {
	switch {
	case r == 'آ' || r == 'أ' || r == 'إ' || r == 'ٱ':
		return 'ا'
	case r == 'ى' || r == 'ئ' || r == 'ی':
		return 'ي'
	case r == 'ؤ':
		return 'و'
	case r == 'ة':
		return 'ه'
	case r == 'ک':
		return 'ك'
	case r == 0x0640, r >= 0x064b && r <= 0x065f, r == 0x0670, r >= 0x06d6 && r <= 0x06ed && r != 0x06dd && r != 0x06de && r != 0x06e5 && r != 0x06e6 && r != 0x06e9,
		r >= 0x0610 && r <= 0x061a, r == 0x061c:
		return -1
	case r >= 0x0660 && r <= 0x0669:
		return '0' + r - 0x0660
	case r >= 0x06f0 && r <= 0x06f9:
		return '0' + r - 0x06f0
	}
	return r
}

// loose maps the Kazakh letters to what people without a Kazakh keyboard type.
var loose = strings.NewReplacer("ә", "а", "ғ", "г", "қ", "к", "ң", "н", "ө", "о", "ұ", "у", "ү", "у", "һ", "х", "і", "и")

// maxToken is the length in bytes to which longer words are cut.
const maxToken = 64

// tokens calls f for each run of letters and digits of a folded text.
func tokens(b []byte, f func(token []byte)) {
	start := -1
	flush := func(end int) {
		if start >= 0 {
			f(b[start:min(end, start+maxToken)])
			start = -1
		}
	}
	for i := 0; i < len(b); {
		r, width := rune(b[i]), 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRune(b[i:])
		}
		if !isWord(r) {
			flush(i)
		} else if start < 0 {
			start = i
		}
		i += width
	}
	flush(len(b))
}

// isWord says whether a folded rune belongs to a word.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
	}
	return r >= 0x400 && r <= 0x52f || r >= 0x620 && r <= 0x64a || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// articles are the Arabic article with what may stand before it, longest first.
var articles = []string{"وال", "بال", "كال", "فال", "لل", "ال"}

// arabicStem cuts one leading article, so that «كتاب» finds «الكتاب» and
// «والكتاب». It returns nil when nothing is cut or too little would be left.
func arabicStem(token []byte) []byte {
	if token[0] < 0xd8 || token[0] > 0xdb {
		return nil
	}
	for _, a := range articles {
		if len(token) >= len(a)+4 && string(token[:len(a)]) == a {
			return token[len(a):]
		}
	}
	return nil
}
