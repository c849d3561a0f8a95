package main

import (
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
)

// reporting is what report is asked for.
type reporting struct {
	filters
	to, profile, period string
	saveProfile         string
	contact             string
	hxl                 bool
	format              string
	looked              []string
	sealing             sealing
	preflight, force    bool
	own                 model.Profile // what --profile names
}

func (c *ctl) reportVerb() *cobra.Command {
	var r reporting
	verb := c.verb("report --to FILE.xlsx", cobra.NoArgs, func(*cobra.Command, []string) error {
		if r.saveProfile != "" {
			return c.saveProfile(r)
		}
		if r.to == "" && !r.preflight {
			return c.usage("ctl.flag_needed", "flag", "--to")
		}
		if err := r.check(c); err != nil {
			return err
		}
		return c.reading(func(n *notebook.Notebook) error { return c.report(n, r) })
	})
	verb.Flags().StringVar(&r.to, "to", "", c.flag("to_workbook"))
	verb.Flags().StringVar(&r.profile, "profile", "coalition", c.flag("profile"))
	verb.Flags().StringVar(&r.saveProfile, "save-profile", "", c.flag("save_profile"))
	verb.Flags().StringVar(&r.period, "period", "", c.flag("period"))
	verb.Flags().StringVar(&r.format, "format", "xlsx", c.flag("format"))
	verb.Flags().StringVar(&r.contact, "contact", "", c.flag("contact"))
	verb.Flags().BoolVar(&r.hxl, "hxl", false, c.flag("hxl"))
	verb.Flags().StringArrayVar(&r.looked, "looked-at", nil, c.flag("looked_at"))
	r.sealing.flags(c, verb)
	verb.Flags().BoolVar(&r.preflight, "preflight", false, c.flag("preflight"))
	verb.Flags().BoolVar(&r.force, "force", false, c.flag("force"))
	r.flags(c, verb)
	return verb
}

// saveProfile writes a copy of an audience, to be changed; no notebook is needed.
func (c *ctl) saveProfile(r reporting) error {
	if err := r.readProfile(c); err != nil {
		return err
	}
	if err := c.mayWrite(r.saveProfile, r.force); err != nil {
		return err
	}
	if err := c.save(r.saveProfile, r.force, func(w io.Writer) error { return export.WriteProfile(w, r.own, c.words) }); err != nil {
		return c.at(r.saveProfile, err)
	}
	c.say("ctl.reported", "where", shown(r.saveProfile))
	return nil
}

// report draws the shadow report, or says what it would withhold. Its language is
// that of the words.
func (c *ctl) report(n *notebook.Notebook, r reporting) error {
	ask, err := c.ask(n, r)
	if err != nil {
		return err
	}
	if r.preflight {
		p, err := model.NewPreflight(n.Plan(), n.Told, ask)
		if err != nil {
			return err
		}
		return c.preflight(n, p)
	}
	report, err := model.NewReport(n.Plan(), n.Told, ask)
	if leak := (*model.LeakError)(nil); errors.As(err, &leak) {
		return c.fail(exitRefused, "ctl.leaks", "count", len(leak.Leaks))
	}
	if err != nil {
		return err
	}
	if r.format != "xlsx" {
		return c.tables(report, r)
	}
	private, err := privateTemp()
	if err != nil {
		return err
	}
	defer private()
	show, end := c.progress("ctl.drawing")
	err = c.save(r.to, r.force, func(w io.Writer) error {
		return r.sealing.through(c.ctx, w, func(w io.Writer) error { return export.Workbook(c.ctx, w, report, c.words, show) })
	})
	end()
	if err != nil {
		return c.at(r.to, err)
	}
	if r.sealing.wanted() {
		c.note("ctl.report_sealed", "where", shown(r.to))
	}
	return c.reported(r.to, report.Counts, report.Withheld)
}

// tables writes the report's tables as text into a new folder: whole or not at
// all.
func (c *ctl) tables(report *model.Report, r reporting) error {
	_, _, err := export.SaveTables(r.to, func(open func(string) (io.WriteCloser, error)) error {
		return export.Tables(c.ctx, open, report, c.words, export.Format(r.format), nil)
	})
	if err != nil {
		return c.at(r.to, err)
	}
	return c.reported(r.to, report.Counts, report.Withheld)
}

// privateTemp puts what the workbook's library spills to disk into a folder for
// this user alone, and takes it away at the end.
func privateTemp() (remove func(), err error) {
	dir, err := os.MkdirTemp("", "plumbctl-")
	if err != nil {
		return nil, err
	}
	before := map[string]string{}
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} { // Unix has the first, Windows the others
		before[name] = os.Getenv(name)
		os.Setenv(name, dir)
	}
	return func() {
		for name, value := range before {
			os.Setenv(name, value)
		}
		os.RemoveAll(dir)
	}, nil
}

