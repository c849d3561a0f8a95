package seal

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/crypto/argon2"
)

// Cost is what one guess at a passphrase costs: Argon2id version 1.3 (RFC
// 9106) with Time passes over Memory KiB in Lanes lanes.
type Cost struct {
	Time   uint32
	Memory uint32 // KiB
	Lanes  uint8
}

// The limits of a cost. A header below Floor is a downgrade, one above Ceiling
// would stop the machine; both are refused before any work.
var (
	Floor   = Cost{Time: 3, Memory: 64 << 10, Lanes: 4}
	Default = Cost{Time: 3, Memory: 256 << 10, Lanes: 4}
	Ceiling = Cost{Time: 16, Memory: 1 << 20, Lanes: 4}
)

// Check refuses a cost outside Floor and Ceiling with ErrKDF.
func (c Cost) Check() error {
	if c.Time < Floor.Time || c.Time > Ceiling.Time || c.Memory < Floor.Memory || c.Memory > Ceiling.Memory || c.Lanes != Floor.Lanes {
		return ErrKDF
	}
	return nil
}

// argon2id makes the key. The memory that it filled goes back to the system at
// once: the notebook is read next, and an old laptop should not hold both.
func (c Cost) argon2id(pass Secret, salt []byte) Secret {
	defer debug.FreeOSMemory()
	c.settle()
	return argon2.IDKey(pass, salt, c.Time, c.Memory, c.Lanes, keySize)
}

// settle has the system give the memory for a derivation before it is used.
// Argon2 reads every page before it first writes it, and a fresh page that is
// read first is mapped twice, the second time with a word to every other
// processor: more than a third of the time of a guess, and none of it work that
// a thief would have to do. See BenchmarkDerive.
func (c Cost) settle() {
	room := make([]byte, int(c.Memory)<<10)
	for i := 0; i < len(room); i += os.Getpagesize() {
		room[i] = 1
	}
	runtime.GC() // room is free for what comes next, and not given back yet
}

// Calibrate finds the cost at which one guess takes about as long as target
// on this machine: passes first, at Default's memory, then memory, up to a
// quarter of what the machine has and 1 GiB. Passes come first because the
// memory counts against the program on the laptop that must open the notebook
// next year. It is never below Default, or below Floor where memory is short.
// It takes a fraction of target itself. The error is that of the context, whose
// Watch hears of it as of one derivation at the zero Cost.
func Calibrate(ctx context.Context, target time.Duration) (Cost, error) {
	var failed error
	ended, began := watched(ctx, Cost{}), time.Now()
	cost := calibrate(target, machineMemory()>>10, func(c Cost) (took time.Duration) {
		inner := WithWatch(ctx, func(Cost) func(time.Duration) {
			return func(d time.Duration) { took = d }
		})
		key, err := c.derive(inner, Secret("how fast is this machine"), make([]byte, saltSize))
		if err != nil {
			failed = err
			return 0
		}
		key.Wipe()
		return took
	})
	if failed != nil {
		return Cost{}, failed
	}
	ended(time.Since(began))
	return cost, nil
}

func calibrate(target time.Duration, machineKiB uint64, measure func(Cost) time.Duration) Cost {
	room := uint64(Default.Memory)
	if machineKiB > 0 {
		room = min(max(machineKiB/4, uint64(Floor.Memory)), uint64(Ceiling.Memory))
	}
	once := max(min(measure(Floor), measure(Floor)), time.Microsecond)
	work := float64(target) / float64(once) * float64(Floor.Memory) // KiB at three passes
	c := Floor
	most := work * float64(Floor.Time) / float64(Ceiling.Time) // KiB at the most passes
	c.Memory = uint32(min(max(most, float64(Default.Memory)), float64(room))) &^ 1023
	passes := work / float64(c.Memory) * float64(Floor.Time)
	c.Time = uint32(min(max(passes, float64(Floor.Time)), float64(Ceiling.Time)))
	return c
}

// String says the cost as one writes it: t=3 m=256MiB p=4.
func (c Cost) String() string {
	return fmt.Sprintf("t=%d m=%dMiB p=%d", c.Time, c.Memory>>10, c.Lanes)
}
