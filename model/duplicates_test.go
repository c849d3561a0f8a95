package model

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// likely are the pairs that are found when nobody stops it.
func likely(all iter.Seq[Sighting], decided func(a, b ID) bool) []Pair {
	pairs, err := Duplicates(context.Background(), all, decided)
	if err != nil {
		panic(err)
	}
	return pairs
}

func TestASkeletonSurvivesTheAlphabet(t *testing.T) {
	for _, same := range [][]string{
		{"Кызылорда", "Қызылорда", "Qyzylorda", "Kyzylorda", "قيزيلوردا"},
		{"Караганда", "Қарағанды", "Karaganda", "Qaraghandy", "قاراغاندا"},
		{"Шымкент", "Shymkent", "شيمكنت"},
		{"Жанаозен", "Zhanaozen", "Жаңаөзен", "جاناوزن"},
		{"Петропавл", "Petropavl", "بتروبافل"},
		{"2023", "٢٠٢٣"},
	} {
		want := skeletons(same[0])
		if len(want) != 1 {
			t.Fatalf("%s has %d skeletons", same[0], len(want))
		}
		for _, w := range same[1:] {
			if got := skeletons(w); !slices.Equal(got, want) {
				t.Errorf("%s (%s) is not %s (%s)", w, skeleton(nil, []byte(Fold(w))), same[0], skeleton(nil, []byte(Fold(same[0]))))
			}
		}
	}
	for _, s := range []string{"", "и в на", "7", "Арал"} {
		if got := skeletons(s); len(got) != 0 {
			t.Errorf("%q has %d skeletons", s, len(got))
		}
	}
}

// crowd is n observations by ten organisations in three scripts, with the same
// stock of words, and after each hundredth a second telling of it.
type crowd struct {
	r       *rand.Rand
	list    []Sighting
	planted map[[2]ID]bool
}

var stock = map[string][]string{
	"ru": strings.Fields("наблюдатель отметил что помещение оборудовано пандусом однако дверь закрыта сотрудники сообщили комиссии нарушение срок заявление ответ учреждение колония жалоба проверка доступ адвокат свидание медицинская помощь отказ решение суд приговор условия содержание"),
	"kk": strings.Fields("бақылаушы мекеме есігі жабық екенін көрді қызметкерлер хабарлады арыз жауап мерзімі бұзылды шағым тексеру қорғаушы кездесу медициналық көмек бас тарту шешім сот үкім жағдай ұстау"),
	"ar": strings.Fields("لاحظ المراقب أن المبنى مجهز بمنحدر لكن الباب مغلق وأفاد الموظفون اللجنة مخالفة مهلة طلب رد مؤسسة شكوى تفتيش وصول محام زيارة مساعدة طبية رفض قرار محكمة حكم ظروف"),
}

var towns = [][3]string{{"Кызылорда", "Қызылорда", "قيزيلوردا"}, {"Караганда", "Қарағанды", "قاراغاندا"}, {"Шымкент", "Шымкент", "شيمكنت"},
	{"Петропавловск", "Петропавл", "بتروبافل"}, {"Талдыкорган", "Талдықорған", "تالديكورغان"}, {"Экибастуз", "Екібастұз", "ايكيباستوز"}}

// streets are names that few share, in three scripts.
var syllables = [][3]string{{"бай", "бай", "باي"}, {"тур", "тұр", "تور"}, {"кас", "қас", "كاس"}, {"мен", "мең", "من"}, {"сар", "сар", "سار"},
	{"дул", "дұл", "دول"}, {"жан", "жан", "جان"}, {"ток", "тоқ", "توك"}, {"бер", "бер", "بر"}, {"гал", "ғал", "غال"}}

func newCrowd(n int) *crowd {
	c := &crowd{r: rand.New(rand.NewPCG(7, 7)), planted: map[[2]ID]bool{}}
	for i := range n {
		o, town, name := c.observation(i)
		c.add(o, i%10, town, name)
		if i%100 == 99 {
			again, first := *o, o.ID
			again.ID = ID{}
			binary.BigEndian.PutUint64(again.ID[:], uint64(n+i))
			c.add(&again, (i+3)%10, town, name)
			c.planted[Two(first, again.ID)] = true
		}
	}
	return c
}

func (c *crowd) observation(i int) (o *Observation, town, name [3]string) {
	o = &Observation{Commitments: []string{fmt.Sprintf("KZ21-%d.%d", 1+c.r.IntN(9), 1+c.r.IntN(2))}, Region: fmt.Sprintf("KZ-%d", 10+c.r.IntN(20))}
	binary.BigEndian.PutUint64(o.ID[:], uint64(i))
	month := fmt.Sprintf("%d-%02d", 2021+c.r.IntN(4), 1+c.r.IntN(12))
	o.Date = Date{From: Day(fmt.Sprintf("%s-%02d", month, 1+c.r.IntN(28))), Precision: Exact}
	if c.r.IntN(4) == 0 {
		o.Date = Date{From: Day(month + "-01"), To: Day(month + "-28"), Precision: Month}
	}
	if c.r.IntN(2) == 0 {
		o.Affected = Affected{Number: int64(1 + c.r.IntN(60)), Unit: "persons"}
	}
	town = towns[c.r.IntN(len(towns))]
	for range 3 {
		s := syllables[c.r.IntN(len(syllables))]
		for k := range name {
			name[k] += s[k]
		}
	}
	return o, town, name
}

