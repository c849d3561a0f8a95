package parts_test

import (
	"testing"
	"time"

	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

func TestProgressAwaitsWhatCannotBeCounted(t *testing.T) {
	k := in(t, "en")
	p := NewProgress(k, "Opening", "calm", func() {})
	w := shown(t, p)
	says := func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == text })
		}
	}
	p.Await(time.Second, 0, "slow")
	says("Opening", "Working out how much is left", "slow")
	p.Await(time.Second, 4*time.Second, "slow")
	says("A few seconds left")
	p.Await(time.Second, 40*time.Second, "slow")
	says("Less than a minute left")
	p.Await(50*time.Second, 40*time.Second, "slow")
	says("It takes a little longer than last time")
	p.Set(1, 4)
	says("Opening: 1 of 4", "25%", "calm")
	p.SetShare(3, 4)
	says("Opening", "75%")
	p.TooLate("too late")
	p.Set(4, 4)
	says("Opening: 4 of 4", "too late")
	same(t, "stopping", p.Stopping(), true)
}
