package assets

import "testing"

// Reading the words of one language is part of every start of the program.
func BenchmarkNewBook(b *testing.B) {
	for b.Loop() {
		newBook("ar")
	}
}

// A screen says some hundreds of texts each time it is built.
func BenchmarkT(b *testing.B) {
	w := For("ar")
	for b.Loop() {
		w.T("dates.estimate", "date", "KZ21-9.1")
	}
}

// A list writes a date for each row on every scroll.
func BenchmarkDate(b *testing.B) {
	w := For("ru")
	for b.Loop() {
		w.Date("2023-04-01", "2023-04-30", "month")
	}
}