// add tells the observation in the language of its author.
func (c *crowd) add(o *Observation, author int, town, name [3]string) {
	k := author % 3
	language := []string{"ru", "kk", "ar"}[k]
	var words []string
	for range 60 {
		words = append(words, stock[language][c.r.IntN(len(stock[language]))])
	}
	o.Place = town[k]
	o.Title = Text{language: strings.Join(words[:6], " ")}
	o.Narrative = Text{language: strings.Join(words[6:], " ") + " " + name[k]}
	c.list = append(c.list, NewSighting(o, Key{byte(author)}))
}

func TestDuplicatesAreFoundAcrossScripts(t *testing.T) {
	c := newCrowd(8000)
	pairs := likely(slices.Values(c.list), nil)
	found := 0
	for _, p := range pairs {
		if c.planted[[2]ID{p.A, p.B}] {
			found++
		}
	}
	if found*10 < len(c.planted)*7 {
		t.Errorf("%d of %d found", found, len(c.planted))
	}
	if wrong := len(pairs) - found; wrong > len(c.planted)/4 {
		t.Errorf("%d pairs beside the %d that are", wrong, found)
	}
	slices.Reverse(c.list)
	again := likely(slices.Values(c.list), nil)
	if !slices.EqualFunc(pairs, again, func(a, b Pair) bool { return a.A == b.A && a.B == b.B && a.Score == b.Score }) {
		t.Error("another order, other pairs")
	}
}

func TestAPairSaysWhyAndIsAskedOnce(t *testing.T) {
	a := &Observation{Common: Common{ID: ID{1}}, Commitments: []string{"KZ21-1.1", "KZ21-1.2"}, Title: Text{"ru": "Колония 14: отказ в допуске, Кызылорда"},
		Date: Date{From: "2023-04-05", Precision: Exact}, Region: "KZ-43", Place: "Кызылорда", Affected: Affected{Number: 37, Unit: "persons"}}
	b := &Observation{Common: Common{ID: ID{2}}, Commitments: []string{"KZ21-1.2", "KZ21-1.1"}, Title: Text{"ar": "رفض الدخول إلى المستعمرة ١٤ في قيزيلوردا"},
		Date: Date{From: "2023-04-05", Precision: Exact}, Region: "KZ-43", Place: "قيزيلوردا", Affected: Affected{Number: 37, Unit: "persons"}}
	list := []Sighting{NewSighting(a, Key{1}), NewSighting(b, Key{2})}
	got := likely(slices.Values(list), nil)
	want := []string{AlikeCommitment, AlikeDay, AlikeRegion, AlikePlace, AlikeNumber, AlikeWords}
	if len(got) != 1 || !slices.Equal(got[0].Reasons, want) || got[0].A != (ID{1}) {
		t.Fatalf("%+v", got)
	}
	links := NewLinks(slices.Values([]*Link{{A: b.ID, B: a.ID, Verdict: Different}}))
	if left := likely(slices.Values(list), func(a, b ID) bool { return links.Verdict(a, b) != "" }); len(left) != 0 {
		t.Errorf("asked again: %+v", left)
	}
	far := *b
	far.Date.From = "2024-04-05"
	if got := likely(slices.Values([]Sighting{list[0], NewSighting(&far, Key{2})}), nil); len(got) != 0 {
		t.Errorf("a year apart: %+v", got)
	}
	got = likely(slices.Values([]Sighting{NewSighting(a, Key{1}, "hash"), NewSighting(&far, Key{2}, "hash")}), nil)
	if len(got) != 1 || !slices.Contains(got[0].Reasons, AlikeEvidence) {
		t.Errorf("the same file a year apart: %+v", got)
	}
	dull := &Observation{Common: Common{ID: ID{3}}, Commitments: a.Commitments, Date: a.Date, Region: a.Region}
	if got := likely(slices.Values([]Sighting{list[0], NewSighting(dull, Key{2})}), nil); len(got) != 0 {
		t.Errorf("only the day and region: %+v", got)
	}
}

// All on one day, in one place: the work stays bounded.
func TestDuplicatesOfACrowdOnOneDay(t *testing.T) {
	var list []Sighting
	for i := range 20000 {
		o := &Observation{Commitments: []string{"KZ21-1.1"}, Date: Date{From: "2023-04-05"}, Region: "KZ-43", Title: Text{"ru": "отказ"}}
		binary.BigEndian.PutUint64(o.ID[:], uint64(i))
		list = append(list, NewSighting(o, Key{byte(i)}))
	}
	if pairs := likely(slices.Values(list), nil); len(pairs) > 0 {
		t.Errorf("%d pairs", len(pairs))
	}
}

func BenchmarkDuplicates(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := newCrowd(n)
			for b.Loop() {
				likely(slices.Values(slices.Clone(c.list)), nil)
			}
		})
	}
	b.Run("sighting", func(b *testing.B) {
		c := newCrowd(10)
		o, town, name := c.observation(1)
		c.add(o, 1, town, name)
		for b.Loop() {
			NewSighting(o, Key{})
		}
	})
}
