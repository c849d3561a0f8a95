//go:build window

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plumbline/assets"
)

// The ten things people do (those of the help), one after the other on one notebook: in English and in Arabic with the
// mouse and the clipboard, and once with the keyboard alone. A word is found by its key, so that another wording breaks
// nothing.

// traveller is a driver who goes the ten ways in a language.
type traveller struct {
	*driver
	assets.Words

	work  string // where the files lie that come and go
	beta  laptop // a colleague's
	texts map[string]string
}

// journeys are the ten ways, in the order of the work.
var journeys = []struct {
	name string
	goes func(v *traveller)
}{
	{"make a notebook", (*traveller).begin},
	{"read a commitment", (*traveller).commitment},
	{"record an observation", (*traveller).observe},
	{"attach evidence", (*traveller).evidence},
	{"protect a source", (*traveller).source},
	{"find and tick", (*traveller).findAndTick},
	{"grade a finding", (*traveller).grade},
	{"work with colleagues", (*traveller).colleagues},
	{"make the report", (*traveller).reports},
	{"lock and back up", (*traveller).safety},
}

// written is what is written on the way, in two languages.
var written = map[string]map[string]string{
	"en": {"title": "No closed box for complaints", "again": "No closed box in the visiting wing", "story": "The request is handed to the officer on duty (visit 3 of 5).",
		"code": "Poplar", "who": "a nurse of the night shift", "claim": "Every wing has a closed box for complaints.", "report": "Report for 2023", "reason": "In four of five places there is none.",
		"word": "closed", "tag": "visits", "why": "closer to what was seen", "beta": "No box in the whole building"},
	"ar": {"title": "لا صندوق مغلق للشكاوى", "again": "لا صندوق مغلق في جناح الزيارات", "story": "يُسلَّم الطلب إلى المناوب (زيارة 3 من 5).",
		"code": "صفصاف", "who": "ممرضة من المناوبة الليلية", "claim": "في كل جناح صندوق مغلق للشكاوى.", "report": "تقرير عام 2023", "reason": "لا يوجد في أربعة من خمسة أماكن.",
		"word": "مغلق", "tag": "زيارات", "why": "أقرب إلى ما شوهد", "beta": "لا صندوق في المبنى كله"},
}

func TestTenThingsInEnglish(t *testing.T) { travel(t, "en", false) }

func TestTenThingsInArabic(t *testing.T) { travel(t, "ar", false) }

func TestTenThingsWithTheKeyboardAlone(t *testing.T) { travel(t, "en", true) }

// travel goes the ten ways on a fresh window.
func travel(t *testing.T, language string, mouseless bool) {
	binary := os.Getenv("PLUMBLINE_E2E")
	if binary == "" {
		t.Fatal("PLUMBLINE_E2E names no binary; make test-window builds it")
	}
	v := &traveller{Words: assets.For(language), work: t.TempDir(), texts: written[language]}
	v.beta = laptop{t, command(t), filepath.Join(v.work, "Beta"), "Beta", v.work}
	v.driver = start(t, binary)
	v.mouseless = mouseless
	for i, j := range journeys {
		ok := t.Run(j.name, func(t *testing.T) {
			v.driver.t, v.beta.t = t, t
			j.goes(v)
			v.picture(language + "-" + number(i+1))
		})
		if v.driver.t, v.beta.t = t, t; !ok {
			return
		}
	}
}

// section goes to a section of a form.
func (v *traveller) section(key string) { v.t.Helper(); v.push(v.T(key)) }

// formMargin is a place in the leading margin of a form's page, beside its list of sections, where nothing else takes the
// wheel of the mouse; the window is 1280 wide.
const formMargin = 330

