package main

import "syscall"

// undumpable forbids core dumps and other processes of the same user to read
// this one's memory (prctl PR_SET_DUMPABLE).
func undumpable() {
	const setDumpable = 4
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setDumpable, 0, 0)
}
