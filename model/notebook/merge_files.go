package notebook

import (
	"os"
	"slices"

	"plumbline/model"
	"plumbline/model/parcel"
)

// takeFiles seals the evidence that is missing here, and that a record of the
// parcel or of this notebook names.
func (m *merging) takeFiles() error {
	m.files = map[string]string{}
	list := m.p.Attachments()
	if len(list) == 0 {
		return nil
	}
	named, err := m.namedFiles()
	if err != nil {
		return err
	}
	m.merge.Files = 0
	for _, a := range list {
		blob, sha := hexOf(a.ID[:]), hexOf(a.SHA256[:])
		if named[blob] != sha || m.n.stored(sha) != "" {
			continue
		}
		taken, err := m.takeFile(a, blob)
		if err != nil {
			return err
		}
		if taken {
			m.files[blob] = sha
			m.note.Files = append(m.note.Files, a.ID)
			m.merge.Files++
		}
	}
	return nil
}

// namedFiles gives the hash of each file that a piece of evidence names.
func (m *merging) namedFiles() (map[string]string, error) {
	named := map[string]string{}
	m.n.mu.RLock()
	for sha := range m.n.book.blobs {
		for _, blob := range m.n.book.namesOf(sha) {
			named[blob] = sha
		}
	}
	m.n.mu.RUnlock()
	for it, err := range m.p.Revisions() {
		if err != nil {
			return nil, err
		}
		if e, ok := it.Record.(*model.Evidence); ok && e.Blob != "" && named[e.Blob] == "" {
			named[e.Blob] = e.SHA256
		}
	}
	return named, nil
}

// takeFile seals one file into the temporary folder; false when a file of that
// name is here already.
func (m *merging) takeFile(a parcel.Attachment, blob string) (bool, error) {
	n := m.n
	for _, path := range []string{n.blobPath(blob), n.tempPath(blob)} {
		if _, err := os.Lstat(path); err == nil {
			return false, nil
		}
	}
	err := n.sealFile(n.tempPath(blob), a.ID[:], &intake{ctx: m.ctx, src: m.p.File(a)})
	if err == nil {
		err = n.readBack(m.ctx, n.tempPath(blob), a.ID[:], a.SHA256[:])
	}
	if err != nil {
		os.Remove(n.tempPath(blob))
	}
	return err == nil, err
}

// placeFiles moves the files that a record names by now to their place.
func (m *merging) placeFiles() error {
	for blob, sha := range m.files {
		m.n.mu.RLock()
		named := slices.Contains(m.n.book.namesOf(sha), blob)
		m.n.mu.RUnlock()
		if named {
			if err := m.n.settle(blob); err != nil {
				return err
			}
			delete(m.files, blob)
		}
	}
	return nil
}
