//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpu is the processor's time that this process has spent.
func cpu() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
