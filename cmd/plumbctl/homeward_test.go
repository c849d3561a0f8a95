package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/sample"
)

// desk is a notebook with a report of it, as a coordinator has them.
type desk struct {
	t      *testing.T
	dir    string
	n      *notebook.Notebook
	report []byte
}

func newDesk(t *testing.T, observations int) *desk {
	t.Helper()
	dir, err := template(t.TempDir(), &sample.Options{Seed: 5, Observations: observations})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, dir: dir}
	d.open()
	t.Cleanup(func() {
		if err := d.n.Close(); err != nil {
			t.Error(err)
		}
	})
	d.report = d.drawn()
	return d
}

func (d *desk) open() {
	var err error
	if d.n, err = notebook.Open(d.dir, []byte(passphrase), notebook.OpenOptions{NoSnapshots: true}); err != nil {
		d.t.Fatal(err)
	}
}

// ctl is a run of the program that says what it says into a buffer.
func (d *desk) ctl(asJSON bool) (*ctl, *bytes.Buffer) {
	var said bytes.Buffer
	return &ctl{ctx: d.t.Context(), out: &said, err: &said, words: assets.For("en"), now: time.Now, json: asJSON}, &said
}

// drawn is the report for the coalition.
func (d *desk) drawn() []byte {
	d.t.Helper()
	c, said := d.ctl(false)
	path := filepath.Join(d.t.TempDir(), "r.xlsx")
	profile, _ := model.ProfileOf("coalition")
	if err := c.report(d.n, reporting{to: path, profile: "coalition", own: profile, format: "xlsx"}); err != nil {
		d.t.Fatalf("%v: %s", err, said)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

func (d *desk) file(data []byte) string {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), "r.xlsx")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// take takes a workbook in and gives the exit code and what was said.
func (d *desk) take(path string, preview bool) (int, string) {
	d.t.Helper()
	c, said := d.ctl(true)
	err := c.homeward(d.n, path, preview)
	return c.done(newRoot(c), err), said.String()
}

// observation is the first written observation whose row is in the report.
func (d *desk) observation(fits func(*model.Observation) bool) *model.Observation {
	d.t.Helper()
	for v, err := range d.n.Records(model.KindObservation) {
		if err != nil {
			d.t.Fatal(err)
		}
		o := v.Record.(*model.Observation)
		o.ID = v.ID
		if !v.Disputed() && bytes.Contains(unpacked(d.t, d.report).all(), []byte(v.ID.String())) && fits(o) {
			return o
		}
	}
	d.t.Fatal("no such observation")
	return nil
}

// partsOf are the parts of a workbook, in order.
type partsOf []struct {
	name string
	data []byte
}

func unpacked(t *testing.T, data []byte) partsOf {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all partsOf
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, struct {
			name string
			data []byte
		}{f.Name, b})
	}
	return all
}

func (p partsOf) all() []byte {
	var b []byte
	for _, x := range p {
		b = append(b, x.data...)
	}
	return b
}

// with changes every part that holds a text.
func (p partsOf) with(t *testing.T, old, now string) partsOf {
	t.Helper()
	found := false
	for i := range p {
		if bytes.Contains(p[i].data, []byte(old)) {
			found = true
			p[i].data = bytes.ReplaceAll(p[i].data, []byte(old), []byte(now))
		}
	}
	if !found {
		t.Fatalf("%q is not in the workbook", old)
	}
	return p
}

