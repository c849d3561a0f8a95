package notebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"plumbline/model"
)

// markers makes words that nothing but this test writes, in four scripts.
type markers struct{ all []string }

func (m *markers) word(stem string) string {
	w := fmt.Sprintf("%sзнак%03dmark", stem, len(m.all))
	m.all = append(m.all, w)
	return w
}

func (m *markers) text(stem string) model.Text {
	return model.Text{"en": m.word(stem + "en"), "ru": m.word("сло" + stem), "kk": m.word("сөзғқ" + stem), "ar": m.word("كلمة" + stem)}
}

// forms are the spellings in which a word could lie on a disk.
func forms(word string) [][]byte {
	var wide []byte
	for _, u := range utf16.Encode([]rune(word)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	return [][]byte{[]byte(word), []byte(model.Fold(word)), []byte(strings.ToUpper(word)), wide}
}

// tour writes every kind of record with markers in every field that takes free
// words, drafts, settings and evidence.
func tour(t *testing.T, n *Notebook, m *markers) {
	t.Helper()
	s := &model.Source{CodeName: m.word("code"), Consent: model.Consent{How: m.word("how")}}
	record(t, n, s)
	record(t, n, &model.Identity{Source: s.ID, Who: m.word("who"), Common: model.Common{Confidentiality: model.Sealed}})
	o := observation("")
	o.Title, o.Narrative, o.Place, o.Tags, o.Note = m.text("t"), m.text("n"), m.word("place"), []string{m.word("tag")}, m.word("note")
	o.Sources = []model.ID{s.ID}
	v := record(t, n, o)
	next := *v.Record.(*model.Observation)
	next.Title = m.text("second")
	if _, err := n.RecordAll([]Change{{Seen: v, Next: &next, Reason: m.word("reason")}}); err != nil {
		t.Fatal(err)
	}
	c := &model.Claim{Commitment: "T21-1.1", Report: model.StateReport{Title: m.text("r"), Date: "2022-01-25", Issuer: m.word("iss")},
		Page: m.word("p"), Quotation: m.text("q"), ClaimedStatus: "done", ClaimedFigure: m.word("fig")}
	record(t, n, c)
	record(t, n, &model.Finding{Commitment: "T21-1.1", Period: "2023", Level: model.LevelCoalition, Grade: model.Limited,
		Reasoning: m.text("why"), Dissent: m.text("dis"), BasedOn: []model.ID{o.ID}, Claims: []model.ClaimTest{{Claim: c.ID, Verdict: model.Contradicted}}})
	record(t, n, &model.Recommendation{Commitments: []string{"T21-1.1"}, Addressee: m.word("to"), Text: m.text("rec")})
	record(t, n, &model.Member{Name: m.word("name"), CodeName: m.word("cn"), Organisation: m.word("org")})
	record(t, n, &model.Review{Record: o.ID, To: model.Approved, Reviewer: m.word("rev"), Remark: m.text("rem")})
	content := strings.Repeat(m.word("content")+" ", 20_000)
	if _, err := n.Attach(context.Background(), o.ID, m.word("file")+".txt", strings.NewReader(content),
		AttachOptions{Evidence: model.Evidence{Title: m.text("e"), Captured: model.Capture{By: m.word("by"), Where: m.word("where")}}}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := n.SaveDraft(m.word("key"), []byte(m.word("draft"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.SetSetting(m.word("setting"), []byte(m.word("value"))); err != nil {
		t.Fatal(err)
	}
	half := &readsThenFails{content: []byte(content)}
	if _, err := n.Attach(context.Background(), o.ID, "broken", half, AttachOptions{}); err == nil {
		t.Fatal("a failing file is taken")
	}
	n.Find(model.Query{Words: m.word("asked")})
}

type readsThenFails struct {
	content []byte
	spent   bool
}

func (r *readsThenFails) Read(p []byte) (int, error) {
	if r.spent {
		return 0, errors.New("stick pulled")
	}
	r.spent = true
	return copy(p, r.content), nil
}

// Nothing that was written can be read in any file, the temporary folder
// included: while the notebook is open, after it is closed, in its snapshots and
// in a backup.
func TestNothingReadableOnDisk(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	home := filepath.Join(temp, "home")
	m := &markers{}
	o := testOptions()
	o.indexKept = 1 // the index of this small one too
	o.Name, o.Organisation = m.word("owner"), m.word("house")
	n, err := Create(home, pass, o)
	if err != nil {
		t.Fatal(err)
	}
	m.all = append(m.all, string(pass), "Undertaking")
	tour(t, n, m)
	if err := n.Backup(context.Background(), filepath.Join(temp, "copy"), nil); err != nil {
		t.Fatal(err)
	}
	seen := search(t, temp, m.all)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(home, indexFile)); err != nil {
		t.Errorf("no index was looked through: %v", err)
	}
	seen += search(t, temp, m.all)
	if len(m.all) < 60 || seen < 200_000 {
		t.Errorf("the test looked for %d words in %d bytes", len(m.all), seen)
	}
	// The search itself finds a word that is there.
	probe := filepath.Join(t.TempDir(), "probe")
	os.WriteFile(probe, append(bytes.Repeat([]byte{1}, 100), forms(m.all[9])[3]...), 0o600)
	if found := searchFile(t, probe, m.all); len(found) != 1 {
		t.Errorf("the search is blind: %v", found)
	}
}

func search(t *testing.T, dir string, words []string) (size int) {
	t.Helper()
	for _, name := range listFiles(t, dir) {
		path := filepath.Join(dir, name)
		for _, w := range words {
			for _, f := range forms(w) {
				if bytes.Contains([]byte(name), f) {
					t.Errorf("the name %s holds a written word", name)
				}
			}
		}
		if found := searchFile(t, path, words); len(found) > 0 {
			t.Errorf("%s holds %v", name, found)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		size += int(info.Size())
	}
	return size
}

func searchFile(t *testing.T, path string, words []string) (found []string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		for _, f := range forms(w) {
			if bytes.Contains(b, f) {
				found = append(found, w)
				break
			}
		}
	}
	return found
}
