package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/intake"
	"plumbline/model/sample"
)

// library is a notebook in memory: the histories of records, in the order of
// their first writing.
type library struct {
	t         testing.TB
	plan      *model.PlanBook
	order     []model.ID
	histories map[model.ID]model.History
	clock     model.Clock
	digest    string
}

func newLibrary(t testing.TB, observations int) *library {
	t.Helper()
	l := &library{t: t, plan: plan(t), histories: map[model.ID]model.History{}, clock: 1 << 60, digest: "00ff"}
	n := 0
	for e, err := range sample.Records(l.plan, sample.Options{Observations: observations, Seed: 7}) {
		if err != nil {
			t.Fatal(err)
		}
		l.add(e.Revisions...)
		for _, file := range e.Files {
			n++
			x := file.Evidence
			x.ID, x.Of, x.OriginalName, x.Ref = model.PlanID(model.KindEvidence, strconv.Itoa(n)), e.Record.Base().ID, file.Name, fmt.Sprintf("E-2023-%04d-ABCD", n)
			x.SHA256 = fmt.Sprintf("%x", sha256.Sum256(file.Bytes))
			l.write(model.View{}, &x)
		}
	}
	return l
}

func (l *library) add(revs ...model.Revision) {
	for _, r := range revs {
		if l.histories[r.Record] == nil {
			l.order = append(l.order, r.Record)
		}
		if !slices.ContainsFunc(l.histories[r.Record], func(o model.Revision) bool { return o.ID == r.ID }) {
			l.histories[r.Record] = append(l.histories[r.Record], r)
		}
	}
}

// write saves a record as somebody else than the sample's writers.
func (l *library) write(seen model.View, next model.Record) {
	l.t.Helper()
	l.clock++
	revs, err := model.Revise(seen, next, model.Author{Key: model.Key{9}}, l.clock, "")
	if err != nil {
		l.t.Fatal(err)
	}
	l.add(revs...)
	l.digest = fmt.Sprint("digest ", l.clock)
}

func (l *library) view(id model.ID) model.View { return model.Join(l.histories[id]) }

func (l *library) records(kind model.Kind) iter.Seq2[model.View, error] {
	return func(yield func(model.View, error) bool) {
		for _, id := range l.order {
			if v := l.view(id); (kind == "" || v.Kind == kind) && !yield(v, nil) {
				return
			}
		}
	}
}

func (l *library) here() Here {
	return Here{Plan: l.plan, Records: l.records, Digest: l.digest,
		History: func(id model.ID) ([]model.Revision, error) {
			if h := l.histories[id]; h != nil {
				return h, nil
			}
			return nil, model.ErrNotFound
		},
		Known: model.Known{Commitment: func(code string) bool { return l.plan.Commitment(code) != nil }},
		Name: func(said string) model.ID {
			sum := sha256.Sum256([]byte(said))
			id, _ := model.NewID(bytes.NewReader(sum[:]))
			return id
		}}
}

// take does what whoever accepts a diff does.
func (l *library) take(r *model.Returned) {
	l.t.Helper()
	for _, x := range r.Records {
		l.write(x.Seen, x.Next)
	}
	for _, d := range r.Drafts {
		l.write(model.View{}, d.Record)
	}
}

