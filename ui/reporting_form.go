package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"plumbline/ui/parts"
)

// formPage asks in which form the report is written, and whether it is sealed.
func (r *reporting) formPage() fyne.CanvasObject {
	k := r.k
	words := make([]string, len(fileForms))
	for i, f := range fileForms {
		words[i] = formatWord(k, f)
	}
	form := parts.NewSegmented(k, words, slices.Index(fileForms, r.ask.format), func(i int) {
		r.ask.format = fileForms[i]
		r.goTo(stepFile)
	})
	column := parts.Column(16, k.Heading(k.T("report_screen.step_file")),
		parts.NewField(k, "format", k.T("report_screen.format"), parts.Column(6, k.Row(0, parts.NoSlack, form), k.Hint(k.T("report_screen.note_"+r.ask.format)))).Aim(form))
	if !r.ask.profile.Revisions {
		tags := parts.NewCheck(k, k.T("report_screen.hxl"), r.ask.hxl || r.ask.profile.HXL, func(on bool) { r.ask.hxl = on }).WithNote(k.T("report_screen.hxl_note"))
		if r.ask.profile.HXL {
			tags.Off = true
		}
		column.Add(parts.NewField(k, "hxl", k.T("report_screen.hashtags"), tags))
	}
	if r.ask.format == formatXLSX {
		column.Add(r.sealFields())
	}
	r.ready()
	return column
}

// sealFields ask whether the file is closed with a passphrase, and for it.
func (r *reporting) sealFields() fyne.CanvasObject {
	k := r.k
	column := parts.Column(14)
	column.Add(parts.NewField(k, "sealed", k.T("report_screen.protection"), parts.NewCheck(k, k.T("report_screen.seal"), r.ask.sealed, func(on bool) {
		r.ask.sealed = on
		r.goTo(stepFile)
	}).WithNote(k.T("report_screen.seal_note"))))
	if r.ask.sealed {
		r.pass = newPassAsk(r.d, "", func() { r.ready(); r.page.Refresh() }, func() { r.act.Act() })
		column.Add(r.pass.view())
		column.Add(parts.NewNotice(k, parts.Calm, k.T("report_screen.seal_way")))
	}
	return column
}

// ready switches the way on: a file that is to be sealed needs its passphrase first.
func (r *reporting) ready() {
	switch {
	case r.step != stepFile || r.made != nil || r.list:
	case r.sealing() && r.pass == nil:
		r.act.TurnOff("")
	case r.sealing() && !r.pass.ready():
		missing, _ := r.pass.wanted()
		r.act.TurnOff(missing)
	default:
		r.act.TurnOn()
	}
	r.showFoot()
}
