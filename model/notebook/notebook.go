package notebook

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"plumbline/model"
	"plumbline/model/seal"
)

// Notebook is an open notebook. Its methods may be called from any goroutine.
type Notebook struct {
	dir         string
	header      *seal.Header
	keys        *seal.Keys
	now         func() time.Time
	random      io.Reader
	readOnly    bool
	snapshot    bool   // on Close, when something changed
	anchors     string // folder of the anchors
	rolled      bool   // older than its anchor
	rolledAt    time.Time
	began       uint64      // transaction of the newest snapshot, or of the opening
	fresh       []string    // folders that were made for it in this session, the innermost first
	beforeMerge atomic.Bool // a snapshot was kept before the first merge of the session

	relocking sync.Mutex      // held while a header is made, before writing
	keeping   chan struct{}   // held by the one who keeps a snapshot, before writing
	writing   sync.Mutex      // held by the one writer
	leaving   context.Context // ends when the notebook begins to close
	leave     context.CancelFunc
	store     *store
	self      *self
	clock     model.Clock

	mu     sync.RWMutex // guards what follows
	book   *book
	index  *model.Index // nil until it is ready
	failed error        // why it never will be
	late   []uint32     // rows that changed before it was ready
	plan   *model.PlanBook
	drafts map[string]uint64
	sets   map[string]uint64
	closed bool

	ready     chan struct{}
	loaded    head   // the state of the store that the rows were read from
	touched   bool   // and they are no longer that
	kept      uint64 // the transaction whose index lies on the disk
	indexKept int    // from how many records on an index is kept

	indexed  atomic.Int64       // documents that the index being built has
	toIndex  atomic.Int64       // of so many
	lazy     bool               // the index is built when somebody asks for it
	later    bool               // and nobody did
	bulk     bool               // the index is behind, and ready is open
	catching bool               // and is catching up
	ctx      context.Context    // of the background work
	stop     context.CancelFunc // of the background work
	work     sync.WaitGroup
	watchers watchers
}

// CreateOptions says what a new notebook holds. The zero value makes one of
// nobody's, without a plan, at the cost that suits this machine.
type CreateOptions struct {
	Plan         []model.Record // a plan's records, as model.ReadPlan gives them
	Name         string         // of the member who writes
	Organisation string
	Role         string
	KDF          seal.Cost // the zero Cost: seal.Calibrate for about a second
	AnyPlace     bool      // also where ErrPlace would forbid it
	OpenOptions
	made func() (*seal.Header, *seal.Keys, error) // in tests: keys derived before
}

// OpenOptions changes how a notebook is opened.
type OpenOptions struct {
	ReadOnly    bool
	NoSnapshots bool             // keep no snapshot on Close
	Anchors     string           // folder of the anchors that an older state is noticed by; "" for none
	Older       bool             // an older state than the anchor's is taken without a question
	IndexLater  bool             // build the full text index when words are first asked for: most work never does
	indexKept   int              // in tests: keep the index of so many records
	MaxSize     int64            // the store grows no larger: then there is no room (ErrFull); 0: 8 GiB
	Now         func() time.Time // time.Now when nil
	Rand        io.Reader        // crypto/rand.Reader when nil
	Asked       func()           // hears, in its goroutine, of every call that reads or writes the file or looks at all rows; for tests
	// Until ends what is being opened or made, at once also while a key is derived; seal.WithWatch shows
	// that. Nil when nothing does.
	Until context.Context
	// Progress hears how many of all entries were read, a page of them at a time; what
	// it returns ends the opening. Nil when nobody asks.
	Progress func(done, total int) error
}

