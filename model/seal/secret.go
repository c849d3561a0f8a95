package seal

import (
	"fmt"
	"io"

	"golang.org/x/text/unicode/norm"
)

// Secret is bytes that must not be printed and are wiped after use.
type Secret []byte

// Wipe overwrites the secret. Copies that the runtime made while growing a
// stack are out of reach; only ending the process clears those.
func (s Secret) Wipe() { clear(s) }

// String hides the secret from every printing verb but %x, see Format.
func (s Secret) String() string { return "(secret)" }

// Format hides the secret from every printing verb.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, "(secret)") }

const maxPassphrase = 4096

// Passphrase brings what a person typed to one form (Unicode NFKC), so that
// two keyboards that compose й or أ differently open the same notebook. It
// refuses an empty passphrase and one beyond 4 KiB. Its strength is for the
// caller to judge.
func Passphrase(typed []byte) (Secret, error) {
	if len(typed) == 0 || len(typed) > maxPassphrase {
		return nil, ErrPassphrase
	}
	return Secret(norm.NFKC.Append(make([]byte, 0, 2*len(typed)), typed...)), nil
}
