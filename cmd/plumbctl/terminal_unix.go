//go:build !windows

package main

// terminal is the terminal that the program was started from.
const terminal = "/dev/tty"
