//go:build window

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// shown is one visible object, as the inspector of the e2e build tells it.
type shown struct {
	Type       string
	Text       string
	X, Y, W, H int
	Focused    bool
	Which      string // in the second, which tells what has the keyboard, in sight or not: another one for another object
	Disabled   bool
	Row        int // from 1: of a list, the current row, of a choice, what is chosen; of a row of a list, which it is
}

// driver is a person at the real window: eyes (the inspector), a mouse, keys and a clipboard. It finds things by what can
// be read on them and waits for states, never for times. Before each key and each click it waits until the window has
// heard the one before and nothing is under way: what comes late would meet another page than the one that was looked at.
type driver struct {
	t       *testing.T
	home    string
	display string
	address string
	log     *bytes.Buffer
	ended   chan struct{}

	mouseless bool // works with the keyboard alone
}

// patience is how long a state may take: the machine may be slow and the graphics are drawn by software.
const patience = 3 * time.Minute

// start opens a screen of its own and the window on it, with a home of its own.
func start(t *testing.T, binary string, args ...string) *driver {
	t.Helper()
	return startOn(t, "1280x1000", binary, args...)
}

// startOn does so with a screen of that many pixels.
func startOn(t *testing.T, size, binary string, args ...string) *driver {
	t.Helper()
	d := &driver{t: t, home: t.TempDir(), log: &bytes.Buffer{}, ended: make(chan struct{})}
	d.screen(size)
	d.address = freeAddress(t)
	cmd := exec.Command(binary, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + d.home, "DISPLAY=" + d.display, "LANG=C.UTF-8", "LC_ALL=C.UTF-8",
		"XDG_CONFIG_HOME=" + d.home + "/config", "XDG_CACHE_HOME=" + d.home + "/cache", "XDG_RUNTIME_DIR=" + d.home,
		"LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "PLUMBLINE_INSPECT=" + d.address}
	cmd.Stdout, cmd.Stderr = d.log, d.log
	if err := os.Mkdir(d.home+"/cache", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = cmd.Wait() // the process is killed at the end
		close(d.ended)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-d.ended
		if strings.Contains(d.log.String(), "Error in Fyne call thread") {
			t.Errorf("a call from a wrong thread:\n%s", d.log)
		}
		if t.Failed() {
			t.Logf("the window's log:\n%s", d.log)
		}
	})
	return d
}

// screen starts an X server without a display and learns its number.
func (d *driver) screen(size string) {
	d.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	// No key repeats itself: on a busy machine a letter is let go of late, and after Ctrl.
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-nolisten", "tcp", "-r")
	x.ExtraFiles = []*os.File{write}
	if err := x.Start(); err != nil {
		d.t.Fatalf("start Xvfb: %v", err)
	}
	write.Close()
	d.t.Cleanup(func() { _ = x.Process.Kill(); _ = x.Wait() })
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		d.t.Fatalf("Xvfb did not start: %v", err)
	}
	read.Close()
	d.display = ":" + strings.TrimSpace(number)
}

func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// unmarked takes the marks of direction away: they are not seen.
var unmarked = strings.NewReplacer("\u2066", "", "\u2068", "", "\u2069", "")

// look lists what can be seen now; nothing while the window is not there.
func (d *driver) look() []shown {
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+d.address, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	var all []shown
	if json.NewDecoder(answer.Body).Decode(&all) != nil {
		return nil
	}
	for i := range all {
		all[i].Text = unmarked.Replace(all[i].Text)
	}
	return all
}

