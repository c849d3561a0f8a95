package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The parts of the coalition screen, as a place names them.
const (
	partMembers    = "members"
	partPack       = "pack"
	partMerge      = "merge"
	partDisputes   = "disputes"
	partDuplicates = "duplicates"
)

// coalitionPart is one part of the screen: it shows itself, hears that the notebook has changed, and lets go.
type coalitionPart interface {
	view() fyne.CanvasObject
	// fresh shows what has changed in the notebook.
	fresh()
	// turn shows another thing of the same part: a record, a pair; its first page where the place names none.
	turn(at place)
	leave()
}

// coalition is everything that is done with colleagues: who they are, what goes to them, what comes from them, what was
// written twice and differently. A part that was opened stays as it is until the screen is left, so that one may look
// at the disputes in the middle of packing.
type coalition struct {
	watching

	d  *desk
	k  parts.Look
	at string

	items  map[string]*parts.SectionItem
	menu   *parts.Select // in place of the items where the window is narrow
	keys   *fyne.Container
	side   *parts.Page // the list of parts, with the words of keys beneath
	holder *fyne.Container
	whole  fyne.CanvasObject
	made   map[string]coalitionPart

	counted coalitionCounts
	reading bool // the counts are being read
	again   bool // and the notebook has changed meanwhile
}

// coalitionParts are the parts in the order in which they stand beside the page.
var coalitionParts = []string{partMembers, partPack, partMerge, partDisputes, partDuplicates}

func newCoalition(d *desk, at place) *coalition {
	s := &coalition{d: d, k: d.look, items: map[string]*parts.SectionItem{}, made: map[string]coalitionPart{}, holder: container.NewStack()}
	s.layOut()
	s.turn(at)
	s.watch(d, func([]model.ID) { s.count() })
	d.dropped(s.drop)
	s.count()
	return s
}

func (s *coalition) view() fyne.CanvasObject { return s.whole }

func (s *coalition) leave() bool {
	for _, p := range s.made {
		p.leave()
	}
	return s.watching.leave()
}

func (s *coalition) focus() fyne.Focusable { return s.items[s.at] }

// turned reads anew what is disputed, who the members are and which pairs were decided.
func (s *coalition) turned(back deed) {
	for _, part := range s.made {
		if p, ok := part.(hearer); ok {
			p.turned(back)
		} else if p, ok := part.(interface{ fresh() }); ok {
			p.fresh()
		}
	}
}

// walk goes to the next dispute or pair, where one is shown.
func (s *coalition) walk(step int) {
	if w, ok := s.made[s.at].(walker); ok {
		w.walk(step)
	}
}

// turn shows the part that a place names; merging where it names none.
func (s *coalition) turn(p place) bool {
	s.at = firstOf(p.part, partMerge)
	if s.made[s.at] == nil {
		s.made[s.at] = s.make(s.at)
	}
	for name, item := range s.items {
		item.SetChosen(name == s.at)
	}
	s.menu.SetChosen(s.at)
	s.moveFocus()
	part := s.made[s.at]
	part.turn(p)
	s.holder.Objects = []fyne.CanvasObject{part.view()}
	s.holder.Refresh()
	return true
}

// moveFocus keeps the keyboard on the part that is shown, where it was on another one.
func (s *coalition) moveFocus() {
	canvas := s.d.window.Canvas()
	for name, item := range s.items {
		if name != s.at && canvas.Focused() == fyne.Focusable(item) {
			canvas.Focus(s.items[s.at])
			return
		}
	}
}

// make is every part.
func (s *coalition) make(part string) coalitionPart {
	switch part {
	case partMembers:
		return newMembers(s.d)
	case partPack:
		return newPacking(s.d)
	case partMerge:
		return newMerging(s.d)
	case partDisputes:
		return newDisputes(s.d)
	case partDuplicates:
		return newDuplicates(s.d, func(n int) { s.counted.duplicates = n; s.showCounts() })
	}
	return newDisputes(s.d)
}

// open goes to a part.
func (s *coalition) open(part string) { s.d.show(place{to: atCoalition, part: part}) }

// layOut sets the list of parts beside the page; where the window is narrow a menu stands over the page instead.
func (s *coalition) layOut() {
	k := s.k
	list := parts.Column(4)
	var options []parts.Option
	for i, part := range coalitionParts {
		word := partWord(k, part)
		item := parts.NewSectionItem(k, word, partIcon(part), func() { s.open(part) })
		item.OnKey = func(key fyne.KeyName) bool { return s.moveItem(i, key) }
		s.items[part] = item
		list.Add(item)
		options = append(options, parts.Option{Code: part, Word: word, Base: k.Base()})
	}
	s.menu = parts.NewSelect(k, "", options, partMerge, s.open)
	s.keys = parts.Column(10)
	inner := parts.Column(14, parts.Inset(12, 0, k.Section(k.T("screens.coalition"))), list, parts.Inset(12, 6, parts.NewRule()), parts.Inset(12, 0, s.keys))
	s.side = parts.NewPageWithin(k, 12, 16, inner)
	side := k.SidePane(s.side)
	top := parts.Column(0, parts.Inset(24, 6, k.Row(0, parts.NoSlack, parts.Sized(280, 0, s.menu))), parts.NewRule())
	page := parts.NewBox(parts.Surface, parts.Pane(top, s.holder, nil))
	panes := k.Sides(parts.Side{Width: 264, Pane: side}, parts.Side{Pane: page})
	s.whole = parts.Folding(860, panes, func(narrow bool) {
		show(side, !narrow)
		show(top, narrow)
		page.Refresh()
	})
}

