package sample

import (
	"embed"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"

	"plumbline/assets/packed"
	"plumbline/model"
)

// Sentences stand in texts/*.txt, four lines to a pattern, one a language, under
// a line "= …" that says what the pattern is about; for an observation: effect,
// methods, rights, groups, what is counted, and commitments for which it is
// meant. Places in a sentence:
//
//	{in} {In}      where: in the village of …, with a capital
//	{n|a|b|c}      the number of those affected, and the noun in the form the
//	               language has for it: Russian 1, 2–4, 5; Arabic 3–10, 11–99, 100
//	{m|a|b|c}      a number from 3 to 10
//	{k} {y} {t}    an institution's number, a year, another text

//go:embed texts/*.txt
var files embed.FS

var languages = []string{"en", "ru", "kk", "ar"}

// block is one pattern: what it is about, and its wording by language.
type block struct {
	about []string // the header, cut at the slashes
	text  model.Text
}

// file returns one of texts.
func file(name string) string {
	raw, err := files.ReadFile("texts/" + name + ".txt")
	if err != nil {
		panic("sample: " + err.Error())
	}
	return string(packed.Open(raw))
}

// blocks reads one file of patterns; a fault in it is a fault of the program.
func blocks(name string) []block {
	var all []block
	for i, line := range strings.Split(strings.TrimSpace(file(name)), "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		switch {
		case mark == "=":
			all = append(all, block{about: cut(rest), text: model.Text{}})
		case len(mark) == 2 && len(all) > 0:
			all[len(all)-1].text[mark] = rest
		default:
			panic(fmt.Sprintf("sample: texts/%s.txt:%d is neither header nor wording", name, i+1))
		}
	}
	return all
}

func cut(header string) []string {
	parts := strings.Split(header, "/")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// small are the short texts, by their header.
var small = sync.OnceValue(func() map[string]model.Text {
	m := map[string]model.Text{}
	for _, b := range blocks("small") {
		m[b.about[0]] = b.text
	}
	return m
})

func words(name string) model.Text {
	t, ok := small()[name]
	if !ok {
		panic("sample: no text " + name)
	}
	return t
}

// values fill the places of a sentence.
type values struct {
	where         model.Text // {in}
	n, m, k, year int
	t             string
}

// fill puts the values into one wording.
func (v *values) fill(text, language string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		place, after, _ := strings.Cut(rest, "}")
		v.put(&b, place, language)
		text = after
	}
}

func (v *values) put(b *strings.Builder, place, language string) {
	name, forms, _ := strings.Cut(place, "|")
	switch name {
	case "in":
		b.WriteString(v.where[language])
	case "In":
		b.WriteString(capital(v.where[language]))
	case "t":
		b.WriteString(v.t)
	default:
		n := map[string]int{"n": v.n, "m": v.m, "k": v.k, "y": v.year}[name]
		b.WriteString(strconv.Itoa(n))
		if forms != "" {
			b.WriteString(" " + form(strings.Split(forms, "|"), n, language))
		}
	}
}

func capital(s string) string {
	for _, r := range s {
		return strings.ToUpper(string(r)) + s[len(string(r)):]
	}
	return s
}

// form picks the noun's form for a number.
func form(forms []string, n int, language string) string {
	i := len(forms) - 1
	switch ten, hundred := n%10, n%100; language {
	case "ru":
		if hundred/10 != 1 && ten == 1 {
			i = 0
		} else if hundred/10 != 1 && ten >= 2 && ten <= 4 {
			i = 1
		}
	case "ar":
		if hundred >= 3 && hundred <= 10 {
			i = 0
		} else if hundred >= 11 {
			i = 1
		}
	}
	return forms[min(i, len(forms)-1)]
}

// all fills every language of a text.
func (v *values) all(t model.Text) model.Text {
	out := maps.Clone(t)
	for l := range out {
		out[l] = v.fill(out[l], l)
	}
	return out
}

// projects marks every language but the one written in as translated by the
// project.
func projects(written string) map[string]string {
	m := map[string]string{}
	for _, l := range languages {
		if l != written {
			m[l] = "project_translation"
		}
	}
	return m
}
