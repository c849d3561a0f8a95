package assets

import (
	"strings"

	"plumbline/assets/packed"
)

// Icon returns a picture of ours by its name: an SVG of 24 units in one colour
// (arrow-down, bob, clip, flag, padlock, people, shield), the mark of the program
// (plumbline) as SVG, or, with the ending written out, as plumbline.png of
// 512 pixels. It returns nil for a name that does not exist.
func Icon(name string) []byte {
	if !strings.Contains(name, ".") {
		name += ".svg"
	}
	data, err := files.ReadFile("icons/" + name)
	if err != nil {
		return nil
	}
	return packed.Open(data)
}