// check refuses what cannot be reported or written, before the notebook is opened.
func (r *reporting) check(c *ctl) error {
	if err := r.readProfile(c); err != nil {
		return err
	}
	if r.own.HXL = r.own.HXL || r.hxl; r.own.HXL && r.own.Revisions { // the hashtags would come back as a record
		return c.usage("ctl.no_hxl", "profile", r.own.Code)
	}
	if err := c.oneOf("--format", r.format, []string{"xlsx", string(export.CSV), string(export.JSONLines)}); err != nil {
		return err
	}
	if err := r.sealing.check(c, r); err != nil {
		return err
	}
	if _, _, err := c.period(r.period); err != nil {
		return err
	}
	if err := r.filters.check(c); err != nil || r.preflight {
		return err
	}
	if r.format == "xlsx" {
		return c.mayWrite(r.to, r.force)
	}
	if _, err := os.Lstat(r.to); err == nil { // a folder that is there is never replaced, with --force neither
		return c.at(r.to, fs.ErrExist)
	}
	return c.mayWrite(filepath.Join(filepath.Dir(r.to), filepath.Base(r.to)), false)
}

// readProfile finds the audience: one of the program's, or one of the reader's
// own from a file.
func (r *reporting) readProfile(c *ctl) error {
	own, known := model.ProfileOf(r.profile)
	if r.own = own; known {
		return nil
	}
	var codes []string
	for _, p := range model.Profiles() {
		codes = append(codes, p.Code)
	}
	if !strings.HasSuffix(strings.ToLower(r.profile), ".json") {
		return c.oneOf("--profile", r.profile, append(codes, "FILE.json"))
	}
	f, err := os.Open(r.profile)
	if err != nil {
		return c.at(r.profile, err)
	}
	defer f.Close()
	if r.own, err = model.ReadProfile(f); err == nil {
		err = export.CheckProfile(r.own)
	}
	return c.at(r.profile, err)
}

// ask turns the flags into what model.NewReport is asked.
func (c *ctl) ask(n *notebook.Notebook, r reporting) (model.Ask, error) {
	filter, err := r.query(c, n.Plan())
	if err != nil {
		return model.Ask{}, err
	}
	sum := n.Digest()
	ask := model.Ask{Profile: r.own, Language: c.words.Language(), Filter: filter, Today: model.Day(c.now().Format("2006-01-02")),
		Program: version, Digest: hex.EncodeToString(sum[:]),
		Looked: r.looked, Contact: r.contact, Public: export.PublicNames(), History: n.History, Briefs: n.Briefs, Pick: n.Pick, Parcels: n.ParcelMarks()}
	if ask.From, ask.To, err = c.period(r.period); err != nil {
		return ask, err
	}
	if mark, err := n.Setting(inventedSetting); err == nil && len(mark) > 0 {
		ask.Invented = true
	}
	for v, err := range n.Records(model.KindMember) {
		if err != nil {
			return ask, err
		}
		if m, ok := v.Record.(*model.Member); ok && !m.Withdrawn {
			ask.Members = append(ask.Members, m)
		}
	}
	return ask, nil
}

// period reads FROM..TO, each a day, a month or a year; either may be left out.
func (c *ctl) period(s string) (from, to model.Day, err error) {
	if s == "" {
		return "", "", nil
	}
	first, last, two := strings.Cut(s, "..")
	if !two {
		last = first
	}
	if from, _, err = c.days("--period", first); err != nil {
		return "", "", err
	}
	if _, to, err = c.days("--period", last); err != nil {
		return "", "", err
	}
	if from != "" && to != "" && to < from {
		return "", "", c.usage("ctl.bad_date", "flag", "--period")
	}
	return from, to, nil
}

// reported says what was written and what the rules kept back. Records that cannot
// be read are not withheld by a rule: they give exit code 7.
func (c *ctl) reported(to string, counts []model.Count, withheld []model.Withheld) error {
	if c.json {
		if err := c.print(reportJSON(to, counts, withheld, nil)); err != nil {
			return err
		}
	} else {
		c.say("ctl.reported", "where", shown(to))
		if err := c.counted3(counts, withheld); err != nil {
			return err
		}
	}
	lost := 0
	for _, w := range withheld {
		if w.Rule == model.WithheldUnreadable && w.Whole() {
			lost += w.N
		}
	}
	if lost > 0 {
		return c.fail(exitLook, "ctl.rows_lost", "rows", lost)
	}
	return nil
}

