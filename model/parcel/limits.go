package parcel

// Bounds of the format. A writer keeps them and a reader refuses what does not.
const (
	maxFrame    = 1 << 20   // bytes of a frame, and of a batch unpacked
	maxBatch    = 4096      // revisions in a batch
	blockSize   = 256 << 10 // bytes of a B frame but the last
	maxIDs      = 16384     // ids in a manifest, and again redactions
	maxPrevious = MaxPrevious
	maxLine     = 2000 // bytes of a name
	maxCheck    = 4 << 10
	frameHead   = 5
	endSize     = frameHead + 64
)

// limits of a whole parcel; tests narrow them.
type limits struct {
	bytes       int64 // inside, and once more unpacked
	revisions   int
	manifests   int
	ids         int // in all manifests
	attachments int
	file        int64 // bytes of an attachment
	keep        int   // bytes of revisions that a reader keeps decoded between its passes
}

var standard = limits{bytes: 2 << 30, revisions: 1_000_000, manifests: 65_536, ids: 2_000_000, attachments: 65_536, file: 500 << 20, keep: 16 << 20}

// MaxPrevious is how many manifests one may follow.
const MaxPrevious = 8

// MaxFile is the greatest attachment, in bytes.
const MaxFile = 500 << 20
