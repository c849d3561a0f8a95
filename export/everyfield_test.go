package export

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"plumbline/assets"
	"plumbline/model"
)

// opened says which texts of which records may leave, and to whom. Everything else is protected: a field that is added
// to a record is planted and looked for without anybody thinking of it.
var opened = map[string]string{
	"observation.title": "all", "observation.narrative": "all", "observation.place": "coalition", "observation.rights": "all", "observation.groups": "all",
	"observation.method": "all", "observation.effect": "all", "observation.reliability": "all", "observation.affected.unit": "all", "observation.region": "all",
	"claim.report.title": "all", "claim.report.issuer": "all", "claim.page": "all", "claim.quotation": "all", "claim.claimed_status": "all",
	"claim.claimed_figure": "all",
	"evidence.title":       "all", "evidence.evidence_kind": "all", "evidence.original_name": "coalition", "evidence.captured.by": "coalition",
	"evidence.captured.where": "coalition", "evidence.sha256": "all", "evidence.address": "all", "evidence.archive_address": "all", "evidence.copy_kind": "all",
	"source.source_kind": "all", // of one that agreed to its role
	"finding.scale":      "all", "finding.evidence_status": "all", "finding.schedule_status": "all", "finding.reasoning": "all", "finding.confidence": "all",
	"finding.dissent":          "all",
	"recommendation.addressee": "all", "recommendation.text": "all", "recommendation.priority": "all", "recommendation.treaties": "all", "recommendation.send_to": "all",
}

// ruling are texts that the rules go by: they stand as the test needs them.
var ruling = []string{"ref", "language", "commitments", "commitment", "period", "level", "uses", "identity_agreed", "sensitive_marks", "blob", "verdict"}

// sown puts a word of its own into every text of a record, by the names of its fields.
type sown struct {
	words map[string]string // word to the field it was put in
}

func (s *sown) into(v reflect.Value, at string) {
	word := func() string {
		w := fmt.Sprintf("qz%sx%dzq", strings.NewReplacer(".", "", "_", "").Replace(at), len(s.words))
		s.words[w] = at
		return w
	}
	switch v.Kind() {
	case reflect.Pointer:
		s.into(v.Elem(), at)
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" || !f.IsExported() || slices.Contains(ruling, name) {
				continue
			}
			next := at + "." + name
			if f.Anonymous {
				next = at
			}
			s.into(v.Field(i), next)
		}
	case reflect.String:
		if v.Type() == reflect.TypeOf("") && v.String() == "" {
			v.SetString(word())
		}
	case reflect.Map: // model.Text and translations
		if v.Type().Elem().Kind() == reflect.String {
			m := reflect.MakeMap(v.Type())
			m.SetMapIndex(reflect.ValueOf("ru").Convert(v.Type().Key()), reflect.ValueOf(word()))
			v.Set(m)
		}
	case reflect.Slice:
		if e := v.Type().Elem(); v.Len() == 0 && (e.Kind() == reflect.String || e.Kind() == reflect.Struct) && e.PkgPath() != "time" {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			s.into(v.Index(0), at)
		}
	}
}

// world is one record of every kind, written by somebody whose key and organisation are marked too.
func world(t *testing.T, circle model.Confidentiality, review model.ReviewState) (views []model.View, s *sown) {
	s = &sown{words: map[string]string{}}
	source := &model.Source{Consent: model.Consent{Uses: model.ConsentUses, Identity: model.ConsentRoleOnly}}
	observation := &model.Observation{Commitments: []string{"KZ21-9.1"}, Date: model.Date{From: "2023-05-01", Precision: model.Exact}, Review: review}
	member := &model.Member{}
	for n, rec := range []model.Record{source, &model.Identity{}, observation,
		&model.Claim{Commitment: "KZ21-9.1", Report: model.StateReport{Date: "2023-01-25", Period: "2022"}},
		&model.Finding{Commitment: "KZ21-9.1", Period: "2023", Level: model.LevelOrg, Grade: model.Limited, Review: review},
		&model.Recommendation{Commitments: []string{"KZ21-9.1"}, Review: review}, &model.Evidence{}, member, &model.Review{}, &model.Link{}} {
		s.into(reflect.ValueOf(rec), string(rec.Kind()))
		b := rec.Base()
		b.ID, b.Confidentiality = model.PlanID(rec.Kind(), fmt.Sprint(n)), circle
		b.Ref = model.Ref{Letter: model.RefLetter(rec.Kind()), Year: 2023, Number: n + 1, Letters: "K7QF"}.String()
		switch x := rec.(type) {
		case *model.Identity:
			x.Source = source.ID
		case *model.Observation:
			x.Sources = []model.ID{source.ID}
		case *model.Evidence:
			x.Of, x.Title["en"] = observation.ID, "title of a file"
		}
		author := model.Author{Key: model.Key(bytes.Repeat([]byte{0xd7}, 32)), Organisation: "qzorganisationofzq"}
		rs, err := model.Revise(model.View{}, rec, author, 1, "qzreasonofzq")
		if err != nil {
			t.Fatal(err)
		}
		views = append(views, model.Join(rs))
	}
	return views, s
}

