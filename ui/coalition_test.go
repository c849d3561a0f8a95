package ui

import (
	"context"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// colleague makes the open notebook of another organisation with the same plan.
func colleague(t *testing.T, organisation string, at time.Time) *notebook.Notebook {
	t.Helper()
	plan, err := builtInPlan()
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Create(filepath.Join(t.TempDir(), organisation), []byte(testPass), notebook.CreateOptions{Plan: plan, Name: organisation + " desk",
		Organisation: organisation, Role: "coordinator", KDF: floorCost, AnyPlace: true, OpenOptions: notebook.OpenOptions{NoSnapshots: true, Now: func() time.Time { return at }}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	return n
}

// hand copies all that one notebook knows of a record to others, as a merge would.
func hand(t *testing.T, id model.ID, from *notebook.Notebook, to ...*notebook.Notebook) {
	t.Helper()
	h, err := from.History(id)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range to {
		if _, err := n.Add(h); err != nil {
			t.Fatal(err)
		}
	}
}

// card copies the member record of a notebook's owner to another notebook, not trusted yet.
func card(t *testing.T, of, to *notebook.Notebook) {
	t.Helper()
	m := of.Me()
	record(t, to, &model.Member{Name: m.Name, Organisation: m.Organisation, Role: m.Role, PublicKey: m.PublicKey, Recipient: m.Recipient})
}

// revise changes a record of a notebook.
func revise[R model.Record](t *testing.T, n *notebook.Notebook, id model.ID, change func(r R)) {
	t.Helper()
	v, err := n.View(id)
	if err != nil {
		t.Fatal(err)
	}
	change(v.Record.(R))
	if _, err := n.Record(v, v.Record); err != nil {
		t.Fatal(err)
	}
}

// letters is the observation that is written differently by two.
func letters() *model.Observation {
	o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": "No closed box for complaints"},
		Narrative: model.Text{"en": "There is no closed box."}, Method: "site_visit", Effect: "sets_back", Reliability: "B", Credibility: 2, Region: "KZ-35",
		Date: model.Date{From: "2023-11-14", Precision: model.Exact}, Tags: []string{"prison"}, Review: model.Submitted}
	o.Language, o.Confidentiality = "en", model.Coalition
	return o
}

// disputing makes our notebook hold an observation that Beta and we changed at the same time, in five fields.
func disputing(t *testing.T, b *bench) (id model.ID, beta *notebook.Notebook) {
	t.Helper()
	ours := b.w.desk.book
	beta = colleague(t, "Beta", b.clock.Add(-24*time.Hour))
	o := letters()
	record(t, ours, o)
	hand(t, o.ID, ours, beta)
	revise(t, ours, o.ID, func(r *model.Observation) {
		r.Narrative = model.Text{"en": "Handed to the officer on duty. No number is given."}
		r.Effect, r.Reliability, r.Tags = "no_effect", "C", []string{"prison", "letters"}
		r.Confidentiality = model.Organisation
	})
	revise(t, beta, o.ID, func(r *model.Observation) {
		r.Narrative = model.Text{"en": "Handed to the officer on duty; two of three got no reply."}
		r.Effect, r.Reliability, r.Tags = "partly_advances", "A", []string{"prison", "visits"}
		r.Confidentiality = model.Public
		r.Place = "Dolinka"
	})
	card(t, beta, ours)
	hand(t, o.ID, beta, ours)
	return o.ID, beta
}

// rows are the dispute rows that can be seen, by their field.
func (b *bench) disputeRows() map[string]*parts.DisputeRow {
	found := map[string]*parts.DisputeRow{}
	for _, root := range b.roots() {
		walk(root, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			if r, ok := o.(*parts.DisputeRow); ok {
				found[wordsOn(r)[0]] = r
			}
		})
	}
	return found
}

// wordsOn are the words that can be read on an object.
func wordsOn(o fyne.CanvasObject) (out []string) {
	walk(o, nil, func(x fyne.CanvasObject, _ []fyne.CanvasObject) {
		if l, ok := x.(*bidi.Label); ok && l.Text != "" {
			out = append(out, plain(l.Text))
		}
	})
	return out
}

// top is what has the keyboard.
func (b *bench) top() fyne.Focusable { return b.w.win.Canvas().Focused() }

func TestDisputesAreListedAndSettledFieldByField(t *testing.T) {
	b := unlocked(t, "en", nil)
	id, beta := disputing(t, b)
	book := b.w.desk.book
	b.sees("1 dispute")
	b.tap("1 dispute")
	b.sees("No closed box for complaints")
	b.sees("Confidentiality · Narrative · and more: 3")
	list := b.w.shown.(*coalition).made[partDisputes].(*disputes)
	b.until("the row", func() bool { return len(list.ids) == 1 })
	list.rows.list.OnOpen(0)
	for _, text := range []string{"Handed to the officer on duty. No number is given.", "two of three got no reply", "No effect", "Partly advances",
		"Organisation", "Public", "The stricter confidentiality was chosen for you.", "Alpha", "Beta", "4 fields undecided"} {
		b.sees(text)
	}
	rows := b.disputeRows()
	if len(rows) != 5 || rows["Place"] != nil {
		t.Fatalf("%d rows: the place was written by one side only", len(rows))
	}
	if rows["Confidentiality"].Decision() != parts.TakeOurs {
		t.Errorf("confidentiality: %v", rows["Confidentiality"].Decision())
	}
	rows["Narrative"].OnDecided(parts.TakeBoth)
	rows["Effect on the commitment"].OnDecided(parts.TakeTheirs)
	rows["Tags"].OnDecided(parts.TakeBoth)
	b.sees("1 field undecided")
	rows["Reliability of the source"].OnDecided(parts.Edited)
	b.sees("Write another value")
	b.choose(b.top().(*parts.Select), "D")
	b.tap("Take this")
	b.sees("All decided")
	b.tap("Settle")
	b.sees("Write in a few words why.")
	list.shown.reason.SetText("talked it over")
	b.tap("Settle")
	b.sees("Nothing is open in this record any more.")
	v, err := book.View(id)
	if err != nil {
		t.Fatal(err)
	}
	o := v.Record.(*model.Observation)
	if v.Disputed() || len(v.Heads) != 1 || v.Written.Reason != "talked it over" || v.Written.Author != book.Key() {
		t.Errorf("disputed %v, %d heads, %+v", v.Disputes, len(v.Heads), v.Written)
	}
	want := model.Text{"en": "Handed to the officer on duty. No number is given.\n\nHanded to the officer on duty; two of three got no reply."}
	if o.Narrative["en"] != want["en"] || o.Effect != "partly_advances" || o.Reliability != "D" || o.Confidentiality != model.Organisation || o.Place != "Dolinka" ||
		!slices.Equal(o.Tags, []string{"prison", "letters", "visits"}) {
		t.Errorf("settled as %+v", o)
	}
	hand(t, id, book, beta)
	if v, err := beta.View(id); err != nil || v.Disputed() || v.Record.(*model.Observation).Reliability != "D" {
		t.Errorf("the settling does not hold for the others: %v %v", v.Disputes, err)
	}
	b.until("no dispute in the status bar", func() bool { return !b.shows("1 dispute") })
}

func TestADisputeShowsItsPlaceHoweverLateTheListIsRead(t *testing.T) {
	b := unlocked(t, "en", nil)
	id, beta := disputing(t, b)
	ours, other := b.w.desk.book, letters()
	record(t, ours, other)
	hand(t, other.ID, ours, beta)
	revise(t, ours, other.ID, func(r *model.Observation) { r.Effect = "no_effect" })
	revise(t, beta, other.ID, func(r *model.Observation) { r.Effect = "partly_advances" })
	hand(t, other.ID, beta, ours)
	b.w.show(place{to: atCoalition, part: partDisputes, id: id})
	b.sees(" of 2")
	list := b.w.shown.(*coalition).made[partDisputes].(*disputes)
	list.ids = nil // as while it has not been read
	list.shown.show()
	if b.shows(" of 2") {
		t.Fatal("the list is read already")
	}
	list.fresh()
	b.sees(" of 2")
}

func TestFieldsLeftUndecidedStayDisputed(t *testing.T) {
	b := unlocked(t, "ru", nil)
	id, _ := disputing(t, b)
	b.w.show(place{to: atCoalition, part: partDisputes, id: id})
	page := b.w.shown.(*coalition).made[partDisputes].(*disputes).shown
	b.until("the record", func() bool { return page.settling != nil })
	b.disputeRows()[b.say("fields_observation.effect")].OnDecided(parts.TakeOurs)
	page.reason.SetText("остальное потом")
	b.tap(b.say("coalition_screen.settle"))
	b.until("the rest", func() bool { return len(page.settling.fields) == 3 })
	v, err := b.w.desk.book.View(id)
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	for _, d := range v.Disputes {
		open = append(open, d.Field)
	}
	if o := v.Record.(*model.Observation); !slices.Equal(open, []string{"narrative", "reliability", "tags"}) || o.Effect != "no_effect" || o.Confidentiality != model.Organisation {
		t.Errorf("open: %v, %+v", open, o)
	}
}

func TestDeletingAgainstEditingIsSettled(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours, beta := b.w.desk.book, colleague(t, "Beta", b.clock)
	o := letters()
	record(t, ours, o)
	hand(t, o.ID, ours, beta)
	revise(t, ours, o.ID, func(r *model.Observation) { r.Withdrawn = true })
	revise(t, beta, o.ID, func(r *model.Observation) { r.Place = "Dolinka" })
	hand(t, o.ID, beta, ours)
	b.w.show(place{to: atPlan, code: "KZ21-U1", id: o.ID})
	b.sees("Two colleagues changed the same field.")
	b.tap("Disputes")
	b.sees("Kept and changed")
	row := b.disputeRows()["Deleting"]
	if row == nil {
		t.Fatalf("no row for deleting: %v", b.texts())
	}
	row.OnDecided(parts.TakeTheirs)
	b.w.shown.(*coalition).made[partDisputes].(*disputes).shown.reason.SetText("they are right")
	b.tap("Settle")
	b.sees("Nothing is open in this record any more.")
	if v, err := ours.View(o.ID); err != nil || v.Disputed() || v.Record.Base().Withdrawn || v.Record.(*model.Observation).Place != "Dolinka" {
		t.Errorf("%+v %v", v.Record, err)
	}
}

func TestThreeSidesAreNamedAndChosenFrom(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours, beta, gamma := b.w.desk.book, colleague(t, "Beta", b.clock), colleague(t, "Gamma", b.clock)
	o := letters()
	record(t, ours, o)
	hand(t, o.ID, ours, beta, gamma)
	for n, words := range map[*notebook.Notebook]string{ours: "Ours says this", beta: "Beta says that", gamma: "Gamma says more"} {
		revise(t, n, o.ID, func(r *model.Observation) { r.Title = model.Text{"en": words} })
	}
	hand(t, o.ID, beta, ours)
	hand(t, o.ID, gamma, ours)
	b.w.show(place{to: atCoalition, part: partDisputes, id: o.ID})
	for _, text := range []string{"Ours says this", "Beta says that", "Gamma says more", "Keep all of them", "Write another value"} {
		b.sees(text)
	}
	b.tap("Gamma says more")
	page := b.w.shown.(*coalition).made[partDisputes].(*disputes).shown
	b.until("all decided", func() bool { return b.shows("All decided") })
	page.reason.SetText("closest to the place")
	b.tap("Settle")
	b.sees("Nothing is open in this record any more.")
	if v, err := ours.View(o.ID); err != nil || v.Disputed() || v.Record.(*model.Observation).Title["en"] != "Gamma says more" {
		t.Errorf("%+v %v", v.Record, err)
	}
}

func TestDisputesOfEveryLanguageSayTheirValues(t *testing.T) {
	b := unlocked(t, "en", nil)
	id, _ := disputing(t, b)
	for _, l := range assets.Languages() {
		b.w.setLanguage(l)
		b.w.show(place{to: atCoalition, part: partDisputes, id: id})
		b.sees(b.say("enum_effect.no_effect"))
		b.sees(b.say("enum_confidentiality.public"))
		b.sees(plain(b.w.desk.look.Words.N("coalition_screen.undecided", 4)))
	}
}

func TestDuplicatesAreLinkedAndUnlinked(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours, beta := b.w.desk.book, colleague(t, "Beta", b.clock)
	one := letters()
	one.Place, one.Affected = "Dolinka", model.Affected{Number: 143, Unit: "persons"}
	record(t, ours, one)
	two := letters()
	two.Title, two.Narrative, two.Language = model.Text{"ru": "Жалобы собирает дежурный"}, model.Text{"ru": "Закрытого ящика нет."}, "ru"
	two.Place, two.Affected = "Долинка", model.Affected{Number: 143, Unit: "persons"}
	record(t, beta, two)
	hand(t, two.ID, beta, ours)
	far := letters()
	far.Title, far.Narrative = model.Text{"en": "A training was held"}, model.Text{"en": "Forty officers took part."}
	far.Date, far.Region = model.Date{From: "2021-02-01", Precision: model.Exact}, "KZ-10"
	record(t, ours, far)

	b.w.show(place{to: atCoalition, part: partDuplicates})
	b.sees("To look at · 1")
	b.sees("Жалобы собирает дежурный")
	b.sees("same day")
	page := b.w.shown.(*coalition).made[partDuplicates].(*duplicates)
	page.rows.list.OnOpen(0)
	for _, text := range []string{"Alike: ", "same place", "Dolinka", "Долинка", "Beta", "Alpha", "Can be taken back at any time"} {
		b.sees(text)
	}
	b.tap("Same event")
	b.sees("To look at · 0")
	b.sees("Decided · 1")
	verdict := func() string {
		links, err := ours.Links()
		if err != nil {
			t.Fatal(err)
		}
		return links.Verdict(one.ID, two.ID)
	}
	if verdict() != model.SameEvent {
		t.Fatalf("decided %q", verdict())
	}
	// The decision can be changed, and taken back; then the pair is there to be looked at again.
	page.tabs.OnChanged(tabDecided)
	b.until("the pair", func() bool { return page.rows.n == 1 })
	page.rows.list.OnOpen(0)
	b.sees("Same event: M1 · Alpha")
	b.tap("Different events")
	b.until("another verdict", func() bool { return verdict() == model.Different })
	b.until("it to be shown", func() bool { return len(page.decided) == 1 && page.decided[0].verdict == model.Different })
	b.w.show(place{to: atCoalition, part: partDuplicates, id: one.ID, with: two.ID})
	b.tap("Take the decision back")
	b.until("no verdict", func() bool { return verdict() == "" })
	b.until("the pair to be back", func() bool { return len(page.likely) == 1 && len(page.decided) == 0 })
	n := 0
	for range ours.Records(model.KindLink) {
		n++
	}
	if n != 1 {
		t.Errorf("%d records for one pair", n)
	}
}

func TestMembersAreTrustedByVoice(t *testing.T) {
	b := unlocked(t, "en", nil)
	beta := colleague(t, "Beta", b.clock)
	card(t, beta, b.w.desk.book)
	for _, l := range assets.Languages() {
		b.w.setLanguage(l)
		b.w.show(place{to: atCoalition, part: partMembers})
		b.sees("Beta desk")
		b.sees(b.say("coalition_screen.not_trusted"))
		key := beta.Key()
		words := spokenKey(key, l)
		if len(words) != assets.SpokenBytes {
			t.Fatalf("%d words", len(words))
		}
		b.tap(b.say("actions.trust_key"))
		for _, w := range words {
			b.sees(w)
		}
		b.tap(b.say("coalition_screen.not_yet"))
		if m, _ := b.w.desk.book.Member(key); m.Trusted {
			t.Fatal("trusted although nobody said so")
		}
		b.tap(b.say("actions.trust_key"))
		b.tap(b.say("coalition_screen.they_are_the_same"))
		b.sees(b.say("coalition_screen.now_trusted"))
		if m, ok := b.w.desk.book.Member(key); !ok || !m.Trusted || m.PublicKey != hex.EncodeToString(key[:]) {
			t.Errorf("%s: %+v", l, m)
		}
		b.tap(b.say("coalition_screen.untrust"))
		b.until("the question", func() bool { return len(b.w.win.Canvas().Overlays().List()) > 0 })
		b.tap(b.say("coalition_screen.untrust"))
		b.until("no trust", func() bool { m, _ := b.w.desk.book.Member(key); return !m.Trusted })
	}
}

func TestTheCoalitionIsReachedByKeyboard(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atCoalition})
	s := b.w.shown.(*coalition)
	canvas := b.w.win.Canvas()
	if canvas.Focused() != s.items[s.at] {
		t.Fatalf("the keyboard is on %T", canvas.Focused())
	}
	for range len(coalitionParts) {
		canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s.at != partDuplicates {
		t.Errorf("at %q", s.at)
	}
	b.w.back()
	if s.at == partDuplicates {
		t.Error("back did not lead back")
	}
	test.Tap(s.items[partDisputes])
	b.sees("Nothing is in dispute")
}

