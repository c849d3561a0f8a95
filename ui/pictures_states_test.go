package ui

import (
	"os"
	"path/filepath"
	"slices"
	"time"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
)

// Other states of the screens of pictures_test.go: empty, being read, many, failed, done, and where nothing can be written.
// What holds for every screen (room, contrast, keyboard) is tested on the screens alone.

// doors are what stands before the passphrase.
var doors = []picture{
	{"create", func(b *bench) {
		b.w.unlock.choose(tabCreate)
		b.w.unlock.pass.Entry.SetText(testPass)
		b.w.unlock.again.Entry.SetText("wrinkle canopy")
		b.settled()
	}},
	{"unlock", func(b *bench) { b.w.unlock.choose(tabOpen) }},
	{"restore", func(b *bench) { b.w.unlock.choose(tabRestore) }},
	{"lost", func(b *bench) {
		b.w.unlock.quorum, b.w.unlock.folder = seal.Quorum{Needed: 2, Given: 3}, filepath.Join(documents(), "KZ21")
		b.w.unlock.choose(tabLost)
		b.w.unlock.folder = ""
	}},
	{"lost-backup", func(b *bench) {
		b.w.unlock.backup = filepath.Join(documents(), "plumbline-2025-01-30.backup")
		b.w.unlock.choose(tabLostBackup)
		b.w.unlock.backup = ""
	}},
}

// doorStates are other states of them.
var doorStates = []picture{
	{"unlock-wrong", func(b *bench) {
		u := b.w.unlock
		u.folder = filepath.Join(documents(), "KZ21")
		u.choose(tabOpen)
		u.folder = ""
		u.pass.Entry.SetText("wrinkle canopy")
		u.refuse("passphrase", b.say("trouble.wrong_passphrase_next"))
	}},
	{"unlock-opening", func(b *bench) {
		u := b.w.unlock
		u.folder = filepath.Join(documents(), "KZ21")
		u.choose(tabOpen)
		u.folder = ""
		u.pass.Entry.SetText(testPass)
		u.busy(true, b.say("unlock.opening"))
		u.working = false
	}},
}

var states = slices.Concat(otherStates, recordStates, coalitionStates, safetyStates, helpPages(), closing)

// helpPages are the ten things people do, but for the one that is painted as a screen.
func helpPages() (list []picture) {
	for i, t := range helpTopics {
		if t.code == "commitment" {
			continue
		}
		list = append(list, picture{"help-" + t.code, func(b *bench) {
			b.w.show(place{to: atPlan, code: "KZ21-9.1"})
			b.settled()
			b.w.helpOn(i)
		}})
	}
	return list
}

