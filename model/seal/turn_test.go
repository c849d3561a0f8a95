package seal

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"
)

// held puts derivations in the place of Argon2 that last until the test lets
// them go, and gives the keys that they made.
type held struct {
	begun chan Secret // the passphrase of each, when it begins
	end   chan struct{}
	made  chan Secret
	most  atomic.Int32 // at a time
	now   atomic.Int32
}

func hold(t *testing.T) *held {
	t.Helper()
	h := &held{begun: make(chan Secret, 9), end: make(chan struct{}), made: make(chan Secret, 9)}
	was := derived
	derived = func(_ Cost, pass Secret, _ []byte) Secret {
		h.most.Store(max(h.most.Load(), h.now.Add(1)))
		h.begun <- pass
		<-h.end
		key := Secret(bytes.Repeat([]byte{7}, keySize))
		h.made <- key
		h.now.Add(-1)
		return key
	}
	t.Cleanup(func() { TakeTurn()(); derived = was }) // none runs any more
	return h
}

// wiped says that a secret is wiped once the derivation has ended.
func wiped(t *testing.T, s Secret) {
	t.Helper()
	if TakeTurn()(); !bytes.Equal(s, make([]byte, len(s))) {
		t.Error("what nobody waits for is not wiped")
	}
}

func TestStopLeavesADerivationAtOnceAndItsKeyIsWiped(t *testing.T) {
	h, _ := made(t)
	d := hold(t)
	ctx, stop := context.WithCancel(t.Context())
	left := make(chan error)
	go func() { _, err := h.Unlock(ctx, pass); left <- err }()
	own := <-d.begun
	stop()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped with %v", err)
	}
	d.end <- struct{}{} // it comes after all
	key := <-d.made
	wiped(t, key)
	wiped(t, own)
}

func TestOneDerivationRunsAtATimeAlsoAnAbandonedOne(t *testing.T) {
	h, _ := made(t)
	d := hold(t)
	ctx, stop := context.WithCancel(t.Context())
	left := make(chan error)
	unlock := func(ctx context.Context) { _, err := h.Unlock(ctx, pass); left <- err }
	go unlock(ctx)
	<-d.begun
	stop()
	<-left
	again, stopAgain := context.WithCancel(t.Context())
	go unlock(again) // waits, and can be stopped as it waits
	stopAgain()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped with %v while it waited", err)
	}
	go unlock(t.Context())
	select {
	case <-d.begun:
		t.Fatal("two run at a time")
	case <-time.After(20 * time.Millisecond):
	}
	d.end <- struct{}{}
	<-d.begun
	d.end <- struct{}{}
	if err := <-left; !errors.Is(err, ErrWrongPassphrase) { // the key is a made-up one
		t.Fatal(err)
	}
	if n := d.most.Load(); n != 1 {
		t.Errorf("%d at a time", n)
	}
}

func TestDerivationsAreWatched(t *testing.T) {
	var began, ended []Cost
	ctx := WithWatch(t.Context(), func(c Cost) func(time.Duration) {
		began = append(began, c)
		return func(took time.Duration) {
			if took <= 0 {
				t.Errorf("it took %v", took)
			}
			ended = append(ended, c)
		}
	})
	h, k, err := New(ctx, pass, Floor, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Wipe()
	if _, err := h.Unlock(ctx, pass); err != nil {
		t.Fatal(err)
	}
	if len(began) != 2 || len(ended) != 2 || began[0] != Floor || ended[1] != Floor {
		t.Errorf("began %v, ended %v", began, ended)
	}
	hold(t)
	over, stop := context.WithCancel(ctx)
	stop()
	if _, err := h.Unlock(over, pass); !errors.Is(err, context.Canceled) || len(began) != 2 {
		t.Errorf("%v; %d began", err, len(began))
	}
	if _, err := Calibrate(over, time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("measured for nobody: %v", err)
	}
}

// unwrapping is an identity whose derivation the test holds.
type unwrapping struct {
	begun chan struct{}
	key   chan []byte
}

func (u unwrapping) Unwrap([]*age.Stanza) ([]byte, error) {
	u.begun <- struct{}{}
	return <-u.key, nil
}

func TestStopLeavesAParcelThatIsOpenedByAPassphrase(t *testing.T) {
	b := closeFor(t, cheap("six words", 4), []byte("inside"))
	giveBack := TakeTurn() // another derivation runs
	ctx, stop := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := readAll(ByPassphrase(Secret("six words")).Until(ctx), b)
		left <- err
	}()
	stop()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped with %v while it waited", err)
	}
	giveBack()
	ctx, stop = context.WithCancel(t.Context()) // and in the middle of it
	u, key := unwrapping{make(chan struct{}), make(chan []byte)}, bytes.Repeat([]byte{7}, 16)
	go func() { _, err := turned{ctx, u}.Unwrap(nil); left <- err }()
	<-u.begun
	stop()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped with %v", err)
	}
	if len(turn) != 1 {
		t.Error("the next one would run beside it")
	}
	u.key <- key // it comes after all
	wiped(t, key)
	if got, err := readAll(ByPassphrase(Secret("six words")).Until(t.Context()), b); err != nil || string(got) != "inside" {
		t.Errorf("afterwards: %q, %v", got, err)
	}
}

func TestStopLeavesAParcelThatIsClosedUnderAPassphrase(t *testing.T) {
	giveBack := TakeTurn()
	ctx, stop := context.WithCancel(t.Context())
	left := make(chan error)
	var b bytes.Buffer
	go func() {
		_, err := ForPassphrase(Secret("six words")).Close(ctx, &b)
		left <- err
	}()
	stop()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	giveBack()
	if TakeTurn()(); b.Len() != 0 {
		t.Error("something was written after the stop")
	}
	ctx, stop = context.WithCancel(t.Context()) // and in the middle of it
	go func() {
		_, err := ForPassphrase(Secret("six words")).Close(ctx, &b)
		left <- err
	}()
	for len(turn) == 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if TakeTurn()(); b.Len() != 0 {
		t.Error("something was written after the stop")
	}
}
