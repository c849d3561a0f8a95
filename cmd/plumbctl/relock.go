package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"plumbline/model/notebook"
	"plumbline/model/seal"
)

func (c *ctl) passphraseVerb() *cobra.Command {
	var file string
	verb := c.verb("passphrase", cobra.NoArgs, func(*cobra.Command, []string) error { return c.changePassphrase(file) })
	verb.Flags().StringVar(&file, "new-passphrase-file", "", c.flag("new_passphrase_file"))
	return verb
}

// changePassphrase closes the notebook's key under a new passphrase.
func (c *ctl) changePassphrase(file string) error {
	return c.writing(func(n *notebook.Notebook) error {
		if err := c.setPassphrase(n, file); err != nil {
			return err
		}
		return c.changed()
	})
}

// setPassphrase asks for the new passphrase and sets it.
func (c *ctl) setPassphrase(n *notebook.Notebook, file string) error {
	pass, err := c.replacement(file)
	if err != nil {
		return err
	}
	defer clear(pass)
	return c.at(n.Folder(), n.SetPassphrase(c.ctx, pass, cost))
}

// replacement gets the passphrase that shall open the notebook from now on.
func (c *ctl) replacement(file string) ([]byte, error) {
	pass, given, err := c.passphraseFrom(file, "PLUMBLINE_NEW_PASSPHRASE")
	if err == nil && !given {
		pass, err = c.askTwice()
	}
	if err != nil {
		return nil, err
	}
	if bits(string(pass)) < leastBits {
		return nil, c.fail(exitRefused, "ctl.weak_new_passphrase")
	}
	return pass, nil
}

// changed says what a new passphrase does not do.
func (c *ctl) changed() error {
	if c.json {
		if err := c.print(struct {
			Changed bool `json:"changed"`
		}{true}); err != nil {
			return err
		}
	} else {
		c.say("ctl.passphrase_changed")
	}
	c.note("ctl.old_backups")
	return nil
}

func (c *ctl) recoveryVerb() *cobra.Command {
	verb := c.verb("recovery", cobra.ArbitraryArgs, func(verb *cobra.Command, args []string) error {
		if len(args) > 0 {
			return c.usage("ctl.no_verb", "verb", shown("recovery "+args[0]))
		}
		return verb.Help()
	})
	q := seal.Quorum{}
	split := c.verb("split", cobra.NoArgs, func(*cobra.Command, []string) error { return c.split(q) })
	split.Flags().IntVar(&q.Given, "parts", 3, c.flag("parts"))
	split.Flags().IntVar(&q.Needed, "needed", 2, c.flag("quorum"))
	var from, file string
	join := c.verb("join --from FILE", cobra.NoArgs, func(*cobra.Command, []string) error {
		if from == "" {
			return c.usage("ctl.flag_needed", "flag", "--from")
		}
		return c.join(from, file)
	})
	join.Flags().StringVar(&from, "from", "", c.flag("recovery_file"))
	join.Flags().StringVar(&file, "new-passphrase-file", "", c.flag("new_passphrase_file"))
	verb.AddCommand(split, join)
	for _, v := range verb.Commands() {
		v.Args, v.DisableFlagsInUseLine = c.counted(v.Args), true
	}
	return verb
}

// split makes recovery parts and prints them, once.
func (c *ctl) split(q seal.Quorum) error {
	if q.Given == 1 {
		q.Needed = 1
	}
	if q.Check() != nil {
		return c.usage("ctl.bad_quorum")
	}
	return c.writing(func(n *notebook.Notebook) error {
		parts, err := n.MakeRecovery(q)
		if err != nil {
			return err
		}
		return c.printParts(q, parts)
	})
}

func (c *ctl) printParts(q seal.Quorum, parts []seal.Secret) error {
	defer func() {
		for _, p := range parts {
			p.Wipe()
		}
	}()
	if c.json {
		x := struct {
			Needed int      `json:"needed"`
			Given  int      `json:"given"`
			Parts  []string `json:"parts"`
		}{Needed: q.Needed, Given: q.Given}
		for _, p := range parts {
			x.Parts = append(x.Parts, string(p))
		}
		return c.print(x)
	}
	for i, p := range parts {
		c.say("ctl.part", "n", i+1, "given", q.Given, "needed", q.Needed)
		if _, err := c.out.Write(append(append([]byte(nil), p...), '\n')); err != nil {
			return err
		}
	}
	c.note("ctl.parts_shown_once")
	return nil
}

// join opens the notebook with recovery parts and sets a new passphrase.
func (c *ctl) join(from, file string) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	parts, err := c.readParts(from)
	if err != nil {
		return err
	}
	n, err := notebook.OpenRecovered(dir, parts, notebook.OpenOptions{Now: c.now})
	if err != nil {
		return c.at(dir, err)
	}
	return c.within(n, func(n *notebook.Notebook) error {
		if err := c.setPassphrase(n, file); err != nil {
			return err
		}
		return c.changed()
	})
}

// maxPartLines bounds a file of parts, and what one line may hold.
const maxPartLines, maxPartLine = 64, 512

// readParts reads recovery parts, one a line, from a file or with - from the standard input. Empty lines are passed over.
func (c *ctl) readParts(from string) ([]seal.Secret, error) {
	in := c.in
	if from != "-" {
		f, err := os.Open(from)
		if err != nil {
			return nil, c.at(from, err)
		}
		defer f.Close()
		in = f
	}
	var parts []seal.Secret
	lines := bufio.NewScanner(io.LimitReader(in, maxPartLines*maxPartLine))
	lines.Buffer(nil, maxPartLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if _, err := seal.ParsePart(line); err != nil || len(parts) == maxPartLines {
			return nil, c.fail(exitPassphrase, "ctl.bad_part_line", "where", shown(from), "line", n)
		}
		parts = append(parts, bytes.Clone(line))
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, c.fail(exitPassphrase, "ctl.bad_part_line", "where", shown(from), "line", 1+len(parts))
	} else if err != nil {
		return nil, c.at(from, err)
	}
	return parts, nil
}
