package notebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// Structure lets bbolt itself check the pages of a notebook's store: their
// order, their keys, and that none is used twice or lost. It needs no passphrase
// and trusts what it reads, so a damaged file may make it hang or take the
// process down: call it in a child process with a limit of time, as plumbctl
// check does. ErrNotNotebook, ErrInUse, ErrDamaged.
func Structure(dir string) error {
	path := filepath.Join(dir, storeFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("check structure: %w", ErrNotNotebook)
	}
	db, _, err := openFile(path, true)
	if err != nil {
		return fmt.Errorf("check structure: %w", err)
	}
	defer guard(db.Close)
	err = db.View(func(tx *bolt.Tx) error {
		var faults []error
		for fault := range tx.Check() {
			if len(faults) < 20 { // the channel must be read to its end
				faults = append(faults, fault)
			}
		}
		return errors.Join(faults...)
	})
	if err != nil {
		return fmt.Errorf("check structure: %w: %w", ErrDamaged, err)
	}
	return nil
}
