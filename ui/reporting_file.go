package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// pastReport is what is remembered of a report that was made: not what is in it, and of its place only the name.
type pastReport struct {
	At       time.Time `json:"at"`
	Name     string    `json:"name"`
	Profile  string    `json:"profile"`
	Language string    `json:"language"`
	Period   string    `json:"period,omitempty"`
	From     model.Day `json:"from,omitempty"`
	To       model.Day `json:"to,omitempty"`
	Written  int       `json:"written"`
	Withheld int       `json:"withheld"`
	Size     int64     `json:"size"`
	SHA256   string    `json:"sha256"`
	Digest   string    `json:"digest"` // of the records

	path string // while the window is open
}

// pastSetting is where the list of reports is kept, sealed; mostPast how many are.
const (
	pastSetting = "reports"
	mostPast    = 200
)

// errStale means that other things would be withheld than were looked at.
var errStale = errors.New("what may leave has changed since it was looked at")

// The forms of the file.
const formatXLSX = "xlsx"

var fileForms = []string{formatXLSX, string(export.CSV), string(export.JSONLines)}

// formatWord is what a form of the file is called.
func formatWord(k parts.Look, format string) string { return k.T("report_screen." + format) }

// chooseTarget asks where to write the file, and whether to replace one.
func (r *reporting) chooseTarget() {
	name := fmt.Sprintf("%s-%s-%s", firstOf(r.d.plan.Plan.Code, "plumbline"), r.ask.profile.Code, r.d.now().Format("2006-01-02"))
	r.d.chooseTarget(r.withEnding(name), r.target)
}

// withEnding gives a name without an ending the one of its form; tables lie in a folder, which has none.
func (r *reporting) withEnding(path string) string {
	if r.ask.format != formatXLSX {
		return path
	}
	const sealedEnding = ".age"
	bare := strings.TrimSuffix(path, sealedEnding)
	if filepath.Ext(bare) != ".xlsx" && (filepath.Ext(bare) == "" || bare == path && r.sealing()) {
		bare += ".xlsx"
	}
	if r.sealing() {
		return bare + sealedEnding
	}
	return bare
}

// sealing says whether the file is closed with a passphrase: only a workbook can be.
func (r *reporting) sealing() bool { return r.ask.sealed && r.ask.format == formatXLSX }

// target takes the path.
func (r *reporting) target(path string) {
	path = r.withEnding(path)
	there := false
	r.d.read(func() error {
		_, err := os.Stat(path)
		there = err == nil
		return nil
	}, func(error) {
		switch {
		case r.left:
		case there && r.ask.format == formatXLSX:
			k := r.k
			r.d.ask(k.T("report_screen.replace"), k.T("report_screen.replace_more"), k.T("report_screen.replace_it"), k.T("actions.cancel"), func() { r.write(path, true) })
		default:
			r.write(path, false)
		}
	})
}

// write makes the report and puts the file in its place.
func (r *reporting) write(path string, replace bool) {
	k := r.k
	to, err := r.recipients()
	if err != nil {
		r.d.fail(k.T("report_screen.not_written"), err)
		return
	}
	r.act.SetOff(true)
	question, seen, digest := r.ask, r.seen, r.digest
	question.looked = r.lookedAt()
	made := pastReport{Name: filepath.Base(path), Profile: question.profile.Code, Language: question.language, path: path}
	made.From, made.To = question.days()
	r.d.work(k.T("report_screen.writing"), func(ctx context.Context, step func(done, total int)) error {
		got, err := collect(r.d.book)
		if err != nil {
			return err
		}
		if len(question.looked) > 0 && got.digest != digest {
			return errStale // a text that was looked at may say something else now
		}
		report, err := model.NewReport(r.d.plan, counted(ctx, r.d.book, r.d.book.Told, step), question.of(ctx, r.d, step, got.digest, got.members, got.invented))
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(report.Counts, seen.Counts) || !reflect.DeepEqual(report.Withheld, seen.Withheld) {
			return errStale
		}
		_, made.Written, made.Withheld = report.Scope()
		made.Digest = got.digest
		made.Size, made.SHA256, err = save(ctx, path, replace, report, question, to, step)
		return err
	}, func(err error) {
		r.act.SetOff(false)
		switch {
		case r.left:
		case errors.Is(err, errStale) || errors.Is(err, model.ErrChanged) || errors.Is(err, model.ErrLeak):
			r.d.toast(k.T("report_screen.changed"), "", nil)
			r.look()
		case err != nil:
			r.d.fail(k.T("report_screen.not_written"), err)
		default:
			r.finish(made)
		}
	})
}

