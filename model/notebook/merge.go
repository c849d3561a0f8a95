package notebook

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// A merge goes like this:
//
//  1. the whole parcel is surveyed: refused here, nothing is written;
//  2. a snapshot, before the first merge of a session;
//  3. the evidence files that are missing here, sealed into tmp/;
//  4. the manifests, then the revisions, in transactions of mergeBatch, each with
//     the note of the merge; files whose record is written move to their place;
//  5. the note says that it is whole.
//
// A stop anywhere leaves a beginning of the parcel, which is a whole history;
// merging again goes on from there.

// mergeBatch is how many revisions one transaction of a merge writes.
const mergeBatch = 5000

// indexAtOnce is how many revisions a merge indexes as it goes; more are indexed
// afterwards, in the background.
const indexAtOnce = 1000

// MergeOptions changes how a parcel is merged.
type MergeOptions struct {
	// AcceptUnknown takes a parcel whose signer is no trusted member; what it
	// brings counts as unverified. It does not help a revoked signer.
	AcceptUnknown bool
	// Copied hears how far the snapshot is that is kept before the first merge of a
	// session, in bytes; all of them once, at its end. Several goroutines call it.
	Copied func(done, total int)
	// Progress hears how many of the parcel's revisions are done.
	Progress func(done, total int)
}

// OpenParcel reads and checks a parcel; one that was merged before is only
// recognised. Every error but the disk's is a *parcel.Refusal.
func (n *Notebook) OpenParcel(src io.ReaderAt, size int64, by seal.Opener) (*parcel.Reader, error) {
	return parcel.OpenNew(src, size, by, n.wasMerged)
}

// Opener opens parcels that are closed for this notebook.
func (n *Notebook) Opener() seal.Opener { return seal.ByKeys(n.self.key) }

// Preview says what merging a parcel would do, and writes nothing. A parcel that
// would be refused says so in the result, and still what it would bring.
func (n *Notebook) Preview(p *parcel.Reader, o MergeOptions) (model.Merge, error) {
	s, err := n.survey(p, o.AcceptUnknown)
	if err != nil {
		return model.Merge{}, fmt.Errorf("preview parcel: %w", err)
	}
	if p.Known() || s.merge.Refused != "" && s.merge.Refused != string(parcel.UnknownSigner) {
		return s.merge, nil
	}
	if err := s.foresee(); err != nil {
		return model.Merge{}, fmt.Errorf("preview parcel: %w", err)
	}
	return s.merge, nil
}

// Merge takes in a parcel. The error for a parcel that is not taken is a
// *parcel.Refusal, and the notebook is as it was. When ctx ends or the disk is
// full, what was merged until then stays, the result says how much that was, and
// merging again goes on.
func (n *Notebook) Merge(ctx context.Context, p *parcel.Reader, o MergeOptions) (model.Merge, error) {
	if n.readOnly {
		return model.Merge{}, fmt.Errorf("merge parcel: %w", ErrReadOnly)
	}
	s, err := n.survey(p, o.AcceptUnknown)
	if err != nil {
		return model.Merge{}, fmt.Errorf("merge parcel: %w", err)
	}
	if s.merge.Refused != "" {
		return s.merge, s.merge.Refusal
	}
	if p.Known() {
		return s.merge, nil
	}
	m := &merging{survey: s, ctx: ctx, o: o, note: merged{Parcel: p.Digest(), Sender: p.Header().Sender, Packed: p.Header().Packed,
		Holds: p.Header().Holds, Accepted: s.merge.From.Standing != model.StandingTrusted && s.merge.From.Standing != model.StandingSelf}}
	err = m.run()
	if told := s.tell(m.view); err == nil {
		err = told
	}
	if err == nil {
		err = m.finish()
	}
	n.watchers.tell(m.changed)
	if err != nil {
		return s.merge, fmt.Errorf("merge parcel: %w", sorted(err))
	}
	return s.merge, nil
}

