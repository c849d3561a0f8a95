//go:build unix && !linux

package main

// undumpable is for Linux; elsewhere the limit on core files holds.
func undumpable() {}
