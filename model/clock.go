package model

import "time"

// Clock is a hybrid logical clock stamp: 48 bits of Unix milliseconds, then 16
// bits of count. It orders the screen and never drops anything.
type Clock uint64

// maxLead is how far ahead of the wall a stamp may pull the clock.
const maxLead = 24 * time.Hour

// ClockAt is the first stamp of a moment; moments before 1970 give zero.
func ClockAt(t time.Time) Clock {
	ms := t.UnixMilli()
	if ms < 0 {
		return 0
	}
	return Clock(uint64(ms)&(1<<48-1)) << 16
}

// Time is the wall-clock part of the stamp, in UTC, for showing.
func (c Clock) Time() time.Time { return time.UnixMilli(int64(c >> 16)).UTC() }

// Tick gives the next stamp after c at the moment now. It never goes back.
func (c Clock) Tick(now time.Time) Clock { return max(c+1, ClockAt(now)) }

// Seen moves the clock past a stamp from elsewhere. A stamp more than 24 hours
// ahead of now is not believed: a lying clock must not drag ours along.
func (c Clock) Seen(other Clock, now time.Time) Clock {
	if other > ClockAt(now.Add(maxLead)) {
		return c
	}
	return max(c, other)
}
