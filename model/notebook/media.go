package notebook

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// signatures tell a file's media type from its first bytes (RFC 6838 names).
var signatures = []struct {
	at    int
	bytes string
	media string
}{
	{0, "\xff\xd8\xff", "image/jpeg"}, {0, "\x89PNG\r\n\x1a\n", "image/png"}, {0, "GIF8", "image/gif"},
	{8, "WEBP", "image/webp"}, {0, "II*\x00", "image/tiff"}, {0, "MM\x00*", "image/tiff"},
	{4, "ftypheic", "image/heic"}, {4, "ftypmif1", "image/heif"}, {4, "ftypavif", "image/avif"},
	{0, "%PDF-", "application/pdf"}, {4, "ftypM4A", "audio/mp4"}, {4, "ftyp3g", "video/3gpp"}, {4, "ftypqt", "video/quicktime"},
	{4, "ftyp", "video/mp4"}, {0, "\x1a\x45\xdf\xa3", "video/webm"}, {8, "WAVE", "audio/wav"}, {8, "AVI ", "video/x-msvideo"},
	{0, "ID3", "audio/mpeg"}, {0, "\xff\xfb", "audio/mpeg"}, {0, "OggS", "audio/ogg"}, {0, "fLaC", "audio/flac"},
	{0, "#!AMR", "audio/amr"}, {0, "{\\rtf", "application/rtf"}, {0, "\xd0\xcf\x11\xe0", "application/x-ole-storage"},
}

// extensions tell apart what shares one signature, or has none.
var extensions = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
	".zip": "application/zip", ".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".csv": "text/csv",
	".html": "text/html", ".htm": "text/html", ".eml": "message/rfc822", ".json": "application/json", ".xml": "application/xml",
}

// mediaType tells the kind of a file from its beginning and its name.
func mediaType(head []byte, name string) string {
	ext := extensions[strings.ToLower(path.Ext(name))]
	for _, s := range signatures {
		if len(head) >= s.at+len(s.bytes) && string(head[s.at:s.at+len(s.bytes)]) == s.bytes {
			if s.media == "application/x-ole-storage" && ext != "" {
				return ext
			}
			return s.media
		}
	}
	zip := bytes.HasPrefix(head, []byte("PK\x03\x04"))
	text := isText(head)
	switch {
	case zip && (strings.HasPrefix(ext, "application/vnd.o") || ext == "application/zip"):
		return ext
	case zip:
		return "application/zip"
	case text && (strings.HasPrefix(ext, "text/") || ext == "application/json" || ext == "application/xml" || ext == "message/rfc822"):
		return ext
	case text && len(head) > 0:
		return "text/plain"
	}
	return "application/octet-stream"
}

// isText says whether the bytes are UTF-8 without control characters; the last
// rune may be cut.
func isText(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 && utf8.FullRune(b) || r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' {
			return false
		}
		b = b[n:]
	}
	return true
}

// cleanName keeps of a file's name what can be shown and stored: no folders, no
// control or direction characters, at most 255 bytes.
func cleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(name)
	for len(name) > 255 {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	if name == "." || name == ".." {
		return ""
	}
	return name
}
