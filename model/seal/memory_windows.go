package seal

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// memoryStatus is MEMORYSTATUSEX of kernel32.
type memoryStatus struct {
	length, load             uint32
	total, free              uint64
	totalPage, freePage      uint64
	totalVirtual, freeVirtal uint64
	freeExtended             uint64
}

// machineMemory is the machine's memory in bytes, 0 when it cannot be told.
func machineMemory() uint64 {
	var s memoryStatus
	s.length = uint32(unsafe.Sizeof(s))
	ask := windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")
	if ok, _, _ := ask.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return 0
	}
	return s.total
}
