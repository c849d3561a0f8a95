//go:build !windows && !darwin

package main

// desktopTellsLate says that the scheme of the desktop comes by message, some time after the start or never.
const desktopTellsLate = true
