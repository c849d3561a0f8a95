package seal

import "golang.org/x/sys/unix"

// machineMemory is the machine's memory in bytes, 0 when it cannot be told.
func machineMemory() uint64 {
	var s unix.Sysinfo_t
	if unix.Sysinfo(&s) != nil {
		return 0
	}
	return uint64(s.Totalram) * uint64(s.Unit)
}
