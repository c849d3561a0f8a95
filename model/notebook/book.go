package notebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"plumbline/model"
	"plumbline/model/parcel"
)

// book is what is known of all records while the notebook is open. It is built
// from the store and never written.
type book struct {
	rows      []row
	at        map[model.ID]uint32
	refs      map[refKey][]uint32 // by short ref
	codes     map[string]uint32   // by the code of a plan's record, in lower case
	docs      []uint32            // the row of each document of the index
	files     map[model.ID]int    // how many pieces of evidence a record has
	blobs     map[string]string   // SHA-256 of an original to where it lies
	twins     map[string][]string // further names of the same bytes: each organisation stores what it attached
	members   map[model.Key]uint32
	highest   map[refKey]int // the highest number of each letter and year
	manifests map[parcel.Hash]keptManifest
	merges    map[[32]byte]keptMerge      // by the parcel's digest
	orders    map[model.RevID][]model.Key // who ordered a redaction
	sum       [32]byte                    // the digest, once summed
	summed    bool
}

// refKey is a short ref; with number 0, its letter and year.
type refKey struct {
	letter byte
	year   int16
	number int32
}

// newBook makes an empty book with room for about n records.
func newBook(n int) *book {
	return &book{rows: make([]row, 0, n), docs: make([]uint32, 0, n), at: make(map[model.ID]uint32, n), refs: make(map[refKey][]uint32, n), codes: map[string]uint32{}, files: map[model.ID]int{},
		blobs: map[string]string{}, members: map[model.Key]uint32{}, highest: map[refKey]int{},
		manifests: map[parcel.Hash]keptManifest{}, merges: map[[32]byte]keptMerge{}, orders: map[model.RevID][]model.Key{}, twins: map[string][]string{}}
}

// strangeNumber is the number from which a ref does not move the counter: one
// foreign record must not use up the numbers.
const strangeNumber = 1_000_000

func keyOf(r model.Ref) (refKey, bool) {
	if r.Number > 1<<30 || r.Year > 9999 {
		return refKey{}, false
	}
	return refKey{r.Letter[0], int16(r.Year), int32(r.Number)}, true
}

// put adds or replaces a record's row and gives its number. Its document must
// be set.
func (b *book) put(r row, v *model.View) uint32 {
	n, known := b.at[r.id]
	if known {
		b.forget(n)
		b.rows[n] = r
	} else {
		n = uint32(len(b.rows))
		b.rows = append(b.rows, r)
		b.at[r.id] = n
	}
	b.remember(n, v)
	b.summed = false
	return n
}

// forget takes a row out of the maps that its next state may not belong to.
func (b *book) forget(n uint32) {
	r := &b.rows[n]
	if ref, ok := model.ParseRef(r.ref); ok {
		if k, ok := keyOf(ref); ok {
			b.refs[k] = slices.DeleteFunc(b.refs[k], func(x uint32) bool { return x == n })
		}
	}
	if code := strings.ToLower(r.ref); b.codes[code] == n {
		delete(b.codes, code)
	}
	if r.kindName() == model.KindEvidence && r.flags&withdrawn == 0 {
		b.files[r.of]--
	}
}

func (b *book) remember(n uint32, v *model.View) {
	r := &b.rows[n]
	kind := r.kindName()
	if ref, ok := model.ParseRef(r.ref); ok {
		b.count(ref)
		if k, ok := keyOf(ref); ok {
			b.refs[k] = append(b.refs[k], n)
		}
	} else if kind.OfPlan() && r.ref != "" {
		b.codes[strings.ToLower(r.ref)] = n
	}
	if v == nil { // a kind of which no more is kept
		return
	}
	switch x := v.Record.(type) {
	case *model.Evidence:
		if r.flags&withdrawn == 0 {
			b.files[r.of]++
		}
	case *model.Member:
		if raw, err := hex.DecodeString(x.PublicKey); err == nil && len(raw) == 32 {
			b.members[model.Key(raw)] = n
		}
	}
}

