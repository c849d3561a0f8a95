package parcel

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"plumbline/model"
	"plumbline/model/seal"
)

// A card as a file, for sending it beside parcels: one JSON object,
//
//	{"plumbline_card":1,"public_key":"64 hex digits","recipient":"age1…",
//	 "name":…,"code_name":…,"organisation":…,"signature":"128 hex digits"}
//
// signed by the key that it shows (Ed25519ctx, "plumbline card v1") over the CBOR
// of the card, as in a parcel's header. So nobody gives out another's key with a
// recipient of their own. Who the key belongs to, only a comparison of its words
// tells.

const cardContext = "plumbline card v1"

type cardFile struct {
	Version      int    `json:"plumbline_card"`
	PublicKey    string `json:"public_key"`
	Recipient    string `json:"recipient,omitempty"`
	Name         string `json:"name,omitempty"`
	CodeName     string `json:"code_name,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Signature    string `json:"signature"`
}

// WriteCard gives the card as a file, signed by its owner.
func WriteCard(c Card, by *seal.Signer) ([]byte, error) {
	c.Key = model.Key(by.Public())
	b, err := enc.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("write a card: %w", err)
	}
	signature, err := by.Sign(cardContext, b)
	if err != nil {
		return nil, fmt.Errorf("write a card: %w", err)
	}
	out, err := json.MarshalIndent(cardFile{1, c.Key.String(), c.Recipient, c.Name, c.CodeName, c.Organisation, hex.EncodeToString(signature)}, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write a card: %w", err)
	}
	return append(out, '\n'), nil
}

// maxCard is the greatest length of a card's file.
const maxCard = 16 << 10

// ReadCard reads a card that WriteCard made: Malformed, NewerFormat, TooLarge or
// BadSignature.
func ReadCard(b []byte) (Card, error) {
	if len(b) > maxCard {
		return Card{}, refuse(TooLarge)
	}
	var f cardFile
	d := json.NewDecoder(bytes.NewReader(b))
	if d.Decode(&f) != nil || d.More() {
		return Card{}, refuse(Malformed)
	}
	if f.Version > 1 {
		return Card{}, refuse(NewerFormat)
	}
	key, err := hex.DecodeString(f.PublicKey)
	signature, err2 := hex.DecodeString(f.Signature)
	if f.Version != 1 || err != nil || err2 != nil || len(key) != len(model.Key{}) {
		return Card{}, refuse(Malformed)
	}
	c := Card{Key: model.Key(key), Organisation: f.Organisation, Name: f.Name, CodeName: f.CodeName, Recipient: f.Recipient}
	if h := (Header{Sender: c, Reach: model.Public}); !h.sound() {
		return Card{}, refuse(Malformed)
	}
	if _, err := seal.ParseLock(c.Recipient); c.Recipient != "" && err != nil {
		return Card{}, refuse(Malformed)
	}
	signed, err := enc.Marshal(c)
	if err != nil || seal.Verify(c.Key[:], cardContext, signed, signature) != nil {
		return Card{}, refuse(BadSignature)
	}
	return c, nil
}
