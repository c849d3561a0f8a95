package notebook

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"time"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// ErrUnknownDigest means that nothing is known of a notebook with this digest,
// so that what is new to it cannot be told: send all.
var ErrUnknownDigest = errors.New("no notebook of this digest is known here")

// PackOptions says what goes into a parcel.
type PackOptions struct {
	Reach    model.Confidentiality // how far it may travel; coalition when empty
	Query    model.Query           // which records, by their commitments, dates, words and so on; Kind and limits are passed over
	Since    *[32]byte             // only what a notebook of this digest does not hold; nil for all
	Evidence bool                  // with the evidence files
	Fresh    bool                  // a copy for outsiders: present values, no history
	Looked   func(done, total int) // hears how many records were looked at, before any is written; may be nil
	Progress func(done, total int) // hears how many records are written; may be nil
}

// Packed says what is in a parcel, or would be.
type Packed struct {
	parcel.Counts
	Records map[model.Kind]int     // that travel
	Stays   map[model.StayRule]int // records that stay, by rule
	Files   int64                  // bytes of evidence
}

// leaving is a record on its way out.
type leaving struct {
	id    model.ID
	kind  model.Kind
	slots []uint64 // of what is sent of it
}

// departure is what was chosen.
type departure struct {
	o       PackOptions
	records []leaving
	files   []parcel.Outgoing
	named   map[[16]byte]bool // files
	packed  Packed
	whole   bool // all that may be shared
	authors map[model.RevID]model.Key
	gone    map[model.RevID]bool // redacted ones: their orders go along
	sources map[model.ID]func()  // sources that may leave, with observations that name them; nil without a query
	own     []ownRevision        // without a manifest yet
}

type ownRevision struct {
	id           model.RevID
	organisation string
}

// Departing says what a parcel would hold, and what would stay, without writing
// anything.
func (n *Notebook) Departing(ctx context.Context, o PackOptions) (Packed, error) {
	d, err := n.depart(ctx, o)
	if err != nil {
		return Packed{}, fmt.Errorf("choose what leaves: %w", err)
	}
	return d.packed, nil
}

// Pack writes a parcel. What may leave is decided by rule (model.Departure); a
// record goes with all of its history that may travel, and stand-ins for what
// may not. New revisions of this notebook's owner are signed in a manifest, which
// is durable here before the parcel names it.
func (n *Notebook) Pack(ctx context.Context, w io.Writer, to seal.Recipients, o PackOptions) (Packed, error) {
	p, err := n.pack(ctx, w, to, o)
	if err != nil {
		return Packed{}, fmt.Errorf("pack: %w", sorted(err))
	}
	return p, nil
}

func (n *Notebook) pack(ctx context.Context, w io.Writer, to seal.Recipients, o PackOptions) (Packed, error) {
	if n.readOnly {
		return Packed{}, ErrReadOnly
	}
	before, digest := n.asItIs(o)
	d, err := n.depart(ctx, o)
	if err != nil {
		return Packed{}, err
	}
	h := parcel.Header{Sender: n.Card(), Packed: model.ClockAt(n.now()), Reach: d.o.Reach, Fresh: o.Fresh}
	if _, err := io.ReadFull(rand.Reader, h.ID[:]); err != nil {
		return Packed{}, err
	}
	if o.Since != nil {
		h.Since = o.Since[:]
	}
	if d.whole {
		h.Holds = digest[:]
	}
	c := parcel.Contents{Attachments: n.outgoing(d)}
	if o.Fresh {
		err = n.freshContents(d, &c)
	} else {
		err = n.contents(d, &c)
	}
	if err != nil {
		return Packed{}, err
	}
	if d.packed.Counts, err = parcel.Write(ctx, w, to, n.self.signer, h, c); err != nil {
		return Packed{}, err
	}
	if d.whole {
		err = n.rememberDigest(digest, before)
	}
	return d.packed, err
}

