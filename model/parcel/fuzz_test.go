package parcel

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"plumbline/model"
	"plumbline/model/seal"
)

// fixed is the same person in every run.
func fixed(t testing.TB, n byte) person {
	t.Helper()
	signer, err := seal.SignerFrom(bytes.Repeat([]byte{n}, seal.SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	return person{signer: signer, by: model.Author{Key: model.Key(signer.Public()), Organisation: string(rune('A' + n))}}
}

// example is an inside that is the same in every run: a record with two edits, a
// stand-in, a redaction, a file.
func example(t testing.TB) (person, Header, Contents) {
	t.Helper()
	a, b := fixed(t, 1), fixed(t, 2)
	first := a.write(t, model.View{}, 1, "мой")
	second := b.write(t, model.Join(model.History{first}), 1, "مأوى")
	third := a.write(t, model.Join(model.History{first}), 1, "Пандус жоқ")
	hidden := a.write(t, model.View{}, 2, "черновик")
	after := a.write(t, model.Join(model.History{hidden}), 2, "for the coalition")
	gone := a.write(t, model.View{}, 3, "to be forgotten")
	var ids []model.RevID
	for _, r := range []model.Revision{first, third, hidden, after} {
		ids = append(ids, r.ID)
	}
	m, err := NewManifest(a.signer, a.by.Organisation, []Hash{{9}}, ids, []model.RevID{gone.ID})
	if err != nil {
		t.Fatal(err)
	}
	forgotten := gone
	forgotten.Redacted, forgotten.Body = true, nil
	h := coalition(7)
	h.Since, h.Holds = bytes.Repeat([]byte{3}, 32), bytes.Repeat([]byte{4}, 32)
	return b, h, Contents{
		Manifests:   all(m, b.manifest(t, second)),
		Revisions:   all(first, second, third, hidden.StandIn(), after, forgotten),
		Attachments: all(outgoing(5, "снимок 1.jpg", []byte("not really a picture")), outgoing(6, "", nil)),
	}
}

// use does with a parcel that held what a receiver does.
func use(t *testing.T, p *Reader) {
	for it, err := range p.Revisions() {
		if err != nil {
			t.Fatal(err)
		}
		model.Join(model.History{it.Revision})
	}
	for _, err := range p.Manifests() {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range p.Attachments() {
		if _, err := io.Copy(io.Discard, p.File(a)); err != nil {
			t.Fatal(err)
		}
	}
}

var tight = limits{bytes: 8 << 20, revisions: 1000, manifests: 100, ids: 1000, attachments: 10, file: 1 << 20, keep: 1 << 10}

// FuzzInside reads what somebody who knows the passphrase may have written.
func FuzzInside(f *testing.F) {
	by, h, c := example(f)
	f.Add(inside(f, by, h, c))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := check(bytes.NewReader(b), int64(len(b)), anyone, tight, nil)
		if err == nil {
			use(t, p)
		} else if ReasonOf(err) == "" {
			t.Fatal(err)
		}
	})
}

// FuzzSigned reads frames as a member may have signed them: the signature holds,
// and nothing else need.
func FuzzSigned(f *testing.F) {
	by, h, c := example(f)
	whole := inside(f, by, h, c)
	f.Add(whole[len(magic) : len(whole)-endSize])
	f.Add(unframed([]raw{by.header(f)})[len(magic):])
	f.Fuzz(func(t *testing.T, b []byte) {
		var fs []raw
		for len(b) >= frameHead {
			n := min(int(binary.BigEndian.Uint32(b[1:])&0xfffff), len(b)-frameHead)
			fs = append(fs, raw{b[0], b[frameHead : frameHead+n]})
			b = b[frameHead+n:]
		}
		signed := craft(t, by, fs...)
		p, err := check(bytes.NewReader(signed), int64(len(signed)), anyone, tight, nil)
		if err == nil {
			use(t, p)
		} else if ReasonOf(err) == "" {
			t.Fatal(err)
		}
	})
}

// FuzzManifest reads lists that others passed on.
func FuzzManifest(f *testing.F) {
	_, _, c := example(f)
	for m := range c.Manifests {
		f.Add(m.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseManifest(b)
		if err != nil {
			if ReasonOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		if !bytes.Equal(m.Bytes(), b) {
			t.Fatal("another spelling")
		}
	})
}

// FuzzEnvelope reads whole files of strangers.
func FuzzEnvelope(f *testing.F) {
	key, err := seal.NewKey()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\nZV/AhotwSGqaPCU43cepl4WYUouAa17a3xpu4G2yi5k\n--- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Open(bytes.NewReader(b), int64(len(b)), seal.ByKeys(key)); ReasonOf(err) == "" {
			t.Fatal(err)
		}
	})
}
