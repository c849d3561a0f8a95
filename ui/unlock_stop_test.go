package ui

import (
	"crypto/rand"
	"io"
	"os"
	"slices"
	"sync"
	"testing"
)

// gate is a source of randomness that waits, after so many readings, until it is opened.
type gate struct {
	mu     sync.Mutex
	after  int
	waits  chan struct{} // closed when it waits
	opened chan struct{}
}

func newGate(after int) *gate {
	return &gate{after: after, waits: make(chan struct{}), opened: make(chan struct{})}
}

func (g *gate) Read(p []byte) (int, error) {
	g.mu.Lock()
	g.after--
	now := g.after == -1
	g.mu.Unlock()
	if now {
		close(g.waits)
		<-g.opened
	}
	return io.ReadFull(rand.Reader, p)
}

// making begins to make a notebook, or the sample, and waits until its progress is seen.
func (b *bench) making(tab, readings int) *gate {
	b.t.Helper()
	g := newGate(readings)
	b.w.start.Create.Rand = g
	b.w.unlock.choose(tab)
	if tab == tabTry {
		b.tap(b.say("actions.try_with_sample"))
	} else {
		b.w.unlock.pass.Entry.SetText(testPass)
		b.w.unlock.again.Entry.SetText(testPass)
		b.tap(b.say("unlock.create_notebook"))
	}
	b.until("the gate", func() bool {
		select {
		case <-g.waits:
			return true
		default:
			return false
		}
	})
	b.until("its progress", func() bool { return b.w.sheets == 1 })
	return g
}

// atHome is what lies in the home of who works here, but for the settings of the program.
func (b *bench) atHome() ([]os.DirEntry, error) {
	list, err := os.ReadDir(b.home)
	return slices.DeleteFunc(list, func(e os.DirEntry) bool { return e.Name() == ".config" }), err
}

// TestMakingANotebookIsSeenAndStoppedWithNothingLeft stops making early, and when the files are there.
func TestMakingANotebookIsSeenAndStoppedWithNothingLeft(t *testing.T) {
	for _, c := range []struct {
		what          string
		tab, readings int
	}{{"the key", tabCreate, 0}, {"the files", tabCreate, 40}, {"the sample", tabTry, 400}} {
		b := newBench(t, "en", "")
		g := b.making(c.tab, c.readings)
		b.sees(b.say("unlock.making"))
		b.sees(b.say("window.nothing_half_written"))
		b.tap(b.say("actions.stop"))
		close(g.opened)
		b.until("the screen again", func() bool { return !b.w.unlock.working && b.w.sheets == 0 })
		if list, err := b.atHome(); err != nil || len(list) > 0 {
			t.Errorf("stopped while %s was made: %v %v is left", c.what, list, err)
		}
		if b.w.desk != nil || b.shows(b.say("unlock.not_created")) {
			t.Error("stopping is told as a failure, or it went on")
		}
		if c.tab == tabCreate && b.w.unlock.pass.Text() != testPass {
			t.Error("what was typed is gone")
		}
		b.w.start.Create.Rand = nil // and it can be made after all
		b.pass = testPass
		if c.tab == tabTry {
			b.pass = samplePassphrase
		}
		b.w.unlock.act.Act()
		b.until("the plan", func() bool { return b.w.desk != nil })
	}
}

// TestMakingANotebookThatFailsLeavesNothing fills the place where it would lie.
func TestMakingANotebookThatFailsLeavesNothing(t *testing.T) {
	b := newBench(t, "en", "")
	b.w.start.Create.MaxSize = 1 // of the store: no room
	b.w.unlock.choose(tabTry)
	b.tap(b.say("actions.try_with_sample"))
	b.sees(b.say("trouble.full"))
	if list, err := b.atHome(); err != nil || len(list) > 0 {
		t.Errorf("%v %v is left", list, err)
	}
}
