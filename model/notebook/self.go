package notebook

import (
	"encoding/hex"
	"fmt"
	"io"

	"plumbline/model"
	"plumbline/model/seal"
)

// self is who the notebook belongs to: the signing key, the key that opens
// parcels, and the member record that says their public halves.
type self struct {
	signer *seal.Signer
	key    *seal.Key
	member model.ID
}

// newSelf makes an owner with fresh keys and the member record for them.
func newSelf(o CreateOptions, random io.Reader) (*self, *model.Member, error) {
	signer, err := seal.NewSigner(random)
	if err != nil {
		return nil, nil, err
	}
	key, err := seal.NewKey()
	if err != nil {
		return nil, nil, err
	}
	id, err := model.NewID(random)
	if err != nil {
		return nil, nil, fmt.Errorf("make an id: %w", err)
	}
	s := &self{signer: signer, key: key, member: id}
	letters := s.public().Letters()
	m := &model.Member{Name: o.Name, Organisation: o.Organisation, Role: o.Role, PublicKey: hex.EncodeToString(signer.Public()),
		Recipient: key.Lock().String(), Trusted: true}
	m.ID, m.Confidentiality = id, model.Coalition
	m.Ref = model.Ref{Letter: model.RefLetter(model.KindMember), Number: 1, Letters: letters}.String()
	if m.Name == "" && m.Organisation == "" {
		m.CodeName = letters
	}
	return s, m, m.Check(model.Known{})
}

func (s *self) public() model.Key { return model.Key(s.signer.Public()) }

func (s *self) entry() []byte {
	seed := s.signer.Seed()
	defer seed.Wipe()
	b := append([]byte{selfEntry}, seed...)
	b = append(b, s.member[:]...)
	return append(b, s.key.Text()...)
}

func parseSelf(b []byte) (*self, error) {
	const at = 1 + seal.SeedSize
	if len(b) < at+16 {
		return nil, fmt.Errorf("%w: its owner is cut short", ErrDamaged)
	}
	signer, err := seal.SignerFrom(b[1:at])
	if err != nil {
		return nil, fmt.Errorf("read the owner: %w", err)
	}
	key, err := seal.ParseKey(string(b[at+16:]))
	if err != nil {
		return nil, fmt.Errorf("read the owner: %w", err)
	}
	return &self{signer: signer, key: key, member: model.ID(b[at : at+16])}, nil
}
