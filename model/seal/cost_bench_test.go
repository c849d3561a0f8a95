package seal

import (
	"runtime/debug"
	"testing"

	"golang.org/x/crypto/argon2"
)

// A derivation at the default cost, beside the same one over memory that the
// system has not given yet.
func BenchmarkDerive(b *testing.B) {
	pass, salt := Secret("how fast is this machine"), make([]byte, saltSize)
	b.Run("settled", func(b *testing.B) {
		for b.Loop() {
			Default.argon2id(pass, salt).Wipe()
		}
	})
	b.Run("fresh", func(b *testing.B) {
		for b.Loop() {
			argon2.IDKey(pass, salt, Default.Time, Default.Memory, Default.Lanes, keySize)
			debug.FreeOSMemory()
		}
	})
}
