package model

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostileNames are names to which other programs have fallen.
var hostileNames = []string{
	"../../etc/passwd", `..\..\windows\system32\x.dll`, "/etc/shadow", `C:\autoexec.bat`, `\\server\share\x`, "....//....//x",
	"..", ".", "", " ", "...", "photo.jpg\x00.exe", "photo\u202egpj.exe", "\u2066photo.exe\u2069", "report.pdf .exe",
	"report.pdf.exe", "x.LNK", "x.exe ", "x.exe.", "x.eXe...", "CON", "con.txt", "nul.tar.gz", "COM1", "COM¹.txt", "LPT9.log",
	"aux .txt", "a:b.txt", "file.txt:stream", "a|b", "a?b*c", "<script>.html", "name\nwith\nlines", "tab\tname", "~/.bashrc",
	"-rf", "--output=x", "$(id)", "`id`", "%2e%2e%2fx", "desktop.ini", ".htaccess", ".bashrc", strings.Repeat("a", 5000) + ".jpg",
	strings.Repeat("ж", 3000), strings.Repeat("../", 2000) + "x", "\xff\xfe\xfd", "e\u0301.jpg", "x.docm", "x.svg", "a\u2028b",
	"a\u0085b", "\ufeffx.txt", "x.search-ms", "\u00ad.exe",
}

var plainNames = []string{"خصوصي.jpg", "Құжат 3.docx", "می\u200cخواهم.pdf", "ok name (1).jpeg", "Фотография места.png"}

func checkFileName(t *testing.T, in string) {
	t.Helper()
	out := FileName(in)
	switch {
	case out == "", len(out) > maxFileName+6, !utf8.ValidString(out), strings.ContainsAny(out, "/\\:*?\"<>|\x00\n\r\t\u0085"),
		strings.HasPrefix(out, "."), strings.HasPrefix(out, "-"), strings.HasSuffix(out, "."), strings.HasSuffix(out, " "):
		t.Fatalf("%q became %q", in, out)
	}
	for _, r := range out {
		if r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			t.Fatalf("%q keeps a direction character", out)
		}
	}
	if i := strings.LastIndexByte(out, '.'); i >= 0 && runnable[strings.ToLower(out[i+1:])] {
		t.Fatalf("%q can run", out)
	}
	if stem, _, _ := strings.Cut(out, "."); reservedNames[strings.ToLower(stem)] {
		t.Fatalf("%q is a device", out)
	}
	if again := FileName(out); again != out {
		t.Fatalf("%q became %q, then %q", in, out, again)
	}
}

func TestHostileNamesBecomeHarmless(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, name := range hostileNames {
		checkFileName(t, name)
		f, err := root.Create(FileName(name)) // os.Root refuses whatever would leave the folder
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	for _, name := range plainNames {
		if got := FileName(name); got != name {
			t.Errorf("%q became %q", name, got)
		}
	}
}

func FuzzFileName(f *testing.F) {
	for _, name := range append(hostileNames, plainNames...) {
		f.Add(name)
	}
	f.Fuzz(checkFileName)
}
