package ui

import (
	"reflect"
	"strings"

	"time"
)

// The leaves of a sheet are its answers by their paths: every field, every wording of a text. Lists are one leaf each.
// What is not answered is no leaf.
type leaves map[string]any

// change is a leaf before and after something was answered; nil where it was no leaf. Of a long text it keeps only what
// is not the same.
type change struct {
	was, is any
	at      int // where two strings begin to differ, in bytes
}

var (
	topType  = reflect.TypeFor[sheetTop]() // of the paper, not of the answers
	timeType = reflect.TypeFor[time.Time]()
)

// leavesOf are the leaves of a sheet.
func leavesOf(s any) leaves {
	out := leaves{}
	leafIn(reflect.ValueOf(s).Elem(), "", out)
	return out
}

func leafIn(v reflect.Value, path string, out leaves) {
	switch kind := v.Kind(); {
	case kind == reflect.Struct && v.Type() != timeType:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Type != topType {
				leafIn(v.Field(i), path+"."+f.Name, out)
			}
		}
	case v.IsZero():
	case kind == reflect.Pointer:
		out[path] = true
		leafIn(v.Elem(), path, out)
	case kind == reflect.Map:
		for _, key := range v.MapKeys() {
			out[path+"["+key.String()] = v.MapIndex(key).String()
		}
	case kind == reflect.String:
		out[path] = v.String()
	case kind == reflect.Slice:
		if v.Len() > 0 {
			out[path] = copied(v).Interface()
		}
	default:
		out[path] = v.Interface()
	}
}

// copied is a list of its own with the same things in it.
func copied(v reflect.Value) reflect.Value {
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(out, v)
	return out
}

// changesTo are the leaves that are not the same in two states of a sheet.
func (l leaves) changesTo(next leaves) map[string]change {
	out := map[string]change{}
	for path, is := range next {
		if was := l[path]; !reflect.DeepEqual(was, is) {
			out[path] = changeOf(was, is)
		}
	}
	for path, was := range l {
		if _, stays := next[path]; !stays {
			out[path] = changeOf(was, nil)
		}
	}
	return out
}

// changeOf cuts away what two strings have in common at both ends.
func changeOf(was, is any) change {
	a, text := was.(string)
	b, texts := is.(string)
	if !text || !texts {
		return change{was: was, is: is}
	}
	from, most := 0, min(len(a), len(b))
	for from < most && a[from] == b[from] {
		from++
	}
	rest := 0
	for rest < most-from && a[len(a)-1-rest] == b[len(b)-1-rest] {
		rest++
	}
	return change{strings.Clone(a[from : len(a)-rest]), strings.Clone(b[from : len(b)-rest]), from}
}

// size is about how many bytes a change keeps.
func (c change) size() int {
	n := 64
	for _, v := range []any{c.was, c.is} {
		switch x := reflect.ValueOf(v); x.Kind() {
		case reflect.String:
			n += x.Len()
		case reflect.Slice:
			n += x.Len() * int(x.Type().Elem().Size())
		}
	}
	return n
}

// turned is the same change the other way.
func (c change) turned() change { return change{c.is, c.was, c.at} }

// of is the leaf after the change, where now is what it is before.
func (c change) of(now any) any {
	text, ok := now.(string)
	was, cut := c.was.(string)
	is, both := c.is.(string)
	if !ok || !cut || !both {
		return c.is
	}
	if !strings.HasPrefix(text[min(c.at, len(text)):], was) {
		return now // it was changed by something that is no step: it stays
	}
	return text[:c.at] + is + text[c.at+len(was):]
}

// put makes changes in a sheet.
func put(s any, changes map[string]change) {
	putIn(reflect.ValueOf(s).Elem(), "", changes)
}

func putIn(v reflect.Value, path string, changes map[string]change) {
	c, changed := changes[path]
	switch kind := v.Kind(); {
	case kind == reflect.Struct && v.Type() != timeType:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Type != topType {
				putIn(v.Field(i), path+"."+f.Name, changes)
			}
		}
	case kind == reflect.Pointer:
		switch {
		case changed && c.is == nil:
			v.SetZero()
		case changed && v.IsNil():
			v.Set(reflect.New(v.Type().Elem()))
		}
		if !v.IsNil() {
			putIn(v.Elem(), path, changes)
		}
	case kind == reflect.Map:
		putTexts(v, path+"[", changes)
	case !changed:
	case kind == reflect.String:
		text, _ := c.of(v.String()).(string)
		v.SetString(text)
	case c.is == nil:
		v.SetZero()
	case kind == reflect.Slice:
		v.Set(copied(reflect.ValueOf(c.is)))
	default:
		v.Set(reflect.ValueOf(c.is))
	}
}

// putTexts makes changes in a text, in place: its entries write into it.
func putTexts(v reflect.Value, path string, changes map[string]change) {
	for at, c := range changes {
		key, mine := strings.CutPrefix(at, path)
		if !mine {
			continue
		}
		name := reflect.ValueOf(key).Convert(v.Type().Key())
		var now any
		if x := v.MapIndex(name); x.IsValid() {
			now = x.String()
		}
		text, _ := c.of(now).(string)
		switch {
		case text == "":
			v.SetMapIndex(name, reflect.Value{})
		case v.IsNil():
			v.Set(reflect.MakeMap(v.Type()))
			fallthrough
		default:
			v.SetMapIndex(name, reflect.ValueOf(text).Convert(v.Type().Elem()))
		}
	}
}
