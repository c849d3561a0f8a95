package notebook

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// Drafts and settings are sealed like records, but have no revisions, belong to
// this notebook alone and never count in its digest.

// Drafts lists the keys of the kept drafts.
func (n *Notebook) Drafts() []string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	keys := make([]string, 0, len(n.drafts))
	for k := range n.drafts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Draft gives a kept draft; ErrNotFound.
func (n *Notebook) Draft(key string) ([]byte, error) { return n.local(draftEntry, key) }

// SaveDraft keeps a draft under a key, in place of the one before; durable when
// it returns. At most 1 MiB.
func (n *Notebook) SaveDraft(key string, data []byte) error {
	return n.setLocal(draftEntry, key, data)
}

// DropDraft lets go of a draft; one that is not there is no error.
func (n *Notebook) DropDraft(key string) error { return n.setLocal(draftEntry, key, nil) }

// ReplaceDraft keeps a draft in place of one that is still as it was; nil lets go
// of it. false where something else is kept by now, or nothing: that stays.
func (n *Notebook) ReplaceDraft(key string, was, is []byte) (bool, error) {
	n.writing.Lock()
	defer n.writing.Unlock()
	kept, err := n.local(draftEntry, key)
	if errors.Is(err, ErrNotFound) || err == nil && !bytes.Equal(kept, was) {
		return false, nil
	}
	if err == nil {
		err = n.putLocal(draftEntry, key, is)
	}
	return err == nil, err
}

// Setting gives a setting of this notebook; ErrNotFound.
func (n *Notebook) Setting(key string) ([]byte, error) { return n.local(settingEntry, key) }

// SetSetting keeps a setting; nil lets go of it.
func (n *Notebook) SetSetting(key string, value []byte) error {
	return n.setLocal(settingEntry, key, value)
}

func (n *Notebook) locals(kind byte) map[string]uint64 {
	if kind == draftEntry {
		return n.drafts
	}
	return n.sets
}

func (n *Notebook) local(kind byte, key string) ([]byte, error) {
	n.mu.RLock()
	slot, ok := n.locals(kind)[key]
	closed := n.closed
	n.mu.RUnlock()
	if closed {
		return nil, ErrClosed
	}
	if !ok {
		return nil, ErrNotFound
	}
	values, err := n.store.read(slot)
	if err != nil {
		return nil, fmt.Errorf("read a local entry: %w", err)
	}
	_, value, err := parseLocal(values[0])
	return value, err
}

func (n *Notebook) setLocal(kind byte, key string, value []byte) error {
	n.writing.Lock()
	defer n.writing.Unlock()
	return n.putLocal(kind, key, value)
}

// putLocal is setLocal for who writes already.
func (n *Notebook) putLocal(kind byte, key string, value []byte) error {
	n.mu.RLock()
	old, ok := n.locals(kind)[key]
	closed := n.closed
	n.mu.RUnlock()
	if closed {
		return ErrClosed
	}
	var remove []uint64
	if ok {
		remove = []uint64{old}
	}
	if value == nil {
		if !ok {
			return nil
		}
		if _, err := n.store.write(nil, remove...); err != nil {
			return fmt.Errorf("drop a local entry: %w", err)
		}
		n.mu.Lock()
		delete(n.locals(kind), key)
		n.mu.Unlock()
		return nil
	}
	b, err := localEntry(kind, key, value)
	if err != nil {
		return err
	}
	slots, err := n.store.write([][]byte{b}, remove...)
	if err != nil {
		return fmt.Errorf("keep a local entry: %w", err)
	}
	n.mu.Lock()
	n.locals(kind)[key] = slots[0]
	n.mu.Unlock()
	return nil
}
