package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// onTheMap finds the paths that a page names: `model/join.go`, but not `ui/<screen>.go`.
var onTheMap = regexp.MustCompile("[`(]((?:assets|cmd|export|model|ui|\\.ci)/[A-Za-z0-9_./-]*)[`)]")

// Who follows README to a file must find it. The map is held to the house from the day both doors stand.
func TestTheMapNamesWhatExists(t *testing.T) {
	report := t.Errorf
	for _, door := range []string{"plumbctl/main.go", "plumbline/main.go"} {
		if _, err := os.Stat(door); err != nil {
			report = t.Logf
		}
	}
	for _, page := range []string{"README.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(filepath.Join("..", page))
		if err != nil {
			t.Fatal(err)
		}
		named := onTheMap.FindAllSubmatch(text, -1)
		if len(named) == 0 {
			t.Errorf("%s names no file at all", page)
		}
		for _, match := range named {
			if _, err := os.Stat(filepath.Join("..", string(match[1]))); err != nil {
				report("%s names %s, which is not there", page, match[1])
			}
		}
	}
}
