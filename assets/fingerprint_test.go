package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// The lists as they were when first released: a change would make two versions
// of the program say one key in two ways.
var fingerprintLists = map[string]string{
	"ar": "515e964b1fbd4c38", "en": "b1ca0e36c6eaa0c9", "kk": "5cc071b2c7910481", "ru": "4667a0ab97c7cd86",
}

func TestFingerprintWordsNeverChange(t *testing.T) {
	for _, l := range Languages() {
		words := FingerprintWords(l)
		sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
		if got := hex.EncodeToString(sum[:8]); got != fingerprintLists[l] {
			t.Errorf("%s: the list is now %s", l, got)
		}
	}
}

func TestFingerprintWordsAreShortAndApart(t *testing.T) {
	scripts := map[string]*unicode.RangeTable{"ar": unicode.Arabic, "en": unicode.Latin, "kk": unicode.Cyrillic, "ru": unicode.Cyrillic}
	for _, l := range Languages() {
		words := FingerprintWords(l)
		if len(words) != 256 {
			t.Errorf("%s: %d words", l, len(words))
		}
		for i, w := range words {
			letters := []rune(w)
			if len(letters) < 2 || len(letters) > 9 || slices.ContainsFunc(letters, func(r rune) bool { return !unicode.Is(scripts[l], r) || unicode.IsUpper(r) }) {
				t.Errorf("%s: %q is not a short word of the script", l, w)
			}
			for _, o := range words[:i] {
				if apart([]rune(heard(w)), []rune(heard(o))) < 2 {
					t.Errorf("%s: %q and %q sound alike", l, w, o)
				}
			}
		}
	}
}

// heard folds letters that a telephone does not tell apart.
var hears = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ى", "ي", "ة", "ه", "ؤ", "و", "ئ", "ي", "ё", "е")

func heard(w string) string { return hears.Replace(w) }

// apart counts the letters to change, add or leave out (Levenshtein).
func apart(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := before
			if x != y {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}

func TestAFingerprintIsSaidInEveryLanguage(t *testing.T) {
	sum := sha256.Sum256([]byte("a key"))
	for _, l := range Languages() {
		said := Spoken(sum[:], l)
		words := FingerprintWords(l)
		if len(said) != SpokenBytes {
			t.Fatalf("%s: %d words", l, len(said))
		}
		for i, w := range said {
			if words[sum[i]] != w {
				t.Errorf("%s: word %d is %q", l, i, w)
			}
		}
	}
	if !slices.Equal(Spoken(sum[:], "xx"), Spoken(sum[:], "en")) || len(Spoken(sum[:3], "en")) != 3 {
		t.Error("another language, a short sum")
	}
}
