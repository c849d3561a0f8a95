package notebook

import (
	"errors"
	"testing"
)

func TestADraftIsReplacedOnlyWhileItIsAsItWas(t *testing.T) {
	n := testNotebook(t)
	if ok, err := n.ReplaceDraft("form", []byte("one"), []byte("two")); ok || err != nil {
		t.Errorf("where none was kept: %v %v", ok, err)
	}
	if err := n.SaveDraft("form", []byte("one")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		was, is, want string
		ok            bool
	}{{"other", "two", "one", false}, {"one", "two", "two", true}, {"one", "", "two", false}, {"two", "", "", true}} {
		var is []byte
		if c.is != "" {
			is = []byte(c.is)
		}
		ok, err := n.ReplaceDraft("form", []byte(c.was), is)
		if ok != c.ok || err != nil {
			t.Errorf("%+v: %v %v", c, ok, err)
		}
		again := keptDraft(t, n)
		if again != c.want {
			t.Errorf("%+v: %q is kept", c, again)
		}
	}
}

// keptDraft is the draft that is kept, "" for none.
func keptDraft(t *testing.T, n *Notebook) string {
	t.Helper()
	b, err := n.Draft("form")
	if err != nil && !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	return string(b)
}
