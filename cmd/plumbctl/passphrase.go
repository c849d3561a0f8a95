package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go"
	"golang.org/x/term"
)

// The passphrase comes from a file, from the environment, or from a prompt that
// does not show it; never from an argument, which every program of the machine
// can read.

// maxPassphrase bounds the first line of a passphrase file, in bytes.
const maxPassphrase = 4096

// leastBits is what a new notebook's passphrase must be worth, as estimated from
// words, names, dates and walks over the keyboard. Six random words are worth 77.
const leastBits = 60

// judged is how much of a passphrase is estimated, in characters.
const judged = 100

// passphrase gets the passphrase of a notebook that is there.
func (c *ctl) passphrase() ([]byte, error) {
	pass, given, err := c.givenPassphrase()
	if err != nil || given {
		return pass, err
	}
	return c.askPassphrase("ctl.ask_passphrase")
}

// newPassphrase gets the passphrase of a notebook that is about to be made. Typed
// ones are asked for twice; a weak one is refused where strong is needed.
func (c *ctl) newPassphrase(strong bool) ([]byte, error) {
	pass, given, err := c.givenPassphrase()
	if err != nil {
		return nil, err
	}
	if !given {
		if pass, err = c.askTwice(); err != nil {
			return nil, err
		}
	}
	if strong && bits(string(pass)) < leastBits {
		return nil, c.fail(exitRefused, "ctl.weak_passphrase")
	}
	return pass, nil
}

// askTwice asks for a passphrase that nothing knows yet.
func (c *ctl) askTwice() ([]byte, error) {
	pass, err := c.askPassphrase("ctl.ask_new_passphrase")
	if err != nil {
		return nil, err
	}
	again, err := c.askPassphrase("ctl.ask_again")
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(pass, again) {
		return nil, c.fail(exitRefused, "ctl.passphrases_differ")
	}
	return pass, nil
}

// bits estimates how hard a passphrase is to guess.
func bits(pass string) float64 {
	if utf8.RuneCountInString(pass) > judged {
		pass = string([]rune(pass)[:judged])
	}
	return zxcvbn.PasswordStrength(pass, []string{"plumbline"}).Entropy
}

// givenPassphrase reads the passphrase from the file or the environment.
func (c *ctl) givenPassphrase() (pass []byte, given bool, err error) {
	return c.passphraseFrom(c.passphraseFile, "PLUMBLINE_PASSPHRASE")
}

// passphraseFrom reads a passphrase from a file, or where none is named from the environment.
func (c *ctl) passphraseFrom(file, variable string) (pass []byte, given bool, err error) {
	if file == "" {
		env := os.Getenv(variable)
		return []byte(env), env != "", nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, false, c.at(file, err)
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, maxPassphrase+1)).ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, false, c.at(file, err)
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == 0 || len(line) > maxPassphrase {
		return nil, false, c.fail(exitPassphrase, "ctl.passphrase_file", "where", shown(file))
	}
	return line, true, nil
}

// askPassphrase asks on the terminal, which need not be where the input comes from.
func (c *ctl) askPassphrase(key string) ([]byte, error) {
	tty := os.Stdin
	if !term.IsTerminal(int(tty.Fd())) {
		var err error
		if tty, err = os.OpenFile(terminal, os.O_RDWR, 0); err != nil {
			return nil, c.usage("ctl.no_passphrase")
		}
		defer tty.Close()
	}
	io.WriteString(c.err, c.words.T(key)+" ")
	pass, err := term.ReadPassword(int(tty.Fd()))
	io.WriteString(c.err, "\n")
	if err != nil || len(pass) == 0 {
		return nil, c.usage("ctl.no_passphrase")
	}
	return pass, nil
}
