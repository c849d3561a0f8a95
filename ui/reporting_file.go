package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/export"
	"plumbline/model"
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

// chooseTarget asks where to write the workbook, and whether to replace a file.
func (r *reporting) chooseTarget() {
	name := fmt.Sprintf("%s-%s-%s.xlsx", firstOf(r.d.plan.Plan.Code, "plumbline"), r.ask.profile.Code, r.d.now().Format("2006-01-02"))
	r.d.chooseTarget(name, r.target)
}

// target takes the path; a name without an ending gets one.
func (r *reporting) target(path string) {
	if filepath.Ext(path) == "" {
		path += ".xlsx"
	}
	there := false
	r.d.read(func() error {
		_, err := os.Stat(path)
		there = err == nil
		return nil
	}, func(error) {
		switch {
		case r.left:
		case there:
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
	r.act.SetOff(true)
	question, seen := r.ask, r.seen
	made := pastReport{Name: filepath.Base(path), Profile: question.profile.Code, Language: question.language, path: path}
	made.From, made.To = question.days()
	r.d.work(k.T("report_screen.writing"), func(ctx context.Context, step func(done, total int)) error {
		got, err := collect(r.d.book)
		if err != nil {
			return err
		}
		report, err := model.NewReport(r.d.plan, until(ctx, r.d.book.Records), question.of(ctx, r.d, got.digest, got.members, got.invented))
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(report.Counts, seen.Counts) || !reflect.DeepEqual(report.Withheld, seen.Withheld) {
			return errStale
		}
		_, made.Written, made.Withheld = report.Scope()
		made.Digest = got.digest
		made.Size, made.SHA256, err = export.Save(path, replace, func(w io.Writer) error {
			return export.Workbook(ctx, w, report, assets.For(question.language), step)
		})
		return err
	}, func(err error) {
		r.act.SetOff(false)
		switch {
		case r.left:
		case errors.Is(err, errStale) || errors.Is(err, model.ErrChanged):
			r.d.toast(k.T("report_screen.changed"), "", nil)
			r.look()
		case err != nil:
			r.d.fail(k.T("report_screen.not_written"), err)
		default:
			r.finish(made)
		}
	})
}

// until makes reading records end with a context.
func until(ctx context.Context, records model.Records) model.Records {
	return func(kind model.Kind) iter.Seq2[model.View, error] {
		return func(yield func(model.View, error) bool) {
			for v, err := range records(kind) {
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

// finish shows the report that was made and lists it.
func (r *reporting) finish(made pastReport) {
	made.At = r.d.now()
	r.made = &made
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
	if m.path != "" {
		folder := filepath.Dir(m.path)
		column.Add(k.Flow(8, parts.NewButton(k, k.T("actions.open_workbook"), parts.Primary, func() { r.openPath(m.path) }),
			parts.NewButton(k, k.T("actions.show_in_folder"), parts.Secondary, func() { r.openPath(folder) })))
	}
	return column
}

// facts are what is said of a report: its file, its hash, for whom.
func (r *reporting) facts(m pastReport) fyne.CanvasObject {
	k := r.k
	period := k.T("report_screen.whole_time")
	if m.From != "" || m.To != "" {
		period = k.Words.Date(string(m.From), string(m.To), string(model.Exact))
	}
	hash := k.Text("SHA-256 " + fileName(m.SHA256))
	copyHash := parts.NewIconButton(k, "", theme.ContentCopyIcon(), parts.Quiet, func() {
		fyne.CurrentApp().Clipboard().SetContent(m.SHA256)
	})
	copyHash.Tip = k.T("actions.copy")
	return parts.Column(4, k.Bold(fileName(m.Name)),
		k.Muted(join(k, k.Label("profile", m.Profile), k.Label("language", m.Language), period)),
		k.Muted(join(k, k.Words.Moment(m.At.In(r.d.now().Location())), k.Words.Size(m.Size),
			k.T("report_screen.written_withheld", "written", m.Written, "withheld", m.Withheld))),
		k.TopRow(8, 0, hash, copyHash))
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
		column = parts.Column(10, parts.Gap(0, 60), parts.NewEmpty(k, theme.HistoryIcon(), k.T("states.empty"), k.T("report_screen.no_earlier"), nil))
	}
	for _, m := range r.past {
		column.Add(parts.NewCard(r.facts(m)))
	}
	r.act = parts.NewButton(k, k.T("actions.back"), parts.Secondary, func() { r.goTo(r.step) })
	r.set(column, r.act, nil)
}
