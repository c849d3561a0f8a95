package model

import (
	"crypto/sha256"
	"slices"
)

// A fresh copy is for outsiders: what records say now, as if written at once by
// who sends it. It has no history, no sources, no notes, no file names, and no
// place that could point to a source.
//
// The ids of its records are derived from the sender's key and the records' own
// ids: so that a member who receives a fresh copy by mistake has other records,
// not disputes about her own; and so that a later fresh copy by the same sender
// brings what did not change as the same. What did change since shows as a
// dispute between the two copies. A fresh copy is best read in a notebook of its
// own.

// fewPersons is the number under which persons could be known.
const fewPersons = 5

// FreshID is the id of a record in the sender's fresh copies. Records of a plan
// keep theirs: they are the same everywhere.
func FreshID(sender Key, id ID, kind Kind) ID {
	if kind.OfPlan() {
		return id
	}
	sum := sha256.Sum256([]byte("plumbline-fresh-id-v1\x00" + string(sender[:]) + string(id[:])))
	return ID(sum[:16]).marked(8)
}

// Fresh gives the one revision of a record in a fresh copy; false for what does
// not belong into one: sources, reviews, links, withdrawn and unreadable records,
// and drafts. goes says which records the copy holds.
func Fresh(v View, by Author, goes func(ID) bool) (Revision, bool, error) {
	if v.Broken || v.Record.Base().Withdrawn {
		return Revision{}, false, nil
	}
	rec := freshRecord(v, by.Key, goes)
	if rec == nil {
		return Revision{}, false, nil
	}
	base := rec.Base()
	base.ID, base.Note, base.Confidentiality = FreshID(by.Key, v.ID, v.Kind), "", Public
	if v.Kind.OfPlan() {
		return Revision{}, false, nil // see FreshPlan
	}
	body, err := enc.Marshal(rec)
	if err != nil {
		return Revision{}, false, err
	}
	r, err := Revision{Record: base.ID, Kind: v.Kind, Author: by.Key, Organisation: by.Organisation, At: v.Written.At, Body: body}.sealed()
	return r, err == nil, err
}

// FreshPlan gives the first revision of a plan's record, which is the same
// everywhere and takes part in a fresh copy as it is; false when it is not here.
func FreshPlan(h History) (Revision, bool) {
	i := slices.IndexFunc(h, func(r Revision) bool {
		return r.Kind.OfPlan() && len(r.Parents) == 0 && r.Author.IsZero() && !r.Redacted
	})
	if i < 0 {
		return Revision{}, false
	}
	return h[i], true
}

func freshRecord(v View, sender Key, goes func(ID) bool) Record {
	renamed := func(ids []ID, kind Kind) (out []ID) {
		for _, id := range ids {
			if goes(id) {
				out = append(out, FreshID(sender, id, kind))
			}
		}
		return out
	}
	switch r := v.Record.(type) {
	case *Observation:
		o := *r
		if o.Review == Draft {
			return nil
		}
		if len(sourcesOf(v, r)) > 0 {
			o.Place = ""
		}
		o.Sources = nil
		if n := o.Affected.Number; n > 0 && n < fewPersons {
			o.Affected = Affected{}
		}
		return &o
	case *Claim:
		c := *r
		return &c
	case *Finding:
		f := *r
		if f.Review == Draft {
			return nil
		}
		f.BasedOn = renamed(r.BasedOn, KindObservation)
		f.Claims = slices.DeleteFunc(slices.Clone(r.Claims), func(t ClaimTest) bool { return !goes(t.Claim) })
		for i := range f.Claims {
			f.Claims[i].Claim = FreshID(sender, f.Claims[i].Claim, KindClaim)
		}
		return &f
	case *Recommendation:
		c := *r
		if c.Review == Draft {
			return nil
		}
		return &c
	case *Evidence:
		of := renamed([]ID{r.Of}, KindObservation)
		if len(of) == 0 {
			return nil
		}
		e := Evidence{Common: r.Common, Of: of[0], Title: withoutName(r.Title, r.OriginalName), EvidenceKind: r.EvidenceKind, MediaType: r.MediaType,
			Size: r.Size, SHA256: r.SHA256, Captured: Capture{When: r.Captured.When}, Address: r.Address, ArchiveAddress: r.ArchiveAddress,
			Licence: r.Licence, CopyKind: r.CopyKind}
		return &e
	}
	return nil
}