// merging is one merge on its way.
type merging struct {
	*survey
	ctx     context.Context
	o       MergeOptions
	note    merged
	slot    uint64            // of the note; 0 before the first transaction
	files   map[string]string // sealed into tmp/, by name: their hashes
	changed []model.ID
	done    int
	fresh   []parcel.Item
	states  []int
}

func (m *merging) run() error {
	if err := m.n.snapshotBefore(m.ctx, m.o.Copied); err != nil {
		return err
	}
	m.begin()
	if err := m.takeFiles(); err != nil {
		return err
	}
	if err := m.takeManifests(); err != nil {
		return err
	}
	total := m.p.Counts().Revisions
	for it, err := range m.p.Revisions() {
		if err != nil {
			return err
		}
		m.done++
		if state := m.n.arriving(m.judge, &it); state > m.n.held(&it.Revision) {
			m.fresh, m.states = append(m.fresh, it), append(m.states, state)
		}
		if len(m.fresh) == mergeBatch || m.done%mergeBatch == 0 {
			if err := m.flush(); err != nil {
				return err
			}
			if m.o.Progress != nil {
				m.o.Progress(m.done, total)
			}
		}
	}
	if err := m.flush(); err != nil {
		return err
	}
	return m.placeFiles()
}

// held is the state in which a revision is here.
func (n *Notebook) held(r *model.Revision) int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if at, ok := n.book.find(r.Record); ok {
		for _, x := range n.book.revs(&n.book.rows[at]) {
			if x.id == r.ID {
				return x.state()
			}
		}
	}
	return notHeld
}

// begin goes on with the note of an earlier, stopped merge of the same parcel.
func (m *merging) begin() {
	n := m.n
	m.note.At = model.ClockAt(n.now())
	n.mu.RLock()
	defer n.mu.RUnlock()
	if k, ok := n.book.merges[m.note.Parcel]; ok {
		m.slot = k.slot
		m.note.Slots, m.note.Files, m.note.Unsigned = slices.Clone(k.merged.Slots), slices.Clone(k.merged.Files), k.merged.Unsigned
	}
	m.note.Unsigned += m.merge.Unverified
}

// write puts values into the store in one transaction with the note, which
// begins to count from here. The first count of them are revisions.
func (m *merging) write(values [][]byte, count int, remove ...uint64) ([]uint64, error) {
	slots, kept, err := m.n.writeNoted(func(int) error { return nil }, keptMerge{m.slot, &m.note}, values, count, remove...)
	if err == nil {
		m.note, m.slot = *kept.merged, kept.slot
	}
	return slots, err
}

// writeNoted does so with any note, and gives what is noted now. The writer's
// lock is held. next as in writeUntil.
func (n *Notebook) writeNoted(next func(put int) error, was keptMerge, values [][]byte, count int, remove ...uint64) ([]uint64, keptMerge, error) {
	if n.isClosed() {
		return nil, was, ErrClosed
	}
	note := *was.merged
	note.Slots = slices.Clone(was.Slots)
	first := n.store.head.next
	coming := make([]uint64, count)
	for i := range coming {
		coming[i] = first + uint64(i)
	}
	note.note(coming)
	entry, err := note.entry()
	if err != nil {
		return nil, was, err
	}
	if was.slot != 0 {
		remove = append(remove, was.slot)
	}
	slots, err := n.store.writeUntil(next, append(values, entry), remove...)
	if err != nil {
		return nil, was, err
	}
	last := len(slots) - 1
	kept := keptMerge{slots[last], &note}
	n.mu.Lock()
	n.book.merges[note.Parcel] = kept
	n.mu.Unlock()
	return slots[:last], kept, nil
}