// bring scrolls a form down with the wheel until a text is seen. The keyboard brings things into sight by itself.
func (v *traveller) bring(text string) {
	v.t.Helper()
	if v.mouseless {
		return
	}
	x := formMargin
	if v.RightToLeft() {
		x = 1280 - x
	}
	v.run("xdotool", "mousemove", number(x), "400")
	v.until("to scroll to "+text, func(all []shown) bool {
		at, ok := find(all, text)
		if ok = ok && at.H >= 12; !ok {
			v.run("xdotool", "click", "5")
		}
		return ok
	})
}

// begin chooses the language and makes a notebook of one's own.
func (v *traveller) begin() {
	v.sees(v.OwnName())
	v.push(v.OwnName())
	v.sees(v.T("unlock.promise_lost"))
	v.write(v.T("unlock.name"), "Alpha desk")
	v.write(v.T("fields_common.organisation"), "Alpha")
	v.goInto(v.T("nouns.passphrase"), 0)
	v.pasteSecret(passphrase)
	v.sees(v.T("unlock.very_strong"))
	v.goInto(v.T("unlock.again"), 0)
	v.pasteSecret(passphrase)
	v.until("the button", func(all []shown) bool { _, off := find(all, v.T("unlock.first_again")); return !off })
	v.push(v.T("unlock.make_parts")) // who wants no parts unticks them
	v.push(v.T("unlock.create_notebook"))
	v.sees(v.T("screens.areas_and_commitments"))
}

// toCommitment finds the commitment by its code and opens its page.
func (v *traveller) toCommitment() {
	v.t.Helper()
	v.write(v.T("screens.areas_and_commitments"), "U1")
	v.open("KZ21-U1 · ")
	v.sees(v.T("nouns.state_says"))
}

// commitment reads the page of a commitment, and adds what the State says of it.
func (v *traveller) commitment() {
	v.toCommitment()
	v.sees(v.T("commitment_screen.none_yet"))
	v.push(v.T("claim_screen.add"))
	v.write(v.T("fields_claim.report_title"), v.texts["report"])
	v.write(v.T("fields_claim.report_date"), "2024-01-15")
	v.choose(v.T("fields_claim.claimed_status"), v.T("enum_official_status.done"))
	v.write(v.T("fields_claim.quotation"), v.texts["claim"])
	v.key("ctrl+s")
	v.sees(v.texts["claim"])
	v.sees(v.T("nouns.we_found"))
	v.sees(v.T("commitment_screen.no_finding"))
}

// observe records an observation with what is needed, and reads it on the page of the commitment.
func (v *traveller) observe() {
	v.key("ctrl+n")
	v.write(v.T("fields_observation.title"), v.texts["title"])
	v.write(v.T("fields_observation.narrative"), v.texts["story"])
	v.goInto(v.T("fields_observation.date"), 0)
	v.paste("14")
	v.choose(v.T("fields_observation.date"), v.T("dates.month_3"))
	v.goInto(v.T("fields_observation.date"), 1)
	v.paste("2023")
	v.section("screens.section_how_we_know")
	v.choose(v.T("fields_observation.method"), v.T("enum_method.site_visit"))
	v.key("ctrl+s")
	v.sees(v.T("commitment_screen.count_newest_first", "n", 1))
	v.sees(v.texts["title"])
}

// change opens an observation by its title, and the form on it.
func (v *traveller) change(title string) {
	v.t.Helper()
	v.open(title)
	v.sees(v.texts["story"])
	v.push(v.T("actions.edit"))
	v.sees(v.T("observe_screen.edit"))
}

// onObservation waits for the page of an observation: a form has no button with this word.
func (v *traveller) onObservation() {
	v.t.Helper()
	v.until("the page of the observation", func(all []shown) bool {
		return slices.ContainsFunc(all, func(s shown) bool { return s.Text == v.T("actions.edit") })
	})
}

