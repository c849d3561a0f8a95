package packed

import (
	"bytes"

	"github.com/klauspost/compress/zstd"
)

// Mark begins every frame of Zstandard (RFC 8878, 3.1.1), and no file that the program brings with it.
var Mark = []byte{0x28, 0xb5, 0x2f, 0xfd}

// Open returns an embedded file as it lies in the repository, whether it is packed or not. What is not packed is handed back as
// it is; a packed file that is torn is a fault of the release, and panics.
func Open(data []byte) []byte {
	if !bytes.HasPrefix(data, Mark) {
		return data
	}
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		panic("packed: " + err.Error())
	}
	defer reader.Close()
	whole, err := reader.DecodeAll(data, nil)
	if err != nil {
		panic("packed: " + err.Error())
	}
	return whole
}
