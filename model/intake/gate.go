package intake

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// The gate looks at the zip's directory alone, before anything is inflated.
//
//  1. at most maxParts parts, no name twice (case folded), no name that leaves
//     the archive;
//  2. no two parts share bytes of the file (a bomb of overlapping parts);
//  3. all parts together declare at most maxTotal bytes, one over largePart at
//     most maxRatio times its packed size;
//  4. parts that we parse as trees are at most maxTree bytes.
//
// A part that then inflates past what it declared is refused while reading.
const (
	maxParts  = 10_000
	maxTotal  = 4 << 30
	largePart = 10 << 20
	maxRatio  = 200
	maxTree   = 16 << 20
)

// MaxFile is the greatest size of a workbook file that is opened, in bytes.
const MaxFile = 1 << 30

// oleMagic begins the container of a password-protected workbook.
const oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// gate opens the archive and checks its directory.
func gate(src io.ReaderAt, size int64) (map[string]*zip.File, error) {
	if size > MaxFile {
		return nil, tooLarge("file", fmt.Sprintf("more than %d MiB", MaxFile>>20))
	}
	var head [8]byte
	if _, err := src.ReadAt(head[:], 0); err == nil && string(head[:]) == oleMagic {
		return nil, ErrProtected
	}
	z, err := zip.NewReader(src, size)
	if errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged("directory", "a part's name leaves the archive")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotWorkbook, err)
	}
	if len(z.File) > maxParts {
		return nil, tooLarge("directory", fmt.Sprintf("more than %d parts", maxParts))
	}
	parts := make(map[string]*zip.File, len(z.File))
	var total uint64
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if parts[name] != nil {
			return nil, damaged("directory", "a part stands twice")
		}
		if !localName(f.Name) {
			return nil, damaged("directory", "a part's name leaves the archive")
		}
		parts[name] = f
		if total += f.UncompressedSize64; total > maxTotal || f.UncompressedSize64 > maxTotal {
			return nil, tooLarge("directory", fmt.Sprintf("more than %d MiB unpacked", maxTotal>>20))
		}
		if f.UncompressedSize64 > largePart && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, tooLarge("directory", "a part is packed beyond belief")
		}
	}
	return parts, apart(z.File, size)
}

// localName says whether a part's name stays inside the archive.
func localName(name string) bool {
	return name != "" && !strings.ContainsAny(name, "\\\x00:") && !path.IsAbs(name) && !slices.Contains(strings.Split(name, "/"), "..")
}

// apart refuses parts whose bytes overlap or lie outside the file.
func apart(files []*zip.File, size int64) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(files))
	for _, f := range files {
		at, err := f.DataOffset()
		end := at + int64(f.CompressedSize64)
		if err != nil || end > size || end < at {
			return damaged("directory", "a part lies outside the file")
		}
		if end > at {
			spans = append(spans, span{at, end})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return damaged("directory", "two parts share the same bytes")
		}
	}
	return nil
}

// open inflates a part, up to what it declares and to the given bound.
func (b *Book) open(name string, bound uint64) (io.ReadCloser, error) {
	f := b.parts[strings.ToLower(name)]
	if f == nil {
		return nil, damaged(name, "is missing")
	}
	if f.Flags&1 != 0 {
		return nil, ErrProtected
	}
	if f.UncompressedSize64 > bound {
		return nil, tooLarge(name, fmt.Sprintf("more than %d MiB", bound>>20))
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged(name, "cannot be unpacked")
	}
	return &bounded{rc, name, int64(f.UncompressedSize64)}, nil
}

// bounded refuses a part that inflates past what the directory declared.
type bounded struct {
	io.ReadCloser
	name string
	left int64
}

func (r *bounded) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, damaged(r.name, "unpacks to more than it says")
	}
	if err != nil && err != io.EOF {
		err = damaged(r.name, "cannot be unpacked")
	}
	return n, err
}
