package parcel

import (
	"bytes"

	"github.com/fxamacker/cbor/v2"
)

var (
	enc = mustEnc(cbor.CoreDetEncOptions())
	dec = mustDec(options(cbor.ExtraDecErrorUnknownField))
	// loose passes over what it does not know: only to tell a newer format.
	loose = mustDec(options(cbor.ExtraDecErrorNone))
)

func options(extra cbor.ExtraDecErrorCond) cbor.DecOptions {
	return cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 8, MaxArrayElements: maxBatch, MaxMapPairs: 16, UTF8: cbor.UTF8RejectInvalid,
		ExtraReturnErrors: extra,
	}
}

func mustEnc(o cbor.EncOptions) cbor.EncMode {
	m, err := o.EncMode()
	if err != nil {
		panic(err)
	}
	return m
}

func mustDec(o cbor.DecOptions) cbor.DecMode {
	m, err := o.DecMode()
	if err != nil {
		panic(err)
	}
	return m
}

// decode reads the one spelling that enc gives, and no other.
func decode[T any](b []byte) (v T, err error) {
	if dec.Unmarshal(b, &v) != nil {
		return v, refuse(Malformed)
	}
	again, err := enc.Marshal(v)
	if err != nil || !bytes.Equal(again, b) {
		return v, refuse(Malformed)
	}
	return v, nil
}
