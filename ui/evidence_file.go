package ui

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// filePane is the file of a piece of evidence: looked at inside the window, and taken out of it.
//
//  1. A picture is decoded from memory within the bounds of picture.go; of a text the beginning is shown. What else there
//     is opens in a program of its own, after a copy was exported: this one reads as few formats as it can.
//  2. What was marked as hard to look at, or as showing a person, waits behind a button.
//  3. Nothing is written to disk but where somebody chooses.
type filePane struct {
	e      *evidence
	column *fyne.Container
	look   *fyne.Container // the preview
	warn   *fyne.Container
	ways   *fyne.Container // out of the notebook, and into it

	unreadable bool // its bytes are not there, or not as they were
	pixelless  bool // no picture can be made of them

	shown bool // what is marked was asked for
	asked bool // the preview is on its way, or there
	over  bool
	ctx   context.Context
	end   context.CancelFunc
}

// seenFile is what became of looking at a file.
type seenFile struct {
	img      image.Image
	text     string
	cut      bool // there is more of the text
	hasPlace bool
	pixels   bool // a copy of pixels alone can be made
}

// Bounds of a text that is looked at here.
const (
	maxShownText  = 4000 // runes
	maxTextPrefix = 64 << 10
)

func newFilePane(e *evidence) *filePane {
	p := &filePane{e: e, column: parts.Column(12), look: container.NewStack(), warn: parts.Column(6), ways: container.NewStack()}
	p.ctx, p.end = context.WithCancel(context.Background())
	p.show()
	return p
}

// stop lets go of what is still read.
func (p *filePane) stop() { p.over = true; p.end() }

// isText and isPicture go by the media type that was found in the bytes on taking in.
func (p *filePane) isPicture() bool {
	return strings.HasPrefix(p.e.sheet.Fields.MediaType, "image/")
}

func (p *filePane) isText() bool {
	m := p.e.sheet.Fields.MediaType
	return strings.HasPrefix(m, "text/") || m == "application/json" || m == "application/xml" || m == "message/rfc822"
}

// show lays the pane out.
func (p *filePane) show() {
	k, r := p.e.k, &p.e.sheet.Fields
	p.column.Objects = []fyne.CanvasObject{k.Section(k.T("evidence_screen.file"))}
	if r.Blob == "" {
		p.column.Add(k.Muted(k.T("evidence_screen.no_file_kept")))
		if r.Address != "" {
			p.column.Add(p.copyRow(bidi.IsolateLTR(r.Address), r.Address))
		}
	} else {
		p.column.Add(p.look)
		p.column.Add(p.warn)
		p.column.Add(p.facts())
		p.column.Add(p.ways)
		p.offer()
		p.lookAt()
	}
	for _, row := range p.e.derivedRows() {
		p.column.Add(row)
	}
	p.e.relay(p.column)
}

// facts are what the file itself tells.
func (p *filePane) facts() fyne.CanvasObject {
	k, r := p.e.k, &p.e.sheet.Fields
	name := k.Text(bidi.Isolate(r.OriginalName))
	hash := k.Hint(bidi.IsolateLTR(groups(r.SHA256)))
	return parts.Column(4, name, k.Muted(strings.Join(filled(k.Words.Size(r.Size), bidi.IsolateLTR(r.MediaType)), " · ")),
		k.Muted(p.e.label("sha256")), p.copied(hash, r.SHA256))
}

// groups sets a hash in groups of eight, so that it can be read aloud and breaks where a line ends.
func groups(hash string) string {
	var out []string
	for ; len(hash) > 8; hash = hash[8:] {
		out = append(out, hash[:8])
	}
	return strings.Join(append(out, hash), " ")
}

// copyRow is a line that can be copied.
func (p *filePane) copyRow(words, content string) fyne.CanvasObject {
	return p.copied(p.e.k.Text(words), content)
}

// copied sets a button beside words that puts their content on the clipboard.
func (p *filePane) copied(words fyne.CanvasObject, content string) fyne.CanvasObject {
	b := parts.NewIconButton(p.e.k, "", theme.ContentCopyIcon(), parts.Quiet, func() {
		fyne.CurrentApp().Clipboard().SetContent(content)
		p.e.d.toast(p.e.k.T("evidence_screen.copied"), "", nil)
	})
	b.Tip = p.e.k.T("actions.copy")
	return p.e.k.TopRow(4, 0, words, b)
}

// offer gives the ways out of the notebook, and the way of a copy into it: none that cannot work for this file.
func (p *filePane) offer() {
	k := p.e.k
	column := parts.Column(8)
	if !p.unreadable {
		column.Add(k.Row(0, parts.NoSlack, parts.NewIconButton(k, k.T("evidence_screen.export_copy"), theme.DownloadIcon(), parts.Secondary, p.export)))
	}
	if p.isPicture() && !p.unreadable && !p.pixelless && p.e.sheet.Fields.Size <= maxPictureFile {
		column.Add(k.Row(0, parts.NoSlack, parts.NewIconButton(k, k.T("evidence_screen.share_copy"), theme.MediaPhotoIcon(), parts.Secondary, p.share)))
		column.Add(k.Hint(k.T("evidence_screen.share_copy_note")))
	}
	if !p.e.d.readOnly {
		column.Add(k.Row(0, parts.NoSlack, k.Flush(parts.NewIconButton(k, k.T("evidence_screen.add_working_copy"), theme.ContentAddIcon(), parts.Quiet, p.addCopy))))
	}
	p.ways.Objects = []fyne.CanvasObject{column}
	p.e.relay(p.ways)
}

