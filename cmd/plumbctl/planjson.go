package main

import (
	"encoding/json"

	"plumbline/model"
	"plumbline/model/notebook"
)

// planCommitmentJSON prints a commitment as a record, and beside it where it stands.
func (c *ctl) planCommitmentJSON(n *notebook.Notebook, v model.View, s standing) error {
	record, err := model.WriteJSON(v, names(n))
	if err != nil {
		return err
	}
	about := struct {
		Commitment json.RawMessage   `json:"commitment"`
		Standing   standing          `json:"standing"`
		Claims     []json.RawMessage `json:"claims"`
		Findings   []json.RawMessage `json:"findings"`
	}{record, s, []json.RawMessage{}, []json.RawMessage{}}
	if about.Claims, err = recordsAbout(n, model.KindClaim, s.Code); err != nil {
		return err
	}
	if about.Findings, err = recordsAbout(n, model.KindFinding, s.Code); err != nil {
		return err
	}
	return c.print(about)
}

// recordsAbout gives the records of a kind on a commitment as JSON.
func recordsAbout(n *notebook.Notebook, kind model.Kind, code string) ([]json.RawMessage, error) {
	page, err := n.Find(model.Query{Kind: kind, Commitment: code})
	if err != nil {
		return nil, err
	}
	all := make([]json.RawMessage, 0, len(page.IDs))
	for _, id := range page.IDs {
		v, err := n.View(id)
		if err != nil {
			return nil, err
		}
		raw, err := model.WriteJSON(v, names(n))
		if err != nil {
			return nil, err
		}
		all = append(all, raw)
	}
	return all, nil
}
