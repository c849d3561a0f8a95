package ui

import (
	"plumbline/model/seal"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// showParts shows the parts one after another, once: each is written on paper before the next one appears.
// shown hears when no more is shown, be it that they were not all written down.
func (d *desk) showParts(q seal.Quorum, made []seal.Secret, shown func()) {
	k, at := d.look, 0
	head, lines, who := k.Bold(""), parts.Column(4), k.Muted("")
	var over *parts.Dialog
	var next *parts.Button
	show := func() {
		head.SetText(k.T("safety_screen.part_of", "n", at+1, "given", q.Given))
		if q.Given == 1 {
			head.SetText(k.T("unlock.the_code"))
		}
		lines.Objects = nil
		for _, l := range inLines(made[at]) {
			code := k.Section(l) // Latin letters, beginning at the left in any language
			code.Base = bidi.LTR
			lines.Add(code)
		}
		who.SetText(d.whoKeeps(q))
		over.Refresh()
	}
	next = parts.NewButton(k, k.T("safety_screen.written_down"), parts.Primary, func() {
		if at++; at == q.Given {
			over.Close()
			return
		}
		show()
	})
	over = parts.NewDialog(k, parts.Calm, parts.IconPeople, k.T("safety_screen.parts_shown"), k.T("safety_screen.parts_shown_what"), k.T("safety_screen.stop_showing"),
		head, parts.NewCard(k.Row(0, parts.NoSlack, lines)), who).WithWidth(720).WithButtons(next).FocusFirst(next)
	over.OnClosed = func() {
		for _, p := range made {
			p.Wipe()
		}
		lines.Objects = nil
		shown()
	}
	show()
	over.Show(d.window.Canvas())
}

// whoKeeps says who shall keep a part.
func (d *desk) whoKeeps(q seal.Quorum) string {
	if q.Given == 1 {
		return d.look.T("safety_screen.code_keeper")
	}
	return d.look.T("safety_screen.part_keeper", "needed", q.Needed)
}

// inLines breaks a part into two lines of fours, as it is written on paper.
func inLines(part seal.Secret) []string {
	text := string(part)
	fours := (len(text) + 1) / 5
	if fours < 2 {
		return []string{text}
	}
	half := (fours + 1) / 2 * 5
	return []string{text[:half-1], text[half:]}
}
