package assets

import (
	"bytes"
	"path"
	"strings"
)

// PlanFile is one built-in plan.
type PlanFile struct {
	Name  string // as commands and choices name it: "kz-2021"
	Bytes []byte // the JSON, unchanged, with its sources and cautions
}

// Plans returns the built-in plans in the order of their names.
func Plans() []PlanFile {
	entries, err := files.ReadDir("plans")
	if err != nil {
		panic("assets: " + err.Error())
	}
	plans := make([]PlanFile, 0, len(entries))
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), path.Ext(entry.Name()))
		plans = append(plans, PlanFile{Name: name, Bytes: read("plans/" + entry.Name())})
	}
	return plans
}

// Plan returns the JSON of the built-in plan of this name, and whether there is one.
// The bytes are the caller's own.
func Plan(name string) ([]byte, bool) {
	for _, plan := range Plans() {
		if plan.Name == name {
			return bytes.Clone(plan.Bytes), true
		}
	}
	return nil, false
}
