package main

import (
	"os"
	"testing"

	"fyne.io/fyne/v2/theme"
)

func TestTheWindowStartsLightUntilTheDesktopSaysOtherwise(t *testing.T) {
	if !desktopTellsLate {
		t.Skip("the system is asked at the start")
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	t.Setenv(themeVariable, "")
	if got := newApp().Settings().ThemeVariant(); got != theme.VariantLight {
		t.Errorf("starts with variant %v", got)
	}
	if said := os.Getenv(themeVariable); said != "" {
		t.Errorf("the toolkit would no longer listen to the desktop: %s=%s", themeVariable, said)
	}
	t.Setenv(themeVariable, "dark")
	if got := newApp().Settings().ThemeVariant(); got != theme.VariantDark {
		t.Errorf("what was asked for was not heard: %v", got)
	}
}
