//go:build bench && linux && !e2e

package main

import (
	"os"
	"time"

	"plumbline/ui"
)

// This build, never a released one, opens the notebook of the command line with the passphrase of
// PLUMBLINE_PASSPHRASE, prints the figures of the window, and ends: make bench-window.

var began = time.Now()

func inspect(w *ui.Window) { w.Measure(began, os.Getenv("PLUMBLINE_PASSPHRASE"), os.Stdout) }
