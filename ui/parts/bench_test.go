package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	. "plumbline/ui/parts"
)

func BenchmarkScrollTable(b *testing.B) {
	table := benchTable(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i += 7
		table.List.ScrollTo(i % 1_000_000)
	}
}

// BenchmarkRefreshTable fills the rows in sight anew, as when they were read.
func BenchmarkRefreshTable(b *testing.B) {
	table := benchTable(b)
	b.ReportAllocs()
	for b.Loop() {
		table.Refresh()
	}
}

func benchTable(b *testing.B) *Table {
	test.NewTempApp(b)
	k := Look{Words: assets.For("en")}
	fyne.CurrentApp().Settings().SetTheme(NewTheme(SchemeLight, 100, false))
	columns := []TableColumn{{Title: "Ref", Width: 96}, {Title: "Date", Width: 104}, {Title: "Title"}, {Title: "Region", Width: 136}, {Title: "n", Width: 40}}
	rows := []TableRow{
		{Cells: []TableCell{{Text: "O-2023-0012"}, {Text: "14 Nov 2023"}, {Text: "No closed box for complaints in the visiting wing"}, {Text: "Karaganda"}, {Text: "3", Icon: IconClip}}},
		{Cells: []TableCell{{Text: "O-2023-0112"}, {Text: "2 Dec 2022"}, {Text: "Lawyers admitted within a day in three of five interviews"}, {Text: "Pavlodar"}, {Text: "1", Icon: IconClip}}},
	}
	table := NewTable(k, columns, func() int { return 1_000_000 }, func(i int) TableRow { return rows[i%2] }, func(int) {}, nil)
	w := test.NewTempWindow(b, table)
	w.Resize(fyne.NewSize(1000, 700))
	return table
}

func BenchmarkRefreshForm(b *testing.B) {
	test.NewTempApp(b)
	k := Look{Words: assets.For("ru")}
	fyne.CurrentApp().Settings().SetTheme(NewTheme(SchemeLight, 100, false))
	w := test.NewTempWindow(b, observeSheet(k))
	w.Resize(fyne.NewSize(1280, 800))
	for b.Loop() {
		w.Content().Refresh()
	}
}
