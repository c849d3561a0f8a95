package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/model"
)

// hostile are workbooks that harm who trusts them, by what is done to a report.
// Those marked soft are taken without the rows at fault, exit code 7.
func hostile(t *testing.T, d *desk) map[string][]byte {
	o := d.observation(func(o *model.Observation) bool { return o.Title["en"] != "" })
	other := d.observation(func(x *model.Observation) bool { return x.ID != o.ID })
	id, rev := o.ID.String(), ""
	p := unpacked(t, d.report)
	part, row := rowOfID(t, p, o.ID)
	sheet := string(p[part].data)
	if v, err := d.n.View(o.ID); err == nil {
		rev = v.Heads[0].String()
	}
	with := func(old, now string) []byte { return unpacked(t, d.report).with(t, old, now).packed(t) }
	inRow := func(old, now string) []byte {
		p := unpacked(t, d.report)
		if !strings.Contains(row, old) {
			t.Fatalf("%q is not in the row", old)
		}
		p[part].data = []byte(strings.Replace(sheet, row, strings.Replace(row, old, now, 1), 1))
		return p.packed(t)
	}
	rows := func(more string) []byte {
		p := unpacked(t, d.report)
		p[part].data = []byte(strings.Replace(sheet, "</sheetData>", more+"</sheetData>", 1))
		return p.packed(t)
	}
	plus := func(name, data string) []byte {
		p := unpacked(t, d.report)
		return append(p, struct {
			name string
			data []byte
		}{name, []byte(data)}).packed(t)
	}
	text := func(s string) string { return `<v>` + s + `</v>` }
	fresh := func(n int, cell string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `<row r="%d">%s</row>`, 5000+i, strings.ReplaceAll(cell, "#", fmt.Sprint(5000+i)))
		}
		return b.String()
	}
	inline := func(ref, s string) string { return `<c r="` + ref + `" t="inlineStr"><is><t>` + s + `</t></is></c>` }
	mark := func(key, now string) []byte {
		p := unpacked(t, d.report)
		for i := range p {
			if s := string(p[i].data); strings.Contains(s, ">plumbline-report<") {
				p[i].data = []byte(strings.Replace(s, key, now, 1))
				if string(p[i].data) == s {
					t.Fatalf("%q is not on the hidden sheet", key)
				}
			}
		}
		return p.packed(t)
	}
	find, err := d.n.Find(model.Query{Kind: model.KindFinding, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{
		"nothing":                    {},
		"no zip":                     []byte("PK\x03\x04 but no zip"),
		"a password's shell":         append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...),
		"part twice":                 plus("XL/workbook.xml", "x"),
		"part outside":               plus("../../evil.xml", "x"),
		"absolute part":              plus("/etc/evil.xml", "x"),
		"backslash part":             plus(`xl\evil.xml`, "x"),
		"a bomb beside":              plus("xl/media/zeros.bin", strings.Repeat("\x00", 64<<20)),
		"document type":              with("<worksheet ", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet `),
		"billion laughs":             inRow(text(id), text("&lol9;")),
		"external entity":            inRow(text(id), text("&xxe;")),
		"rows cut":                   with("</sheetData>", ""),
		"rows twice":                 with("</sheetData>", "</sheetData><sheetData></sheetData>"),
		"row over the limit":         rows(`<row r="1048577"><c r="A1048577"><v>1</v></c></row>`),
		"row number huge":            rows(`<row r="100000000000000000000"/>`),
		"rows falling":               rows(`<row r="2"><c r="A2"><v>1</v></c></row>`),
		"column over the limit":      rows(`<row r="9000"><c r="XFE9000"><v>1</v></c></row>`),
		"cells falling":              rows(`<row r="9000"><c r="C9000"><v>1</v></c><c r="A9000"><v>1</v></c></row>`),
		"string that is not there":   rows(`<row r="9000"><c r="A9000" t="s"><v>99999999</v></c></row>`),
		"negative string":            rows(`<row r="9000"><c r="A9000" t="s"><v>-1</v></c></row>`),
		"unknown type":               rows(`<row r="9000"><c r="A9000" t="zz"><v>1</v></c></row>`),
		"number that is none":        rows(`<row r="9000"><c r="A9000"><v>1x</v></c></row>`),
		"not UTF-8":                  inRow(text(id), text("\xff\xfe")),
		"a cell too long":            rows(`<row r="9000">` + inline("M9000", strings.Repeat("ж", 32_768)) + `</row>`),
		"nested deep":                with("</sheetData>", strings.Repeat("<x>", 200)+strings.Repeat("</x>", 200)+"</sheetData>"),
		"bad nesting":                with("</sheetData>", "<row></c></row></sheetData>"),
		"30,000 new rows":            rows(fresh(30_000, inline("M#", "x"))),
		"500 strange columns":        rows(`<row r="9000">` + columnsFrom(100, 500) + `</row>`),
		"30,000 lines that go on":    rows(fresh(25_000, inline("A#", "↳ O-2023-# · Continued 2"))),
		"no hidden sheet":            with(`name="_plumbline"`, `name="_other"`),
		"mark of tomorrow":           mark(`<t>1</t>`, `<t>2</t>`),
		"mark without number":        mark(`<t>1</t>`, `<t>one</t>`),
		"mark of a strange audience": mark(`<t>coalition</t>`, `<t>everybody</t>`),
		"mark of a strange plan":     mark(`<t>KZ21</t>`, `<t>XX99</t>`),
		"mark of a strange language": mark(`<t>en</t>`, `<t>tlh</t>`),
		"mark with twins":            mark(`<t>language</t>`, `<t>profile</t>`),
		"mark with a strange line":   mark(`<t>language</t>`, `<t>colour</t>`),
		"mark with a strange sheet":  mark(`<t>observations</t>`, `<t>obligations</t>`),
		"mark with a bad sum":        mark(`<t>program</t>`, `<t>sheet</t>`),
		"id is none":                 inRow(text(id), text("17")),
		"id of a finding":            inRow(text(id), text(find.IDs[0].String())),
		"revision is none":           inRow(text(rev), text("new")),
		"revisions without end":      inRow(text(rev), text(strings.Repeat(rev+" ", 200))),
		"soft: id twice":             inRow(text(id), text(other.ID.String())),
		"soft: id unknown":           inRow(text(id), text(model.ID{1, 2, 3}.String())),
		"soft: revision unknown":     inRow(text(rev), text(strings.Repeat("ab", 32))),
		"soft: no id":                inRow(text(id), text("")),
		"soft: another's ref":        inRow(text(o.Ref), text(other.Ref)),
		"soft: a formula":            inRow(text(o.Title["en"]), `<f>HYPERLINK("http://x")</f>`+text("x")),
		"soft: a fault":              inRow(`t="str">`+text(o.Title["en"]), `t="e"><v>#REF!</v>`),
		"soft: a truth":              inRow(`t="str">`+text(o.Title["en"]), `t="b"><v>1</v>`),
	}
	for i := range 8 {
		all[fmt.Sprintf("cut at %d/8", i)] = d.report[:len(d.report)*i/8]
	}
	delete(all, "cut at 0/8")
	return all
}

// columnsFrom writes a row of cells in so many columns, from a column on.
func columnsFrom(first, count int) string {
	var b strings.Builder
	for i := first; i < first+count; i++ {
		s := ""
		for n := i + 1; n > 0; n = (n - 1) / 26 {
			s = string(rune('A'+(n-1)%26)) + s
		}
		b.WriteString(`<c r="` + s + `9000"><v>1</v></c>`)
	}
	return b.String()
}

// Whatever a workbook does: a typed refusal, and the notebook as it was.
func TestHostileWorkbooksChangeNothing(t *testing.T) {
	d := newDesk(t, 30)
	all := hostile(t, d)
	if len(all) < 55 {
		t.Errorf("only %d", len(all))
	}
	before := d.n.Digest()
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		want := exitRefused
		if strings.HasPrefix(name, "soft:") {
			want = exitLook
		}
		began := cpu()
		code, said := d.take(d.file(all[name]), false)
		if code != want || len(said) < 40 {
			t.Errorf("%s: exit %d: %.300s", name, code, said)
		}
		if d.n.Digest() != before {
			t.Fatalf("%s: the notebook changed", name)
		}
		if spent := cpu() - began; spent > 10*time.Second {
			t.Errorf("%s: %v", name, spent)
		}
	}
}

