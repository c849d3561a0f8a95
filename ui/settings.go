package ui

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// What the window remembers lies in clear in a file of the user's settings, so it is this list and nothing else: how
// the window looks and behaves, how fast this computer derives keys, and the path of the notebook opened last, which the
// file system shows anyway. Never what was open, searched or written.
const (
	keyLanguage = "language"
	keyScheme   = "theme"
	keyText     = "text_size"
	keyWidth    = "window_width"
	keyHeight   = "window_height"
	keyAutoLock = "auto_lock_minutes"
	keyNotebook = "notebook"
	keyRemind   = "backup_days"
	keyPace     = "key_pace"
)

// settings are what the window remembers.
type settings struct{ store *settingsFile }

// The choices of the safety screen. The first of each is what holds at first.
var (
	autoLockChoices = []int{5, 10, 15, 30, 60} // minutes
	textChoices     = []int{100, 115, 130, 150, 175, 200}
	remindChoices   = []int{7, 1, 3, 14, 30} // days
)

// language is the chosen language, at first that of the system.
func (s *settings) language() string {
	if l := s.store.text(keyLanguage); assets.Speaks(l) {
		return l
	}
	return assets.For(systemLanguage()).Language()
}

// systemLanguage is what the system asks for.
func systemLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return "en"
}

func (s *settings) setLanguage(l string) { s.store.setText(keyLanguage, l) }

func (s *settings) scheme() parts.Scheme {
	switch c := parts.Scheme(s.store.text(keyScheme)); c {
	case parts.SchemeLight, parts.SchemeDark:
		return c
	}
	return parts.SchemeSystem
}

func (s *settings) setScheme(c parts.Scheme) { s.store.setText(keyScheme, string(c)) }

// text is the size of text in hundredths.
func (s *settings) text() int { return s.choice(keyText, textChoices) }

// large says whether words are so large that rows made for one line need another way.
func (s *settings) large() bool { return s.text() > 130 }

func (s *settings) setText(n int) { s.store.setNumber(keyText, float64(n)) }

// autoLock is after how many minutes without a key or the mouse the notebook is locked.
func (s *settings) autoLock() int { return s.choice(keyAutoLock, autoLockChoices) }

func (s *settings) setAutoLock(n int) { s.store.setNumber(keyAutoLock, float64(n)) }

// remind is after how many days without a backup the status bar says so.
func (s *settings) remind() int { return s.choice(keyRemind, remindChoices) }

func (s *settings) setRemind(n int) { s.store.setNumber(keyRemind, float64(n)) }

// choice is a number of a list; a number that somebody wrote into the file does not count.
func (s *settings) choice(key string, choices []int) int {
	if n := int(s.store.number(key)); slices.Contains(choices, n) {
		return n
	}
	return choices[0]
}

// notebook is the path of the notebook opened last, or "".
func (s *settings) notebook() string { return s.store.text(keyNotebook) }

func (s *settings) setNotebook(path string) { s.store.setText(keyNotebook, path) }

// keyTime is about how long the derivation of a key of a cost takes here, by the last one; 0 before the first.
func (s *settings) keyTime(c seal.Cost) time.Duration {
	pace := int(s.store.number(keyPace))
	if pace <= 0 || pace > mostPace {
		return 0
	}
	return time.Duration(pace) * time.Duration(c.Time) * time.Duration(c.Memory>>10)
}

// setKeyTime notes how long one took: in nanoseconds for each pass over a mebibyte, whatever its cost was.
func (s *settings) setKeyTime(c seal.Cost, took time.Duration) {
	if work := time.Duration(c.Time) * time.Duration(c.Memory>>10); work > 0 {
		s.store.setNumber(keyPace, float64(min(max(int(took/work), 1), mostPace)))
	}
}

// mostPace bounds what is believed of a file that somebody may have written into: a tenth of a second for a mebibyte.
const mostPace = int(100 * time.Millisecond)

// mostSide bounds the window that a file asks for, in units.
const mostSide = 16_384

// size is the size of the window, never under the smallest.
func (s *settings) size() fyne.Size {
	w, h := cmp.Or(s.store.number(keyWidth), 1280), cmp.Or(s.store.number(keyHeight), 800)
	return fyne.NewSize(min(max(float32(w), leastWidth), mostSide), min(max(float32(h), leastHeight), mostSide))
}

func (s *settings) setSize(size fyne.Size) {
	s.store.set(map[string]any{keyWidth: float64(size.Width), keyHeight: float64(size.Height)})
}

func itoa(n int) string { return strconv.Itoa(n) }

// atoi reads a number of a choice; what is none is 0, which no choice has.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
