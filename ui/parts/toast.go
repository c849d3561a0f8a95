package parts

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// toastTime is how long a toast stays.
const toastTime = 6 * time.Second

// Toasts is the layer on which what was just done is said, with one act that takes it back. The window stacks Layer
// over its content. A toast stays while the mouse rests on it.
type Toasts struct {
	Layer *fyne.Container
	OnSay func(words string) // the same words, for the status bar
	Stays bool               // until something else is said, as tests on a busy machine need it

	look  Look
	toast *toast

	mu    sync.Mutex
	timer *time.Timer
}

// NewToasts makes the layer.
func NewToasts(k Look) *Toasts {
	t := &Toasts{look: k}
	t.Layer = container.New(cornerLayout{k.RTL})
	return t
}

// Say shows words for a while. act and its word may be left out.
func (t *Toasts) Say(words, act string, tapped func()) {
	t.raise(newToast(t, theme.ConfirmIcon(), words, act, tapped))
}

// Warn says that something was not done.
func (t *Toasts) Warn(words string) { t.raise(newToast(t, theme.WarningIcon(), words, "", nil)) }

func (t *Toasts) raise(said *toast) {
	t.Hide()
	t.toast = said
	t.Layer.Objects = []fyne.CanvasObject{t.toast}
	t.Layer.Refresh()
	if t.OnSay != nil {
		t.OnSay(said.words.Text)
	}
	t.linger()
}

// Shown is what is said now, or "".
func (t *Toasts) Shown() string {
	if t.toast == nil {
		return ""
	}
	return t.toast.words.Text
}

// Hide takes the toast away.
func (t *Toasts) Hide() {
	t.Hold()
	t.toast = nil
	t.Layer.Objects = nil
	t.Layer.Refresh()
}

// linger starts the time anew.
func (t *Toasts) linger() {
	if t.Stays {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	said := t.toast
	t.timer = time.AfterFunc(toastTime, func() {
		fyne.Do(func() {
			if t.toast == said {
				t.Hide()
			}
		})
	})
}

// Hold keeps what is said until Hide, as while the mouse rests on it.
func (t *Toasts) Hold() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer != nil {
		t.timer.Stop()
	}
}

// toast is one saying: ink ground, a tick, words, one act.
type toast struct {
	Box

	of    *Toasts
	words *bidi.Label
	act   *Press
}

func newToast(of *Toasts, sign fyne.Resource, words, act string, tapped func()) *toast {
	k := of.look
	t := &toast{of: of, words: k.Inked(words, Surface)}
	row := k.Row(12, 1, NewIcon(sign, ToastAction, 20), t.words)
	if act != "" {
		t.act = NewPress(k, Inset(8, 6, k.Line(act, ToastAction)), func() { of.Hide(); tapped() })
		row.Add(t.act)
	}
	t.box(t, Ink, row)
	t.Radius, t.Across, t.Down, t.Shadow = 8, 14, 6, true
	return t
}

// MouseIn is for Fyne.
func (t *toast) MouseIn(*desktop.MouseEvent) { t.of.Hold() }

// MouseMoved is for Fyne.
func (t *toast) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (t *toast) MouseOut() { t.of.linger() }

// cornerLayout sets its object at the bottom of the trailing side, over the status bar.
type cornerLayout struct{ rtl func() bool }

func (l cornerLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		w := min(Unit(328), size.Width-Unit(32))
		h := give(o, w)
		x := size.Width - w - Unit(20)
		if l.rtl() {
			x = Unit(20)
		}
		o.Move(fyne.NewPos(x, size.Height-h-Unit(48)))
	}
}

func (l cornerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
