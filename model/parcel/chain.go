package parcel

import (
	"iter"
	"slices"
)

// Chain says of one author's manifests which are the last ones, to be named by
// the next, and whether their past is told in two ways: two manifests follow the
// same one, or nothing, and no later one comes after both. A notebook that was
// put back from a backup makes such a fork, and so does a copied key; the
// author's next manifest, once it knows both, closes it.
func Chain(manifests iter.Seq[*Manifest]) (last []Hash, forked bool) {
	after, named := map[Hash][]Hash{}, map[Hash]bool{}
	var all []Hash
	for m := range manifests {
		h := m.Hash()
		if slices.Contains(after[root(m)], h) {
			continue
		}
		all = append(all, h)
		if len(m.Previous) == 0 {
			after[Hash{}] = append(after[Hash{}], h)
		}
		for _, p := range m.Previous {
			named[p] = true
			after[p] = append(after[p], h)
		}
	}
	for _, h := range all {
		if !named[h] {
			last = append(last, h)
		}
	}
	slices.SortFunc(last, compareHash)
	for _, siblings := range after {
		for i := range siblings {
			for _, other := range siblings[i+1:] {
				forked = forked || !meet(after, siblings[i], other)
			}
		}
	}
	return last, forked
}

// root is one of the manifests that m follows, or the zero hash.
func root(m *Manifest) Hash {
	if len(m.Previous) == 0 {
		return Hash{}
	}
	return m.Previous[0]
}

// meet says whether a manifest comes after both.
func meet(after map[Hash][]Hash, a, b Hash) bool {
	from := func(h Hash) map[Hash]bool {
		seen, todo := map[Hash]bool{}, []Hash{h}
		for len(todo) > 0 {
			h, todo = todo[len(todo)-1], todo[:len(todo)-1]
			if !seen[h] {
				seen[h] = true
				todo = append(todo, after[h]...)
			}
		}
		return seen
	}
	one := from(a)
	for h := range from(b) {
		if one[h] {
			return true
		}
	}
	return false
}