// evidence attaches a file to the observation.
func (v *traveller) evidence() {
	file := filepath.Join(v.work, "gate.txt")
	if err := os.WriteFile(file, []byte("a note from the gate\n"), 0o600); err != nil {
		v.t.Fatal(err)
	}
	v.change(v.texts["title"])
	v.push(v.T("observe_screen.choose_file"))
	v.path(v.T("window.take_file"), file)
	v.sees(v.T("observe_screen.attach_after"))
	v.key("ctrl+s")
	v.onObservation()
	v.sees("gate.txt")
	v.key("Escape")
	v.sees(v.T("commitment_screen.observations"))
}

// source makes a source with its consent, known by a code name.
func (v *traveller) source() {
	v.change(v.texts["title"])
	v.section("screens.section_how_we_know")
	v.push(v.T("observe_screen.new_source"))
	v.write(v.T("fields_source.code_name"), v.texts["code"])
	v.write(v.T("fields_source.identity"), v.texts["who"])
	v.bring(v.T("observe_screen.add_source"))
	v.chooseIn(v.T("fields_source.consent_uses"), "parts.choicesBox", v.T("enum_consent_use.coalition"))
	v.pick(v.T("enum_consent_use.public_report"))
	v.key("Escape")
	v.push(v.T("observe_screen.add_source"))
	agreed := v.T("observe_screen.consent_of", "source", v.texts["code"], "consent",
		v.T("observe_screen.consent_to", "uses", v.List([]string{v.T("enum_consent_use.coalition"), v.T("enum_consent_use.public_report")})))
	v.sees(agreed)
	v.key("ctrl+s")
	v.onObservation()
	v.push(v.T("actions.edit"))
	v.section("screens.section_how_we_know")
	v.sees(agreed)
	v.key("Escape")
	v.onObservation()
	v.key("Escape")
	v.sees(v.T("commitment_screen.observations"))
}

// findAndTick finds the observation by a word, ticks it and gives it a tag.
func (v *traveller) findAndTick() {
	v.key("ctrl+k")
	v.sees(v.T("find_screen.four_languages"))
	v.paste(v.texts["word"])
	v.sees(v.T("find_screen.n_of_all", "n", 1, "all", 1))
	v.tick(v.texts["title"])
	v.sees(v.T("find_screen.ticked", "n", 1))
	v.push(v.T("actions.add_tag"))
	v.sees(v.T("actions.add"))
	v.paste(v.texts["tag"])
	v.key("Return")
	v.sees(v.T("find_screen.changed", "n", 1))
	v.open(v.texts["title"])
	v.sees(v.texts["tag"])
}

// toPlan goes to the page of the commitment, from anywhere.
func (v *traveller) toPlan() {
	v.t.Helper()
	v.push(v.T("screens.plan"))
	v.sees(v.T("screens.areas_and_commitments"))
	v.toCommitment()
}

// grade concludes for a year, and reads the verdict on the line.
func (v *traveller) grade() {
	v.toPlan()
	v.push(v.T("finding_screen.grade_this"))
	v.write(v.T("fields_finding.period"), "2023")
	v.section("finding_screen.rests_on")
	v.tick(v.texts["claim"])
	v.tick(v.texts["title"])
	v.bring(v.T("fields_finding.scale"))
	v.choose(v.T("finding_screen.do_they_hold"), v.T("enum_verdict.contradicted"))
	v.section("finding_screen.grade")
	v.bring(v.T("enum_grade_house.limited"))
	v.push(v.T("enum_grade_house.limited"))
	v.section("finding_screen.why")
	v.write(v.T("fields_finding.reasoning"), v.texts["reason"])
	v.key("ctrl+s")
	v.sees(v.T("commitment_screen.observations"))
	v.sees(v.texts["reason"])
	v.sees(v.T("enum_verdict.contradicted"))
	v.sees(v.T("enum_grade_house.limited"))
}

