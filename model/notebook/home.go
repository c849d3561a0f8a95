package notebook

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"plumbline/model"
)

// Homecoming says of an edited report that comes home, or of a table from
// elsewhere, what is remembered: it stands among the merges, and can be taken back
// like one.
type Homecoming struct {
	File  [32]byte              // SHA-256 of the workbook
	Name  string                // of the file; it is kept sealed
	Drawn model.Day             // of the report; empty for a table from elsewhere
	Count map[model.Outcome]int // of its records; refused ones are not remembered
}

// homecomings sets the digests of workbooks apart from those of parcels.
const homecomings = "plumbline-homecoming-v1"

// key is what the merge is found by.
func (h *Homecoming) key() [32]byte { return sha256.Sum256(append([]byte(homecomings), h.File[:]...)) }

// TakeHome writes what an edited report changes, in one durable transaction with
// the note of where it came from, as RecordAll does without one. What is taken
// later of the same file is added to its note. Without a change nothing is noted.
// ctx and told as for RecordMany.
func (n *Notebook) TakeHome(ctx context.Context, changes []Change, from Homecoming, told Steps) ([]model.Revision, error) {
	if err := n.snapshotBefore(ctx, told.Copied); err != nil {
		return nil, fmt.Errorf("take in an edited report: %w", err)
	}
	last, _, err := n.recordNoted(ctx, changes, &from, told)
	return last, err
}

// HistoryIfHere is History for what may not be here: of such a record it has no
// revisions, and no error.
func (n *Notebook) HistoryIfHere(id model.ID) ([]model.Revision, error) {
	h, err := n.History(id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return h, err
}

// noteOf is the note of an edited report before revs are added to it. The
// writer's lock is held.
func (n *Notebook) noteOf(h *Homecoming, revs []model.Revision) keptMerge {
	n.mu.RLock()
	kept, known := n.book.merges[h.key()]
	n.mu.RUnlock()
	next := merged{Parcel: h.key(), Workbook: model.FileName(h.Name), Drawn: h.Drawn, At: model.ClockAt(n.now()), Whole: true}
	if known {
		next.Slots, next.Refs = kept.Slots, slices.Clone(kept.Refs)
	}
	if known && kept.Taken == 0 {
		next.Counts = kept.Counts
	}
	for i, o := range model.Outcomes[:4] {
		next.Counts[i] += h.Count[o]
	}
	next.Refs = highest(next.Refs, revs)
	return keptMerge{kept.slot, &next}
}

// highest adds the refs of new records to a list that keeps, of each letter and
// year, the highest.
func highest(refs []string, revs []model.Revision) []string {
	for i := range revs {
		if len(revs[i].Parents) > 0 {
			continue
		}
		rec, err := revs[i].Fields()
		if err != nil {
			continue
		}
		ref, ok := model.ParseRef(rec.Base().Ref)
		if !ok {
			continue
		}
		at := slices.IndexFunc(refs, func(s string) bool {
			x, ok := model.ParseRef(s)
			return ok && x.Letter == ref.Letter && x.Year == ref.Year
		})
		if at < 0 {
			refs = append(refs, ref.String())
		} else if x, _ := model.ParseRef(refs[at]); ref.Number > x.Number {
			refs[at] = ref.String()
		}
	}
	return refs
}
