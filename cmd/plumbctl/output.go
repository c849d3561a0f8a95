package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
)

// say prints a line of words.
func (c *ctl) say(key string, args ...any) { fmt.Fprintln(c.out, c.words.T(key, args...)) }

// note prints a message that is not the result.
func (c *ctl) note(key string, args ...any) { fmt.Fprintln(c.err, c.words.T(key, args...)) }

// print prints one JSON document on a line.
func (c *ctl) print(document any) error {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(document)
}

// names are how records and authors are called in JSON.
func names(n *notebook.Notebook) model.Names {
	return model.Names{Record: n.Ref, Author: func(k model.Key) string {
		if k.IsZero() {
			return ""
		}
		return k.String()
	}}
}

// printView prints a record as one line of JSON.
func (c *ctl) printView(n *notebook.Notebook, v model.View) error {
	line, err := model.WriteJSON(v, names(n))
	if err != nil {
		return err
	}
	_, err = c.out.Write(append(line, '\n'))
	return err
}

// progress shows how far a long work is, on a terminal only. The second function
// wipes it away.
func (c *ctl) progress(key string) (show func(done, total int), end func()) {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(int, int) {}, func() {}
	}
	var last time.Time
	show = func(done, total int) {
		if now := time.Now(); total > 0 && now.Sub(last) > 100*time.Millisecond {
			last = now
			fmt.Fprintf(f, "\r\x1b[K%s %s", c.words.T(key), c.words.Percent(float64(done)/float64(total), 0))
		}
	}
	return show, func() {
		if !last.IsZero() {
			fmt.Fprint(f, "\r\x1b[K")
		}
	}
}

// save writes a file whole or not at all. Without force a file that is there stays, also one that appears meanwhile.
func (c *ctl) save(path string, force bool, write func(io.Writer) error) error {
	if err := c.mayWrite(path, force); err != nil {
		return err
	}
	_, _, err := export.Save(path, force, write)
	return c.at(path, err)
}

// mayWrite refuses a path that cannot be written, before the work begins.
func (c *ctl) mayWrite(path string, force bool) error {
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.IsDir():
		return c.fail(exitFailed, "ctl.is_folder", "where", shown(path))
	case err == nil && !force:
		return c.at(path, fs.ErrExist)
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return c.at(filepath.Dir(path), err)
	}
	return nil
}
