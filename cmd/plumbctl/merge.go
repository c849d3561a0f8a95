package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// merging is what merge is asked for.
type merging struct {
	secret          parcelSecret
	preview, accept bool
	list            bool
	takeBack        string
}

func (c *ctl) mergeVerb() *cobra.Command {
	var m merging
	verb := c.verb("merge FILE…", cobra.ArbitraryArgs, func(_ *cobra.Command, files []string) error {
		if (m.list || m.takeBack != "") == (len(files) > 0) {
			return c.usage("ctl.bad_arguments", "usage", "plumbctl merge FILE…")
		}
		switch {
		case m.list:
			return c.reading(c.merges)
		case m.takeBack != "":
			return c.writing(func(n *notebook.Notebook) error { return c.takeBack(n, m.takeBack) })
		case m.preview:
			return c.reading(func(n *notebook.Notebook) error { return c.merge(n, files, &m) })
		}
		return c.writing(func(n *notebook.Notebook) error { return c.merge(n, files, &m) })
	})
	f := verb.Flags()
	f.BoolVar(&m.preview, "preview", false, c.flag("preview_merge"))
	f.BoolVar(&m.accept, "accept-unknown", false, c.flag("accept_unknown"))
	f.StringVar(&m.secret.file, "parcel-passphrase-file", "", c.flag("parcel_passphrase_file"))
	f.BoolVar(&m.list, "list", false, c.flag("merges"))
	f.StringVar(&m.takeBack, "take-back", "", c.flag("take_back"))
	return verb
}

// mergedFile is what became of one file.
type mergedFile struct {
	File       string `json:"file"`
	New        int    `json:"new"`
	Same       int    `json:"same"`
	Joined     int    `json:"joined"`
	Disputed   int    `json:"disputed"`
	Refused    int    `json:"refused"`
	Reason     string `json:"reason,omitempty"`
	Unverified int    `json:"unverified,omitempty"` // revisions
	Parcel     string `json:"parcel,omitempty"`     // its digest
	from       model.Signer
	failed     error
}

// merge takes in one file after the other. One that is refused does not keep the
// others out; the worst exit code of all is that of the command.
func (c *ctl) merge(n *notebook.Notebook, files []string, m *merging) error {
	done := make([]mergedFile, 0, len(files))
	var failed error
	for _, file := range files {
		x := c.mergeFile(n, file, m)
		if x.failed != nil {
			failed = worse(failed, x.failed)
		}
		done = append(done, x)
		if c.ctx.Err() != nil {
			break
		}
	}
	open, err := countDisputes(n)
	if err != nil {
		return err
	}
	if err := c.printMerged(done, open); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if open > 0 {
		return c.fail(exitLook, "ctl.disputes_remain", "n", open)
	}
	return nil
}

// worse is the failure that matters more: what was refused before what is only to
// be looked at, what went wrong here before what somebody sent.
func worse(a, b error) error {
	var x, y *failure
	if !errors.As(a, &x) {
		return b
	}
	if !errors.As(b, &y) || y.code == exitRefused && x.code != exitLook {
		return a
	}
	return b
}

func (c *ctl) mergeFile(n *notebook.Notebook, file string, m *merging) mergedFile {
	if isWorkbook(file) {
		return c.mergeWorkbook(n, file, m)
	}
	x := mergedFile{File: file}
	f, err := os.Open(file)
	if err != nil {
		x.failed = c.at(file, err)
		return x
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		x.failed = c.at(file, err)
		return x
	}
	by := n.Opener()
	if seal.NeedsPassphrase(f) {
		pass, err := m.secret.get(c, false)
		if err != nil {
			x.failed = err
			return x
		}
		by = seal.ByPassphrase(pass).Until(c.ctx)
	}
	p, err := n.OpenParcel(f, info.Size(), by)
	if err != nil {
		x.Reason, x.failed = string(parcel.ReasonOf(err)), c.refusal(file, err)
		return x
	}
	x.take(c.mergeParcel(n, p, m))
	if x.failed != nil {
		x.failed = c.refusal(file, x.failed)
		c.introduce(x)
	}
	return x
}

