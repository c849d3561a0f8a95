//go:build !cgo || ci

package main

// freeScreen is zero: without C there is no screen, and no window on it.
func freeScreen() (width, height int) { return 0, 0 }
