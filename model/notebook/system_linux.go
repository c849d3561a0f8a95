package notebook

import (
	"errors"
	"syscall"
)

// networks are the numbers by which Linux knows network file systems
// (statfs(2)): NFS, SMB, SMB2, CIFS, AFS, Coda, NCP, Ceph.
var networks = []uint32{0x6969, 0x517B, 0xFE534D42, 0xFF534D42, 0x5346414F, 0x73757245, 0x564C, 0x00C36400}

func onNetwork(dir string) bool {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return false
	}
	for _, n := range networks {
		if uint32(s.Type) == n {
			return true
		}
	}
	return false
}

// freeRoom is how many bytes the user may still write where dir lies.
func freeRoom(dir string) (uint64, bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// leavePages says that mapped memory is not needed for now. What is written in the
// file stays what it is: the next look reads it again.
func leavePages(at uintptr, size int) {
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, at, uintptr(size), syscall.MADV_DONTNEED)
}