// drawn draws the library's report into a file.
func (l *library) drawn(profile, language string) string {
	l.t.Helper()
	a := ask(l.t, profile)
	a.Digest = l.digest
	r, err := model.NewReport(l.plan, l.records, a)
	if err != nil {
		l.t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Workbook(l.t.Context(), &out, r, assets.For(language), nil); err != nil {
		l.t.Fatal(err)
	}
	return kept(l.t, profile+"-"+language+".xlsx", out.Bytes())
}

func (l *library) home(file string) (*model.Returned, error) {
	l.t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.homeBytes(data)
}

func (l *library) homeBytes(data []byte) (*model.Returned, error) {
	b, err := intake.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	book, err := b.Report(l.t.Context())
	if err != nil {
		return nil, err
	}
	return Home(l.t.Context(), book, l.here())
}

// returns holds a file home, and fails when it is refused whole.
func (l *library) returns(file string) *model.Returned {
	l.t.Helper()
	r, err := l.home(file)
	if err != nil {
		l.t.Fatalf("%s: %v", filepath.Base(file), err)
	}
	return r
}

// written lists the rows of a kind that a report writes.
func (l *library) written(profile string, kind model.Kind) []model.ID {
	l.t.Helper()
	r, err := model.NewReport(l.plan, l.records, ask(l.t, profile))
	if err != nil {
		l.t.Fatal(err)
	}
	var ids []model.ID
	h := &homing{r: r}
	if err := h.written(kind, func(row model.Row) {
		if !row.ID.IsZero() {
			ids = append(ids, row.ID)
		}
	}); err != nil {
		l.t.Fatal(err)
	}
	return ids
}

// op is one thing that somebody does to a workbook.
type op struct {
	Do    string            `json:"do"`
	Sheet string            `json:"sheet,omitempty"`
	ID    string            `json:"id,omitempty"`
	Head  string            `json:"head,omitempty"`
	Value any               `json:"value"`
	Cells map[string]string `json:"cells,omitempty"`
}

// edits does what people do, with openpyxl: change cells, sort, delete, add.
const edits = `
import sys, json, datetime, openpyxl
for job in json.load(sys.stdin):
    wb = openpyxl.load_workbook(job["file"])
    assert wb["_plumbline"].sheet_state == "veryHidden"
    for op in job["ops"] or []:
        ws = wb[op["sheet"]] if op.get("sheet") else None
        heads = {c.value: c.column for c in ws[1]} if ws else {}
        def rows():
            return [r for r in range(2, ws.max_row + 1) if ws.cell(r, heads["_id"]).value == op.get("id")]
        do = op["do"]
        if do == "set":
            for r in rows(): ws.cell(r, heads[op["head"]]).value = op["value"]
        elif do == "date":
            for r in rows(): ws.cell(r, heads[op["head"]]).value = datetime.date.fromisoformat(op["value"])
        elif do == "delete":
            for r in rows(): ws.delete_rows(r)
        elif do == "append":
            for head, value in op["cells"].items():
                n = ws.max_row + (0 if head != list(op["cells"])[0] else 1)
                ws.cell(n, heads[head]).value = value
        elif do == "copy":
            r = rows()[0]; n = ws.max_row + 1
            for c in range(1, ws.max_column + 1): ws.cell(n, c).value = ws.cell(r, c).value
        elif do == "sort":
            all = [[c.value for c in row] for row in ws.iter_rows(min_row=2)]
            styles = [[c.number_format for c in row] for row in ws.iter_rows(min_row=2)]
            order = sorted(range(len(all)), key=lambda i: str(all[i][heads[op["head"]] - 1]), reverse=True)
            for n, i in enumerate(order):
                for c, v in enumerate(all[i]):
                    cell = ws.cell(n + 2, c + 1); cell.value = v; cell.number_format = styles[i][c]
        elif do == "insert-column":
            ws.insert_cols(op["value"])
        elif do == "delete-column":
            ws.delete_cols(heads[op["head"]])
        elif do == "move-column":
            at = heads[op["head"]]
            for r in range(1, ws.max_row + 1):
                to = ws.cell(r, ws.max_column if r > 1 else ws.max_column + 1)
                to.value = ws.cell(r, at).value; to.number_format = ws.cell(r, at).number_format
            ws.delete_cols(at)
        elif do == "rename-column":
            ws.cell(1, heads[op["head"]]).value = op["value"]
        elif do == "insert-rows":
            ws.insert_rows(1, op["value"]); ws.cell(1, 1).value = "Notes of the desk"
        elif do == "rename-sheet":
            ws.title = op["value"]
        elif do == "delete-sheet":
            del wb[op["sheet"]]
        elif do == "cell":
            ws[op["head"]] = op["value"]
        else: raise SystemExit(do)
    wb.save(job["file"])
`

// job is a file and what is done to it.
type job struct {
	File string `json:"file"`
	Ops  []op   `json:"ops"`
}

func edited(t testing.TB, jobs ...job) {
	t.Helper()
	in, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(python(t), "-W", "ignore", "-c", edits)
	c.Stdin = bytes.NewReader(in)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("openpyxl: %v: %s", err, out)
	}
}

