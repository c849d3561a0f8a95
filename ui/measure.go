//go:build bench && linux

package ui

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"os"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The figures of the real window, in a build of their own (tag bench): how long until something can be seen, how many
// frames a second while rows run by, how much memory. Fyne's own list and table run over the same number of rows beside
// ours. A frame counts when it was painted: a single point of the window is painted anew in each, and tells.

// measuring drives the window from a goroutine of its own.
type measuring struct {
	w       *Window
	out     io.Writer
	began   time.Time // of the process
	point   *canvas.Raster
	layer   *fyne.Container // keeps the point as small as it is
	painted chan struct{}
	walked  *walked
}

// walked counts how often the window goes through what is on it: as often for each picture of it.
type walked struct {
	widget.BaseWidget
	times atomic.Int64
}

// CreateRenderer is for Fyne.
func (w *walked) CreateRenderer() fyne.WidgetRenderer { return walkedRenderer{w} }

type walkedRenderer struct{ w *walked }

func (r walkedRenderer) Layout(fyne.Size)   {}
func (r walkedRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r walkedRenderer) Refresh()           {}
func (r walkedRenderer) Destroy()           {}
func (r walkedRenderer) Objects() []fyne.CanvasObject {
	r.w.times.Add(1)
	return nil
}

// benchRows is how many rows the tables without a notebook have; frameCount is how many frames are counted.
const (
	benchRows  = 1_000_000
	frameCount = 100
)

// Measure opens the notebook with the passphrase, writes the figures, and closes the window.
func (w *Window) Measure(began time.Time, pass string, out io.Writer) {
	m := &measuring{w: w, out: out, began: began, painted: make(chan struct{}, 1)}
	m.point = canvas.NewRaster(func(int, int) image.Image {
		select {
		case m.painted <- struct{}{}:
		default:
		}
		return image.NewUniform(color.Transparent)
	})
	m.point.Resize(fyne.NewSize(1, 1))
	m.walked = &walked{}
	m.walked.ExtendBaseWidget(m.walked)
	m.layer = container.NewWithoutLayout(m.point, m.walked)
	go func() {
		m.frame()
		m.say("first frame of the window", "%.2f s", time.Since(m.began).Seconds())
		m.memory("memory before unlocking")
		if dir := w.firstDir(); dir != "" {
			m.notebook(dir, pass)
		}
		m.bare()
		fyne.Do(w.win.Close)
	}()
}

func (m *measuring) say(what, format string, args ...any) {
	fmt.Fprintf(m.out, "%-52s %s\n", what, fmt.Sprintf(format, args...))
}

// ui runs f on the UI thread and waits for it.
func (m *measuring) ui(f func()) { fyne.DoAndWait(f) }

// frame waits until the window was painted once more.
func (m *measuring) frame() { m.frameOf(func() {}) }

// frameOf runs f on the UI thread, and waits until what it did was painted: once.
func (m *measuring) frameOf(f func()) {
	select {
	case <-m.painted:
	default:
	}
	m.ui(func() {
		f()
		over := m.w.win.Canvas().Overlays()
		if over.Top() != fyne.CanvasObject(m.layer) {
			over.Add(m.layer)
		}
		m.point.Refresh()
	})
	<-m.painted
}

// until paints frames until a state is reached on the UI thread.
func (m *measuring) until(reached func() bool) {
	for done := false; !done; {
		m.ui(func() { done = reached() })
		if !done {
			time.Sleep(time.Millisecond)
		}
	}
	m.frame()
}

