package intake

import (
	"strconv"
	"time"
)

// day turns a serial date into ISO 8601; what is out of the calendar stays the
// number it was. Days count from 30 December 1899 (after the day that 1900 never
// had) or from 1904.
func (b *Book) day(number string) string {
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || f < 0 || f >= 2_958_466 { // 9999-12-31
		return number
	}
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.date04:
		from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case f < 60:
		from = from.AddDate(0, 0, 1)
	}
	t := from.AddDate(0, 0, int(f))
	if seconds := int((f-float64(int(f)))*86400 + 0.5); seconds > 0 {
		return t.Add(time.Duration(seconds) * time.Second).Format("2006-01-02T15:04:05")
	}
	return t.Format(time.DateOnly)
}
