package model

import (
	"testing"
	"unicode/utf8"
)

func TestFoldReadsTheSameAsTheSame(t *testing.T) {
	for _, c := range [][2]string{
		{"ЁЛКА", "елка"}, {"мой", "мой"}, {"МОЙ", "мой"}, {"й", "й"}, {"мо\u0438\u0306", "мой"}, {"за\u0301мок", "замок"},
		{"Қазақ ҰЛТЫ", "қазақ ұлты"}, {"Ұйғыр Әділет ІС", "ұйғыр әділет іс"},
		{"مُحَمَّد", "محمد"}, {"أحمد إلى آخر", "احمد الي اخر"}, {"مدرسة", "مدرسه"}, {"ـكـتـاب", "كتاب"}, {"مسؤول", "مسوول"},
		{"١٢٣", "123"}, {"۱۲۳", "123"}, {"ﻻ", "لا"}, {"کی", "كي"}, {"٤٬٥", "4٬5"},
		{"Café Déjà", "cafe deja"}, {"cafe\u0301", "cafe"}, {"Straße", "straße"}, {"İstanbul", "istanbul"}, {"ＫＺ２１", "kz21"},
		{"\u202eabc\u202c", "abc"}, {"под\u00adход", "подход"}, {"Ђ", "ђ"}, {"№5", "no5"}, {"", ""},
	} {
		if got := Fold(c[0]); got != c[1] {
			t.Errorf("%q: got %q, want %q", c[0], got, c[1])
		}
	}
}

func TestArabicStemLeavesAWord(t *testing.T) {
	for _, c := range [][2]string{{"الكتاب", "كتاب"}, {"والكتاب", "كتاب"}, {"للكتاب", "كتاب"}, {"كتاب", ""}, {"ال", ""}, {"الم", ""}, {"abc", ""}} {
		if got := string(arabicStem([]byte(c[0]))); got != c[1] {
			t.Errorf("%s: got %q, want %q", c[0], got, c[1])
		}
	}
}

// The tables say the same as the rules, rune by rune and beside others.
func TestFoldedByTablesAsByTheRules(t *testing.T) {
	for r := rune(1); r < 0x2200; r++ {
		for _, s := range []string{string(r), "Aя" + string(r) + "ا–b"} {
			if got, want := Fold(s), string(foldNorm(nil, s)); got != want {
				t.Fatalf("%q: %q, want %q", s, got, want)
			}
		}
	}
	for _, s := range []string{"\xff", "a\xc2", "\xc2a", "\xc0\x80", "é\xe2\x80"} {
		if got, want := Fold(s), string(foldNorm(nil, s)); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("مُحَمَّد ЁЛКА Қазақ Café")
	f.Add("ǅ ῼ ﷺ \u0344 ⅷ")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		once := Fold(s)
		if slow := string(foldNorm(nil, s)); slow != once {
			t.Fatalf("%q: %q by tables, else %q", s, once, slow)
		}
		if !utf8.ValidString(once) {
			t.Fatal("not UTF-8")
		}
		if twice := Fold(once); twice != once {
			t.Fatalf("folded twice: %q -> %q -> %q", s, once, twice)
		}
		n := 0
		tokens([]byte(once), func(token []byte) {
			if n += len(token); len(token) == 0 || len(token) > maxToken {
				t.Fatal("a word of no or too great length")
			}
		})
		if n > len(once) {
			t.Fatal("words longer than the text")
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for _, c := range [][2]string{
		{"cyrillic", "Наблюдение: ЁЛКИ в школе, құқық мәселесі туралы хабарлама, свидетель сообщил"},
		{"arabic", "مُحَمَّد قال إنَّ المدرسة مغلقة منذ شهر وأن الشرطة لم تستجب"},
		{"latin", "the police station was closed and the witness could not report, she said in May"},
		{"odd", "№5 Café ﻻ мо\u0438\u0306"},
	} {
		b.Run(c[0], func(b *testing.B) {
			var buf []byte
			b.SetBytes(int64(len(c[1])))
			for b.Loop() {
				buf = foldAppend(buf[:0], c[1])
			}
		})
	}
}
