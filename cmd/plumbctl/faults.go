package main

import (
	"strings"

	"plumbline/model"
)

// faultWords says all faults of a record on one line.
func (c *ctl) faultWords(faults model.Faults) string {
	said := make([]string, len(faults))
	for i, f := range faults {
		said[i] = c.faultWord(f)
	}
	return strings.Join(said, "; ")
}

// allowedWords is how many words of a list a fault names.
const allowedWords = 40

// faultWord says one fault: the field as it is written in JSON, what is wrong, and
// what may stand there.
func (c *ctl) faultWord(f model.Fault) string {
	s := c.words.Isolate(f.Field) + ": " + c.words.T("ctl.rule_"+string(f.Rule))
	if len(f.Allowed) > 0 && len(f.Allowed) <= allowedWords {
		s += " (" + c.words.Isolate(strings.Join(f.Allowed, ", ")) + ")"
	}
	return s
}
