package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxFileName is the greatest length of a file's name in bytes, without the
// ending that makes it harmless.
const maxFileName = 120

// reservedNames are names that Windows gives to devices, with any ending.
var reservedNames = func() map[string]bool {
	m := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true}
	for _, digit := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"} {
		m["com"+digit], m["lpt"+digit] = true, true
	}
	return m
}()

// runnable endings start a program on a double click somewhere.
var runnable = func() map[string]bool {
	m := map[string]bool{}
	for _, ending := range strings.Fields(`exe com bat cmd ps1 psm1 vbs vbe js jse wsf wsh msi msp scr pif cpl hta lnk url reg jar
		sh bash desktop app command scf inf appimage deb rpm iso img vhd vhdx docm xlsm pptm dotm xltm xlam chm svg html htm
		xhtml mht library-ms search-ms settingcontent-ms`) {
		m[ending] = true
	}
	return m
}()

// FileName turns a name that somebody else chose into one that is safe to show
// and to write into a folder on any system: no folders, no device of Windows, no
// control or direction character, no hidden file, no option of a command, at
// most 126 bytes. An ending that would run gets ".file" behind it. What is safe
// already stays as it is, but for its normal form (NFC).
//
// Trimming one danger may lay another bare, so it is done until nothing changes.
func FileName(name string) string {
	for range 16 {
		cleaned := cleanFileName(name)
		if cleaned == name {
			return cleaned
		}
		name = cleaned
	}
	return "unnamed"
}

func cleanFileName(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "_"))
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = shorten(strings.Map(harmless, s))
	s = strings.Trim(s, " .~-")
	if stem, _, _ := strings.Cut(s, "."); reservedNames[strings.ToLower(strings.TrimSpace(stem))] {
		s = "_" + s
	}
	if i := strings.LastIndexByte(s, '.'); i >= 0 && runnable[strings.ToLower(strings.TrimSpace(s[i+1:]))] {
		s += ".file"
	}
	if s == "" {
		return "unnamed"
	}
	return s
}

// harmless replaces or drops one character. The joiners stay: Persian and others
// are not written without them.
func harmless(r rune) rune {
	switch {
	case r == 0x200c || r == 0x200d:
		return r
	case r < 0x20, r == 0x7f, r == utf8.RuneError, unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
		return -1
	case unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), unicode.Is(unicode.Zs, r):
		return ' '
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	}
	return r
}

// shorten cuts a long name in front of its ending, between characters.
func shorten(s string) string {
	for len(s) > maxFileName {
		ending := ""
		if i := strings.LastIndexByte(s, '.'); i > 0 && len(s)-i <= 10 {
			ending = s[i:]
		}
		_, n := utf8.DecodeLastRuneInString(s[:len(s)-len(ending)])
		s = s[:len(s)-len(ending)-n] + ending
	}
	return s
}
