//go:build unix

package main

import (
	"os"
	"runtime/debug"
	"syscall"
)

// harden keeps memory out of crash files: no dump, no traceback of values.
func harden() {
	debug.SetTraceback("none")
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	undumpable()
}

// again replaces this process by a new one that asks for the passphrase. It
// returns only when it failed.
func again(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(self, append([]string{os.Args[0]}, args...), quietly(os.Environ()))
}
