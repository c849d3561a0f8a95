package assets

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/feature/plural"
)

// Words says everything that a reader sees, in one language. It is small, made once a
// language, and safe for any number of goroutines.
type Words struct {
	book *book
}

// book is one words/<language>.json, flattened to section.key.
type book struct {
	language string
	speech
	texts   map[string]string
	plurals map[string]forms
}

// forms holds one text for each plural category of the language: "one", "few", "other" …
type forms map[string]string

// books holds the words of each language, read when they are first asked for.
var books = func() map[string]func() *book {
	all := make(map[string]func() *book)
	for _, language := range Languages() {
		all[language] = sync.OnceValue(func() *book { return newBook(language) })
	}
	return all
}()

// newBook reads the words of one language.
func newBook(language string) *book {
	b := &book{language: language, speech: speeches[language], texts: map[string]string{}, plurals: map[string]forms{}}
	for section, keys := range decoded[map[string]map[string]json.RawMessage]("words/" + language + ".json") {
		for key, raw := range keys {
			if err := b.add(section+"."+key, raw); err != nil {
				panic("assets: " + language + ": " + section + "." + key + ": " + err.Error())
			}
		}
	}
	return b
}

// add files a text or the forms of a plural under its key.
func (b *book) add(key string, raw json.RawMessage) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		b.texts[key] = text
		return nil
	}
	var f forms
	if err := json.Unmarshal(raw, &f); err != nil {
		return err
	}
	b.plurals[key] = f
	return nil
}

// For returns the words of the language that a BCP 47 tag or a POSIX locale asks
// for, English where the program does not speak it.
func For(language string) Words { return Words{books[spoken(language)]()} }

// Language returns the language of these words: one of Languages.
func (w Words) Language() string { return w.book.language }

// OwnName returns the name of the language in the language: Қазақша. A language menu shows these.
func (w Words) OwnName() string { return w.T("language.own_name") }

// RightToLeft reports whether the language is written from the right.
func (w Words) RightToLeft() bool { return w.book.rightToLeft }

// Has reports whether there is a text or a plural under section.key.
func (w Words) Has(key string) bool {
	_, text := w.book.texts[key]
	_, forms := w.book.plurals[key]
	return text || forms
}

// T returns the text under section.key, with each {name} replaced from the
// alternating names and values. Whole numbers are written in the language's way; a value
// that runs against the direction of the language is isolated, so that a code
// or a file name inside an Arabic sentence stays in one piece.
//
// A missing key is a fault of the program: it panics under go test, and otherwise shows as «section.key».
func (w Words) T(key string, args ...any) string {
	text, ok := w.book.texts[key]
	if !ok {
		return missing(key)
	}
	return w.fill(text, args)
}

// N returns the form of the plural under section.key that the language uses with n.
// {n} is the formatted number; Arabic says none, one and two in words. Other places are filled as in T.
func (w Words) N(key string, n int, args ...any) string {
	f, ok := w.book.plurals[key]
	if !ok {
		return missing(key)
	}
	return w.fill(f[w.category(n)], append([]any{"n", n}, args...))
}

// category returns the CLDR plural category of a whole number.
func (w Words) category(n int) string {
	if n < 0 {
		n = -n
	}
	switch plural.Cardinal.MatchPlural(w.book.tag, n%10_000_000, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	}
	return "other"
}

// missing is what stands where a text does not exist.
func missing(key string) string {
	if testing.Testing() {
		panic("assets: no words under " + key)
	}
	return "«" + key + "»"
}

// fill replaces the places of a text.
func (w Words) fill(text string, args []any) string {
	if len(args)%2 != 0 {
		panic(fmt.Sprintf("assets: a name without a value in %q", text))
	}
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i < len(args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), w.value(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// value writes one value that fills a place.
func (w Words) value(v any) string {
	switch v := v.(type) {
	case int:
		return w.Number(int64(v))
	case int64:
		return w.Number(v)
	case error:
		return w.Isolate(v.Error())
	}
	return w.Isolate(fmt.Sprint(v))
}