// recipients is the passphrase that closes the file, or nobody.
func (r *reporting) recipients() (*seal.Recipients, error) {
	if !r.sealing() || r.pass == nil {
		return nil, nil
	}
	pass, err := seal.Passphrase([]byte(r.pass.pass.Text()))
	if err != nil {
		return nil, err
	}
	to := seal.ForPassphrase(pass)
	return &to, nil
}

// save writes the file in its form, whole or not at all.
func save(ctx context.Context, path string, replace bool, report *model.Report, question ask, to *seal.Recipients, step func(done, total int)) (int64, string, error) {
	words := assets.For(question.language)
	if question.format != formatXLSX {
		return export.SaveTables(path, func(open func(string) (io.WriteCloser, error)) error {
			return export.Tables(ctx, open, report, words, export.Format(question.format), step)
		})
	}
	return export.Save(path, replace, func(w io.Writer) error {
		if to == nil {
			return export.Workbook(ctx, w, report, words, step)
		}
		closed, err := to.Close(ctx, w)
		if err != nil {
			return err
		}
		if err := export.Workbook(ctx, closed, report, words, step); err != nil {
			return err
		}
		return closed.Close()
	})
}

// counted are records until ctx ends; step hears how many of a kind were read.
func counted(ctx context.Context, book *notebook.Notebook, records model.Records, step func(done, total int)) model.Records {
	return func(kind model.Kind) iter.Seq2[model.View, error] {
		return func(yield func(model.View, error) bool) {
			all, err := book.Count(model.Query{Kind: kind})
			if err != nil {
				yield(model.View{}, err)
				return
			}
			done := 0
			for v, err := range records(kind) {
				if stop := ctx.Err(); stop != nil {
					yield(model.View{}, stop)
					return
				}
				if !yield(v, err) {
					return
				}
				if done++; all >= countedFrom {
					step(done, all)
				}
			}
		}
	}
}

// picked are chosen records until ctx ends.
func picked(ctx context.Context, book *notebook.Notebook) func([]model.ID) iter.Seq2[model.View, error] {
	return func(ids []model.ID) iter.Seq2[model.View, error] {
		return func(yield func(model.View, error) bool) {
			for v, err := range book.Pick(ids) {
				if stop := ctx.Err(); stop != nil {
					yield(model.View{}, stop)
					return
				}
				if !yield(v, err) {
					return
				}
			}
		}
	}
}

// countedFrom is of how many records of a kind it is worth saying how many were read.
const countedFrom = 1000

// finish shows the report that was made and lists it.
func (r *reporting) finish(made pastReport) {
	made.At = r.d.now()
	r.made = &made
	r.ask.sealed = false // the next one is asked anew
	r.goTo(stepFile)
	r.d.toast(r.k.T("report_screen.done"), "", nil)
	if r.d.readOnly {
		r.past = append([]pastReport{made}, r.past...)
		r.showCount()
		return
	}
	var past []pastReport
	r.d.write(func() (err error) {
		if past, err = readPast(r.d); err != nil {
			return err
		}
		past = append([]pastReport{made}, past...)
		past = past[:min(len(past), mostPast)]
		b, err := json.Marshal(past)
		if err != nil {
			return err
		}
		return r.d.book.SetSetting(pastSetting, b)
	}, func(err error) {
		r.d.fail(r.k.T("report_screen.not_listed"), err)
		if err == nil {
			r.past = past
			r.showCount()
		}
	})
}

// readPast reads the earlier reports.
func (r *reporting) readPast() {
	var past []pastReport
	r.d.read(func() (err error) {
		past, err = readPast(r.d)
		return err
	}, func(err error) {
		if err == nil && !r.left {
			r.past = past
			r.showCount()
		}
	})
}

func readPast(d *desk) (past []pastReport, err error) {
	b, err := d.book.Setting(pastSetting)
	if errors.Is(err, model.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &past); err != nil {
		return nil, fmt.Errorf("read earlier reports: %w", err)
	}
	return past, nil
}

func (r *reporting) showCount() {
	r.earlier.SetText(r.k.T("report_screen.earlier", "n", len(r.past)))
	r.side.Refresh()
	if r.list {
		r.showEarlier()
	}
}

