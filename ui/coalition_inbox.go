package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// The inbox holds parcels that were dropped or chosen, from then until they are merged or put away. It belongs to the
// desk, so that one may look at records meanwhile and come back. Nothing of it is kept when the notebook is locked.
//
//  1. A parcel is opened and previewed in the background, one after the other; nothing is written.
//  2. One that is closed under a passphrase waits for it; a passphrase is tried on all that wait.
//  3. One whose signer is not trusted is only previewed, until the key is trusted or the parcel is taken in as unverified.
//  4. Opening can be stopped: what was not opened yet is left until somebody says to go on.
//  5. After a merge the others are previewed anew: what was new in them may be here now.
type inbox struct {
	files   []*incoming
	home    *homeReview       // an edited report or a table that is being looked at; nil for none
	homes   []string          // those that follow
	working bool              // a parcel is being opened
	changed func()            // the screen that shows it; nil while none does
	told    func(f *incoming) // shows how much of a parcel was read; nil likewise
}

// How a parcel in the inbox stands.
type inboxState int

const (
	inWaiting   inboxState = iota // to be opened, or previewed anew
	inLocked                      // waits for its passphrase
	inPreviewed                   // its preview says what it would bring, or why it is refused
	inRefused                     // could not even be opened: reason
	inFailed                      // the disk or the notebook failed: err
	inMerged                      // result says what it brought
	inStopped                     // begun, and stopped: result says how far it got
	inLeft                        // not opened, because that was stopped
)

// incoming is one parcel.
type incoming struct {
	path, name string
	size       int64
	state      inboxState
	file       *readFile
	reader     *parcel.Reader
	stop       context.CancelFunc // ends its being opened; nil while it is not
	read       int64              // bytes that were read while it is being opened
	pass       seal.Secret        // to be tried
	wrong      bool               // the last passphrase did not open it
	accept     bool               // to be taken in although its signer is not trusted
	preview    model.Merge
	result     model.Merge
	reason     parcel.Reason
	err        error
}

// add puts files into the inbox, those that wait there already left out, and gives how many are new.
func (in *inbox) add(paths []string) int {
	n := 0
	for _, path := range paths {
		same := func(f *incoming) bool {
			return f.path == path && f.state != inMerged && f.state != inFailed && f.state != inRefused
		}
		if slices.ContainsFunc(in.files, same) {
			continue
		}
		in.files = slices.DeleteFunc(in.files, func(f *incoming) bool { return f.path == path })
		in.files = append(in.files, &incoming{path: path, name: filepath.Base(path)})
		n++
	}
	return n
}

// drop puts a parcel away, also one that is being opened.
func (in *inbox) drop(f *incoming) {
	if f.stop != nil {
		f.stop() // what opens it closes its file
		f.file = nil
	}
	f.close()
	in.files = slices.DeleteFunc(in.files, func(o *incoming) bool { return o == f })
}

// clear puts away what is done with.
func (in *inbox) clear(done func(f *incoming) bool) {
	for _, f := range slices.Clone(in.files) {
		if done(f) {
			in.drop(f)
		}
	}
}

// halt ends the opening of parcels: nobody will look at them.
func (in *inbox) halt() {
	for _, f := range in.files {
		if f.stop != nil {
			f.stop()
		}
	}
}

// close lets go of the files. No work may be under way.
func (in *inbox) close() { in.clear(func(*incoming) bool { return true }) }

func (f *incoming) close() {
	f.pass.Wipe()
	f.pass, f.reader = nil, nil
	if f.file != nil {
		f.file.Close()
		f.file = nil
	}
}

// far is how much of the parcel was read while it is being opened, in hundredths.
func (f *incoming) far() int {
	if f.size <= 0 {
		return 0
	}
	return int(min(100*f.read/(readings*f.size), 100))
}

// brings is how many records would change here.
func (f *incoming) brings() int {
	c := f.preview.Count
	return c[model.MergedNew] + c[model.MergedJoined] + c[model.MergedDisputed]
}

// mergeable says whether the parcel may be merged and brings something.
func (f *incoming) mergeable() bool {
	return f.state == inPreviewed && f.preview.Refused == "" && (f.brings() > 0 || f.preview.Revisions > 0)
}

// unknown says whether the parcel waits for its signer to be trusted.
func (f *incoming) unknown() bool {
	return f.state == inPreviewed && parcel.Reason(f.preview.Refused) == parcel.UnknownSigner
}

// count counts the parcels of a kind.
func (in *inbox) count(of func(f *incoming) bool) int {
	n := 0
	for _, f := range in.files {
		if of(f) {
			n++
		}
	}
	return n
}

// is makes a question of a state.
func (s inboxState) is(f *incoming) bool { return f.state == s }

// stopOpening leaves what was not opened yet; what is being opened too.
func (in *inbox) stopOpening() {
	for _, f := range in.files {
		if f.stop != nil {
			f.stop() // look says that it is left
		} else if f.state == inWaiting {
			f.state = inLeft
		}
	}
}

// goOn has what was left opened after all.
func (in *inbox) goOn() {
	for _, f := range in.files {
		if f.state == inLeft {
			f.state = inWaiting
		}
	}
}

