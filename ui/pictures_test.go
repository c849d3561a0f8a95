package ui

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"image/color"
	"image/draw"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// Pictures of every screen over the sample, in four languages, light and dark, 1280×800, drawn without a display:
// `make pictures` names the folder in PLUMBLINE_PICTURES. PLUMBLINE_PICTURES_OF names screens, with commas, if not all are
// wanted. `make pictures-all` sets PLUMBLINE_PICTURES_ALL: the other states, too, in every language and scheme.

// picture is one screen and how it is reached: doors before the passphrase, the others from the open notebook. Their other
// states are in pictures_states_test.go.
type picture struct {
	name string
	open func(b *bench)
}

var pictures = []picture{
	{"plan", func(b *bench) { b.w.show(place{to: atPlan}); b.settled() }},
	{"commitment", func(b *bench) { b.w.show(place{to: atPlan, code: "KZ21-9.1"}); b.settled() }},
	{"observation", func(b *bench) {
		book := b.w.desk.book
		page, err := book.Find(model.Query{HasEvidence: true, Limit: 1})
		if err != nil || len(page.IDs) == 0 {
			b.t.Fatalf("the sample has no evidence: %v", err)
		}
		v, err := book.View(page.IDs[0])
		if err != nil {
			b.t.Fatal(err)
		}
		b.w.show(place{to: atPlan, code: v.Record.(*model.Observation).Commitments[0], id: v.ID})
		b.settled()
	}},
	{"history", func(b *bench) {
		b.w.show(place{to: atHistory, id: edited(b)})
		b.settled()
		b.w.shown.(*historyPage).walk(1)
		b.settled()
	}},
	{"evidence", func(b *bench) {
		b.w.show(place{to: atEvidence, id: pictured(b)})
		b.settled()
	}},
	{"observe", func(b *bench) { b.w.show(place{to: atObserve, code: "KZ21-9.1"}); b.settled() }},
	{"finding", func(b *bench) {
		page, err := b.w.desk.book.Find(model.Query{Kind: model.KindFinding, Commitment: "KZ21-9.1", Limit: 1})
		if err != nil || len(page.IDs) == 0 {
			b.t.Fatalf("the sample has no finding: %v", err)
		}
		b.w.show(place{to: atFinding, id: page.IDs[0]})
		b.settled()
		b.w.shown.(*finding).goTo(findingRests)
		b.settled()
	}},
	{"claim", func(b *bench) { b.w.show(place{to: atClaim, code: "KZ21-9.1"}); b.settled() }},
	{"source", func(b *bench) { b.w.show(place{to: atSource, id: restedOn(b, false)}); b.settled() }},
	{"recommendation", func(b *bench) { b.w.show(place{to: atRecommendation, code: "KZ21-9.1"}); b.settled() }},
	{"find", func(b *bench) {
		b.w.show(place{to: atFind, find: &search{Words: "шағым"}})
		b.settled()
		s := b.w.shown.(*finder)
		s.choose(model.FacetYear, "2023", true)
		b.settled()
		s.tick(0)
		s.tick(1)
		b.settled()
	}},
	{"overview", func(b *bench) { b.w.show(place{to: atOverview}); b.settled() }},
	{"members", func(b *bench) { b.w.show(place{to: atCoalition, part: partMembers}); b.settled() }},
	{"merge", func(b *bench) {
		b.w.desk.inbox.close()
		b.w.desk.inbox.home = nil
		b.w.show(place{to: atCoalition, part: partMerge})
		b.dropOn(fromBeta)
		b.settled()
	}},
	{"came-in", func(b *bench) {
		b.w.show(place{to: atCoalition, part: partMerge})
		m := b.w.shown.(*coalition).made[partMerge].(*merging)
		m.in.clear(func(*incoming) bool { return true })
		m.in.home = nil
		m.show()
		b.settled()
	}},
	{"home", func(b *bench) {
		b.w.desk.inbox.close()
		b.w.show(place{to: atCoalition, part: partMerge})
		b.dropOn(comesHome)
		b.settled()
	}},
	{"table", func(b *bench) {
		b.w.show(place{to: atCoalition, part: partMerge})
		b.w.desk.inbox.close()
		b.w.desk.inbox.home = nil
		b.dropOn(asTable(b.t, "visits.csv", visits))
		b.settled()
	}},
	{"pack-who", func(b *bench) { b.w.show(place{to: atCoalition, part: partPack}); b.settled() }},
	{"pack-what", func(b *bench) {
		b.w.show(place{to: atCoalition, part: partPack})
		b.settled()
		b.w.shown.(*coalition).made[partPack].(*packing).goTo(packWhat)
		b.settled()
	}},
	{"pack", func(b *bench) {
		b.w.show(place{to: atCoalition, part: partPack})
		b.settled()
		p := b.w.shown.(*coalition).made[partPack].(*packing)
		for _, m := range p.members {
			key, _ := keyOf(m)
			p.ask.to = append(p.ask.to, key)
		}
		p.look()
		b.settled()
	}},
	{"dispute", func(b *bench) { b.w.show(place{to: atCoalition, part: partDisputes, id: inDispute}); b.settled() }},
	{"duplicates", func(b *bench) { b.w.show(place{to: atCoalition, part: partDuplicates}); b.settled() }},
	{"report", func(b *bench) { b.atReport(); b.settled() }},
	{"report-withheld", func(b *bench) { b.atLeaks(); b.settled() }},
	{"report-file", func(b *bench) {
		r := b.atReport()
		r.goTo(stepScope)
		r.look()
		b.settled()
		r.ask.sealed = true
		r.goTo(stepFile)
		r.pass.pass.Entry.SetText(testPass)
		r.pass.again.Entry.SetText(testPass)
		b.settled()
	}},
	{"safety", func(b *bench) { b.atSafety() }},
	{"passphrase", func(b *bench) { b.atSafety().changePassphrase(); b.settled() }},
	{"reseal", func(b *bench) { b.atSafety().askReseal(); b.settled() }},
	{"recovery", func(b *bench) { b.atSafety().askParts() }},
	{"part", func(b *bench) {
		q := seal.Quorum{Needed: 2, Given: 3}
		b.w.desk.showParts(q, []seal.Secret{seal.Secret("45GJ-3GJ3-RN6F-1EC8-62J3-CVVN-13EE-2J03-PVHK-1PAH-TS88-41BF-PCRG-1SZG"), nil, nil}, func() {})
	}},
	{"erase", func(b *bench) { b.atSafety().askErase() }},
	{"help", func(b *bench) { b.w.show(place{to: atPlan, code: "KZ21-9.1"}); b.settled(); b.w.turnHelp() }}, // its other pages are states
	{"shortcuts", func(b *bench) { b.w.turnHelp(); b.w.help.show(len(helpTopics)) }},
}

