package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// resultPage says what was merged, and where to go on.
func (m *merging) resultPage() fyne.CanvasObject {
	k := m.k
	sum := map[model.Outcome]int{}
	whole, refused, unverified := 0, 0, 0
	var by []model.Merge
	for i, f := range m.ended {
		switch m.endAs[i] {
		case inMerged:
			whole++
		case inRefused:
			refused++
		}
		for o, n := range f.result.Count {
			sum[o] += n
		}
		unverified += f.result.Unverified
		by = append(by, f.result)
	}
	sum[model.MergedDisputed] = sumOf(distinctDisputes(by))
	title, icon, ink := k.T("coalition_screen.merged"), theme.ConfirmIcon(), parts.Teal
	if whole+refused < len(m.ended) {
		title, icon, ink = k.T("coalition_screen.stopped"), theme.WarningIcon(), parts.Attention
	}
	column := parts.Column(14, k.Row(10, 1, parts.NewIcon(icon, ink, 28), k.Heading(title)))
	if whole+refused < len(m.ended) {
		column.Add(k.Text(k.T("coalition_screen.stopped_more")))
		if len(m.ended) > 1 {
			column.Add(m.howEnded())
		}
	}
	column.Add(m.figures(sum, refused))
	for i, f := range m.ended {
		if m.endAs[i] == inRefused {
			column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.part", "what", fileName(f.name), "words", refusal(k, f.reason))))
		}
	}
	if unverified > 0 {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.unverified_came")))
	}
	column.Add(m.byOrganisation(by...))
	open := sum[model.MergedDisputed]
	done := parts.NewButton(k, k.T("states.done"), parts.Secondary, m.finish)
	if open > 0 {
		settle := parts.NewButton(k, k.T("coalition_screen.settle_n", "n", open), parts.Primary, func() { m.finish(); m.d.show(place{to: atCoalition, part: partDisputes}) })
		m.setFoot(nil, settle, done)
	} else {
		m.setFoot(nil, done)
	}
	return column
}

// howEnded says of each of several parcels whether it was merged, when that was stopped.
func (m *merging) howEnded() fyne.CanvasObject {
	k := m.k
	rows := parts.Column(0, parts.NewRule())
	for i, f := range m.ended {
		icon, ink, words := theme.HistoryIcon(), parts.Ink2, "coalition_screen.not_begun"
		switch m.endAs[i] {
		case inMerged:
			icon, ink, words = theme.ConfirmIcon(), parts.Teal, "coalition_screen.merged"
		case inStopped, inFailed:
			icon, ink, words = theme.WarningIcon(), parts.Attention, "coalition_screen.merged_in_part"
		case inRefused:
			icon, ink, words = theme.CancelIcon(), parts.Attention, "outcomes.refused"
		}
		rows.Add(parts.Inset(0, 6, k.Row(12, 1, parts.NewIcon(icon, ink, 18), k.Cell(fileName(f.name), parts.Ink), k.Line(k.T(words), parts.Ink2))))
		rows.Add(parts.NewRule())
	}
	return rows
}

// distinctDisputes counts the records that several merges left disputed, each once, by organisation.
func distinctDisputes(merges []model.Merge) map[string]int {
	seen, count := map[model.ID]bool{}, map[string]int{}
	for _, x := range merges {
		for _, r := range x.Records {
			if r.Outcome == model.MergedDisputed && !seen[r.ID] {
				seen[r.ID] = true
				count[r.Organisation]++
			}
		}
	}
	return count
}

// finish goes back to where one drops, or to what still waits.
func (m *merging) finish() {
	m.done, m.ended, m.endAs = false, nil, nil
	m.in.clear(func(f *incoming) bool { return f.state == inRefused || f.state == inFailed })
	m.show()
}

// figures is the strip of numbers; refused counts what is not taken at all.
func (m *merging) figures(count map[model.Outcome]int, refused int) fyne.CanvasObject {
	k := m.k
	figure := func(o model.Outcome, tone parts.Tone) parts.Figure {
		return parts.Figure{N: k.Words.Number(int64(count[o])), Word: k.T("outcomes." + string(o)), Tone: tone}
	}
	disputed := parts.Calm
	if count[model.MergedDisputed] > 0 {
		disputed = parts.Amber
	}
	all := []parts.Figure{figure(model.MergedNew, parts.Calm), figure(model.MergedJoined, parts.Calm), figure(model.MergedSame, parts.Calm),
		figure(model.MergedDisputed, disputed)}
	if refused += count[model.MergedRefused]; refused > 0 {
		all = append(all, parts.Figure{N: k.Words.Number(int64(refused)), Word: k.T("outcomes.refused"), Tone: parts.Amber})
	}
	return parts.NewFigures(k, all...)
}

// byOrganisation counts by who wrote, where several organisations did.
func (m *merging) byOrganisation(merges ...model.Merge) fyne.CanvasObject {
	k := m.k
	var names []string
	sums := map[string]map[model.Outcome]int{}
	for _, x := range merges {
		for _, by := range x.Organisations {
			if sums[by.Organisation] == nil {
				sums[by.Organisation] = map[model.Outcome]int{}
				names = append(names, by.Organisation)
			}
			for o, n := range by.Count {
				sums[by.Organisation][o] += n
			}
		}
	}
	if len(merges) > 1 {
		open := distinctDisputes(merges)
		for name := range sums {
			sums[name][model.MergedDisputed] = open[name]
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { // a plan's first revisions are nobody's
		return name == "" && sumOf(sums[name]) == sums[name][model.MergedSame]
	})
	if len(names) == 0 {
		return parts.Gap(0, 0)
	}
	outcomes := []model.Outcome{model.MergedNew, model.MergedJoined, model.MergedSame, model.MergedDisputed}
	longest := float32(0)
	for _, o := range outcomes {
		for word := range strings.FieldsSeq(k.T("outcomes." + string(o))) {
			longest = max(longest, parts.WordWidth(word)+1)
		}
	}
	line := func(name fyne.CanvasObject, cell func(o model.Outcome) *bidi.Label) fyne.CanvasObject {
		row := k.Cells(12, longest, name)
		for _, o := range outcomes {
			c := cell(o)
			c.Alignment = fyne.TextAlignTrailing
			row.Add(c)
		}
		return parts.Inset(0, 7, row)
	}
	table := parts.Column(0, line(k.Section(k.T("coalition_screen.by_organisation")), func(o model.Outcome) *bidi.Label {
		return k.Muted(k.T("outcomes." + string(o)))
	}), parts.NewRule())
	for _, name := range names {
		called := k.Cell(firstOf(name, k.T("coalition_screen.no_organisation")), parts.Ink)
		called.Base = bidi.Auto
		k.Stand(called)
		table.Add(line(parts.NewHinted(k, called, ""), func(o model.Outcome) *bidi.Label {
			ink := parts.Ink
			if o == model.MergedDisputed && sums[name][o] > 0 {
				ink = parts.Attention
			}
			return k.Cell(k.Words.Number(int64(sums[name][o])), ink)
		}))
		table.Add(parts.NewRule())
	}
	return table
}
