package parcel

import (
	"io"
	"slices"

	"plumbline/model"
	"plumbline/model/seal"
)

// Reader is a parcel that held: its envelope opened, its signature and its
// manifests are good, and all that doc.go asks for is so. Whom to believe is
// still open. It is for one goroutine at a time.
type Reader struct {
	plain   io.ReaderAt
	size    int64
	limits  limits
	header  Header
	counts  Counts
	digest  [32]byte
	claims  *claims
	outside map[model.RevID]model.ID

	manifests   []span
	batches     []span
	attachments []Attachment
	kept        []Item // what a small parcel holds, so that it is decoded once
	small       bool
	known       bool
}

// span is where a frame lies, and what it was when it was checked: the file may
// change under an open reader.
type span struct {
	at    int64
	n     int32
	frame int32 // its number
	sum   [32]byte
}

// Item is a revision on its way in.
type Item struct {
	Revision model.Revision
	Bytes    []byte       // the revision as it came, in canonical form
	Record   model.Record // its content; nil when redacted
	Proven   bool         // its author's signature covers it
	Orders   []model.Key  // who signed that its content must go
}

// Open reads a parcel to its end and checks all of it before it returns: first
// the frames, the files and the signature, then what the sender signed. It holds
// a frame at a time and some 60 bytes a revision. Every error but those of the
// disk is a *Refusal.
func Open(src io.ReaderAt, size int64, by seal.Opener) (*Reader, error) {
	return OpenNew(src, size, by, nil)
}

// OpenNew is Open for who may have merged the parcel before: when known says so
// of its digest, its revisions are not looked at again. Such a Reader is Known and
// gives nothing but its header, digest and files.
func OpenNew(src io.ReaderAt, size int64, by seal.Opener, known func(digest [32]byte) bool) (*Reader, error) {
	l := standard
	if size > l.bytes+l.bytes/1024+1<<20 { // the envelope adds 16 bytes to each 64 KiB
		return nil, refuse(TooLarge)
	}
	plain, n, err := by.Open(src, size)
	if err != nil {
		return nil, opened(err)
	}
	return check(plain, n, by, l, known)
}

// Known says that the parcel was merged before.
func (r *Reader) Known() bool { return r.known }

// check reads the opened inside.
func check(plain io.ReaderAt, size int64, by seal.Opener, l limits, known func([32]byte) bool) (*Reader, error) {
	if size > l.bytes {
		return nil, refuse(TooLarge)
	}
	r := &Reader{plain: plain, size: size, limits: l, claims: newClaims(), outside: map[model.RevID]model.ID{}, small: true}
	c := checker{Reader: r, frames: newFrameReader(io.NewSectionReader(plain, 0, size)), by: by}
	err := c.frameByFrame()
	if err == nil && known != nil && known(r.digest) {
		r.known, r.manifests, r.batches = true, nil, nil
		return r, nil
	}
	if err == nil {
		err = c.contents()
	}
	if err != nil {
		if refused, ok := err.(*Refusal); ok {
			refused.Frame = int(c.frame)
		}
		return nil, err
	}
	r.counts = Counts{len(r.manifests), r.counts.Revisions, len(r.attachments), size}
	return r, nil
}

// checker is a reader during its first pass.
type checker struct {
	*Reader
	frames *frameReader
	by     seal.Opener
	frame  int32 // counted from 1
	file   *file
	files  map[[16]byte]bool
	ids    int // in manifests
	past   bool
}

// frameByFrame goes through all frames to the signature: their order, the files,
// and whether the sender signed this.
func (c *checker) frameByFrame() error {
	if err := c.frames.begin(); err != nil {
		return err
	}
	c.files = map[[16]byte]bool{}
	for {
		c.frame++
		f, err := c.frames.next(&c.digest)
		if err != nil {
			return err
		}
		if (c.frame == 1) != (f.kind == frameHeader) {
			return refuse(Malformed)
		}
		if f.kind != frameBlock {
			if err := c.file.end(); err != nil {
				return err
			}
			c.file = nil
		}
		if f.kind == frameSignature {
			return c.signature(f)
		}
		if err := c.take(f); err != nil {
			return err
		}
	}
}

