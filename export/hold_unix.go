//go:build unix

package export

import (
	"os"
	"syscall"
)

// heldByName says that an open file cannot be removed.
const heldByName = false

// hold keeps a file for this process while it is open; false when another holds it, or nothing can be held there.
func hold(f *os.File) bool { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil }
