package ui

import (
	"runtime"
	"strings"
	"sync"
	"testing"

	"plumbline/model/notebook"
)

// While words are gathered, a question with words says how far that is, filters answer, and the words are found in the end.
func TestFindSaysThatWordsAreStillGathered(t *testing.T) {
	dir := notebookDir(t, gathered(t))
	held := make(chan struct{})
	goOn := sync.OnceFunc(func() { close(held) })
	defer goOn()
	n, err := notebook.Open(dir, []byte(testPass), notebook.OpenOptions{Asked: func() {
		stack := make([]byte, 16<<10)
		if strings.Contains(string(stack[:runtime.Stack(stack, false)]), "(*indexing)") {
			<-held
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "en", "")
	who, err := readPeople(n)
	if err != nil {
		t.Fatal(err)
	}
	b.w.enter(n, who)
	b.w.show(place{to: atFind, find: &search{}})
	s := b.w.shown.(*finder)
	b.sees("11 of 11") // without words nothing waits
	s.words.SetText("complaint")
	b.sees("The words of the records are still being gathered: 0 of ")
	b.tap("Stop")
	b.sees("11 of 11")
	s.words.SetText("complaint")
	b.sees("The words of the records are still being gathered: 0 of ")
	s.choose("region", "KZ-75", true) // asked anew while it waits
	goOn()
	b.sees("2 of 11")
}
