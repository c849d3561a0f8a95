package notebook

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"plumbline/model"
)

// Readers, writers, searchers and a closer at once: every call gives an answer
// or ErrClosed, and nothing acknowledged is lost.
func TestManyAtOnce(t *testing.T) {
	n := testNotebook(t)
	first := record(t, n, observation("first"))
	n = reopenNotebook(t, n) // so that the index is being built meanwhile
	var crowd sync.WaitGroup
	var mu sync.Mutex
	acked := map[string]bool{}
	must := func(what string, err error) {
		if err != nil && !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for w := range 3 {
		crowd.Go(func() {
			for i := range 15 {
				o := observation(fmt.Sprintf("from %d %d", w, i))
				_, err := n.Record(model.View{}, o)
				must("record", err)
				if err == nil {
					mu.Lock()
					acked[o.Ref] = true
					mu.Unlock()
				}
			}
		})
		crowd.Go(func() {
			for i := range 15 {
				_, err := n.Find(model.Query{Words: "from", Limit: 5})
				must("find", err)
				_, err = n.View(first.ID)
				must("view", err)
				must("draft", n.SaveDraft(fmt.Sprint(w), []byte{byte(i)}))
				n.Digest()
				for _, err := range n.Records("") {
					must("records", err)
				}
			}
		})
	}
	crowd.Wait()
	if len(acked) != 45 {
		t.Errorf("%d refs for 45 records", len(acked))
	}
	crowd.Go(func() { must("close", n.Close()) })
	for range 4 {
		crowd.Go(func() {
			_, err := n.Record(model.View{}, observation("late"))
			must("record late", err)
			_, err = n.Find(model.Query{Words: "late"})
			must("find late", err)
			_, err = n.Check(context.Background(), false, nil)
			must("check late", err)
		})
	}
	crowd.Wait()
	again, err := openDerived(n.dir, OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for ref := range acked {
		if _, err := again.Resolve(ref); err != nil {
			t.Errorf("%s is gone", ref)
		}
	}
}