// counted3 prints in scope = written + withheld, by kind, and then by rule.
func (c *ctl) counted3(counts []model.Count, withheld []model.Withheld) error {
	var t table
	t.row("", c.words.T("columns.in_scope"), c.words.T("columns.written"), c.words.T("columns.withheld"))
	for _, x := range counts {
		t.row(c.words.T("nouns."+string(x.Kind)), c.words.Number(int64(x.InScope)), c.words.Number(int64(x.Written)), c.words.Number(int64(x.Withheld)))
	}
	if err := t.write(c.out); err != nil {
		return err
	}
	var rules table
	for _, w := range withheld {
		what := c.words.T("nouns." + string(w.Kind))
		if !w.Whole() {
			what += ": " + c.label(w.Kind, w.Field)
		}
		rules.row(c.words.Number(int64(w.N)), what, c.ruleWord(w.Rule))
	}
	return rules.write(c.out)
}

func (c *ctl) ruleWord(rule model.WithheldRule) string {
	if key := "withheld." + string(rule); c.words.Has(key) {
		return c.words.T(key)
	}
	return string(rule)
}

// preflight prints what would stay behind, and which records.
func (c *ctl) preflight(n *notebook.Notebook, p *model.Preflight) error {
	refs := map[model.WithheldRule][]string{}
	for rule, ids := range p.Records {
		for _, id := range ids {
			refs[rule] = append(refs[rule], n.Ref(id))
		}
	}
	if c.json {
		doc := reportJSON("", p.Counts, p.Withheld, refs)
		for _, l := range p.Leaks {
			doc.Leaks = append(doc.Leaks, leakJSON{l.Rule, l.Ref, l.Kind, l.Field, l.InPlan})
		}
		doc.Blocked = p.Blocked
		return c.print(doc)
	}
	if err := c.counted3(p.Counts, p.Withheld); err != nil {
		return err
	}
	if len(p.Leaks) > 0 {
		c.say("ctl.leaks_found", "count", len(p.Leaks))
		for _, l := range p.Leaks {
			rule := c.words.T("leak." + string(l.Rule))
			if l.InPlan {
				rule += " · " + c.words.T("leak.in_plan")
			}
			c.say("ctl.leak", "ref", l.Ref, "field", l.Field, "rule", rule)
		}
	}
	done := map[model.WithheldRule]bool{}
	var t table
	for _, w := range p.Withheld {
		if done[w.Rule] || len(refs[w.Rule]) == 0 {
			continue
		}
		done[w.Rule] = true
		t.row(c.ruleWord(w.Rule)+":", strings.Join(refs[w.Rule], " "))
	}
	return t.write(c.out)
}

// reportedJSON is what report prints for scripts.
type reportedJSON struct {
	File     string         `json:"file,omitempty"`
	InScope  int            `json:"in_scope"`
	Written  int            `json:"written"`
	Withheld int            `json:"withheld"`
	Kinds    []kindJSON     `json:"kinds"`
	Rules    []withheldJSON `json:"rules"`
	Leaks    []leakJSON     `json:"leaks,omitempty"`   // with --preflight
	Blocked  bool           `json:"blocked,omitempty"` // with --preflight: the report would be refused
}

type leakJSON struct {
	Rule   model.LeakRule `json:"rule"`
	Ref    string         `json:"ref,omitempty"`
	Kind   model.Kind     `json:"kind"`
	Field  string         `json:"field"`
	InPlan bool           `json:"in_plan,omitempty"` // a word of the plan too: it stops nothing
}

type kindJSON struct {
	Kind     model.Kind `json:"kind"`
	InScope  int        `json:"in_scope"`
	Written  int        `json:"written"`
	Withheld int        `json:"withheld"`
}

type withheldJSON struct {
	Rule  model.WithheldRule `json:"rule"`
	Kind  model.Kind         `json:"kind"`
	Field string             `json:"field,omitempty"` // empty for whole records
	N     int                `json:"n"`
	Refs  []string           `json:"refs,omitempty"` // with --preflight
}

func reportJSON(file string, counts []model.Count, withheld []model.Withheld, refs map[model.WithheldRule][]string) reportedJSON {
	r := reportedJSON{File: file, Kinds: []kindJSON{}, Rules: []withheldJSON{}}
	for _, x := range counts {
		r.InScope, r.Written, r.Withheld = r.InScope+x.InScope, r.Written+x.Written, r.Withheld+x.Withheld
		r.Kinds = append(r.Kinds, kindJSON{x.Kind, x.InScope, x.Written, x.Withheld})
	}
	for _, w := range withheld {
		x := withheldJSON{Rule: w.Rule, Kind: w.Kind, Field: w.Field, N: w.N}
		if w.Whole() {
			for _, ref := range refs[w.Rule] {
				if parsed, ok := model.ParseRef(ref); !ok || parsed.Letter == model.RefLetter(w.Kind) {
					x.Refs = append(x.Refs, ref)
				}
			}
		}
		r.Rules = append(r.Rules, x)
	}
	return r
}
