package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// disputes lists the records in which concurrent edits left something open, and shows one of them field by field.
type disputes struct {
	d *desk
	k parts.Look

	ids    []model.ID
	read   bool
	asked  int
	head   *fyne.Container
	rows   *longRows[headline]
	empty  *fyne.Container
	list   fyne.CanvasObject
	holder *fyne.Container
	shown  *disputePage // nil while the list is shown
	left   bool
}

func newDisputes(d *desk) *disputes {
	k := d.look
	p := &disputes{d: d, k: k, holder: container.NewStack(), empty: container.NewStack(parts.NewLoading(k)), head: parts.Column(6)}
	p.rows = newLongRows(d, headHeight, "coalition_screen.not_read", func() fyne.CanvasObject { return newHeadRow(k) },
		func(o fyne.CanvasObject, h headline) { o.(*headRow).set(h) })
	p.rows.list.OnOpen = func(i int) {
		if i < len(p.ids) {
			d.show(place{to: atCoalition, part: partDisputes, id: p.ids[i]})
		}
	}
	p.list = parts.Inset(24, 20, parts.Pane(parts.Column(14, p.head, parts.NewRule()), container.NewStack(p.rows.list, p.empty), nil))
	p.showHead(0)
	p.fresh()
	return p
}

func (p *disputes) view() fyne.CanvasObject { return p.holder }

func (p *disputes) leave() {
	p.left = true
	p.rows.leave()
}

// turn shows one record, or the list.
func (p *disputes) turn(at place) {
	if at.id.IsZero() {
		p.shown = nil
		p.holder.Objects = []fyne.CanvasObject{p.list}
	} else {
		p.shown = newDisputePage(p, at.id)
		p.holder.Objects = []fyne.CanvasObject{p.shown.view()}
	}
	p.holder.Refresh()
}

// fresh reads anew what is disputed.
func (p *disputes) fresh() {
	p.asked++
	mine := p.asked
	var ids []model.ID
	p.d.read(func() (err error) {
		ids, err = disputed(p.d.book)
		return err
	}, func(err error) {
		if mine != p.asked || p.left {
			return
		}
		if err != nil {
			p.unread(err)
			return
		}
		others := !slices.Equal(p.ids, ids)
		p.ids, p.read = ids, true
		p.showList()
		if p.shown != nil {
			if others {
				p.shown.relist()
			}
			p.shown.fresh()
		}
	})
}

// unread says that they could not be read: in their place, or over what was read before.
func (p *disputes) unread(err error) {
	if p.read {
		p.d.fail(p.k.T("coalition_screen.not_read"), err)
		return
	}
	p.empty.Objects = []fyne.CanvasObject{p.d.trouble("coalition_screen.not_read", err, p.fresh)}
	p.empty.Refresh()
}

// disputed lists the disputed records of every kind, those written last first.
func disputed(b *notebook.Notebook) (ids []model.ID, err error) {
	for _, kind := range model.Kinds {
		page, err := b.Find(model.Query{Kind: kind, Disputed: true, Withdrawn: true, Order: model.ByWritten})
		if err != nil {
			return nil, err
		}
		ids = append(ids, page.IDs...)
	}
	return ids, nil
}

func (p *disputes) showHead(n int) {
	title := p.k.Heading(p.k.T("screens.disputes"))
	p.head.Objects = []fyne.CanvasObject{title}
	if n > 0 {
		p.head.Add(p.k.Muted(p.k.T("coalition_screen.disputes_what")))
	}
	p.list.Refresh() // the head may be higher now
}

// showList shows the rows, or that there are none.
func (p *disputes) showList() {
	k, book := p.k, p.d.book
	p.showHead(len(p.ids))
	p.empty.Objects = nil
	if len(p.ids) == 0 {
		p.empty.Add(parts.NewEmpty(k, theme.ConfirmIcon(), k.T("coalition_screen.no_disputes"), k.T("coalition_screen.no_disputes_more"), nil))
	}
	p.empty.Refresh()
	ids, room := p.ids, 28
	if p.d.prefs.text() > 150 {
		room = 12
	}
	p.rows.show(len(ids), func(i int) (headline, error) {
		v, err := book.View(ids[i])
		if err != nil {
			return headline{}, err
		}
		h := headlineOf(k, book, ids[i], v.Record)
		h.about, h.note = disputeWords(k, p.d.teller(v.Kind), v, room), k.Words.Number(int64(len(v.Disputes)))
		return h, nil
	})
}

// disputeWords names the fields in dispute, as many as have room in letters.
func disputeWords(k parts.Look, t teller, v model.View, room int) string {
	var words []string
	for _, d := range v.Disputes {
		words = append(words, t.field(k, d.Field))
	}
	return someOf(k, room, words)
}

// someOf names as many things as have room, in letters, one at least, and says how many more there are.
func someOf(k parts.Look, room int, words []string) string {
	n, letters := 0, 0
	for n < len(words) && (n == 0 || letters+utf8.RuneCountInString(words[n]) <= room) {
		letters += utf8.RuneCountInString(words[n])
		n++
	}
	said := slices.Clone(words[:n])
	if n < len(words) {
		said = append(said, k.T("report_screen.and_more", "n", len(words)-n))
	}
	return strings.Join(said, " · ")
}

// place of a record among the disputed ones, from 0; -1 when it is not among them.
func (p *disputes) at(id model.ID) int {
	for i, other := range p.ids {
		if other == id {
			return i
		}
	}
	return -1
}

// walk goes to the next dispute.
func (p *disputes) walk(step int) {
	if p.shown == nil {
		return
	}
	if to := p.at(p.shown.id) + step; to >= 0 && to < len(p.ids) {
		p.d.show(place{to: atCoalition, part: partDisputes, id: p.ids[to]})
	}
}
