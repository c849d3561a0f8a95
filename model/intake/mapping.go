package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Which column of a table from outside becomes which field of an observation:
//
//  1. what a mapping says of a column's whole name;
//  2. the names that ODK and Kobo give to what they add: the submission's identity
//     (_uuid, KEY, instanceID), and others, which are passed over;
//  3. the field's own name, alone (title), with a language (title.ru, title::ru,
//     title::Russian (ru)), behind the groups of a form (visit/place, visit-place),
//     or with a choice of its list behind it (groups/detainees holding 1 or 0);
//  4. no other: the column is named, so that nothing written is lost in silence.

// Mapping says how a table is read, as people write it in JSON.
type Mapping struct {
	Sheet   string                       `json:"sheet"`   // of a workbook; the first one when empty
	Columns map[string]string            `json:"columns"` // name of a column: field, "id", or "" to pass it over
	Values  map[string]map[string]string `json:"values"`  // field: what stands in the table: code
	Set     map[string]string            `json:"set"`     // field: what every row gets that says nothing else
}

// maxMapping is more than any mapping holds.
const maxMapping = 1 << 20

// ErrMapping means that a mapping cannot be used. The text says why.
var ErrMapping = errors.New("not a mapping of columns to fields")

// ReadMapping reads a mapping. Unknown keys and fields are refused.
func ReadMapping(src io.Reader) (*Mapping, error) {
	data, err := io.ReadAll(io.LimitReader(src, maxMapping+1))
	if err != nil {
		return nil, fmt.Errorf("read a mapping: %w", err)
	}
	if len(data) > maxMapping {
		return nil, fmt.Errorf("%w: more than 1 MiB", ErrMapping)
	}
	m := &Mapping{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil {
		return nil, fmt.Errorf("%w: it is no JSON of the keys sheet, columns, values and set", ErrMapping)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w: something follows its end", ErrMapping)
	}
	for _, field := range m.Columns {
		if _, ok := fieldNamed(field); field != "" && !ok {
			return nil, fmt.Errorf("%w: there is no field %.40q", ErrMapping, field)
		}
	}
	for field := range m.Set {
		if x, ok := fieldNamed(field); !ok || x.field == fieldID {
			return nil, fmt.Errorf("%w: there is no field %.40q", ErrMapping, field)
		}
	}
	for field := range m.Values {
		if _, ok := tableFields[field]; !ok {
			return nil, fmt.Errorf("%w: there is no field %.40q", ErrMapping, field)
		}
	}
	return m, nil
}

// form says how a cell becomes a field.
type form int

const (
	oneWord form = iota
	oneCode
	someWords
	someCodes
	someTexts
	oneNumber
	yesNo
	oneDate
)

// fieldID is what a submission is known by; it is no field of an observation.
const fieldID = "id"

// tableFields are the fields that a table can give, and the lists of their codes.
var tableFields = map[string]struct {
	form form
	list string
}{
	fieldID: {oneWord, ""}, "commitments": {someCodes, ""}, "title": {someTexts, ""}, "narrative": {someTexts, ""}, "date": {oneDate, ""},
	"date.from": {oneWord, ""}, "date.to": {oneWord, ""}, "date.precision": {oneCode, "precision"}, "region": {oneCode, "region"},
	"place": {oneWord, ""}, "method": {oneCode, "method"}, "effect": {oneCode, "effect"}, "rights": {someCodes, "right"}, "groups": {someCodes, "group"},
	"affected.number": {oneNumber, ""}, "affected.unit": {oneCode, "unit"}, "affected.estimate": {yesNo, ""}, "reliability": {oneCode, "reliability"},
	"credibility": {oneNumber, ""}, "tags": {someWords, ""}, "nothing_found": {yesNo, ""}, "language": {oneWord, ""}, "note": {oneWord, ""},
	"confidentiality": {oneCode, "confidentiality"},
}

// target is where the cells of a column go.
type target struct {
	field    string
	language string // of a text; empty for the row's own
	choice   string // of a list: the cell says whether it was chosen
}

// fieldNamed reads the name of a field.
func fieldNamed(name string) (target, bool) {
	if _, ok := tableFields[name]; ok {
		return target{field: name}, true
	}
	if dotted := strings.Replace(name, "_", ".", 1); dotted != name { // date_from
		if _, ok := tableFields[dotted]; ok {
			return target{field: dotted}, true
		}
	}
	field, language, _ := strings.Cut(name, ".")
	if f, ok := tableFields[field]; ok && f.form == someTexts && len(language) >= 2 && len(language) <= 35 && !strings.ContainsAny(language, "./ ") {
		return target{field: field, language: language}, true
	}
	return target{}, false
}

// identities are the columns that name a submission, the surest first.
var identities = []string{"_uuid", "KEY", "meta/instanceID", "meta-instanceID", "instanceID"}

// added are columns that ODK and Kobo add to what was asked.
var added = []string{"start", "end", "today", "deviceid", "simserial", "subscriberid", "phonenumber", "username", "audit", "__version__", "_version_", "_id",
	"_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index", "_parent_index", "_parent_table_name",
	"_geolocation", "_attachments", "_bamboo_dataset_id", "_xform_id_string", "formhub/uuid", "meta/deprecatedID", "meta/rootUuid", "SubmissionDate",
	"SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"}

// find says where a column goes; ok is false for one that is passed over, known
// for one that is passed over knowingly.
func (m *Mapping) find(head string) (t target, ok, known bool) {
	if field, said := m.Columns[head]; said {
		t, ok = fieldNamed(field)
		return t, ok, true
	}
	if slices.Contains(identities, head) {
		return target{field: fieldID}, true, true
	}
	if slices.Contains(added, head) || head == "" {
		return target{}, false, true
	}
	name, language, spoken := strings.Cut(head, "::")
	if i := strings.LastIndexByte(language, '('); i >= 0 {
		language = strings.TrimSuffix(language[i+1:], ")")
	}
	parent, last := "", name
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		parent, last = name[strings.LastIndexByte(name[:i], '/')+1:i], name[i+1:]
	}
	if f := tableFields[parent]; f.form == someCodes || f.form == someWords {
		return target{field: parent, choice: last}, true, true
	}
	for _, candidate := range []string{last, last[strings.LastIndexByte(last, '-')+1:]} {
		if candidate == fieldID {
			continue // too common a name for what it would mean
		}
		if t, ok = fieldNamed(candidate); ok && (!spoken || tableFields[t.field].form == someTexts) {
			if spoken {
				t.language = strings.ToLower(strings.TrimSpace(language))
			}
			return t, true, true
		}
	}
	return target{}, false, false
}
