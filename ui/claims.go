package ui

import (
	"slices"
	"strings"

	"plumbline/model"
	"plumbline/model/notebook"
)

// claimsOf are the claims about a commitment, the newest first; of every commitment for "".
func claimsOf(b *notebook.Notebook, code string) ([]*model.Claim, error) {
	var claims []*model.Claim
	for v, err := range b.Records(model.KindClaim) {
		if err != nil {
			return nil, err
		}
		if c, ok := v.Record.(*model.Claim); ok && !c.Withdrawn && (code == "" || c.Commitment == code) {
			claims = append(claims, c)
		}
	}
	slices.SortStableFunc(claims, func(x, y *model.Claim) int { return strings.Compare(string(y.Report.Date), string(x.Report.Date)) })
	return claims, nil
}
