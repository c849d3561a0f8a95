package ui

import (
	"errors"
	"time"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// Words can be looked for once those of all records were gathered, which takes a while after opening a large notebook.
// Until then the screen says how far that is, and filters answer: the question does not wait in the notebook, where
// nothing else could be asked meanwhile.

// errGathering is for a question that must wait for the words.
var errGathering = errors.New("the words are still being gathered")

// wordsGathered reports errGathering for a question that must wait. Off the UI thread.
func wordsGathered(b *notebook.Notebook, q *model.Query) error {
	if q.Words == "" {
		return nil
	}
	select {
	case <-b.Ready():
		return nil
	default:
		return errGathering
	}
}

// gatherLook is how often the screen looks how far the words are.
const gatherLook = 300 * time.Millisecond

// gather waits a moment for the words, says how far they are where that takes longer, and asks again.
func (s *finder) gather() {
	if s.waited {
		done, all := s.d.book.Gathered()
		if s.gathering == nil {
			s.gathering = parts.NewProgress(s.k, s.k.T("find_screen.gathering"), s.k.T("find_screen.gathering_else"), s.letWordsGo)
		}
		s.gathering.Set(int64(done), int64(all))
		s.say(parts.NewPageWithin(s.k, 20, 20, s.gathering))
		s.count.SetText("")
	}
	mine, book := s.version, s.d.book
	s.d.read(func() error {
		select {
		case <-book.Ready():
		case <-time.After(gatherLook):
		}
		return nil
	}, func(error) {
		if !s.left && mine == s.version {
			s.waited = true
			s.seek()
		}
	})
}

// gatheredAll forgets that words were waited for.
func (s *finder) gatheredAll() { s.waited, s.gathering = false, nil }

// letWordsGo asks without words: that answers at once.
func (s *finder) letWordsGo() {
	s.words.SetText("")
	s.d.window.Canvas().Focus(s.words.Entry)
}
