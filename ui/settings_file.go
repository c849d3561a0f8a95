package ui

import (
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"

	"plumbline/model/notebook"
)

// The toolkit's own preferences empty their file before they write it, and write it once more behind a program that is
// about to end: who locked at that moment lost the language and all else. This file is replaced as a whole, or stays.

// settingsFile keeps words and numbers by their names. Whoever sets one waits for no disk; flush does.
type settingsFile struct {
	path string // "" keeps them as long as the window
	fell func() // as of Start

	mu      sync.Mutex
	idle    *sync.Cond // nothing is being written
	values  map[string]any
	fresh   map[string]any // not in the file yet
	writing bool
}

// mostSettings bounds what is read of a file that somebody may have written, in bytes.
const mostSettings = 64 << 10

// openSettings reads the settings; a file that is missing, or is none of ours, holds none.
func openSettings(path string, fell func()) *settingsFile {
	f := &settingsFile{path: path, fell: fell, values: readSettings(path), fresh: map[string]any{}}
	f.idle = sync.NewCond(&f.mu)
	return f
}

func readSettings(path string) map[string]any {
	values := map[string]any{}
	if path == "" {
		return values
	}
	file, err := os.Open(path)
	if err != nil {
		return values
	}
	defer file.Close()
	if json.NewDecoder(io.LimitReader(file, mostSettings)).Decode(&values) != nil || values == nil {
		return map[string]any{}
	}
	return values
}

func (f *settingsFile) get(key string) any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.values[key]
}

// text is the words under a name, "" where there are none.
func (f *settingsFile) text(key string) string {
	s, _ := f.get(key).(string)
	return s
}

// number is the number under a name, 0 where there is none.
func (f *settingsFile) number(key string) float64 {
	n, _ := f.get(key).(float64) // as JSON has it
	return n
}

func (f *settingsFile) setText(key, s string) { f.set(map[string]any{key: s}) }

func (f *settingsFile) setNumber(key string, n float64) { f.set(map[string]any{key: n}) }

// set takes some on, and writes them behind.
func (f *settingsFile) set(some map[string]any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for key, v := range some {
		if f.values[key] != v {
			f.values[key], f.fresh[key] = v, v
		}
	}
	if f.path == "" || f.writing || len(f.fresh) == 0 {
		return
	}
	f.writing = true
	go f.write()
}

// write writes until the file holds all. What cannot be written is tried again with what is set next: the window does not
// fail for it.
func (f *settingsFile) write() {
	defer func() {
		if f.fell != nil && recover() != nil {
			f.fell()
		}
	}()
	f.mu.Lock()
	for len(f.fresh) > 0 {
		some := f.fresh
		f.fresh = map[string]any{}
		f.mu.Unlock()
		err := mergeSettings(f.path, some)
		f.mu.Lock()
		if err != nil {
			maps.Copy(some, f.fresh)
			f.fresh = some
			break
		}
	}
	f.writing = false
	f.idle.Broadcast()
	f.mu.Unlock()
}

// mergeSettings puts some into the file; what another window has written there stays.
func mergeSettings(path string, some map[string]any) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	all := readSettings(path)
	maps.Copy(all, some)
	return notebook.ReplaceFile(path, func(w io.Writer) error {
		encode := json.NewEncoder(w)
		encode.SetIndent("", "\t")
		return encode.Encode(all)
	})
}

// flush waits until what was set is in the file, or could not be written.
func (f *settingsFile) flush() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.writing {
		f.idle.Wait()
	}
}

// adopt takes over what an early version kept in the toolkit's preferences, and takes it out there. Where there is nothing,
// nothing is touched: the toolkit writes its file at each touch.
func (f *settingsFile) adopt(old fyne.Preferences) {
	some := map[string]any{}
	for _, key := range []string{keyLanguage, keyScheme, keyNotebook, lastFolder} {
		if s := old.String(key); s != "" {
			some[key] = s
			old.RemoveValue(key)
		}
	}
	for _, key := range []string{keyText, keyAutoLock, keyRemind, keyPace, keyWidth, keyHeight} {
		if n := old.Float(key); n != 0 {
			some[key] = n
			old.RemoveValue(key)
		}
	}
	maps.DeleteFunc(some, func(key string, _ any) bool { return key == lastFolder || f.get(key) != nil })
	f.set(some)
}
