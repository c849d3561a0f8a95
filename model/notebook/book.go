package notebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"slices"
	"strings"

	"plumbline/model"
	"plumbline/model/parcel"
)

// book is what is known of all records while the notebook is open. It is built
// from the store and never written.
type book struct {
	rows      []row
	several   [][]rev    // the revisions of records with more than one
	owners    []model.ID // see row.of
	names     names
	seed      maphash.Seed
	at        places              // rows by id
	refs      places              // rows by the order of their ref: by short ref
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

// refKey is the letter and year of a ref.
type refKey struct {
	letter byte
	year   int16
}

// newBook makes an empty book with room for about n records.
func newBook(n int) *book {
	return &book{rows: make([]row, 0, n), docs: make([]uint32, 0, n), names: newNames(), seed: maphash.MakeSeed(), at: newPlaces(n), refs: newPlaces(n),
		codes: map[string]uint32{}, files: map[model.ID]int{}, blobs: map[string]string{}, members: map[model.Key]uint32{}, highest: map[refKey]int{},
		manifests: map[parcel.Hash]keptManifest{}, merges: map[[32]byte]keptMerge{}, orders: map[model.RevID][]model.Key{}, twins: map[string][]string{}}
}

// strangeNumber is the number from which a ref does not move the counter: one
// foreign record must not use up the numbers.
const strangeNumber = 1_000_000

func keyOf(r model.Ref) refKey { return refKey{r.Letter[0], int16(r.Year)} }

// find gives the number of a record's row.
func (b *book) find(id model.ID) (n uint32, ok bool) {
	b.at.each(b.hashID(id), func(row uint32) bool {
		n, ok = row, b.rows[row].id == id
		return ok
	})
	return n, ok
}

// put adds or replaces a record's row and gives its number. Its document must
// be set.
func (b *book) put(s *sketch, v *model.View) uint32 {
	n, known := b.find(s.id)
	if known {
		b.forget(n)
		s.several, s.of = b.rows[n].several, b.rows[n].of
	} else {
		n = uint32(len(b.rows))
		b.at.add(b.hashID(s.id), n)
		b.rows = append(b.rows, row{})
	}
	b.enter(s)
	b.rows[n] = s.row
	b.remember(n, v)
	b.summed = false
	return n
}

// enter turns the words of a sketch into numbers. What an earlier state of the row
// has outside it is taken over.
func (b *book) enter(s *sketch) {
	switch {
	case s.several > 0 && len(s.revs) > 0:
		b.several[s.several-1] = s.revs
	case s.several > 0:
		b.several[s.several-1] = s.only[:]
	case len(s.revs) == 1:
		s.only[0] = s.revs[0]
	case len(s.revs) > 1:
		b.several = append(b.several, s.revs)
		s.several, s.only = uint32(len(b.several)), [1]rev{}
	}
	switch {
	case s.of > 0:
		b.owners[s.of-1] = s.owner
	case !s.owner.IsZero():
		b.owners = append(b.owners, s.owner)
		s.of = uint32(len(b.owners))
	}
	s.ref = b.refOf(s.order, s.code)
	s.region, s.organisation = b.names.of(s.where), b.names.of(s.whose)
	s.commitments, s.tags = b.names.list(s.about), b.names.list(s.tagged)
}

// forget takes a row out of the maps that its next state may not belong to.
func (b *book) forget(n uint32) {
	r := &b.rows[n]
	if r.order != 0 {
		b.refs.remove(b.hashOrder(r.order), n)
	}
	if code := strings.ToLower(b.ref(r)); b.codes[code] == n {
		delete(b.codes, code)
	}
	if r.kindName() == model.KindEvidence && r.flags&withdrawn == 0 {
		b.files[b.owner(r)]--
	}
}

func (b *book) remember(n uint32, v *model.View) {
	r := &b.rows[n]
	if r.order != 0 {
		b.count(parsedOrder(r.order))
		b.refs.add(b.hashOrder(r.order), n)
	} else if r.kindName().OfPlan() && r.ref != 0 {
		b.codes[strings.ToLower(b.ref(r))] = n
	}
	if v == nil { // a kind of which no more is kept
		return
	}
	switch x := v.Record.(type) {
	case *model.Evidence:
		if r.flags&withdrawn == 0 {
			b.files[b.owner(r)]++
		}
	case *model.Member:
		if raw, err := hex.DecodeString(x.PublicKey); err == nil && len(raw) == 32 {
			b.members[model.Key(raw)] = n
		}
	}
}

// count moves the counter of a ref's letter and year past it.
func (b *book) count(ref model.Ref) {
	if k := keyOf(ref); ref.Number < strangeNumber && ref.Number > b.highest[k] {
		b.highest[k] = ref.Number
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
		for _, x := range b.revs(&b.rows[i]) {
			if x.shared {
				ids = append(ids, x.id)
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
		if n, ok := b.find(id); ok {
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
	var fits []uint32
	order := orderOf(ref)
	b.refs.each(b.hashOrder(order), func(n uint32) bool {
		if b.rows[n].order == order && (ref.Letters == "" || b.ref(&b.rows[n]) == ref.String()) {
			fits = append(fits, n)
		}
		return false
	})
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
		if r := &b.rows[n]; r.ref != 0 && model.OutsideRef(r.kindName(), r.id) == name {
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
