// Package parcel writes and reads the file that colleagues send one another:
// revisions, who wrote them, and evidence, closed for its recipients and signed
// by its sender. Both ways it streams; what it holds at once is bounded by
// numbers of its own, never by a length that a stranger wrote.
//
// It never opens a notebook, never decides what may leave (model does) and never
// trusts: a Reader exists only for a parcel whose every byte, signature and rule
// held. Whom to believe is for its caller, who knows the members.
//
// Read first: Write, Open and Reader.Revisions.
//
// # The file, byte for byte
//
// The outside is an age v1 file (c2sp.org/age) for the recipients: X25519,
// hybrid ML-KEM-768 with X25519, or a passphrase by scrypt with N = 2^18.
// Numbers are big-endian. Inside stand
//
//	"PLPA1\n"
//	frames: type 1 byte, length 4 bytes, so many bytes, at most 1 MiB
//
// in this order, and then nothing more:
//
//	H   one header
//	M   any number of author manifests
//	R   any number of batches of revisions
//	A   any number of attachments, each followed by its B frames
//	B   content of the attachment before it: 256 KiB, only the last one shorter,
//	    none for an empty file
//	C   at most one checkpoint of the sender's audit log, at most 4 KiB: its place
//	    is kept, its content not yet described
//	P   any number of frames of zeros, so that the length says little (Padmé)
//	S   one signature, 64 bytes: Ed25519ctx (RFC 8032) by the sender's key, with
//	    the context "plumbline parcel signature v1", over the SHA-256 of
//	    everything before this frame
//
// H, M and A are CBOR (RFC 8949, core deterministic): maps from the numbers below,
// what is empty left out; any other spelling is refused, as is an unknown number.
//
//	H  1 format, 1
//	   2 id, 16 random bytes
//	   3 sender: 1 Ed25519 key, 2 organisation, 3 name, 4 code name, 5 age recipient
//	   4 when it was packed: a stamp as in revisions
//	   5 marks of the recipients, sorted: SHA-256 over "plumbline/recipient/v1",
//	     a zero byte, the id, and the age recipient or the word passphrase
//	   6 the digest of a notebook that holds what this parcel builds on, 32 bytes
//	   7 reach: public, coalition or organisation; nothing in it is narrower
//	   8 true in a fresh copy for outsiders: present values, no history
//	   9 the digest of the sender's notebook, 32 bytes, in a parcel that with 6
//	     holds all of it that may be shared
//	M  1 author's Ed25519 key
//	   2 organisation that the author wrote for
//	   3 hashes of the author's manifests before it, sorted, at most 8
//	   4 ids of revisions, sorted, one after the other: 32 bytes each
//	   5 ids of revisions whose content is to be redacted for good, likewise
//	   6 signature by the author, Ed25519ctx with "plumbline manifest v1", over the
//	     SHA-256 of this map without 6
//	A  1 id, 16 bytes: Evidence.Blob
//	   2 length in bytes, at most 500 MiB
//	   3 SHA-256 of the content
//	   4 a name for showing, already clean in the sense of model.FileName
//
// The hash of a manifest is SHA-256 over "plumbline-manifest-v1" and its bytes.
// An R frame is one Zstandard frame (RFC 8878, window at most 1 MiB) of a CBOR
// array of 1 to 4,096 byte strings, at most 1 MiB unpacked; each is a revision
// as model.Revision.Encode gives it.
//
// # What must hold beside
//
//  1. One of the marks is the reader's own, so that nobody passes a parcel on as
//     if it had been meant for another.
//  2. A revision stands once and after those of its parents that are in the
//     parcel; so every beginning of a parcel is a whole history, and no circle
//     can be.
//  3. No kind that is local to a device, nothing sealed, nothing narrower than
//     the reach.
//  4. A revision without an author is the first one of a plan's record, or a
//     stand-in. A manifest claims nobody else's revision.
//  5. A redacted revision is a redaction where a manifest orders it; else it is a
//     stand-in for what may not travel, and takes nothing away.
//  6. The limits: 2 GiB inside and again unpacked, a million revisions, two
//     million ids in 65,536 manifests, 65,536 attachments.
//
// Which ancestors a parcel counts on without bringing them says Reader.Outside;
// whoever merges it refuses one whose ancestors are missing.
package parcel
