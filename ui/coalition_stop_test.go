package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"plumbline/model/notebook"
)

func TestOpeningAParcelIsSeenAndStopped(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	torture(t, 1)(beta)
	path := parcelOf(t, beta, notebook.PackOptions{}, ours)
	b.w.show(place{to: atCoalition, part: partMerge})
	b.settled()
	in := b.w.desk.inbox
	b.dropOn(path)
	f := in.files[0] // nothing of its opening has come back yet
	if f.stop == nil {
		t.Fatal("it is not being opened")
	}
	in.reads(f, 2<<20, 3<<20)
	if !b.shows("Opening the parcel") || !b.shows("33%") { // it is read twice
		t.Errorf("the window says %q", b.texts())
	}
	test.Tap(b.tappable("Put away"))
	b.settled()
	if len(in.files) != 0 || f.file != nil {
		t.Errorf("%d parcels wait", len(in.files))
	}
	b.dropOn(path)
	b.until("the preview", func() bool { return len(in.files) == 1 && in.files[0].state == inPreviewed })
	if f = in.files[0]; f.file.ctx != nil || f.file.read < f.size || f.file.read > readings*f.size+megabyte {
		t.Errorf("%d bytes were read of %d", f.file.read, f.size)
	}
	b.tap("Merge 3 records") // it is read on, after its opening is over
	b.sees("Merged")
}

// A context that has ended ends the reading at the next stretch.
func TestOpeningAParcelEndsWithItsContext(t *testing.T) {
	_, ours, beta := besideBeta(t, "en")
	record(t, beta, letters())
	ctx, stop := context.WithCancel(context.Background())
	stop()
	f := &incoming{path: parcelOf(t, beta, notebook.PackOptions{}, ours)}
	if f.look(ctx, ours, nil); f.state == inPreviewed || f.file != nil {
		t.Errorf("it came as far as %v", f.state)
	}
}

// TestOpeningSeveralParcelsIsSeenAndStopped drops two, stops, and goes on.
func TestOpeningSeveralParcelsIsSeenAndStopped(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	torture(t, 1)(beta)
	one := parcelOf(t, beta, notebook.PackOptions{}, ours)
	record(t, beta, letters())
	two := parcelOf(t, beta, notebook.PackOptions{}, ours)
	b.w.show(place{to: atCoalition, part: partMerge})
	b.settled()
	in := b.w.desk.inbox
	b.dropOn(one, two)
	f := in.files[0] // nothing of its opening has come back yet
	in.reads(f, 5<<20, 10<<20)
	for _, says := range []string{"Opening the parcels: 0 of 2", "Being opened: 25%", "Waits"} {
		if !b.shows(says) {
			t.Errorf("%q is not said; the window says %q", says, b.texts())
		}
	}
	test.Tap(b.tappable("Stop"))
	b.settled()
	if in.files[1].state != inLeft || in.files[0].state == inWaiting || in.working {
		t.Errorf("the parcels stand at %d and %d", in.files[0].state, in.files[1].state)
	}
	b.sees("Opening was stopped. The notebook is as it was.")
	b.sees("Not opened")
	b.tap("Open the rest")
	b.until("the previews", func() bool { return in.count(inPreviewed.is) == 2 && !in.working })
	b.sees("Merge 2 parcels")
}

// TestMergingSeveralParcelsIsStopped stops at the second, and the window says which was merged.
func TestMergingSeveralParcelsIsStopped(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	var files []*incoming
	for range 3 {
		record(t, beta, letters())
		f := &incoming{path: parcelOf(t, beta, notebook.PackOptions{}, ours), name: "Beta.parcel"}
		f.look(t.Context(), ours, nil)
		files = append(files, f)
	}
	ctx, stop := context.WithCancel(t.Context())
	b.w.show(place{to: atCoalition, part: partMerge})
	b.settled()
	m := b.w.shown.(*coalition).made[partMerge].(*merging)
	var told []string
	first := files[0].reader.Counts().Revisions
	err := mergeAll(ctx, ours, files, func(i int) {
		if told = append(told, fmt.Sprint("parcel ", i)); i == 1 {
			stop()
		}
	}, func(done, _ int) { told = append(told, fmt.Sprint("done ", done)) }, func(then func()) func(done, total int) {
		return func(done, total int) {
			if done == total {
				told = append(told, "copied")
				then()
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if want := []string{"parcel 0", "copied", "parcel 0", "done 0", fmt.Sprint("done ", first), "parcel 1"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	m.ended, m.done = files, true
	for i, want := range []inboxState{inMerged, inStopped, inPreviewed} {
		if m.endAs = append(m.endAs, files[i].state); files[i].state != want {
			t.Errorf("%d stands at %d", i, files[i].state)
		}
	}
	m.show()
	for _, says := range []string{"Stopped", "Merged", "In part; merging it again goes on", "Not merged"} {
		b.sees(says)
	}
}

// The copy that is kept before a merge is shown as work of its own, and then the merge is.
func TestTheCopyBeforeAMergeIsSeen(t *testing.T) {
	b := unlocked(t, "en", nil)
	seen, end := make(chan struct{}), make(chan struct{})
	b.w.long("Merging", func(j *job) error {
		copied := j.copies(b.say("coalition_screen.copy_first"), func() { j.names("Merging"); j.step(0, 10) })
		copied(30, 100)
		<-seen
		copied(100, 100)
		<-end
		return nil
	}, func(error) {})
	b.sees(b.say("coalition_screen.copy_first"))
	b.sees("30%")
	close(seen)
	b.sees("Merging: 0 of 10")
	close(end)
	b.until("the end of it", func() bool { return b.w.sheets == 0 })
}

func TestLookingForDuplicatesIsStopped(t *testing.T) {
	b := unlocked(t, "en", torture(t, 3))
	ctx, stop := context.WithCancel(context.Background())
	read := 0
	_, err := b.w.desk.book.Duplicates(ctx, func(done, total int) {
		if read = done; done == 2 {
			stop()
		}
		if total != 3 {
			t.Errorf("of %d", total)
		}
	})
	if !errors.Is(err, context.Canceled) || read != 2 {
		t.Errorf("after %d: %v", read, err)
	}
	b.w.show(place{to: atCoalition, part: partDuplicates})
	p := b.w.shown.(*coalition).made[partDuplicates].(*duplicates)
	b.settled()
	p.look()
	if p.looking == nil {
		t.Fatal("nobody looks")
	}
	p.stop()
	b.until("the end of it", func() bool { return p.looking == nil })
	b.settled()
	p.look()
	b.until("what was found", func() bool { return p.looking == nil && p.looked })
}
