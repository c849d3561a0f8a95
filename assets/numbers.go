package assets

import (
	"strconv"
	"strings"
)

// leftToRightMark keeps the sign of a number before it in a right-to-left line.
const leftToRightMark = "\u200e"

// Number writes a whole number with its thousands apart: 1,234 in English and Arabic (with
// European digits), 1 234 with a no-break space in Russian and Kazakh.
func (w Words) Number(n int64) string { return w.grouped(strconv.FormatInt(n, 10)) }

// Decimal writes a number with so many decimals, rounded to even: 1,234.5 or 1 234,5.
func (w Words) Decimal(x float64, decimals int) string {
	return w.grouped(strconv.FormatFloat(x, 'f', decimals, 64))
}

// Percent writes a share of one, 0.5 as 50%, with so many decimals. The sign stands after the
// number, in Russian after a no-break space.
func (w Words) Percent(share float64, decimals int) string {
	return w.Decimal(share*100, decimals) + w.book.percent
}

// grouped turns a number of machine writing into one of the language.
func (w Words) grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
		if w.RightToLeft() {
			sign = leftToRightMark + sign
		}
	}
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(w.book.group)
		}
		b.WriteRune(digit)
	}
	if hasFraction {
		b.WriteString(w.book.point + fraction)
	}
	return b.String()
}

// Size writes a number of bytes as a person says it: 940 B, 2.4 MB; a thousand to the step.
func (w Words) Size(bytes int64) string {
	if bytes < 1000 {
		return w.T("size.bytes", "number", bytes)
	}
	x := float64(bytes)
	for _, unit := range []string{"kilobytes", "megabytes", "gigabytes"} {
		if x /= 1000; x < 999.95 || unit == "gigabytes" {
			return w.T("size."+unit, "number", w.Decimal(x, 1))
		}
	}
	panic("unreachable")
}

// List joins items with the comma of the language: «، » in Arabic. Each item is isolated as Isolate does.
func (w Words) List(items []string) string {
	isolated := make([]string, len(items))
	for i, item := range items {
		isolated[i] = w.Isolate(item)
	}
	return strings.Join(isolated, w.book.comma)
}
