package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"plumbline/model/notebook"
)

func (c *ctl) eraseVerb() *cobra.Command {
	var name string
	verb := c.verb("erase", cobra.NoArgs, func(*cobra.Command, []string) error { return c.erase(name) })
	verb.Flags().StringVar(&name, "name", "", c.flag("erase_name"))
	return verb
}

// erase destroys the notebook's key, and then its files, once its name was typed. Its passphrase is not needed; where it
// is given, the backups that the notebook knows of are named.
func (c *ctl) erase(name string) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return c.at(dir, err)
	}
	want := filepath.Base(full)
	if name == "" {
		if name, err = c.askName(want); err != nil {
			return err
		}
	}
	if name != want {
		return c.fail(exitRefused, "ctl.another_name", "name", want)
	}
	known := c.knownBackups(full)
	show, end := c.progress("safety_screen.erasing")
	err = notebook.Erase(full, show)
	end()
	if err != nil {
		return c.at(dir, err)
	}
	return c.erased(full, known)
}

func (c *ctl) erased(dir string, known []notebook.BackupNote) error {
	paths := []string{}
	for _, b := range known {
		paths = append(paths, b.Path)
	}
	_, err := os.Lstat(dir)
	left := !errors.Is(err, os.ErrNotExist)
	defer c.note("ctl.erase_honest")
	if c.json {
		return c.print(struct {
			Erased     string   `json:"erased"`
			FolderLeft bool     `json:"folder_left"`
			Backups    []string `json:"backups"`
		}{dir, left, paths})
	}
	c.say("ctl.erased", "where", shown(dir))
	if left {
		c.say("ctl.erased_left", "where", shown(dir))
	}
	for _, p := range paths {
		c.say("ctl.erased_backup", "where", shown(p))
	}
	return nil
}

// knownBackups lists the backups that the notebook remembers, where its passphrase is given.
func (c *ctl) knownBackups(dir string) []notebook.BackupNote {
	pass, given, err := c.givenPassphrase()
	if err != nil || !given {
		return nil
	}
	n, err := notebook.Open(dir, pass, notebook.OpenOptions{ReadOnly: true, Now: c.now})
	if err != nil {
		return nil
	}
	defer n.Close()
	list, err := n.Backups()
	if err != nil {
		return nil
	}
	return list
}

// askName asks for the name on the terminal.
func (c *ctl) askName(want string) (string, error) {
	f, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", c.usage("ctl.erase_needs_name", "name", want)
	}
	io.WriteString(c.err, c.words.T("ctl.type_name", "name", want)+" ")
	line, err := bufio.NewReader(io.LimitReader(f, maxPassphrase)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", c.at(want, err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
