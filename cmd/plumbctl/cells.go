package main

import (
	"strings"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
)

// columns are the headings of a kind's table; cells gives the row beneath.
func (c *ctl) columns(kind model.Kind) []string {
	t := c.words.T
	switch kind {
	case model.KindClaim:
		return []string{t("columns.ref"), t("fields_common.date"), t("columns.commitment"), t("columns.official_status"), t("fields_claim.quotation")}
	case model.KindFinding:
		return []string{t("columns.ref"), t("columns.period"), t("columns.commitment"), t("fields_finding.level"), t("columns.grade"), t("fields_finding.reasoning")}
	case model.KindEvidence:
		return []string{t("columns.ref"), t("fields_evidence.of"), t("fields_evidence.media_type"), t("fields_evidence.size"), t("fields_evidence.title")}
	case model.KindSource:
		return []string{t("columns.ref"), t("fields_source.source_kind"), t("fields_source.connection"), t("columns.consent_scope"), t("fields_source.code_name")}
	case model.KindRecommendation:
		return []string{t("columns.ref"), t("fields_recommendation.priority"), t("columns.linked_commitments"), t("fields_recommendation.addressee"), t("fields_common.text")}
	case model.KindMember:
		return []string{t("columns.ref"), t("fields_member.role"), t("fields_member.organisation"), t("fields_member.name")}
	}
	return []string{t("columns.ref"), t("fields_common.date"), t("fields_observation.region"), t("fields_observation.commitments"),
		t("fields_observation.review"), t("fields_observation.title")}
}

// cells are the texts of a record's row.
func (c *ctl) cells(n *notebook.Notebook, v model.View) []string {
	ref := shortRef(n, v.Record.Base().Ref)
	if v.Disputed() {
		ref += " ≠"
	}
	written := v.Record.Base().Language
	text := func(t model.Text) string { s, _ := c.words.Of(t, written); return s }
	switch r := v.Record.(type) {
	case *model.Claim:
		return []string{ref, string(r.Report.Date), r.Commitment, c.code("official_status", r.ClaimedStatus), text(r.Quotation)}
	case *model.Finding:
		return []string{ref, r.Period, r.Commitment, c.code("level", r.Level), c.grade(r), text(r.Reasoning)}
	case *model.Evidence:
		title := text(r.Title)
		if title == "" {
			title = r.OriginalName + r.Address
		}
		return []string{ref, shortRef(n, n.Ref(r.Of)), r.MediaType, c.words.Size(r.Size), title}
	case *model.Source:
		return []string{ref, c.code("source_kind", r.SourceKind), c.code("connection", r.Connection), c.codes("consent_use", r.Consent.Uses), r.CodeName}
	case *model.Recommendation:
		return []string{ref, c.code("priority", r.Priority), strings.Join(r.Commitments, ", "), r.Addressee, text(r.Text)}
	case *model.Member:
		return []string{ref, c.code("role", r.Role), r.Organisation, r.Name + r.CodeName}
	case *model.Observation:
		title := text(r.Title)
		if title == "" {
			title = text(r.Narrative)
		}
		return []string{ref, c.date(r.Date), c.region(r.Region), strings.Join(r.Commitments, ", "), c.code("review", string(r.Review)), title}
	}
	return []string{ref}
}

// code is the label of a code; the code itself where it has none.
func (c *ctl) code(list, code string) string {
	if key := "enum_" + list + "." + code; code != "" && c.words.Has(key) {
		return c.words.T(key)
	}
	return code
}

func (c *ctl) codes(list string, codes []string) string {
	labels := make([]string, len(codes))
	for i, code := range codes {
		labels[i] = c.code(list, code)
	}
	return c.words.List(labels)
}

// grade is the label of a finding's grade on its scale.
func (c *ctl) grade(f *model.Finding) string {
	scale := f.Scale
	if scale == "" {
		scale = model.ScaleHouse
	}
	return c.code("grade_"+scale, string(f.Grade))
}

// date is a date as exactly as it is known; nothing where nothing was said.
func (c *ctl) date(d model.Date) string {
	if d.IsZero() {
		return ""
	}
	return c.words.ShortDate(string(d.From), string(d.To), string(d.Precision))
}

// region is the name of a region.
func (c *ctl) region(code string) string {
	for _, r := range assets.Regions() {
		if r.Code == code || r.FormerCode == code && code != "" {
			name, _ := c.words.Of(r.Name, "")
			return name
		}
	}
	return code
}
