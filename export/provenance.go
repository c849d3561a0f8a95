package export

import (
	"time"

	"plumbline/model"
)

// provenance lets an outsider be shown that the workbook came from these records:
// digest, counts, checks, and the sources of the plan.
func (b *book) provenance() error {
	p, err := b.page("provenance", 30, 44, 60, 16)
	if err != nil {
		return err
	}
	r := b.r
	p.across(b.heading(), b.w.T("sheets.provenance"), 18)
	p.gap()
	p.pair(b.w.T("columns.digest_of_records"), b.codesCell(r.Digest))
	p.pair(b.w.T("columns.program_version"), b.codeCell("Plumbline "+r.Program))
	p.pair(b.w.T("columns.plan_version"), b.codeCell(r.Plan.Plan.Code+optional(" · ", r.Plan.Plan.Version)))
	p.pair(b.w.T("columns.audience"), b.text(b.audience()))
	if !r.Newest.IsZero() {
		day := r.Newest.Format(time.DateOnly)
		p.pair(b.w.T("report.newest_record"), b.text(b.w.Date(day, day, "exact")))
	}
	p.gap()
	p.across(b.note(), b.refsSaid(), 10)
	p.section(b.w.T("columns.checks"))
	for _, c := range r.Counts {
		p.pair(b.sheetOf(c.Kind), b.codeCell(b.w.Number(int64(c.InScope))+" = "+b.w.Number(int64(c.Written))+" + "+b.w.Number(int64(c.Withheld))+" ✓"))
	}
	p.section(b.w.T("columns.parcels"))
	b.parcels(p)
	if len(r.Plan.Plan.Sources) > 0 {
		p.section(b.w.T("fields_plan.sources"))
		p.heads(b.w.T("columns.code"), b.w.T("fields_plan.title"), b.w.T("fields_claim.report_address"), b.w.T("fields_common.date"))
		for _, s := range r.Plan.Plan.Sources {
			p.add(b.codeCell(s.ID), cell{kind: words, style: b.content(hasArabic(s.Title)), text: s.Title}, b.codesCell(s.URL), b.codeCell(s.Date))
		}
	}
	return p.done(true)
}

// parcels lists what was merged from others; those outside are told that it is
// not theirs to see.
func (b *book) parcels(p *page) {
	switch list := b.r.Parcels; {
	case b.r.Profile.Ceiling == model.Public:
		p.across(b.note(), b.w.T("report.not_for_audience"), 10)
	case len(list) == 0:
		p.across(b.note(), b.w.T("report.no_parcels"), 10)
	default:
		p.heads(b.w.T("fields_common.date"), b.w.T("columns.signers"), b.w.T("nouns.hash"), b.w.T("columns.revisions_n"))
		for _, x := range list {
			p.add(b.dayCell(x.Day), b.codesCell(x.Signer), b.codesCell(x.SHA256), b.number(int64(x.Records)))
		}
	}
}

// refsSaid says by which refs records are named, and how the coalition goes back
// from a report for others.
func (b *book) refsSaid() string {
	if b.r.Profile.Ceiling == model.Public {
		return b.w.T("report.refs_of_this_report")
	}
	return b.w.T("report.refs_for_others", "column", b.w.T("columns.ref_for_others"))
}

// hasArabic says whether a text begins in a script that runs from the right.
func hasArabic(s string) bool {
	for _, r := range s {
		if r >= 0x590 && r <= 0x8ff {
			return true
		}
		if r > 0x40 && r < 0x590 {
			return false
		}
	}
	return false
}
