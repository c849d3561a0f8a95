package main

import (
	"os"
	"os/exec"
	"runtime/debug"
)

// harden keeps values out of tracebacks.
func harden() { debug.SetTraceback("none") }

// again begins a new process that asks for the passphrase; this one then ends.
func again(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	next := exec.Command(self, args...)
	next.Env = quietly(os.Environ())
	return next.Start()
}
