package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// EvidenceDrop is the card into which files are dropped. The whole window takes drops; this card turns teal while
// something is carried over it (SetOver), as its owner tells it.
type EvidenceDrop struct {
	whole

	card *Box
	icon *Icon
}

// NewEvidenceDrop makes the card with its sentence and what else may be done: choose a file, paste an address.
func NewEvidenceDrop(k Look, sentence string, acts ...*Button) *EvidenceDrop {
	d := &EvidenceDrop{icon: NewIcon(theme.DownloadIcon(), Teal, 28)}
	words := k.Text(sentence)
	words.Alignment = fyne.TextAlignCenter
	row := k.Centred(8)
	for _, a := range acts {
		row.Add(a)
	}
	d.card = NewBox(Surface, Column(8, container.NewCenter(d.icon), words, row))
	d.card.Edge, d.card.EdgeWidth, d.card.Radius, d.card.Across, d.card.Down = Edge, 1, 8, 12, 14
	d.join(d, d.card)
	return d
}

// SetOver shows that a drop would be taken.
func (d *EvidenceDrop) SetOver(on bool) {
	d.card.Ground, d.card.Edge, d.card.EdgeWidth = Surface, Edge, 1
	if on {
		d.card.Ground, d.card.Edge, d.card.EdgeWidth = TealTint, Teal, 2
	}
	d.card.Refresh()
}

// EvidenceFile is what a row of evidence shows.
type EvidenceFile struct {
	Title    string
	Base     bidi.Base // direction of the title
	Name     string    // the file's own name and its size
	Hash     string    // SHA-256, 64 hexadecimal digits; its ends are shown
	Kind     fyne.Resource
	Warnings []EvidenceWarning
	OnOpen   func()                 // nil: cannot be opened here
	OnMenu   func(at fyne.Position) // nil: no menu
}

// EvidenceWarning is what is amiss with a file, with the remedy as a link (an empty word for none).
type EvidenceWarning struct {
	Words  string
	Remedy string
	OnTap  func()
}

// NewEvidenceRow makes the card of a file: icon, title, name and size, start of the hash, warnings with their remedies.
func NewEvidenceRow(k Look, f EvidenceFile) *Press {
	if f.Kind == nil {
		f.Kind = theme.FileIcon()
	}
	title := k.Text(f.Title)
	title.Base = f.Base
	col := Column(2, title)
	if f.Name != "" {
		col.Add(k.Hint(f.Name))
	}
	if f.Hash != "" {
		col.Add(k.Hint("SHA-256 " + bidi.IsolateLTR(ShortHash(f.Hash))))
	}
	for _, w := range f.Warnings {
		col.Add(NewNotice(k, Amber, w.Words))
		if w.Remedy != "" {
			col.Add(k.Row(0, NoSlack, NewLink(k, w.Remedy, w.OnTap)))
		}
	}
	p := NewPress(k, Inset(12, 10, k.TopRow(10, 1, NewIcon(f.Kind, Ink2, 24), col)), f.OnOpen)
	p.OnMenu = f.OnMenu
	p.Ground, p.Edge, p.EdgeWidth, p.Radius = Surface, Line, 1, 8
	p.Off = f.OnOpen == nil && f.OnMenu == nil
	return p
}

// ShortHash shows the ends of a hash: 3f9a 07d1 … c210.
func ShortHash(hash string) string {
	if len(hash) < 16 {
		return hash
	}
	return strings.Join([]string{hash[:4], hash[4:8], "…", hash[len(hash)-4:]}, " ")
}

// NewLink is a word that leads somewhere, without the margins of a button.
func NewLink(k Look, word string, tapped func()) *Press {
	p := NewPress(k, k.Line(word, Teal), tapped)
	p.Radius = 3
	return p
}