// until waits for a state of what can be seen.
func (d *driver) until(what string, reached func(all []shown) bool) {
	d.t.Helper()
	var all []shown
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if all = d.look(); reached(all) {
			return
		}
		select {
		case <-d.ended:
			d.t.Fatalf("%s: the window ended", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
	texts := []string{"focused: " + focused(all)}
	for _, s := range all {
		if s.Text != "" {
			texts = append(texts, s.Text)
		}
	}
	d.picture("failed")
	d.t.Fatalf("%s: never reached; the window says:\n%s", what, strings.Join(texts, "\n"))
}

// picture keeps what the screen shows, where PLUMBLINE_SHOTS names a folder.
func (d *driver) picture(name string) {
	if dir := os.Getenv("PLUMBLINE_SHOTS"); dir != "" {
		_ = d.tool("import", "-window", "root", filepath.Join(dir, name+".png")).Run()
	}
}

// sees waits until a text can be read.
func (d *driver) sees(text string) {
	d.t.Helper()
	d.until("to read "+text, func(all []shown) bool { _, ok := find(all, text); return ok })
}

// find is the thing on which a text can be read: the text itself rather than one that holds it, the last one drawn.
func find(all []shown, text string) (at shown, ok bool) {
	text = unmarked.Replace(text)
	for _, exact := range []bool{true, false} {
		for i := len(all) - 1; i >= 0; i-- {
			if s := all[i]; s.H > 0 && s.W > 0 && (s.Text == text || !exact && strings.Contains(s.Text, text)) {
				return s, true
			}
		}
	}
	return shown{}, false
}

// resting says whether nothing is under way behind the window.
func resting(all []shown) bool { return len(all) > 0 && all[0].Type == "resting" }

// focused is the type of what has the keyboard, "" for nothing.
func focused(all []shown) string {
	for _, s := range all {
		if s.Focused {
			return s.Type
		}
	}
	return ""
}

// click clicks a text once it can be read and has stopped moving.
func (d *driver) click(text string) {
	d.t.Helper()
	d.clickOn("to click "+text, func(all []shown) (shown, bool) { return find(all, text) })
}

// clickEntry clicks the first entry after a label.
func (d *driver) clickEntry(label string) { d.t.Helper(); d.clickAfter(label, "*bidi.Entry") }

// clickAfter clicks the first thing of a type after a label.
func (d *driver) clickAfter(label, kind string) {
	d.t.Helper()
	d.clickOn("the "+kind+" of "+label, func(all []shown) (shown, bool) {
		found := false
		for _, s := range all {
			found = found || s.Text == label
			if found && s.Type == kind {
				return s, true
			}
		}
		return shown{}, false
	})
}

// clickOn clicks a thing when it is seen at the same place twice.
func (d *driver) clickOn(what string, which func(all []shown) (shown, bool)) {
	d.t.Helper()
	var before shown
	d.until(what, func(all []shown) bool {
		at, ok := which(all)
		still := ok && at == before && resting(all)
		before = at
		return still
	})
	d.run("xdotool", "mousemove", strconv.Itoa(before.X+before.W/2), strconv.Itoa(before.Y+before.H/2), "click", "1")
}

// key presses keys: ctrl+l, Return.
func (d *driver) key(keys ...string) {
	d.t.Helper()
	d.until("rest before "+strings.Join(keys, " "), resting)
	d.run("xdotool", append([]string{"key", "--clearmodifiers"}, keys...)...)
}

// paste puts a text into what has the keyboard, in place of what stands there, and waits until it stands there.
func (d *driver) paste(text string) {
	d.t.Helper()
	d.pasteSecret(text)
	d.until("the text to stand there", func(all []shown) bool {
		for _, s := range all {
			if s.Focused && s.Text == text {
				return true
			}
		}
		return false
	})
}

// pasteSecret pastes into an entry that does not tell what it holds.
func (d *driver) pasteSecret(text string) {
	d.t.Helper()
	clip := d.tool("xclip", "-selection", "clipboard", "-i")
	clip.Stdin = strings.NewReader(text)
	if err := clip.Run(); err != nil {
		d.t.Fatalf("xclip: %v", err)
	}
	d.key("ctrl+a", "ctrl+v")
}

func (d *driver) tool(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+d.display)
	return cmd
}

func (d *driver) run(name string, args ...string) {
	d.t.Helper()
	if out, err := d.tool(name, args...).CombinedOutput(); err != nil {
		d.t.Fatalf("%s: %v: %s", name, err, out)
	}
}

// python runs a script with openpyxl and gives what it prints: with the python3 of the path, or that of the system.
func python(t *testing.T, script string, args ...string) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import openpyxl").Run() != nil {
			continue
		}
		out, err := exec.Command(name, append([]string{"-c", script}, args...)...).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return strings.TrimSpace(string(out))
	}
	t.Fatal("openpyxl is needed: apt-get install python3-openpyxl")
	return ""
}
