package notebook

import (
	"errors"

	"plumbline/model"
	"plumbline/model/seal"
)

// On making and opening a notebook.
var (
	// ErrWrongPassphrase means that the passphrase opens no slot of the header.
	ErrWrongPassphrase = seal.ErrWrongPassphrase
	// ErrNewer means that a later version of the program wrote the notebook.
	ErrNewer = seal.ErrNewer
	// ErrNotNotebook means that the folder holds no notebook.
	ErrNotNotebook = errors.New("not a notebook")
	// ErrExists means that a notebook cannot be made here: the folder is not empty.
	ErrExists = errors.New("the folder is not empty")
	// ErrPlace means that a notebook must not be made here: the folder is on a
	// network or is copied by a sync service, either of which breaks notebooks.
	ErrPlace = errors.New("the folder is on a network or is synchronised")
	// ErrInUse means that another program has the notebook open.
	ErrInUse = errors.New("the notebook is open in another program")
	// ErrDamaged means that stored bytes are not what was written. Nothing was
	// changed; Check says what can still be read.
	ErrDamaged = errors.New("the notebook is damaged")
	// ErrMoved means that the open notebook's folder or file is no longer where it
	// was: moved, replaced, deleted, or on a drive that was taken out. It comes
	// with ErrDamaged; put back unchanged, the notebook goes on.
	ErrMoved = errors.New("the notebook was moved away while it was open")
	// ErrReadOnly means that the notebook cannot be written: the disk or the
	// folder forbids it, or it was opened for reading only.
	ErrReadOnly = errors.New("the notebook can only be read")
	// ErrFull means that the disk, or the notebook itself, has no room left.
	ErrFull = errors.New("no room left")
	// ErrClosed means that the notebook was closed.
	ErrClosed = errors.New("the notebook is closed")
)

// On reading and writing records.
var (
	// ErrNotFound means that no record has this id or ref.
	ErrNotFound = model.ErrNotFound
	// ErrAmbiguous means that a short ref fits several records.
	ErrAmbiguous = model.ErrAmbiguous
	// ErrNoFile means that a piece of evidence has no file, or its file is gone.
	ErrNoFile = errors.New("the evidence file is missing")
	// ErrTooLarge means a draft, a setting or a file beyond what is stored.
	ErrTooLarge = errors.New("too large to be stored")
)
