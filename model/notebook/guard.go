package notebook

import (
	"fmt"
	"runtime/debug"
)

// guard runs f so that a memory fault or a panic in this goroutine becomes
// ErrDamaged. bbolt maps its file: one that is cut short under it faults, and
// a damaged tree panics. Neither reaches beyond the goroutine it happens in,
// so every goroutine that touches the map has a guard of its own.
func guard(f func() error) (err error) {
	old := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(old)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: fault while reading it", ErrDamaged)
		}
	}()
	return f()
}
