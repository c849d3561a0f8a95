package model

import (
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// A field of a kind of record: its stored key, its name, and where it lies.
type field struct {
	key   uint64
	name  string
	index []int
	text  bool // of type Text: joined language by language
}

type fieldTable struct {
	list   []field
	byKey  map[uint64]*field
	byName map[string]*field
}

var fieldTables sync.Map // Kind → *fieldTable

// tableOf reads a kind's fields from the tags of its type, once.
func tableOf(kind Kind) *fieldTable {
	if t, ok := fieldTables.Load(kind); ok {
		return t.(*fieldTable)
	}
	t := &fieldTable{byKey: map[uint64]*field{}, byName: map[string]*field{}}
	if rec, err := New(kind); err == nil {
		typ := reflect.TypeOf(rec).Elem()
		for _, f := range reflect.VisibleFields(typ) {
			key, _, _ := strings.Cut(f.Tag.Get("cbor"), ",")
			n, err := strconv.ParseUint(key, 10, 32)
			if err != nil {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			t.list = append(t.list, field{key: n, name: name, index: f.Index, text: f.Type == reflect.TypeFor[Text]()})
		}
	}
	for i := range t.list {
		t.byKey[t.list[i].key] = &t.list[i]
		if t.list[i].name != "-" {
			t.byName[t.list[i].name] = &t.list[i]
		}
	}
	got, _ := fieldTables.LoadOrStore(kind, t)
	return got.(*fieldTable)
}

// name gives the field's name, or a stand-in for one that a newer program wrote.
func (t *fieldTable) nameOf(key uint64) string {
	if f := t.byKey[key]; f != nil {
		return f.name
	}
	return "field_" + strconv.FormatUint(key, 10)
}

// FieldNames lists the names of a kind's fields in their order.
func FieldNames(kind Kind) []string {
	var names []string
	for _, f := range tableOf(kind).list {
		if f.name != "-" {
			names = append(names, f.name)
		}
	}
	return names
}

// FieldValue gives the value of a record's field by its name; nil for a name
// that the kind does not have.
func FieldValue(rec Record, name string) any {
	f := tableOf(rec.Kind()).byName[name]
	if f == nil {
		return nil
	}
	return reflect.ValueOf(rec).Elem().FieldByIndex(f.index).Interface()
}

// SetField copies one field, by name, from one record to another of its kind.
func SetField(to, from Record, name string) {
	f := tableOf(to.Kind()).byName[name]
	if f == nil || to.Kind() != from.Kind() {
		return
	}
	reflect.ValueOf(to).Elem().FieldByIndex(f.index).Set(reflect.ValueOf(from).Elem().FieldByIndex(f.index))
}

// parts are a record's encoded fields by key; a missing key is an empty field.
type parts map[uint64]cbor.RawMessage

func split(body []byte) (parts, error) {
	if len(body) == 0 {
		return parts{}, nil
	}
	p := parts{}
	if err := dec.Unmarshal(body, &p); err != nil {
		return nil, err
	}
	return p, nil
}

func (p parts) encode() ([]byte, error) { return enc.Marshal(p) }
