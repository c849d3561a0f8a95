package ui

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// pastPack is what is remembered of a parcel that was packed: for whom and how much, not what is in it, and of its place
// only the name.
type pastPack struct {
	At      time.Time `json:"at"`
	Name    string    `json:"name"`
	To      string    `json:"to"` // the members by name; "" for a passphrase
	Reach   string    `json:"reach"`
	Fresh   bool      `json:"fresh,omitempty"`
	Records int       `json:"records"`
	Stays   int       `json:"stays"`
	Files   int       `json:"files,omitempty"`
	Size    int64     `json:"size"`
	SHA256  string    `json:"sha256"`
	Digest  string    `json:"digest"` // of this notebook then
	Whole   bool      `json:"whole"`  // who has it holds what we held: later ones may bring only what is new

	path string // while the window is open
}

// packsSetting is where the list of parcels is kept, sealed.
const packsSetting = "parcels"

// chooseTarget asks where to write the parcel, and whether to replace a file.
func (p *packing) chooseTarget() {
	p.d.chooseTarget(p.d.now().Format("2006-01-02")+".parcel", p.target)
}

// target takes the path; a name without an ending gets one.
func (p *packing) target(path string) {
	if filepath.Ext(path) == "" {
		path += ".parcel"
	}
	there := false
	p.d.read(func() error {
		_, err := os.Stat(path)
		there = err == nil
		return nil
	}, func(error) {
		k := p.k
		switch {
		case p.left:
		case there:
			p.d.ask(k.T("report_screen.replace"), k.T("report_screen.replace_more"), k.T("report_screen.replace_it"), k.T("actions.cancel"), func() { p.write(path, true) })
		default:
			p.write(path, false)
		}
	})
}

// write packs the parcel and puts the file in its place.
func (p *packing) write(path string, replace bool) {
	k, seen := p.k, p.seen
	if p.busy || seen == nil { // it changed while the file was chosen, and is being looked at anew
		p.d.toast(k.T("coalition_screen.pack_changed"), "", nil)
		return
	}
	o, faults := p.options()
	to, err := p.recipients()
	if err != nil || len(faults) > 0 {
		p.d.fail(k.T("coalition_screen.not_packed"), err)
		return
	}
	p.setBusy(true)
	made := pastPack{Name: filepath.Base(path), Reach: string(o.Reach), Fresh: o.Fresh, path: path}
	if !p.ask.byPassphrase {
		made.To = p.toWhom()
	}
	p.d.work(k.T("coalition_screen.pack_writing"), func(ctx context.Context, step func(done, total int)) error {
		o.Looked, o.Progress = step, step
		return made.pack(ctx, p.d.book, path, replace, to, o, seen)
	}, func(err error) {
		p.setBusy(false)
		switch {
		case p.left:
		case errors.Is(err, errStale):
			p.d.toast(k.T("coalition_screen.pack_changed"), "", nil)
			p.look()
		case errors.Is(err, seal.ErrMixed):
			p.d.tell(k.T("coalition_screen.not_packed"), k.T("coalition_screen.mixed_locks"), k.T("coalition_screen.mixed_locks_next"))
		case err != nil:
			p.d.fail(k.T("coalition_screen.not_packed"), err)
		default:
			p.finish(made)
		}
	})
}

// pack writes the file, when it still holds what was looked at.
func (x *pastPack) pack(ctx context.Context, b *notebook.Notebook, path string, replace bool, to seal.Recipients, o notebook.PackOptions, seen *notebook.Packed) error {
	digest := b.Digest()
	now, err := b.Departing(ctx, o)
	if err != nil {
		return err
	}
	if !sameLeaves(&now, seen) {
		return errStale
	}
	var packed notebook.Packed
	x.Size, x.SHA256, err = export.Save(path, replace, func(w io.Writer) error {
		packed, err = b.Pack(ctx, w, to, o)
		return err
	})
	x.Records, x.Stays, x.Files = sumOf(packed.Records), sumOf(packed.Stays), packed.Attachments
	x.Digest = hex.EncodeToString(digest[:])
	x.Whole = !o.Fresh && o.Reach == model.Coalition && o.Query == (model.Query{}) && onlyCircle(packed.Stays)
	return err
}

// onlyCircle says whether nothing stays that others may know of: what stays is local, or of a narrower circle.
func onlyCircle(stays map[model.StayRule]int) bool {
	return stays[model.StaysConsent]+stays[model.StaysOwner]+stays[model.StaysBroken] == 0
}

// finish shows the parcel, and lists it.
func (p *packing) finish(made pastPack) {
	made.At = p.d.now()
	p.made = &made
	p.ask.pass = ""
	p.goTo(packFile)
	p.d.toast(p.k.T("coalition_screen.packed_done"), "", nil)
	var past []pastPack
	p.d.write(func() (err error) {
		if past, err = readPacks(p.d); err != nil {
			return err
		}
		past = append([]pastPack{made}, past...)
		past = past[:min(len(past), mostPast)]
		b, err := json.Marshal(past)
		if err != nil {
			return err
		}
		return p.d.book.SetSetting(packsSetting, b)
	}, func(err error) {
		p.d.fail(p.k.T("coalition_screen.pack_not_listed"), err)
		if err == nil {
			p.past = past
		}
	})
}

func readPacks(d *desk) (past []pastPack, err error) {
	b, err := d.book.Setting(packsSetting)
	if errors.Is(err, model.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &past); err != nil {
		return nil, fmt.Errorf("read earlier parcels: %w", err)
	}
	return past, nil
}

// filePage shows the parcel that was packed.
func (p *packing) filePage() fyne.CanvasObject {
	k, x := p.k, p.made
	to := firstOf(x.To, k.T("coalition_screen.whoever_knows"))
	what := k.Label("confidentiality", x.Reach)
	if x.Fresh {
		what = k.T("coalition_screen.fresh_copy")
	}
	card := parts.Column(4, k.Bold(fileName(x.Name)), k.Muted(fileName(tilde(filepath.Dir(x.path)))),
		k.Muted(k.T("coalition_screen.part", "what", k.T("coalition_screen.to_whom"), "words", to)),
		k.Muted(join(k, what, k.Words.N("plurals.record", x.Records), k.Words.N("plurals.file", x.Files), k.Words.Size(x.Size))), hashLine(k, x.SHA256))
	column := parts.Column(14, k.Row(10, 1, parts.NewIcon(theme.ConfirmIcon(), parts.Teal, 28), k.Heading(k.T("coalition_screen.packed_done"))),
		parts.NewCard(card))
	if x.To == "" {
		column.Add(parts.NewNotice(k, parts.Calm, k.T("coalition_screen.pass_other_way")))
	}
	folder := filepath.Dir(x.path)
	column.Add(k.Row(0, parts.NoSlack, parts.NewButton(k, k.T("actions.show_in_folder"), parts.Secondary, func() {
		u := &url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}
		p.d.fail(k.T("report_screen.not_opened"), fyne.CurrentApp().OpenURL(u))
	})))
	return column
}
