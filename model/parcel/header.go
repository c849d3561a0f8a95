package parcel

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"plumbline/model"
)

const formatVersion = 1

// Card is how a sender or member shows themself: what their own notebook says.
// Nothing of it is proven but the key.
type Card struct {
	Key          model.Key `cbor:"1,keyasint"`
	Organisation string    `cbor:"2,keyasint,omitempty"`
	Name         string    `cbor:"3,keyasint,omitempty"`
	CodeName     string    `cbor:"4,keyasint,omitempty"`
	Recipient    string    `cbor:"5,keyasint,omitempty"` // age recipient, to answer to
}

// Header says what a parcel is before its content.
type Header struct {
	ID     [16]byte              // random
	Sender Card                  //
	Packed model.Clock           // by the sender's clock
	Since  []byte                // digest of the notebook that it builds on, 32 bytes; nil for a whole parcel
	Reach  model.Confidentiality // nothing in it is narrower
	Fresh  bool                  // a copy for outsiders: present values, no history
	Holds  []byte                // digest of the sender's notebook, 32 bytes, where this parcel, with Since, is all of it that may be shared
}

type wireHeader struct {
	Format uint                  `cbor:"1,keyasint"`
	ID     [16]byte              `cbor:"2,keyasint"`
	Sender Card                  `cbor:"3,keyasint"`
	Packed uint64                `cbor:"4,keyasint"`
	Marks  [][32]byte            `cbor:"5,keyasint"`
	Since  []byte                `cbor:"6,keyasint,omitempty"`
	Reach  model.Confidentiality `cbor:"7,keyasint"`
	Fresh  bool                  `cbor:"8,keyasint,omitempty"`
	Holds  []byte                `cbor:"9,keyasint,omitempty"`
}

func (h *Header) encode(marks [][32]byte) ([]byte, error) {
	return enc.Marshal(wireHeader{formatVersion, h.ID, h.Sender, uint64(h.Packed), marks, h.Since, h.Reach, h.Fresh, h.Holds})
}

// format reads only the version, so that a newer header is told from a broken
// one.
func format(b []byte) uint {
	var first struct {
		Format uint `cbor:"1,keyasint"`
	}
	if loose.Unmarshal(b, &first) != nil {
		return 0
	}
	return first.Format
}

func decodeHeader(b []byte) (Header, [][32]byte, error) {
	if format(b) > formatVersion {
		return Header{}, nil, refuse(NewerFormat)
	}
	w, err := decode[wireHeader](b)
	if err != nil {
		return Header{}, nil, err
	}
	h := Header{w.ID, w.Sender, model.Clock(w.Packed), w.Since, w.Reach, w.Fresh, w.Holds}
	sorted := slices.IsSortedFunc(w.Marks, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	switch {
	case w.Format != formatVersion, !h.sound(),
		len(w.Marks) == 0, !sorted, len(slices.Compact(slices.Clone(w.Marks))) != len(w.Marks):
		return Header{}, nil, refuse(Malformed)
	}
	return h, w.Marks, nil
}

// sound says whether the header holds only what a header may.
func (h *Header) sound() bool {
	c := h.Sender
	digest := func(b []byte) bool { return len(b) == 0 || len(b) == 32 }
	return digest(h.Since) && digest(h.Holds) && h.Reach.Rank() < model.Sealed.Rank() && !c.Key.IsZero() &&
		isLine(c.Organisation) && isLine(c.Name) && isLine(c.CodeName) && isLine(c.Recipient)
}

// isLine takes a short text of one line without controls or direction marks,
// which could make a card look like another.
func isLine(s string) bool {
	return len(s) <= maxLine && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x61c || r >= 0x200e && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	})
}
