// Package notebook is the one door to stored work: records as revisions in a
// sealed file, evidence files beside it, lists and search in memory, change
// notices, snapshots and backups. What it acknowledges is durable.
//
// Never here: what a record must hold or how edits combine (model), what a key
// is made of (model/seal), a sentence for the screen. It asks nobody for time or
// randomness but the options it was opened with, and puts no name, place or word
// of a record into an error.
//
// Read first: Open (the guarded way in), Notebook.RecordAll (what saving writes)
// and scan.run (how every stored byte is verified).
//
// # The folder
//
// A notebook is a folder of mode 0700, its files 0600:
//
//	notebook.hdr   the header (package seal), in clear but for the master key
//	notebook.hdr2  the same bytes again
//	notebook.db    the store, a bbolt file
//	notebook.idx   the search index of a large notebook, sealed (indexcache.go)
//	blobs/xx/…     evidence files (package seal), named by 32 random hex digits,
//	               xx the first two of them
//	backup/        snapshots: <moment>.db and <moment>.hdr
//	tmp/           emptied when the notebook is opened
//	notebook.db.damaged-<moment>   a store that was set aside (rescue.go)
//
// backup.go describes a backup file, relock.go what changes a passphrase, erase.go
// what is left when the notebook is erased.
//
// # The store, byte for byte
//
// Bucket "r" holds all values of all kinds. Key: a slot, 8 bytes big-endian,
// counted up and never used again. Value: sealed under the key "rec" with its
// place (package seal), opened its first byte says what it is (entry.go): a
// revision as package model encodes it, the owner's keys, a draft, a setting.
// Bucket "h" holds one sealed value, "head" (store.go): the number of the last
// transaction, the next slot, the number of values and a keyed sum over them.
//
// What the folder tells without the passphrase: that it is a notebook, how many
// values there are and in which order they came, some 54 classes of length, how
// many evidence files there are with their padded sizes, about how much text a
// large notebook holds by the size of its index, and the times of the files. Not: ids, dates, words, kinds, people.
//
// # What is noticed
//
//  1. A changed bit anywhere in use: the page tree is checked number by number
//     (pages.go), every value by its seal, their sum by the head.
//  2. A value, page or file of an earlier time put back: by the head.
//  3. A file cut short or replaced while it is open: before and after each write.
//  4. The whole notebook put back to an earlier time, at the place where it was
//     closed: by an anchor that lies elsewhere (anchor.go).
package notebook