func (p partsOf) packed(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, x := range p {
		w, err := z.Create(x.name)
		if err == nil {
			_, err = w.Write(x.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cellsOf gives the XML of the row that has a record's id, on the sheet of
// observations.
func rowOfID(t *testing.T, p partsOf, id model.ID) (part int, row string) {
	t.Helper()
	for i, x := range p {
		if !strings.HasPrefix(x.name, "xl/worksheets/") {
			continue
		}
		s := string(x.data)
		if at := strings.Index(s, id.String()); at >= 0 {
			from, to := strings.LastIndex(s[:at], "<row "), strings.Index(s[at:], "</row>")
			return i, s[from : at+to+len("</row>")]
		}
	}
	t.Fatal("no such row")
	return 0, ""
}

func TestAnEditedWorkbookIsMergedOnce(t *testing.T) {
	d := newDesk(t, 30)
	o := d.observation(func(o *model.Observation) bool { return o.Title["en"] != "" && o.Method != "survey" })
	was, _ := assets.For("en").Of(o.Title, o.Language)
	data := unpacked(t, d.report).with(t, ">"+was+"<", ">Rewritten at the desk<").packed(t)
	path, before := d.file(data), d.n.Digest()
	code, said := d.take(path, true)
	if code != exitDone || !strings.Contains(said, `"now":"Rewritten at the desk"`) || d.n.Digest() != before {
		t.Fatalf("preview: %d %s", code, said)
	}
	if code, said = d.take(path, false); code != exitDone {
		t.Fatalf("%d %s", code, said)
	}
	v, err := d.n.View(o.ID)
	if err != nil || v.Record.(*model.Observation).Title["en"] != "Rewritten at the desk" || v.Disputed() {
		t.Errorf("%v %+v", err, v.Record)
	}
	after := d.n.Digest()
	if after == before {
		t.Error("the digest is as it was")
	}
	if code, said = d.take(path, false); code != exitDone || d.n.Digest() != after || !strings.Contains(said, `"joined":0,"disputed":0,"refused":0`) {
		t.Errorf("again: %d %s", code, said)
	}
	d.takesBack(before)
	if code, said = d.take(path, false); code != exitDone || d.n.Digest() == before {
		t.Errorf("taken anew: %d %s", code, said)
	}
	d.changedElsewhere(o.ID)
	if v, _ = d.n.View(o.ID); len(v.Disputes) != 1 || v.Disputes[0].Field != "title" {
		t.Errorf("no dispute: %+v", v.Disputes)
	}
}

// takesBack takes back the report that came home, as it is listed.
func (d *desk) takesBack(before [32]byte) {
	d.t.Helper()
	c, said := d.ctl(true)
	if err := c.merges(d.n); err != nil || !strings.Contains(said.String(), `{"workbook":"r.xlsx","digest":"`) {
		d.t.Fatalf("%v: %s", err, said)
	}
	_, sum, _ := strings.Cut(said.String(), `"digest":"`)
	c, said = d.ctl(false)
	if err := c.merges(d.n); err != nil || !strings.Contains(said.String(), "Edited report") || !strings.Contains(said.String(), sum[:12]) {
		d.t.Errorf("%v: %s", err, said)
	}
	if err := c.takeBack(d.n, sum[:12]); err != nil || d.n.Digest() != before {
		d.t.Errorf("taken back: %v", err)
	}
	c, said = d.ctl(false)
	if err := c.merges(d.n); err != nil || !strings.Contains(said.String(), "taken back") {
		d.t.Errorf("%v: %s", err, said)
	}
}

// changedElsewhere changes the title of the state that the report was drawn from.
func (d *desk) changedElsewhere(id model.ID) {
	d.t.Helper()
	h, err := d.n.History(id)
	if err != nil {
		d.t.Fatal(err)
	}
	part, _ := model.History(h).Until(h[len(h)-2].ID)
	seen, next := model.Join(part), model.Join(part).Record.(*model.Observation)
	next.Title = model.Text{"en": "Rewritten in the field"}
	if _, err := d.n.Record(seen, next); err != nil {
		d.t.Fatal(err)
	}
}

func TestWhatIsLeftOfAWorkbookIsSaid(t *testing.T) {
	d := newDesk(t, 30)
	o := d.observation(func(*model.Observation) bool { return true })
	p := unpacked(t, d.report)
	part, row := rowOfID(t, p, o.ID)
	p[part].data = bytes.Replace(p[part].data, []byte(row), nil, 1) // its row is gone
	tail := `<row r="9000"><c r="C9000" t="inlineStr"><is><t>KZ21-1</t></is></c><c r="M9000" t="inlineStr"><is><t>A new row</t></is></c></row></sheetData>`
	p[part].data = bytes.Replace(p[part].data, []byte("</sheetData>"), []byte(tail), 1)
	path := d.file(p.packed(t))
	code, said := d.take(path, false)
	var j homeJSON
	if err := json.Unmarshal([]byte(said[:strings.IndexByte(said, '\n')]), &j); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if code != exitLook || j.New != 1 || j.Refused != 1 || !slices.Equal(j.Gone, []string{shortRef(d.n, o.Ref)}) && !slices.Equal(j.Gone, []string{o.Ref}) {
		t.Errorf("%d %s", code, said)
	}
	if v, err := d.n.View(o.ID); err != nil || v.Record.Base().Withdrawn {
		t.Errorf("the record of a row that is gone was withdrawn: %v", err)
	}
	drafts, err := d.n.Count(model.Query{Review: model.Draft})
	if err != nil {
		t.Fatal(err)
	}
	if code, said = d.take(path, false); code != exitLook || !strings.Contains(said, `"new":0`) {
		t.Errorf("again: %d %s", code, said)
	}
	if again, _ := d.n.Count(model.Query{Review: model.Draft}); again != drafts {
		t.Errorf("%d drafts, then %d", drafts, again)
	}
	c, out := d.ctl(false)
	if err := c.homeward(d.n, path, true); err != nil || !strings.Contains(out.String(), "its row is gone") || !strings.Contains(out.String(), "The program fills this column in") {
		t.Errorf("%v: %s", err, out)
	}
}

// A link between two rows, made before or after a report was drawn, is no change
// of its rows.
func TestLinkedRowsComeHomeUntouched(t *testing.T) {
	d := newDesk(t, 30)
	var two []model.ID
	d.observation(func(o *model.Observation) bool { two = append(two, o.ID); return len(two) == 2 })
	before := d.report
	if err := d.n.Decide(two[0], two[1], model.SameEvent, "one evening"); err != nil {
		t.Fatal(err)
	}
	d.report = d.drawn()
	if !bytes.Contains(unpacked(t, d.report).all(), []byte("Same event as")) {
		t.Fatal("the report has no such column")
	}
	for name, data := range map[string][]byte{"drawn before": before, "drawn after": d.report} {
		if code, said := d.take(d.file(data), true); code != exitDone || !strings.Contains(said, `"joined":0,"disputed":0,"refused":0,"changes":[],"drafts":[],"gone":[]`) {
			t.Errorf("%s: exit %d: %s", name, code, said)
		}
	}
}

// A workbook of Kobo is a table; a report that lost its hidden sheet is none, unless
// a mapping says so.
func TestAWorkbookIsATableOnlyWhereItSaysSo(t *testing.T) {
	d := newDesk(t, 30)
	bare := unpacked(t, d.report).with(t, `name="_plumbline"`, `name="_other"`)
	file := d.file(bare.packed(t))
	kobo := d.file(bare.with(t, ">Ref<", ">_uuid<").with(t, ">Title<", ">title<").packed(t))
	mapping := filepath.Join(t.TempDir(), "map.json")
	if err := os.WriteFile(mapping, []byte(`{"sheet":"Observations"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	before := d.n.Digest()
	for _, c := range []struct {
		file, mapping string
		code          int
		says          string
	}{
		{file, "", exitRefused, "no report that Plumbline drew"},
		{file, mapping, exitRefused, "none of its columns is known"},
		{kobo, "", exitRefused, "no report that Plumbline drew"}, // its first sheet is the cover
		{kobo, mapping, exitDone, `"changed":0,"same":0,"refused":0,"preview":true`},
		{d.file(d.report), "", exitDone, `"changes":[]`},
	} {
		c1, said := d.ctl(true)
		err := c1.intake(d.n, c.file, c.mapping, true)
		if code := c1.done(newRoot(c1), err); code != c.code || !strings.Contains(said.String(), c.says) {
			t.Errorf("%s: exit %d, %.400s", c.says, code, said)
		}
	}
	if d.n.Digest() != before {
		t.Error("looking wrote something")
	}
}
