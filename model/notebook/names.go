package notebook

import (
	"slices"
	"strings"
)

// names are words that many rows share, each kept once and known by its number: a
// region, an organisation, a list of commitments or tags, a ref that is not of the
// common form. Number 0 is the empty word.
type names struct {
	at   map[string]uint32
	all  []string
	room []byte
}

func newNames() names { return names{at: map[string]uint32{}, all: []string{""}} }

// nowhere is the number of a word that no row has.
const nowhere = ^uint32(0)

// find gives the number of a word, nowhere when it has none.
func (n *names) find(word string) uint32 {
	if word == "" {
		return 0
	}
	if i, ok := n.at[word]; ok {
		return i
	}
	return nowhere
}

// of gives the number of a word, a new one where it has none.
func (n *names) of(word string) uint32 {
	if i := n.find(word); i != nowhere {
		return i
	}
	i, word := uint32(len(n.all)), strings.Clone(word)
	n.at[word] = i
	n.all = append(n.all, word)
	return i
}

// list gives the number of a list: its words, each closed by a line feed.
func (n *names) list(words []string) uint32 {
	if len(words) == 0 {
		return 0
	}
	n.room = n.room[:0]
	for _, w := range words {
		n.room = append(append(n.room, w...), '\n')
	}
	if i, ok := n.at[string(n.room)]; ok {
		return i
	}
	return n.of(string(n.room))
}

// listed are the words of a list; one empty word where there are none.
func (n *names) listed(i uint32) []string {
	return strings.Split(strings.TrimSuffix(n.all[i], "\n"), "\n")
}

// answers are what was asked of names, each asked once.
type answers []int8

const (
	unasked = iota
	answeredNo
	answeredYes
)

// ask gives the kept answer for a name, or asks.
func (a *answers) ask(i uint32, f func() bool) bool {
	if int(i) >= len(*a) {
		*a = append(*a, slices.Repeat(answers{unasked}, int(i)+64-len(*a))...)
	}
	if (*a)[i] == unasked {
		(*a)[i] = answeredNo
		if f() {
			(*a)[i] = answeredYes
		}
	}
	return (*a)[i] == answeredYes
}
