package intake

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"
)

// scanner cuts one XML part into text and tags, forward only, in bounded memory.
// It takes the XML that spreadsheets write and refuses the rest: a document
// type, an unknown entity, a tag that closes another one, text that is not
// UTF-8. BenchmarkRows holds it against excelize, which walks the same XML with
// encoding/xml: three to four times the CPU, ten times the allocations, and a
// first XML error that ends its rows in silence.
type scanner struct {
	r     io.Reader
	part  string
	block []byte // read, not yet taken
	buf   []byte
	eof   bool
	long  []byte // a token that crosses blocks
	open  []byte // names of the open elements, each after its length
	depth int
}

const (
	blockSize = 128 << 10
	maxToken  = 4 << 20 // one text or tag
	maxDepth  = 64
)

func newScanner(r io.Reader, part string) *scanner {
	return &scanner{r: r, part: part, buf: make([]byte, blockSize)}
}

// fill reads the next block; io.EOF at the end of the part.
func (s *scanner) fill() error {
	if s.eof {
		return io.EOF
	}
	for {
		n, err := s.r.Read(s.buf)
		s.block = s.buf[:n]
		if err == io.EOF {
			s.eof = true
			if n == 0 {
				return io.EOF
			}
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
}

// until gives the bytes before the next c and drops c. They are valid until the
// next call.
func (s *scanner) until(c byte) ([]byte, error) {
	s.long = s.long[:0]
	for {
		if i := bytes.IndexByte(s.block, c); i >= 0 {
			t := s.block[:i]
			s.block = s.block[i+1:]
			if len(s.long) > 0 {
				s.long = append(s.long, t...)
				return s.long, nil
			}
			return t, nil
		}
		if len(s.long)+len(s.block) > maxToken {
			return nil, tooLarge(s.part, "one value is too long")
		}
		s.long = append(s.long, s.block...)
		s.block = nil
		if err := s.fill(); err != nil {
			return s.long, err
		}
	}
}

// A tag as it stands in the part. Its bytes are valid until the next call.
type tag struct {
	name  []byte // without a prefix
	rest  []byte // the attributes
	start bool
	end   bool // both for <x/>
}

// next gives the text up to the next element and its tag, entities not yet
// resolved. Comments and processing instructions are passed over. io.EOF only
// when every element is closed.
func (s *scanner) next(text []byte) ([]byte, tag, error) {
	for {
		t, err := s.until('<')
		if err == io.EOF {
			if s.depth > 0 || len(bytes.TrimSpace(t)) > 0 {
				return text, tag{}, damaged(s.part, "ends too early")
			}
			return text, tag{}, io.EOF
		}
		if err != nil {
			return text, tag{}, err
		}
		if text, err = s.text(text, t); err != nil {
			return text, tag{}, err
		}
		g, err := s.tag()
		if err == io.EOF {
			err = damaged(s.part, "ends too early")
		}
		if err != nil {
			return text, tag{}, err
		}
		if g == nil {
			continue
		}
		out, err := s.nest(g)
		return text, out, err
	}
}

// tag gives the inside of the next element's tag, or nil for what is no element.
func (s *scanner) tag() ([]byte, error) {
	t, err := s.until('>')
	if err != nil {
		return nil, err
	}
	switch {
	case len(t) == 0:
		return nil, damaged(s.part, "has an empty tag")
	case bytes.HasPrefix(t, []byte("!--")):
		for !bytes.HasSuffix(t, []byte("--")) {
			if t, err = s.until('>'); err != nil {
				return nil, err
			}
		}
		return nil, nil
	case t[0] == '?':
		return nil, nil
	case t[0] == '!':
		return nil, damaged(s.part, "holds a declaration")
	}
	for unbalanced(t) { // a > inside an attribute
		keep := append(bytes.Clone(t), '>')
		if t, err = s.until('>'); err != nil {
			return nil, err
		}
		if t = append(keep, t...); len(t) > maxToken {
			return nil, tooLarge(s.part, "one tag is too long")
		}
	}
	return t, nil
}

// unbalanced says whether the tag ends inside an attribute's quotes.
func unbalanced(t []byte) bool {
	var q byte
	for _, c := range t {
		switch {
		case q == 0 && (c == '"' || c == '\''):
			q = c
		case c == q:
			q = 0
		}
	}
	return q != 0
}

// nest reads a tag's name and keeps the elements nested.
func (s *scanner) nest(g []byte) (tag, error) {
	if g[0] == '/' {
		name := bytes.TrimRight(g[1:], " \t\r\n")
		if s.depth == 0 || !s.closes(name) {
			return tag{}, damaged(s.part, "closes what is not open")
		}
		return tag{name: local(name), end: true}, nil
	}
	single := g[len(g)-1] == '/'
	if single {
		g = g[:len(g)-1]
	}
	n := bytes.IndexAny(g, " \t\r\n")
	if n < 0 {
		n = len(g)
	}
	name, rest := g[:n], g[n:]
	if len(name) == 0 || len(name) > 255 || bytes.IndexByte(name, '=') >= 0 {
		return tag{}, damaged(s.part, "has a tag without a name")
	}
	if !single {
		if s.depth++; s.depth > maxDepth {
			return tag{}, tooLarge(s.part, "is nested too deep")
		}
		s.open = append(append(s.open, name...), byte(len(name)))
	}
	return tag{name: local(name), rest: rest, start: true, end: single}, nil
}

// closes pops the innermost open element if it has the name.
func (s *scanner) closes(name []byte) bool {
	n := int(s.open[len(s.open)-1])
	at := len(s.open) - 1 - n
	if !bytes.Equal(s.open[at:at+n], name) {
		return false
	}
	s.open = s.open[:at]
	s.depth--
	return true
}

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// attr gives an attribute's raw value, nil when the tag does not have it.
func (g tag) attr(name string) []byte {
	t := g.rest
	for len(t) > 0 {
		t = bytes.TrimLeft(t, " \t\r\n")
		eq := bytes.IndexByte(t, '=')
		if eq < 0 || eq+1 >= len(t) {
			return nil
		}
		key, q := bytes.TrimRight(t[:eq], " \t\r\n"), bytes.TrimLeft(t[eq+1:], " \t\r\n")
		if len(q) < 2 || q[0] != '"' && q[0] != '\'' {
			return nil
		}
		n := bytes.IndexByte(q[1:], q[0])
		if n < 0 {
			return nil
		}
		if string(key) == name {
			return q[1 : 1+n]
		}
		t = q[n+2:]
	}
	return nil
}

// text appends t with its entities resolved.
func (s *scanner) text(to, t []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(t, '&')
		if i < 0 {
			return append(to, t...), nil
		}
		to = append(to, t[:i]...)
		t = t[i+1:]
		j := bytes.IndexByte(t[:min(len(t), 12)], ';')
		if j < 0 {
			return to, damaged(s.part, "has an unknown entity")
		}
		r, ok := entity(string(t[:j]))
		if !ok {
			return to, damaged(s.part, "has an unknown entity")
		}
		to = utf8.AppendRune(to, r)
		t = t[j+1:]
	}
}

// entity resolves the five names of XML and character numbers.
func entity(e string) (rune, bool) {
	switch e {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(e) < 2 || e[0] != '#' {
		return 0, false
	}
	digits, base := e[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
