package main

import (
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

// themeVariable names the scheme that the toolkit starts with.
const themeVariable = "FYNE_THEME"

// newApp makes the application, light until the desktop says otherwise. Many desktops never say, and the toolkit takes
// them for dark. The variable is read once here and again when the window runs: taken away in between, it rules the
// start and leaves the toolkit listening to the desktop. On systems that the toolkit can ask, it is told at once.
func newApp() fyne.App {
	if os.Getenv(themeVariable) == "" && desktopTellsLate {
		os.Setenv(themeVariable, "light")
		defer os.Unsetenv(themeVariable)
	}
	return app.NewWithID(id)
}