// takeManifests keeps the manifests that are not kept yet.
func (m *merging) takeManifests() error {
	n := m.n
	var some []*parcel.Manifest
	size := 0
	flush := func() error {
		if len(some) == 0 {
			return nil
		}
		n.writing.Lock()
		defer n.writing.Unlock()
		values := make([][]byte, len(some))
		for i, x := range some {
			values[i] = append([]byte{manifestEntry}, x.Bytes()...)
		}
		slots, err := m.write(values, 0)
		if err != nil {
			return err
		}
		n.mu.Lock()
		for i, x := range some {
			n.book.keepManifest(slots[i], x)
		}
		n.mu.Unlock()
		some, size = some[:0], 0
		return m.ctx.Err()
	}
	for x, err := range m.p.Manifests() {
		if err != nil {
			return err
		}
		n.mu.RLock()
		_, kept := n.book.manifests[x.Hash()]
		n.mu.RUnlock()
		if kept {
			continue
		}
		some, size = append(some, x), size+len(x.Bytes())
		if size > 4<<20 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// flush writes what was gathered, in one transaction, and tells the memory.
func (m *merging) flush() error {
	if err := m.ctx.Err(); err != nil || len(m.fresh) == 0 {
		return err
	}
	n := m.n
	n.writing.Lock()
	defer n.writing.Unlock()
	values := make([][]byte, 0, len(m.fresh)+1)
	var remove []uint64
	for i := range m.fresh {
		v, err := m.value(&m.fresh[i], m.states[i])
		if err != nil {
			return err
		}
		values = append(values, v)
		if slot := n.slotOf(&m.fresh[i].Revision); slot != 0 {
			remove = append(remove, slot)
		}
	}
	slots, err := m.write(values, len(values), remove...)
	if err != nil {
		return err
	}
	changed, err := m.remember(slots)
	if err != nil {
		n.store.broken = err // what is in memory is no longer what is stored
		return err
	}
	m.changed = append(m.changed, changed...)
	err = m.placeFiles()
	clear(m.fresh)
	m.fresh, m.states = m.fresh[:0], m.states[:0]
	return err
}

// value is the entry of a revision in the state in which it is kept.
func (m *merging) value(it *parcel.Item, state int) ([]byte, error) {
	kind := map[int]byte{heldStandIn: standInEntry, heldUnproven: unprovenEntry, heldWhole: revisionEntry, heldRedacted: revisionEntry}[state]
	b := it.Bytes
	if state == heldRedacted && !it.Revision.Redacted {
		it.Revision.Redacted, it.Revision.Body, it.Revision.Reason, it.Record = true, nil, "", nil
		var err error
		if b, err = it.Revision.Encode(); err != nil {
			return nil, err
		}
	}
	return append(append(make([]byte, 0, 1+len(b)), kind), b...), nil
}

// slotOf gives where a lesser state of a revision lies; 0 when nowhere.
func (n *Notebook) slotOf(r *model.Revision) uint64 {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if at, ok := n.book.find(r.Record); ok {
		for _, x := range n.book.revs(&n.book.rows[at]) {
			if x.id == r.ID {
				return x.slot
			}
		}
	}
	return 0
}

// remember brings the rows up to date with one transaction.
func (m *merging) remember(slots []uint64) ([]model.ID, error) {
	n := m.n
	now := n.now()
	fresh := map[model.ID][]int{}
	var changed []model.ID
	planned := false
	for i := range m.fresh {
		r := &m.fresh[i].Revision
		n.clock = n.clock.Seen(r.At, now)
		if fresh[r.Record] == nil {
			changed = append(changed, r.Record)
		}
		fresh[r.Record] = append(fresh[r.Record], i)
		planned = planned || r.Kind.OfPlan()
	}
	for _, id := range changed {
		if err := m.refresh(id, fresh[id], slots); err != nil {
			return nil, fmt.Errorf("read back what was merged: %w", err)
		}
	}
	if planned {
		return changed, n.readPlan()
	}
	return changed, nil
}

// refresh makes a record's row anew. A new record of one readable revision needs
// no joining.
func (m *merging) refresh(id model.ID, fresh []int, slots []uint64) error {
	n := m.n
	var revs []rev
	var h model.History
	if old := n.rowRevs(id); old != nil {
		old = slices.DeleteFunc(old, func(x rev) bool {
			return slices.ContainsFunc(fresh, func(i int) bool { return m.fresh[i].Revision.ID == x.id })
		})
		var err error
		var at []uint64
		for _, x := range old {
			at = append(at, x.slot)
		}
		if h, err = n.history(at); err != nil {
			return err
		}
		revs = old
	}
	for _, i := range fresh {
		it := &m.fresh[i]
		x := rev{id: it.Revision.ID, slot: slots[i], kind: revisionEntry}
		switch m.states[i] {
		case heldStandIn:
			x.kind = standInEntry
		case heldUnproven:
			x.kind = unprovenEntry
		case heldRedacted:
			x.gone = true
		}
		x.shared = x.kind != standInEntry && shares(&it.Revision, it.Record)
		h, revs = append(h, it.Revision), append(revs, x)
		if it.Record != nil {
			n.noteFile(it.Record)
		}
	}
	var v model.View
	if only := &m.fresh[fresh[0]]; len(h) == 1 && only.Record != nil && len(only.Revision.Parents) == 0 {
		r := &only.Revision
		stamp := model.Stamp{Revision: r.ID, Author: r.Author, Organisation: r.Organisation, At: r.At, Reason: r.Reason}
		v = model.View{ID: id, Kind: r.Kind, Record: only.Record, Heads: []model.RevID{r.ID}, Created: stamp, Written: stamp, Revisions: 1}
	} else {
		v = model.Join(h)
	}
	s := rowOf(&v)
	s.revs = revs
	n.mu.Lock()
	defer n.mu.Unlock()
	if m.p.Counts().Revisions > indexAtOnce {
		n.reindexLater(&s, &v)
	} else {
		n.reindex(&s, &v)
	}
	return nil
}

// rowRevs gives the revisions of a record; nil when it is not here.
func (n *Notebook) rowRevs(id model.ID) []rev {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if at, ok := n.book.find(id); ok {
		return slices.Clone(n.book.revs(&n.book.rows[at]))
	}
	return nil
}

// view reads a record for the result; one of a single new revision is at hand.
func (m *merging) view(x *met) (model.View, error) {
	m.n.mu.RLock()
	at, ok := m.n.book.find(x.id)
	open := ok && m.n.book.rows[at].flags&disputed != 0
	m.n.mu.RUnlock()
	switch {
	case !ok:
		return model.View{}, errNotYet
	case x.record != nil:
		return model.View{ID: x.id, Kind: x.kind, Record: x.record}, nil
	case len(m.merge.Records) < model.MaxMerged:
		return m.n.View(x.id)
	case open:
		return model.View{Disputes: []model.Dispute{{}}}, nil
	}
	return model.View{}, nil
}

// finish says in the note that the merge is whole, and what it did.
func (m *merging) finish() error {
	n := m.n
	n.writing.Lock()
	defer n.writing.Unlock()
	m.note.Whole = true
	for i, o := range model.Outcomes[:4] {
		m.note.Counts[i] = m.merge.Count[o]
	}
	if m.note.Holds != nil {
		m.note.Held = m.whereHeld()
	}
	if _, err := m.write(nil, 0); err != nil {
		return err
	}
	m.merge.At = m.note.At
	return nil
}

// whereHeld lists where everything lies that the sender's notebook shares: what
// the parcel holds, and what it builds on.
func (m *merging) whereHeld() []byte {
	n := m.n
	var slots []uint64
	if since := m.p.Header().Since; since != nil {
		before, ok := n.heldSince([32]byte(since))
		if !ok {
			return nil
		}
		slots = before
	}
	n.mu.RLock()
	for i := range m.records {
		x := &m.records[i]
		at, ok := n.book.find(x.id)
		if !ok {
			continue
		}
		for _, r := range n.book.revs(&n.book.rows[at]) {
			if x.has(r.id) && r.kind != standInEntry {
				slots = append(slots, r.slot)
			}
		}
	}
	n.mu.RUnlock()
	slices.Sort(slots)
	return packSlots(slices.Compact(slots))
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