// lookAt begins to show the file, or says how it can be seen.
func (p *filePane) lookAt() {
	k, r := p.e.k, &p.e.sheet.Fields
	switch {
	case p.asked:
		return
	case r.Size == 0:
		p.say(theme.FileIcon(), k.T("evidence_screen.empty_file"))
		return
	case !p.isPicture() && !p.isText():
		p.say(theme.FileIcon(), k.T("evidence_screen.opens_outside"))
		return
	case p.isPicture() && r.Size > maxPictureFile:
		p.say(theme.MediaPhotoIcon(), k.T("evidence_screen.too_large_to_show"))
		return
	case len(r.SensitiveMarks) > 0 && !p.shown:
		reveal := parts.NewButton(k, k.T("evidence_screen.show_marked"), parts.Secondary, func() { p.shown = true; p.lookAt() })
		p.set(p.framed(parts.Column(8, k.Muted(k.T("evidence_screen.marked", "marks", k.Words.List(labels(k.Words, "sensitive_mark", r.SensitiveMarks)))),
			k.Row(0, parts.NoSlack, reveal))))
		return
	}
	p.asked = true
	p.set(p.framed(parts.NewLoading(k)))
	var got seenFile
	book, id, picture := p.e.d.book, p.e.sheet.ID, p.isPicture()
	p.e.d.read(func() (err error) {
		if picture {
			got, err = seePicture(p.ctx, book, id)
		} else {
			got, err = seeText(p.ctx, book, id)
		}
		return err
	}, func(err error) {
		if !p.over && !p.e.done {
			p.came(got, err)
		}
	})
}

// framed is what stands in place of the file.
func (p *filePane) framed(o fyne.CanvasObject) fyne.CanvasObject {
	b := parts.NewBox(parts.Surface, o)
	b.Edge, b.EdgeWidth, b.Radius, b.Across, b.Down = parts.Line, 1, 8, 12, 12
	return b
}

func (p *filePane) set(o fyne.CanvasObject) {
	p.look.Objects = []fyne.CanvasObject{o}
	p.e.relay(p.look)
}

// say says in place of the file why it is not shown here.
func (p *filePane) say(icon fyne.Resource, words string) {
	p.set(p.framed(p.e.k.TopRow(8, 1, parts.NewIcon(icon, parts.Ink2, 24), p.e.k.Muted(words))))
}

// came shows what was read.
func (p *filePane) came(got seenFile, err error) {
	k := p.e.k
	switch {
	case errors.Is(err, errNoPicture):
		p.say(theme.MediaPhotoIcon(), k.T("evidence_screen.no_picture"))
		p.pixelless = true
		p.offer()
	case errors.Is(err, errBigPicture):
		p.say(theme.MediaPhotoIcon(), k.T("evidence_screen.too_large_to_show"))
		p.pixelless = true
		p.offer()
	case quiet(err) && err != nil:
	case err != nil:
		what, safe, next := troubleOf(err).said(k)
		p.set(p.framed(parts.Column(6, parts.NewNotice(k, parts.Amber, what), parts.NewNotice(k, parts.Good, safe), k.Text(next))))
		p.warn.Objects = nil
		p.unreadable = true
		p.offer()
	case got.img != nil:
		photo := parts.NewPress(k, parts.NewPhoto(got.img, 260), func() { p.enlarge(got.img) })
		photo.Tip = k.T("evidence_screen.enlarge")
		p.set(p.framed(photo))
		if got.hasPlace {
			p.warn.Objects = []fyne.CanvasObject{parts.NewNotice(k, parts.Amber, k.T("evidence_screen.holds_place"))}
			p.e.relay(p.warn)
		}
	default:
		words := k.Text(got.text)
		words.Base = bidi.Auto
		column := parts.Column(6, words)
		if got.cut {
			column.Add(k.Hint(k.T("evidence_screen.text_goes_on")))
		}
		p.set(p.framed(parts.Sized(0, 260, parts.NewPageWithin(k, 10, 4, column))))
	}
}

// enlarge shows a picture over the window.
func (p *filePane) enlarge(img image.Image) {
	k := p.e.k
	room := p.e.d.window.Canvas().Size()
	title, _ := p.e.titleOf(&p.e.sheet.Fields)
	parts.NewDialog(k, parts.Calm, theme.MediaPhotoIcon(), title, "", k.T("actions.close"), parts.NewPhoto(img, room.Height-220)).
		WithWidth(room.Width - 160).Show(p.e.d.window.Canvas())
}

// bounded keeps the first bytes of what is written, and then has enough.
type bounded struct {
	bytes.Buffer
	most int
}

