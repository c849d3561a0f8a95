package bidi

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry takes text in right order: caret, selection and clipboard go by the letters, arrow
// keys by the screen. After changing a field, call Refresh.
//
// Tab leaves it; Return submits a single line; Ctrl+Return submits several. Text comes and
// goes in logical order, its lines ended by "\n".
type Entry struct {
	widget.BaseWidget
	Base        Base // direction of each paragraph
	MultiLine   bool // wraps, and Return starts a line; else one line that scrolls sideways
	Rows        int  // lines shown at least, when MultiLine; 0: 3
	PlaceHolder string
	Side        Base   // where an empty entry of Auto waits for words, as the screen runs, and its bar stands; Auto: where its hint begins
	AtSide      bool   // words that run against Side stand there too, as codes do, and not where they would begin
	Fault       bool   // what is here is missing or amiss: an edge in the colour of warning
	Secret      bool   // shows dots, copies nothing, keeps no history
	Limit       int    // bytes of text at most; 0: DefaultLimit
	Shared      Shared // the history, where the entry is part of a form that has one; nil: its own

	OnChanged   func(string)
	OnSubmitted func(string)
	OnFocus     func(gained bool)
	OnSight     func()                                   // the keyboard came: whatever scrolls around the entry shall show it
	OnEscape    func()                                   // Escape is not for the entry: it passes on
	OnHelp      func()                                   // neither is F1
	OnKey       func(fyne.KeyName) bool                  // looks at each key first; true when it was used, as by a list under the entry
	OnShortcut  func(fyne.Shortcut)                      // shortcuts that are not for the entry; nil: the window gets them
	OnRefused   func()                                   // typing or pasting went beyond Limit; nothing was changed
	OnBase      func(Base)                               // the direction was changed by keys or menu
	OnMenu      func(at fyne.Position, items []MenuItem) // shows the menu at a place of the window; nil: no menu
	Menu        func() MenuWords                         // words of the menu; nil: no menu

	text        []rune // in logical order
	bytes       int    // of text, as UTF-8
	pos, anchor int    // the caret, and the other end of the selection
	lead        bool   // which side of a meeting of directions the caret stands on
	goal        float32
	hasGoal     bool // the caret goes up and down along goal
	held        held // modifier keys
	focused     bool
	disabled    bool
	history     history
	now         func() time.Time
	clicks      clicks
	blink       blink
	view        *view
	compositor  compositor
	laid        *layout // of text as it is; nil after a change
	laidFor     setting
}

var (
	_ fyne.Focusable         = (*Entry)(nil)
	_ fyne.Shortcutable      = (*Entry)(nil)
	_ fyne.Disableable       = (*Entry)(nil)
	_ fyne.Tabbable          = (*Entry)(nil)
	_ fyne.Draggable         = (*Entry)(nil)
	_ fyne.SecondaryTappable = (*Entry)(nil)
	_ desktop.Keyable        = (*Entry)(nil)
	_ desktop.Mouseable      = (*Entry)(nil)
	_ desktop.Cursorable     = (*Entry)(nil)
)

// MenuWords are the words of the entry's menu.
type MenuWords struct {
	Cut, Copy, Paste, SelectAll, Undo, Redo, LeftToRight, RightToLeft string
}

// MenuItem is one act of the entry's menu.
type MenuItem struct {
	Word   string
	Keys   string // that do the same, as they are written on the keyboard; "" where it has none
	Ticked bool
	Act    func()
}

// DefaultLimit is how much text an entry takes, in bytes.
const DefaultLimit = 1 << 20

// NewEntry makes an entry of one line.
func NewEntry(base Base) *Entry {
	e := &Entry{Base: base, lead: true, now: time.Now}
	e.ExtendBaseWidget(e)
	e.view = newView(e)
	return e
}

// HintCut says whether PlaceHolder is shown and has no room.
func (e *Entry) HintCut() bool { return e.view.hintCut && e.Text() == "" }

