package packed

import (
	"bytes"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// pack is what cmd/lean does to a file. Its tests compare each file that is packed with the readable one.
func pack(data []byte) []byte {
	writer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	return writer.EncodeAll(data, nil)
}

// readable are files that do not begin as packed ones do.
var readable = rapid.SliceOfN(rapid.Byte(), 1, 5000).Filter(func(data []byte) bool { return !bytes.HasPrefix(data, Mark) })

func TestAPackedFileOpensAsTheReadableOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := readable.Draw(t, "file")
		packed := pack(data)
		if !bytes.HasPrefix(packed, Mark) || !bytes.Equal(Open(packed), data) {
			t.Fatal("what was packed opens as another file")
		}
		if !bytes.Equal(Open(data), data) {
			t.Fatal("what was not packed is not as it lies")
		}
	})
}

// A release that was put together wrongly says so at once, and does not go on with half a language.
func TestATornFilePanics(t *testing.T) {
	packed := pack([]byte(strings.Repeat("a promise and what came of it\n", 9)))
	for _, torn := range [][]byte{packed[:len(packed)-5], packed[:len(packed)/2], Mark} {
		if panicked(func() { Open(torn) }) == nil {
			t.Errorf("%d of %d bytes are taken for a whole file", len(torn), len(packed))
		}
	}
}

func panicked(f func()) (reason any) {
	defer func() { reason = recover() }()
	f()
	return nil
}
