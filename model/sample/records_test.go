package sample

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"plumbline/assets"
	"plumbline/model"
)

// plan is the built-in plan.
func plan(t testing.TB) *model.PlanBook {
	t.Helper()
	raw, _ := assets.Plan("kz-2021")
	records, err := model.ReadPlan(raw)
	if err != nil {
		t.Fatal(err)
	}
	return model.NewPlanBook(records)
}

// gathered collects the entries of a sample.
func gathered(t testing.TB, o Options) []Entry {
	t.Helper()
	var all []Entry
	for e, err := range Records(plan(t), o) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

func revisions(entries []Entry) (ids []model.RevID) {
	for _, e := range entries {
		for _, r := range e.Revisions {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func TestTheSameSeedTellsTheSame(t *testing.T) {
	a, b := gathered(t, Options{Seed: 7}), gathered(t, Options{Seed: 7})
	if !slices.Equal(revisions(a), revisions(b)) {
		t.Error("two runs of one seed differ")
	}
	for i := range a {
		for j := range a[i].Files {
			if !slices.Equal(a[i].Files[j].Bytes, b[i].Files[j].Bytes) || a[i].Files[j].Name != b[i].Files[j].Name {
				t.Errorf("file %d of entry %d differs", j, i)
			}
		}
	}
	if slices.Equal(revisions(a), revisions(gathered(t, Options{Seed: 8}))) {
		t.Error("another seed tells the same")
	}
}

func TestEveryRecordIsSoundAndMarked(t *testing.T) {
	p := plan(t)
	created := map[string]string{}
	for _, r := range assets.Regions() {
		created[r.Code] = r.Created
	}
	kinds, refs := map[model.ID]model.Kind{}, map[string]bool{}
	known := model.Known{
		Commitment: func(code string) bool { return p.Commitment(code) != nil },
		Region:     func(code string) bool { _, ok := created[code]; return ok },
		Record:     func(id model.ID, kind model.Kind) bool { return kinds[id] != "" && (kind == "" || kinds[id] == kind) },
	}
	for _, e := range gathered(t, Options{Seed: 3, Observations: 1500, Organisations: 5}) {
		base := e.Record.Base()
		if err := e.Record.Check(known); err != nil {
			t.Errorf("%s: %v", base.Ref, err)
		}
		if base.Note != small()["note"][base.Language] || base.Note == "" {
			t.Errorf("%s does not say that it is invented", base.Ref)
		}
		if refs[base.Ref] || kinds[base.ID] != "" {
			t.Errorf("%s is told twice", base.Ref)
		}
		kinds[base.ID], refs[base.Ref] = e.Record.Kind(), true
		for _, r := range e.Revisions {
			if r.Record != base.ID || r.Author.IsZero() || !r.At.Time().Before(date(2025, 4, 1).Time) {
				t.Errorf("%s: a revision of another, of nobody or of the future", base.Ref)
			}
		}
		if o, ok := e.Record.(*model.Observation); ok {
			if c := created[o.Region]; c != "" && string(o.Date.Last()) < c && o.Date.Precision == model.Exact {
				t.Errorf("%s lies in %s before that existed", base.Ref, o.Region)
			}
			if !slices.Contains(o.Tags, "sample") {
				t.Errorf("%s has no tag", base.Ref)
			}
		}
	}
}

// The little sample must show everything that a reader may meet.
func TestTwoHundredShowEverything(t *testing.T) {
	have := map[string]int{}
	touched := map[string]int{}
	for _, e := range gathered(t, Options{Seed: 1}) {
		have[string(e.Record.Kind())]++
		base := e.Record.Base()
		have["circle "+string(base.Confidentiality)]++
		have["language "+base.Language]++
		have["files"] += len(e.Files)
		v := model.Join(e.Revisions)
		if v.Disputed() {
			have["disputed"]++
		} else if len(v.Heads) > 1 {
			have["joined"]++
		}
		switch r := e.Record.(type) {
		case *model.Observation:
			have["precision "+string(r.Date.Precision)]++
			have["review "+string(r.Review)]++
			have["effect "+r.Effect]++
			if r.NothingFound {
				have["nothing found"]++
			}
			if y := r.Date.From.Year(); y != 0 && e.Revisions[0].At.Time().Sub(date(y, 12, 31).Time).Hours() > 90*24 {
				have["late"]++
			}
			for _, c := range r.Commitments {
				touched[c]++
			}
		case *model.Finding:
			have["grade "+string(r.Grade)]++
			have["level "+r.Level]++
			have["schedule "+r.ScheduleStatus]++
			if len(r.Dissent) > 0 {
				have["dissent"]++
			}
			for _, c := range r.Claims {
				have["verdict "+string(c.Verdict)]++
			}
		case *model.Source:
			switch c := r.Consent; {
			case c.Withdrawn != "":
				have["withdrawn consent"]++
			case c.Expires != "" && c.Expires < "2025-01-01":
				have["expired consent"]++
			case c.Date == "":
				have["no consent"]++
			}
		}
	}
	want := strings.Fields(`member source identity claim observation review finding recommendation files disputed joined late dissent`)
	want = append(want, "nothing found", "withdrawn consent", "expired consent", "no consent", "level organisation", "level coalition", "schedule overdue",
		"verdict contradicted", "verdict confirmed", "verdict partly_confirmed", "verdict no_claim", "grade cannot_be_assessed")
	for _, l := range languages {
		want = append(want, "language "+l)
	}
	for prefix, list := range map[string][]string{"circle ": model.Confidentialities, "review ": model.ReviewStates, "precision ": model.Precisions, "effect ": model.Effects} {
		for _, x := range list {
			want = append(want, prefix+x)
		}
	}
	for _, w := range want {
		if have[w] == 0 {
			t.Errorf("no %s", w)
		}
	}
	if have["observation"] != 200 || touched["KZ21-U6"] != 0 || touched["KZ21-9.1"] < 10 {
		t.Errorf("%d observations, %d of a gap, %d on torture", have["observation"], touched["KZ21-U6"], touched["KZ21-9.1"])
	}
	t.Log(have)
}

func TestAListenerMayLeave(t *testing.T) {
	n := 0
	for range Records(plan(t), Options{}) {
		if n++; n == 30 {
			break
		}
	}
	if n != 30 {
		t.Error(n)
	}
}

// The sentences as they are written down: twelve to an area and language, every
// language with the same places, in its own script.
func TestEveryPatternIsWhole(t *testing.T) {
	hole := regexp.MustCompile(`\{(\w+)[^}]*\}`)
	holes := func(s string) []string {
		m := map[string]bool{}
		for _, x := range hole.FindAllStringSubmatch(s, -1) {
			m[strings.ToLower(x[1])] = true
		}
		return slices.Sorted(maps.Keys(m))
	}
	for _, name := range append(slices.Clone(themeFiles), "claims", "advice", "reasons", "ways", "small") {
		all := blocks(name)
		theme := slices.Contains(themeFiles, name)
		if theme && name != "10-institutions" && len(all) < 12 {
			t.Errorf("%s has %d patterns", name, len(all))
		}
		for i, b := range all {
			at := name + ":" + strconv.Itoa(i+1)
			for _, l := range languages {
				text := b.text[l]
				if strings.Contains(text, " | ") != theme || text == "" || theme && len(b.about) != 5 && len(b.about) != 6 {
					t.Errorf("%s %s is not whole", at, l)
				}
				if got, want := holes(text), holes(b.text["en"]); !slices.Equal(got, want) {
					t.Errorf("%s %s has the places %v, English %v", at, l, got, want)
				}
				script := map[string]*unicode.RangeTable{"en": unicode.Latin, "ru": unicode.Cyrillic, "kk": unicode.Cyrillic, "ar": unicode.Arabic}[l]
				for _, r := range hole.ReplaceAllString(text, "") {
					if unicode.IsLetter(r) && !unicode.Is(script, r) {
						t.Errorf("%s %s has a letter of another script: %q", at, l, r)
					}
				}
				if strings.Contains(text, "ё") {
					t.Errorf("%s %s has ё", at, l)
				}
				for _, m := range regexp.MustCompile(`\{\w+\|([^}]*)\}`).FindAllStringSubmatch(text, -1) {
					if strings.Count(m[1], "|") != 2 {
						t.Errorf("%s %s: %q has not three forms", at, l, m[1])
					}
				}
			}
		}
	}
}

func TestEveryNumberHasItsForm(t *testing.T) {
	v := values{n: 22, m: 5, k: 7, year: 2023, t: "x", where: model.Text{"ru": "в селе Сарыбель"}}
	if got := v.fill("{In} {n|дело|дела|дел}, {m|месяц|месяца|месяцев}, № {k}, {y} {t} {in}", "ru"); got != "В селе Сарыбель 22 дела, 5 месяцев, № 7, 2023 x в селе Сарыбель" {
		t.Error(got)
	}
	for n, want := range map[int]string{3: "few", 10: "few", 12: "many", 99: "many", 100: "other", 103: "few", 102: "other"} {
		if got := form([]string{"few", "many", "other"}, n, "ar"); got != want {
			t.Errorf("ar %d: %s", n, got)
		}
	}
	for n, want := range map[int]string{1: "one", 2: "few", 5: "many", 11: "many", 12: "many", 21: "one", 24: "few", 111: "many"} {
		if got := form([]string{"one", "few", "many"}, n, "ru"); got != want {
			t.Errorf("ru %d: %s", n, got)
		}
	}
}

func BenchmarkRecords(b *testing.B) {
	p := plan(b)
	n := 0
	for b.Loop() {
		for e, err := range Records(p, Options{Observations: 10_000}) {
			if err != nil {
				b.Fatal(err)
			}
			n += len(e.Revisions)
		}
	}
	b.ReportMetric(float64(n)/float64(b.N), "revisions/op")
}
