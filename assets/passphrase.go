package assets

import "strings"

// PassphraseWords returns the 7,776 English words from which a passphrase is
// suggested, each once, in alphabetical order: six of them drawn at random
// are worth 77 bits. The list is the EFF's; passphrase/NOTICE names its licence.
func PassphraseWords() []string {
	return strings.Fields(string(read("passphrase/words.txt")))
}
