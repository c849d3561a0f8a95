// Package packed opens what a release carries packed: the faces, the words, the built-in plans, the sentences of the sample. In
// the repository they are readable, and so they are in every program but the released window; cmd/lean puts the packed in their
// place while that is built.
//
// Never here: packing, which is no part of a program, and strangers' bytes, which need bounds that this does not have.
//
// Read first: Open, which is all there is.
package packed