// asItIs gives the notebook's digest and the slot before which all of it lies. The
// digest takes a second in a notebook of a million records, and is left out for a
// parcel that cannot hold everything.
func (n *Notebook) asItIs(o PackOptions) (before uint64, digest [32]byte) {
	n.writing.Lock()
	defer n.writing.Unlock()
	if o.mayBeWhole() {
		digest = n.Digest()
	}
	return n.store.head.next, digest
}

// mayBeWhole says whether a parcel may hold all that can be shared.
func (o *PackOptions) mayBeWhole() bool {
	return !narrows(o.Query) && !o.Fresh && (o.Reach == "" || o.Reach == model.Coalition)
}

// narrows says whether a query asks for less than everything that may leave.
func narrows(q model.Query) bool {
	q.Kind, q.Order, q.Offset, q.Limit, q.Withdrawn = "", "", 0, 0, false
	return q != model.Query{}
}

// Card is how this notebook's owner shows themself to others.
func (n *Notebook) Card() parcel.Card {
	me := n.Me()
	return parcel.Card{Key: n.Key(), Organisation: me.Organisation, Name: me.Name, CodeName: me.CodeName, Recipient: n.self.key.Lock().String()}
}

// depart chooses.
func (n *Notebook) depart(ctx context.Context, o PackOptions) (*departure, error) {
	if o.Reach == "" {
		o.Reach = model.Coalition
	}
	if o.Fresh {
		o.Reach, o.Evidence = model.Public, false
	}
	d := &departure{o: o, packed: Packed{Records: map[model.Kind]int{}, Stays: map[model.StayRule]int{}},
		authors: map[model.RevID]model.Key{}, gone: map[model.RevID]bool{}, named: map[[16]byte]bool{}}
	wanted, filtered, err := n.wanted(o.Query)
	if err != nil {
		return nil, err
	}
	held := map[uint64]bool{}
	if o.Since != nil {
		slots, ok := n.heldSince(*o.Since)
		if !ok {
			return nil, ErrUnknownDigest
		}
		for _, s := range slots {
			held[s] = true
		}
	}
	if filtered {
		d.sources = map[model.ID]func(){}
	}
	rule := model.NewDeparture(o.Reach, model.Day(n.now().UTC().Format(time.DateOnly)))
	looked, all := 0, n.toConsider(rule.Order(), wanted)
	for _, kind := range rule.Order() {
		for at := 0; ; {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			some, next, err := n.histories(kind, at, wanted)
			if err != nil {
				return nil, err
			}
			for _, r := range some {
				n.consider(d, rule, r, wanted, held)
			}
			if looked += len(some); o.Looked != nil {
				o.Looked(looked, all)
			}
			if next == at {
				break
			}
			at = next
		}
	}
	d.packed.Attachments = len(d.files)
	for _, r := range d.records {
		d.packed.Revisions += len(r.slots)
	}
	d.whole = o.mayBeWhole() && d.packed.Stays[model.StaysConsent]+d.packed.Stays[model.StaysOwner]+d.packed.Stays[model.StaysBroken] == 0
	return d, nil
}

// recordHistory is a record with its revisions and where they lie.
type recordHistory struct {
	id   model.ID
	revs []rev
	h    model.History
}

// chosen are the kinds that a query chooses by their own words; others follow.
var chosen = []model.Kind{model.KindObservation, model.KindClaim, model.KindFinding, model.KindRecommendation}

// isWanted says whether a record is looked at.
func isWanted(id model.ID, kind model.Kind, wanted map[model.ID]bool) bool {
	return wanted == nil || wanted[id] || !slices.Contains(chosen, kind)
}

// toConsider is how many records are looked at.
func (n *Notebook) toConsider(kinds []model.Kind, wanted map[model.ID]bool) (all int) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	for i := range n.book.rows {
		r := &n.book.rows[i]
		if kind := r.kindName(); slices.Contains(kinds, kind) && isWanted(r.id, kind, wanted) {
			all++
		}
	}
	return all
}

