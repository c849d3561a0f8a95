package export

import (
	"strings"

	"plumbline/assets"
	"plumbline/model"
)

// commitments lists the plan as it is known: every wording, where each comes
// from and how sure it is. None of them is the official text unless it says so.
func (b *book) commitments() error {
	type row = *model.Commitment
	col := func(key, head string, width float64, f func(row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: func(r *row) cell { return f(*r) }}
	}
	columns := []column[row]{
		col("ref", b.w.T("columns.ref"), 11, func(r row) cell { return b.codeCell(r.Code) }),
		col("version", b.w.T("fields_plan.version"), 9, func(row) cell { return b.codeCell(b.r.Plan.Plan.Version) }),
	}
	for _, language := range assets.Languages() {
		columns = append(columns, col("title_"+language, b.w.T("fields_commitment.title")+" · "+b.say("enum_language.", language), 44, func(r row) cell {
			if r.Title[language] == "" {
				return cell{style: b.value()}
			}
			return cell{kind: words, style: b.content(runsRight(language)), text: r.Title[language]}
		}))
	}
	columns = append(columns,
		column[row]{key: "official", head: b.w.T("fields_commitment.official_text"), width: 40, long: func(r *row) (string, int) {
			if (*r).OfficialText.IsZero() {
				return b.w.T("states.not_official_text"), b.note()
			}
			return b.said((*r).OfficialText, (*r).Language)
		}},
		col("origin", b.w.T("fields_commitment.origin"), 16, func(r row) cell { return b.text(b.say("enum_origin.", string(r.Origin))) }),
		col("certainty", b.w.T("fields_commitment.certainty"), 12, func(r row) cell { return b.text(b.say("enum_certainty.", r.Certainty)) }),
		col("form", b.w.T("fields_commitment.form_of_completion"), 16, func(r row) cell { return b.text(r.FormOfCompletion) }),
		col("baseline", b.w.T("columns.baseline_deadline"), 13, func(r row) cell { return b.deadline(r.BaselineDeadline) }),
		col("current", b.w.T("columns.current_deadline"), 13, func(r row) cell { return b.deadline(r.Deadline) }),
		col("bodies", b.w.T("fields_commitment.lead_bodies"), 22, func(r row) cell { return b.text(b.bodyNames(r.LeadBodies)) }),
		col("supporting", b.w.T("fields_commitment.supporting_bodies"), 22, func(r row) cell { return b.text(b.bodyNames(r.SupportingBodies)) }),
		col("kind", b.w.T("fields_commitment.commitment_kind"), 14, func(r row) cell { return b.text(b.say("enum_commitment_kind.", r.CommitmentKind)) }),
		col("articles", b.w.T("fields_commitment.treaty_articles"), 24, func(r row) cell { return b.codesCell(b.articles(b.onCommitmentOrArea(r))) }),
		col("un", b.w.T("fields_commitment.un_recommendations"), 24, func(r row) cell { return b.codesCell(b.unRecommendations(r)) }),
		col("sdg", b.w.T("fields_commitment.sdg_targets"), 12, func(r row) cell { return b.codesCell(b.list(r.SDGTargets)) }),
		col("history", b.w.T("columns.change_history"), 40, func(r row) cell { return b.text(b.events(r)) }),
		col("source", b.w.T("fields_commitment.text_source"), 18, func(r row) cell { return b.codesCell(b.list(r.TextSource)) }),
		column[row]{key: "_area", head: "_area", hidden: true, width: 12, cell: func(r *row) cell { return b.plain((*r).Area) }},
		column[row]{key: "_id", head: "_id", hidden: true, width: 12, cell: func(r *row) cell { return b.plain((*r).ID.String()) }})
	return drawTable(b, table[row]{code: "commitments", name: "Commitments", rows: all(b.r.Plan.Commitments), count: len(b.r.Plan.Commitments), tall: 30, long: true,
		pages: 2, columns: columns})
}

// onCommitmentOrArea gives the treaty articles of a commitment, else its area's.
func (b *book) onCommitmentOrArea(c *model.Commitment) []model.TreatyArticles {
	if a := b.r.Plan.Area(c.Area); len(c.TreatyArticles) == 0 && a != nil {
		return a.TreatyArticles
	}
	return c.TreatyArticles
}

func (b *book) articles(list []model.TreatyArticles) string {
	items := make([]string, len(list))
	for i, t := range list {
		items[i] = t.Treaty + " " + strings.Join(t.Articles, ", ")
	}
	return strings.Join(items, "; ")
}

func (b *book) unRecommendations(c *model.Commitment) string {
	list := c.UNRecommendations
	if a := b.r.Plan.Area(c.Area); len(list) == 0 && a != nil {
		list = a.UNRecommendations
	}
	items := make([]string, len(list))
	for i, u := range list {
		items[i] = u.Source + " " + u.Ref
	}
	return strings.Join(items, "; ")
}

// events tells what happened to a commitment: instructions, deadlines set,
// what followed.
func (b *book) events(c *model.Commitment) string {
	var items []string
	for _, list := range [][]model.Event{{c.Instruction}, c.Deadlines, c.FollowedBy} {
		for _, e := range list {
			if e.What == "" && e.Date == "" {
				continue
			}
			items = append(items, b.w.Date(e.Date, "", "exact")+" "+b.w.Isolate(e.What))
		}
	}
	return strings.Join(items, "\n")
}