// Every text of every kind of record stays behind unless it is known to be open, in every audience, in the workbook and
// in the tables as text; and of records that may not leave none does.
func TestEveryFieldOfEveryKindIsPlanted(t *testing.T) {
	book := plan(t)
	for _, r := range append([]model.Record{book.Plan}, recordsOfPlan(book)...) {
		r.Base().Note = "qznoteofplanzq"
	}
	for _, p := range model.Profiles() {
		for _, c := range []struct {
			circle  model.Confidentiality
			review  model.ReviewState
			written bool
		}{{model.Public, model.Approved, true}, {model.Organisation, model.Approved, false}, {model.Public, model.Rejected, false}} {
			views, s := world(t, c.circle, c.review)
			said := everything(t, book, views, p)
			for _, word := range []string{"qzorganisationofzq", "qzreasonofzq", "qznoteofplanzq", hex.EncodeToString(bytes.Repeat([]byte{0xd7}, 16))} {
				if strings.Contains(said, word) && (word != "qzorganisationofzq" || !p.Organisations) {
					t.Errorf("%s: %s leaves", p.Code, word)
				}
			}
			for word, at := range s.words {
				kind, _, _ := strings.Cut(at, ".")
				reviewed := kind == "claim" || kind == "evidence" || kind == "source" // no review keeps these back; their record does
				may := opened[at] == "all" || opened[at] == "coalition" && p.Places
				if !c.written && (!reviewed || c.circle != model.Public || kind != "claim") {
					may = false
				}
				if got := strings.Contains(said, word); got != may {
					t.Errorf("%s, %s, %s: %s leaves: %v", p.Code, c.circle, c.review, at, got)
				}
			}
		}
	}
}

// The search finds what it looks for: a protected word that is put where it may leave, is found.
func TestAPlantedWordThatLeavesIsFound(t *testing.T) {
	views, s := world(t, model.Public, model.Approved)
	for _, v := range views {
		if o, ok := v.Record.(*model.Observation); ok {
			o.Narrative["ru"] = o.Tags[0] // as if the drawer were handed it
		}
	}
	said := everything(t, plan(t), views, model.Profiles()[1])
	for word, at := range s.words {
		if at == "observation.tags" && !strings.Contains(said, word) {
			t.Error("a word that left was not found")
		}
	}
}

func recordsOfPlan(b *model.PlanBook) (all []model.Record) {
	for _, a := range b.Areas {
		all = append(all, a)
	}
	for _, c := range b.Commitments {
		all = append(all, c)
	}
	return all
}

// everything is all that leaves: every part of the workbook, and the tables as text.
func everything(t *testing.T, book *model.PlanBook, views []model.View, p model.Profile) string {
	t.Helper()
	r, err := model.NewReport(book, recordsOf(views...), model.Ask{Profile: p, Today: "2026-11-22"})
	if err != nil {
		t.Fatal(err)
	}
	var out, lines bytes.Buffer
	if err := Workbook(t.Context(), &out, r, assets.For("ru"), nil); err != nil {
		t.Fatal(err)
	}
	for _, format := range []Format{CSV, JSONLines} {
		if err := Tables(t.Context(), func(string) (io.WriteCloser, error) { return stay{&lines}, nil }, r, assets.For("ru"), format, nil); err != nil {
			t.Fatal(err)
		}
	}
	return unzipped(t, out.Bytes()) + lines.String()
}
