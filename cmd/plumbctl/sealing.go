package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model/seal"
)

// sealing is how a report is protected on its way: by age around the whole file,
// for public keys or under a passphrase. Excel's own password is not offered: as
// far as the workbook's library writes it, it is AES in ECB with SHA-1.
type sealing struct {
	keys     []string
	passFile string
	to       seal.Recipients
}

func (s *sealing) flags(c *ctl, verb *cobra.Command) {
	verb.Flags().StringArrayVar(&s.keys, "seal-to", nil, c.flag("seal_to"))
	verb.Flags().StringVar(&s.passFile, "seal-passphrase-file", "", c.flag("seal_passphrase_file"))
}

func (s *sealing) wanted() bool { return len(s.keys) > 0 || s.passFile != "" }

// check reads keys or passphrase, and gives the file the ending of what it is.
func (s *sealing) check(c *ctl, r *reporting) error {
	if !s.wanted() {
		return nil
	}
	if len(s.keys) > 0 && s.passFile != "" {
		return c.usage("ctl.one_seal")
	}
	if r.format != "xlsx" {
		return c.usage("ctl.bad_value", "flag", "--format", "allowed", "xlsx")
	}
	var locks []seal.Lock
	for _, text := range s.keys {
		lock, err := seal.ParseLock(strings.TrimSpace(text))
		if err != nil {
			return c.usage("ctl.bad_key", "flag", "--seal-to")
		}
		locks = append(locks, lock)
	}
	if s.to = seal.ForMembers(locks...); s.passFile != "" {
		pass, err := s.passphrase(c)
		if err != nil {
			return err
		}
		s.to = seal.ForPassphrase(pass)
	}
	if r.to != "" && filepath.Ext(r.to) != ".age" {
		r.to += ".age"
	}
	return nil
}

// passphrase reads the first line of the file; a weak one is refused.
func (s *sealing) passphrase(c *ctl) (seal.Secret, error) {
	f, err := os.Open(s.passFile)
	if err != nil {
		return nil, c.at(s.passFile, err)
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, maxPassphrase+1)).ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, c.at(s.passFile, err)
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == 0 || len(line) > maxPassphrase {
		return nil, c.fail(exitPassphrase, "ctl.passphrase_file", "where", shown(s.passFile))
	}
	if bits(string(line)) < leastBits {
		return nil, c.fail(exitRefused, "ctl.weak_passphrase")
	}
	return seal.Secret(line), nil
}

// through writes what write writes, sealed where that is wanted.
func (s *sealing) through(ctx context.Context, w io.Writer, write func(io.Writer) error) error {
	if !s.wanted() {
		return write(w)
	}
	out, err := s.to.Close(ctx, w)
	if err != nil {
		return err
	}
	if err := write(out); err != nil {
		return err
	}
	return out.Close()
}