func TestReadOnlyCoalitionOnlyShows(t *testing.T) {
	var id model.ID
	dir := notebookDir(t, func(n *notebook.Notebook) {
		o, beta := letters(), colleague(t, "Beta", time.Now())
		record(t, n, o)
		id = o.ID
		hand(t, id, n, beta)
		revise(t, n, id, func(r *model.Observation) { r.Place = "here" })
		revise(t, beta, id, func(r *model.Observation) { r.Place = "there" })
		hand(t, id, beta, n)
		card(t, beta, n)
	})
	b := newBench(t, "en", dir)
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	b.w.show(place{to: atCoalition, part: partDisputes, id: id})
	b.sees("there")
	b.w.show(place{to: atCoalition, part: partMembers})
	b.sees("Key not compared yet")
	for _, word := range []string{"Settle", "Trust this key", "Remove from the list", "Reason"} {
		if slices.ContainsFunc(b.texts(), func(s string) bool { return strings.HasPrefix(s, word) }) {
			t.Errorf("%q is shown although nothing can be written", word)
		}
	}
}

// For the pictures: a parcel that came from Beta, and a record in dispute with her.
var (
	fromBeta  string
	comesHome string
	inDispute model.ID
)

// sentByBeta is a title in her parcel.
const sentByBeta = "No closed box in the visiting wing"

