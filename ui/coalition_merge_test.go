package ui

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// parcelOf packs all that a notebook shares, closed for others, into a file.
func parcelOf(t *testing.T, from *notebook.Notebook, o notebook.PackOptions, to ...*notebook.Notebook) string {
	t.Helper()
	var locks []seal.Lock
	for _, n := range to {
		lock, err := seal.ParseLock(n.Card().Recipient)
		if err != nil {
			t.Fatal(err)
		}
		locks = append(locks, lock)
	}
	return parcelFor(t, from, o, seal.ForMembers(locks...))
}

func parcelFor(t *testing.T, from *notebook.Notebook, o notebook.PackOptions, to seal.Recipients) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := from.Pack(context.Background(), &b, to, o); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), from.Me().Organisation+".parcel")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// besideBeta opens the window on a notebook beside which another one stands; each trusts the other.
func besideBeta(t *testing.T, language string) (b *bench, ours, beta *notebook.Notebook) {
	t.Helper()
	b = unlocked(t, language, nil)
	ours, beta = b.w.desk.book, colleague(t, "Beta", b.clock)
	befriend(t, ours, beta)
	return b, ours, beta
}

// befriend lets each notebook know and trust the others.
func befriend(t *testing.T, all ...*notebook.Notebook) {
	t.Helper()
	for _, n := range all {
		for _, other := range all {
			if n == other {
				continue
			}
			if _, err := n.AddMember(other.Card()); err != nil {
				t.Fatal(err)
			}
			if _, err := n.Trust(other.Key(), true); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// dropOn drops files on the window.
func (b *bench) dropOn(paths ...string) {
	var uris []fyne.URI
	for _, p := range paths {
		uris = append(uris, storage.NewFileURI(p))
	}
	b.w.drop(fyne.NewPos(600, 400), uris)
}

// take merges a parcel into a notebook without the window.
func takeIn(t *testing.T, n *notebook.Notebook, path string) model.Merge {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := n.OpenParcel(bytes.NewReader(data), int64(len(data)), n.Opener())
	if err != nil {
		t.Fatal(err)
	}
	m, err := n.Merge(context.Background(), p, notebook.MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestThreeNotebooksMeetThroughTheWindow(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours, beta, gamma := b.w.desk.book, colleague(t, "Beta", b.clock), colleague(t, "Gamma", b.clock)
	befriend(t, ours, beta, gamma)
	o := letters()
	record(t, ours, o)
	for _, n := range []*notebook.Notebook{beta, gamma} {
		if m := takeIn(t, n, parcelOf(t, ours, notebook.PackOptions{}, n)); m.Count[model.MergedNew] != 1 {
			t.Fatalf("%+v", m.Count)
		}
	}
	revise(t, ours, o.ID, func(r *model.Observation) { r.Title = model.Text{"en": "Wording of Alpha"} })
	revise(t, beta, o.ID, func(r *model.Observation) { r.Title = model.Text{"en": "Wording of Beta"} })
	revise(t, gamma, o.ID, func(r *model.Observation) { r.Place = "Dolinka" })
	mine := letters()
	mine.Title = model.Text{"en": "Only Gamma saw this"}
	record(t, gamma, mine)

	// Both files are dropped on whatever part of the screen is shown; nothing is written before it is asked for.
	b.w.show(place{to: atCoalition, part: partMembers})
	before := ours.Digest()
	b.dropOn(parcelOf(t, beta, notebook.PackOptions{}, ours), parcelOf(t, gamma, notebook.PackOptions{}, ours))
	b.sees("2 parcels")
	b.sees("Merge 2 parcels")
	b.sees("Disputed: 1")
	b.sees("New: 1 · Joined: 1 · Same")
	m := b.w.shown.(*coalition).made[partMerge].(*merging)
	m.rows.OnOpen(1)
	b.sees("Signed by Gamma: trusted")
	b.sees("Only Gamma saw this")
	b.sees("nothing is written until you say so")
	b.tap("All parcels")
	if ours.Digest() != before {
		t.Fatal("looking at a parcel wrote something")
	}
	b.tap("Merge 2 parcels")
	b.sees("Settle disputes (1)")
	one(t, ours, "Only Gamma saw this")
	if v, _ := ours.View(o.ID); len(v.Disputes) != 1 || v.Record.(*model.Observation).Place != "Dolinka" {
		t.Errorf("%v", v.Disputes)
	}
	b.tap("Settle disputes (1)")
	list := b.w.shown.(*coalition).made[partDisputes].(*disputes)
	b.until("the dispute", func() bool { return len(list.ids) == 1 })
	list.rows.list.OnOpen(0)
	b.sees("Wording of Beta")
	b.disputeRows()["Title"].OnDecided(parts.TakeTheirs)
	list.shown.reason.SetText("closer to what was seen")
	b.tap("Settle")
	b.sees("Nothing is open in this record any more.")

	// What was settled goes back in a parcel, and all three hold the same.
	for _, n := range []*notebook.Notebook{beta, gamma} {
		takeIn(t, n, parcelOf(t, ours, notebook.PackOptions{}, n))
		if n.Digest() != ours.Digest() {
			t.Error("the same records, another digest")
		}
	}
}

func TestTheSameParcelTwiceBringsNothing(t *testing.T) {
	b, ours, beta := besideBeta(t, "ru")
	record(t, beta, letters())
	path := parcelOf(t, beta, notebook.PackOptions{}, ours)
	b.w.show(place{to: atCoalition})
	b.dropOn(path)
	b.tap(b.say("coalition_screen.merge_n", "records", "1 запись"))
	b.tap(b.say("states.done"))
	b.sees(b.say("coalition_screen.merged_whole"))
	b.dropOn(path)
	b.sees(b.say("coalition_screen.merged_before"))
	b.sees(b.say("coalition_screen.all_here"))
	if b.shows("1 запись") {
		t.Error("it is offered to be merged again")
	}
	b.tap(b.say("coalition_screen.put_away"))
	b.sees(b.say("coalition_screen.came_in"))
}

func TestAnUnknownSignerIsOnlyPreviewed(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours, beta := b.w.desk.book, colleague(t, "Beta", b.clock)
	record(t, beta, letters())
	path := parcelOf(t, beta, notebook.PackOptions{}, ours)
	b.w.show(place{to: atCoalition})
	b.dropOn(path)
	b.sees("The signing key is not trusted here")
	b.sees("No closed box for complaints")
	for _, w := range spokenKey(beta.Key(), "en") {
		b.sees(w)
	}
	if slices.ContainsFunc(b.texts(), func(s string) bool { return strings.HasPrefix(s, "Merge 1") }) {
		t.Error("a stranger's parcel can be merged")
	}
	b.tap("Trust this key")
	b.sees("Compare the key of Beta desk")
	b.tap("All eight are the same: trust it")
	b.sees("Signed by Beta: trusted")
	b.tap("Merge 1 record")
	b.sees("Merged")
	if m, ok := ours.Member(beta.Key()); !ok || !m.Trusted {
		t.Error("the key is not trusted")
	}
	if _, err := ours.LockOf(beta.Key()); err != nil {
		t.Errorf("no parcel can be packed for them: %v", err)
	}
}

func TestAStrangersParcelIsTakenInAsUnverifiedAndBack(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours, beta := b.w.desk.book, colleague(t, "Beta", b.clock)
	o := letters()
	record(t, beta, o)
	before := ours.Digest()
	b.w.show(place{to: atCoalition})
	b.dropOn(parcelOf(t, beta, notebook.PackOptions{}, ours))
	b.tap("Take in as unverified")
	b.sees("Take it in without knowing who signed it?")
	b.tap("Take in as unverified")
	b.tap("Merge 1 record")
	b.sees("marked as unverified")
	v, err := ours.View(o.ID)
	if err != nil || ours.Verified(v) {
		t.Fatalf("verified: %v", err)
	}
	b.tap("Done")
	b.sees("Signer was not trusted")
	b.sees("New: 1")
	b.tap("Take back as a whole")
	b.sees("Take back what came from Beta · Beta desk?")
	b.tap("Take back as a whole")
	b.sees("Taken back ")
	if ours.Digest() != before || ours.KindOf(o.ID) != "" {
		t.Error("not all of it was taken back")
	}
}

func TestAParcelsPassphraseIsAskedForUntilItFits(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	record(t, beta, letters())
	pass, err := seal.Passphrase([]byte("harbour linen crane"))
	if err != nil {
		t.Fatal(err)
	}
	b.w.show(place{to: atCoalition})
	path := parcelFor(t, beta, notebook.PackOptions{}, seal.ForPassphrase(pass))
	b.dropOn(path)
	b.sees("closed with a passphrase of its own")
	m := b.w.shown.(*coalition).made[partMerge].(*merging)
	m.pass.Entry.SetText("something else")
	b.tap("Open")
	b.sees("This passphrase does not open it.")
	giveBack := seal.TakeTurn() // while another key is derived, it waits, and is put away at once
	m.pass.Entry.SetText("harbour linen crane")
	b.tap("Open")
	b.sees("Opening the parcel")
	b.tap("Put away")
	b.until("the end of its opening", func() bool { return !m.in.working && len(m.in.files) == 0 })
	giveBack()
	b.dropOn(path)
	b.sees("closed with a passphrase of its own")
	m.pass.Entry.SetText("harbour linen crane")
	m.pass.Entry.OnSubmitted(m.pass.Text())
	b.tap("Merge 1 record")
	b.sees("Merged")
	one(t, ours, "No closed box for complaints")
}

func TestWhatIsNoParcelIsRefusedWithTheReason(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	record(t, beta, letters())
	good := parcelOf(t, beta, notebook.PackOptions{}, ours)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.parcel")
	os.WriteFile(cut, data[:len(data)-9], 0o600)
	others := parcelOf(t, beta, notebook.PackOptions{}, colleague(t, "Gamma", b.clock))
	digest := ours.Digest()
	b.w.show(place{to: atCoalition})
	for path, words := range map[string]string{cut: "it was damaged, cut or changed on the way", others: "it is closed for other members",
		filepath.Join(t.TempDir(), "gone.parcel"): "It is not there any more"} {
		b.dropOn(path)
		b.sees(words)
		b.sees("The notebook is as it was.")
		b.tap("Put away")
	}
	// Among good ones a bad one stops nothing.
	b.dropOn(cut, good)
	b.tap("Merge 1 parcel")
	b.sees("Merged")
	if ours.Digest() == digest {
		t.Error("the good one was not merged")
	}
	b.tap("Done")
	b.sees("Drop parcels here")
}

func TestTheInboxStaysWhileOneLooksElsewhere(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	record(t, beta, letters())
	b.w.show(place{to: atCoalition})
	b.dropOn(parcelOf(t, beta, notebook.PackOptions{}, ours))
	b.sees("Merge 1 record")
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.sees("No observations yet")
	b.w.setLanguage("kk")
	b.w.back()
	b.sees(b.say("coalition_screen.merge_n", "records", "1 жазба"))
	file := b.w.desk.inbox.files[0].file
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	if _, err := file.Stat(); err == nil {
		t.Error("the parcel stays open when the notebook is locked")
	}
}

func TestAParcelIsPackedSeenBeforehandAndRead(t *testing.T) {
	var sealed *model.Observation
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		record(t, n, letters())
		sealed = letters()
		sealed.Title, sealed.Confidentiality = model.Text{"en": "Stays in the organisation"}, model.Organisation
		record(t, n, sealed)
	})
	ours, beta := b.w.desk.book, colleague(t, "Beta", b.clock)
	b.w.show(place{to: atCoalition, part: partPack})
	b.sees("No member to pack for yet")
	b.sees(b.say("coalition_screen.first_trusted"))
	befriend(t, ours, beta)
	b.sees("Beta desk")
	p := b.w.shown.(*coalition).made[partPack].(*packing)
	if !p.act.Disabled() {
		t.Error("one may go on without anybody chosen")
	}
	b.sees(b.say("coalition_screen.first_member"))
	b.tap("Beta desk")
	b.tap("Next")
	b.sees("for colleagues of other organisations")
	b.tap("See what leaves")
	b.sees("What leaves, to whom")
	b.sees("Its confidentiality does not reach so far")
	if p.seen.Records[model.KindObservation] != 1 || p.seen.Stays[model.StaysCircle] == 0 {
		t.Fatalf("%+v", p.seen)
	}
	path := filepath.Join(t.TempDir(), "for-beta")
	p.target(path)
	b.sees("The parcel is ready")
	b.sees("for-beta.parcel")
	if m := takeIn(t, beta, path+".parcel"); m.Count[model.MergedNew] != 1 || beta.KindOf(sealed.ID) != "" {
		t.Errorf("%+v", m.Count)
	}
	// The next one may bring only what is new.
	two := letters()
	two.Title = model.Text{"en": "Seen later"}
	record(t, ours, two)
	b.until("the list of parcels", func() bool { return len(p.past) == 1 })
	b.tap("Pack another parcel")
	b.tap("Next")
	if !p.past[0].Whole {
		t.Fatalf("%+v", p.past)
	}
	p.ask.since = p.past[0].Digest
	b.tap("See what leaves")
	b.until("to look", func() bool { return p.step == packLeaves })
	if p.seen.Records[model.KindObservation] != 1 {
		t.Errorf("%+v", p.seen.Records)
	}
	p.target(path)
	b.sees("Replace the file?")
	b.tap("Replace")
	b.until("the second parcel", func() bool { return p.step == packFile && p.made.Records == 1 })
	if m := takeIn(t, beta, path+".parcel"); m.Count[model.MergedNew] != 1 || m.Count[model.MergedSame] != 0 {
		t.Errorf("%+v", m.Count)
	}
	if beta.Digest() != ours.Digest() {
		t.Error("they do not hold the same")
	}
}

func TestAFreshCopyUnderAPassphrase(t *testing.T) {
	b := unlocked(t, "ar", func(n *notebook.Notebook) {
		o := letters()
		o.Confidentiality = model.Public
		o.Review = model.Approved
		record(t, n, o)
		revise(t, n, o.ID, func(r *model.Observation) { r.Title = model.Text{"en": "What it says now"} })
	})
	beta := colleague(t, "Beta", b.clock)
	b.w.show(place{to: atCoalition, part: partPack})
	p := b.w.shown.(*coalition).made[partPack].(*packing)
	b.tap(b.say("coalition_screen.to_passphrase"))
	p.pass.Entry.SetText("12345")
	b.sees(b.say("unlock.weak"))
	if !p.act.Disabled() {
		t.Error("a weak passphrase is taken")
	}
	p.pass.Entry.SetText(testPass)
	b.until("the estimate", func() bool { return p.judged.enough() })
	p.again.Entry.SetText(testPass)
	b.tap(b.say("actions.next"))
	b.tap(b.say("coalition_screen.fresh_copy"))
	b.tap(b.say("coalition_screen.pack_look"))
	b.sees(b.say("coalition_screen.what_leaves"))
	path := filepath.Join(t.TempDir(), "fresh.parcel")
	p.target(path)
	b.sees(b.say("coalition_screen.packed_done"))
	b.sees(b.say("coalition_screen.pass_other_way"))
	if p.ask.pass != "" {
		t.Error("the passphrase is still known")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	pass, _ := seal.Passphrase([]byte(testPass))
	r, err := beta.OpenParcel(f, info.Size(), seal.ByPassphrase(pass))
	if err != nil || !r.Header().Fresh {
		t.Fatalf("%v", err)
	}
	for it, err := range r.Revisions() {
		if o, ok := it.Record.(*model.Observation); err != nil || ok && o.Title["en"] != "What it says now" {
			t.Errorf("%v %+v", err, it.Record)
		}
	}
}

func TestCardsAreSavedAndAdded(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours, beta := b.w.desk.book, colleague(t, "Beta", b.clock)
	b.w.show(place{to: atCoalition, part: partMembers})
	b.sees("Nobody else yet")
	folder := t.TempDir()
	b.tap("Save my own card")
	b.until("the chooser", func() bool { return len(b.entries()) > 0 && b.entries()[0].Text() != "" })
	b.entries()[0].SetText(filepath.Join(folder, "alpha.json"))
	b.tap("Save")
	b.sees("Your card is saved.")
	if c, err := readCard(filepath.Join(folder, "alpha.json")); err != nil || c.Key != ours.Key() {
		t.Fatalf("%+v %v", c, err)
	}
	card, err := beta.MyCard()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "beta.json")
	os.WriteFile(path, bytes.Replace(card, []byte("Beta desk"), []byte("Bela desk"), 1), 0o600)
	p := b.w.shown.(*coalition).made[partMembers].(*members)
	p.addFrom(path)
	b.sees("This file is no member’s card")
	b.tap("Close")
	if _, ok := ours.Member(beta.Key()); ok {
		t.Fatal("a changed card was taken")
	}
	os.WriteFile(path, card, 0o600)
	p.addFrom(path)
	b.sees("Compare the key of Beta desk")
	b.tap("All eight are the same: trust it")
	b.until("trust", func() bool { m, ok := ours.Member(beta.Key()); return ok && m.Trusted })
}

// unseen shows no copy that is kept before a merge.
func unseen(func()) func(done, total int) { return nil }

func TestAMergeIsStoppedAndGoneOnWith(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	for range 3 {
		record(t, beta, letters())
	}
	f := &incoming{path: parcelOf(t, beta, notebook.PackOptions{}, ours)}
	f.look(context.Background(), ours, nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := mergeAll(ctx, ours, []*incoming{f}, func(int) {}, func(int, int) {}, unseen); err == nil || f.state != inStopped {
		t.Fatalf("%v, state %v", err, f.state)
	}
	b.w.show(place{to: atCoalition})
	m := b.w.shown.(*coalition).made[partMerge].(*merging)
	m.in.files, m.ended, m.endAs, m.done = []*incoming{f}, []*incoming{f}, []inboxState{f.state}, true
	m.show()
	b.sees("Stopped")
	b.sees("What was merged until then is whole.")
	f.state = inWaiting
	b.tap("Done")
	m.in.work(b.w.desk)
	b.tap("Merge 3 records")
	b.sees("Merged")
}