// colleagues exchanges cards and parcels with a colleague, and settles a dispute.
func (v *traveller) colleagues() {
	alpha := laptop{name: "Alpha"}
	v.beta.make()
	v.key("ctrl+m")
	v.push(v.T("coalition_screen.members"))
	v.push(v.T("coalition_screen.export_card"))
	v.path(v.T("window.choose_target"), v.beta.file("Alpha.card"))
	v.sees(v.T("coalition_screen.card_saved"))
	v.push(v.T("coalition_screen.add_member"))
	v.path(v.T("window.take_file"), v.beta.file("Beta.card"))
	v.push(v.T("coalition_screen.they_are_the_same"))
	v.sees(v.T("coalition_screen.now_trusted"))

	// A parcel to the colleague, who writes another title.
	v.push(v.T("actions.pack"))
	v.push("Beta desk")
	v.push(v.T("actions.next"))
	v.push(v.T("coalition_screen.pack_look"))
	v.sees(v.T("coalition_screen.what_leaves"))
	v.push(v.T("coalition_screen.pack_write"))
	v.path(v.T("window.choose_target"), v.beta.file("to-beta.parcel"))
	v.sees(v.T("coalition_screen.packed_done"))
	v.beta.trust(alpha)
	v.beta.run("", "merge", v.beta.file("to-beta.parcel"))
	ref := v.beta.refOf(v.texts["word"])
	v.beta.run(`{"kind":"observation","ref":"`+ref+`","title":{"`+v.Language()+`":"`+v.texts["beta"]+`"}}`, "record", "--from", "-")
	back := v.beta.pack(alpha, "from-beta.parcel")

	// So do we; what comes back is in dispute, and is settled.
	v.toPlan()
	v.change(v.texts["title"])
	v.write(v.T("fields_observation.title"), v.texts["again"])
	v.key("ctrl+s")
	v.onObservation()
	v.key("ctrl+m")
	v.push(v.T("window.choose_file"))
	v.path(v.T("window.take_file"), back)
	v.push(v.T("coalition_screen.merge_n", "records", v.N("plurals.record", 1)))
	v.push(v.T("coalition_screen.settle_n", "n", 1))
	v.open(ref)
	v.sees(v.texts["again"])
	v.segment(v.T("parts.theirs"))
	v.sees(v.T("coalition_screen.all_decided"))
	v.write(v.T("coalition_screen.reason"), v.texts["why"])
	v.push(v.T("coalition_screen.settle"))
	v.sees(v.T("coalition_screen.settled_more"))
}

// reports makes the report, and reads it with another program.
func (v *traveller) reports() {
	workbook := filepath.Join(v.work, "report.xlsx")
	v.key("ctrl+e")
	v.report(v.Words, workbook)
	for _, words := range []string{v.texts["beta"], v.texts["claim"], v.texts["reason"]} {
		if at := python(v.t, findCell, workbook, words); at == "" {
			v.t.Errorf("the workbook does not hold %q", words)
		}
	}
	if at := python(v.t, findCell, workbook, v.texts["who"]); at != "" {
		v.t.Errorf("the workbook says who the source is, at %s", at)
	}
}

// safety makes a backup, checks the notebook, locks it and opens it again.
func (v *traveller) safety() {
	v.push(v.T("screens.safety"))
	v.push(v.T("actions.backup"))
	v.path(v.T("window.choose_target"), filepath.Join(v.work, "KZ21.backup"))
	v.sees(v.T("safety_screen.backed_up"))
	v.bring(v.T("safety_screen.check_whole"))
	v.push(v.T("safety_screen.check_whole"))
	sound, _, _ := strings.Cut(unmarked.Replace(v.T("safety_screen.sound", "age", "#", "records", "#", "files", "#")), "#")
	v.sees(strings.TrimSpace(sound))
	v.key("ctrl+l")
	v.sees(v.T("actions.open_notebook"))
	v.goInto(v.T("nouns.passphrase"), 0)
	v.pasteSecret(passphrase)
	v.key("Return")
	v.sees(v.T("screens.areas_and_commitments"))
	v.toCommitment()
	v.sees(v.texts["beta"])
	v.sees(v.T("enum_verdict.contradicted"))
}