// moveItem moves the keyboard up and down the list of parts.
func (s *coalition) moveItem(i int, key fyne.KeyName) bool {
	to := i
	switch key {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	default:
		return false
	}
	if to >= 0 && to < len(coalitionParts) {
		s.d.window.Canvas().Focus(s.items[coalitionParts[to]])
	}
	return true
}

// partWord is what a part is called.
func partWord(k parts.Look, part string) string {
	switch part {
	case partMembers:
		return k.T("coalition_screen.members")
	case partPack:
		return k.T("actions.pack")
	case partMerge:
		return k.T("actions.merge")
	case partDisputes:
		return k.T("screens.disputes")
	}
	return k.T("screens.duplicates")
}

// partIcon is the icon of a part.
func partIcon(part string) fyne.Resource {
	return map[string]fyne.Resource{partMembers: parts.IconPeople, partPack: theme.MailSendIcon(), partMerge: theme.DownloadIcon(),
		partDisputes: theme.WarningIcon(), partDuplicates: theme.ContentCopyIcon()}[part]
}

// drop takes parcels that were dropped on the window, whichever part is shown.
func (s *coalition) drop(paths []string) {
	if s.at != partMerge {
		s.open(partMerge)
	}
	s.made[partMerge].(*merging).take(paths)
}

// coalitionCounts is what stands beside the names of the parts.
type coalitionCounts struct {
	members    []*model.Member // us first, then those who are trusted
	disputes   int
	duplicates int // -1 before they were looked for
}

// count reads the counts, one reading at a time.
func (s *coalition) count() {
	if s.reading {
		s.again = true
		return
	}
	s.reading, s.again = true, false
	found := coalitionCounts{duplicates: s.counted.duplicates}
	s.d.read(func() (err error) {
		if found.disputes, err = countDisputes(s.d.book); err != nil {
			return err
		}
		found.members, err = readMembers(s.d.book)
		return err
	}, func(err error) {
		s.reading = false
		if s.left {
			return
		}
		if err == nil {
			found.duplicates = s.counted.duplicates
			s.counted = found
			s.showCounts()
			s.made[s.at].fresh()
		}
		if s.again {
			s.count()
		}
	})
}

// showCounts writes the counts beside the parts, and the words of the keys.
func (s *coalition) showCounts() {
	number := func(n int) string {
		if n <= 0 {
			return ""
		}
		return s.k.Words.Number(int64(n))
	}
	s.items[partMembers].SetReadiness(parts.Readiness{Note: number(len(s.counted.members))})
	s.items[partDisputes].SetReadiness(parts.Readiness{Note: number(s.counted.disputes)})
	s.items[partDuplicates].SetReadiness(parts.Readiness{Note: number(s.counted.duplicates)})
	s.showKeys()
}

// keysShown is how many members have their words beside the page.
const keysShown = 4

// showKeys shows the words of our own key and of some that are trusted.
func (s *coalition) showKeys() {
	k := s.k
	s.keys.Objects = []fyne.CanvasObject{k.Muted(k.T("coalition_screen.read_aloud"))}
	for _, m := range s.counted.members {
		if _, ok := keyOf(m); !ok {
			continue
		}
		if len(s.keys.Objects) > keysShown || !m.Trusted {
			break
		}
		name := join(k, memberLabel(m))
		if isMe(s.d.book, m) {
			name = k.T("coalition_screen.us", "name", memberLabel(m))
		}
		words := k.Hint(spokenLine(k, m))
		s.keys.Add(k.TopRow(12, 1, parts.NewIcon(theme.AccountIcon(), parts.Ink2, 18), parts.Column(0, k.Text(name), words)))
	}
	s.side.Refresh() // it may be higher than the window now
}

// spokenLine is the words of a member's key in the language of the screen.
func spokenLine(k parts.Look, m *model.Member) string {
	words := spokenWords(m, k.Words.Language())
	for i := range words {
		words[i] = bidi.Isolate(words[i])
	}
	return joinDots(words)
}

// countDisputes counts the records in which something is disputed.
func countDisputes(b *notebook.Notebook) (int, error) {
	n := 0
	for _, kind := range model.Kinds {
		found, err := b.Count(model.Query{Kind: kind, Disputed: true, Withdrawn: true})
		if err != nil {
			return 0, err
		}
		n += found
	}
	return n, nil
}