// Text is the text in logical order.
func (e *Entry) Text() string { return string(e.text) }

// SetText replaces the text and forgets the history. It takes any length, as what is
// stored must never be cut, and drops what can be neither seen nor meant.
func (e *Entry) SetText(text string) {
	clean := cleaned(text, e.MultiLine)
	same := string(clean) == string(e.text)
	e.text, e.bytes, e.laid = clean, len(string(clean)), nil
	e.pos, e.anchor, e.lead = len(e.text), len(e.text), true
	e.history, e.hasGoal = history{}, false
	e.view.rest()
	e.view.redraw()
	if !same {
		e.tell()
	}
}

// SetBase changes the direction.
func (e *Entry) SetBase(base Base) {
	e.Base = base
	e.settle()
}

// Select selects the runes from one place up to another; the caret stands at the second.
func (e *Entry) Select(from, to int) {
	n := len(e.text)
	e.anchor, e.pos, e.lead = min(max(from, 0), n), min(max(to, 0), n), true
	e.moved()
}

// SelectedText is what is selected, in logical order; of a secret, nothing.
func (e *Entry) SelectedText() string {
	if e.Secret {
		return ""
	}
	a, b := e.span()
	return string(e.text[a:b])
}

// span is the selection in order.
func (e *Entry) span() (from, to int) { return min(e.pos, e.anchor), max(e.pos, e.anchor) }

// Disable makes the entry read only: its text can be selected and copied.
func (e *Entry) Disable() {
	e.disabled = true
	e.Refresh()
}

// Enable lets the entry be edited.
func (e *Entry) Enable() {
	e.disabled = false
	e.Refresh()
}

// Disabled says whether the entry is read only.
func (e *Entry) Disabled() bool { return e.disabled }

// AcceptsTab is false: Tab goes to the next field.
func (e *Entry) AcceptsTab() bool { return false }

// FocusGained is for Fyne.
func (e *Entry) FocusGained() {
	e.focused = true
	e.blink.start(e)
	e.view.reveal()
	e.Refresh()
	if e.OnSight != nil {
		e.OnSight()
	}
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost is for Fyne.
func (e *Entry) FocusLost() {
	e.focused, e.held = false, held{}
	e.blink.stop()
	e.Refresh()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// settle lays out anew after the text or its direction changed, and shows the caret.
func (e *Entry) settle() {
	e.hasGoal = false
	e.blink.rest(e)
	e.view.reveal()
	e.view.redraw()
}

// moved draws the caret and selection in their new place.
func (e *Entry) moved() {
	e.blink.rest(e)
	e.view.reveal()
	e.view.redraw()
}

func (e *Entry) tell() {
	if e.OnChanged != nil {
		e.OnChanged(e.Text())
	}
}

// setting is how the text is laid out in the view.
func (e *Entry) setting() setting {
	base := e.Base
	if base == Auto && len(e.text) == 0 {
		if base = e.Side; base == Auto {
			base = Direction(e.PlaceHolder)
		}
	}
	set := setting{
		base: base, width: e.view.width(), wrap: e.MultiLine,
		size: theme.SizeForWidget(theme.SizeNameText, e),
	}
	if e.AtSide && e.Side != Auto && e.runs(base) != e.Side {
		set.align = fyne.TextAlignTrailing
	}
	return set
}

// runs is the direction of what is written.
func (e *Entry) runs(base Base) Base {
	if base == Auto {
		base = Direction(string(e.text))
	}
	if base == Auto {
		return LTR
	}
	return base
}

// dot stands for a letter of a secret.
const dot = '•'

// layout is the text in lines. The compositor keeps what has not changed.
func (e *Entry) layout() *layout {
	set := e.setting()
	if e.laid != nil && e.laidFor == set {
		return e.laid
	}
	text := e.text
	if e.Secret {
		text = make([]rune, len(e.text))
		for i := range text {
			text[i] = dot
		}
	}
	e.laid, e.laidFor = e.compositor.lay(text, set), set
	return e.laid
}
