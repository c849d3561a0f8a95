package ui

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/export"
	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// An audience of one's own is a file: a copy of one of the program's, changed in any editor of text. It may be stricter
// and choose other sheets; what the rules close, no file opens (model.ReadProfile).

// profileWord is what an audience is called: one of the program's by its word, one's own by its title.
func profileWord(k parts.Look, p model.Profile) string {
	if _, ours := model.ProfileOf(p.Code); !ours {
		if title, _ := k.Words.Of(p.Title, ""); title != "" {
			return title
		}
	}
	return profileCode(k, p.Code)
}

// profileCode is what an audience of an earlier report is called, of which only the code is remembered.
func profileCode(k parts.Look, code string) string {
	if key := "enum_profile." + code; k.Words.Has(key) {
		return k.T(key)
	}
	return bidi.IsolateLTR(code)
}

// profiles are the program's audiences and those that were opened from files.
func (r *reporting) profiles() []model.Profile { return append(model.Profiles(), r.kept.own...) }

// profileActs open an audience of one's own, and save a copy to be changed.
func (r *reporting) profileActs() fyne.CanvasObject {
	k := r.k
	open := parts.NewIconButton(k, k.T("report_screen.own_open"), theme.FolderOpenIcon(), parts.Quiet, func() { r.d.chooseFile(r.readOwn) })
	save := parts.NewIconButton(k, k.T("report_screen.own_copy"), theme.DocumentSaveIcon(), parts.Quiet, func() {
		r.d.chooseTarget(r.ask.profile.Copy().Code+".json", r.saveCopy)
	})
	return parts.Column(4, k.Flow(8, k.Flush(open), save), k.Hint(k.T("report_screen.own_note")))
}

// readOwn reads an audience from a file and chooses it.
func (r *reporting) readOwn(path string) {
	var p model.Profile
	r.d.read(func() error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if p, err = model.ReadProfile(f); err != nil {
			return err
		}
		return export.CheckProfile(p)
	}, func(err error) {
		var faults model.Faults
		switch {
		case r.left:
		case errors.As(err, &faults):
			r.tellFaults(faults)
		case err != nil:
			r.d.fail(r.k.T("report_screen.own_not_read"), err)
		default:
			r.take(p)
		}
	})
}

// take chooses an audience; one that was opened before under the same code is replaced.
func (r *reporting) take(p model.Profile) {
	if _, ours := model.ProfileOf(p.Code); !ours {
		r.kept.own = append(slices.DeleteFunc(r.kept.own, func(o model.Profile) bool { return o.Code == p.Code }), p)
	}
	r.ask.profile = p
	r.changed()
	r.goTo(stepAudience)
}

// mostFaults is how many faults of a file are told at once.
const mostFaults = 8

// tellFaults says what is wrong with a file, field by field.
func (r *reporting) tellFaults(faults model.Faults) {
	k := r.k
	lines := parts.Column(6)
	for _, f := range faults[:min(len(faults), mostFaults)] {
		said := k.T("faults." + string(f.Rule))
		if len(f.Allowed) > 0 {
			said += " " + bidi.IsolateLTR(strings.Join(f.Allowed[:min(len(f.Allowed), 12)], ", "))
		}
		lines.Add(parts.Column(0, k.Code(f.Field), k.Text(said)))
	}
	if more := len(faults) - mostFaults; more > 0 {
		lines.Add(k.Hint(k.T("report_screen.and_more", "n", more)))
	}
	parts.NewDialog(k, parts.Amber, nil, k.T("report_screen.own_not_read"), k.T("report_screen.own_faults"), k.T("actions.close"), lines).Show(r.d.window.Canvas())
}

// saveCopy writes a copy of the chosen audience.
func (r *reporting) saveCopy(path string) {
	k := r.k
	p := r.ask.profile
	if filepath.Ext(path) == "" {
		path += ".json"
	}
	r.d.read(func() error {
		_, _, err := export.Save(path, false, func(w io.Writer) error { return export.WriteProfile(w, p, k.Words) })
		return err
	}, func(err error) {
		switch {
		case r.left:
		case err != nil:
			r.d.fail(k.T("report_screen.own_not_saved"), err)
		default:
			r.d.toast(k.T("report_screen.own_saved", "name", fileName(filepath.Base(path))), "", nil)
		}
	})
}
