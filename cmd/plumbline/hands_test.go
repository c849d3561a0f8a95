//go:build window

package main

import (
	"slices"
	"strconv"
	"strings"
)

// A driver works with the mouse, or with the keyboard alone. What it does is said once: push this button, write into that
// field. With the keyboard it finds its way as a person does, by the Tab key and the arrows, looking where the keyboard
// is after each of them; what cannot be reached in that way, or is reached out of sight, is a fault of the screen.

// mostStops is more than any page has stops of the Tab key.
const mostStops = 160

// inside says whether a thing is seen within another.
func (s shown) inside(o shown) bool {
	x, y := s.X+s.W/2, s.Y+s.H/2
	return x >= o.X && x < o.X+o.W && y >= o.Y && y < o.Y+o.H
}

// is says whether it is of a type, as the name ends.
func (s shown) is(kind string) bool { return strings.HasSuffix(s.Type, kind) }

// holds says whether a text can be read on a thing: exactly that, or as a part.
func holds(all []shown, at shown, text string, exact bool) bool {
	text = unmarked.Replace(text)
	return slices.ContainsFunc(all, func(s shown) bool {
		return s.W > 0 && s.H > 0 && s.inside(at) && (s.Text == text || !exact && text != "" && strings.Contains(s.Text, text))
	})
}

// held is the place of what has the keyboard, -1 for nothing.
func held(all []shown) int {
	return slices.IndexFunc(all, func(s shown) bool { return s.Focused })
}

