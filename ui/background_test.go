package ui

import (
	"runtime"
	"testing"
)

// A fault of the program's own ends it by fell, wherever it is, and what it says of itself goes nowhere.
func TestAFaultInAJobEndsTheProgramQuietly(t *testing.T) {
	fallen := make(chan struct{}, 3)
	b := newBackground(func(f func()) { f() })
	b.fell = func() { fallen <- struct{}{}; runtime.Goexit() } // as os.Exit, nothing comes after it
	fault := func() error { panic("a name") }
	b.start(fault, func(error) { t.Error("a job that fell is done") })
	<-fallen
	b.queue(fault, func(error) { t.Error("a job that fell is done") })
	<-fallen
	b.after(0, func() { _ = fault() })
	<-fallen
}

// Once the window ends, nothing is handed to the toolkit any more.
func TestNothingComesBackToAWindowThatEnded(t *testing.T) {
	handed := 0
	b := newBackground(func(f func()) { handed++; f() })
	b.shut()
	b.back(func() { t.Error("something came back") })
	b.start(func() error { t.Error("something began"); return nil }, func(error) {})
	if handed > 0 {
		t.Error("something was handed over")
	}
}
