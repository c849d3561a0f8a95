package notebook

import (
	"slices"
	"sync"

	"plumbline/model"
)

// watchers are told what changed, after it is durable.
type watchers struct {
	mu   sync.Mutex
	next int
	list []watcher
}

type watcher struct {
	n int
	f func([]model.ID)
}

// Watch calls f with the records of every change, in the goroutine that made
// it and after all locks are let go, until stop is called.
func (n *Notebook) Watch(f func(changed []model.ID)) (stop func()) {
	w := &n.watchers
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next++
	me := w.next
	w.list = append(w.list, watcher{me, f})
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.list = slices.DeleteFunc(slices.Clone(w.list), func(x watcher) bool { return x.n == me })
	}
}

func (w *watchers) tell(changed []model.ID) {
	w.mu.Lock()
	list := w.list
	w.mu.Unlock()
	if len(changed) == 0 {
		return
	}
	for _, x := range list {
		x.f(changed)
	}
}
