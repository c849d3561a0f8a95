package export

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"plumbline/model"
)

// TestPicturesOfTheWorkbook renders the sheets that are read first, through
// LibreOffice, into $PLUMBLINE_PICTURES (make pictures-workbook). Each is the
// first sheet of a workbook, so its first page is the first of the print.
func TestPicturesOfTheWorkbook(t *testing.T) {
	to := os.Getenv("PLUMBLINE_PICTURES")
	if to == "" {
		t.Skip("set PLUMBLINE_PICTURES to draw pictures")
	}
	office, paint := tool(t, "soffice", "libreoffice-calc"), tool(t, "pdftoppm", "poppler-utils")
	records, dir := sampled(t, 400), t.TempDir()
	for _, language := range []string{"en", "ar"} {
		for _, code := range []string{"cover", "summary", "scorecard", "claim_and_finding"} {
			a := ask(t, "coalition")
			a.Profile.Sheets = []string{code}
			for _, other := range model.SheetCodes {
				if other != code && other != "by_treaty" && other != "pivot" {
					a.Profile.Sheets = append(a.Profile.Sheets, other)
				}
			}
			name := "workbook-" + code + "-" + language
			file := filepath.Join(dir, name+".xlsx")
			if err := os.WriteFile(file, drawn(t, records, a, language), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, c := range []*exec.Cmd{
				exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, file),
				exec.Command(paint, "-png", "-r", "90", "-f", "1", "-l", "1", "-singlefile", filepath.Join(dir, name+".pdf"), filepath.Join(to, name)),
			} {
				if out, err := c.CombinedOutput(); err != nil {
					t.Fatalf("%v: %s", err, out)
				}
			}
		}
	}
}
