package export

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"plumbline/assets"
	"plumbline/model"
)

// The files that a reader copies are the program's own profiles, word for word.
func TestProfilesOfTheProgramStandAsFiles(t *testing.T) {
	files := map[string][]byte{}
	for _, f := range assets.ProfileFiles() {
		files[f.Name] = f.Bytes
	}
	if len(files) != len(model.Profiles()) {
		t.Errorf("%d files of %d profiles", len(files), len(model.Profiles()))
	}
	for _, p := range model.Profiles() {
		if p.Bodies == nil {
			p.Bodies = []string{}
		}
		if p.Without == nil {
			p.Without = map[string][]string{}
		}
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetIndent("", " ")
		if err := enc.Encode(p); err != nil {
			t.Fatal(err)
		}
		if os.Getenv("PLUMBLINE_UPDATE") != "" {
			if err := os.WriteFile(filepath.Join("..", "assets", "profiles", p.Code+".json"), want.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if !bytes.Equal(files[p.Code], want.Bytes()) {
			t.Errorf("assets/profiles/%s.json is not the program's profile; write it anew with PLUMBLINE_UPDATE=1", p.Code)
		}
		got, err := model.ReadProfile(bytes.NewReader(files[p.Code]))
		if err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%s reads as %+v, %v", p.Code, got, err)
		}
	}
}

// A reader's own profile chooses sheets and columns, and gets its hashtags.
func TestAProfileOfTheReadersOwnIsDrawn(t *testing.T) {
	own := `{"code":"press","title":{"en":"Press kit"},"ceiling":"public","reviews":["approved"],"uses":["public_report"],"organisations":false,"file_details":false,
	 "places":false,"small_count":10,"revisions":false,"sheets":["cover","contents_and_method","summary","scorecard","observations","by_treaty","by_region","withheld"],
	 "without":{"observations":["narrative","place"],"scorecard":["lead"]},"bodies":["CRPD"],"words":0,"hxl":true}`
	p, err := model.ReadProfile(strings.NewReader(own))
	if err != nil {
		t.Fatal(err)
	}
	a := ask(t, "public")
	a.Profile = p
	data := drawn(t, sampled(t, 120), a, "en")
	sheets := openpyxl(t, kept(t, "r.xlsx", data))
	seen := map[string]seenSheet{}
	for _, s := range sheets {
		seen[s.Name] = s
	}
	observations := seen["Observations"]
	heads, tags := observations.Rows[0], observations.Rows[1]
	for i, head := range heads {
		if head == "Narrative" || head == "Place" {
			t.Errorf("%v is there", head)
		}
		if head == "Ref" && tags[i] != "#meta+id" || head == "From" && tags[i] != "#date+start" {
			t.Errorf("%v is tagged %v", head, tags[i])
		}
	}
	if seen["By treaty CRPD"].Name == "" || !strings.Contains(unzipped(t, data), "Press kit") {
		t.Error("its sheet or its title is missing")
	}
	if s := seen["Observations"]; s.Tables["Observations"] == "" || !s.Same {
		t.Errorf("%+v", s.Tables)
	}
	p.Without = map[string][]string{"observations": {"narrative", "no_such"}, "cover": {"title"}}
	err = CheckProfile(p)
	var f model.Faults
	if f, _ = err.(model.Faults); len(f) != 2 || f[0].Field != "without.cover[0]" || f[1].Field != "without.observations[1]" {
		t.Errorf("%v", err)
	}
}
