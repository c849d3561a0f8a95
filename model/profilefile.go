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
// rejected ones stay behind, outside the coalition only approved ones go, and no
// consent to a narrower use counts.

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
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	err = json.Unmarshal(data, &fields)
	if slip := (*json.SyntaxError)(nil); errors.As(err, &slip) && bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return Profile{}, Faults{{Field: placeIn(data, slip.Offset), Rule: RuleNotJSON}}
	}
	if err != nil || fields == nil {
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

// placeIn writes an offset in a text as line:column.
func placeIn(text []byte, offset int64) string {
	before := text[:min(max(offset-1, 0), int64(len(text)))]
	return fmt.Sprintf("%d:%d", bytes.Count(before, []byte("\n"))+1, len(before)-bytes.LastIndexByte(before, '\n'))
}

// Copy is a profile under a name of its own, so that it can be changed.
func (p Profile) Copy() Profile {
	if p.Code = strings.TrimSuffix(p.Code, "-copy") + "-copy"; len(p.Code) > 40 {
		p.Code = "copy"
	}
	if p.Without == nil {
		p.Without = map[string][]string{}
	}
	if p.Bodies == nil {
		p.Bodies = []string{}
	}
	return p
}

// Check lists every fault of a profile. The error is of type Faults.
func (p Profile) Check() error {
	var f Faults
	f.needed("code", p.Code != "")
	if strings.Trim(p.Code, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" || len(p.Code) > 40 {
		f.add("code", RuleType)
	}
	if own, known := ProfileOf(p.Code); known && !reflect.DeepEqual(own.plain(), p.plain()) {
		f.add("code", RuleOwnName)
	}
	p.Title.check("title", &f)
	f.needed("ceiling", p.Ceiling != "")
	f.code("ceiling", string(p.Ceiling), []string{string(Public), string(Coalition)})
	p.checkReviews(&f)
	f.needed("uses", len(p.Uses) > 0)
	f.codes("uses", p.Uses, p.usesAllowed())
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
		if code == "withheld" { // what stays behind is said whole
			f.add("without."+code, RuleFixed)
		}
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

// usesAllowed are the uses of consent that reach the profile's audience: who agreed to
// a use inside an organisation, or inside the coalition, did not agree to a wider one.
func (p Profile) usesAllowed() []string {
	narrower := []string{"internal"}
	if p.Ceiling == Public {
		narrower = append(narrower, "coalition")
	}
	return slices.DeleteFunc(slices.Clone(ConsentUses), func(use string) bool { return slices.Contains(narrower, use) })
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
