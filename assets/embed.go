package assets

import (
	"embed"

	"plumbline/assets/packed"
)

// files is everything embedded by folder; single files have variables of their own.
//
//go:embed plans/*.json profiles/*.json regions/kz.json scales/*.json treaties.json words/*.json icons/*.svg icons/*.png passphrase/words.txt
var files embed.FS

// The two faces lie beside files, so that a program which writes nothing on a screen does not have them.
var (
	//go:embed fonts/PlumblineSans-Regular.ttf
	fontRegular []byte
	//go:embed fonts/PlumblineSans-Bold.ttf
	fontBold []byte
)

// FontRegular and FontBold return the faces of every text of the window, TrueType.
// Each covers Latin, Cyrillic with the Kazakh letters, Arabic and the symbols
// of the grades, so that nothing depends on the fonts of a machine; fonts/merge.py
// says how they are made. There is no italic: Arabic has none. Ask once: in a
// release each call unpacks the face anew.
func FontRegular() []byte { return packed.Open(fontRegular) }

// FontBold returns the bold face; see FontRegular.
func FontBold() []byte { return packed.Open(fontBold) }

// read returns an embedded file that is known to exist.
func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return packed.Open(data)
}