var otherStates = []picture{
	{"report-scope", func(b *bench) { b.atReport().goTo(stepScope); b.settled() }},
	{"unread", func(b *bench) { // what could not be read says so in its own place
		b.w.show(place{to: atPlan, code: "KZ21-9.1"})
		b.settled()
		b.w.shown.(*planScreen).shown.(*commitmentPage).rows.fail(notebook.ErrDamaged)
	}},
	{"safety-unread", func(b *bench) {
		s := b.atSafety()
		s.unread, s.state = notebook.ErrDamaged, safetyState{}
		s.page.SetContent(s.body())
	}},
	{"commitment-loading", func(b *bench) {
		b.w.show(place{to: atPlan, code: "KZ21-9.1"})
		b.settled()
		b.w.shown.(*planScreen).shown.(*commitmentPage).fresh(nil)
	}},
	{"plan-nothing", func(b *bench) {
		b.w.show(place{to: atPlan})
		b.settled()
		b.w.shown.(*planScreen).filter.SetText("zzzz")
		b.settled()
	}},
	{"observe-loading", func(b *bench) { b.w.show(place{to: atObserve, id: edited(b)}) }},
	{"observe-faults", func(b *bench) {
		b.w.show(place{to: atOverview})
		b.settled()
		o := b.forms(place{code: "KZ21-9.1"})
		b.settled()
		o.save()
		b.settled()
	}},
	{"overview-loading", func(b *bench) { b.w.show(place{to: atOverview}) }},
	{"overview-unread", func(b *bench) {
		b.w.show(place{to: atOverview})
		b.settled()
		o := b.w.shown.(*overview)
		o.say(o.d.trouble("overview_screen.not_read", notebook.ErrDamaged, o.read))
	}},
	{"disputes-none", func(b *bench) {
		b.w.show(place{to: atCoalition, part: partDisputes})
		b.settled()
		p := b.w.shown.(*coalition).made[partDisputes].(*disputes)
		p.ids = nil
		p.showList()
		b.settled()
	}},
	{"members-loading", func(b *bench) { b.w.show(place{to: atCoalition, part: partMembers}) }},
	{"merge-opening", func(b *bench) {
		b.severalParcels()
		in := b.w.desk.inbox
		in.working, in.files[2].stop, in.files[2].size, in.files[2].read = true, func() {}, 48<<20, 31<<20
		b.w.shown.(*coalition).made[partMerge].(*merging).show()
	}},
	{"merge-stopped", func(b *bench) {
		m := b.severalParcels()
		m.done, m.ended, m.endAs = true, m.in.files, []inboxState{inMerged, inMerged, inStopped, inPreviewed}
		for i, f := range m.ended {
			f.result = f.preview
			if m.endAs[i] == inStopped {
				f.result.Count = map[model.Outcome]int{model.MergedNew: 44, model.MergedSame: 102}
			}
		}
		m.show()
	}},
	{"merge-refused", func(b *bench) {
		b.severalParcels().in.files = nil
		b.w.desk.inbox.close()
		b.w.show(place{to: atCoalition, part: partMerge})
		b.settled()
		b.dropOn(cutShort(b, fromBeta))
		b.settled()
	}},
	{"report-earlier", func(b *bench) { b.atReport().showEarlier(); b.settled() }},
	{"safety-loading", func(b *bench) {
		s := b.atSafety()
		s.state = safetyState{}
		s.page.SetContent(s.body())
	}},
	{"none-yet", func(b *bench) { b.w.show(place{to: atPlan, code: emptyCommitment(b)}); b.settled() }},
	{"find-many", func(b *bench) { b.w.show(place{to: atFind, find: &search{}}); b.settled() }},
	{"find-loading", func(b *bench) {
		b.w.show(place{to: atOverview})
		b.settled()
		b.w.show(place{to: atFind, find: &search{Words: "шағым"}})
	}},
	{"find-unread", func(b *bench) {
		b.w.show(place{to: atFind, find: &search{}})
		b.settled()
		s := b.w.shown.(*finder)
		s.say(s.trouble(notebook.ErrDamaged))
	}},
	{"find-nothing", func(b *bench) { b.w.show(place{to: atFind, find: &search{Words: "zzzz"}}); b.settled() }},
	{"find-gathering", func(b *bench) {
		b.w.show(place{to: atFind, find: &search{}})
		b.settled()
		s := b.w.shown.(*finder)
		s.left, s.waited, s.asked = true, true, &search{Words: "шағым"}
		s.words.Entry.SetText("шағым")
		s.gather()
		s.gathering.Set(34_000, 100_000)
		b.settled()
	}},
	{"progress", func(b *bench) {
		b.atSafety()
		p := newProgress(b.w, b.w.desk.look, b.say("safety_screen.backing_up"))
		p.step(640, 2_418)
		p.show()
	}},
	{"progress-key", func(b *bench) {
		b.atSafety()
		cost, now := seal.Cost{Time: 6, Memory: 256 << 10, Lanes: 4}, b.clock
		b.w.prefs.setKeyTime(cost, 2*time.Second)
		p := newProgress(b.w, b.w.desk.look, b.say("safety_screen.changing"))
		p.bar.Now = func() time.Time { return now }
		p.derives(3, cost)
		p.keyBegins(cost)
		now = now.Add(2400 * time.Millisecond)
		p.move()
	}},
	{"progress-last", func(b *bench) {
		b.atSafety()
		p := newProgress(b.w, b.w.desk.look, b.say("find_screen.changing"))
		p.step(4_180, 5_000)
		p.show()
		p.last()
	}},
	{"progress-unknown", func(b *bench) {
		b.atSafety()
		now := b.clock
		p := newProgress(b.w, b.w.desk.look, b.say("evidence_screen.exporting"))
		p.bar.Now, p.began = func() time.Time { return now }, now.Add(-time.Second)
		p.show()
	}},
	{"resealed", func(b *bench) {
		b.atSafety().tellResealed(filepath.Join(documents(), "KZ21-new"), &notebook.Resealed{Backups: []notebook.BackupNote{{At: b.clock, Path: filepath.Join(documents(), "plumbline-2025-01-30.backup")}}})
	}},
}

