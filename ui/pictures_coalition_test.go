package ui

import (
	"errors"
	"path/filepath"
	"slices"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/parcel"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// Other states of the coalition, of the doors, of safety and of what is dropped; see pictures_states_test.go.

// part shows a part of the coalition as if it had just been opened.
func (b *bench) part(name string) coalitionPart {
	b.atSafety()
	b.w.show(place{to: atCoalition, part: name})
	b.settled()
	return b.w.shown.(*coalition).made[name]
}

// inboxOf puts parcels into the inbox of merging.
func (b *bench) inboxOf(files ...*incoming) *merging {
	b.w.desk.inbox.close()
	b.w.desk.inbox.home, b.w.desk.inbox.homes = nil, nil
	m := b.part(partMerge).(*merging)
	m.in.files, m.in.working, m.chosen, m.done = files, false, nil, false
	m.show()
	b.settled()
	return m
}

// arrived are parcels as they stand when several were dropped at once.
func arrived() []*incoming {
	count := func(fresh, joined, same, disputed int) map[model.Outcome]int {
		return map[model.Outcome]int{model.MergedNew: fresh, model.MergedJoined: joined, model.MergedSame: same, model.MergedDisputed: disputed}
	}
	from := func(name string, s model.Standing) model.Signer { return model.Signer{Organisation: name, Standing: s} }
	return []*incoming{
		{name: "org04-2025-01-30.parcel", size: 4_300_000, state: inPreviewed, preview: model.Merge{From: from("Org. 04", model.StandingTrusted), Count: count(41, 12, 310, 2)}},
		{name: "org07-2025-01-31.parcel", size: 912_000, state: inPreviewed, preview: model.Merge{From: from("Org. 07", model.StandingTrusted), Count: count(9, 0, 120, 0)}},
		{name: "org11-2025-02-01.parcel", size: 77_000, state: inPreviewed, preview: model.Merge{From: from("Org. 11", model.StandingUnknown), Refused: string(parcel.UnknownSigner)}},
		{name: "friends.parcel", size: 52_000, state: inLocked},
		{name: "photo-of-parcel.parcel", size: 230_000, state: inRefused, reason: parcel.Altered},
	}
}

// coalitionStates are states of the coalition.
var coalitionStates = []picture{
	{"members-empty", func(b *bench) {
		p := b.part(partMembers).(*members)
		all, err := readMembers(p.d.book)
		if err != nil {
			b.t.Fatal(err)
		}
		p.show(all[:1])
	}},
	{"members-unread", func(b *bench) { b.part(partMembers).(*members).unread(notebook.ErrDamaged) }},
	{"members-compare", func(b *bench) {
		p := b.part(partMembers).(*members)
		showKeyWords(p.d, "Org. 04", p.d.book.Key(), p.k.T("coalition_screen.they_are_the_same"), func() {})
	}},
	{"pack-loading", func(b *bench) {
		p := b.part(partPack).(*packing)
		p.read = false
		p.goTo(packWho)
	}},
	{"pack-unread", func(b *bench) {
		p := b.part(partPack).(*packing)
		p.unread = notebook.ErrDamaged
		p.goTo(packWho)
	}},
	{"pack-nobody", func(b *bench) {
		p := b.part(partPack).(*packing)
		p.members = nil
		p.goTo(packWho)
	}},
	{"pack-passphrase", func(b *bench) {
		p := b.part(partPack).(*packing)
		p.ask.byPassphrase = true
		p.goTo(packWho)
		p.pass.Entry.SetText(testPass)
		b.settled()
	}},
	{"pack-file", func(b *bench) {
		p := b.part(partPack).(*packing)
		p.made = &pastPack{Name: "2025-02-03.parcel", To: "Beta", Reach: "coalition", Records: 434, Files: 16, Size: 51_200, SHA256: "3f9a07d1c2105be8774a90de11f06c5ab2e4d8837c1f9e60a5b3c7d2e8f4a1b0",
			path: filepath.Join(documents(), "2025-02-03.parcel")}
		p.goTo(packFile)
	}},
	{"merge-many", func(b *bench) { b.inboxOf(arrived()...) }},
	{"merge-locked", func(b *bench) {
		b.inboxOf(&incoming{name: "friends.parcel", size: 52_000, state: inLocked, wrong: true})
	}},
	{"merge-signer", func(b *bench) {
		b.inboxOf(&incoming{name: "org11-2025-02-01.parcel", size: 77_000, state: inPreviewed, preview: model.Merge{Refused: string(parcel.UnknownSigner),
			From:          model.Signer{Organisation: "Org. 11", Standing: model.StandingUnknown, Key: b.w.desk.book.Key()},
			Organisations: []model.MergedBy{{Organisation: "Org. 11", Count: map[model.Outcome]int{model.MergedNew: 18, model.MergedSame: 6}}}}})
	}},
	{"merge-done", func(b *bench) {
		m := b.inboxOf()
		got := arrived()[0]
		got.state, got.result = inMerged, got.preview
		for i := range byte(2) {
			got.result.Records = append(got.result.Records, model.MergedRecord{ID: model.ID{i + 1}, Outcome: model.MergedDisputed})
		}
		m.done, m.ended, m.endAs = true, []*incoming{got}, []inboxState{got.state}
		m.show()
	}},
	{"came-in-none", func(b *bench) {
		m := b.inboxOf()
		m.past = nil
		m.show()
	}},
	{"table-refused", func(b *bench) {
		b.part(partMerge)
		b.dropOn(asTable(b.t, "notes.csv", "colour;shape\nred;round\n"))
		b.settled()
	}},
	{"disputes", func(b *bench) { b.part(partDisputes) }},
	{"disputes-unread", func(b *bench) {
		p := b.part(partDisputes).(*disputes)
		p.read = false
		p.rows.show(0, nil)
		p.unread(notebook.ErrDamaged)
	}},
	{"dispute-loading", func(b *bench) {
		b.part(partDisputes)
		b.w.show(place{to: atCoalition, part: partDisputes, id: inDispute})
	}},
	{"dispute-unread", func(b *bench) {
		p := b.part(partDisputes).(*disputes)
		p.turn(place{id: inDispute})
		b.settled()
		p.shown.foot.Objects = nil
		p.shown.unread(notebook.ErrDamaged)
	}},
	{"duplicates-loading", func(b *bench) {
		p := b.part(partDuplicates).(*duplicates)
		p.likely, p.looked = nil, false
		p.looking = parts.NewProgress(p.k, p.k.T("coalition_screen.looking_for_pairs"), p.k.T("window.nothing_half_written"), func() {})
		p.showList()
		p.looking.Set(34_000, 100_000)
	}},
	{"duplicates-none", func(b *bench) {
		p := b.part(partDuplicates).(*duplicates)
		p.likely, p.looked = nil, true
		p.showList()
	}},
	{"duplicates-unread", func(b *bench) {
		p := b.part(partDuplicates).(*duplicates)
		p.likely, p.unread = nil, notebook.ErrDamaged
		p.showList()
	}},
	{"duplicates-pair", func(b *bench) {
		p := b.part(partDuplicates).(*duplicates)
		if len(p.likely) == 0 {
			b.t.Fatal("the sample has no pair")
		}
		p.open(0)
		b.settled()
	}},
}

// moreDoors are states of what stands before the passphrase.
var moreDoors = []picture{
	{"try", func(b *bench) { b.w.unlock.choose(tabTry) }},
	{"unlock-no-parts", func(b *bench) { b.w.unlock.choose(tabOpen); b.w.unlock.tellNoParts() }},
	{"unlock-in-use", func(b *bench) {
		b.w.unlock.choose(tabOpen)
		b.w.fail(b.say("unlock.not_opened"), notebook.ErrInUse)
	}},
	{"unlock-damaged", func(b *bench) {
		b.w.unlock.choose(tabOpen)
		b.w.unlock.offerRescue(&notebook.Rescue{Snapshot: notebook.Snapshot{At: b.clock.AddDate(0, 0, -1)}, Records: 2_418}, "", nil)
	}},
	{"lost-wrong", func(b *bench) {
		u := b.w.unlock
		u.quorum, u.folder = seal.Quorum{Needed: 2, Given: 3}, filepath.Join(documents(), "KZ21")
		u.choose(tabLost)
		u.folder = ""
		for _, p := range u.parts {
			p.Entry.SetText("45GJ-3GJ3-RN6F-1EC8-62J3-CVVN-13EE-2J03-PVHK-1PAH-TS88-41BF-PCRG-1SZG")
		}
		u.refuseParts(seal.ErrParts)
	}},
	{"restore-refused", func(b *bench) {
		u := b.w.unlock
		u.backup = filepath.Join(documents(), "plumbline-2025-01-30.backup")
		u.choose(tabRestore)
		u.backup = ""
		u.pass.Entry.SetText(testPass)
		u.notRestored(notebook.ErrDamaged)
	}},
	{"restore-nothing", func(b *bench) { b.w.unlock.choose(tabRestore); b.w.unlock.restore("", "") }},
	{"creating", func(b *bench) {
		u := b.w.unlock
		u.choose(tabCreate)
		u.pass.Entry.SetText(testPass)
		u.again.Entry.SetText(testPass)
		b.settled()
		u.busy(true, b.say("unlock.creating"))
		u.working = false
		b.underWay("unlock.making", 1, 3)
	}},
	{"drop-locked", func(b *bench) { b.w.unlock.choose(tabOpen); b.w.say(b.say("drop.locked")) }},
}

// underWay shows the sheet of long work.
func (b *bench) underWay(key string, done, total int) {
	p := newProgress(b.w, b.w.lookNow(), b.say(key))
	p.step(done, total)
	p.show()
	b.w.sheets = 0 // it is taken away with the picture
}

// safetyStates are states of safety, of help, and of what is dropped.
var safetyStates = []picture{
	{"safety-checking", func(b *bench) { b.atSafety(); b.underWay("safety_screen.checking", 1_400, 2_418) }},
	{"safety-damage", func(b *bench) {
		s := b.atSafety()
		s.state.checked = &checked{At: b.clock, Deep: true, Records: 2_418, Files: 611, Faults: 3}
		s.page.SetContent(s.body())
		s.tellFaults(&notebook.Report{Records: 2_418, Readable: 2_416, Faults: []notebook.Fault{{Kind: notebook.FaultRevision, Record: inDispute},
			{Kind: notebook.FaultFile, Record: inDispute}, {Kind: notebook.FaultFile, Record: edited(b)}}})
	}},
	{"safety-sound", func(b *bench) { // all that safety can say of a notebook that is kept well, and of a part that nobody has yet
		s := b.atSafety()
		s.state.checked = &checked{At: b.clock, Deep: true, Records: 2_418, Files: 611}
		s.state.backups = []notebook.BackupNote{{At: b.clock.AddDate(0, 0, -4), Path: filepath.Join(documents(), "plumbline-2025-01-30.backup")}}
		s.state.parted, s.state.recovery = true, notebook.Recovery{Quorum: seal.Quorum{Needed: 2, Given: 3}, Made: b.clock.AddDate(0, 0, -9), Handed: []int{1, 2}}
		s.page.SetContent(s.body())
	}},
	{"safety-backup-full", func(b *bench) { b.w.desk.fail(b.atSafety().d.look.T("safety_screen.not_backed_up"), notebook.ErrFull) }},
	{"safety-copies", func(b *bench) {
		s := b.atSafety()
		s.state.backups = []notebook.BackupNote{{At: b.clock.AddDate(0, 0, -4), Path: filepath.Join(documents(), "plumbline-2025-01-30.backup")}}
		s.listCopies()
	}},
	{"safety-restore", func(b *bench) { b.atSafety().restore() }},
	{"licences", func(b *bench) { s := b.atSafety(); showAbout(s.w.win.Canvas(), s.d.look, s.w.start.Version) }},
	{"help-nothing", func(b *bench) {
		b.w.show(place{to: atPlan})
		b.settled()
		b.w.helpOn(0)
		b.w.help.search.SetText("zzzz")
	}},
	{"drop-asks", func(b *bench) {
		b.w.show(place{to: atPlan, code: "KZ21-9.1"})
		b.settled()
		b.w.shown.(*planScreen).takeEvidence([]string{"gate.jpg", "letter.pdf"})
	}},
	{"drop-not-taken", func(b *bench) { b.atSafety(); b.w.said = nil; b.w.notTaken() }},
	{"drop-not-attached", func(b *bench) {
		b.atSafety()
		b.w.desk.tellNotAttached([]string{"gate.jpg", "empty.pdf", "film.mov"}, []error{notebook.ErrFull, errEmptyFile, errors.New("the cable was pulled")})
	}},
}

// moreReadOnly are screens of a notebook in which nothing can be written.
var moreReadOnly = []picture{
	{"members-read-only", func(b *bench) { b.part(partMembers) }},
	{"merge-read-only", func(b *bench) { b.inboxOf(slices.Clone(arrived())[0]) }},
	{"duplicates-read-only", func(b *bench) {
		p := b.part(partDuplicates).(*duplicates)
		if len(p.likely) > 0 {
			p.open(0)
		}
		b.settled()
	}},
}
