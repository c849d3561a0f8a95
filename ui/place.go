package ui

import (
	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/parts"
)

// A destination is one of the screens.
type destination string

// The destinations that exist.
const (
	atPlan      destination = "plan"
	atObserve   destination = "observe"
	atCoalition destination = "coalition"
	atFind      destination = "find"
	atOverview  destination = "overview"
	atReport    destination = "report"
	atSafety    destination = "safety"
	atHistory   destination = "history"
)

// A place is a destination and what is shown there. It lives in memory only: the window never remembers what was open.
type place struct {
	to     destination
	code   string   // the commitment
	id     model.ID // the record: one that is read on the plan, or changed in a form
	copyOf model.ID // the record that a new one is copied from
	part   string   // of the coalition: merging, disputes, …
	with   model.ID // the other record of a pair
	draft  string   // the key of a draft of a new record that is gone on with
	find   *search  // what is looked for; the screen changes it, so that coming back finds the same
	ticked *ticked  // the records that go into a parcel or a report; nil for all
}

// ticked are records that somebody ticked, for a parcel or a report of nothing else.
type ticked struct{ ids []model.ID }

// among narrows a query to the ticked records; nil asks nothing.
func (t *ticked) among() *model.Among {
	if t == nil {
		return nil
	}
	return &model.Among{IDs: t.ids}
}

// notice says that only the ticked records go, with the way to let all go; nil where all do.
func (t *ticked) notice(k parts.Look, all func()) fyne.CanvasObject {
	if t == nil {
		return nil
	}
	return parts.NewNotice(k, parts.Calm, k.T("ticked.only", "n", len(t.ids)), parts.NewLink(k, k.T("ticked.all"), all))
}
