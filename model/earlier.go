package model

import (
	"bytes"
	"reflect"
	"slices"
)

// Returnable says whether records of a kind can be returned to an earlier wording
// by Earlier: those that people write. A key, a plan and a decision stay as they
// are until somebody decides anew.
func Returnable(k Kind) bool {
	return slices.Contains([]Kind{KindObservation, KindClaim, KindFinding, KindRecommendation, KindSource, KindEvidence}, k)
}

// keptOnReturn are the fields that no return to an earlier wording touches:
//
//  1. what names the record and where it belongs;
//  2. the state of review, which is another person's word;
//  3. what a source agreed to: consent that was taken back never comes back by a
//     wording;
//  4. what a file is, and through whose hands it went.
var keptOnReturn = []string{"ref", "of", "review", "consent", "custody_events", "original_name", "media_type", "size", "sha256"}

// Earlier gives what a record becomes when it returns to an earlier wording: the
// fields of that revision, but for those above, and seen by no more people than
// now. False where the revision holds no content or is of another kind.
func Earlier(now Record, then *Revision) (Record, bool) {
	was, err := then.Fields()
	if err != nil || then.Redacted || then.Kind != now.Kind() || !Returnable(now.Kind()) {
		return nil, false
	}
	next := CopyOf(now)
	for _, name := range FieldNames(now.Kind()) {
		if !slices.Contains(keptOnReturn, name) {
			SetField(next, was, name)
		}
	}
	if next.Base().Confidentiality.Rank() < now.Base().Confidentiality.Rank() {
		next.Base().Confidentiality = now.Base().Confidentiality
	}
	return next, true
}

// Reverse gives what a record becomes when a change of it is taken back: each
// field that the change set, and that still stands so, becomes what it was
// before. left are the fields that somebody has changed since: they stay.
func Reverse(now, before, after Record) (next Record, left []string) {
	next = CopyOf(now)
	for _, f := range tableOf(now.Kind()).list {
		if f.name == "-" || f.name == "ref" || sameField(before, after, f) {
			continue
		}
		if !sameField(now, after, f) {
			left = append(left, f.name)
			continue
		}
		SetField(next, before, f.name)
	}
	return next, left
}

// Differ says whether any field of two records of a kind differs, as they are
// stored.
func Differ(a, b Record) bool {
	return slices.ContainsFunc(tableOf(a.Kind()).list, func(f field) bool { return !sameField(a, b, f) })
}

// sameField says whether two records hold the same in a field, as it is stored:
// an empty list is none.
func sameField(a, b Record, f field) bool {
	x, y := valueOf(a, f), valueOf(b, f)
	if isEmpty(x) || isEmpty(y) {
		return isEmpty(x) && isEmpty(y)
	}
	xs, err := enc.Marshal(x.Interface())
	if err != nil {
		return false
	}
	ys, err := enc.Marshal(y.Interface())
	return err == nil && bytes.Equal(xs, ys)
}

func valueOf(r Record, f field) reflect.Value {
	return reflect.ValueOf(r).Elem().FieldByIndex(f.index)
}

func isEmpty(v reflect.Value) bool {
	return v.IsZero() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

// CopyOf copies a record; its lists and texts are shared, and only ever replaced.
func CopyOf(r Record) Record {
	out := reflect.New(reflect.TypeOf(r).Elem())
	out.Elem().Set(reflect.ValueOf(r).Elem())
	return out.Interface().(Record)
}