func (o *OpenOptions) fill() {
	if o.indexKept == 0 {
		o.indexKept = indexKept
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Until == nil {
		o.Until = context.Background()
	}
}

// told tells how many of all entries were read, and hears whether to go on.
func (o *OpenOptions) told(done, total int) error {
	if err := o.Until.Err(); err != nil || o.Progress == nil {
		return err
	}
	return o.Progress(done, total)
}

// Create makes a notebook in a folder that does not exist or is empty, with the
// first revisions of the plan and the identity of its owner, and opens it. All
// of it is durable before Create returns; after an error nothing is left, nor any
// folder that was made for it. o.Progress hears how many of its steps are done;
// what it returns ends it. ErrExists, ErrPlace, ErrReadOnly, ErrFull.
func Create(dir string, pass []byte, o CreateOptions) (*Notebook, error) {
	o.fill()
	n, err := create(dir, pass, &o)
	if err != nil {
		return nil, fmt.Errorf("create notebook: %w", err)
	}
	return n, nil
}

func create(dir string, pass []byte, o *CreateOptions) (n *Notebook, err error) {
	if !o.AnyPlace {
		if err := checkPlace(dir); err != nil {
			return nil, err
		}
	}
	if err := checkEmpty(dir); err != nil {
		return nil, sorted(err)
	}
	header, keys, err := o.keys(pass)
	if err != nil {
		return nil, err
	}
	fresh := foldersToMake(dir)
	defer func() {
		if err != nil {
			keys.Wipe()
			removeFolders(fresh)
		}
	}()
	if err := build(dir, header, keys, o); err != nil {
		removeUnfinished(dir)
		return nil, sorted(err)
	}
	inner := o.OpenOptions
	if o.Progress != nil { // what it reads are not steps
		inner.Progress = func(int, int) error { return o.Progress(createSteps-1, createSteps) }
	}
	n, err = open(dir, func() (*seal.Header, *seal.Keys, error) { return header, keys, nil }, inner)
	if err != nil {
		return nil, errors.Join(err, erase(dir, nil)) // it is whole, but nobody's
	}
	n.fresh = fresh
	if err = o.step(createSteps); err != nil {
		return nil, errors.Join(err, n.Discard())
	}
	return n, nil
}

// createSteps are the steps of making a notebook: what a guess costs on this
// machine, the key, the files.
const createSteps = 3

// step tells how many steps are done, and hears whether to go on.
func (o *CreateOptions) step(done int) error {
	return o.told(done, createSteps)
}

// keys makes the header and the keys.
func (o *CreateOptions) keys(pass []byte) (*seal.Header, *seal.Keys, error) {
	if err := o.step(0); err != nil {
		return nil, nil, err
	}
	if o.made == nil && o.KDF == (seal.Cost{}) {
		var err error
		if o.KDF, err = seal.Calibrate(o.Until, time.Second); err != nil {
			return nil, nil, err
		}
	}
	if err := o.step(1); err != nil {
		return nil, nil, err
	}
	make := o.made
	if make == nil {
		make = func() (*seal.Header, *seal.Keys, error) { return seal.New(o.Until, pass, o.KDF, o.Rand) }
	}
	header, keys, err := make()
	if err != nil {
		return nil, nil, err
	}
	if err := o.step(2); err != nil {
		keys.Wipe()
		return nil, nil, err
	}
	return header, keys, nil
}

// build writes the store, then the headers that make it a notebook. After an error
// no header is there.
func build(dir string, header *seal.Header, keys *seal.Keys, o *CreateOptions) error {
	values, err := firstValues(o)
	if err != nil {
		return err
	}
	if err := makeFolders(dir); err != nil {
		return err
	}
	st, err := createStore(filepath.Join(dir, storeFile), keys.Box(seal.Records, o.Rand), keys.Digest(seal.Set))
	if err != nil {
		return err
	}
	_, err = st.write(values)
	if err = errors.Join(err, st.close()); err != nil {
		return err
	}
	err = writeHeaders(dir, header)
	if err == nil {
		err = syncFolder(filepath.Dir(dir))
	}
	if err != nil {
		return errors.Join(err, shred(filepath.Join(dir, headerFile)), shred(filepath.Join(dir, headerFile2)))
	}
	return nil
}

// firstValues are a new notebook's entries: its owner and the plan.
func firstValues(o *CreateOptions) ([][]byte, error) {
	owner, member, err := newSelf(*o, o.Rand)
	if err != nil {
		return nil, err
	}
	values := [][]byte{owner.entry()}
	by := model.Author{Key: owner.public(), Organisation: o.Organisation}
	revs, err := model.Revise(model.View{}, member, by, model.ClockAt(o.Now()), "")
	if err != nil {
		return nil, err
	}
	for _, rec := range o.Plan {
		if !rec.Kind().OfPlan() {
			return nil, fmt.Errorf("the plan holds a %s", rec.Kind())
		}
		r, err := model.First(rec)
		if err != nil {
			return nil, err
		}
		revs = append(revs, r)
	}
	for i := range revs {
		v, err := revisionValue(&revs[i])
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// revisionValue encodes a revision and reads it back: what could not be read
// must not be written.
func revisionValue(r *model.Revision) ([]byte, error) {
	b, err := r.Encode()
	if err != nil {
		return nil, fmt.Errorf("encode revision: %w", err)
	}
	back, err := model.DecodeRevision(b)
	if err != nil {
		return nil, err
	}
	if back.ID != r.ID {
		return nil, fmt.Errorf("%w: its id is not that of its content", model.ErrRevision)
	}
	return append([]byte{revisionEntry}, b...), nil
}

// Open unlocks a notebook. It reads and verifies every record before it
// returns; the full text index is built afterwards (Ready), with IndexLater when it is asked for. ErrNotNotebook,
// ErrInUse, ErrWrongPassphrase, ErrNewer, ErrDamaged, ErrReadOnly.
func Open(dir string, pass []byte, options ...OpenOptions) (*Notebook, error) {
	return openWith(dir, ByPassphrase(pass), options)
}

func openWith(dir string, unlock Unlock, options []OpenOptions) (*Notebook, error) {
	var o OpenOptions
	if len(options) > 0 {
		o = options[0]
	}
	o.fill()
	hs, err := readHeaders(dir)
	if err != nil {
		return nil, fmt.Errorf("open notebook: %w", err)
	}
	n, err := open(dir, func() (*seal.Header, *seal.Keys, error) { return hs.open(o.Until, unlock) }, o)
	if err != nil {
		return nil, fmt.Errorf("open notebook: %w", err)
	}
	if !hs.whole && !n.readOnly {
		if err := writeHeaders(dir, n.header); err != nil {
			n.Close()
			return nil, fmt.Errorf("open notebook: restore its header: %w", err)
		}
	}
	return n, nil
}

// open opens and verifies the store. It is read first, under a lock that other
// readers share, and only a store that holds is opened for writing: bbolt
// rebuilds its list of free pages then, where no guard reaches.
func open(dir string, unlock func() (*seal.Header, *seal.Keys, error), o OpenOptions) (*Notebook, error) {
	path := filepath.Join(dir, storeFile)
	if err := lookAt(path); err != nil {
		return nil, err
	}
	st := &store{path: path}
	var err error
	if st.db, st.file, err = openFile(path, true); err != nil {
		return nil, err
	}
	header, keys, err := unlock()
	if err != nil {
		st.close()
		return nil, err
	}
	st.box, st.sums = keys.Box(seal.Records, o.Rand), keys.Digest(seal.Set)
	l, err := load(st, keys, o.Now(), o.told)
	var closed time.Time
	rolled := false
	if err == nil && !o.Older {
		if closed, rolled = rolledBack(o.Anchors, dir, keys, l.head); rolled {
			o.ReadOnly = true
		}
	}
	if err == nil && !o.ReadOnly {
		l, err = reopen(st, keys, l, &o)
	}
	if err != nil {
		st.close()
		keys.Wipe()
		return nil, err
	}
	st.head = l.head
	st.letGo() // bbolt has walked it all, to know its free pages
	n, err := start(dir, header, keys, st, l, o)
	if err == nil {
		n.rolled, n.rolledAt = rolled, closed
	}
	return n, err
}

// lookAt refuses a store that is not there or cannot hold its own beginning:
// bbolt would begin a new one in an empty file.
func lookAt(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s is missing", ErrDamaged, storeFile)
	}
	if err != nil {
		return sorted(err)
	}
	if info.Size() < 2*pageSize {
		return fmt.Errorf("%w: %s is cut short", ErrDamaged, storeFile)
	}
	return nil
}

// reopen opens a verified store for writing. Another program may have written
// to it in between: then it is read again.
func reopen(st *store, keys *seal.Keys, l *loaded, o *OpenOptions) (*loaded, error) {
	err := st.close()
	if err != nil {
		return nil, err
	}
	st.least.Store(0)
	if st.db, st.file, err = openFile(st.path, false); err != nil {
		return nil, err
	}
	st.head = l.head
	if same(st) {
		return l, nil
	}
	return load(st, keys, o.Now(), o.told)
}

// start makes the notebook of what was read, and sets the background to work.
func start(dir string, header *seal.Header, keys *seal.Keys, st *store, l *loaded, o OpenOptions) (*Notebook, error) {
	n := &Notebook{dir: dir, header: header, keys: keys, now: o.Now, random: o.Rand, readOnly: o.ReadOnly,
		snapshot: !o.NoSnapshots && !o.ReadOnly, began: l.head.txn, anchors: o.Anchors, store: st, self: l.self, book: l.book,
		drafts: l.drafts, sets: l.sets, ready: make(chan struct{}), keeping: make(chan struct{}, 1)}
	n.leaving, n.leave = context.WithCancel(context.Background())
	n.clock, n.loaded, n.indexKept = l.clock, l.head, o.indexKept
	st.wrote, st.asked = n.dropIndex, o.Asked
	if o.MaxSize > 0 {
		st.db.MaxSize = int(min(o.MaxSize, maxSize))
	}
	var err error
	if !o.ReadOnly {
		err = n.tidy()
	}
	if err == nil {
		err = n.readPlan()
	}
	if err != nil {
		st.close()
		keys.Wipe()
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	n.stop, n.ctx = cancel, ctx
	n.lazy, n.later = o.IndexLater, o.IndexLater
	if !n.later {
		n.work.Go(func() { n.buildIndex(ctx) })
	}
	return n, nil
}

// Close ends the background work, keeps a snapshot where something changed, and
// lets go of the file and the keys. Closing twice does nothing.
func (n *Notebook) Close() error { return n.CloseWithin(context.Background(), nil) }

// CloseWithin is Close of a notebook that is so large that somebody watches: when
// ctx ends no snapshot is kept, and the notebook is closed all the same. progress
// hears how far the snapshot is, in bytes; it may be nil.
func (n *Notebook) CloseWithin(ctx context.Context, progress func(done, total int)) error {
	n.leave() // a snapshot that is being kept ends here
	n.keeping <- struct{}{}
	defer func() { <-n.keeping }()
	n.writing.Lock()
	defer n.writing.Unlock()
	n.mu.Lock()
	if n.closed {
		n.mu.Unlock()
		return nil
	}
	n.closed = true
	n.mu.Unlock()
	n.stop()
	n.work.Wait()
	_ = n.keepIndex() // it can be built again
	last := n.store.head
	err := n.keepLast(ctx, progress)
	if ctx.Err() != nil {
		err = nil // it was to be left out
	}
	err = errors.Join(err, n.store.close())
	if n.anchors != "" && !n.readOnly && n.store.broken == nil {
		_ = dropAnchor(n.anchors, n.dir, n.keys, last, n.now(), n.random) // where there is no place for it, nothing is noticed
	}
	n.keys.Wipe()
	n.self.signer.Wipe()
	if err != nil {
		return fmt.Errorf("close notebook: %w", err)
	}
	return nil
}

// borrowKeys gives keys to work with beside other calls: closing the notebook
// wipes its own, and leaves these to who asked for them.
func (n *Notebook) borrowKeys() (*seal.Keys, error) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if n.closed {
		return nil, ErrClosed
	}
	return n.keys.Clone(), nil
}

// headerNow is the header as it is: a new passphrase changes it.
func (n *Notebook) headerNow() *seal.Header {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.header
}

// Folder is where the notebook lies.
func (n *Notebook) Folder() string { return n.dir }

// ReadOnly says whether it was opened for reading only.
func (n *Notebook) ReadOnly() bool { return n.readOnly }
