package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Records as JSON: one object a record, field names as in domain.md in snake
// case, codes in English, links as refs. What people write goes in; id, ref,
// revision, author, organisation and written come back out.

// MaxJSON is the greatest length of one record's JSON, in bytes.
const MaxJSON = 1 << 20

// In is one JSON object as it came in, not yet a record.
type In struct {
	Kind     Kind
	As       string   // a name that later objects may use as @name
	Ref      string   // the record that it changes; "" for a new one
	ID       string   //
	Revision []string // the revisions that its writer had seen, where given
	Fields   map[string]json.RawMessage
}

// fixed fields are given back but never written by hand.
var fixedFields = []string{"size", "sha256", "custody_events", "media_type"}

// outOnly fields come back out; going in they are passed over.
var outOnly = []string{"author", "written", "organisation_of_author", "disputes", "heads", "revisions"}

// ReadJSON reads one object. The error is ErrJSON or Faults.
func ReadJSON(data []byte) (In, error) {
	var in In
	if len(data) > MaxJSON {
		return in, Faults{{Field: "record", Rule: RuleTooLong}}
	}
	if err := noTwins(data); err != nil {
		return in, err
	}
	if err := json.Unmarshal(data, &in.Fields); err != nil || in.Fields == nil {
		return in, ErrJSON
	}
	var f Faults
	take := func(name string, to any) {
		if raw, ok := in.Fields[name]; ok {
			if json.Unmarshal(raw, to) != nil {
				f.add(name, RuleType)
			}
			delete(in.Fields, name)
		}
	}
	take("kind", &in.Kind)
	take("as", &in.As)
	take("ref", &in.Ref)
	take("id", &in.ID)
	in.takeRevision(&f)
	for _, name := range outOnly {
		delete(in.Fields, name)
	}
	if in.Kind != KindMember {
		delete(in.Fields, "organisation")
	}
	if in.Kind == "" {
		f.needed("kind", in.Ref != "" || in.ID != "")
	} else if !slices.Contains(Kinds, in.Kind) {
		f.add("kind", RuleCode)
	}
	return in, f.err()
}

func (in *In) takeRevision(f *Faults) {
	raw, ok := in.Fields["revision"]
	if !ok {
		return
	}
	delete(in.Fields, "revision")
	var one string
	if json.Unmarshal(raw, &one) == nil {
		in.Revision = []string{one}
	} else if json.Unmarshal(raw, &in.Revision) != nil {
		f.add("revision", RuleType)
	}
}

// noTwins refuses an object that names a field twice: encoding/json would keep
// the last one in silence.
func noTwins(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return ErrJSON
	}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return ErrJSON
		}
		if seen[name] {
			return Faults{{Field: name, Rule: RuleTwice}}
		}
		seen[name] = true
		var skip json.RawMessage
		if d.Decode(&skip) != nil {
			return ErrJSON
		}
	}
	if _, err := d.Token(); err != nil || d.More() {
		return ErrJSON
	}
	return nil
}

// Resolve finds the record that a link names: a ref, an id, or @name.
type Resolve func(name string, kind Kind) (ID, error)

// links lists the fields that name other records: how they nest and the kind
// that they name ("" any).
var links = map[Kind]map[string]link{
	KindObservation: {"sources": {list: true, kind: KindSource}},
	KindEvidence:    {"of": {}, "derived_from": {kind: KindEvidence}},
	KindIdentity:    {"source": {kind: KindSource}},
	KindFinding:     {"based_on": {list: true, kind: KindObservation}, "claims": {list: true, inner: "claim", kind: KindClaim}},
	KindReview:      {"record": {}},
	KindLink:        {"a": {kind: KindObservation}, "b": {kind: KindObservation}},
}

type link struct {
	list  bool
	inner string // the key inside an object, for lists of objects
	kind  Kind
}

// Apply sets the given fields of rec; null clears one. It returns every fault
// at once: unknown names, wrong forms, links that name nothing.
func (in In) Apply(rec Record, resolve Resolve) Faults {
	var f Faults
	t := tableOf(rec.Kind())
	names := make([]string, 0, len(in.Fields))
	for name := range in.Fields {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return t.order(a) - t.order(b) })
	for _, name := range names {
		fd, raw := t.byName[name], in.Fields[name]
		switch {
		case fd == nil:
			f.add(cleanName(name), RuleField)
			continue
		case rec.Kind() == KindEvidence && slices.Contains(fixedFields, name):
			f.add(name, RuleFixed)
			continue
		}
		target := reflect.ValueOf(rec).Elem().FieldByIndex(fd.index)
		if string(bytes.TrimSpace(raw)) == "null" {
			target.SetZero()
			continue
		}
		if l, ok := links[rec.Kind()][name]; ok && resolve != nil {
			raw = l.resolve(name, raw, resolve, &f)
			if raw == nil {
				continue
			}
		}
		fresh := reflect.New(target.Type())
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(fresh.Interface()); err != nil {
			f.add(inside(name, err), ruleFor(err))
			continue
		}
		target.Set(fresh.Elem())
	}
	return f
}

func (t *fieldTable) order(name string) int {
	if f := t.byName[name]; f != nil {
		return int(f.key)
	}
	return 1 << 20
}

// cleanName keeps a stranger's field name short and printable for an error.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '?'
	}, s)
	return s[:min(len(s), 40)]
}

// inside names the inner field that a decoding error speaks of.
func inside(name string, err error) string {
	if e, ok := err.(*json.UnmarshalTypeError); ok && e.Field != "" {
		return name + "." + cleanName(e.Field)
	}
	if s, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return name + "." + cleanName(strings.Trim(s, `"`))
	}
	return name
}