// count moves the counter of a ref's letter and year past it.
func (b *book) count(ref model.Ref) {
	if k, ok := keyOf(ref); ok && ref.Number < strangeNumber {
		k.number = 0
		b.highest[k] = max(b.highest[k], ref.Number)
	}
}

// nextRef gives the next free ref of a letter and year. Numbers go on from the
// highest in sight, whoever's it is, so that the short forms stay apart.
func (b *book) nextRef(letter string, year int, letters string) model.Ref {
	r := model.Ref{Letter: letter, Year: year, Number: 1, Letters: letters}
	k := refKey{letter: letter[0], year: int16(year)}
	if parsed, ok := model.ParseRef(r.String()); ok { // the kinds without a year
		k.year = int16(parsed.Year)
	}
	r.Number = b.highest[k] + 1
	return r
}

// digest is SHA-256 over the sorted ids of all revisions that may be shared.
func (b *book) digest() [32]byte {
	if b.summed {
		return b.sum
	}
	var ids []model.RevID
	for i := range b.rows {
		for j := range b.rows[i].revs {
			if b.rows[i].revs[j].shared {
				ids = append(ids, b.rows[i].revs[j].id)
			}
		}
	}
	slices.SortFunc(ids, func(a, b model.RevID) int { return bytes.Compare(a[:], b[:]) })
	h := sha256.New()
	h.Write([]byte("plumbline-digest-v1"))
	for i := range ids {
		h.Write(ids[i][:])
	}
	b.sum, b.summed = [32]byte(h.Sum(nil)), true
	return b.sum
}

// resolve finds a record by its ref, short ref, id, or the code of a plan's
// record.
func (b *book) resolve(name string) (uint32, error) {
	name = strings.TrimSpace(name)
	if id, err := model.ParseID(strings.ToLower(name)); err == nil {
		if n, ok := b.at[id]; ok {
			return n, nil
		}
		return 0, ErrNotFound
	}
	if n, ok := b.codes[strings.ToLower(name)]; ok {
		return n, nil
	}
	if model.IsOutsideRef(name) {
		return b.resolveOutside(strings.ToUpper(name))
	}
	ref, ok := model.ParseRef(name)
	if !ok {
		return 0, ErrNotFound
	}
	k, ok := keyOf(ref)
	if !ok {
		return 0, ErrNotFound
	}
	var fits []uint32
	for _, n := range b.refs[k] {
		if ref.Letters == "" || b.rows[n].ref == ref.String() {
			fits = append(fits, n)
		}
	}
	switch len(fits) {
	case 0:
		return 0, ErrNotFound
	case 1:
		return fits[0], nil
	}
	return 0, ErrAmbiguous
}

// resolveOutside finds a record by its ref in reports for others. It is worked out
// for every record, for it is asked seldom.
func (b *book) resolveOutside(name string) (uint32, error) {
	at, found := uint32(0), false
	for n := range b.rows {
		if r := &b.rows[n]; r.ref != "" && model.OutsideRef(r.kindName(), r.id) == name {
			if found {
				return 0, ErrAmbiguous
			}
			at, found = uint32(n), true
		}
	}
	if !found {
		return 0, ErrNotFound
	}
	return at, nil
}

// keepManifest notes a manifest that is stored.
func (b *book) keepManifest(slot uint64, m *parcel.Manifest) {
	b.manifests[m.Hash()] = keptManifest{slot, m.Light()}
	for id := range m.Redactions() {
		b.orders[id] = append(b.orders[id], m.Author)
	}
}

// noteBlob remembers under which name the bytes of a hash are said to lie.
func (b *book) noteBlob(sha, blob string) {
	switch first, known := b.blobs[sha]; {
	case !known:
		b.blobs[sha] = blob
	case first != blob && !slices.Contains(b.twins[sha], blob):
		b.twins[sha] = append(b.twins[sha], blob)
	}
}

// namesOf lists the names under which the bytes of a hash may lie.
func (b *book) namesOf(sha string) []string {
	first, known := b.blobs[sha]
	if !known {
		return nil
	}
	return append([]string{first}, b.twins[sha]...)
}
