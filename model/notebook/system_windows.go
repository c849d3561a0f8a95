package notebook

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"
)

var kernel32 = syscall.NewLazyDLL("kernel32.dll")

const driveRemote = 4

func onNetwork(dir string) bool {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) {
		return true
	}
	root, err := syscall.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return false
	}
	kind, _, _ := kernel32.NewProc("GetDriveTypeW").Call(uintptr(unsafe.Pointer(root)))
	return kind == driveRemote
}

// freeRoom is how many bytes the user may still write where dir lies.
func freeRoom(dir string) (uint64, bool) {
	path, err := syscall.UTF16PtrFromString(dir)
	if err != nil {
		return 0, false
	}
	var free uint64
	ok, _, _ := kernel32.NewProc("GetDiskFreeSpaceExW").Call(uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(&free)), 0, 0)
	return free, ok != 0
}

// Codes of winerror.h.
const (
	errWriteProtect = syscall.Errno(19)
	errHandleFull   = syscall.Errno(39)
	errDiskFull     = syscall.Errno(112)
)

func isReadOnly(err error) bool { return errors.Is(err, errWriteProtect) }

func isFull(err error) bool { return errors.Is(err, errDiskFull) || errors.Is(err, errHandleFull) }

// leavePages does nothing: what is mapped from a file is not counted as the program's here.
func leavePages(uintptr, int) {}
