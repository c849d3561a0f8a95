package seal

import (
	"bytes"
	"context"
	"time"
)

// A derivation is costly on purpose and cannot be interrupted. So that nobody
// has to wait for it who no longer wants it:
//
//  1. it runs in a goroutine of its own; when its context ends, the caller goes
//     on at once, and the key is wiped when it comes;
//  2. one runs at a time in the whole program, also one that nobody waits for
//     any more: each takes as much memory as an old laptop can spare;
//  3. whoever shows it hears when it begins, what it costs, and how long it took.

// turn is held by the derivation that runs.
var turn = make(chan struct{}, 1)

type watchKey struct{}

// Watch hears, in the goroutine of the caller, that a derivation of a cost
// begins (the zero Cost: the cost is measured first); what it gives hears how long that took, and nothing when the caller
// left before its end.
type Watch func(c Cost) (ended func(took time.Duration))

// WithWatch gives a context of which w hears every derivation.
func WithWatch(ctx context.Context, w Watch) context.Context {
	return context.WithValue(ctx, watchKey{}, w)
}

// watched tells the context's Watch, where it has one.
func watched(ctx context.Context, c Cost) (ended func(took time.Duration)) {
	if w, ok := ctx.Value(watchKey{}).(Watch); ok {
		return w(c)
	}
	return func(time.Duration) {}
}

// derive makes the key, or gives the error of the context once it has ended.
func (c Cost) derive(ctx context.Context, pass Secret, salt []byte) (Secret, error) {
	if err := takeTurn(ctx); err != nil {
		return nil, err
	}
	ended, began := watched(ctx, c), time.Now()
	own, salt := Secret(bytes.Clone(pass)), bytes.Clone(salt)
	key, err := inTurn(ctx, func() (Secret, error) {
		defer own.Wipe()
		return derived(c, own, salt), nil
	})
	if err == nil {
		ended(time.Since(began))
	}
	return key, err
}

// inTurn makes a key in the turn that was taken, and gives it back. It gives the error
// of the context once that has ended; what comes later is wiped.
func inTurn(ctx context.Context, derive func() (Secret, error)) (Secret, error) {
	type result struct {
		key Secret
		err error
	}
	made := make(chan result)
	go func() {
		defer func() { <-turn }()
		key, err := derive()
		select {
		case made <- result{key, err}:
		case <-ctx.Done():
			key.Wipe()
		}
	}()
	select {
	case r := <-made:
		return r.key, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// takeTurn waits until no derivation runs, or gives the error of the context.
func takeTurn(ctx context.Context) error {
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := ctx.Err(); err != nil { // both came at once
		<-turn
		return err
	}
	return nil
}

// derived is the derivation itself; tests put one in its place that they can hold.
var derived = Cost.argon2id

// TakeTurn keeps derivations waiting until it is given back, as another one
// does: for tests of those who wait.
func TakeTurn() (giveBack func()) {
	turn <- struct{}{}
	return func() { <-turn }
}
