package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"plumbline/model"
)

// A record file is read as a stream of JSON objects, one a line or each over
// several lines. A line that begins an object which never closes is one faulty
// line and does not swallow those behind it, so that all faults of a file are
// found at once:
//
//  1. blank lines are passed over;
//  2. an object ends on the line on which its braces close, outside of strings;
//  3. while it is open, a line that is by itself an object with a kind, ref or id
//     begins the next one: the open one is faulty;
//  4. an object over model.MaxJSON bytes is faulty, and is not kept in memory.

// mostRecords bounds the objects of one file.
const mostRecords = 200_000

// objects cuts a stream into objects.
type objects struct {
	r    *bufio.Reader
	line int    // the line last read
	next []byte // a line that was read ahead
	left bool   // whether next holds one
}

func newObjects(r io.Reader) *objects {
	o := &objects{r: bufio.NewReaderSize(r, 1<<16)}
	if bom, err := o.r.Peek(3); err == nil && bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		o.r.Discard(3)
	}
	return o
}

// object is one object of the file and the line on which it begins.
type object struct {
	line    int
	text    []byte
	tooLong bool
}

// read gives the next object; io.EOF behind the last one.
func (o *objects) read() (object, error) {
	var x object
	var d depth
	for {
		text, long, err := o.readLine()
		if err == io.EOF && x.line > 0 {
			return x, nil
		}
		if err != nil {
			return x, err
		}
		switch {
		case x.line == 0 && len(bytes.TrimSpace(text)) == 0:
			continue
		case x.line == 0:
			x.line = o.line
		case begins(text):
			o.next, o.left = text, true
			o.line--
			return x, nil
		}
		x.tooLong = x.tooLong || long || len(x.text)+len(text) > model.MaxJSON
		if !x.tooLong {
			x.text = append(x.text, text...)
		}
		if closed := d.read(text); closed || x.tooLong {
			return x, nil
		}
	}
}

// readLine gives a line with its end; long lines come cut, and are said to be.
func (o *objects) readLine() (line []byte, long bool, err error) {
	o.line++
	if o.left {
		o.left = false
		return o.next, false, nil
	}
	for {
		part, err := o.r.ReadSlice('\n')
		if len(line)+len(part) <= model.MaxJSON+2 {
			line = append(line, part...)
		} else {
			long = true
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF && len(line) == 0 {
			o.line--
			return nil, false, io.EOF
		}
		if err == io.EOF {
			err = nil
		}
		return line, long, err
	}
}

// begins says whether a line is by itself an object that names a kind, a ref or an id.
func begins(line []byte) bool {
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' {
		return false
	}
	var head struct{ Kind, Ref, ID *json.RawMessage }
	return json.Unmarshal(line, &head) == nil && (head.Kind != nil || head.Ref != nil || head.ID != nil)
}

// depth follows braces and brackets outside of strings.
type depth struct {
	open    int
	quoted  bool
	escaped bool
}

// read says whether everything that was opened is closed at the end of the text. A
// text that opens nothing is closed too: it is no object.
func (d *depth) read(text []byte) bool {
	for _, b := range text {
		switch {
		case d.escaped:
			d.escaped = false
		case d.quoted && b == '\\':
			d.escaped = true
		case b == '"':
			d.quoted = !d.quoted
		case d.quoted:
		case b == '{' || b == '[':
			d.open++
		case b == '}' || b == ']':
			d.open--
		}
	}
	return d.open <= 0
}