// noise is text that packs about seven to one, so that the gate lets it pass.
func noise(n int) string {
	b := make([]byte, n)
	seed := uint32(1)
	for i := range b {
		if seed = seed*1664525 + 1013904223; i%16 == 0 {
			b[i] = 'a' + byte(seed>>24)%26
		} else {
			b[i] = 'x'
		}
	}
	return string(b)
}

// Bombs in a process of its own, whose memory and time the system tells.
func TestBombsStayUnderTheirBounds(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("/proc tells the memory of a process")
	}
	d := newDesk(t, 10)
	o := d.observation(func(*model.Observation) bool { return true })
	part, _ := rowOfID(t, unpacked(t, d.report), o.ID)
	bomb := func(more string) []byte {
		p := unpacked(t, d.report)
		p[part].data = []byte(strings.Replace(string(p[part].data), "</sheetData>", more+"</sheetData>", 1))
		return p.packed(t)
	}
	many := func(n int, one string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(one, "#", fmt.Sprint(9000+i)))
		}
		return b.String()
	}
	strs := unpacked(t, d.report)
	for i := range strs {
		if strs[i].name == "xl/sharedStrings.xml" {
			strs[i].data = []byte(string(strs[i].data[:bytes.LastIndex(strs[i].data, []byte("</sst>"))]) + strings.Repeat("<si><t>"+noise(600)+"</t></si>", 300_000) + "</sst>")
		}
	}
	if err := d.n.Close(); err != nil {
		t.Fatal(err)
	}
	defer d.open()
	for _, c := range []struct {
		name string
		data []byte
		want int
	}{
		{"900,000 empty rows", bomb(many(900_000, `<row r="#"></row>`)), exitDone},
		{"900,000 rows of empty cells", bomb(many(900_000, `<row r="#"><c r="A#"/></row>`)), exitDone},
		{"900,000 rows", bomb(many(900_000, `<row r="#"><c r="A#"><v>#</v></c></row>`)), exitRefused},
		{"a million cells in a row", bomb(`<row r="9000">` + many(1_000_000, `<c><v>#</v></c>`) + `</row>`), exitRefused},
		{"text without end", bomb(`<row r="9000"><c t="inlineStr"><is><t>` + noise(12<<20) + `</t></is></c></row>`), exitRefused},
		{"tag without end", bomb(`<row r="9000" ` + noise(12<<20) + `></row>`), exitRefused},
		{"a cell in pieces", bomb(`<row r="9000"><c t="inlineStr"><is>` + strings.Repeat("<t>"+noise(1000)+"</t>", 20_000) + `</is></c></row>`), exitRefused},
		{"180 MB of strings", strs.packed(t), exitDone},
		{"zeros", bomb(strings.Repeat("\x00", 100<<20)), exitRefused},
	} {
		code, peak, spent, said := alone(t, d.dir, d.file(c.data))
		if code != c.want {
			t.Errorf("%s: exit %d: %.300s", c.name, code, said)
		}
		if peak > 512<<10 || spent > 10*time.Second {
			t.Errorf("%s: %d MB, %v", c.name, peak>>10, spent)
		}
		t.Logf("%s (%d kB): exit %d, %d MB, %v", c.name, len(c.data)>>10, code, peak>>10, spent)
	}
}

// alone previews a workbook in a process of its own, and tells its greatest
// memory in KiB and its time.
func alone(t *testing.T, dir, file string) (code int, peak int64, spent time.Duration, said string) {
	t.Helper()
	var out bytes.Buffer
	c := exec.Command(os.Args[0], "intake", file, "--notebook", dir)
	c.Args[0], c.Stdout, c.Stderr = "plumbctl", &out, &out
	c.Env = append(os.Environ(), "PLUMBLINE_PASSPHRASE="+passphrase, "LANG=en")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- c.Wait() }()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			s := c.ProcessState
			return s.ExitCode(), peak, s.UserTime() + s.SystemTime(), out.String()
		case <-tick.C:
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
			if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok && strings.Contains(string(status), "Name:\tplumbctl") {
				var kb int64
				if _, err := fmt.Sscan(rest, &kb); err == nil {
					peak = max(peak, kb)
				}
			}
		}
	}
}
