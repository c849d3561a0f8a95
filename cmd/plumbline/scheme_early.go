//go:build windows || darwin

package main

// desktopTellsLate says that the scheme of the desktop comes by message; here the toolkit asks for it at the start.
const desktopTellsLate = false
