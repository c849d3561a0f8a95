package parcel

import (
	"errors"

	"github.com/klauspost/compress/zstd"

	"plumbline/model"
)

// batchGoal is the size at which a writer closes a batch.
const batchGoal = 512 << 10

// packer makes batches.
type packer struct {
	zstd  *zstd.Encoder
	items [][]byte
	size  int
	out   []byte
}

func newPacker() (*packer, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(maxFrame), zstd.WithEncoderCRC(false))
	return &packer{zstd: z}, err
}

// room says whether another item of n bytes still fits.
func (p *packer) room(n int) bool {
	return len(p.items) == 0 || len(p.items) < maxBatch && p.size+n+frameHead <= batchGoal
}

func (p *packer) add(item []byte) {
	p.items = append(p.items, item)
	p.size += len(item) + frameHead
}

// pack gives the payload of the batch, which is then empty.
func (p *packer) pack() ([]byte, error) {
	plain, err := enc.Marshal(p.items)
	if err != nil {
		return nil, err
	}
	if len(plain) > maxFrame {
		return nil, refuse(TooLarge)
	}
	p.out = p.zstd.EncodeAll(plain, p.out[:0])
	p.items, p.size = p.items[:0], 0
	return p.out, nil
}

// unpacker opens batches, whatever they say of themselves, in 1 MiB.
type unpacker struct {
	zstd  *zstd.Decoder
	plain []byte
	size  int64 // of all that was unpacked
	limit int64
}

func newUnpacker(limit int64) (*unpacker, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(maxFrame), zstd.WithDecoderMaxWindow(maxFrame))
	return &unpacker{zstd: z, limit: limit}, err
}

func (u *unpacker) close() { u.zstd.Close() }

// unpack gives the items of a batch.
func (u *unpacker) unpack(payload []byte) ([][]byte, error) {
	plain, err := u.zstd.DecodeAll(payload, u.plain[:0])
	switch {
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded), len(plain) > maxFrame:
		return nil, refuse(TooLarge)
	case err != nil:
		return nil, refuse(Malformed)
	}
	u.plain = plain
	if u.size += int64(len(plain)); u.size > u.limit {
		return nil, refuse(TooLarge)
	}
	items, err := decode[[][]byte](plain)
	if err != nil || len(items) == 0 {
		return nil, refuse(Malformed)
	}
	return items, nil
}

// revision reads one item: the revision and, where its content is here, the
// record.
func revision(item []byte) (model.Revision, model.Record, error) {
	r, err := model.DecodeRevision(item)
	switch {
	case errors.Is(err, model.ErrKind):
		return r, nil, refuse(ForeignKind)
	case err != nil:
		return r, nil, refuse(Malformed)
	case r.Kind.Local():
		return r, nil, refuse(ForeignKind)
	case r.Redacted:
		return r, nil, nil
	}
	rec, err := r.Fields()
	if err != nil {
		return r, nil, refuse(Malformed)
	}
	return r, rec, nil
}