// histories reads the next records of a kind from a row on; those that are not
// wanted are passed over.
func (n *Notebook) histories(kind model.Kind, from int, wanted map[model.ID]bool) (some []recordHistory, next int, err error) {
	var slots []uint64
	n.mu.RLock()
	rows := n.book.rows
	for next = from; next < len(rows) && len(some) < readAhead; next++ {
		if r := &rows[next]; r.kindName() == kind && isWanted(r.id, kind, wanted) {
			some = append(some, recordHistory{id: r.id, revs: slices.Clone(n.book.revs(r))})
			slots = append(slots, n.book.slots(r)...)
		}
	}
	closed := n.closed
	n.mu.RUnlock()
	if closed {
		return nil, next, ErrClosed
	}
	h, err := n.history(slots)
	if err != nil {
		return nil, next, err
	}
	for i := range some {
		k := len(some[i].revs)
		some[i].h, h = h[:k:k], h[k:]
	}
	return some, next, nil
}

// wanted lists the records that a query asks for, by their own words; nil wants
// all. What hangs on them follows.
func (n *Notebook) wanted(q model.Query) (map[model.ID]bool, bool, error) {
	if !narrows(q) {
		return nil, false, nil
	}
	q.Order, q.Offset, q.Limit, q.Withdrawn = "", 0, 0, true
	wanted := map[model.ID]bool{}
	for _, kind := range chosen {
		q.Kind = kind
		page, err := n.Find(q)
		if err != nil {
			return nil, true, err
		}
		for _, id := range page.IDs {
			wanted[id] = true
		}
	}
	return wanted, true, nil
}

// follows says whether a record goes along with those that a query asks for.
func follows(v *model.View, wanted map[model.ID]bool) bool {
	if wanted == nil || v.Kind.OfPlan() {
		return true
	}
	switch r := v.Record.(type) {
	case *model.Source:
		return true // see consider
	case *model.Evidence:
		return wanted[r.Of]
	case *model.Review:
		return wanted[r.Record]
	case *model.Link:
		return wanted[r.A] && wanted[r.B]
	}
	return wanted[v.ID]
}

// consider decides about one record. With a query, a source goes along only with
// an observation that names it.
func (n *Notebook) consider(d *departure, rule *model.Departure, r recordHistory, wanted map[model.ID]bool, held map[uint64]bool) {
	v := model.Join(r.h)
	why := rule.Look(v)
	if !follows(&v, wanted) {
		return
	}
	if v.Kind == model.KindSource && d.sources != nil {
		if why == "" {
			d.sources[v.ID] = func() { n.send(d, &v, r, held) }
		}
		return
	}
	if why != "" {
		d.packed.Stays[why]++
		return
	}
	n.send(d, &v, r, held)
	if o, ok := v.Record.(*model.Observation); ok && d.sources != nil {
		for _, id := range o.Sources {
			if send := d.sources[id]; send != nil {
				send()
				delete(d.sources, id)
			}
		}
	}
}

// send notes what of a record is sent.
func (n *Notebook) send(d *departure, v *model.View, r recordHistory, held map[uint64]bool) {
	out := leaving{id: r.id, kind: v.Kind}
	for _, sent := range model.Outgoing(r.h, d.o.Reach) {
		i := slices.IndexFunc(r.revs, func(x rev) bool { return x.id == sent.ID })
		if held[r.revs[i].slot] {
			continue
		}
		out.slots = append(out.slots, r.revs[i].slot)
		if sent.Redacted {
			d.gone[sent.ID] = true
			continue
		}
		d.authors[sent.ID] = sent.Author
		if sent.Author == n.Key() {
			d.own = append(d.own, ownRevision{sent.ID, sent.Organisation})
		}
	}
	if len(out.slots) == 0 {
		return
	}
	d.records = append(d.records, out)
	d.packed.Records[v.Kind]++
	if e, ok := v.Record.(*model.Evidence); ok && d.o.Evidence && !d.o.Fresh {
		n.addFile(d, e)
	}
}