func ruleFor(err error) Rule {
	if strings.HasPrefix(err.Error(), "json: unknown field ") {
		return RuleField
	}
	return RuleType
}

// resolve rewrites the names in a link's JSON into ids.
func (l link) resolve(field string, raw json.RawMessage, find Resolve, f *Faults) json.RawMessage {
	bad := false
	one := func(at string, v any) any {
		s, ok := v.(string)
		if !ok {
			f.add(at, RuleType)
			bad = true
			return v
		}
		id, err := find(s, l.kind)
		if err != nil {
			rule := RuleUnknown
			if err == ErrAmbiguous {
				rule = RuleAmbiguous
			}
			f.add(at, rule)
			bad = true
			return v
		}
		return id.String()
	}
	var v any
	if json.Unmarshal(raw, &v) != nil {
		f.add(field, RuleType)
		return nil
	}
	if !l.list {
		v = one(field, v)
	} else {
		items, ok := v.([]any)
		if !ok {
			f.add(field, RuleType)
			return nil
		}
		for i := range items {
			at := fmt.Sprintf("%s[%d]", field, i)
			if l.inner == "" {
				items[i] = one(at, items[i])
			} else if m, ok := items[i].(map[string]any); ok {
				if _, given := m[l.inner]; given {
					m[l.inner] = one(at+"."+l.inner, m[l.inner])
				}
			}
		}
	}
	if bad {
		return nil
	}
	out, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return out
}

// Names gives words for ids and keys on the way out.
type Names struct {
	Record func(ID) string  // a ref; the id itself where it names nothing known
	Author func(Key) string // who wrote; "" leaves the author out
}

// WriteJSON writes a view as one JSON object in the fields' own order.
func WriteJSON(v View, names Names) ([]byte, error) {
	fields, err := recordFields(v.Record)
	if err != nil {
		return nil, err
	}
	o := object{}
	o.put("kind", v.Kind)
	o.put("id", v.ID)
	o.put("ref", v.Record.Base().Ref)
	if len(v.Heads) == 1 {
		o.put("revision", v.Heads[0])
	} else {
		o.put("revision", v.Heads)
	}
	if names.Author != nil {
		if a := names.Author(v.Created.Author); a != "" {
			o.put("author", a)
		}
	}
	if v.Created.Organisation != "" && v.Kind != KindMember {
		o.put("organisation", v.Created.Organisation)
	}
	if v.Written.At != 0 {
		o.put("written", v.Written.At.Time().Format("2006-01-02T15:04:05Z"))
	}
	for _, name := range FieldNames(v.Kind) {
		raw, ok := fields[name]
		if !ok || name == "ref" {
			continue
		}
		if l, ok := links[v.Kind][name]; ok && names.Record != nil {
			raw = l.name(raw, names.Record)
		}
		o.put(name, raw)
	}
	if v.Disputed() {
		o.put("disputes", writeDisputes(v, names))
	}
	return o.end(), o.err
}

func recordFields(rec Record) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(rec)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", rec.Kind(), err)
	}
	var m map[string]json.RawMessage
	return m, json.Unmarshal(b, &m)
}

// JSONDispute is a dispute as JSON.
type JSONDispute struct {
	Field  string      `json:"field"`
	Values []JSONValue `json:"values"`
}

// JSONValue is one value of a dispute as JSON.
type JSONValue struct {
	No           int    `json:"no"` // what settle takes
	Value        any    `json:"value"`
	Revision     RevID  `json:"revision"`
	Author       string `json:"author,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Written      string `json:"written"`
}

// Disputes gives a view's disputes for JSON; values are numbered from 1.
func (v View) JSONDisputes(names Names) []JSONDispute { return writeDisputes(v, names) }

func writeDisputes(v View, names Names) []JSONDispute {
	out := make([]JSONDispute, 0, len(v.Disputes))
	for _, d := range v.Disputes {
		j := JSONDispute{Field: d.Field}
		for i, x := range d.Values {
			val := JSONValue{No: i + 1, Value: x.Value, Revision: x.Revision, Organisation: x.Organisation,
				Written: x.At.Time().Format("2006-01-02T15:04:05Z")}
			if l, ok := links[v.Kind][d.Field]; ok && names.Record != nil {
				if raw, err := json.Marshal(x.Value); err == nil {
					val.Value = l.name(raw, names.Record)
				}
			}
			if names.Author != nil {
				val.Author = names.Author(x.Author)
			}
			j.Values = append(j.Values, val)
		}
		out = append(out, j)
	}
	return out
}

// name rewrites the ids in a link's JSON into refs.
func (l link) name(raw json.RawMessage, name func(ID) string) json.RawMessage {
	one := func(v any) any {
		if s, ok := v.(string); ok {
			if id, err := ParseID(s); err == nil {
				return name(id)
			}
		}
		return v
	}
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return raw
	}
	switch x := v.(type) {
	case []any:
		for i := range x {
			if m, ok := x[i].(map[string]any); ok {
				m[l.inner] = one(m[l.inner])
			} else {
				x[i] = one(x[i])
			}
		}
	default:
		v = one(v)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return out
}

// object writes a JSON object in the order of its fields.
type object struct {
	b   bytes.Buffer
	err error
}

func (o *object) put(name string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		o.err = err
		return
	}
	if o.b.Len() == 0 {
		o.b.WriteByte('{')
	} else {
		o.b.WriteByte(',')
	}
	fmt.Fprintf(&o.b, "%q:", name)
	o.b.Write(b)
}

func (o *object) end() []byte {
	o.b.WriteByte('}')
	return o.b.Bytes()
}
