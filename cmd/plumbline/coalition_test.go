//go:build window

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"plumbline/assets"
)

// laptop is a colleague's notebook, worked by the command line.
type laptop struct {
	t       *testing.T
	ctl     string // the program
	dir     string
	name    string
	folders string // where cards and parcels lie
}

// builds is where plumbctl is built, once and when it is first wanted.
var builds string

var built = sync.OnceValues(func() (binary string, err error) {
	binary = filepath.Join(builds, "plumbctl")
	build := exec.Command("go", "build", "-o", binary, "plumbline/cmd/plumbctl")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return binary, fmt.Errorf("build plumbctl: %w\n%s", err, out)
	}
	return binary, nil
})

// TestMain takes away what was built.
func TestMain(m *testing.M) {
	var err error
	if builds, err = os.MkdirTemp("", "plumbctl"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(builds)
	os.Exit(code)
}

// command is the path of plumbctl.
func command(t *testing.T) string {
	t.Helper()
	binary, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// run works on the notebook and gives what was printed; stdin may be empty.
func (l laptop) run(stdin string, args ...string) string {
	l.t.Helper()
	cmd := exec.Command(l.ctl, args...)
	cmd.Env = append(os.Environ(), "PLUMBLINE_NOTEBOOK="+l.dir, "PLUMBLINE_PASSPHRASE="+passphrase, "LANG=C.UTF-8", "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(stdin)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		l.t.Fatalf("%s, plumbctl %s: %v\n%s", l.name, args[0], err, errs.String())
	}
	return strings.TrimSpace(string(out))
}

// make makes the notebook and saves its card.
func (l laptop) make() {
	l.t.Helper()
	l.run("", "init", l.dir, "--plan", "kz-2021", "--name", l.name+" desk", "--organisation", l.name)
	l.run("", "members", "--export", l.file(l.name+".card"))
}

func (l laptop) file(name string) string { return filepath.Join(l.folders, name) }

// trust takes a colleague's card in and trusts its key.
func (l laptop) trust(other laptop) {
	l.t.Helper()
	l.run("", "members", "--add", l.file(other.name+".card"))
	l.run("", "members", "--trust", other.name+" desk")
}

// pack writes a parcel for a colleague and gives its path.
func (l laptop) pack(other laptop, name string) string {
	l.t.Helper()
	l.run("", "pack", "--to", l.file(name), "--recipient", other.name+" desk")
	return l.file(name)
}

const (
	firstWording = `{"kind":"observation","commitments":["KZ21-U1"],"title":{"en":"No closed box for complaints"},"language":"en",` +
		`"date":{"from":"2023-11-14","precision":"exact"},"method":"site_visit","region":"KZ-35","review":"submitted","confidentiality":"coalition"}`
	gammasOwn = `{"kind":"observation","commitments":["KZ21-U1"],"title":{"ru":"Свидания сокращены вдвое"},"language":"ru",` +
		`"date":{"from":"2024-02-03","precision":"exact"},"method":"interview","region":"KZ-55","review":"submitted","confidentiality":"coalition"}`
)

// refOf gives the ref of the only observation with some words.
func (l laptop) refOf(words string) string {
	l.t.Helper()
	var found struct{ Ref string }
	if err := json.Unmarshal([]byte(l.run("", "list", "--find", words, "--json")), &found); err != nil || found.Ref == "" {
		l.t.Fatalf("%s: no observation says %q: %v", l.name, words, err)
	}
	return found.Ref
}

// edit writes a new title on what the notebook holds.
func (l laptop) edit(ref, words string) {
	l.t.Helper()
	l.run(`{"kind":"observation","ref":"`+ref+`","title":{"en":"`+words+`"}}`, "record", "--from", "-")
}

func TestThreeNotebooksMeetAtTheWindow(t *testing.T) {
	binary := os.Getenv("PLUMBLINE_E2E")
	if binary == "" {
		t.Fatal("PLUMBLINE_E2E names no binary; make test-window builds it")
	}
	ctl, work := command(t), t.TempDir()
	lap := func(name string) laptop { return laptop{t, ctl, filepath.Join(work, name), name, work} }
	alpha, beta, gamma := lap("Alpha"), lap("Beta"), lap("Gamma")
	for _, l := range []laptop{alpha, beta, gamma} {
		l.make()
	}
	for _, two := range [][2]laptop{{alpha, beta}, {alpha, gamma}, {beta, alpha}, {gamma, alpha}} {
		two[0].trust(two[1])
	}
	alpha.run(firstWording, "record", "--from", "-")
	ref := alpha.refOf("closed box")
	beta.run("", "merge", alpha.pack(beta, "first-beta.parcel"))
	gamma.run("", "merge", alpha.pack(gamma, "first-gamma.parcel"))
	alpha.edit(ref, "No closed box in the building")
	beta.edit(ref, "No closed box in the visiting wing")
	gamma.run(gammasOwn, "record", "--from", "-")
	fromBeta, fromGamma := beta.pack(alpha, "beta.parcel"), gamma.pack(alpha, "gamma.parcel")

	d := start(t, binary, alpha.dir)
	en := assets.For("en")
	d.sees(en.T("actions.open_notebook"))
	d.clickEntry(en.T("nouns.passphrase"))
	d.pasteSecret(passphrase)
	d.key("Return")
	d.sees(en.T("screens.areas_and_commitments"))

	// Both parcels are looked at before anything is written, and merged.
	d.key("ctrl+m")
	d.take(en, fromBeta)
	d.sees(en.T("coalition_screen.merge_n", "records", "1 record"))
	d.sees("No closed box in the visiting wing")
	d.picture("preview")
	d.click(en.T("coalition_screen.merge_n", "records", "1 record"))
	d.sees(en.T("coalition_screen.settle_n", "n", 1))
	d.click(en.T("states.done"))
	d.take(en, fromGamma)
	d.click(en.T("coalition_screen.merge_n", "records", "1 record"))
	d.sees(en.T("coalition_screen.merged"))
	d.click(en.T("states.done"))
	d.sees(en.T("coalition_screen.came_in"))
	d.picture("came-in")

	// The dispute is settled with a reason.
	d.click(en.T("screens.disputes"))
	d.click(ref)
	d.sees("No closed box in the building")
	d.click(en.T("parts.theirs"))
	d.sees(en.T("coalition_screen.all_decided"))
	d.clickEntry(en.T("coalition_screen.reason"))
	d.paste("closer to what was seen")
	d.picture("dispute")
	d.click(en.T("coalition_screen.settle"))
	d.sees(en.T("coalition_screen.settled_more"))

	// What holds now goes to both, seen before it leaves.
	back := filepath.Join(work, "back.parcel")
	d.click(en.T("actions.pack"))
	d.click("Beta desk")
	d.click("Gamma desk")
	d.click(en.T("actions.next"))
	d.click(en.T("coalition_screen.pack_look"))
	d.sees(en.T("coalition_screen.what_leaves"))
	d.picture("leaves")
	d.click(en.T("coalition_screen.pack_write"))
	d.path(en.T("window.choose_target"), back)
	d.sees(en.T("coalition_screen.packed_done"))
	d.key("ctrl+l")
	d.sees(en.T("actions.open_notebook"))

	for _, l := range []laptop{beta, gamma} {
		l.run("", "merge", back)
		if l.run("", "digest") != alpha.run("", "digest") {
			t.Errorf("%s holds something else", l.name)
		}
		if !strings.Contains(l.run("", "show", ref, "--history"), "closer to what was seen") {
			t.Errorf("the reason did not reach %s", l.name)
		}
	}
	if strings.Contains(d.log.String(), "closed box") {
		t.Error("the log holds what was written")
	}
}

// take chooses a parcel by its path.
func (d *driver) take(en assets.Words, path string) {
	d.t.Helper()
	d.click(en.T("window.choose_file"))
	d.path(en.T("window.take_file"), path)
}