// mergeWorkbook takes in a report that was edited elsewhere.
func (c *ctl) mergeWorkbook(n *notebook.Notebook, file string, m *merging) mergedFile {
	x := mergedFile{File: file}
	r, reason, err := c.home(n, file)
	if err == nil && !m.preview {
		err = c.at(file, c.takeHome(n, file, r))
	}
	if err != nil {
		x.failed, x.Reason = err, reason
		return x
	}
	x.take(model.Merge{Count: outcomes(r)}, nil)
	if !c.json {
		x.failed = c.tellHome(file, r)
	}
	if x.failed == nil && !m.preview {
		x.failed = c.lookHome(file, r)
	}
	return x
}

// introduce says who signed a parcel that is refused because nobody knows them.
func (c *ctl) introduce(x mergedFile) {
	if x.Reason == string(parcel.UnknownSigner) {
		c.note("ctl.signer_is", "who", c.called(x.from), "fingerprint", grouped(digits(x.from.Key)), "words", c.spoken(x.from.Key))
	}
}

func (c *ctl) mergeParcel(n *notebook.Notebook, p *parcel.Reader, m *merging) (model.Merge, error) {
	o := notebook.MergeOptions{AcceptUnknown: m.accept}
	if m.preview {
		out, err := n.Preview(p, o)
		if err == nil && out.Refused != "" {
			err = out.Refusal
		}
		return out, err
	}
	show, end := c.progress("ctl.merging")
	defer end()
	o.Progress = show
	return n.Merge(c.ctx, p, o)
}

// take notes the result.
func (x *mergedFile) take(m model.Merge, err error) {
	x.failed, x.from = err, m.From
	x.Reason, x.Unverified = m.Refused, m.Unverified
	if m.Parcel != ([32]byte{}) {
		x.Parcel = hex.EncodeToString(m.Parcel[:])
	}
	x.New, x.Same, x.Joined = m.Count[model.MergedNew], m.Count[model.MergedSame], m.Count[model.MergedJoined]
	x.Disputed, x.Refused = m.Count[model.MergedDisputed], m.Count[model.MergedRefused]
}

// printMerged prints the result of all files.
func (c *ctl) printMerged(files []mergedFile, open int) error {
	if c.json {
		return c.print(struct {
			Files    []mergedFile `json:"files"`
			Disputes int          `json:"disputes"`
		}{files, open})
	}
	var t table
	head := []string{c.words.T("ctl.file")}
	for _, o := range model.Outcomes {
		head = append(head, c.words.T("outcomes."+string(o)))
	}
	t.row(head...)
	unverified := 0
	for _, x := range files {
		row := []string{x.File}
		for _, n := range []int{x.New, x.Same, x.Joined, x.Disputed, x.Refused} {
			row = append(row, c.words.Number(int64(n)))
		}
		t.row(row...)
		unverified += x.Unverified
	}
	if err := t.write(c.out); err != nil {
		return err
	}
	for _, x := range files {
		var f *failure
		if len(files) > 1 && errors.As(x.failed, &f) {
			fmt.Fprintln(c.err, f.line)
		}
	}
	if unverified > 0 {
		c.note("ctl.came_unverified", "n", unverified)
	}
	return nil
}