// take checks a frame, or keeps where it is until the signature was checked.
func (c *checker) take(f frame) error {
	switch f.kind {
	case frameHeader:
		return c.takeHeader(f.payload)
	case frameManifest:
		if len(c.manifests) == c.limits.manifests {
			return refuse(TooLarge)
		}
		c.manifests = append(c.manifests, f.span(c.frame))
		return nil
	case frameBatch:
		if len(c.batches) == c.limits.revisions { // none is empty
			return refuse(TooLarge)
		}
		c.batches = append(c.batches, f.span(c.frame))
		return nil
	case frameAttachment:
		return c.takeAttachment(f)
	case frameBlock:
		if c.file == nil {
			return refuse(Malformed)
		}
		return c.file.block(f.payload)
	case frameCheckpoint:
		if c.past || len(f.payload) > maxCheck {
			return refuse(Malformed)
		}
		c.past = true
		return nil
	default: // padding
		if slices.ContainsFunc(f.payload, func(b byte) bool { return b != 0 }) {
			return refuse(Malformed)
		}
		return nil
	}
}

func (c *checker) takeHeader(b []byte) error {
	h, marks, err := decodeHeader(b)
	if err != nil {
		return err
	}
	if len(marks) > seal.MaxRecipients {
		return refuse(TooLarge)
	}
	if !c.by.Among(marks, h.ID) {
		return refuse(Misdirected)
	}
	c.header = h
	return nil
}

func (c *checker) takeAttachment(f frame) error {
	a, err := decodeAttachment(f.payload, c.limits.file)
	if err != nil {
		return err
	}
	if len(c.attachments) == c.limits.attachments {
		return refuse(TooLarge)
	}
	if c.files[a.ID] {
		return refuse(Repeated)
	}
	c.files[a.ID] = true
	a.at = f.at + int64(len(f.payload))
	c.file = newFile(a)
	c.attachments = append(c.attachments, a)
	return nil
}

func (c *checker) signature(f frame) error {
	if seal.Verify(c.header.Sender.Key[:], signatureContext, c.digest[:], f.payload) != nil {
		return refuse(BadSignature)
	}
	if c.frames.at != c.size {
		return refuse(Malformed)
	}
	return nil
}

// contents goes through the manifests and the revisions.
func (c *checker) contents() error {
	var buf []byte
	var err error
	for _, s := range c.manifests {
		c.frame = s.frame
		if buf, err = c.again(s, buf); err != nil {
			return err
		}
		if err := c.takeManifest(buf); err != nil {
			return err
		}
	}
	u, err := newUnpacker(c.limits.bytes)
	if err != nil {
		return err
	}
	defer u.close()
	for _, s := range c.batches {
		c.frame = s.frame
		if buf, err = c.again(s, buf); err != nil {
			return err
		}
		if err := c.takeBatch(u, buf); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) takeManifest(b []byte) error {
	m, err := ParseManifest(b)
	if err != nil {
		return err
	}
	if c.ids += m.ids(); c.ids > c.limits.ids {
		return refuse(TooLarge)
	}
	c.claims.take(m)
	return nil
}

func (c *checker) takeBatch(u *unpacker, b []byte) error {
	items, err := u.unpack(b)
	if err != nil {
		return err
	}
	for _, b := range items {
		if err := c.takeRevision(b); err != nil {
			return err
		}
	}
	if c.small = c.small && u.size <= int64(c.limits.keep); !c.small {
		c.kept = nil
	}
	return nil
}

func (c *checker) takeRevision(b []byte) error {
	if c.counts.Revisions++; c.counts.Revisions > c.limits.revisions {
		return refuse(TooLarge)
	}
	r, rec, err := revision(b)
	if err != nil {
		return err
	}
	item, forged := c.item(b, r, rec)
	switch {
	case !shared(rec, c.header.Reach):
		return refuse(NotShared)
	case forged, r.Author.IsZero() && !r.Redacted && !ofPlan(&r):
		return refuse(ForgedAuthor)
	case !c.claims.enter(r.ID):
		return refuse(Repeated)
	}
	if _, late := c.outside[r.ID]; late {
		return refuse(OutOfOrder)
	}
	for _, p := range r.Parents {
		if p == r.ID {
			return refuse(OutOfOrder)
		}
		if !c.claims.inside(p) {
			c.outside[p] = r.Record
		}
	}
	if c.small {
		c.kept = append(c.kept, item)
	}
	return nil
}

// ofPlan says whether a revision without an author may be: the first one of a
// plan's record.
func ofPlan(r *model.Revision) bool { return r.Kind.OfPlan() && len(r.Parents) == 0 && r.At == 0 }

// item judges a revision by the manifests.
func (r *Reader) item(b []byte, rev model.Revision, rec model.Record) (it Item, forged bool) {
	it = Item{Revision: rev, Bytes: b, Record: rec}
	it.Proven, forged = r.claims.proof(&rev)
	it.Proven = it.Proven || !rev.Redacted && rev.Author.IsZero()
	if rev.Redacted {
		it.Orders = r.claims.orders[rev.ID]
	}
	return it, forged
}
