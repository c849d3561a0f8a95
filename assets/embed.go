package assets

import "embed"

// files is everything embedded by folder; single files have variables of their own.
//
//go:embed plans/*.json profiles/*.json regions/kz.json scales/*.json treaties.json words/*.json icons/*.svg icons/*.png passphrase/words.txt
var files embed.FS

// FontRegular and FontBold are the faces of every text of the window, TrueType.
// Each covers Latin, Cyrillic with the Kazakh letters, Arabic and the symbols
// of the grades, so that nothing depends on the fonts of a machine; fonts/merge.py
// says how they are made. There is no italic: Arabic has none.
var (
	//go:embed fonts/PlumblineSans-Regular.ttf
	FontRegular []byte
	//go:embed fonts/PlumblineSans-Bold.ttf
	FontBold []byte
)

// read returns an embedded file that is known to exist.
func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return data
}
