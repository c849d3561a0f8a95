package model

import (
	"slices"
	"unicode/utf8"
)

// The skeleton of a word is what of it survives being written in another
// alphabet: its consonants, each as one of a few letters. «Кызылорда»,
// «Qyzylorda» and «قيزيلوردا» are all KSLRT; «Арал», "Aral" and «آرال» are too
// short to tell apart from others and have none.
//
//	P b п б ب   F f v ф в ف       T t d т д ت د ط ض    S s z ц с з س ز ص ث ذ ظ
//	K k g q к г қ ғ ك ق غ    L l л ل    M м م    N n ң ن    R р ر
//	J j ж дж ج ч ch ш sh ш ش щ         vowels, h, w, y and what stands for them: nothing
//
// Double letters count once.

// minSkeleton is how many letters a skeleton needs to say anything.
const minSkeleton = 3

// skeleton appends the skeleton of a folded word to dst; digits stay.
func skeleton(dst, word []byte) []byte {
	start := len(dst)
	put := func(c byte) {
		if c != 0 && (len(dst) == start || dst[len(dst)-1] != c || c <= '9') {
			dst = append(dst, c)
		}
	}
	for i := 0; i < len(word); {
		r, width := utf8.DecodeRune(word[i:])
		i += width
		if r < utf8.RuneSelf && i < len(word) && word[i] == 'h' {
			if c := digraph(byte(r)); c != 0 {
				put(c)
				i++
				continue
			}
		}
		put(consonant(r))
	}
	return dst
}

// digraph is the letter for two Latin ones that end in h.
func digraph(first byte) byte {
	switch first {
	case 's', 'c', 'z':
		return 'J'
	case 'k', 'g':
		return 'K'
	case 't':
		return 'T'
	case 'p':
		return 'F'
	}
	return 0
}

// consonant is the letter of a skeleton for a folded rune; 0 for a vowel.
func consonant(r rune) byte {
	switch {
	case r >= '0' && r <= '9':
		return byte(r)
	case r < utf8.RuneSelf:
		return latin[r&0x7f]
	case r >= 0x430 && r < 0x430+rune(len(cyrillic)):
		return cyrillic[r-0x430]
	}
	switch r {
	case 'ғ', 'қ', 'ق', 'ك', 'غ', 'خ', 'گ':
		return 'K'
	case 'ң', 'ن':
		return 'N'
	case 'ب', 'پ':
		return 'P'
	case 'ت', 'د', 'ط', 'ض':
		return 'T'
	case 'ث', 'س', 'ص', 'ز', 'ذ', 'ظ':
		return 'S'
	case 'ج', 'ش', 'چ', 'ژ':
		return 'J'
	case 'ر':
		return 'R'
	case 'ف', 'ڤ':
		return 'F'
	case 'ل':
		return 'L'
	case 'م':
		return 'M'
	}
	return 0
}

var latin = [128]byte{'b': 'P', 'c': 'K', 'd': 'T', 'f': 'F', 'g': 'K', 'j': 'J', 'k': 'K', 'l': 'L', 'm': 'M', 'n': 'N',
	'p': 'P', 'q': 'K', 'r': 'R', 's': 'S', 't': 'T', 'v': 'F', 'x': 'K', 'z': 'S'}

// cyrillic is а to я.
var cyrillic = [...]byte{0, 'P', 'F', 'K', 'T', 0, 'J', 'S', 0, 0, 'K', 'L', 'M', 'N', 0, 'P', 'R', 'S', 'T', 0, 'F', 'K', 'S', 'J', 'J', 'J', 0, 0, 0, 0, 0, 0}

// skeletons gives the distinct skeletons of texts as 64-bit numbers, sorted:
// words of minSkeleton letters and more, and numbers of two digits and more.
func skeletons(texts ...string) []uint64 {
	var out []uint64
	var folded, bones []byte
	for _, s := range texts {
		folded = foldAppend(folded[:0], s)
		tokens(folded, func(t []byte) {
			if stem := arabicStem(t); stem != nil {
				t = stem
			}
			bones = skeleton(bones[:0], t)
			if len(bones) >= minSkeleton || len(bones) == 2 && bones[0] <= '9' && bones[1] <= '9' {
				out = append(out, hashBytes(bones))
			}
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// hashBytes is FNV-1a in 64 bits.
func hashBytes(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}
