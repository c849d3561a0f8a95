package seal

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io"
)

// The sizes of a signing key's parts.
const (
	PublicSize    = ed25519.PublicKeySize
	SignatureSize = ed25519.SignatureSize
	SeedSize      = ed25519.SeedSize
)

// Signer is a member's signing key (Ed25519).
type Signer struct{ private ed25519.PrivateKey }

// NewSigner makes a signing key.
func NewSigner(random io.Reader) (*Signer, error) {
	seed := make(Secret, SeedSize)
	defer seed.Wipe()
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fmt.Errorf("make a signing key: %w", err)
	}
	return SignerFrom(seed)
}

// SignerFrom makes the signing key of a seed that Seed returned.
func SignerFrom(seed []byte) (*Signer, error) {
	if len(seed) != SeedSize {
		return nil, ErrIdentity
	}
	return &Signer{ed25519.NewKeyFromSeed(seed)}, nil
}

// Seed is the secret to keep, 32 bytes.
func (s *Signer) Seed() Secret { return Secret(s.private.Seed()) }

// Public is the key that others verify with, 32 bytes.
func (s *Signer) Public() []byte { return []byte(s.private.Public().(ed25519.PublicKey)) }

// Wipe overwrites the key.
func (s *Signer) Wipe() { clear(s.private) }

// Sign signs message for a domain, 1 to 255 bytes that say what is signed: a
// signature for one domain never holds in another (Ed25519ctx, RFC 8032).
func (s *Signer) Sign(domain string, message []byte) ([]byte, error) {
	if domain == "" {
		return nil, fmt.Errorf("sign: no domain")
	}
	sig, err := s.private.Sign(nil, message, &ed25519.Options{Hash: crypto.Hash(0), Context: domain})
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return sig, nil
}

// Verify returns nil or ErrSignature.
func Verify(public []byte, domain string, message, signature []byte) error {
	if len(public) != PublicSize || domain == "" {
		return ErrSignature
	}
	o := &ed25519.Options{Hash: crypto.Hash(0), Context: domain}
	if ed25519.VerifyWithOptions(public, message, signature, o) != nil {
		return ErrSignature
	}
	return nil
}

// Fingerprint is what two people compare to know that they hold the same
// public key. Show the first 16 bytes or more.
func Fingerprint(public []byte) [32]byte {
	return sha256.Sum256(append([]byte("plumbline/fingerprint/v1\x00"), public...))
}
