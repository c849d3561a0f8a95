package parts

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// DayField asks for one day: an entry that takes it in the writing of machines or of the country, and a calendar to
// choose it from.
type DayField struct {
	whole

	Entry *bidi.Entry
	open  *Button
}

// NewDayField makes the field; hint is a day as it is written. What is typed or chosen comes through the entry, whose
// OnChanged is the caller's.
func NewDayField(k Look, hint, day string) *DayField {
	f := &DayField{Entry: NewCodeEntry(k, hint)}
	f.Entry.SetText(day)
	f.open = NewIconButton(k, "", theme.CalendarIcon(), Quiet, func() {
		openCalendar(k, f, string(ReadDay(f.Entry.Text())), f.Entry.SetText)
	})
	f.open.Tip = k.T("parts.choose_day")
	f.join(f, k.Row(6, NoSlack, Sized(150, 0, f.Entry), f.open))
	return f
}

// Day is what is written, as ReadDay reads it.
func (f *DayField) Day() model.Day { return ReadDay(f.Entry.Text()) }

// Target is the entry.
func (f *DayField) Target() fyne.Focusable { return f.Entry }

// SetFault shows that an answer is missing or no day.
func (f *DayField) SetFault(on bool) {
	f.Entry.Fault = on
	f.Entry.Refresh()
}

// SetOff makes the day one that is only read.
func (f *DayField) SetOff(off bool) {
	f.open.SetOff(off)
	show(f.open, !off)
	if off {
		f.Entry.Disable()
	} else {
		f.Entry.Enable()
	}
}

// ReadDay reads a day in the writing of machines or of the country; what is no day is kept as it is, for the check to
// find.
func ReadDay(text string) model.Day {
	text = strings.TrimSpace(model.Fold(text))
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2/1/2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return model.Day(t.Format(time.DateOnly))
		}
	}
	return model.Day(text)
}
