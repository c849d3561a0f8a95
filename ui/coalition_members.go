package ui

import (
	"context"
	"encoding/hex"
	"io"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/parcel"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Who the members are, and whose key is trusted. Trusting goes by voice: the words of a key are read aloud on the
// telephone, and only who has heard all of them trusts it.

// keyOf is a member's signing key; false when the record has none.
func keyOf(m *model.Member) (model.Key, bool) {
	b, err := hex.DecodeString(m.PublicKey)
	if err != nil || len(b) != len(model.Key{}) {
		return model.Key{}, false
	}
	return model.Key(b), true
}

// spokenKey is the words that a key is read aloud in.
func spokenKey(key model.Key, language string) []string {
	sum := seal.Fingerprint(key[:])
	return assets.Spoken(sum[:], language)
}

// spokenWords is the words of a member's key; none where there is no key.
func spokenWords(m *model.Member, language string) []string {
	key, ok := keyOf(m)
	if !ok {
		return nil
	}
	return spokenKey(key, language)
}

// joinDots sets the words of a key apart.
func joinDots(words []string) string { return strings.Join(words, " · ") }

// isMe says whether a member is the owner of the notebook.
func isMe(b *notebook.Notebook, m *model.Member) bool {
	key, ok := keyOf(m)
	return ok && key == b.Key()
}

// memberLabel is a member in few words: the organisation, or who they are.
func memberLabel(m *model.Member) string { return firstOf(m.Organisation, m.Name, m.CodeName) }

// readMembers lists the members: us, then the trusted ones, then the others, each by name.
func readMembers(b *notebook.Notebook) ([]*model.Member, error) {
	var all []*model.Member
	for v, err := range b.Records(model.KindMember) {
		if err != nil {
			return nil, err
		}
		if m, ok := v.Record.(*model.Member); ok && !m.Withdrawn && !v.Broken {
			all = append(all, m)
		}
	}
	rank := func(m *model.Member) int {
		switch {
		case isMe(b, m):
			return 0
		case m.Trusted:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(x, y *model.Member) int {
		if d := rank(x) - rank(y); d != 0 {
			return d
		}
		return strings.Compare(model.Fold(memberLabel(x)), model.Fold(memberLabel(y)))
	})
	return all, nil
}

// members is the part that shows them.
type members struct {
	d     *desk
	k     parts.Look
	page  *parts.Page
	asked int
	read  bool // they are shown
	left  bool
}

func newMembers(d *desk) *members {
	p := &members{d: d, k: d.look}
	p.page = parts.NewPageWithin(p.k, 24, 20, parts.Column(14, p.title(), parts.NewLoading(p.k)))
	p.fresh()
	return p
}

func (p *members) view() fyne.CanvasObject { return p.page }
func (p *members) turn(place)              {}
func (p *members) leave()                  { p.left = true }

// fresh reads the members anew.
func (p *members) fresh() {
	p.asked++
	mine := p.asked
	var all []*model.Member
	p.d.read(func() (err error) {
		all, err = readMembers(p.d.book)
		return err
	}, func(err error) {
		switch {
		case mine != p.asked || p.left:
		case err != nil && p.read:
			p.d.fail(p.k.T("coalition_screen.not_read"), err)
		case err != nil:
			p.unread(err)
		default:
			p.read = true
			p.show(all)
		}
	})
}

// unread says in their place that they could not be read.
func (p *members) unread(err error) {
	p.page.SetContent(parts.Column(14, p.title(), p.d.trouble("coalition_screen.not_read", err, p.fresh)))
}

func (p *members) title() fyne.CanvasObject {
	return parts.NewTitle(p.k, p.k.T("coalition_screen.members"), p.k.T("coalition_screen.members_what"))
}

// show lays the members out.
func (p *members) show(all []*model.Member) {
	k := p.k
	acts := k.Flow(8)
	if !p.d.readOnly {
		acts.Add(parts.NewIconButton(k, k.T("coalition_screen.add_member"), theme.ContentAddIcon(), parts.Primary, p.add))
	}
	acts.Add(parts.NewIconButton(k, k.T("coalition_screen.export_card"), theme.DocumentSaveIcon(), parts.Secondary, p.exportCard))
	column := parts.Column(14, p.title(), acts)
	cards := parts.Column(12)
	for _, m := range all {
		cards.Add(p.card(m))
	}
	column.Add(cards)
	if len(all) <= 1 {
		column.Add(parts.Gap(0, 16))
		column.Add(parts.NewEmpty(k, parts.IconPeople, k.T("coalition_screen.nobody_yet"), k.T("coalition_screen.nobody_yet_more"), nil))
	}
	p.page.SetContent(column)
}

// card is one member: who, for whom, in which role, the words of the key, and how far they are trusted.
func (p *members) card(m *model.Member) fyne.CanvasObject {
	k, me := p.k, isMe(p.d.book, m)
	name := k.Bold(memberName(m))
	about := []string{}
	if m.Organisation != memberName(m) {
		about = append(about, m.Organisation)
	}
	if m.Role != "" {
		about = append(about, k.Label("role", m.Role))
	}
	var tag fyne.CanvasObject
	switch {
	case me:
		tag = k.Row(6, parts.NoSlack, parts.NewIcon(theme.AccountIcon(), parts.Teal, 18), k.Line(k.T("coalition_screen.you"), parts.Teal))
	case len(spokenWords(m, k.Words.Language())) == 0:
		tag = parts.Gap(0, 0)
	case m.Trusted:
		tag = k.Row(6, parts.NoSlack, parts.NewIcon(theme.ConfirmIcon(), parts.Teal, 18), k.Line(k.T("coalition_screen.trusted"), parts.Teal))
	default:
		tag = k.Row(6, parts.NoSlack, parts.NewIcon(theme.WarningIcon(), parts.Attention, 18), k.Line(k.T("coalition_screen.not_trusted"), parts.Attention))
	}
	column := parts.Column(6, k.Ends(name, tag))
	if words := join(k, about...); words != "" {
		column.Add(k.Muted(words))
	}
	if line := spokenLine(k, m); line != "" {
		column.Add(parts.NewFact(k, k.T("coalition_screen.key_words"), line))
	} else {
		column.Add(k.Hint(k.T("coalition_screen.no_key")))
	}
	if act := p.acts(m, me); act != nil {
		column.Add(act)
	}
	return parts.NewCard(column)
}

// acts is what can be done with a member; nil for nothing.
func (p *members) acts(m *model.Member, me bool) fyne.CanvasObject {
	k := p.k
	if p.d.readOnly || me {
		return nil
	}
	row := k.Flow(16)
	if _, ok := keyOf(m); ok && !m.Trusted {
		row.Add(parts.NewButton(k, k.T("actions.trust_key"), parts.Secondary, func() { p.askTrust(m) }))
	}
	if _, ok := keyOf(m); ok && m.Trusted {
		row.Add(parts.NewLink(k, k.T("coalition_screen.untrust"), func() { p.askUntrust(m) }))
	}
	row.Add(parts.NewLink(k, k.T("coalition_screen.remove_member"), func() { p.askRemove(m) }))
	return row
}

// askTrust shows the words to be compared by voice.
func (p *members) askTrust(m *model.Member) {
	key, ok := keyOf(m)
	if !ok {
		return
	}
	showKeyWords(p.d, memberName(m), key, p.k.T("coalition_screen.they_are_the_same"), func() { p.write(m, func(next *model.Member) { next.Trusted = true }, "coalition_screen.now_trusted") })
}

// showKeyWords shows the words of a key with how to compare them; act runs when somebody says that they are the same.
func showKeyWords(d *desk, name string, key model.Key, yes string, act func()) {
	k := d.look
	words := k.Flow(8)
	for i, w := range spokenKey(key, k.Words.Language()) {
		n := k.Hint(k.Words.Number(int64(i + 1)))
		n.Wrap = false
		word := k.Section(w)
		word.Wrap = false
		box := parts.NewBox(parts.Sunk, k.Row(8, parts.NoSlack, n, word))
		box.Radius, box.Across, box.Down = 6, 10, 6
		words.Add(box)
	}
	how := parts.Column(6)
	for i, key := range []string{"coalition_screen.compare_1", "coalition_screen.compare_2", "coalition_screen.compare_3"} {
		how.Add(k.TopRow(8, 1, k.Line(k.Words.Number(int64(i+1)), parts.Ink2), k.Text(k.T(key))))
	}
	dialog := parts.NewDialog(k, parts.Calm, parts.IconShield, k.T("coalition_screen.compare", "name", bidi.Isolate(name)), "", k.T("coalition_screen.not_yet"), how, words,
		parts.NewNotice(k, parts.Amber, k.T("coalition_screen.compare_differ"))).WithWidth(620)
	if act != nil {
		dialog.WithButtons(parts.NewButton(k, yes, parts.Secondary, func() { dialog.Close(); act() }))
	}
	dialog.Show(d.window.Canvas())
}

// askUntrust takes the trust back.
func (p *members) askUntrust(m *model.Member) {
	k := p.k
	p.d.ask(k.T("coalition_screen.untrust_ask", "name", bidi.Isolate(memberName(m))), k.T("coalition_screen.untrust_more"), k.T("coalition_screen.untrust"), k.T("actions.cancel"),
		func() {
			p.write(m, func(next *model.Member) { next.Trusted = false }, "coalition_screen.no_longer_trusted")
		})
}

// askRemove takes a member from the list.
func (p *members) askRemove(m *model.Member) {
	k := p.k
	p.d.ask(k.T("coalition_screen.remove_ask", "name", bidi.Isolate(memberName(m))), k.T("coalition_screen.remove_more"), k.T("coalition_screen.remove_member"), k.T("actions.cancel"),
		func() {
			p.write(m, func(next *model.Member) { next.Withdrawn, next.Trusted = true, false }, "coalition_screen.removed")
		})
}

// add takes a colleague's card from a file, and leads to comparing the words of its key.
func (p *members) add() { p.d.chooseFile(p.addFrom) }

func (p *members) addFrom(path string) {
	book := p.d.book
	var added *model.Member
	var written []rewrite
	p.d.write(func() error {
		card, err := readCard(path)
		if err != nil {
			return err
		}
		written, err = memberChanged(book, card.Key, func() error {
			v, err := book.AddMember(card)
			added, _ = v.Record.(*model.Member)
			return err
		})
		return err
	}, func(err error) {
		k := p.k
		switch reason := parcel.ReasonOf(err); {
		case reason != "":
			p.d.tell(k.T("coalition_screen.member_not_added"), k.T("coalition_screen.no_card"), k.T("coalition_screen.no_card_next"))
		case err != nil:
			p.d.fail(k.T("coalition_screen.member_not_added"), err)
		default:
			p.d.saved()
			p.d.did(k.T("coalition_screen.member_added"), written...)
			if p.left {
				return
			}
			p.fresh()
			if added != nil && !added.Trusted && !isMe(book, added) {
				p.askTrust(added)
			}
		}
	})
}

// memberChanged does something to the member of a key, and gives what takes that back.
func memberChanged(book *notebook.Notebook, key model.Key, do func() error) ([]rewrite, error) {
	before, known := book.Member(key)
	if err := do(); err != nil {
		return nil, err
	}
	after, _ := book.Member(key)
	switch {
	case !known:
		return []rewrite{made(&after)}, nil
	case model.Differ(&before, &after):
		return []rewrite{rewriteOf(&before, &after)}, nil
	}
	return nil, nil
}

// mostCard is more than any card's file holds; of a greater file no more is read.
const mostCard = 64 << 10

// readCard reads a card from a file.
func readCard(path string) (parcel.Card, error) {
	f, err := os.Open(path)
	if err != nil {
		return parcel.Card{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostCard))
	if err != nil {
		return parcel.Card{}, err
	}
	return parcel.ReadCard(b)
}

// exportCard writes our own card where somebody chooses.
func (p *members) exportCard() {
	k, book := p.k, p.d.book
	p.d.chooseTarget("plumbline-card.json", func(path string) {
		p.d.work(k.T("coalition_screen.export_card"), func(ctx context.Context, _ func(done, total int)) error {
			b, err := book.MyCard()
			if err != nil {
				return err
			}
			return extractTo(path, func(w io.Writer) error { _, err := w.Write(b); return err })
		}, func(err error) {
			if err == nil {
				p.d.toast(k.T("coalition_screen.card_saved"), "", nil)
			}
			p.d.fail(k.T("coalition_screen.card_not_saved"), err)
		})
	})
}

// write changes a member's record.
func (p *members) write(m *model.Member, change func(next *model.Member), said string) {
	changeMember(p.d, m.ID, change, func(written []rewrite, err error) {
		if err != nil {
			p.d.fail(p.k.T("coalition_screen.member_not_written"), err)
			return
		}
		p.d.saved()
		p.d.did(p.k.T(said), written...)
		if !p.left {
			p.fresh()
		}
	})
}

// changeMember writes a member's record on what it is now.
func changeMember(d *desk, id model.ID, change func(next *model.Member), then func([]rewrite, error)) {
	book := d.book
	var written []rewrite
	d.write(func() error {
		v, err := book.View(id)
		if err != nil {
			return err
		}
		m, ok := v.Record.(*model.Member)
		if !ok {
			return notebook.ErrNotFound
		}
		next := *m
		change(&next)
		written, err = rewriteAll(book, []notebook.Change{{Seen: v, Next: &next}})
		return err
	}, func(err error) { then(written, err) })
}
