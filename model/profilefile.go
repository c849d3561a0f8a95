package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A profile as a file is one JSON object with the fields of Profile. It may be
// stricter than the program's own and choose other sheets, but no file opens
// what the rules close: records of one organisation, sealed ones, drafts and
// rejected ones stay behind, and outside the coalition only approved ones go.

// maxProfile bounds a profile's file, in bytes.
const maxProfile = 64 << 10

// ErrProfile means that a file is no profile.
var ErrProfile = errors.New("not a profile")

// ReadProfile reads a profile and checks it. What is wrong with its fields comes
// as Faults, all at once; what is no such object at all as ErrProfile. Fields
// that no profile has are refused by name, so that a slip is not passed over.
func ReadProfile(r io.Reader) (Profile, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil {
		return Profile{}, fmt.Errorf("read profile: %w", err)
	}
	if len(data) > maxProfile {
		return Profile{}, fmt.Errorf("read profile: %w", ErrTooLarge)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &fields); err != nil || fields == nil {
		return Profile{}, fmt.Errorf("read profile: %w", ErrProfile)
	}
	var p Profile
	var f Faults
	whole := reflect.ValueOf(&p).Elem()
	for i := range whole.NumField() {
		name, _, _ := strings.Cut(whole.Type().Field(i).Tag.Get("json"), ",")
		if raw, given := fields[name]; given && json.Unmarshal(raw, whole.Field(i).Addr().Interface()) != nil {
			f.add(name, RuleType)
		}
		delete(fields, name)
	}
	for name := range fields {
		f.add(name, RuleField)
	}
	sortRows(f, func(a, b Fault) int { return strings.Compare(a.Field, b.Field) })
	if len(f) > 0 {
		return Profile{}, f
	}
	return p, p.Check()
}

// Check lists every fault of a profile. The error is of type Faults.
func (p Profile) Check() error {
	var f Faults
	f.needed("code", p.Code != "")
	if strings.Trim(p.Code, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" || len(p.Code) > 40 {
		f.add("code", RuleType)
	}
	if own, known := ProfileOf(p.Code); known && !reflect.DeepEqual(own.plain(), p.plain()) {
		f.add("code", RuleTwice) // a changed copy needs a name of its own
	}
	p.Title.check("title", &f)
	f.needed("ceiling", p.Ceiling != "")
	f.code("ceiling", string(p.Ceiling), []string{string(Public), string(Coalition)})
	p.checkReviews(&f)
	f.needed("uses", len(p.Uses) > 0)
	f.codes("uses", p.Uses, ConsentUses)
	if p.SmallCount < 0 || p.SmallCount > 1000 || p.Ceiling == Public && p.SmallCount < 5 {
		f.add("small_count", RuleRange)
	}
	if p.Ceiling == Public { // what would point to people or to writers
		for field, open := range map[string]bool{"organisations": p.Organisations, "file_details": p.FileDetails, "places": p.Places, "revisions": p.Revisions} {
			if open {
				f.add(field, RuleFixed)
			}
		}
	}
	f.needed("sheets", len(p.Sheets) > 0)
	f.codes("sheets", p.Sheets, SheetCodes)
	for _, code := range []string{"cover", "withheld"} { // what this is, and what is missing, must be said
		f.needed("sheets."+code, len(p.Sheets) == 0 || slices.Contains(p.Sheets, code))
	}
	for code, keys := range p.Without {
		f.code("without."+code, code, SheetCodes)
		for i, key := range keys {
			if key == "" || key == "ref" || strings.HasPrefix(key, "_") {
				f.add("without."+code+"["+strconv.Itoa(i)+"]", RuleFixed)
			}
		}
	}
	f.codes("bodies", p.Bodies, TreatyBodies)
	if slices.Contains(p.Sheets, "by_treaty") {
		f.needed("bodies", len(p.Bodies) > 0)
	}
	if p.Words < 0 || p.Words > 1_000_000 {
		f.add("words", RuleRange)
	}
	if p.HXL && p.Revisions { // the row of hashtags would come back as a record
		f.add("hxl", RuleFixed)
	}
	sortRows(f, func(a, b Fault) int { return strings.Compare(a.Field, b.Field) })
	return f.err()
}

func (p Profile) checkReviews(f *Faults) {
	allowed := []string{"", string(Submitted), string(HasIssues), string(Approved)}
	if p.Ceiling == Public {
		allowed = []string{string(Approved)}
	}
	f.needed("reviews", len(p.Reviews) > 0)
	for i, state := range p.Reviews {
		at := fmt.Sprintf("reviews[%d]", i)
		if !slices.Contains(allowed, string(state)) {
			*f = append(*f, Fault{Field: at, Rule: RuleCode, Allowed: allowed})
		} else if slices.Contains(p.Reviews[:i], state) {
			f.add(at, RuleTwice)
		}
	}
}

// plain gives lists that are not there the form of empty ones.
func (p Profile) plain() Profile {
	if len(p.Without) == 0 {
		p.Without = nil
	}
	if len(p.Bodies) == 0 {
		p.Bodies = nil
	}
	if len(p.Title) == 0 {
		p.Title = nil
	}
	return p
}
