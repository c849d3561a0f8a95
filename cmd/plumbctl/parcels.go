package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// What pack, merge and members share: a parcel's passphrase, its refusal in
// words, and the members that a command names.

// parcelSecret is where a parcel's own passphrase comes from; asked for once.
type parcelSecret struct {
	file  string
	known seal.Secret
}

// get gives the passphrase; a new one is judged, and asked for twice when it is
// typed.
func (s *parcelSecret) get(c *ctl, fresh bool) (seal.Secret, error) {
	if s.known != nil {
		return s.known, nil
	}
	typed, err := s.read(c, fresh)
	if err != nil {
		return nil, err
	}
	if fresh && bits(string(typed)) < leastBits {
		return nil, c.fail(exitRefused, "ctl.weak_passphrase")
	}
	s.known, err = seal.Passphrase(typed)
	return s.known, err
}

func (s *parcelSecret) read(c *ctl, fresh bool) ([]byte, error) {
	if s.file != "" {
		return c.firstLine(s.file)
	}
	if env := os.Getenv("PLUMBLINE_PARCEL_PASSPHRASE"); env != "" {
		return []byte(env), nil
	}
	key := "ctl.ask_parcel_passphrase"
	if fresh {
		key = "ctl.ask_new_parcel_passphrase"
	}
	typed, err := c.askPassphrase(key)
	if err != nil {
		return nil, c.usage("ctl.no_parcel_passphrase")
	}
	if fresh {
		again, err := c.askPassphrase("ctl.ask_again")
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(typed, again) {
			return nil, c.fail(exitRefused, "ctl.passphrases_differ")
		}
	}
	return typed, nil
}

// firstLine reads a passphrase from the first line of a file.
func (c *ctl) firstLine(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, c.at(path, err)
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, maxPassphrase+1)).ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, c.at(path, err)
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == 0 || len(line) > maxPassphrase {
		return nil, c.fail(exitPassphrase, "ctl.passphrase_file", "where", shown(path))
	}
	return line, nil
}

// reasonWord says why a parcel is refused.
func (c *ctl) reasonWord(reason parcel.Reason) string { return c.words.T("refusals." + string(reason)) }

// refusalCode is the exit code of a refusal: a passphrase that can be typed anew
// is told from a parcel that is not for us, or bad.
func refusalCode(reason parcel.Reason) int {
	if reason == parcel.WrongPassphrase {
		return exitPassphrase
	}
	return exitRefused
}

// spoken are the words of a key, to be read aloud in the language of the words.
func (c *ctl) spoken(key model.Key) string {
	sum := seal.Fingerprint(key[:])
	return strings.Join(assets.Spoken(sum[:], c.words.Language()), " ")
}

// digits are a key's fingerprint in digits.
func digits(key model.Key) string {
	sum := seal.Fingerprint(key[:])
	return hex.EncodeToString(sum[:16])
}

// memberKey finds whom a command names: a public key, a ref or id, or a name that
// only one member has.
func (c *ctl) memberKey(n *notebook.Notebook, who string) (model.Key, error) {
	if raw, err := hex.DecodeString(who); err == nil && len(raw) == len(model.Key{}) {
		return model.Key(raw), nil
	}
	if id, err := n.Resolve(who); err == nil {
		v, err := n.View(id)
		if m, ok := v.Record.(*model.Member); err == nil && ok {
			if key, ok := notebook.MemberKey(m); ok {
				return key, nil
			}
		}
	}
	var found []model.Key
	for v, err := range n.Records(model.KindMember) {
		if err != nil {
			return model.Key{}, err
		}
		m, ok := v.Record.(*model.Member)
		if !ok || m.Withdrawn || m.Name != who && m.CodeName != who {
			continue
		}
		if key, ok := notebook.MemberKey(m); ok {
			found = append(found, key)
		}
	}
	if len(found) != 1 {
		return model.Key{}, c.usage("ctl.no_such_member", "who", shown(who))
	}
	return found[0], nil
}

// called is how a signer is spoken of.
func (c *ctl) called(s model.Signer) string {
	parts := []string{}
	for _, p := range []string{s.Name, s.Organisation} {
		if p != "" {
			parts = append(parts, shown(p))
		}
	}
	if len(parts) == 0 {
		return c.words.T("ctl.somebody")
	}
	return strings.Join(parts, ", ")
}

// refusal says a parcel's refusal in words; other errors as they are.
func (c *ctl) refusal(where string, err error) error {
	var r *parcel.Refusal
	if errors.As(err, &r) {
		return c.fail(refusalCode(r.Reason), "ctl.parcel_refused", "where", shown(where), "reason", c.reasonWord(r.Reason))
	}
	return c.at(where, err)
}
