package assets

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
)

func TestThePlanKeepsItsSourcesAndCautions(t *testing.T) {
	data, ok := Plan("kz-2021")
	if !ok || len(Plans()) == 0 || Plans()[0].Name != "kz-2021" || !bytes.Equal(Plans()[0].Bytes, data) {
		t.Fatal("the built-in plan is not there")
	}
	var plan struct {
		Schema, Code, Caution string
		Areas                 []struct{ Title map[string]string }
		Sources               []json.RawMessage
		TranslationStatus     map[string]string `json:"translation_status"`
	}
	if err := json.Unmarshal(data, &plan); err != nil {
		t.Fatal(err)
	}
	if plan.Schema != "plan/1" || plan.Code != "KZ21" || len(plan.Areas) != 9 || len(plan.Sources) == 0 {
		t.Errorf("schema %s, code %s, %d areas, %d sources", plan.Schema, plan.Code, len(plan.Areas), len(plan.Sources))
	}
	if !strings.Contains(plan.Caution, "official text") || len(plan.TranslationStatus) != len(Languages()) {
		t.Error("the caution or the status of the translation is gone")
	}
	data[0] = 'x'
	if again, _ := Plan("kz-2021"); again[0] == 'x' {
		t.Error("a caller can write into the plan")
	}
	if _, ok := Plan("kz-2099"); ok {
		t.Error("a plan that does not exist was found")
	}
}

func TestRegionsAreThoseOfISO(t *testing.T) {
	code := regexp.MustCompile(`^KZ-\d\d$`)
	known := map[string]Region{}
	for _, region := range Regions() {
		if !code.MatchString(region.Code) || known[region.Code].Code != "" || region.ISOName == "" {
			t.Errorf("code %q", region.Code)
		}
		for _, language := range Languages() {
			if region.Name[language] == "" {
				t.Errorf("%s has no name in %s", region.Code, language)
			}
		}
		known[region.Code] = region
	}
	if len(known) != 20 {
		t.Errorf("%d regions, want 20", len(known))
	}
	for _, region := range known {
		for _, parent := range region.SplitFrom {
			if known[parent].Code == "" || region.Created != "2022-06-08" {
				t.Errorf("%s was split from %s on %q", region.Code, parent, region.Created)
			}
		}
	}
	if former := known["KZ-71"].FormerNames; len(former) != 1 || former[0].Name["en"] != "Nur-Sultan" || former[0].Period != "2019-2022" || len(former[0].Name) != 4 {
		t.Errorf("former names of KZ-71: %v", former)
	}
	if origin := RegionOrigin(); len(origin.Sources) == 0 || len(origin.Notes) == 0 || origin.TranslationStatus["ar"] == "" {
		t.Error("the regions have lost their sources")
	}
}

func TestTreatiesHoldTogether(t *testing.T) {
	bodies, codes, sources := []string{}, []string{}, []string{}
	for _, body := range Bodies() {
		bodies = append(bodies, body.Abbr)
	}
	for _, source := range TreatyOrigin().Sources {
		sources = append(sources, source.ID)
	}
	for _, treaty := range Treaties() {
		if !slices.Contains(bodies, treaty.Body) {
			t.Errorf("%s: no body %q", treaty.Code, treaty.Body)
		}
		if protocol := treaty.Kind == "protocol"; protocol != slices.Contains(codes, treaty.Parent) {
			t.Errorf("%s is a %s of %q", treaty.Code, treaty.Kind, treaty.Parent)
		}
		for _, language := range Languages() {
			if treaty.Title[language] == "" {
				t.Errorf("%s has no title in %s", treaty.Code, language)
			}
		}
		for _, step := range treaty.Kazakhstan.Dates {
			if step.Source != "" && !slices.Contains(sources, step.Source) {
				t.Errorf("%s: no source %q", treaty.Code, step.Source)
			}
		}
		codes = append(codes, treaty.Code)
	}
	if len(codes) != 18 || len(bodies) != 10 {
		t.Errorf("%d treaties, %d bodies", len(codes), len(bodies))
	}
}

// written is every sign that the program writes by itself: Latin and Russian letters, the
// Kazakh ones, Arabic letters with their marks, digits, punctuation, and the symbols of the grades.
const written = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" +
	"АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя" +
	"ӘҒҚҢӨҰҮҺІәғқңөұүһі" +
	"ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگی" + "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670" +
	"٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫٬،؛؟ـ" +
	".,:;!?…·–—-()[]{}<>/\\|@#$%^&*+=_~'\"“”‘’«»№₸€§©×÷±°" +
	"○◔◑◕●⚑↓≈≠−✓⚠✎←→↑≤≥\u00a0"

func TestTheFontsHaveEverySign(t *testing.T) {
	for name, data := range map[string][]byte{"Regular": FontRegular(), "Bold": FontBold()} {
		font, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var buffer sfnt.Buffer
		if full, _ := font.Name(&buffer, sfnt.NameIDFull); full != "Plumbline Sans "+name {
			t.Errorf("%s is named %q", name, full)
		}
		if font.UnitsPerEm() != 1000 {
			t.Errorf("%s has %d units", name, font.UnitsPerEm())
		}
		signs := written
		for _, language := range Languages() {
			b := For(language).book
			for _, key := range b.keys() {
				signs += strings.Join(b.wordings(key), "")
			}
		}
		for _, sign := range signs {
			if glyph, err := font.GlyphIndex(&buffer, sign); err != nil || glyph == 0 {
				t.Errorf("%s has no %q (U+%04X)", name, sign, sign)
			}
		}
	}
}

func TestIconsAreOfOneColour(t *testing.T) {
	fill := regexp.MustCompile(`fill="([^"]*)"`)
	for _, name := range []string{"arrow-down", "bob", "clip", "flag", "padlock", "people", "shield"} {
		data := Icon(name)
		if !bytes.Contains(data, []byte(`viewBox="0 0 24 24"`)) {
			t.Errorf("%s is not of 24 units", name)
		}
		for _, found := range fill.FindAllSubmatch(data, -1) {
			if string(found[1]) != "#000000" {
				t.Errorf("%s is painted %s", name, found[1])
			}
		}
		for decoder := xml.NewDecoder(bytes.NewReader(data)); ; {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	if mark, err := png.DecodeConfig(bytes.NewReader(Icon("plumbline.png"))); err != nil || mark.Width != 512 || mark.Height != 512 {
		t.Errorf("the mark is %d × %d, %v", mark.Width, mark.Height, err)
	}
	if Icon("plumbline") == nil || Icon("no-such") != nil {
		t.Error("icons are not found by name")
	}
}

func TestPassphraseWordsAreEnough(t *testing.T) {
	words := PassphraseWords()
	if len(words) != 7776 || !slices.IsSorted(words) || len(slices.Compact(slices.Clone(words))) != len(words) {
		t.Errorf("%d words, sorted and each once?", len(words))
	}
	simple := regexp.MustCompile(`^[a-z]+(-[a-z]+)?$`)
	for _, word := range words {
		if !simple.MatchString(word) || len(word) > 9 {
			t.Errorf("%q is hard to type", word)
		}
	}
}
