package parts

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"plumbline/assets"
)

// The bar of what is awaited only goes on, and never says that it is done.
func TestWhatIsAwaitedIsNeverDone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.Float64Range(0, 1e6).Draw(t, "x"), rapid.Float64Range(0, 1e6).Draw(t, "y")
		if a, b := near(min(x, y)), near(max(x, y)); a > b || a < 0 || b >= 1 {
			t.Errorf("%v at %v, %v at %v", a, min(x, y), b, max(x, y))
		}
	})
}

// Where nothing is known a quarter moves; what is foreseen anew does not take the bar back.
func TestTheBarOfWhatIsAwaited(t *testing.T) {
	p := NewProgress(Look{Words: assets.For("en")}, "Opening", "calm", nil)
	p.Await(time.Second, 0, "slow")
	if p.bar.from <= 0 || p.bar.share != 0.25 {
		t.Errorf("a quarter stands at %v of %v", p.bar.from, p.bar.share)
	}
	p.Await(time.Second, 4*time.Second, "slow")
	p.Await(time.Second, 40*time.Second, "slow")
	if p.bar.from != 0 || p.bar.share != 0.225 {
		t.Errorf("from %v, %v long", p.bar.from, p.bar.share)
	}
}