// notebook measures unlocking, and scrolling through what a notebook holds.
func (m *measuring) notebook(dir, pass string) {
	began, used := time.Now(), processTime()
	m.ui(func() {
		m.w.unlock.pass.Entry.SetText(pass)
		m.w.unlock.open(dir)
	})
	m.until(func() bool {
		p, ok := m.w.shown.(*planScreen)
		return ok && p.ledger != nil
	})
	all, allUsed := time.Since(began), processTime()-used
	book := m.w.desk.book
	records, _ := book.Count(model.Query{})
	m.say("observations", "%d", records)
	began = time.Now()
	<-book.Ready()
	m.say("words can be searched", "%.2f s later", time.Since(began).Seconds())
	m.memory("memory with the notebook open")
	began, used = time.Now(), processTime()
	if err := book.Opens(context.Background(), []byte(pass)); err != nil { // takes a quarter of a gigabyte once more: after the memory was looked at
		m.say("the passphrase", "%v", err)
	}
	kdf, kdfUsed := time.Since(began), processTime()-used
	m.say("first frame after unlocking", "%.2f s (%.2f s of CPU), and %.2f s for the key (%.2f s of CPU)", max(all-kdf, 0).Seconds(),
		(allUsed - kdfUsed).Seconds(), kdf.Seconds(), kdfUsed.Seconds())

	began = time.Now()
	m.ui(func() { m.w.show(m.w.placeOf(atFind)) })
	var s *finder
	m.until(func() bool { s, _ = m.w.shown.(*finder); return s != nil && s.shown })
	m.say("first rows of the search", "%.2f s", time.Since(began).Seconds())
	m.until(func() bool { return !s.searching })
	m.rest("nothing happens, the keyboard in the words")
	m.scroll("rows of the notebook, by two", s.rows.total, 2, func(i int) { s.table.List.ScrollTo(i) })
	m.scroll("rows of the notebook, by forty", s.rows.total, 40, func(i int) { s.table.List.ScrollTo(i) })
	m.memory("memory after scrolling")
	m.screens()
}

// screens says what one more frame of other screens takes.
func (m *measuring) screens() {
	for _, s := range []struct {
		what string
		at   place
	}{
		{"the plan", place{to: atPlan}}, {"a commitment", place{to: atPlan, code: m.w.desk.plan.Commitments[0].Code}},
		{"a form", place{to: atObserve}}, {"the overview", place{to: atOverview}}, {"safety", place{to: atSafety}},
	} {
		m.ui(func() { m.w.show(s.at) })
		m.until(func() bool { return m.w.jobs.resting() })
		used := processTime()
		for range frameCount {
			m.frame()
		}
		m.say("a frame of "+s.what, "%.1f ms of CPU", milliseconds(processTime()-used)/frameCount)
	}
}

// bare measures rows without a notebook: our table, and beside it Fyne's own list and table.
func (m *measuring) bare() {
	k := m.w.lookNow()
	titles := []string{"Шағым жәшігі жоқ, бейнебақылау жазбасы 30 күн сақталады", "No complaint box in the visiting ward", "لا صندوق للشكاوى في جناح الزيارات", "Адвоката не пускали три часа"}
	cells := func(i int) []string {
		return []string{"O-2023-" + strconv.Itoa(i), "14.11.2023", titles[i%len(titles)], "Karaganda", "B2", "approved", strconv.Itoa(i % 7)}
	}
	columns := []parts.TableColumn{{Title: "Ref", Width: 96}, {Title: "Date", Width: 112}, {Title: "Title"}, {Title: "Region", Width: 128}, {Title: "Trust", Width: 48},
		{Title: "Review", Width: 98}, {Title: "Files", Width: 44}}
	table := parts.NewTable(k, columns, func() int { return benchRows }, func(i int) parts.TableRow {
		row := parts.TableRow{}
		for _, c := range cells(i) {
			row.Cells = append(row.Cells, parts.TableCell{Text: c, Base: bidi.Auto})
		}
		return row
	}, func(int) {}, func() {})
	m.show("our table", table, func(i int) { table.List.ScrollTo(i) })

	list := widget.NewList(func() int { return benchRows }, func() fyne.CanvasObject {
		row := container.NewGridWithColumns(len(columns))
		for range columns {
			row.Add(widget.NewLabel(""))
		}
		return row
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		for j, c := range cells(i) {
			o.(*fyne.Container).Objects[j].(*widget.Label).SetText(c)
		}
	})
	m.show("Fyne's list", list, func(i int) { list.ScrollTo(i) })

	var bare *widget.Table
	bare = widget.NewTable(func() (int, int) {
		if bare == nil || bare.Size().Height < 100 { // else it makes a line for every row there is
			return 0, len(columns)
		}
		return benchRows, len(columns)
	}, func() fyne.CanvasObject { return widget.NewLabel("") }, func(at widget.TableCellID, o fyne.CanvasObject) {
		o.(*widget.Label).SetText(cells(at.Row)[at.Col])
	})
	for i, c := range columns {
		bare.SetColumnWidth(i, max(c.Width, 500))
	}
	m.show("Fyne's table", bare, func(i int) { bare.ScrollTo(widget.TableCellID{Row: i}) })
}