// addFile lets an evidence file go along, once.
func (n *Notebook) addFile(d *departure, e *model.Evidence) {
	id, err := hex.DecodeString(e.Blob)
	sum, err2 := hex.DecodeString(e.SHA256)
	if err != nil || err2 != nil || len(id) != 16 || len(sum) != 32 || e.Size > parcel.MaxFile || n.stored(e.SHA256) == "" {
		return
	}
	if d.named[[16]byte(id)] {
		return
	}
	d.named[[16]byte(id)] = true
	stored := n.stored(e.SHA256)
	f := parcel.Outgoing{Attachment: parcel.Attachment{ID: [16]byte(id), Size: e.Size, SHA256: [32]byte(sum), Name: e.OriginalName}}
	f.Open = func() (io.ReadCloser, error) { return n.openFile(stored) }
	d.files = append(d.files, f)
	d.packed.Files += e.Size
}

// openFile reads the content of an evidence file.
func (n *Notebook) openFile(blob string) (io.ReadCloser, error) {
	name, err := hex.DecodeString(blob)
	if err != nil {
		return nil, ErrNoFile
	}
	f, err := os.Open(n.blobPath(blob))
	if err != nil {
		return nil, err
	}
	r, err := n.keys.NewReader(f, name)
	if err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

func (n *Notebook) outgoing(d *departure) iter.Seq2[parcel.Outgoing, error] {
	return func(yield func(parcel.Outgoing, error) bool) {
		for _, f := range d.files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// contents signs what is not signed yet, and gives manifests and revisions.
func (n *Notebook) contents(d *departure, c *parcel.Contents) error {
	signed, err := n.signedAlready(d)
	if err != nil {
		return err
	}
	fresh := map[string][]model.RevID{}
	for _, own := range d.own {
		if !signed[own.id] {
			fresh[own.organisation] = append(fresh[own.organisation], own.id)
		}
	}
	if err := n.signOwn(fresh); err != nil {
		return err
	}
	c.Manifests = n.covering(d)
	c.Revisions = func(yield func(model.Revision, error) bool) {
		for i, r := range d.records {
			h, err := n.history(r.slots)
			if err != nil {
				yield(model.Revision{}, err)
				return
			}
			for _, rev := range h {
				if _, whole := d.authors[rev.ID]; !whole && !rev.Redacted {
					rev = rev.StandIn()
				}
				if !yield(rev, nil) {
					return
				}
			}
			if d.o.Progress != nil {
				d.o.Progress(i+1, len(d.records))
			}
		}
	}
	return nil
}

// freshContents makes the revisions of a copy for outsiders, written and signed
// by the owner.
func (n *Notebook) freshContents(d *departure, c *parcel.Contents) error {
	by := model.Author{Key: n.Key(), Organisation: n.Me().Organisation}
	goes := map[model.ID]bool{}
	for _, r := range d.records {
		goes[r.id] = true
	}
	var revs []model.Revision
	var ids []model.RevID
	d.packed.Records = map[model.Kind]int{}
	for _, r := range d.records {
		if r.kind.OfPlan() {
			h, err := n.History(r.id)
			if err != nil {
				return err
			}
			if first, ok := model.FreshPlan(h); ok {
				revs = append(revs, first)
				d.packed.Records[r.kind]++
			}
			continue
		}
		v, err := n.View(r.id)
		if err != nil {
			return err
		}
		fresh, ok, err := model.Fresh(v, by, func(id model.ID) bool { return goes[id] })
		if err != nil {
			return err
		}
		if ok {
			revs, ids = append(revs, fresh), append(ids, fresh.ID)
			d.packed.Records[r.kind]++
		}
	}
	signed, err := n.signedAlready(d)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id model.RevID) bool { return signed[id] })
	if len(ids) > 0 {
		if err := n.signOwn(map[string][]model.RevID{by.Organisation: ids}); err != nil {
			return err
		}
	}
	d.authors = map[model.RevID]model.Key{}
	for i := range revs {
		d.authors[revs[i].ID] = revs[i].Author
	}
	c.Manifests = n.covering(d)
	c.Revisions = func(yield func(model.Revision, error) bool) {
		for _, r := range revs {
			if !yield(r, nil) {
				return
			}
		}
	}
	return nil
}
