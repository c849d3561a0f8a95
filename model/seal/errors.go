package seal

import "errors"

// On unlocking.
var (
	// ErrWrongPassphrase means that the passphrase does not open the key slot.
	ErrWrongPassphrase = errors.New("wrong passphrase")
	// ErrHeader means that the header is cut, damaged, changed or not a header.
	ErrHeader = errors.New("header is damaged")
	// ErrNewer means that a later version of the program wrote this.
	ErrNewer = errors.New("made by a newer version of the program")
	// ErrKDF means a passphrase derivation that is too weak to accept, or so
	// costly that opening it would stop the machine.
	ErrKDF = errors.New("passphrase derivation outside the accepted limits")
	// ErrPassphrase means an empty or absurdly long passphrase.
	ErrPassphrase = errors.New("passphrase is empty or too long")
)

// On recovering.
var (
	// ErrQuorum means a number of parts that cannot be.
	ErrQuorum = errors.New("no such number of recovery parts")
	// ErrPart means that what was given is no recovery part, or a letter of it
	// is wrong.
	ErrPart = errors.New("not a recovery part, or a letter is wrong")
	// ErrParts means that recovery parts are too few, or do not belong together.
	ErrParts = errors.New("recovery parts are too few or do not belong together")
	// ErrNoRecovery means that no recovery parts were made for the notebook.
	ErrNoRecovery = errors.New("no recovery parts were made")
	// ErrWrongRecovery means that the parts are of another notebook, or were
	// made before the ones that count.
	ErrWrongRecovery = errors.New("the recovery parts do not open this notebook")
)

// On opening what was sealed.
var (
	// ErrSealed means that a value is damaged, belongs to another place or to
	// another key. Which of the three cannot be told.
	ErrSealed = errors.New("sealed value does not open")
	// ErrStream means that a sealed file is damaged, cut, lengthened, reordered
	// or is another file.
	ErrStream = errors.New("sealed file does not open")
	// ErrSignature means that a signature is not of this key over these bytes.
	ErrSignature = errors.New("signature does not hold")
	// ErrIdentity means that the bytes are no key of this kind.
	ErrIdentity = errors.New("not a key")
	// ErrEnvelope means that a parcel's envelope is damaged, cut or none.
	ErrEnvelope = errors.New("envelope is damaged")
	// ErrMixed means that one parcel cannot be closed for old (X25519) and new
	// (hybrid) locks at once: the old ones would undo what the new ones promise.
	ErrMixed = errors.New("old and new kinds of locks do not mix")
	// ErrMemory means that a value that was just sealed did not open again:
	// the machine's memory is failing, and nothing may be written.
	ErrMemory = errors.New("sealed value did not read back: failing memory")
)
