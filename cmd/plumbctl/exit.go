package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
)

// The exit codes. Their words are exit_codes.<n>.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitPassphrase = 3
	exitInUse      = 4
	exitDamaged    = 5
	exitRefused    = 6
	exitLook       = 7
)

// failures says, for every error that has words of its own, its exit code and
// the key of its line; the more special stands first.
var failures = []struct {
	err  error
	code int
	key  string
}{
	{context.Canceled, exitFailed, "ctl.stopped"},
	{notebook.ErrWrongPassphrase, exitPassphrase, "ctl.wrong_passphrase"},
	{seal.ErrPassphrase, exitPassphrase, "ctl.bad_passphrase"},
	{seal.ErrPart, exitPassphrase, "ctl.bad_part"},
	{seal.ErrParts, exitPassphrase, "ctl.bad_parts"},
	{seal.ErrNoRecovery, exitPassphrase, "ctl.no_recovery"},
	{seal.ErrWrongRecovery, exitPassphrase, "ctl.wrong_recovery"},
	{notebook.ErrInUse, exitInUse, "ctl.in_use"},
	{notebook.ErrNewer, exitFailed, "ctl.newer"},
	{notebook.ErrMoved, exitFailed, "ctl.moved"},
	{notebook.ErrDamaged, exitDamaged, "ctl.damaged"},
	{seal.ErrHeader, exitDamaged, "ctl.damaged"},
	{notebook.ErrNoFile, exitDamaged, "ctl.no_file"},
	{notebook.ErrNotNotebook, exitFailed, "ctl.not_notebook"},
	{notebook.ErrExists, exitFailed, "ctl.not_empty"},
	{notebook.ErrPlace, exitFailed, "ctl.place"},
	{notebook.ErrReadOnly, exitFailed, "ctl.read_only"},
	{notebook.ErrFull, exitFailed, "ctl.full"},
	{export.ErrFull, exitFailed, "ctl.full"},
	{syscall.ENOSPC, exitFailed, "ctl.full"},
	{notebook.ErrTooLarge, exitRefused, "ctl.too_large"},
	{model.ErrTooLarge, exitRefused, "ctl.too_large"},
	{model.ErrPlan, exitRefused, "ctl.not_a_plan"},
	{model.ErrProfile, exitRefused, "ctl.not_a_profile"},
	{model.ErrAmbiguous, exitFailed, "ctl.ambiguous"},
	{model.ErrNotFound, exitFailed, "ctl.not_found"},
	{fs.ErrPermission, exitFailed, "ctl.forbidden"},
	{fs.ErrNotExist, exitFailed, "ctl.not_there"},
	{fs.ErrExist, exitFailed, "ctl.exists"},
}

// failure is an error with its exit code and its line in words.
type failure struct {
	code int
	key  string // of its words
	line string
}

// Error gives the line.
func (f *failure) Error() string { return f.line }

// fail makes a failure of a key and what fills its places.
func (c *ctl) fail(code int, key string, args ...any) error {
	return &failure{code, key, c.words.T(key, args...)}
}

// usage is a failure of whoever wrote the command.
func (c *ctl) usage(key string, args ...any) error { return c.fail(exitUsage, key, args...) }

// misused is a wrong usage as cobra says it.
func (c *ctl) misused(err error) error { return c.usage("ctl.misused", "reason", shown(err.Error())) }

// at says an error in words, with the file or record that it concerns.
func (c *ctl) at(where string, err error) error {
	var f *failure
	if err == nil || errors.As(err, &f) {
		return err
	}
	var faults model.Faults
	if errors.As(err, &faults) {
		return c.fail(exitRefused, "ctl.faulty", "where", shown(where), "faults", c.faultWords(faults))
	}
	for _, x := range failures {
		if errors.Is(err, x.err) {
			return c.fail(x.code, x.key, "where", shown(where))
		}
	}
	return c.fail(exitFailed, "ctl.other", "where", shown(where), "reason", shown(err.Error()))
}

// done prints an error on one line and gives the exit code.
func (c *ctl) done(verb *cobra.Command, err error) int {
	if err == nil {
		return exitDone
	}
	var f *failure
	if !errors.As(err, &f) {
		f = c.at(verb.Name(), err).(*failure)
	}
	if f.line != "" {
		fmt.Fprintf(c.err, "%s: %s\n", verb.CommandPath(), f.line)
	}
	return f.code
}

// exitCodes lists the codes for the help.
func (c *ctl) exitCodes() string {
	var b strings.Builder
	for code := exitDone; code <= exitLook; code++ {
		fmt.Fprintf(&b, "\n  %d  %s", code, c.words.T("exit_codes."+strconv.Itoa(code)))
	}
	return b.String()
}

// shown keeps what somebody else wrote on one line and out of the terminal's
// controls.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
