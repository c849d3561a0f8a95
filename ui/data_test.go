package ui

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"

	"plumbline/assets"
	"plumbline/model"
)

// What the screens may say that is no word of the catalogue: what the notebook, the plan and the lists of the country
// hold, codes, keys, and names.

// ownNames are said in every language as they are.
var ownNames = regexp.MustCompile(`^(Plumbline.*|Language|Тіл|Язык|اللغة|English|العربية|Русский|Қазақша|(Ctrl|Alt|Shift)(\+.*)?|Esc|F1|Tab|Enter|Home|End|PgUp|PgDn|Excel.*|https?://|(SHA-256 )?([0-9a-f]{4} )+… [0-9a-f]{4}|SHA-256|[0-9a-f]{64}|[a-z]+/[a-z0-9.+-]+|[0-9a-f]{1,8}( [0-9a-f]{8}){7}|( ?sample)+)$`)

// code is a reference, a symbol of a document, a hash, a name of a file or a path.
var code = regexp.MustCompile(`^([A-Z0-9][A-Za-z0-9]*[0-9./§-]\S*|[A-Z]{1,6}[0-9]?|[0-9a-f]{4,64}…?|~?/\S*|\S+\.[a-z]{2,5}|[0-9]+\S*)$`)

func ownWords(s string) bool { return ownNames.MatchString(s) || code.MatchString(s) }

// dataOf are all strings that the notebook and the lists of the country hold.
func dataOf(b *bench) map[string]bool {
	known := map[string]bool{}
	take := func(v any) {
		data, err := json.Marshal(v)
		if err != nil {
			b.t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(data, &tree); err != nil {
			b.t.Fatal(err)
		}
		gather(tree, known)
	}
	book := b.w.desk.book
	take(book.Plan())
	for _, c := range book.Plan().Commitments { // under its area a title ends before what only says the area again
		for _, title := range c.Title {
			head, _, _ := strings.Cut(title, ": ")
			known[trimmed(head)] = true
		}
	}
	take(assets.Regions())
	take([]string{tongueMarked, sentByBeta, "as the file shows"})
	take(strings.FieldsFunc(visits, func(r rune) bool { return r == ',' || r == '\n' }))
	take(assets.FingerprintWords("en"))
	for _, kind := range model.Kinds {
		for v, err := range book.Records(kind) {
			if err != nil {
				b.t.Fatal(err)
			}
			take(v)
		}
	}
	return known
}

// gather collects the strings of a tree of JSON.
func gather(v any, into map[string]bool) {
	switch v := v.(type) {
	case string:
		for _, s := range pieces(v) {
			into[s] = true
		}
		into[trimmed(v)] = true
	case []any:
		for _, x := range v {
			gather(x, into)
		}
	case map[string]any:
		for k, x := range v {
			into[trimmed(k)] = true
			gather(x, into)
		}
	}
}

// trimmed takes away what stands around words.
func trimmed(s string) string {
	return strings.TrimFunc(plain(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '~' && r != '/' })
}

// pieces are the parts that lists and lines join.
func pieces(s string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(plain(s), func(r rune) bool { return strings.ContainsRune("·→←\n;,()،؛", r) }) {
		out = append(out, trimmed(p))
	}
	return out
}

// markedWord is a word of the marked language.
var markedWord = regexp.MustCompile(wordMark + `\p{L}+`)

// unmarked are the words of a text between the marked ones, as long as they go, that are not known.
func unmarked(s string, known map[string]bool) []string {
	var out []string
	for _, run := range markedWord.Split(plain(s), -1) {
		if ownWords(trimmed(run)) {
			continue
		}
		if run = strings.TrimLeft(trimmed(run), "0123456789 "); known[run] || !strings.ContainsFunc(run, unicode.IsLetter) {
			continue
		}
		for _, p := range pieces(run) {
			if ownWords(p) {
				continue
			}
			if p = strings.TrimLeft(p, "0123456789 "); !known[p] && strings.ContainsFunc(p, unicode.IsLetter) {
				out = append(out, p)
			}
		}
	}
	return out
}