var errEnough = errors.New("enough was read")

func (b *bounded) Write(p []byte) (int, error) {
	room := b.most - b.Len()
	if room >= len(p) {
		return b.Buffer.Write(p)
	}
	b.Buffer.Write(p[:max(room, 0)])
	return max(room, 0), errEnough
}

// seePicture decodes a file from memory.
func seePicture(ctx context.Context, book *notebook.Notebook, id model.ID) (seenFile, error) {
	data := bounded{most: maxPictureFile}
	if err := book.Extract(ctx, id, &data); err != nil {
		return seenFile{}, ignoreEnough(err, errBigPicture)
	}
	img, err := decode(ctx, data.Bytes())
	if err != nil {
		return seenFile{}, err
	}
	return seenFile{img: shownCopy(img, shownPixels), hasPlace: exifOf(data.Bytes()).hasPlace, pixels: true}, nil
}

func ignoreEnough(err, instead error) error {
	if errors.Is(err, errEnough) {
		return instead
	}
	return err
}

// seeText reads the beginning of a file; what is no text is not shown as one.
func seeText(ctx context.Context, book *notebook.Notebook, id model.ID) (seenFile, error) {
	data := bounded{most: maxTextPrefix}
	err := ignoreEnough(book.Extract(ctx, id, &data), nil)
	text := strings.TrimPrefix(data.String(), "\ufeff")
	cut := len(text) >= maxTextPrefix
	for cut && len(text) > 0 && !utf8.ValidString(text[max(len(text)-utf8.UTFMax, 0):]) {
		text = text[:len(text)-1] // the last letter was cut in two
	}
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\ufffd")
	if r := []rune(text); len(r) > maxShownText {
		text, cut = string(r[:maxShownText]), true
	}
	return seenFile{text: text, cut: cut}, err
}

// export writes the file as it is, verified against its hash.
func (p *filePane) export() {
	k, d, id, size := p.e.k, p.e.d, p.e.sheet.ID, p.e.sheet.Fields.Size
	d.chooseTarget(p.e.sheet.Fields.OriginalName, func(path string) {
		d.long(k.T("evidence_screen.exporting"), func(j *job) error {
			return extractTo(path, func(w io.Writer) error { return d.book.Extract(j.ctx, id, j.through(w, size)) })
		}, func(err error) { p.out("exported", k.T("observation_screen.extracted"), err) })
	})
}

// share writes a picture of the same pixels, and nothing else.
func (p *filePane) share() {
	k, d, id := p.e.k, p.e.d, p.e.sheet.ID
	ending := ".png"
	if p.e.sheet.Fields.MediaType == "image/jpeg" {
		ending = ".jpg"
	}
	d.chooseTarget(strings.TrimSuffix(p.e.sheet.Fields.OriginalName, filepath.Ext(p.e.sheet.Fields.OriginalName))+ending, func(path string) {
		d.work(k.T("evidence_screen.exporting"), func(ctx context.Context, _ func(int, int)) error {
			data := bounded{most: maxPictureFile}
			if err := d.book.Extract(ctx, id, &data); err != nil {
				return ignoreEnough(err, errBigPicture)
			}
			return extractTo(path, func(w io.Writer) error { return pixelsOnly(ctx, data.Bytes(), w) })
		}, func(err error) { p.out("copied", k.T("evidence_screen.shared"), err) })
	})
}

// out says what became of a copy, and offers to note it among the events of custody.
func (p *filePane) out(event, said string, err error) {
	k, d := p.e.k, p.e.d
	switch {
	case errors.Is(err, errNoPicture), errors.Is(err, errBigPicture):
		d.toast(k.T("evidence_screen.not_shared"), "", nil)
	case err != nil:
		d.fail(k.T("observation_screen.not_extracted"), err)
	case d.readOnly || p.e.done:
		d.toast(said, "", nil)
	default:
		d.toast(said, k.T("evidence_screen.note_it"), func() {
			if !p.e.done {
				p.e.custody.event.SetChosen(event)
				p.e.custody.ready()
				p.e.goTo(evidenceHands)
			}
		})
	}
}

// addCopy attaches a copy to work with, derived from this one.
func (p *filePane) addCopy() {
	k, d := p.e.k, p.e.d
	of, id := p.e.sheet.Fields.Of, p.e.sheet.ID
	d.chooseFile(func(path string) {
		var copied model.Record
		d.work(k.T("observe_screen.attaching"), func(ctx context.Context, step func(done, total int)) error {
			o := notebook.AttachOptions{Evidence: model.Evidence{CopyKind: model.CopyWorking, DerivedFrom: id}}
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			copied, err = attachFile(ctx, d.book, of, path, "", o, newReach(step, info.Size()).read)
			return err
		}, func(err error) {
			if err != nil {
				d.fail(k.T("evidence_screen.not_attached"), err)
				return
			}
			d.saved()
			d.did(k.T("evidence_screen.copy_added"), made(copied))
			if !p.e.done {
				p.e.readAround()
			}
		})
	})
}
