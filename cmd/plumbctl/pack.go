package main

import (
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
)

// packing is what pack is asked for.
type packing struct {
	filters
	to, since, reach       string
	recipients             []string
	secret                 parcelSecret
	passphrase, bare       bool
	fresh, preview, forced bool
}

func (c *ctl) packVerb() *cobra.Command {
	var p packing
	verb := c.verb("pack --to FILE.parcel", cobra.NoArgs, func(*cobra.Command, []string) error {
		if err := p.check(c); err != nil {
			return err
		}
		if p.preview {
			return c.reading(func(n *notebook.Notebook) error { return c.departing(n, p) })
		}
		return c.writing(func(n *notebook.Notebook) error { return c.pack(n, p) })
	})
	f := verb.Flags()
	f.StringVar(&p.to, "to", "", c.flag("to_parcel"))
	f.StringArrayVar(&p.recipients, "recipient", nil, c.flag("recipient"))
	f.BoolVar(&p.passphrase, "passphrase", false, c.flag("passphrase"))
	f.StringVar(&p.secret.file, "parcel-passphrase-file", "", c.flag("parcel_passphrase_file"))
	f.StringVar(&p.since, "since", "", c.flag("since_digest"))
	f.StringVar(&p.reach, "confidentiality", string(model.Coalition), c.flag("reach"))
	f.BoolVar(&p.bare, "without-evidence", false, c.flag("without_evidence"))
	f.BoolVar(&p.fresh, "fresh", false, c.flag("fresh"))
	f.BoolVar(&p.preview, "preview", false, c.flag("preview_pack"))
	f.BoolVar(&p.forced, "force", false, c.flag("force"))
	for _, x := range []struct {
		to   *string
		name string
	}{{&p.commitment, "commitment"}, {&p.area, "area"}, {&p.region, "region"}, {&p.filters.until, "until"}, {&p.find, "find"}, {&p.review, "review"}} {
		f.StringVar(x.to, x.name, "", c.flag(x.name))
	}
	return verb
}

// check refuses what cannot be packed, before the notebook is opened.
func (p *packing) check(c *ctl) error {
	reaches := []string{string(model.Public), string(model.Coalition), string(model.Organisation)}
	if err := c.oneOf("--confidentiality", p.reach, reaches); err != nil || p.reach == "" {
		return err
	}
	if raw, err := hex.DecodeString(p.since); p.since != "" && (err != nil || len(raw) != 32) {
		return c.usage("ctl.bad_digest")
	}
	if err := p.filters.check(c); err != nil || p.preview {
		return err
	}
	switch {
	case p.to == "":
		return c.usage("ctl.flag_needed", "flag", "--to")
	case p.secret.file != "":
		p.passphrase = true
	}
	switch {
	case p.passphrase && len(p.recipients) > 0:
		return c.usage("ctl.both_ways")
	case !p.passphrase && len(p.recipients) == 0:
		return c.usage("ctl.no_recipients")
	}
	return c.mayWrite(p.to, p.forced)
}

// options turns the flags into what the notebook is asked.
func (p *packing) options(c *ctl, n *notebook.Notebook) (notebook.PackOptions, error) {
	q, err := p.query(c, n.Plan())
	o := notebook.PackOptions{Reach: model.Confidentiality(p.reach), Query: q, Evidence: !p.bare, Fresh: p.fresh}
	if p.since != "" {
		raw, _ := hex.DecodeString(p.since)
		digest := [32]byte(raw)
		o.Since = &digest
	}
	return o, err
}

// departing says what would leave and what would stay.
func (c *ctl) departing(n *notebook.Notebook, p packing) error {
	o, err := p.options(c, n)
	if err != nil {
		return err
	}
	d, err := n.Departing(c.ctx, o)
	if err != nil {
		return c.notPacked("--since", err)
	}
	if c.json {
		return c.print(packedOf("", d))
	}
	c.say("ctl.would_pack", "records", total(d.Records), "files", d.Attachments)
	return c.staying(d)
}

// pack writes the parcel.
func (c *ctl) pack(n *notebook.Notebook, p packing) error {
	o, err := p.options(c, n)
	if err != nil {
		return err
	}
	to, err := c.recipients(n, &p)
	if err != nil {
		return err
	}
	show, end := c.progress("ctl.packing")
	o.Progress = show
	var packed notebook.Packed
	err = c.save(p.to, p.forced, func(w io.Writer) error {
		if packed, err = n.Pack(c.ctx, w, to, o); err != nil {
			return c.notPacked(p.to, err)
		}
		return nil
	})
	end()
	if err != nil {
		return err
	}
	if c.json {
		return c.print(packedOf(p.to, packed))
	}
	c.say("ctl.packed", "where", shown(p.to), "records", total(packed.Records), "revisions", packed.Revisions, "files", packed.Attachments)
	return c.staying(packed)
}

func (c *ctl) notPacked(where string, err error) error {
	switch {
	case errors.Is(err, notebook.ErrUnknownDigest):
		return c.fail(exitFailed, "ctl.unknown_digest")
	case errors.Is(err, seal.ErrMixed):
		return c.usage("ctl.mixed_locks")
	}
	return c.refusal(where, err)
}

// recipients are who may open the parcel.
func (c *ctl) recipients(n *notebook.Notebook, p *packing) (seal.Recipients, error) {
	if p.passphrase {
		pass, err := p.secret.get(c, true)
		return seal.ForPassphrase(pass), err
	}
	var locks []seal.Lock
	for _, who := range p.recipients {
		if strings.HasPrefix(who, "age1") {
			lock, err := seal.ParseLock(who)
			if err != nil {
				return seal.Recipients{}, c.usage("ctl.no_such_member", "who", shown(who))
			}
			locks = append(locks, lock)
			continue
		}
		key, err := c.memberKey(n, who)
		if err != nil {
			return seal.Recipients{}, err
		}
		lock, err := n.LockOf(key)
		if errors.Is(err, model.ErrNotFound) {
			return seal.Recipients{}, c.usage("ctl.no_such_member", "who", shown(who))
		}
		if err != nil {
			return seal.Recipients{}, c.fail(exitFailed, "ctl.no_lock", "who", shown(who))
		}
		if s := n.Standing(key); s != model.StandingTrusted && s != model.StandingSelf {
			c.note("ctl.not_compared", "who", shown(who))
		}
		locks = append(locks, lock)
	}
	return seal.ForMembers(locks...), nil
}

func total(records map[model.Kind]int) (n int) {
	for _, k := range records {
		n += k
	}
	return n
}

// staying lists what stays here, by rule.
func (c *ctl) staying(p notebook.Packed) error {
	var t table
	for _, rule := range stayRules {
		if n := p.Stays[rule]; n > 0 {
			t.row(c.words.Number(int64(n)), c.words.T("stays."+string(rule)))
		}
	}
	if len(t.rows) == 0 {
		return nil
	}
	c.say("ctl.stays")
	return t.write(c.out)
}

var stayRules = []model.StayRule{model.StaysCircle, model.StaysConsent, model.StaysOwner, model.StaysLocal, model.StaysBroken}

// packedJSON is what pack prints for scripts.
type packedJSON struct {
	File      string                 `json:"file,omitempty"`
	Records   map[model.Kind]int     `json:"records"`
	Revisions int                    `json:"revisions"`
	Files     int                    `json:"evidence_files"`
	Stays     map[model.StayRule]int `json:"stays"`
}

func packedOf(file string, p notebook.Packed) packedJSON {
	return packedJSON{file, p.Records, p.Revisions, p.Attachments, p.Stays}
}