// filePage shows the report that was made.
func (r *reporting) filePage() fyne.CanvasObject {
	k, m := r.k, r.made
	column := parts.Column(14, k.Row(10, 1, parts.NewIcon(theme.ConfirmIcon(), parts.Teal, 28), k.Heading(k.T("report_screen.done"))),
		parts.NewScopeSum(k, int64(m.Written+m.Withheld), int64(m.Written), int64(m.Withheld)), parts.NewCard(r.facts(*m)))
	column.Add(r.pathActs(*m, parts.Primary))
	if filepath.Ext(m.Name) == ".age" {
		column.Add(parts.NewNotice(k, parts.Calm, k.T("report_screen.sealed_how")))
	}
	return column
}

// pathActs open a report and show where it lies, as long as that is known: the place is forgotten when the window is
// closed.
func (r *reporting) pathActs(m pastReport, weight parts.Weight) fyne.CanvasObject {
	k := r.k
	row := k.Flow(8)
	if m.path != "" {
		row.Add(parts.NewButton(k, k.T("actions.open_workbook"), weight, func() { r.openPath(m.path) }))
		row.Add(parts.NewButton(k, k.T("actions.show_in_folder"), parts.Secondary, func() { r.openPath(filepath.Dir(m.path)) }))
	}
	row.Add(parts.NewButton(k, k.T("report_screen.is_it_this"), parts.Quiet, func() { r.d.chooseFile(func(path string) { r.compare(path, m) }) }))
	return row
}

// compare says whether a file is the report, byte for byte.
func (r *reporting) compare(path string, m pastReport) {
	k := r.k
	same := false
	r.d.work(k.T("report_screen.comparing"), func(ctx context.Context, step func(done, total int)) error {
		sum, err := fileSum(ctx, path)
		same = sum == m.SHA256
		return err
	}, func(err error) {
		name := fileName(filepath.Base(path))
		switch {
		case r.left:
		case err != nil:
			r.d.fail(k.T("report_screen.not_compared"), err)
		case same:
			r.d.toast(k.T("report_screen.is_this", "name", name), "", nil)
		default:
			r.d.tell(k.T("report_screen.is_another"), k.T("report_screen.is_another_more", "name", name), k.T("report_screen.is_another_next"))
		}
	})
}

// fileSum is the SHA-256 of a file.
func fileSum(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h, part := sha256.New(), make([]byte, 1<<16)
	for ctx.Err() == nil {
		n, err := f.Read(part)
		h.Write(part[:n])
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", ctx.Err()
}

// facts are what is said of a report: its file, its hash, for whom.
func (r *reporting) facts(m pastReport) fyne.CanvasObject {
	k := r.k
	period := k.T("report_screen.whole_time")
	if m.From != "" || m.To != "" {
		period = k.Words.Date(string(m.From), string(m.To), string(model.Exact))
	}
	return parts.Column(4, k.Bold(fileName(m.Name)),
		k.Muted(join(k, profileCode(k, m.Profile), k.Label("language", m.Language), period)),
		k.Muted(join(k, k.Words.Moment(m.At.In(r.d.now().Location())), k.Words.Size(m.Size),
			k.T("report_screen.written_withheld", "written", m.Written, "withheld", m.Withheld))),
		hashLine(k, m.SHA256))
}

// hashLine is the hash of a file that was made, and a button that copies it.
func hashLine(k parts.Look, sum string) fyne.CanvasObject {
	copies := parts.NewIconButton(k, "", theme.ContentCopyIcon(), parts.Quiet, func() {
		fyne.CurrentApp().Clipboard().SetContent(sum)
	})
	copies.Tip = k.T("actions.copy")
	return parts.Column(0, k.Muted("SHA-256"), k.Row(4, parts.NoSlack, k.Text(fileName(sum)), copies))
}

// openPath hands a file or a folder to the program that the system has for it.
func (r *reporting) openPath(path string) {
	u := &url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	r.d.fail(r.k.T("report_screen.not_opened"), fyne.CurrentApp().OpenURL(u))
}

// showEarlier lists the reports that were made, newest first.
func (r *reporting) showEarlier() {
	k := r.k
	r.list = true
	column := parts.Column(10, k.Heading(k.T("screens.earlier_reports")))
	if len(r.past) == 0 {
		column.Add(parts.Inset(0, 40, parts.NewEmpty(k, theme.HistoryIcon(), k.T("states.empty"), k.T("report_screen.no_earlier"), nil)))
	}
	for _, m := range r.past {
		column.Add(parts.NewCard(parts.Column(8, r.facts(m), r.pathActs(m, parts.Secondary))))
	}
	r.act = parts.NewButton(k, k.T("actions.back"), parts.Secondary, func() { r.goTo(r.step) })
	r.set(column, r.act, nil)
}
