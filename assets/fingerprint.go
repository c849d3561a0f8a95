package assets

import (
	"embed"
	"strings"
)

// Words to read a fingerprint aloud by, 256 of each language. They are part of
// what people compare: none is ever changed or moved.
//
//go:embed fingerprint/*.txt
var fingerprints embed.FS

// SpokenBytes is how many bytes of a fingerprint are read aloud: eight words,
// 64 bits. To find another key that sounds the same takes some 10^19 tries.
const SpokenBytes = 8

// FingerprintWords gives the 256 words of a language by which a byte is said:
// short, in everyday use, and each at least two letters apart from all others,
// so that a bad line does not turn one into another. A language without a list
// gets the English one.
func FingerprintWords(language string) []string {
	text, err := fingerprints.ReadFile("fingerprint/" + language + ".txt")
	if err != nil {
		text, err = fingerprints.ReadFile("fingerprint/en.txt")
	}
	if err != nil {
		panic("assets: " + err.Error())
	}
	return strings.Fields(string(text))
}

// Spoken gives the words for the first SpokenBytes bytes of a fingerprint or a
// digest, one for each byte. Two people compare them in one language.
func Spoken(sum []byte, language string) []string {
	words := FingerprintWords(language)
	spoken := make([]string, 0, SpokenBytes)
	for _, b := range sum[:min(len(sum), SpokenBytes)] {
		spoken = append(spoken, words[b])
	}
	return spoken
}