// work opens and previews the next parcel, until none waits.
func (in *inbox) work(d *desk) {
	if in.working {
		return
	}
	at := slices.IndexFunc(in.files, inWaiting.is)
	if at < 0 {
		return
	}
	in.working = true
	f := in.files[at]
	next := *f   // what the background works on; f is the screen's
	f.pass = nil // it is the background's to wipe
	ctx, stop := context.WithCancel(context.Background())
	f.stop, f.read = stop, 0
	told := int64(0)
	far := func(read int64) {
		if size := next.size; read-told >= size/100+megabyte {
			told = read
			d.came(func() { in.reads(f, read, size) })
		}
	}
	d.read(func() error { next.look(ctx, d.book, far); return nil }, func(error) {
		stop()
		in.working = false
		f.stop = nil
		if slices.Contains(in.files, f) {
			*f = next
		} else {
			next.close()
		}
		if in.changed != nil {
			in.changed()
		}
		in.work(d)
	})
}

// reads shows how much of a parcel was read.
func (in *inbox) reads(f *incoming, n, size int64) {
	f.read, f.size = n, size
	if in.told != nil && f.stop != nil {
		in.told(f)
	}
}

// readFile is a file that is read until its context ends, and says how much was read. Only who opens it sets those.
type readFile struct {
	*os.File
	ctx  context.Context
	told func(read int64)
	read int64
}

func (r *readFile) ReadAt(p []byte, off int64) (int, error) {
	if r.ctx != nil {
		if err := r.ctx.Err(); err != nil {
			return 0, err
		}
	}
	n, err := r.File.ReadAt(p, off)
	if r.told != nil {
		r.read += int64(n)
		r.told(r.read)
	}
	return n, err
}

// again previews all that wait anew: the notebook, or whom it trusts, has changed.
func (in *inbox) again() {
	for _, f := range in.files {
		if f.state == inPreviewed {
			f.state = inWaiting
		}
	}
}

// try gives a passphrase to all that wait for one.
func (in *inbox) try(pass seal.Secret) {
	for _, f := range in.files {
		if f.state == inLocked {
			f.pass, f.state = slices.Clone(pass), inWaiting
		}
	}
}

// look opens the parcel, where it is not open yet, and previews it.
func (f *incoming) look(ctx context.Context, b *notebook.Notebook, far func(read int64)) {
	err := f.open(ctx, b, far)
	if f.file != nil {
		defer func(file *readFile) { file.ctx, file.told = nil, nil }(f.file)
	}
	if err == nil && f.reader == nil {
		return // it waits for a passphrase
	}
	if err == nil {
		f.preview, err = b.Preview(f.reader, notebook.MergeOptions{AcceptUnknown: f.accept})
	}
	switch reason := parcel.ReasonOf(err); {
	case err == nil:
		f.state = inPreviewed
	case ctx.Err() != nil: // whatever the reading made of it
		f.state = inLeft
		f.close()
	case reason == parcel.WrongPassphrase:
		f.state, f.wrong = inLocked, true
	case reason != "":
		f.state, f.reason = inRefused, reason
		f.close()
	default:
		f.state, f.err = inFailed, err
		f.close()
	}
}

// open opens and checks the file.
func (f *incoming) open(ctx context.Context, b *notebook.Notebook, far func(read int64)) (err error) {
	if f.file == nil {
		file, err := os.Open(f.path)
		if err != nil {
			return err
		}
		f.file = &readFile{File: file}
		info, err := f.file.Stat()
		if err != nil {
			return err
		}
		if f.size = info.Size(); !info.Mode().IsRegular() {
			return parcel.Refuse(parcel.Altered)
		}
	}
	f.file.ctx, f.file.told, f.file.read = ctx, far, 0
	if f.reader != nil {
		return nil
	}
	by := b.Opener()
	if seal.NeedsPassphrase(f.file) {
		if f.pass == nil {
			f.state = inLocked
			return nil
		}
		by = seal.ByPassphrase(f.pass).Until(ctx)
		defer func() {
			f.pass.Wipe()
			f.pass = nil
		}()
	}
	f.reader, err = b.OpenParcel(f.file, f.size, by)
	return err
}

// mergeAll merges parcels one after the other and says how far it got: each has its result, or why it has none. The
// error is that of the disk, the notebook or a stop; a refused parcel stops nothing. now hears which is begun, and again
// after the copy of the notebook that is kept before; copies shows that.
func mergeAll(ctx context.Context, b *notebook.Notebook, files []*incoming, now func(i int), step func(done, total int),
	copies func(then func()) func(done, total int)) error {
	total, before := 0, 0
	for _, f := range files {
		total += f.reader.Counts().Revisions
	}
	for i, f := range files {
		now(i)
		var err error
		f.result, err = b.Merge(ctx, f.reader, notebook.MergeOptions{AcceptUnknown: f.accept,
			Copied:   copies(func() { now(i); step(before, total) }),
			Progress: func(done, _ int) { step(before+done, total) }})
		before += f.reader.Counts().Revisions
		switch reason := parcel.ReasonOf(err); {
		case err == nil:
			f.state = inMerged
			f.close()
		case reason != "":
			f.state, f.reason = inRefused, reason
			f.close()
		case errors.Is(err, context.Canceled):
			f.state = inStopped
			return err
		default:
			f.state, f.err = inFailed, err
			f.close()
			return err
		}
		step(before, total)
	}
	return nil
}
