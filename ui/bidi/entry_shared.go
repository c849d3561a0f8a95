package bidi

// Shared is a history that an entry has together with everything else that a form asks. The entry tells it of its steps
// and keeps none to be undone itself; what the form puts back comes by Revert.
type Shared interface {
	// Typed hears of a change by hand before OnChanged does. on says that it goes on with the entry's last one, as the
	// letters of a word do.
	Typed(on bool)
	CanUndo() bool
	CanRedo() bool
	Undo()
	Redo()
}

// Revert puts a text back without telling, and the caret behind what is not as it was. What is typed next begins a step.
func (e *Entry) Revert(text string) {
	clean := cleaned(text, e.MultiLine)
	from, most := 0, min(len(clean), len(e.text))
	for from < most && clean[from] == e.text[from] {
		from++
	}
	rest := 0
	for rest < most-from && clean[len(clean)-1-rest] == e.text[len(e.text)-1-rest] {
		rest++
	}
	to := len(clean) - rest
	if from == to && len(clean) == len(e.text) {
		return
	}
	e.put(from, len(e.text)-rest, clean[from:to])
	e.pos, e.anchor, e.lead = to, to, true
	e.history = history{}
	e.settle()
}
