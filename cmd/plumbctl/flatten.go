package main

import (
	"bytes"
	"encoding/json"
	"strings"
)

// cellOf is one value of a record and the column that it stands in: title.ru,
// date.from, commitments.
type cellOf struct{ column, text string }

// flatten spreads a record's JSON over columns, in its order: objects by their
// names with points between, lists of words by semicolons, other lists as JSON.
func flatten(line []byte) ([]cellOf, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	return flattenObject(d, "", nil)
}

func flattenObject(d *json.Decoder, prefix string, cells []cellOf) ([]cellOf, error) {
	if _, err := d.Token(); err != nil { // {
		return cells, err
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return cells, err
		}
		name, _ := t.(string)
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return cells, err
		}
		if cells, err = flattenValue(prefix+name, raw, cells); err != nil {
			return cells, err
		}
	}
	_, err := d.Token() // }
	return cells, err
}

func flattenValue(column string, raw json.RawMessage, cells []cellOf) ([]cellOf, error) {
	switch raw[0] {
	case '{':
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		return flattenObject(d, column+".", cells)
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return append(cells, cellOf{column, s}), err
	case '[':
		var words []string
		if json.Unmarshal(raw, &words) == nil && !strings.Contains(strings.Join(words, ""), ";") {
			return append(cells, cellOf{column, strings.Join(words, "; ")}), nil
		}
	}
	return append(cells, cellOf{column, string(raw)}), nil
}

// harmless sets an apostrophe before what a spreadsheet would take for a formula
// (OWASP, CSV injection). A plain negative number stays.
func harmless(s string) string {
	trimmed := strings.TrimLeft(s, " \u00a0")
	if trimmed == "" || !strings.ContainsAny(trimmed[:1], "=+-@\t\r\n") && !strings.HasPrefix(trimmed, "＝") &&
		!strings.HasPrefix(trimmed, "＋") && !strings.HasPrefix(trimmed, "－") && !strings.HasPrefix(trimmed, "＠") {
		return s
	}
	var n json.Number
	if json.Unmarshal([]byte(s), &n) == nil && s[0] != '"' {
		return s
	}
	return "'" + s
}