// merges lists what was merged before.
func (c *ctl) merges(n *notebook.Notebook) error {
	list := n.Merges()
	var t table
	for _, m := range list {
		sum := hex.EncodeToString(m.Parcel[:])
		if c.json {
			if err := c.print(mergeJSON(m, sum)); err != nil {
				return err
			}
			continue
		}
		marks := []string{}
		for key, on := range map[string]bool{"ctl.stopped_before_end": !m.Whole && m.TakenBack == 0, "ctl.was_taken_back": m.TakenBack != 0, "ctl.came_from_unknown": m.WasUnknown} {
			if on {
				marks = append(marks, c.words.T(key))
			}
		}
		from := c.called(m.From)
		if m.Workbook != "" {
			key := "coalition_screen.came_home"
			if m.Drawn == "" {
				key = "coalition_screen.came_table"
			}
			from = c.words.T(key, "name", shown(m.Workbook))
		}
		t.row(sum[:12], c.words.Moment(m.At.Time()), from, c.words.Number(int64(m.Count[model.MergedNew])),
			c.words.Number(int64(m.Count[model.MergedJoined])), c.words.Number(int64(m.Count[model.MergedDisputed])), strings.Join(marks, ", "))
	}
	if len(list) == 0 && !c.json {
		c.note("ctl.no_merges")
		return nil
	}
	if c.json {
		return nil
	}
	head := table{rows: [][]string{{c.words.T("nouns.parcel"), c.words.T("ctl.when_merged"), c.words.T("ctl.from"), c.words.T("outcomes.new"),
		c.words.T("outcomes.joined"), c.words.T("outcomes.disputed"), ""}}}
	head.rows = append(head.rows, t.rows...)
	return head.write(c.out)
}

func mergeJSON(m notebook.Merged, sum string) any {
	if m.Workbook != "" {
		return struct {
			Workbook  string    `json:"workbook"`
			Digest    string    `json:"digest"`
			Merged    string    `json:"merged"`
			Drawn     model.Day `json:"drawn,omitempty"`
			New       int       `json:"new"`
			Joined    int       `json:"joined"`
			Disputed  int       `json:"disputed"`
			Revisions int       `json:"revisions"`
			TakenBack bool      `json:"taken_back"`
		}{m.Workbook, sum, m.At.Time().Format(instant), m.Drawn, m.Count[model.MergedNew], m.Count[model.MergedJoined],
			m.Count[model.MergedDisputed], m.Revisions, m.TakenBack != 0}
	}
	return struct {
		Parcel       string `json:"parcel"`
		Merged       string `json:"merged"`
		Packed       string `json:"packed"`
		Key          string `json:"public_key"`
		Name         string `json:"name,omitempty"`
		Organisation string `json:"organisation,omitempty"`
		New          int    `json:"new"`
		Joined       int    `json:"joined"`
		Disputed     int    `json:"disputed"`
		Revisions    int    `json:"revisions"`
		Unverified   int    `json:"unverified"`
		Whole        bool   `json:"whole"`
		WasUnknown   bool   `json:"was_unknown"`
		TakenBack    bool   `json:"taken_back"`
	}{sum, m.At.Time().Format(instant), m.Packed.Time().Format(instant), m.From.Key.String(), m.From.Name, m.From.Organisation,
		m.Count[model.MergedNew], m.Count[model.MergedJoined], m.Count[model.MergedDisputed], m.Revisions, m.Unverified, m.Whole, m.WasUnknown, m.TakenBack != 0}
}

// instant is how JSON says a time.
const instant = "2006-01-02T15:04:05Z"

// takeBack takes out what a merge brought.
func (c *ctl) takeBack(n *notebook.Notebook, what string) error {
	var found [][32]byte
	for _, m := range n.Merges() {
		if strings.HasPrefix(hex.EncodeToString(m.Parcel[:]), strings.ToLower(what)) {
			found = append(found, m.Parcel)
		}
	}
	if len(found) != 1 || len(what) < 4 {
		return c.usage("ctl.no_such_merge", "what", shown(what))
	}
	show, end := c.progress("ctl.taking_back")
	removed, err := n.TakeBack(c.ctx, found[0], show)
	end()
	if errors.Is(err, notebook.ErrBuiltOn) {
		return c.fail(exitFailed, "ctl.built_on")
	}
	if err != nil {
		return err
	}
	if c.json {
		return c.print(map[string]int{"revisions": removed})
	}
	c.say("ctl.taken_back", "n", removed)
	return nil
}
