package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"plumbline/model/notebook"
)

// bbolt's own check trusts the pages that it reads, so a damaged file may make it
// panic in a goroutine of its own, or never end. It runs in a child, which is this
// program again, told by the environment what to do.

// childFolder names the notebook whose structure a child is to check.
const childFolder = "PLUMBCTL_CHECK_STRUCTURE"

// patience is how long the child may take; a large notebook takes seconds.
const patience = 30 * time.Second

// runChild does a child's work where this process is one.
func runChild() (code int, ran bool) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return 0, false
	}
	err := notebook.Structure(dir)
	switch {
	case err == nil:
		return exitDone, true
	case errors.Is(err, notebook.ErrInUse):
		return exitInUse, true
	}
	fmt.Fprintln(os.Stderr, shown(err.Error()))
	return exitDamaged, true
}

// structure lets a child check the structure of the store. A notebook that somebody
// opened meanwhile is not damaged: its structure is left unchecked.
func (c *ctl) structure(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return nil // the pages were checked by ourselves; there is no second opinion
	}
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	child := exec.CommandContext(ctx, self)
	child.Args = []string{os.Args[0]}
	child.Env = append(os.Environ(), childFolder+"="+dir)
	said := &opening{}
	child.Stderr = said
	err = child.Run()
	var ended *exec.ExitError
	switch {
	case err == nil:
		return nil
	case c.ctx.Err() != nil:
		return c.ctx.Err()
	case ctx.Err() != nil:
		return errors.New("the structure of the store could not be checked in time")
	case errors.As(err, &ended) && ended.ExitCode() == exitInUse:
		return nil
	case errors.As(err, &ended) && ended.ExitCode() == exitDamaged:
		return errors.New(said.String())
	case errors.As(err, &ended):
		return errors.New("the check of the structure did not survive what it read")
	}
	return nil // it could not be started
}

// opening keeps the beginning of what a child says.
type opening struct{ kept []byte }

func (t *opening) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p[:min(len(p), 2000-len(t.kept))]...)
	return len(p), nil
}

func (t *opening) String() string { return shown(string(t.kept)) }
