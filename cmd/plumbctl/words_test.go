package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plumbline/assets"
	"plumbline/model"
)

// Every key that stands in the source exists, in whatever way it is said.
func TestEveryKeyHasWords(t *testing.T) {
	keys := regexp.MustCompile(`"(ctl\.[a-z_0-9]+)"|c\.flag\("([a-z_]+)"\)`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	en, found := assets.For("en"), 0
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range keys.FindAllStringSubmatch(string(source), -1) {
			key := m[1]
			if m[2] != "" {
				key = "ctl.flag_" + m[2]
			}
			if found++; !strings.HasSuffix(key, "_") && !en.Has(key) {
				t.Errorf("%s: no words under %s", name, key)
			}
		}
	}
	for _, rule := range []model.Rule{model.RuleRequired, model.RuleCode, model.RuleUnknown, model.RuleField, model.RuleType, model.RuleDay,
		model.RuleOrder, model.RuleRange, model.RuleTooLong, model.RuleTooMany, model.RuleNotText, model.RuleLanguage, model.RuleTwice,
		model.RuleFixed, model.RuleAddress, model.RuleAmbiguous} {
		if !en.Has("ctl.rule_" + string(rule)) {
			t.Errorf("no words for the rule %s", rule)
		}
	}
	if found < 100 {
		t.Errorf("only %d keys were found", found)
	}
}

func TestVersionIsThatOfTheWindow(t *testing.T) {
	toml, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^\s*Version\s*=\s*"([^"]+)"`).FindSubmatch(toml)
	if m == nil || string(m[1]) != version {
		t.Errorf("FyneApp.toml says %s, this is %s", m, version)
	}
}

func TestLanguageIsThatOfTheFlagOrTheMachine(t *testing.T) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	t.Setenv("LANG", "kk_KZ.UTF-8")
	for want, args := range map[string][]string{"kk_KZ.UTF-8": {"list"}, "ar": {"list", "--language", "ar"}, "ru": {"--language=ru"}} {
		if got := wanted(args); got != want {
			t.Errorf("%v: %s", args, got)
		}
	}
	if got := wanted([]string{"show", "--", "--language", "ar"}); got != "kk_KZ.UTF-8" {
		t.Error(got)
	}
	t.Setenv("LC_MESSAGES", "ru")
	if got := wanted(nil); got != "ru" {
		t.Error(got)
	}
}

func TestNoCellOfATableRuns(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "words": "words", "=SUM(A1)": "'=SUM(A1)", "+7": "'+7", "-12.5": "-12.5", "-2+3": "'-2+3", "@x": "'@x", "\tx": "'\tx",
		" =1": "' =1", "＝1": "'＝1", "1=1": "1=1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "\u00a0=1": "'\u00a0=1",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestARecordIsSpreadOverColumns(t *testing.T) {
	cells, err := flatten([]byte(`{"kind":"finding","n":12,"on":true,"title":{"ru":"а","kk":"ә"},"codes":["x","y"],"odd":["a;b"],"claims":[{"claim":"C"}],"none":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []cellOf{{"kind", "finding"}, {"n", "12"}, {"on", "true"}, {"title.ru", "а"}, {"title.kk", "ә"}, {"codes", "x; y"}, {"odd", `["a;b"]`},
		{"claims", `[{"claim":"C"}]`}, {"none", ""}}
	if !slices.Equal(cells, want) {
		t.Errorf("%v", cells)
	}
}

func TestFilesOfOneNameAreNumbered(t *testing.T) {
	taken := map[string]bool{}
	for _, want := range []string{"a.txt", "a (2).txt", "A (3).txt", "b", "b (2)"} {
		in := map[string]string{"a.txt": "a.txt", "a (2).txt": "a.txt", "A (3).txt": "A.txt", "b": "b", "b (2)": "b"}[want]
		if got := numbered(in, taken); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestColumnsStandBeneathEachOther(t *testing.T) {
	var tb table
	tb.row("Қарағанды", "x", "last one")
	tb.row("قَرْية", "", "short")
	tb.row("a\x1b[31m", "y", "")
	var b strings.Builder
	if err := tb.write(&b); err != nil {
		t.Fatal(err)
	}
	want := "Қарағанды  x  last one\nقَرْية" + strings.Repeat(" ", 7) + "   short\na [31m     y\n"
	if b.String() != want {
		t.Errorf("%q\n%q", b.String(), want)
	}
}
