package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestSettingsAreInTheFileBeforeTheProgramEnds(t *testing.T) {
	b := newBench(t, "kk", "")
	b.w.prefs.setText(130)
	b.w.prefs.setSize(fyne.NewSize(1100, 700))
	b.w.shut()
	s := settings{openSettings(b.settings(), nil)}
	if s.language() != "kk" || s.text() != 130 || s.size() != fyne.NewSize(1100, 700) {
		t.Errorf("kept: %v", s.store.values)
	}
	info, err := os.Stat(b.settings())
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v %v", info, err)
	}
}

// Whoever reads meets the settings of before or of after, and never half of them.
func TestSettingsAreWholeAtEveryMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plumbline", "settings.json")
	f := openSettings(path, nil)
	f.setText(keyLanguage, "ar")
	f.flush()
	var writes sync.WaitGroup
	writes.Go(func() {
		for n := range 100 {
			f.setText(keyNotebook, strings.Repeat(fmt.Sprint(n), 1000))
			f.flush()
		}
	})
	ended := make(chan struct{})
	go func() { writes.Wait(); close(ended) }()
	for {
		if got := openSettings(path, nil).text(keyLanguage); got != "ar" {
			t.Fatalf("a reader met the language %q", got)
		}
		select {
		case <-ended:
			return
		default:
		}
	}
}

func TestTwoWindowsKeepEachOthersSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	one, two := openSettings(path, nil), openSettings(path, nil)
	one.setText(keyLanguage, "ru")
	one.flush()
	two.setNumber(keyText, 150)
	two.flush()
	if f := openSettings(path, nil); f.text(keyLanguage) != "ru" || f.number(keyText) != 150 {
		t.Errorf("kept: %v", f.values)
	}
}

func TestSettingsThatCannotBeKeptHoldForTheWindow(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "settings", "settings.json")
	if err := os.WriteFile(filepath.Dir(path), nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	f := openSettings(path, nil)
	f.setText(keyLanguage, "kk")
	f.flush()
	if f.text(keyLanguage) != "kk" {
		t.Error("not even for the window")
	}
	if err := os.Remove(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	f.setNumber(keyText, 115)
	f.flush()
	if again := openSettings(path, nil); again.text(keyLanguage) != "kk" || again.number(keyText) != 115 {
		t.Errorf("what could not be written was not tried again: %v", again.values)
	}
}

func TestAFileOfSettingsIsNotBelieved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	for _, text := range []string{"", "null", "[]", "{", `{"language": 5, "text_size": "large", "window_width": 1e300, "key_pace": 1e300, "notebook": {"a": []}}`,
		`{"language":"` + strings.Repeat("x", 1<<20) + `"}`, strings.Repeat(`{"a":`, 20_000)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := settings{openSettings(path, nil)}
		if s.language() == "" || s.text() != 100 || s.notebook() != "" || s.size().Width > mostSide || s.keyTime(floorCost) != 0 {
			t.Errorf("%.60s: %v", text, s.store.values)
		}
		s.setLanguage("ar")
		s.store.flush()
		if again := (&settings{openSettings(path, nil)}); again.language() != "ar" {
			t.Errorf("%.60s: nothing can be kept any more", text)
		}
	}
}

func TestSettingsOfAnEarlierVersionAreTakenOverAndOut(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	a := test.NewTempApp(t)
	a.Preferences().SetString(lastFolder, "/media/monitor/interviews")
	a.Preferences().SetString(keyNotebook, "/home/monitor/KZ21")
	a.Preferences().SetString(keyLanguage, "ar")
	a.Preferences().SetInt(keyText, 130)
	b := &bench{t: t, home: t.TempDir()}
	b.open(a, "")
	t.Cleanup(b.close)
	if p := b.w.prefs; p.language() != "ar" || p.text() != 130 || p.notebook() != "/home/monitor/KZ21" {
		t.Errorf("taken over: %v", p.store.values)
	}
	for _, key := range []string{lastFolder, keyNotebook, keyLanguage} {
		if kept := a.Preferences().String(key); kept != "" {
			t.Errorf("%s is still there: %s", key, kept)
		}
	}
}
