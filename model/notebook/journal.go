package notebook

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// merged is the entry that remembers a parcel, or an edited report that came
// home, CBOR with these keys. It is rewritten in every transaction of its merge,
// so that what came in can always be told, and taken back, however far the merge
// got.
type merged struct {
	Parcel   [32]byte    `cbor:"1,keyasint"` // digest of its inside; of a workbook, see Homecoming
	Sender   parcel.Card `cbor:"2,keyasint"`
	Packed   model.Clock `cbor:"3,keyasint"`
	At       model.Clock `cbor:"4,keyasint"`
	Slots    []slotRange `cbor:"5,keyasint,omitempty"` // of the revisions that it brought
	Counts   [4]int      `cbor:"6,keyasint"`           // records: new, same, joined, disputed
	Unsigned int         `cbor:"7,keyasint,omitempty"` // revisions without proof of their author, or of no trusted member
	Files    [][16]byte  `cbor:"8,keyasint,omitempty"` // evidence that came with it
	Whole    bool        `cbor:"9,keyasint,omitempty"` // merged to its end
	Holds    []byte      `cbor:"10,keyasint,omitempty"`
	Held     []byte      `cbor:"11,keyasint,omitempty"` // where the revisions of a notebook with the digest Holds lie here: uvarints, differences
	Accepted bool        `cbor:"12,keyasint,omitempty"` // although its signer was unknown
	Taken    model.Clock `cbor:"13,keyasint,omitempty"` // when it was taken back
	Workbook string      `cbor:"14,keyasint,omitempty"` // name of the file; empty for a parcel
	Drawn    model.Day   `cbor:"15,keyasint,omitempty"` // day of the report in the workbook
	Refs     []string    `cbor:"16,keyasint,omitempty"` // the highest that this notebook gave to new rows: none is given twice, even when they are taken back
}

// slotRange is slots that follow one another.
type slotRange struct {
	From  uint64 `cbor:"1,keyasint"`
	Count uint64 `cbor:"2,keyasint"`
}

type keptMerge struct {
	slot uint64
	*merged
}

type keptManifest struct {
	slot uint64
	*parcel.Manifest
}

var mergeEncoding = func() cbor.EncMode {
	m, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err)
	}
	return m
}()

func (m *merged) entry() ([]byte, error) {
	b, err := mergeEncoding.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("note a merge: %w", err)
	}
	return append([]byte{mergeEntry}, b...), nil
}

func readMerge(b []byte) (*merged, error) {
	m := &merged{}
	if err := cbor.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("%w: a note of a merge", ErrDamaged)
	}
	return m, nil
}

// brought says whether a slot is one of those that the merge filled.
func (m *merged) brought(slot uint64) bool {
	i, found := slices.BinarySearchFunc(m.Slots, slot, func(r slotRange, s uint64) int { return cmp.Compare(r.From, s) })
	return found || i > 0 && slot-m.Slots[i-1].From < m.Slots[i-1].Count
}

// note adds the slots of one transaction.
func (m *merged) note(slots []uint64) {
	for _, s := range slots {
		if last := len(m.Slots) - 1; last >= 0 && m.Slots[last].From+m.Slots[last].Count == s {
			m.Slots[last].Count++
		} else {
			m.Slots = append(m.Slots, slotRange{s, 1})
		}
	}
}

// packSlots writes sorted slots as differences.
func packSlots(slots []uint64) []byte {
	slices.Sort(slots)
	var b []byte
	last := uint64(0)
	for _, s := range slots {
		b = binary.AppendUvarint(b, s-last)
		last = s
	}
	return b
}

func unpackSlots(b []byte) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		at := uint64(0)
		for len(b) > 0 {
			d, n := binary.Uvarint(b)
			if n <= 0 {
				return
			}
			b, at = b[n:], at+d
			if !yield(at) {
				return
			}
		}
	}
}

// Merged is a merge to look back at.
type Merged struct {
	Parcel     [32]byte  // names it
	Workbook   string    // name of the edited report that came home; empty for a parcel
	Drawn      model.Day // day of that report
	From       model.Signer
	Packed, At model.Clock
	Count      map[model.Outcome]int // as it was then
	Unverified int                   // of its revisions
	Files      int
	Revisions  int         // that it brought
	Whole      bool        // false: it was stopped before its end
	WasUnknown bool        // it was merged although its signer was unknown
	TakenBack  model.Clock // when; 0 for one that was not
}

// Merges lists what was merged, the last one first.
func (n *Notebook) Merges() []Merged {
	n.mu.RLock()
	defer n.mu.RUnlock()
	list := make([]Merged, 0, len(n.book.merges))
	for _, k := range n.book.merges {
		list = append(list, n.told(k.merged))
	}
	slices.SortFunc(list, func(a, b Merged) int {
		return cmp.Or(cmp.Compare(b.At, a.At), slices.Compare(a.Parcel[:], b.Parcel[:]))
	})
	return list
}

// ParcelMarks lists what was merged as the coalition's own report names it, the
// last one first: the parcel's name, its signer's fingerprint, the day on which it
// was packed, the revisions that it brought. What was taken back or stopped before
// its end is left out.
func (n *Notebook) ParcelMarks() []model.ParcelMark {
	var marks []model.ParcelMark
	for _, m := range n.Merges() {
		if !m.Whole || m.TakenBack != 0 || m.Workbook != "" {
			continue
		}
		signer := seal.Fingerprint(m.From.Key[:])
		marks = append(marks, model.ParcelMark{SHA256: hex.EncodeToString(m.Parcel[:]), Signer: hex.EncodeToString(signer[:16]),
			Day: model.Day(m.Packed.Time().UTC().Format(time.DateOnly)), Records: m.Revisions})
	}
	return marks
}

// told turns an entry into what is shown. n.mu is held.
func (n *Notebook) told(m *merged) Merged {
	out := Merged{Parcel: m.Parcel, Packed: m.Packed, At: m.At, Unverified: m.Unsigned, Files: len(m.Files), Whole: m.Whole, WasUnknown: m.Accepted, TakenBack: m.Taken,
		Workbook: m.Workbook, Drawn: m.Drawn,
		From:  model.Signer{Key: m.Sender.Key, Name: nameOn(m.Sender), Organisation: m.Sender.Organisation, Recipient: m.Sender.Recipient},
		Count: counted(m.Counts)}
	for _, r := range m.Slots {
		out.Revisions += int(r.Count)
	}
	return out
}

// nameOn is the name on a card.
func nameOn(c parcel.Card) string { return cmp.Or(c.Name, c.CodeName) }

func counted(c [4]int) map[model.Outcome]int {
	m := map[model.Outcome]int{}
	for i, o := range model.Outcomes[:4] {
		m[o] = c[i]
	}
	return m
}

// wasMerged says whether a parcel with this digest was merged to its end.
func (n *Notebook) wasMerged(digest [32]byte) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	k, ok := n.book.merges[digest]
	return ok && k.Whole
}
