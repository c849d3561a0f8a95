package export

import "sync"

// memo keeps what was said before: dates, codes and lists of labels repeat in
// every row, and putting one into words costs more than the cell. Workers share
// it; past mostKept answers it keeps no more, so that its memory is bounded.
type memo[K comparable] struct {
	mu   sync.RWMutex
	said map[K]string
}

const mostKept = 20_000

// say gives what k is in words, made when it is first asked for.
func (m *memo[K]) say(k K, words func(K) string) string {
	m.mu.RLock()
	s, ok := m.said[k]
	m.mu.RUnlock()
	if ok {
		return s
	}
	s = words(k)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.said == nil {
		m.said = map[K]string{}
	}
	if len(m.said) < mostKept {
		m.said[k] = s
	}
	return s
}
