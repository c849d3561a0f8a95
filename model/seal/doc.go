// Package seal turns a passphrase into keys, closes single values and whole
// files under them, and signs. It is the only room with cryptography; every
// primitive comes from the standard library, golang.org/x/crypto or age, and
// what is ours is only how they are put together.
//
// It never touches a disk, never knows a record, and never puts a key, a
// passphrase or a sealed word into an error. It knows no room of ours.
//
// Read first: New and Header.Unlock (the passphrase and the key slots),
// Box.Seal (one value), NewWriter (a file of any size).
//
// # The header, byte for byte
//
// A header is at most 4 KiB; numbers are big-endian.
//
//	 0   5  "PLNB1"
//	 5   1  format version, 1
//	 6  16  notebook id, random
//	22   1  passphrase derivation, 1 = Argon2id version 1.3
//	23  16  salt
//	39   4  passes t, 3 to 16
//	43   4  memory m in KiB, 65536 to 1048576
//	47   1  lanes p, 4
//	48   1  number of key slots, 1 to 8, each
//	          1  kind: 1 passphrase, 2 recovery code, 3 escrow
//	          2  length of what follows
//	          …  kind 1: 24 nonce, 48 sealed master key
//	             kind 2: 1 form, 1; 1 parts needed; 1 parts given; 24 nonce, 48
//	             sealed master key (recovery.go); others: kept as they are
//	 …  32  MAC: HMAC-SHA256 of all before, under the key "hdr"
//	 …  32  SHA-256 of all before, the MAC included
//
// The last 32 bytes are no defence: they tell an accident of the disk from a
// wrong passphrase before any costly work, so that the second copy of the
// header is tried at once. The MAC is the defence.
//
// Slot 1 is XChaCha20-Poly1305 of the master key under
// Argon2id(NFKC(passphrase), salt, t, m, p), with the associated data
// "plumbline/slot/v1" ‖ notebook id ‖ kind ‖ bytes 22 to 47. Slot 2 is the same
// under HKDF-SHA256(recovery code, salt = notebook id, info =
// "plumbline/v1/recovery"), and its first three bytes in place of those. From the master
// key come seven keys by HKDF-SHA256, salt = notebook id, info =
// "plumbline/v1/" ‖ one of hdr rec blob set idx bak anchor.
//
// # A sealed value
//
//	 0   1  version, 1
//	 1  24  nonce, random
//	25   …  XChaCha20-Poly1305 of: the value, 0x80, zeros up to the Padmé length
//	        (not under 256); associated data: version ‖ bucket ‖ notebook id ‖ slot
//
// # A sealed file
//
//	 0   1  version, 1
//	 1  16  salt, random
//	17   …  chunks: ChaCha20-Poly1305 of 65536 bytes, only the last one shorter
//
// The key is HKDF-SHA256("blob", salt, "plumbline/v1/stream" ‖ file name), the
// nonce an 11 byte counter from zero and a byte that is 1 in the last chunk.
// A chunk holds 4 bytes that count its content, the content and zeros. Once a
// chunk is not full, every later one is empty: those pad the file to a Padmé
// length (Nikitin and others, PoPETs 2019), which hides its own.
package seal
