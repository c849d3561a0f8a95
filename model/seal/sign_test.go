package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"testing"

	"filippo.io/age"
)

func TestSignaturesHoldForKeyDomainAndBytes(t *testing.T) {
	s, err := NewSigner(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := SignerFrom(s.Seed())
	if err != nil || !bytes.Equal(again.Public(), s.Public()) {
		t.Fatal("the seed gives another key")
	}
	sig, err := s.Sign("one domain", []byte("message"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(s.Public(), "one domain", []byte("message"), sig); err != nil {
		t.Error(err)
	}
	other, _ := NewSigner(rand.Reader)
	bad := bytes.Clone(sig)
	bad[3] ^= 1
	for what, err := range map[string]error{
		"domain":    Verify(s.Public(), "two domain", []byte("message"), sig),
		"message":   Verify(s.Public(), "one domain", []byte("massage"), sig),
		"key":       Verify(other.Public(), "one domain", []byte("message"), sig),
		"signature": Verify(s.Public(), "one domain", []byte("message"), bad),
		"no key":    Verify(nil, "one domain", []byte("message"), sig),
		"cut":       Verify(s.Public(), "one domain", []byte("message"), sig[:10]),
	} {
		if !errors.Is(err, ErrSignature) {
			t.Errorf("other %s: %v", what, err)
		}
	}
	if _, err := s.Sign("", nil); err == nil {
		t.Error("signed without a domain")
	}
	if _, err := SignerFrom([]byte("short")); !errors.Is(err, ErrIdentity) {
		t.Error("a short seed is a key")
	}
}

// Ed25519ctx, RFC 8032 section 7.2, first vector: the format rests on it.
func TestSignFollowsTheStandard(t *testing.T) {
	unhex := func(s string) []byte { b, _ := hex.DecodeString(s); return b }
	s, err := SignerFrom(unhex("0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6"))
	if err != nil {
		t.Fatal(err)
	}
	sig, err := s.Sign("foo", unhex("f726936d19c800494e3fdaff20b276a8"))
	want := "55a4cc2f70a54e04288c5f4cd1e45a7bb520b36292911876cada7323198dd87a8b36950b95130022907a7fb7c4e9b2d5f6cca685a587b4b21f4b888e4e7edb0d"
	if err != nil || hex.EncodeToString(sig) != want {
		t.Errorf("got %x, %v", sig, err)
	}
}

func TestFingerprintsDiffer(t *testing.T) {
	if Fingerprint([]byte("one")) == Fingerprint([]byte("two")) {
		t.Error("two keys, one fingerprint")
	}
}

func TestLocksOpenForTheirKeys(t *testing.T) {
	hybrid, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	old, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	x, err := ParseKey(old.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []*Key{hybrid, x} {
		again, err := ParseKey(string(k.Text()))
		if err != nil {
			t.Fatal(err)
		}
		lock, err := ParseLock(k.Lock().String())
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w, err := Close(&out, lock)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, "for a colleague")
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(bytes.NewReader(out.Bytes()), again)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "for a colleague" {
			t.Errorf("got %q, %v", got, err)
		}
		stranger, _ := NewKey()
		if _, err := Open(bytes.NewReader(out.Bytes()), stranger); !errors.Is(err, ErrSealed) {
			t.Errorf("a stranger: %v", err)
		}
	}
	if _, err := ParseKey("AGE-SECRET-KEY-1NO"); !errors.Is(err, ErrIdentity) {
		t.Error(err)
	}
	if _, err := ParseLock("age1no"); !errors.Is(err, ErrIdentity) {
		t.Error(err)
	}
	if _, err := Close(io.Discard); !errors.Is(err, ErrIdentity) {
		t.Error("closed for nobody")
	}
	if _, err := Open(bytes.NewReader(nil)); !errors.Is(err, ErrSealed) {
		t.Error("opened by nobody")
	}
}