// withBeta gives the notebook of the pictures a colleague who disagrees in one record and sends a parcel with more.
func withBeta(b *bench) {
	id, beta := disputing(b.t, b)
	ours := b.w.desk.book
	befriend(b.t, ours, beta)
	for i, words := range []string{"Monitors refused entry to a closed hearing", "Interpreter present in four of seven hearings attended",
		"Registration of an association refused a third time", "Complaints are collected once a month"} {
		o := letters()
		o.Title, o.Narrative = model.Text{"en": words}, nil
		o.Date = model.Date{From: model.Day(fmt.Sprintf("2024-02-%02d", 3+i)), Precision: model.Exact}
		record(b.t, beta, o)
	}
	revise(b.t, beta, id, func(r *model.Observation) {
		r.Confidentiality, r.Title = model.Coalition, model.Text{"en": sentByBeta}
	})
	fromBeta, inDispute = parcelOf(b.t, beta, notebook.PackOptions{}, ours), id
	comesHome = editedReport(b, id)
}

// editedReport is a report that comes home with a few changes; part of it was taken in already, so that it stands among
// what came in.
func editedReport(b *bench, not model.ID) string {
	ours := b.w.desk.book
	path := drawnReport(b.t, ours)
	page, err := ours.Find(model.Query{Kind: model.KindObservation, Review: model.Approved, Limit: 60})
	if err != nil {
		b.t.Fatal(err)
	}
	edited := 0
	for _, id := range page.IDs {
		v, err := ours.View(id)
		if err != nil {
			b.t.Fatal(err)
		}
		o := v.Record.(*model.Observation)
		if title := o.Title["en"]; title != "" && o.Language == "en" && id != not && !v.Disputed() && o.Confidentiality == model.Coalition && edited < 3 && editsCell(b.t, path, title, title+", as the file shows") {
			if edited++; edited == 2 {
				revise(b.t, ours, id, func(r *model.Observation) { r.Title = model.Text{"en": title + " (checked)"} })
			}
		}
	}
	if edited == 0 {
		b.t.Fatal("the sample has no observation to edit")
	}
	v, err := ours.View(page.IDs[0])
	if err != nil {
		b.t.Fatal(err)
	}
	next := *v.Record.(*model.Observation)
	next.Place = "Aral"
	if _, err := ours.TakeHome(context.Background(), []notebook.Change{{Seen: v, Next: &next}}, notebook.Homecoming{File: [32]byte{1}, Name: "report-2024.xlsx", Drawn: "2024-12-20",
		Count: map[model.Outcome]int{model.MergedJoined: 1, model.MergedSame: 138}}, notebook.Steps{}); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// The words of keys beside the page are read after the page is shown: what is beyond the window can be scrolled to then.
func TestTheWordsOfKeysCanBeScrolledTo(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.win.Resize(fyne.NewSize(1280, 440))
	b.w.show(place{to: atCoalition})
	b.settled()
	b.sees(b.say("coalition_screen.read_aloud"))
	scrolls := false
	for _, root := range b.roots() {
		walk(root, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
			if fmt.Sprintf("%T", o) == "*parts.scrollBar" && o.Visible() && at.X > 110 && at.X < 380 {
				scrolls = true
			}
		})
	}
	if !scrolls {
		t.Error("the list of parts is higher than the window, and has no bar to scroll it by")
	}
}
