package ui

import (
	"crypto/rand"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go"

	"plumbline/assets"
	"plumbline/ui/parts"
)

// A passphrase guards everything, so a weak one is refused: 60 bits at least, as estimated from words, names, dates and
// keyboard walks. Six words drawn at random from the list are worth 77.
const (
	leastBits  = 60
	fairBits   = 40
	strongBits = 75
	drawn      = 6 // words of a suggestion
)

// judged is how much of a passphrase is estimated: the estimate takes long for long ones, and more only helps.
const judged = 100

// strength is how hard a passphrase is to guess, in bits.
type strength float64

// strengthOf estimates a passphrase. It takes milliseconds, the first time longer: not for the UI thread.
func strengthOf(pass string) strength {
	if utf8.RuneCountInString(pass) > judged {
		pass = string([]rune(pass)[:judged])
	}
	return strength(zxcvbn.PasswordStrength(pass, []string{"plumbline"}).Entropy)
}

// enough says whether a notebook may be closed with it.
func (s strength) enough() bool { return s >= leastBits }

// bars is how many of four bars are full.
func (s strength) bars() int {
	switch {
	case s >= strongBits:
		return 4
	case s >= leastBits:
		return 3
	case s >= fairBits:
		return 2
	case s > 0:
		return 1
	}
	return 0
}

// said is the strength in words.
func (s strength) said(k parts.Look) string {
	switch s.bars() {
	case 4:
		return k.T("unlock.very_strong")
	case 3:
		return k.T("unlock.strong")
	case 2:
		return k.T("unlock.fair")
	}
	return k.T("unlock.weak")
}

// suggestion draws six words, each with the same chance.
func suggestion() (string, error) {
	words := assets.PassphraseWords()
	n := big.NewInt(int64(len(words)))
	chosen := make([]string, drawn)
	for i := range chosen {
		at, err := rand.Int(rand.Reader, n)
		if err != nil {
			return "", err
		}
		chosen[i] = words[at.Int64()]
	}
	return strings.Join(chosen, " "), nil
}
