package main

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"plumbline/model"
)

// cutUp reads a text as a record file: the line and the text of every object.
func cutUp(t testing.TB, text string) (lines []int, texts []string) {
	t.Helper()
	o := newObjects(strings.NewReader(text))
	for {
		x, err := o.read()
		if err == io.EOF {
			return lines, texts
		}
		if err != nil {
			t.Fatal(err)
		}
		lines, texts = append(lines, x.line), append(texts, strings.TrimSpace(string(x.text)))
	}
}

func TestAFileIsCutIntoObjects(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		lines []int
		texts []string
	}{
		"nothing":        {"", nil, nil},
		"blank":          {"\n \r\n", nil, nil},
		"one a line":     {"{\"a\":1}\n\n{\"b\":2}", []int{1, 3}, []string{`{"a":1}`, `{"b":2}`}},
		"over lines":     {"{\"a\":\n [1,\n 2]}\n{\"b\":2}\n", []int{1, 4}, []string{"{\"a\":\n [1,\n 2]}", `{"b":2}`}},
		"brace in words": {"{\"a\":\"}{\\\"\"}\n{\"b\":2}", []int{1, 2}, []string{`{"a":"}{\""}`, `{"b":2}`}},
		"never closed":   {"{\"a\":\"x\n{\"kind\":\"claim\"}\n{\"ref\":\"O-1\"}", []int{1, 2, 3}, []string{`{"a":"x`, `{"kind":"claim"}`, `{"ref":"O-1"}`}},
		"inner objects":  {"{\"kind\":\"finding\",\"claims\":[\n{\"claim\":\"C-1\"}\n]}", []int{1}, []string{"{\"kind\":\"finding\",\"claims\":[\n{\"claim\":\"C-1\"}\n]}"}},
		"no object":      {"words\n{\"a\":1}", []int{1, 2}, []string{"words", `{"a":1}`}},
		"closed twice":   {"}\n]", []int{1, 2}, []string{"}", "]"}},
		"byte order":     {"\xef\xbb\xbf{\"a\":1}", []int{1}, []string{`{"a":1}`}},
	} {
		lines, texts := cutUp(t, c.text)
		if !reflect.DeepEqual(lines, c.lines) || !reflect.DeepEqual(texts, c.texts) {
			t.Errorf("%s: %v %q", name, lines, texts)
		}
	}
}

func TestALongLineIsNotKept(t *testing.T) {
	long := `{"kind":"observation","title":{"en":"` + strings.Repeat("x", 3*model.MaxJSON) + `"}}`
	for name, text := range map[string]string{
		"one line":   long + "\n{\"kind\":\"claim\"}\n",
		"many lines": "{\"a\":[\n" + strings.Repeat("\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",\n", model.MaxJSON/16),
	} {
		o := newObjects(strings.NewReader(text))
		x, err := o.read()
		if err != nil || !x.tooLong || len(x.text) > model.MaxJSON {
			t.Errorf("%s: %v, %d bytes kept, %v", name, x.tooLong, len(x.text), err)
		}
	}
	o := newObjects(strings.NewReader(long + "\n{\"kind\":\"claim\"}\n"))
	o.read()
	if x, err := o.read(); err != nil || x.line != 2 || x.tooLong {
		t.Errorf("behind it: %+v, %v", x, err)
	}
}

// Whatever comes in, reading ends, keeps little, and lines only go forward.
func FuzzObjects(f *testing.F) {
	f.Add("{\"a\":1}\n{\"kind\":\"claim\"}")
	f.Add("{\"a\":\"x\n{\"kind\":\"claim\"}\n\n]")
	f.Add("\xef\xbb\xbf\"\\")
	f.Fuzz(func(t *testing.T, text string) {
		o := newObjects(strings.NewReader(text))
		for last, n := 0, 0; ; n++ {
			x, err := o.read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil || x.line <= last || n > len(text) || len(x.text) > model.MaxJSON {
				t.Fatalf("line %d after %d: %v", x.line, last, err)
			}
			last = x.line
			if _, err := model.ReadJSON(x.text); err == nil && x.tooLong {
				t.Fatal("too long and yet a record")
			}
		}
	})
}