// resaved saves workbooks again with LibreOffice.
func resaved(t testing.TB, files ...string) []string {
	t.Helper()
	dir := t.TempDir()
	args := append([]string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", dir}, files...)
	if out, err := exec.Command(tool(t, "soffice", "libreoffice-calc"), args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var saved []string
	for _, f := range files {
		saved = append(saved, filepath.Join(dir, filepath.Base(f)))
	}
	return saved
}

// nothing holds that a workbook comes home without a change.
func nothing(t testing.TB, what string, r *model.Returned) {
	t.Helper()
	if n := len(r.Records) + len(r.Drafts) + len(r.Gone) + r.GoneMore + r.Refusals + r.Unclear + r.Already + r.Older + len(r.Sheets) + len(r.Columns) + len(r.Strays); n != 0 {
		t.Errorf("%s: changes %+v, drafts %d, gone %v+%d, refused %d %+v, unclear %d, already %d, older %d, %v %v %v", what, r.Changes(), len(r.Drafts), r.Gone, r.GoneMore,
			r.Refusals, r.Refused[:min(3, len(r.Refused))], r.Unclear, r.Already, r.Older, r.Sheets, r.Columns, r.Strays)
	}
	if r.Unchanged == 0 {
		t.Errorf("%s: no row was read", what)
	}
}

func TestAnUntouchedReportBringsNothing(t *testing.T) {
	l := newLibrary(t, 40)
	files := map[string]string{}
	var jobs []job
	for i, p := range model.Profiles() {
		for k, language := range assets.Languages() {
			name := p.Code + "-" + language
			files[name] = l.drawn(p.Code, language)
			nothing(t, name, l.returns(files[name]))
			if i == 0 || i%4 == k {
				jobs = append(jobs, job{File: files[name]})
			}
		}
	}
	for _, f := range resaved(t, files["coalition-ar"], files["public-ru"]) {
		nothing(t, "LibreOffice "+filepath.Base(f), l.returns(f))
	}
	edited(t, jobs...)
	for _, j := range jobs {
		nothing(t, "openpyxl "+filepath.Base(j.File), l.returns(j.File))
	}
}

// found gives the first record of a kind in a report that fits, counted down.
func found[R model.Record](l *library, profile string, kind model.Kind, fits func(R) bool) R {
	l.t.Helper()
	for _, id := range l.written(profile, kind) {
		if v := l.view(id); !v.Disputed() {
			if r := v.Record.(R); fits(r) {
				return r
			}
		}
	}
	l.t.Fatalf("the sample has no such %s in %s", kind, profile)
	return *new(R)
}

// desk writes the words of a workbook's language.
type desk struct{ w assets.Words }

func (d desk) sheet(code string) string { return d.w.T("sheets." + code) }

func (d desk) set(sheet string, id model.ID, head, value string) op {
	return op{Do: "set", Sheet: d.sheet(sheet), ID: id.String(), Head: d.w.T(head), Value: value}
}

// Cells that people change come home as exactly these fields, whatever the
// audience and the language.
func TestChangedCellsComeHomeAsFields(t *testing.T) {
	l := newLibrary(t, 200)
	var jobs []job
	want := map[string][]string{}
	var names []string
	for i, p := range model.Profiles() {
		for k, language := range assets.Languages() {
			if i > 0 && i%4 != k {
				continue
			}
			file := l.drawn(p.Code, language)
			ops, fields := changes(l, p.Code, desk{assets.For(language)})
			jobs, names = append(jobs, job{file, ops}), append(names, p.Code+" "+language)
			want[file] = fields
		}
	}
	edited(t, jobs...)
	for i, j := range jobs {
		r := l.returns(j.File)
		var got []string
		for _, c := range r.Changes() {
			got = append(got, fmt.Sprintf("%s %s %q", c.Ref, c.Field, c.Now))
			if c.Disputed || c.Cleared != (c.Now == "") {
				t.Errorf("%s: %+v", names[i], c)
			}
		}
		slices.Sort(got)
		slices.Sort(want[j.File])
		if !slices.Equal(got, want[j.File]) {
			t.Errorf("%s:\n%q\nwant\n%q\nrefused %+v", names[i], got, want[j.File], r.Refused)
		}
		if r.Refusals+r.GoneMore+len(r.Gone)+len(r.Drafts)+r.Unclear != 0 {
			t.Errorf("%s: refused %+v, gone %v, drafts %d, unclear %d", names[i], r.Refused, r.Gone, len(r.Drafts), r.Unclear)
		}
	}
}

// changes are things to do to a report, and the fields that they change.
func changes(l *library, profile string, d desk) (ops []op, fields []string) {
	change := func(o op, ref, field, was, now string) {
		if was != now {
			ops, fields = append(ops, o), append(fields, fmt.Sprintf("%s %s %q", ref, field, now))
		}
	}
	words := func(sheet string, id model.ID, head, ref, field string, text model.Text, written string) {
		was, language := d.w.Of(text, written)
		if was != "" { // without letters, so that the language stays
			change(d.set(sheet, id, head, "2023 — 24 ☂"), ref, field+"."+language, was, "2023 — 24 ☂")
		}
	}
	obs := func(id model.ID, do, head string, value any) op {
		return op{Do: do, Sheet: d.sheet("observations"), ID: id.String(), Head: head, Value: value}
	}
	o := found(l, profile, model.KindObservation, func(*model.Observation) bool { return true })
	words("observations", o.ID, "fields_observation.title", o.Ref, "title", o.Title, o.Language)
	words("observations", o.ID, "fields_observation.narrative", o.Ref, "narrative", o.Narrative, o.Language)
	change(d.set("observations", o.ID, "fields_observation.method", d.w.T("enum_method.survey")), o.Ref, "method", o.Method, "survey")
	change(d.set("observations", o.ID, "fields_observation.effect", d.w.T("enum_effect.sets_back")), o.Ref, "effect", o.Effect, "sets_back")
	o = found(l, profile, model.KindObservation, func(x *model.Observation) bool { return x.ID != o.ID && x.Affected.Number == 0 })
	change(d.set("observations", o.ID, "fields_observation.reliability", "f"), o.Ref, "reliability", o.Reliability, "F")
	change(obs(o.ID, "set", d.w.T("fields_observation.credibility"), 6), o.Ref, "credibility", strconv.Itoa(o.Credibility), "6")
	change(obs(o.ID, "set", d.w.T("fields_observation.region")+" · "+d.w.T("columns.code"), "KZ-10"), o.Ref, "region", o.Region, "KZ-10")
	change(obs(o.ID, "date", d.w.T("fields_common.date_from"), "2019-02-03"), o.Ref, "date.from", string(o.Date.From), "2019-02-03")
	change(obs(o.ID, "set", d.w.T("fields_observation.affected_number"), 1200), o.Ref, "affected.number", "", "1200")
	f := found(l, profile, model.KindFinding, func(f *model.Finding) bool { return f.Scale == "" || f.Scale == "house" })
	change(d.set("findings_by_organisation", f.ID, "columns.grade", d.w.T("enum_grade_house.regressed")), f.Ref, "grade", string(f.Grade), "regressed")
	change(d.set("findings_by_organisation", f.ID, "fields_finding.confidence", d.w.T("enum_confidence.low")), f.Ref, "confidence", f.Confidence, "low")
	words("findings_by_organisation", f.ID, "fields_finding.reasoning", f.Ref, "reasoning", f.Reasoning, f.Language)
	r := found(l, profile, model.KindRecommendation, func(*model.Recommendation) bool { return true })
	change(d.set("recommendations", r.ID, "fields_recommendation.priority", d.w.T("enum_priority.low")), r.Ref, "priority", r.Priority, "low")
	c := found(l, profile, model.KindClaim, func(*model.Claim) bool { return true })
	change(d.set("claim_and_finding", c.ID, "fields_claim.claimed_figure", "17"), c.Ref, "claimed_figure", c.ClaimedFigure, "17")
	if len(fields) < 8 {
		l.t.Fatalf("%s: only %d changes", profile, len(fields))
	}
	return ops, fields
}
