package ui

import (
	"context"
	"errors"
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
	if !b.shows("Opening the parcel, MB: 2 of 6") {
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
