//go:build e2e

package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/ui"
)

// The window tests find things by what can be read on them. This build, never a
// released one, lists what is on the window over the loopback, at the address
// that PLUMBLINE_INSPECT names. First it says whether anything is under way behind
// the window, then what has the keyboard.

// node is one visible object, in pixels of the window.
type node struct {
	Type       string
	Text       string
	X, Y, W, H int
	Focused    bool   `json:",omitempty"`
	Which      string `json:",omitempty"` // in the second node, which tells what has the keyboard: another one for another object
	Disabled   bool   `json:",omitempty"`
	Row        int    `json:",omitempty"` // from 1: of a list, the current row, of a choice, what is chosen; of a row of a list, which it is
}

// inspect serves the list.
func inspect(w *ui.Window) {
	address := os.Getenv("PLUMBLINE_INSPECT")
	if address == "" {
		return
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		fmt.Fprintln(os.Stderr, "plumbline: inspect:", err)
		os.Exit(1)
	}
	go http.Serve(l, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		heard()
		nodes := []node{{Type: "busy"}}
		fyne.DoAndWait(func() {
			if w.Resting() {
				nodes[0].Type = "resting"
			}
			nodes = append(nodes, list(w.Window().Canvas())...)
		})
		_ = json.NewEncoder(rw).Encode(nodes)
	}))
}

// heard waits until the window has heard every key and click of before: the toolkit moves what moves right after it has
// listened.
func heard() {
	moved := make(chan struct{}, 1)
	var a *fyne.Animation
	fyne.DoAndWait(func() {
		a = fyne.NewAnimation(time.Minute, func(float32) {
			select {
			case moved <- struct{}{}:
			default:
			}
		})
		a.Start()
	})
	<-moved
	fyne.DoAndWait(func() { a.Stop() })
}

// list walks what the canvas shows: only what is over everything, where something is.
func list(c fyne.Canvas) []node {
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	e := eye{c: c}
	keyboard := node{Type: "keyboard"}
	if o, ok := c.Focused().(fyne.CanvasObject); ok { // also where it is out of sight
		keyboard.Text, keyboard.Which = fmt.Sprintf("%T", o), fmt.Sprintf("%p", o)
	}
	e.seen = append(e.seen, keyboard)
	e.visit(root, fyne.Position{}, c.Size())
	return e.seen
}

// eye lists what it sees: what was scrolled away is not seen.
type eye struct {
	c    fyne.Canvas
	seen []node
}

// visit looks at an object and what is in it, within a clip.
func (e *eye) visit(o fyne.CanvasObject, clipAt fyne.Position, clip fyne.Size) {
	if o == nil || !o.Visible() {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	from := fyne.NewPos(max(at.X, clipAt.X), max(at.Y, clipAt.Y))
	to := fyne.NewPos(min(at.X+o.Size().Width, clipAt.X+clip.Width), min(at.Y+o.Size().Height, clipAt.Y+clip.Height))
	if from.X < to.X && from.Y < to.Y {
		e.seen = append(e.seen, e.node(o, from, to))
	}
	if _, scrolls := o.(fyne.Scrollable); scrolls {
		clipAt, clip = from, fyne.NewSize(max(to.X-from.X, 0), max(to.Y-from.Y, 0))
	}
	if strings.HasSuffix(fmt.Sprintf("%T", o), "bidi.Label") { // its lines are the same words again
		for _, inner := range test.WidgetRenderer(o.(fyne.Widget)).Objects() {
			if _, ok := inner.(fyne.Focusable); ok {
				e.visit(inner, clipAt, clip)
			}
		}
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, inner := range o.Objects {
			e.visit(inner, clipAt, clip)
		}
	case fyne.Widget:
		for _, inner := range test.WidgetRenderer(o).Objects() {
			e.visit(inner, clipAt, clip)
		}
	}
}

// node says what an object is, where it is seen and what can be read on it.
func (e *eye) node(o fyne.CanvasObject, from, to fyne.Position) node {
	n := node{Type: fmt.Sprintf("%T", o), Text: textOf(o)}
	n.X, n.Y = e.c.PixelCoordinateForPosition(from)
	x, y := e.c.PixelCoordinateForPosition(to)
	n.W, n.H = x-n.X, y-n.Y
	if f, ok := o.(fyne.Focusable); ok {
		n.Focused = f == e.c.Focused()
	}
	if d, ok := o.(fyne.Disableable); ok {
		n.Disabled = d.Disabled()
	}
	if l, ok := o.(interface{ Current() int }); ok {
		n.Row = l.Current() + 1
	}
	if c, ok := o.(interface{ Chosen() int }); ok {
		n.Row = c.Chosen() + 1
	}
	if strings.HasSuffix(n.Type, "parts.listSlot") {
		n.Row = int(reflect.Indirect(reflect.ValueOf(o)).FieldByName("row").Int()) + 1
	}
	return n
}

// textOf is what can be read: a field Text or a method Text, whatever the type; never that of a secret entry.
func textOf(o fyne.CanvasObject) string {
	v := reflect.Indirect(reflect.ValueOf(o))
	if v.Kind() != reflect.Struct {
		return ""
	}
	if secret := v.FieldByName("Secret"); secret.IsValid() && secret.Kind() == reflect.Bool && secret.Bool() {
		return ""
	}
	if t, ok := o.(interface{ Text() string }); ok {
		return t.Text()
	}
	if f := v.FieldByName("Text"); f.IsValid() && f.Kind() == reflect.String {
		return f.String()
	}
	return ""
}
