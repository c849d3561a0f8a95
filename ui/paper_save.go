package ui

import (
	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// store checks the sheet and shows all faults at once, or keeps the draft and writes the record with what belongs to it.
// false when nothing is on its way.
func (p *paper[S]) store(with []notebook.Change, then func(after model.View, joined bool)) bool {
	if p.busy || p.done || !p.opened || p.d.readOnly {
		return false
	}
	record, faults := p.own.check()
	if len(faults) > 0 {
		p.refuse(faults)
		return false
	}
	p.setBusy(true)
	if p.touched || p.keeping {
		p.touched = false
		p.writeDraft(func(error) {})
	}
	p.write(record, with, true, then)
	return true
}

// saveBar is the bar at the foot of a form: saving, saving as a draft (nil where the record knows none), leaving.
type saveBar struct {
	save, later *parts.Button
	view        *fyne.Container
}

func (p *paper[S]) newSaveBar(save, later func()) *saveBar {
	k := p.k
	if p.d.readOnly {
		return &saveBar{view: parts.NewActionBar(k, nil, parts.NewButton(k, k.T("actions.back"), parts.Secondary, p.d.back))}
	}
	b := &saveBar{save: parts.NewButton(k, k.T("actions.save"), parts.Primary, save)}
	acts := []fyne.CanvasObject{b.save}
	if later != nil {
		b.later = parts.NewButton(k, k.T("observe_screen.save_as_draft"), parts.Secondary, later)
		acts = append(acts, b.later)
	}
	b.view = parts.NewActionBar(k, k.Hint(k.T("observe_screen.leave_hint")), acts...)
	return b
}

// setBusy turns the buttons off while the record is being written.
func (b *saveBar) setBusy(on bool) {
	for _, button := range []*parts.Button{b.save, b.later} {
		if button != nil {
			button.SetOff(on)
		}
	}
}

// lay sets the list of sections beside the form and the bar under it. In a narrow window the list goes.
func (p *paper[S]) lay(bar *saveBar, column fyne.CanvasObject) fyne.CanvasObject {
	p.page = parts.NewPageWithin(p.k, 24, 20, column)
	side := p.k.SidePane(p.contents(nil))
	middle := parts.NewBox(parts.Surface, parts.Pane(nil, p.page, bar.view))
	panes := p.k.Sides(parts.Side{Width: 216, Pane: side}, parts.Side{Pane: middle})
	return parts.Folding(700, panes, func(narrow bool) { show(side, !narrow) })
}

// savedWords says what was done: that it is saved, or that others had changed it meanwhile.
func (p *paper[S]) savedWords(key string, joined bool) string {
	if joined {
		return p.k.T("form_screen.saved_joined")
	}
	return p.k.T(key)
}
