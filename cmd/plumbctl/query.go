package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/assets"
	"plumbline/model"
)

// filters are the flags that choose records, shared by list and report.
type filters struct {
	commitment, area, region, since, until, find, review, confidentiality string
}

func (f *filters) flags(c *ctl, verb *cobra.Command) {
	for _, x := range []struct {
		to   *string
		name string
	}{{&f.commitment, "commitment"}, {&f.area, "area"}, {&f.region, "region"}, {&f.since, "since"}, {&f.until, "until"},
		{&f.find, "find"}, {&f.review, "review"}, {&f.confidentiality, "confidentiality"}} {
		verb.Flags().StringVar(x.to, x.name, "", c.flag(x.name))
	}
}

// check refuses a value that is none, before the notebook is opened.
func (f *filters) check(c *ctl) error {
	if f.region != "" && !isRegion(f.region) {
		return c.usage("ctl.bad_value", "flag", "--region", "allowed", strings.Join(regionCodes(), ", "))
	}
	_, _, since := c.days("--since", f.since)
	_, _, until := c.days("--until", f.until)
	return cmp.Or(c.oneOf("--review", f.review, model.ReviewStates), c.oneOf("--confidentiality", f.confidentiality, model.Confidentialities), since, until)
}

// query turns the flags into a query; a code that is none is a wrong usage, so that
// a slip of the finger does not look like an empty notebook.
func (f *filters) query(c *ctl, plan *model.PlanBook) (model.Query, error) {
	q := model.Query{Words: f.find, Commitment: f.commitment, Area: f.area, Region: f.region,
		Review: model.ReviewState(f.review), Confidentiality: model.Confidentiality(f.confidentiality)}
	if f.commitment != "" && plan.Commitment(f.commitment) == nil {
		return q, c.usage("ctl.bad_code", "flag", "--commitment", "hint", "plumbctl plan")
	}
	if f.area != "" && plan.Area(f.area) == nil {
		return q, c.usage("ctl.bad_code", "flag", "--area", "hint", "plumbctl plan")
	}
	q.Since, _, _ = c.days("--since", f.since)
	_, q.Until, _ = c.days("--until", f.until)
	return q, nil
}

// oneOf refuses a value that is not in its list.
func (c *ctl) oneOf(flag, value string, list []string) error {
	if value == "" || slices.Contains(list, value) {
		return nil
	}
	return c.usage("ctl.bad_value", "flag", flag, "allowed", strings.Join(list, ", "))
}

// days reads a day, a month or a year as its first and last day.
func (c *ctl) days(flag, value string) (from, to model.Day, err error) {
	if value == "" {
		return "", "", nil
	}
	if strings.Contains(value, "/") {
		return "", "", c.usage("ctl.bad_date", "flag", flag)
	}
	if from, to = model.PeriodDays(value); from == "" {
		return "", "", c.usage("ctl.bad_date", "flag", flag)
	}
	return from, to, nil
}

// isRegion says whether a code is, or was, that of a region.
func isRegion(code string) bool {
	return slices.ContainsFunc(assets.Regions(), func(r assets.Region) bool { return r.Code == code || r.FormerCode == code })
}

func regionCodes() []string {
	var codes []string
	for _, r := range assets.Regions() {
		codes = append(codes, r.Code)
	}
	return codes
}