// show fills the window with one widget and scrolls through it.
func (m *measuring) show(what string, o fyne.CanvasObject, to func(i int)) {
	began := time.Now()
	m.ui(func() { m.w.win.SetContent(o) })
	m.frame()
	m.say(what+", first frame", "%.2f s", time.Since(began).Seconds())
	m.scroll(what+", by two", benchRows, 2, to)
	m.scroll(what+", by forty", benchRows, 40, to)
	m.memory(what + ", memory")
}

// scroll lets rows run by, so many in a frame, and says how many frames there were in a second. Where fewer rows are there
// than run by, it begins again at the top.
func (m *measuring) scroll(what string, rows, step int, to func(i int)) {
	if rows == 0 {
		return
	}
	once := int64(math.MaxInt64)
	for range 5 { // something else may be painted meanwhile
		once = min(once, m.trace(func() {}).walked)
	}
	from := rows / 3
	pictures := int64(0)
	began, used := time.Now(), processTime()
	var longest, costliest frameTrace
	for i := range frameCount {
		f := m.trace(func() { to((from + 40 + i*step) % rows) })
		pictures += f.walked
		if f.took > longest.took {
			longest = f
		}
		if f.used > costliest.used {
			costliest = f
		}
	}
	took := time.Since(began)
	m.say(what, "%.0f frames/s, slowest %d ms; %.1f ms of CPU a frame, most %.1f ms", frameCount/took.Seconds(), longest.took.Milliseconds(),
		milliseconds(processTime()-used)/frameCount, milliseconds(costliest.used))
	m.say("  painted for them", "%.0f times", float64(pictures)/float64(max(once, 1)))
	m.say("  the slowest of them", "%s", longest)
	m.say("  the costliest of them", "%s", costliest)
}

// frameTrace says of one frame where its time went.
type frameTrace struct {
	took, used time.Duration // by the clock, and of CPU
	act        time.Duration // by the clock, before anything is painted
	made       uint64        // bytes
	collected  uint64        // how many times the garbage was
	walked     int64         // how often the window was gone through
}

func (f frameTrace) String() string {
	return fmt.Sprintf("%.1f ms, %.1f ms of them before painting; %.1f ms of CPU, %d KB made, collected %d times", milliseconds(f.took), milliseconds(f.act),
		milliseconds(f.used), f.made/1024, f.collected)
}

// trace runs f in a frame, and says what that took.
func (m *measuring) trace(f func()) (t frameTrace) {
	made, collected := heapWork()
	walked := m.walked.times.Load()
	began, used := time.Now(), processTime()
	m.frameOf(func() {
		f()
		t.act = time.Since(began)
	})
	t.walked = m.walked.times.Load() - walked
	t.took, t.used = time.Since(began), processTime()-used
	madeNow, collectedNow := heapWork()
	t.made, t.collected = madeNow-made, collectedNow-collected
	return t
}

// heapWork is how much was made since the start, in bytes, and how often the garbage was collected.
func heapWork() (made, collected uint64) {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/cycles/total:gc-cycles"}}
	metrics.Read(s)
	return s[0].Value.Uint64(), s[1].Value.Uint64()
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// rest says what the window takes while nobody does anything.
func (m *measuring) rest(what string) {
	const long = 3 * time.Second
	used := processTime()
	time.Sleep(long)
	m.say(what, "%.0f ms of CPU a second", milliseconds(processTime()-used)/long.Seconds())
}

// processTime is the CPU time of the process, the software painter's threads with it.
func processTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// memory says what the process holds, as the system counts it: what is its own, which the machine must really give, and
// what is mapped from files (the program, the painter's libraries, the store), which the system takes back when it needs
// the room. At most is the greatest sum of both so far.
func (m *measuring) memory(what string) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		m.say(what, "%v", err)
		return
	}
	figure := func(name string) int {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, name+":"); ok {
				n, _ := strconv.Atoi(strings.Fields(rest)[0])
				return n / 1024
			}
		}
		return 0
	}
	m.say(what, "%d MB of its own and %d MB of files, %d MB at most", figure("RssAnon")+figure("RssShmem"), figure("RssFile"), figure("VmHWM"))
}
