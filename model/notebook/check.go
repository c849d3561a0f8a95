package notebook

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"plumbline/model"
	"plumbline/model/seal"
)

// Report is what a check found.
type Report struct {
	Values    int     // sealed values that opened
	Revisions int     // revisions among them that could be read
	Records   int     // records that these make
	Files     int     // evidence files that are there
	Verified  int     // evidence files that were read whole (deep)
	Faults    []Fault // in the order in which they were found
	Readable  int     // revisions that still open in a damaged file, page by page
}

// OK says whether nothing is wrong.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

// FaultKind says what is wrong; the words for it are the caller's.
type FaultKind string

// The kinds of faults.
const (
	FaultHeader   FaultKind = "header"   // a copy of the header is damaged or missing
	FaultStore    FaultKind = "store"    // a page, a value or their sum does not hold
	FaultRevision FaultKind = "revision" // a revision cannot be read, or names an unknown ancestor
	FaultLink     FaultKind = "link"     // a record refers to one that is not here
	FaultMissing  FaultKind = "missing"  // an evidence file is not there
	FaultFile     FaultKind = "file"     // an evidence file does not open or is another one
)

// Fault is one thing that is wrong.
type Fault struct {
	Kind   FaultKind
	Record model.ID // the record it concerns, where there is one
	Err    error    // the cause, without content
}

// Check verifies a notebook, also one that Open refuses: both headers, every
// page, every value and their sum, every revision with its hash, every
// reference; deep, every evidence file to its last byte. It writes nothing. The
// report says what is wrong; the error is for what kept it from looking
// (ErrWrongPassphrase, ErrInUse, ErrNotNotebook, a context that ended).
// progress hears how much of the work is done, about, in bytes, which only rise; it may
// be nil.
func Check(ctx context.Context, dir string, pass []byte, deep bool, progress func(done, total int)) (Report, error) {
	c := &checker{ctx: ctx, dir: dir, deep: deep, progress: progress}
	hs, err := readHeaders(dir)
	if err != nil {
		if errors.Is(err, ErrDamaged) {
			c.add(FaultHeader, model.ID{}, err)
			return c.report, nil
		}
		return c.report, fmt.Errorf("check: %w", err)
	}
	if !hs.whole {
		c.add(FaultHeader, model.ID{}, errors.New("one copy of the header is missing, damaged or another"))
	}
	path := filepath.Join(dir, storeFile)
	if err := lookAt(path); errors.Is(err, ErrDamaged) {
		c.add(FaultStore, model.ID{}, err)
		return c.report, nil
	}
	db, file, err := openFile(path, true) // for its lock; its pages are not trusted
	if err == nil {
		defer guard(db.Close)
	} else if errors.Is(err, ErrDamaged) {
		if file, err = os.Open(path); err == nil {
			defer file.Close()
		}
	}
	if err != nil {
		return c.report, fmt.Errorf("check: %w", err)
	}
	_, keys, err := hs.unlock(ctx, pass)
	if err != nil {
		return c.report, fmt.Errorf("check: %w", err)
	}
	defer keys.Wipe()
	return c.run(file, keys)
}

// Check verifies the open notebook as the function Check does, on the file as
// it is at this moment. Writing waits until the records are read.
func (n *Notebook) Check(ctx context.Context, deep bool, progress func(done, total int)) (Report, error) {
	c := &checker{ctx: ctx, dir: n.dir, deep: deep, progress: progress}
	keys, err := n.borrowKeys()
	if err != nil {
		return c.report, err
	}
	defer keys.Wipe()
	if hs, err := readHeaders(n.dir); err != nil || !hs.whole {
		c.add(FaultHeader, model.ID{}, errors.New("one copy of the header is missing, damaged or another"))
	}
	f, err := os.Open(n.store.path)
	if err != nil {
		return c.report, fmt.Errorf("check: %w", err)
	}
	defer f.Close()
	c.writing = &n.writing
	return c.run(f, keys)
}

// checker gathers a report.
type checker struct {
	ctx      context.Context
	dir      string
	deep     bool
	progress func(done, total int) // in bytes of the store and, when deep, of the evidence files
	total    int64
	writing  *sync.Mutex
	report   Report
	mu       sync.Mutex
	revs     map[model.RevID]bool
	parents  []link
	records  map[model.ID][]model.RevID
	links    []link
	files    []fileOf
	authors  []model.Key     // of files
	owner    model.Key       // of the notebook
	came     map[string]bool // files that came in parcels
}

// link is a reference: from a record to another or to an ancestor.
type link struct {
	from   model.ID
	to     model.ID
	by     model.Key
	parent model.RevID
}

type fileOf struct {
	record model.ID
	blob   string
	sha    string
}

// maxFaults bounds a report: a file full of noise has a fault on every page.
const maxFaults = 1000

// valueBytes is about what a value takes of the store, to tell how far its reading is.
const valueBytes = pageSize / 2

