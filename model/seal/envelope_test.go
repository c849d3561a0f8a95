package seal

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"filippo.io/age"
)

func closeFor(t *testing.T, to Recipients, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := to.Close(t.Context(), &b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readAll(o Opener, b []byte) ([]byte, error) {
	r, n, err := o.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(r, 0, n))
}

// cheap is a passphrase that costs tests little.
func cheap(pass string, work int) Recipients {
	r := ForPassphrase(Secret(pass))
	r.work = work
	return r
}

func x25519(t *testing.T) *Key {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	k, err := ParseKey(id.String())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestOnlyTheRecipientsOpen(t *testing.T) {
	text := bytes.Repeat([]byte("посылка "), 20000)
	a, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	other, old := x25519(t), x25519(t)
	for name, c := range map[string]struct {
		to   Recipients
		by   Opener
		want error
	}{
		"first of two":       {ForMembers(a.Lock(), b.Lock()), ByKeys(a), nil},
		"second of two":      {ForMembers(a.Lock(), b.Lock()), ByKeys(b), nil},
		"an old key":         {ForMembers(old.Lock()), ByKeys(a, old), nil},
		"another key":        {ForMembers(old.Lock()), ByKeys(other), ErrSealed},
		"another hybrid key": {ForMembers(a.Lock()), ByKeys(b), ErrSealed},
		"passphrase":         {cheap("six words", 4), ByPassphrase(Secret("six words")), nil},
		"wrong passphrase":   {cheap("six words", 4), ByPassphrase(Secret("six word")), ErrWrongPassphrase},
		"costly passphrase":  {cheap("six words", workFactor+1), ByPassphrase(Secret("six words")), ErrKDF},
		"key for passphrase": {cheap("six words", 4), ByKeys(a), ErrSealed},
		"passphrase for key": {ForMembers(a.Lock()), ByPassphrase(Secret("six words")), ErrSealed},
	} {
		got, err := readAll(c.by, closeFor(t, c.to, text))
		if !errors.Is(err, c.want) || err == nil && !bytes.Equal(got, text) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for name, to := range map[string]Recipients{"nobody": {}, "an empty lock": ForMembers(Lock{}), "both": {locks: []Lock{a.Lock()}, pass: Secret("x")}} {
		if _, err := to.Close(t.Context(), io.Discard); !errors.Is(err, ErrIdentity) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ForMembers(a.Lock(), old.Lock()).Close(t.Context(), io.Discard); !errors.Is(err, ErrMixed) {
		t.Errorf("old and new locks: %v", err)
	}
}

func TestAnEnvelopeThatWasChangedOrCutDoesNotOpen(t *testing.T) {
	k := x25519(t)
	whole := closeFor(t, ForMembers(k.Lock()), bytes.Repeat([]byte("x"), 70000))
	for i := 0; i < len(whole); i += 1 + i/200 {
		c := bytes.Clone(whole)
		c[i] ^= 4
		for what, b := range map[string][]byte{"changed": c, "cut": whole[:i]} {
			if _, err := readAll(ByKeys(k), b); !errors.Is(err, ErrEnvelope) && !errors.Is(err, ErrSealed) {
				t.Fatalf("%s at %d: %v", what, i, err)
			}
		}
	}
	if _, err := readAll(ByKeys(k), append(bytes.Clone(whole), 0)); !errors.Is(err, ErrEnvelope) {
		t.Errorf("a byte more: %v", err)
	}
}

func TestMarksNameRecipientsInOneParcelOnly(t *testing.T) {
	a, b := x25519(t), x25519(t)
	one, two := [IDSize]byte{1}, [IDSize]byte{2}
	marks := ForMembers(a.Lock(), b.Lock()).Marks(one)
	if len(marks) != 2 || bytes.Compare(marks[0][:], marks[1][:]) >= 0 {
		t.Fatal("marks are not sorted")
	}
	if !ByKeys(a).Among(marks, one) || !ByKeys(x25519(t), b).Among(marks, one) || ByKeys(a).Among(marks, two) || ByKeys(x25519(t)).Among(marks, one) {
		t.Error("who is among the recipients")
	}
	pass := cheap("six words", 4)
	if !ByPassphrase(Secret("any")).Among(pass.Marks(one), one) || ByPassphrase(Secret("any")).Among(marks, one) || ByKeys(a).Among(pass.Marks(one), one) {
		t.Error("a passphrase is no member")
	}
	if !NeedsPassphrase(bytes.NewReader(closeFor(t, pass, nil))) || NeedsPassphrase(bytes.NewReader(closeFor(t, ForMembers(a.Lock()), nil))) || NeedsPassphrase(bytes.NewReader(nil)) {
		t.Error("what needs a passphrase")
	}
}