// pictured is evidence that is a photograph, attached on the first call.
func pictured(b *bench) model.ID {
	book := b.w.desk.book
	for v := range book.Records(model.KindEvidence) {
		if v.Record.(*model.Evidence).OriginalName == "box.jpg" {
			return v.ID
		}
	}
	page, err := book.Find(model.Query{HasEvidence: true, Limit: 1})
	if err != nil {
		b.t.Fatal(err)
	}
	said := model.Evidence{Title: model.Text{"en": "The box for complaints, seen from the door"}, EvidenceKind: "photograph", Captured: model.Capture{When: "2024-11-27", By: "M-07"},
		Custody: []model.Custody{{Event: "handed_over", At: b.clock, By: "M-07"}}}
	said.Language = "en"
	v, err := book.Attach(context.Background(), page.IDs[0], "box.jpg", bytes.NewReader(photo(b.t, landscape(1200, 800), 1)), notebook.AttachOptions{Evidence: said})
	if err != nil {
		b.t.Fatal(err)
	}
	return v.ID
}

// landscape is a picture with something to see in it.
func landscape(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: uint8(120 + 90*y/h), G: uint8(150 + 60*y/h), B: uint8(190 - 40*y/h), A: 255}
			if hill := h/2 + (x-w/2)*(x-w/2)*h/(3*w*w)*4; y > hill {
				c = color.RGBA{R: uint8(70 + 60*x/w), G: 90, B: 60, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// edited is an observation of the sample that two people have changed.
func edited(b *bench) model.ID {
	book := b.w.desk.book
	best, most := model.ID{}, 0
	for v, err := range book.Records(model.KindObservation) {
		if err != nil {
			b.t.Fatal(err)
		}
		if v.Revisions > most && !v.Disputed() {
			best, most = v.ID, v.Revisions
		}
	}
	return best
}

// atReport begins a report anew.
func (b *bench) atReport() *reporting {
	b.w.show(place{to: atPlan})
	b.w.desk.asked.begun, b.w.desk.asked.step = false, stepAudience
	b.w.show(place{to: atReport})
	return b.w.shown.(*reporting)
}

// atLeaks looks at what a report for the public would withhold, where protected words stand in two texts.
func (b *bench) atLeaks() {
	r := b.atReport()
	r.ask.profile, _ = model.ProfileOf("public")
	r.changed()
	r.goTo(stepScope)
	r.look()
	b.settled()
	for v, err := range b.w.desk.book.Records(model.KindFinding) {
		if err != nil {
			b.t.Fatal(err)
		}
		if len(r.seen.Leaks) < 3 {
			r.seen.Leaks = append(r.seen.Leaks, model.Leak{Rule: model.LeakCodeName, Record: v.ID, Ref: v.Record.Base().Ref, Kind: v.Kind, Field: "reasoning"})
		}
	}
	r.seen.Leaks[1].Rule, r.seen.Leaks[1].Record, r.seen.Leaks[1].Ref = model.LeakPlace, r.seen.Leaks[0].Record, r.seen.Leaks[0].Ref
	r.states = map[model.ID]string{r.seen.Leaks[2].Record: "seen"}
	b.w.desk.asked.looked[r.seen.Leaks[2].Record] = "seen"
	r.seen.Blocked = true
	r.goTo(stepWithheld)
}

// tidied takes away what a picture opened over its screen.
func (b *bench) tidied() {
	if b.w.help != nil {
		b.w.turnHelp()
	}
	c := b.w.win.Canvas()
	for _, o := range c.Overlays().List() {
		c.Overlays().Remove(o)
	}
}

// atSafety shows the safety screen.
func (b *bench) atSafety() *safety {
	b.w.show(place{to: atSafety})
	b.settled()
	return b.w.shown.(*safety)
}

// settled waits until nothing is under way.
func (b *bench) settled() {
	b.t.Helper()
	b.until("rest", func() bool { return b.w.jobs.resting() && !b.run() })
}

func TestPictures(t *testing.T) {
	folder := os.Getenv("PLUMBLINE_PICTURES")
	if folder == "" {
		t.Skip("PLUMBLINE_PICTURES names no folder")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	a := album{folder: folder, sheets: map[string]*contact{}, painted: map[string]bool{}}
	if of := os.Getenv("PLUMBLINE_PICTURES_OF"); of != "" {
		a.of = strings.Split(of, ",")
	}
	cryptotest.SetGlobalRandom(t, 1) // the same references and keys each time: a picture changes only where its screen does
	b := newBench(t, "en", "")
	b.pass = samplePassphrase
	b.clock = time.Date(2025, 2, 3, 12, 3, 0, 0, time.UTC) // a month after the last of what the sample tells
	a.tour(b, doors, everyDress)
	a.tour(b, slices.Concat(doorStates, moreDoors), fewDresses)
	b.dress("en", parts.SchemeLight)
	b.w.unlock.choose(tabTry)
	b.tap(b.say("actions.try_with_sample"))
	b.until("the sample", func() bool { return b.w.desk != nil })
	<-b.w.desk.book.Ready()
	withBeta(b)
	a.tour(b, pictures, everyDress)
	a.tour(b, states, fewDresses)
	b.onlyRead()
	a.tour(b, slices.Concat(readOnly, recordsReadOnly, moreReadOnly), fewDresses)
	writeContacts(t, folder, a.sheets)
	a.tidy(t)
}

// costume is a language and a scheme.
type costume struct {
	language string
	scheme   parts.Scheme
}

// everyDress is what screens are painted in; fewDresses is what their other states are painted in: the language of most,
// the one from right to left, and the dark.
func everyDress() (list []costume) {
	for _, l := range assets.Languages() {
		list = append(list, costume{l, parts.SchemeLight}, costume{l, parts.SchemeDark})
	}
	return list
}

func fewDresses() []costume {
	if os.Getenv("PLUMBLINE_PICTURES_ALL") != "" {
		return everyDress()
	}
	return []costume{{"en", parts.SchemeLight}, {"en", parts.SchemeDark}, {"ar", parts.SchemeLight}}
}

// tour paints pictures in every dress.
func (a *album) tour(b *bench, list []picture, dresses func() []costume) {
	for _, d := range dresses() {
		b.dress(d.language, d.scheme)
		for _, p := range list {
			if !a.wants(p.name) {
				continue
			}
			p.open(b)
			a.paint(b, p.name, d.language, d.scheme)
			b.tidied()
		}
		b.w.before = nil
	}
}

// dress shows the window in a language and a scheme.
func (b *bench) dress(language string, s parts.Scheme) {
	b.w.prefs.setLanguage(language)
	b.w.prefs.setScheme(s)
	b.w.rebuild()
	b.settled()
}

// album is where pictures go: a folder, and a contact sheet for each language.
type album struct {
	folder  string
	of      []string // the screens that are wanted; nil for all
	sheets  map[string]*contact
	painted map[string]bool // files
}

// wants reports whether a screen is to be painted.
func (a *album) wants(name string) bool { return a.of == nil || slices.Contains(a.of, name) }

// paint writes what the window shows, and lays it on the contact sheet.
func (a *album) paint(b *bench, name, language string, s parts.Scheme) {
	b.t.Helper()
	img := b.captured()
	file := name + "-" + language + "-" + string(s) + ".png"
	writePicture(b.t, filepath.Join(a.folder, file), img)
	a.painted[file] = true
	if a.sheets[language] == nil {
		a.sheets[language] = &contact{}
	}
	a.sheets[language].add(name, s, img)
}

// tidy takes away pictures of screens that are no more, where all were painted.
func (a *album) tidy(t *testing.T) {
	t.Helper()
	for _, l := range assets.Languages() {
		for _, s := range []parts.Scheme{parts.SchemeLight, parts.SchemeDark} {
			old, err := filepath.Glob(filepath.Join(a.folder, "*-"+l+"-"+string(s)+".png"))
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range old {
				if a.of == nil && !a.painted[filepath.Base(path)] {
					if err := os.Remove(path); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// captured is what the window shows. The software painter cuts what scrolls within a page at its own scroll alone, where
// the window cuts it at the page too: what stands out is painted without it.
func (b *bench) captured() image.Image {
	whole := b.w.win.Canvas().Capture()
	img := image.NewNRGBA(whole.Bounds())
	draw.Draw(img, img.Bounds(), whole, image.Point{}, draw.Src)
	for _, x := range b.scene() {
		switch x.o.(type) {
		case fyne.Scrollable, *container.Clip:
		default:
			continue
		}
		if x.clip.holds(x.box) {
			continue
		}
		x.o.Hide()
		without := b.w.win.Canvas().Capture()
		x.o.Show()
		cut := func(r rect) image.Rectangle {
			return image.Rect(int(math.Floor(float64(r.x0))), int(math.Ceil(float64(r.y0))), int(math.Ceil(float64(r.x1))), int(math.Ceil(float64(r.y1))))
		}
		below, above := x.box, x.box
		below.y0, above.y1 = max(x.clip.y1, x.box.y0), min(x.clip.y0, x.box.y1)
		for _, r := range []rect{below, above} {
			if r.height() > 0 {
				draw.Draw(img, cut(r), without, cut(r).Min, draw.Src)
			}
		}
	}
	return img
}

// fewColours draws a picture with the 256 colours that it needs most: pictures lie in the repository, and theirs are few
// but for the edges of letters.
func fewColours(img image.Image) *image.Paletted {
	bucket := func(c color.RGBA) int { return int(c.R>>3)<<10 | int(c.G>>3)<<5 | int(c.B>>3) }
	box := img.Bounds()
	flat := image.NewRGBA(box)
	draw.Draw(flat, box, img, box.Min, draw.Src)
	at := flat.RGBAAt
	count, most := map[int]int{}, map[color.RGBA]int{}
	first := map[int]color.RGBA{} // of a bucket, its commonest colour
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			c := at(x, y)
			b := bucket(c)
			count[b]++
			if most[c]++; most[c] >= most[first[b]] {
				first[b] = c
			}
		}
	}
	buckets := slices.Collect(maps.Keys(count))
	slices.SortFunc(buckets, func(a, b int) int { return cmp.Or(count[b]-count[a], a-b) })
	out := &image.Paletted{Pix: make([]uint8, box.Dx()*box.Dy()), Stride: box.Dx(), Rect: box}
	for _, b := range buckets[:min(len(buckets), 256)] {
		out.Palette = append(out.Palette, first[b])
	}
	nearest := map[int]uint8{}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			c := at(x, y)
			b := bucket(c)
			i, known := nearest[b]
			if !known {
				i = uint8(out.Palette.Index(first[b])) // not of the pixel that comes first, which may be the edge of a letter
				nearest[b] = i
			}
			out.SetColorIndex(x, y, i)
		}
	}
	return out
}