// tell tells how many bytes are read.
func (c *checker) tell(done int64) {
	if c.progress != nil {
		c.progress(int(min(done, c.total)), int(c.total))
	}
}

func (c *checker) add(kind FaultKind, record model.ID, err error) {
	if len(c.report.Faults) < maxFaults {
		c.report.Faults = append(c.report.Faults, Fault{kind, record, err})
	}
}

func (c *checker) run(f *os.File, keys *seal.Keys) (Report, error) {
	c.revs, c.records, c.came = map[model.RevID]bool{}, map[model.ID][]model.RevID{}, map[string]bool{}
	box := keys.Box(seal.Records, nil)
	info, err := f.Stat()
	if err != nil {
		return c.report, fmt.Errorf("check: %w", err)
	}
	if c.total = info.Size(); c.deep {
		c.total += blobBytes(c.dir)
	}
	if err := c.checkStore(f, keys, box); err != nil {
		return c.report, fmt.Errorf("check: %w", err)
	}
	c.checkLinks()
	if err := c.checkFiles(keys, info.Size()); err != nil {
		return c.report, fmt.Errorf("check: %w", err)
	}
	c.tell(c.total)
	c.report.Records = len(c.records)
	return c.report, nil
}

// checkStore scans the file and, where it does not hold, counts what can still
// be carved out of it.
func (c *checker) checkStore(f *os.File, keys *seal.Keys, box *seal.Box) error {
	if c.writing != nil {
		c.writing.Lock()
		defer c.writing.Unlock()
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s := scan{file: f, size: info.Size(), keys: keys, box: box}
	s.fault = func(err error) error {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.add(FaultStore, model.ID{}, err)
		return c.ctx.Err()
	}
	s.each = func(_ int, slot uint64, value []byte) error {
		c.mu.Lock()
		c.report.Values++
		if c.report.Values%1000 == 0 {
			c.tell(min(int64(c.report.Values)*valueBytes, info.Size()))
		}
		c.mu.Unlock()
		if err := c.value(slot, value); err != nil {
			c.mu.Lock()
			c.add(FaultRevision, model.ID{}, err)
			c.mu.Unlock()
		}
		return c.ctx.Err()
	}
	if err := s.run(); err != nil && !errors.Is(err, ErrDamaged) {
		return err
	} else if err != nil {
		c.add(FaultStore, model.ID{}, err)
	}
	c.report.Readable = c.report.Revisions
	if !c.report.OK() {
		c.report.Readable = max(c.report.Readable, carve(f, info.Size(), box))
	}
	return c.ctx.Err()
}

// value checks one opened value.
func (c *checker) value(slot uint64, value []byte) error {
	if !isRevision(value) {
		var it item
		err := it.read(slot, value, nil)
		c.note(&it)
		return err
	}
	r, err := model.DecodeRevision(value[1:])
	if err != nil {
		return fmt.Errorf("slot %d: %w", slot, err)
	}
	rec, err := r.Fields()
	if err != nil {
		return fmt.Errorf("slot %d: %w", slot, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report.Revisions++
	c.revs[r.ID] = true
	c.records[r.Record] = append(c.records[r.Record], r.ID)
	for _, p := range r.Parents {
		c.parents = append(c.parents, link{from: r.Record, parent: p})
	}
	for _, to := range linksOf(rec) {
		c.links = append(c.links, link{from: r.Record, to: to, by: r.Author})
	}
	if e, ok := rec.(*model.Evidence); ok && e.Blob != "" {
		c.files = append(c.files, fileOf{r.Record, e.Blob, e.SHA256})
		c.authors = append(c.authors, r.Author)
	}
	return nil
}

// note keeps what other entries say about what must be here.
func (c *checker) note(it *item) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if it.self != nil {
		c.owner = it.self.public()
	}
	if it.merge != nil {
		for _, id := range it.merge.Files {
			c.came[hex.EncodeToString(id[:])] = true
		}
	}
}

// linksOf lists the records that a record refers to.
func linksOf(rec model.Record) []model.ID {
	var ids []model.ID
	switch x := rec.(type) {
	case *model.Observation:
		ids = x.Sources
	case *model.Evidence:
		ids = []model.ID{x.Of, x.DerivedFrom}
	case *model.Identity:
		ids = []model.ID{x.Source}
	case *model.Review:
		ids = []model.ID{x.Record}
	case *model.Link:
		ids = []model.ID{x.A, x.B}
	case *model.Finding:
		ids = append(ids, x.BasedOn...)
		for _, t := range x.Claims {
			ids = append(ids, t.Claim)
		}
	}
	return ids
}

func (c *checker) checkLinks() {
	for _, l := range c.parents {
		if !c.revs[l.parent] {
			c.add(FaultRevision, l.from, errors.New("an ancestor of a revision is not here"))
		}
	}
	for _, l := range c.links {
		if _, ok := c.records[l.to]; !ok && !l.to.IsZero() && l.by == c.owner { // others' sources stay with them
			c.add(FaultLink, l.from, errors.New("it refers to a record that is not here"))
		}
	}
}

// checkFiles looks for every evidence file, and reads them when deep; so many bytes
// are read before.
func (c *checker) checkFiles(keys *seal.Keys, read int64) error {
	done := map[string]bool{}
	for i, f := range c.files {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		if done[f.blob] {
			continue
		}
		done[f.blob] = true
		size, err := c.checkFile(keys, f, read)
		read += size
		if errors.Is(err, ErrNoFile) {
			if (c.authors[i] == c.owner || c.came[f.blob]) && !c.elsewhere(f) { // parcels may leave evidence out
				c.add(FaultMissing, f.record, err)
			}
		} else if err != nil && c.ctx.Err() == nil {
			c.add(FaultFile, f.record, err)
		}
	}
	return c.ctx.Err()
}

// elsewhere says whether the same bytes lie here under another name.
func (c *checker) elsewhere(x fileOf) bool {
	return slices.ContainsFunc(c.files, func(o fileOf) bool {
		if o.sha != x.sha || o.blob == x.blob || !blobName.MatchString(o.blob) {
			return false
		}
		_, err := os.Stat(filepath.Join(c.dir, blobFolder, o.blob[:2], o.blob))
		return err == nil
	})
}

// checkFile gives how long the file is.
func (c *checker) checkFile(keys *seal.Keys, x fileOf, read int64) (size int64, err error) {
	if !blobName.MatchString(x.blob) {
		return 0, ErrNoFile
	}
	f, err := os.Open(filepath.Join(c.dir, blobFolder, x.blob[:2], x.blob))
	if errors.Is(err, os.ErrNotExist) {
		f, err = os.Open(filepath.Join(c.dir, tempFolder, x.blob))
	}
	if errors.Is(err, os.ErrNotExist) {
		return 0, ErrNoFile
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	c.report.Files++
	if !c.deep {
		return 0, nil
	}
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	name, err := hex.DecodeString(x.blob)
	if err != nil {
		return size, ErrNoFile
	}
	r, err := keys.NewReader(f, name)
	if err != nil {
		return size, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, &intake{ctx: c.ctx, src: r, progress: func(n int64) { c.tell(read + n) }}); err != nil {
		return size, err
	}
	if hex.EncodeToString(sum.Sum(nil)) != x.sha {
		return size, errors.New("it is not the file that was taken in")
	}
	c.report.Verified++
	return size, nil
}

// blobBytes is how long all evidence files in a folder are.
func blobBytes(dir string) (n int64) {
	for _, inner := range []string{blobFolder, tempFolder} {
		_ = filepath.WalkDir(filepath.Join(dir, inner), func(_ string, e fs.DirEntry, err error) error {
			if err == nil && blobName.MatchString(e.Name()) {
				if info, err := e.Info(); err == nil {
					n += info.Size()
				}
			}
			return nil
		})
	}
	return n
}

// carve counts the revisions that still open when the tree is not trusted: every
// page that looks like a leaf is tried, and a value that opens under its slot is
// genuine.
func carve(f io.ReaderAt, size int64, box *seal.Box) int {
	found := map[uint64]bool{}
	for id := uint64(2); id < uint64(size/pageSize); id++ {
		page := make([]byte, pageSize)
		if _, err := f.ReadAt(page, int64(id)*pageSize); err != nil || binary.LittleEndian.Uint16(page[8:])&pageLeaf == 0 {
			continue
		}
		if more := binary.LittleEndian.Uint32(page[12:]); more > 0 && int64(more) < 1<<10 && int64(id)+int64(more) < size/pageSize {
			page = make([]byte, pageSize*(1+int(more)))
			if _, err := f.ReadAt(page, int64(id)*pageSize); err != nil {
				page = page[:pageSize]
			}
		}
		for i := range int(binary.LittleEndian.Uint16(page[10:])) {
			key, value, ok := lineOf(page, i)
			if !ok {
				continue
			}
			if p, err := box.Open(nil, recordBucket[0], key, value); err == nil && isRevision(p) {
				found[binary.BigEndian.Uint64(key)] = true
			}
		}
	}
	return len(found)
}

// lineOf reads one line of a leaf's table without trusting the others.
func lineOf(page []byte, i int) (key, value []byte, ok bool) {
	at := pageHead + i*entrySize
	if at+entrySize > len(page) {
		return nil, nil, false
	}
	le := binary.LittleEndian
	pos, keyLen, valueLen := uint64(le.Uint32(page[at+4:])), uint64(le.Uint32(page[at+8:])), uint64(le.Uint32(page[at+12:]))
	from, end := uint64(at)+pos, uint64(at)+pos+keyLen+valueLen
	if keyLen != 8 || end > uint64(len(page)) {
		return nil, nil, false
	}
	return page[from : from+8], page[from+8 : end], true
}
