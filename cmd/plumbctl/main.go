// Command plumbctl does the work of Plumbline without a window: for the scripts
// of coordinators, for machines without a screen, and for tests. One file holds
// one verb; exit.go says which failure gives which exit code; door.go opens a
// notebook; output.go prints.
//
// Never here: a rule about records (model), a byte of the notebook
// (model/notebook), a sentence (assets/words). Other people's scripts depend on
// names, texts and codes: a change to them goes into CHANGELOG.md.
//
// Read first: newRoot, which lists the verbs; ctl.done, which turns an error into
// one line and an exit code; and recording.read in record.go.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"plumbline/assets"
	"plumbline/model/seal"
)

// cost is what a guess at a new notebook's passphrase costs. The zero cost is
// measured for about a second on the machine; tests set the least one.
var cost seal.Cost

// ctl is one run of the program.
type ctl struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	words    assets.Words
	now      func() time.Time

	language       string // the flags that every verb has
	notebook       string
	passphraseFile string
	json           bool
}

func main() { os.Exit(run()) }

// run does what the arguments ask for and gives the exit code.
func run() int {
	if code, ran := runChild(); ran {
		return code
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &ctl{ctx: ctx, in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now}
	c.words = assets.For(wanted(os.Args[1:]))
	root := newRoot(c)
	root.SetArgs(os.Args[1:])
	verb, err := root.ExecuteC()
	return c.done(verb, err)
}
