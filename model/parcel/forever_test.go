package parcel

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"plumbline/model/seal"
)

var release = flag.String("release", "", "keep a parcel of this release in testdata under this name")

// told is what a kept parcel must say for ever.
type told struct {
	Header      Header
	Counts      Counts
	Digest      [32]byte
	Revisions   []string
	Proven      []bool
	Ordered     []int
	Titles      []string
	Attachments []string
}

func tell(t *testing.T, p *Reader) told {
	out := told{Header: p.Header(), Counts: p.Counts(), Digest: p.Digest()}
	for it, err := range p.Revisions() {
		if err != nil {
			t.Fatal(err)
		}
		out.Revisions = append(out.Revisions, it.Revision.ID.String())
		out.Proven, out.Ordered = append(out.Proven, it.Proven), append(out.Ordered, len(it.Orders))
		title := ""
		if it.Record != nil {
			b, err := json.Marshal(it.Record)
			if err != nil {
				t.Fatal(err)
			}
			title = string(b)
		}
		out.Titles = append(out.Titles, title)
	}
	for _, a := range p.Attachments() {
		b, err := io.ReadAll(p.File(a))
		if err != nil {
			t.Fatal(err)
		}
		out.Attachments = append(out.Attachments, a.Name+": "+string(b))
	}
	return out
}

// Parcels of every release stand in testdata/forever, each with the key that
// opens it and what it says. None is ever changed or taken away.
func TestParcelsOfEveryReleaseAreRead(t *testing.T) {
	if *release != "" {
		keep(t, filepath.Join("testdata", "forever", *release))
	}
	kept, err := filepath.Glob("testdata/forever/*.parcel")
	if err != nil || len(kept) == 0 {
		t.Fatal("no kept parcels", err)
	}
	for _, name := range kept {
		text, err := os.ReadFile(name + ".key")
		if err != nil {
			t.Fatal(err)
		}
		key, err := seal.ParseKey(string(text))
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		p, err := Open(f, info.Size(), seal.ByKeys(key))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := json.MarshalIndent(tell(t, p), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(name + ".json")
		if err != nil || !bytes.Equal(bytes.TrimSpace(want), got) {
			t.Errorf("%s says now\n%s\nnot\n%s", name, got, want)
		}
	}
}

// keep writes a parcel for ever; it refuses to write over one.
func keep(t *testing.T, name string) {
	key, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	by, h, c := example(t)
	var b bytes.Buffer
	if _, err := Write(context.Background(), &b, seal.ForMembers(key.Lock()), by.signer, h, c); err != nil {
		t.Fatal(err)
	}
	p, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()), seal.ByKeys(key))
	if err != nil {
		t.Fatal(err)
	}
	says, err := json.MarshalIndent(tell(t, p), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for ending, content := range map[string][]byte{".parcel": b.Bytes(), ".parcel.key": key.Text(), ".parcel.json": append(says, '\n')} {
		f, err := os.OpenFile(name+ending, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
