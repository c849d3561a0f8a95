package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"plumbline/assets"
	"plumbline/model"
)

// unzipped gives every part of a workbook, its names and comments with them.
func unzipped(t rapid.TB, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	all.WriteString(z.Comment)
	for _, f := range z.File {
		all.WriteString(f.Name + "\n" + f.Comment + string(f.Extra) + "\n")
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	return all.String()
}

// planted is a world of records in which every protected field holds a word that
// stands nowhere else, with what must not be found and what must.
type planted struct {
	t         *rapid.T
	profile   model.Profile
	views     []model.View
	n         int
	forbidden []string
	wanted    []string
}

func (p *planted) word(what string) string {
	p.n++
	return fmt.Sprintf("qz%sx%dzq", what, p.n)
}

// may notes a word and whether it may be found.
func (p *planted) may(yes bool, words ...string) {
	if yes {
		p.wanted = append(p.wanted, words...)
	} else {
		p.forbidden = append(p.forbidden, words...)
	}
}

func (p *planted) pick(label string, list ...string) string {
	return rapid.SampledFrom(list).Draw(p.t, label)
}

// put writes a record for an organisation whose name is a secret too.
func (p *planted) put(rec model.Record) model.ID {
	b := rec.Base()
	p.n++
	b.ID = model.PlanID(rec.Kind(), fmt.Sprint(p.n))
	b.Note = p.word("note")
	if letter := model.RefLetter(rec.Kind()); letter != "" {
		ref := model.Ref{Letter: letter, Year: 2023, Number: p.n, Letters: p.pick("writer", "K7QF", "Q0ZM", "XW2V")}
		if b.Ref = ref.String(); p.profile.Ceiling == model.Public { // what would group records by their writer
			p.may(false, ref.String(), ref.Short(), "-"+ref.Letters)
		}
	}
	reason, organisation := p.word("reason"), p.word("organisation")
	p.may(false, b.Note, reason)
	if p.profile.Code != "coalition" {
		p.may(false, organisation)
	}
	rs, err := model.Revise(model.View{}, rec, model.Author{Organisation: organisation}, 1, reason)
	if err != nil {
		p.t.Fatal(err)
	}
	p.views = append(p.views, model.Join(rs))
	return b.ID
}

func (p *planted) confidentiality() model.Confidentiality {
	return model.Confidentiality(p.pick("confidentiality", "public", "public", "public", "coalition", "organisation", "sealed"))
}

func (p *planted) review() model.ReviewState {
	return model.ReviewState(p.pick("review", "approved", "approved", "approved", "submitted", "draft", "rejected"))
}

// reaches says whether a record's own words let it reach the audience.
func (p *planted) reaches(c model.Confidentiality, r model.ReviewState) bool {
	if p.profile.Code == "coalition" {
		return (c == "public" || c == "coalition") && r != "draft" && r != "rejected"
	}
	return c == "public" && r == "approved"
}

type informant struct {
	id               model.ID
	agreed, codeName bool
	code             string
	used             bool
}

func (p *planted) source() *informant {
	s := &model.Source{CodeName: p.word("codename"), SourceKind: "interview"}
	s.Consent = model.Consent{How: p.word("how"), Identity: p.pick("identity", "named", "pseudonym", "role_only", "none", ""),
		Uses:    rapid.SliceOfDistinct(rapid.SampledFrom(model.ConsentUses), rapid.ID).Draw(p.t, "uses"),
		Expires: model.Day(p.pick("expires", "", "", "2030-01-01", "2020-01-01")), Withdrawn: model.Day(p.pick("taken", "", "", "", "2020-01-01"))}
	s.Confidentiality = model.Confidentiality(p.pick("confidentiality", "organisation", "public", "sealed"))
	x := &informant{code: s.CodeName}
	p.may(false, s.Consent.How)
	has := func(use string) bool { return slices.Contains(s.Consent.Uses, use) }
	switch p.profile.Code {
	case "coalition":
		x.agreed = has("coalition")
	case "public":
		x.agreed = has("public_report")
	default:
		x.agreed = has("un_body") || has("public_report")
	}
	x.agreed = x.agreed && s.Consent.Expires != "2020-01-01" && s.Consent.Withdrawn == ""
	x.codeName = (s.Consent.Identity == "named" || s.Consent.Identity == "pseudonym") && s.Confidentiality != "sealed"
	x.id = p.put(s)
	who := p.word("identity")
	p.put(&model.Identity{Common: model.Common{Confidentiality: model.Sealed}, Source: x.id, Who: who})
	p.may(false, who)
	return x
}

// holder is a record that evidence may belong to.
type holder struct {
	id      model.ID
	written bool
}

func (p *planted) observation(all []*informant) holder {
	o := &model.Observation{Commitments: []string{"KZ21-9.1"}, Method: "interview", Date: model.Date{From: "2023-05-01", Precision: model.Exact}, Review: p.review()}
	o.Confidentiality = p.confidentiality()
	o.Title, o.Narrative = model.Text{"ru": p.word("title")}, model.Text{"ar": p.word("narrative")}
	o.Place, o.Tags = p.word("place"), []string{p.word("tag")}
	p.may(false, o.Tags...)
	ok, placeSafe := p.reaches(o.Confidentiality, o.Review), true
	for _, x := range all {
		if rapid.Bool().Draw(p.t, "came from") {
			o.Sources = append(o.Sources, x.id)
			ok, placeSafe = ok && x.agreed, placeSafe && x.codeName
		}
	}
	h := holder{written: ok}
	h.id = p.put(o)
	marked := rapid.IntRange(0, 3).Draw(p.t, "marked") == 0
	if marked {
		e := &model.Evidence{Of: h.id, SensitiveMarks: []string{"place"}}
		e.Confidentiality = model.Sealed
		p.put(e)
	}
	p.may(ok, o.Title["ru"], o.Narrative["ar"])
	p.may(ok && (p.profile.Code == "coalition" || placeSafe && !marked), o.Place)
	for _, x := range all {
		x.used = x.used || ok && slices.Contains(o.Sources, x.id)
	}
	return h
}

func (p *planted) evidence(of holder) {
	e := &model.Evidence{Of: of.id, OriginalName: p.word("file") + ".jpg", Licence: p.word("licence"), MediaType: "image/" + p.word("media"),
		Captured: model.Capture{When: "2023-05-01", By: p.word("by"), Where: p.word("where")},
		Custody:  []model.Custody{{Event: "captured", By: p.word("hand"), Note: p.word("custody")}}}
	title := p.word("title")
	e.Title = model.Text{"en": title, "kk": "сурет " + e.OriginalName}
	e.Confidentiality = p.confidentiality()
	p.put(e)
	ok := of.written && p.reaches(e.Confidentiality, "approved")
	p.may(false, e.Licence, e.MediaType, e.Custody[0].By, e.Custody[0].Note)
	p.may(ok && p.profile.Code == "coalition", strings.TrimSuffix(e.OriginalName, ".jpg"), e.Captured.By, e.Captured.Where)
	if !ok {
		p.may(false, title)
	}
}

func (p *planted) small() []holder {
	claim := &model.Claim{Commitment: "KZ21-9.1", Report: model.StateReport{Title: model.Text{"en": p.word("report")}, Date: "2023-01-25"}, Page: p.word("page"),
		Quotation: model.Text{"kk": p.word("quotation")}, ClaimedFigure: p.word("figure")}
	finding := &model.Finding{Commitment: "KZ21-9.1", Period: "2023", Level: p.pick("level", model.Levels...), Grade: model.Limited, Reasoning: model.Text{"en": p.word("reasoning")},
		Dissent: model.Text{"ru": p.word("dissent")}, Review: p.review()}
	advice := &model.Recommendation{Commitments: []string{"KZ21-9.1"}, Text: model.Text{"en": p.word("advice")}, Addressee: p.word("addressee"), Review: p.review()}
	claim.Confidentiality, finding.Confidentiality, advice.Confidentiality = p.confidentiality(), p.confidentiality(), p.confidentiality()
	holders := []holder{{written: p.reaches(claim.Confidentiality, "approved")}, {written: p.reaches(finding.Confidentiality, finding.Review)},
		{written: p.reaches(advice.Confidentiality, advice.Review)}}
	holders[0].id, holders[1].id, holders[2].id = p.put(claim), p.put(finding), p.put(advice)
	p.may(holders[0].written, claim.Report.Title["en"], claim.Page, claim.Quotation["kk"], claim.ClaimedFigure)
	p.may(holders[1].written, finding.Reasoning["en"], finding.Dissent["ru"])
	p.may(holders[2].written, advice.Text["en"], advice.Addressee)
	return holders
}

// Whatever the records, the audience and the language: no protected word is in
// any byte of the workbook, and what may leave is there.
func TestNoProtectedWordLeaves(t *testing.T) {
	book := plan(t)
	rapid.Check(t, func(t *rapid.T) {
		p := &planted{t: t, profile: rapid.SampledFrom(model.Profiles()).Draw(t, "profile")}
		var informants []*informant
		for range rapid.IntRange(0, 3).Draw(t, "sources") {
			informants = append(informants, p.source())
		}
		holders := p.small()
		for range rapid.IntRange(0, 5).Draw(t, "observations") {
			holders = append(holders, p.observation(informants))
		}
		for range rapid.IntRange(0, 4).Draw(t, "evidence") {
			p.evidence(rapid.SampledFrom(holders).Draw(t, "of"))
		}
		for _, x := range informants {
			p.may(x.used && x.codeName, x.code)
			p.evidence(holder{id: x.id}) // a consent form, say
		}
		named, unnamed := p.word("member"), p.word("member")
		p.may(true, named)
		p.may(false, unnamed)
		a := model.Ask{Profile: p.profile, Today: "2026-11-22", Members: []*model.Member{{Name: named, MayBeNamed: true}, {Name: unnamed, CodeName: unnamed}}}
		r, err := model.NewReport(book, recordsOf(p.views...), a)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		language := rapid.SampledFrom(assets.Languages()).Draw(t, "language")
		if err := Workbook(t.Context(), &out, r, assets.For(language), nil); err != nil {
			t.Fatal(err)
		}
		all := unzipped(t, out.Bytes())
		var lines bytes.Buffer
		err = Tables(t.Context(), func(string) (io.WriteCloser, error) { return stay{&lines}, nil }, r, assets.For(language), rapid.SampledFrom([]Format{CSV, JSONLines}).Draw(t, "format"), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range p.forbidden {
			if strings.Contains(all, word) || strings.Contains(lines.String(), word) {
				t.Errorf("%s is in the %s report", word, p.profile.Code)
			}
		}
		for _, word := range p.wanted {
			if !strings.Contains(all, word) {
				t.Errorf("%s is not in the %s report", word, p.profile.Code)
			}
		}
	})
}

// stay is a file that all tables share.
type stay struct{ io.Writer }

func (stay) Close() error { return nil }