// after is the place of the n-th thing of a type after a label, from 0; -1 where it is not seen.
func after(all []shown, label, kind string, n int) int {
	label = unmarked.Replace(label)
	found := false
	for i, s := range all {
		found = found || s.Text == label && s.W > 0
		if found && s.is(kind) {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return -1
}

// reach moves the keyboard by Tab, or back where the thing lies behind, until it is where it is wanted.
func (d *driver) reach(what string, wanted func(all []shown, at int) bool, where func(all []shown) int) {
	d.t.Helper()
	key, passed := "Tab", []string(nil)
	if all := d.look(); where != nil {
		if to := where(all); to >= 0 && held(all) > to {
			key = "shift+Tab"
		}
	}
	for range mostStops {
		if all := d.look(); held(all) >= 0 && wanted(all, held(all)) {
			return
		}
		now := d.step(what, key)
		passed = append(passed, now)
		if strings.HasSuffix(now, ", out of sight") {
			d.t.Errorf("%s: %s led to %s", what, key, now)
		}
	}
	d.picture("failed")
	d.t.Fatalf("%s: not reached by the Tab key; it went by\n%s", what, strings.Join(passed, "\n"))
}

// step presses a key and waits until the keyboard is elsewhere. It tells what has it then.
func (d *driver) step(what, key string) string {
	d.t.Helper()
	which := func(all []shown) string {
		if len(all) > 1 {
			return all[1].Which
		}
		return ""
	}
	before := which(d.look())
	d.key(key)
	now := ""
	d.until(what+": the keyboard to move on", func(all []shown) bool {
		if w := which(all); w == "" || w == before {
			return false
		}
		now = all[1].Text
		at := held(all)
		if at < 0 {
			now += ", out of sight"
			return true
		}
		for _, s := range all {
			if s.Text != "" && s.inside(all[at]) {
				now += ", " + s.Text
			}
		}
		return true
	})
	return now
}

// push pushes a button, ticks a box, follows a link: whatever acts and bears the words.
func (d *driver) push(word string) {
	d.t.Helper()
	if !d.mouseless {
		d.click(word)
		return
	}
	acts := func(all []shown, at shown) bool {
		return !at.is("parts.List") && !at.is("bidi.Entry") && !at.is("parts.Segmented") && holds(all, at, word, true)
	}
	d.reach("to push "+word, func(all []shown, at int) bool { return acts(all, all[at]) }, func(all []shown) int {
		return slices.IndexFunc(all, func(s shown) bool { return s.Text == word && s.W > 0 })
	})
	d.key("Return")
}

// goInto moves the keyboard into the n-th entry after a label, from 0.
func (d *driver) goInto(label string, n int) { d.t.Helper(); d.goTo(label, "bidi.Entry", n) }

// goTo moves the keyboard to the n-th thing of a type after a label, from 0; with the mouse this clicks it.
func (d *driver) goTo(label, kind string, n int) {
	d.t.Helper()
	what := "the " + kind + " of " + label
	if !d.mouseless {
		d.clickOn(what, func(all []shown) (shown, bool) {
			if at := after(all, label, kind, n); at >= 0 {
				return all[at], true
			}
			return shown{}, false
		})
		return
	}
	d.reach(what, func(all []shown, at int) bool { return after(all, label, kind, n) == at },
		func(all []shown) int { return after(all, label, kind, n) })
}

// write writes a text into the entry after a label.
func (d *driver) write(label, text string) {
	d.t.Helper()
	d.goInto(label, 0)
	d.until("the keyboard in "+label, func(all []shown) bool { return focused(all) == "*bidi.Entry" })
	d.paste(text)
}

// choose chooses an option of the list after a label.
func (d *driver) choose(label, option string) {
	d.t.Helper()
	d.chooseIn(label, "parts.Select", option)
	d.until("the keyboard to come back", func(all []shown) bool { return strings.HasSuffix(focused(all), "parts.Select") })
}

// chooseIn opens what stands after a label, and picks an option.
func (d *driver) chooseIn(label, kind, option string) {
	d.t.Helper()
	d.goTo(label, kind, 0)
	if d.mouseless {
		d.key("Return")
	}
	d.until("the list of "+label, func(all []shown) bool {
		at := held(all)
		return at >= 0 && (all[at].is("parts.List") || all[at].is("bidi.Entry"))
	})
	d.pick(option)
}

// pick picks an option of a list that is open over the window: with the keyboard by the arrows, or, where one may type,
// by its words.
func (d *driver) pick(option string) {
	d.t.Helper()
	if !d.mouseless {
		d.click(option)
		return
	}
	if focused(d.look()) == "*bidi.Entry" {
		d.paste(option)
		d.until("one option", func(all []shown) bool {
			rows := slices.DeleteFunc(slices.Clone(all), func(s shown) bool { return !s.is("parts.listSlot") || !holds(all, s, option, true) })
			return len(rows) == 1
		})
		d.key("Return")
		return
	}
	d.arrow(option)
	d.key("Return")
}

// arrow moves the row on which the keyboard stands to the one that bears a text.
func (d *driver) arrow(text string) {
	d.t.Helper()
	for range 200 {
		all := d.look()
		at := held(all)
		if at < 0 || !all[at].is("parts.List") {
			d.t.Fatalf("to go to the row %s: the keyboard is on %s", text, focused(all))
		}
		here, there := all[at].Row, 0
		for _, exact := range []bool{true, false} {
			for _, s := range all {
				if there == 0 && s.is("parts.listSlot") && s.Row > 0 && s.inside(all[at]) && holds(all, s, text, exact) {
					there = s.Row
				}
			}
		}
		if there == here {
			return
		}
		key := "Down"
		if there > 0 && there < here {
			key = "Up"
		}
		d.key(key)
		d.until("the next row", func(all []shown) bool { at := held(all); return at >= 0 && all[at].Row != here })
	}
	d.t.Fatalf("no row says %s", text)
}

// toRow moves the keyboard to the row of a list that bears a text.
func (d *driver) toRow(text string) {
	d.t.Helper()
	d.until("the row "+text, func(all []shown) bool { _, ok := find(all, text); return ok })
	d.reach("the list with "+text, func(all []shown, at int) bool { return all[at].is("parts.List") && holds(all, all[at], text, false) },
		func(all []shown) int {
			return slices.IndexFunc(all, func(s shown) bool { return s.is("parts.List") && holds(all, s, text, false) })
		})
	d.arrow(text)
}

// open opens the row of a list that bears a text.
func (d *driver) open(text string) {
	d.t.Helper()
	if !d.mouseless {
		d.click(text)
		return
	}
	d.toRow(text)
	d.key("Return")
}

// tick ticks the row of a list that bears a text: at its box, where it has one.
func (d *driver) tick(text string) {
	d.t.Helper()
	if d.mouseless {
		d.toRow(text)
		d.key("space")
		return
	}
	d.clickOn("to tick "+text, func(all []shown) (shown, bool) {
		row, ok := find(all, text)
		for _, s := range all {
			if ok && s.is("parts.spot") && s.Y <= row.Y+row.H/2 && row.Y+row.H/2 < s.Y+s.H && s.W < 60 {
				return s, true
			}
		}
		return row, ok
	})
}

// path answers the question for a path, which has the keyboard.
func (d *driver) path(word, path string) {
	d.t.Helper()
	d.sees(word)
	d.until("the keyboard in the path", func(all []shown) bool { return focused(all) == "*bidi.Entry" })
	d.paste(path)
	d.key("Return")
	d.until("the question to close", func(all []shown) bool { _, open := find(all, word); return !open })
}

// segment chooses one of the words that stand in one frame.
func (d *driver) segment(word string) {
	d.t.Helper()
	if !d.mouseless {
		d.click(word)
		return
	}
	frame := func(all []shown, at int) bool {
		return all[at].is("parts.Segmented") && holds(all, all[at], word, true)
	}
	d.reach("to choose "+word, frame, func(all []shown) int {
		return slices.IndexFunc(all, func(s shown) bool { return s.is("parts.Segmented") && holds(all, s, word, true) })
	})
	all := d.look()
	at, there := all[held(all)], 0
	for _, s := range all {
		if s.is("bidi.Label") && s.inside(at) {
			if there++; s.Text == word {
				break
			}
		}
	}
	for now := at.Row; now != there; {
		d.key("Down")
		before := now
		d.until("the next word", func(all []shown) bool {
			i := held(all)
			if i >= 0 {
				now = all[i].Row
			}
			return now != before
		})
	}
}

// number is a number as the window writes it, where it is short.
func number(n int) string { return strconv.Itoa(n) }
