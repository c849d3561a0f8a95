package ui

import "plumbline/model"

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
	find   *search  // what is looked for; the screen changes it, so that coming back finds the same
}