// closing comes after all others: nothing else is shown any more.
var closing = []picture{
	{"erasing", func(b *bench) {
		b.w.cover()
		k := b.w.desk.look
		p := newUnstoppable(b.w, b.w.always, k, k.T("safety_screen.erasing"), k.T("safety_screen.erasing_more"))
		p.share(31, 154)
		p.show()
	}},
	{"closing", func(b *bench) {
		b.w.cover()
		k := b.w.desk.look
		p := newProgressOf(b.w, b.w.always, k, k.T("window.closing"), k.T("window.closing_copy"))
		p.share(96, 154)
		p.show()
	}},
}

// severalParcels has four parcels in the inbox, of which two are opened, in a state that stays.
func (b *bench) severalParcels() *merging {
	b.w.show(place{to: atCoalition, part: partMerge})
	b.settled()
	m := b.w.shown.(*coalition).made[partMerge].(*merging)
	m.in.files, m.in.working, m.in.home, m.done = nil, false, nil, false
	for i, name := range []string{"Alpha-2025-01.parcel", "Beta-2025-01.parcel", "Gamma-2025-01.parcel", "Delta-2025-01.parcel"} {
		f := &incoming{path: name, name: name, size: int64(i+1) * 7_340_032}
		if i < 2 {
			f.state, f.preview.Count = inPreviewed, map[model.Outcome]int{model.MergedNew: 310 + 77*i, model.MergedJoined: 12, model.MergedSame: 1_204}
			f.preview.From.Organisation = []string{"Alpha", "Beta"}[i]
		} else {
			f.size = 0
		}
		m.in.files = append(m.in.files, f)
	}
	return m
}

// readOnly are screens of a notebook in which nothing can be written; a banner says so.
var readOnly = []picture{
	{"commitment-read-only", func(b *bench) { b.w.show(place{to: atPlan, code: "KZ21-9.1"}); b.settled() }},
	{"observation-read-only", func(b *bench) {
		id := edited(b)
		v, err := b.w.desk.book.View(id)
		if err != nil {
			b.t.Fatal(err)
		}
		b.w.show(place{to: atPlan, code: v.Record.(*model.Observation).Commitments[0], id: id})
		b.settled()
	}},
	{"find-read-only", func(b *bench) { b.w.show(place{to: atFind, find: &search{Words: "шағым"}}); b.settled() }},
	{"dispute-read-only", func(b *bench) { b.w.show(place{to: atCoalition, part: partDisputes, id: inDispute}); b.settled() }},
	{"report-read-only", func(b *bench) { b.atReport(); b.settled() }},
	{"safety-read-only", func(b *bench) { b.atSafety() }},
}

// onlyRead opens the notebook again, for reading.
func (b *bench) onlyRead() {
	b.t.Helper()
	b.settled()
	dir := b.w.desk.book.Folder()
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.w.start.Create.ReadOnly = true
	b.w.unlock.folder = dir
	b.w.unlock.choose(tabOpen)
	b.unlock(b.pass)
	<-b.w.desk.book.Ready()
	b.settled()
}

// cutShort is a file without its end.
func cutShort(b *bench, path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	cut := filepath.Join(b.t.TempDir(), "Gamma.parcel")
	if err := os.WriteFile(cut, data[:len(data)-9], 0o600); err != nil {
		b.t.Fatal(err)
	}
	return cut
}

// emptyCommitment is one of which nothing was observed.
func emptyCommitment(b *bench) string {
	for _, c := range b.w.desk.plan.Commitments {
		if n, err := b.w.desk.book.Count(model.Query{Commitment: c.Code}); err == nil && n == 0 {
			return c.Code
		}
	}
	return b.w.desk.plan.Commitments[0].Code
}
