package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// least is the size in bytes from which a file is packed, if that makes it a third smaller: less is not worth the opening.
const least = 4 << 10

// rooms are the folders of the packages whose files are packed: each opens what it embeds by package packed.
var rooms = []string{"assets", "model/sample"}

// packRooms packs what the rooms embed, and writes the overlay that puts the packed in the place of the readable.
func packRooms(top, to string) error {
	var overlay struct{ Replace map[string]string }
	overlay.Replace = map[string]string{}
	for _, room := range rooms {
		embedded, err := goList(top, "-f", `{{join .EmbedFiles "\n"}}`, "./"+room)
		if err != nil {
			return err
		}
		for _, name := range strings.Fields(embedded) {
			name = filepath.Join(filepath.FromSlash(room), filepath.FromSlash(name))
			source, target := filepath.Join(top, name), filepath.Join(to, name)
			data, err := os.ReadFile(source)
			if err != nil {
				return err
			}
			small := pack(data)
			if len(data) < least || len(small) > len(data)*2/3 {
				continue
			}
			if err := write(target, small); err != nil {
				return err
			}
			overlay.Replace[source] = target
		}
	}
	list, err := json.MarshalIndent(overlay, "", "\t")
	if err != nil {
		return err
	}
	return write(filepath.Join(to, "overlay.json"), append(list, '\n'))
}

// pack packs by Zstandard: its reader is in the program for parcels, and is quicker than that of gzip. One goroutine, so that the
// same file gives the same bytes on every machine.
func pack(data []byte) []byte {
	writer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err) // the options are fixed
	}
	return writer.EncodeAll(data, nil)
}

// goList asks the Go command about the module in the folder top, as it is without any overlay.
func goList(top string, args ...string) (string, error) {
	command := exec.Command("go", append([]string{"list"}, args...)...)
	command.Dir, command.Stderr = top, os.Stderr
	out, err := command.Output()
	return strings.TrimSpace(string(out)), err
}

// write writes a file and the folders above it.
func write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
