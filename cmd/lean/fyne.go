package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// fyneModule is the path of the module that is copied.
const fyneModule = "fyne.io/fyne/v2"

// theme is the folder of the package that embeds Fyne's faces, from the top of the module.
const theme = "theme"

// kept is the face that stays and stands for the others: a few signs, always the last resort of Fyne for a character that no
// other face has.
const kept = "font/InterSymbols-Regular.ttf"

// faces are those that the window never shows: ui/parts.Theme answers our own for every style but that of symbols. Fyne asks
// them for a character that ours lacks, in vain: ours are made from Noto Sans and have every character of it (a test of ui/parts
// holds that). What no face has is looked for among the fonts of the machine, as before.
var faces = []string{
	"font/DejaVuSansMono-Powerline.ttf",
	"font/NotoSans-Bold.ttf",
	"font/NotoSans-BoldItalic.ttf",
	"font/NotoSans-Italic.ttf",
	"font/NotoSans-Regular.ttf",
}

// leftOut are faces that a build tag of the release leaves out: no_emoji.
var leftOut = []string{"font/EmojiOneColor.otf"}

// copyFyne copies the module that the repository builds with, exchanges the faces, and writes the lean.mod that names the copy.
func copyFyne(top, to string) error {
	from, err := goList(top, "-m", "-f", "{{.Dir}}", fyneModule)
	if err != nil {
		return err
	}
	embedded, err := embeddedFaces(filepath.Join(from, theme))
	if err != nil {
		return err
	}
	if err := facesAreKnown(embedded); err != nil {
		return err
	}
	copied := filepath.Join(to, "fyne")
	if err := copyModule(copied, from); err != nil {
		return err
	}
	small, err := os.ReadFile(filepath.Join(from, theme, kept))
	if err != nil {
		return err
	}
	for _, face := range faces {
		if err := os.WriteFile(filepath.Join(copied, theme, face), small, 0o644); err != nil {
			return err
		}
	}
	return nameCopy(top, to, copied)
}

var embeds = regexp.MustCompile(`(?m)^\s*//go:embed (font/\S+)`)

// embeddedFaces are the files of faces that the Go files of a folder embed, in order.
func embeddedFaces(folder string) ([]string, error) {
	sources, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			return nil, err
		}
		for _, match := range embeds.FindAllSubmatch(text, -1) {
			found[string(match[1])] = true
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// facesAreKnown refuses other faces than those that were looked at, more of them and fewer.
func facesAreKnown(embedded []string) error {
	if want := slices.Sorted(slices.Values(slices.Concat(faces, leftOut, []string{kept}))); !slices.Equal(embedded, want) {
		return fmt.Errorf("its faces are %v, and those that were looked at are %v", embedded, want)
	}
	return nil
}

// copyModule copies a module without what no build reads: its tests and their data.
func copyModule(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(path, "_test.go") {
			return nil
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return write(filepath.Join(to, relative), data)
	})
}

// nameCopy writes lean.mod and lean.sum: those of the repository, with the copy in the place of the module. The copy is named from the
// top of the repository, so that the release does not say where on a machine it was built.
func nameCopy(top, to, copied string) error {
	for name, lean := range map[string]string{"go.mod": "lean.mod", "go.sum": "lean.sum"} {
		data, err := os.ReadFile(filepath.Join(top, name))
		if err != nil {
			return err
		}
		if err := write(filepath.Join(to, lean), data); err != nil {
			return err
		}
	}
	place, err := filepath.Rel(top, copied)
	if err != nil {
		return err
	}
	if place = filepath.ToSlash(place); !strings.HasPrefix(place, "../") {
		place = "./" + place
	}
	edit := exec.Command("go", "mod", "edit", "-replace", fyneModule+"="+place, filepath.Join(to, "lean.mod"))
	edit.Dir, edit.Stderr = top, os.Stderr
	return edit.Run()
}
