package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// preview shows what a parcel would bring: from whom, how many of each outcome, by organisation, and record by record.
func (m *merging) preview(f *incoming, column *fyne.Container) {
	k, p := m.k, f.preview
	about := m.about(f)
	if !m.d.readOnly {
		about = join(k, about) + " · " + k.T("coalition_screen.nothing_written_yet")
	}
	column.Add(parts.Column(4, k.Ends(k.Heading(k.T("coalition_screen.merge_a_parcel")), m.signedBy(p)), k.Muted(about)))
	if p.Refused != "" {
		column.Add(m.refusal(f))
	}
	if p.Refused == "" || f.unknown() {
		column.Add(m.figures(wouldCount(p), 0))
		column.Add(m.fileNote(f))
		column.Add(m.byOrganisation(p))
	}
	m.page.SetContent(parts.Pane(column, m.records(p.Records, p.More), nil))
	m.previewFoot(f)
}

// wouldCount counts what a parcel would bring, also one that waits for its signer to be trusted.
func wouldCount(p model.Merge) map[model.Outcome]int {
	if p.Refused == "" {
		return p.Count
	}
	sum := map[model.Outcome]int{}
	for _, by := range p.Organisations {
		for o, n := range by.Count {
			sum[o] += n
		}
	}
	return sum
}

// signedBy says who signed, and whether the key is known.
func (m *merging) signedBy(p model.Merge) fyne.CanvasObject {
	k := m.k
	who := bidi.Isolate(firstOf(p.From.Organisation, p.From.Name, k.T("coalition_screen.unknown_pen")))
	icon, ink, words := theme.WarningIcon(), parts.Attention, k.T("coalition_screen.signed_by", "who", who, "standing", k.T("standings."+string(p.From.Standing)))
	if p.From.Standing == model.StandingTrusted || p.From.Standing == model.StandingSelf {
		icon, ink = theme.ConfirmIcon(), parts.Teal
	}
	return k.Row(8, parts.NoSlack, parts.NewIcon(icon, ink, 18), k.Line(words, ink))
}

// refusal says why the parcel would not be taken; of an unknown signer, what can be done.
func (m *merging) refusal(f *incoming) fyne.CanvasObject {
	k, from := m.k, f.preview.From
	reason := parcel.Reason(f.preview.Refused)
	if reason != parcel.UnknownSigner {
		return parts.NewBanner(k, parts.Amber, refusal(k, reason)+" "+k.T("coalition_screen.notebook_untouched"))
	}
	column := parts.Column(8, parts.NewBanner(k, parts.Amber, k.T("coalition_screen.signer_unknown")))
	column.Add(parts.NewFact(k, k.T("coalition_screen.says_of_itself"), join(k, from.Name, from.Organisation)))
	words := spokenKey(from.Key, k.Words.Language())
	for i := range words {
		words[i] = bidi.Isolate(words[i])
	}
	column.Add(parts.NewFact(k, k.T("coalition_screen.key_words"), joinDots(words)))
	if !m.d.readOnly {
		column.Add(k.Flow(8, parts.NewButton(k, k.T("actions.trust_key"), parts.Secondary, func() { m.askTrust(f) }),
			parts.NewButton(k, k.T("coalition_screen.take_unverified"), parts.Quiet, func() { m.askAccept(f) })))
	}
	return column
}

// refusal says why a parcel is not taken.
func refusal(k parts.Look, reason parcel.Reason) string {
	return k.T("coalition_screen.not_taken", "why", k.T("refusals."+string(reason)))
}

// askTrust compares the words of the signer's key by voice, and then trusts it.
func (m *merging) askTrust(f *incoming) {
	from, card := f.preview.From, parcel.Card{}
	if f.reader != nil {
		card = f.reader.Header().Sender
	}
	showKeyWords(m.d, firstOf(from.Name, from.Organisation, m.k.T("coalition_screen.unknown_pen")), from.Key, m.k.T("coalition_screen.they_are_the_same"), func() {
		book := m.d.book
		var written []rewrite
		m.d.write(func() (err error) {
			written, err = memberChanged(book, from.Key, func() error {
				if now, known := book.Member(from.Key); !known || now.Withdrawn {
					if _, err := book.AddMember(card); err != nil {
						return err
					}
				}
				_, err := book.Trust(from.Key, true)
				return err
			})
			return err
		}, func(err error) {
			if err != nil {
				m.d.fail(m.k.T("coalition_screen.member_not_written"), err)
				return
			}
			m.d.saved()
			m.d.did(m.k.T("coalition_screen.now_trusted"), written...)
			m.lookAgain()
		})
	})
}

// askAccept takes a parcel in although its signer is not trusted.
func (m *merging) askAccept(f *incoming) {
	k := m.k
	m.d.ask(k.T("coalition_screen.take_unverified_ask"), k.T("coalition_screen.take_unverified_more"), k.T("coalition_screen.take_unverified"), k.T("actions.cancel"), func() {
		f.accept = true
		m.lookAgain()
	})
}

// lookAgain previews anew what waits.
func (m *merging) lookAgain() {
	m.in.again()
	m.in.work(m.d)
	m.show()
}

// fileNote says how much evidence comes along, and what is not signed by who wrote it.
func (m *merging) fileNote(f *incoming) fyne.CanvasObject {
	k, p := m.k, f.preview
	column := parts.Column(6)
	if p.Files > 0 {
		column.Add(parts.NewNotice(k, parts.Calm, k.T("coalition_screen.files_come", "files", k.Words.N("plurals.file", p.Files))))
	}
	if p.Unverified > 0 {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.unverified_come", "n", p.Unverified)))
	}
	if f.reader != nil && f.reader.Header().Fresh {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.fresh_comes")))
	}
	if f.reader != nil && f.reader.Known() {
		column.Add(parts.NewNotice(k, parts.Good, k.T("coalition_screen.merged_before")))
	}
	return column
}

// records lists what becomes of each record, by outcome.
func (m *merging) records(all []model.MergedRecord, more int) fyne.CanvasObject {
	k := m.k
	if len(all) == 0 {
		return parts.Gap(0, 0)
	}
	var outcomes []model.Outcome
	var words []string
	for _, o := range []model.Outcome{model.MergedDisputed, model.MergedNew, model.MergedJoined} {
		n := 0
		for _, r := range all {
			if r.Outcome == o {
				n++
			}
		}
		if n > 0 {
			outcomes, words = append(outcomes, o), append(words, k.T("coalition_screen.counted", "what", k.T("outcomes."+string(o)), "n", n))
		}
	}
	if !slices.Contains(outcomes, m.tab) {
		m.tab = outcomes[0]
	}
	list := parts.NewList(k, headHeight, func() int { return len(m.listed) }, func() fyne.CanvasObject { return newHeadRow(k) },
		func(i int, o fyne.CanvasObject) { o.(*headRow).set(m.headline(m.listed[i])) })
	list.Rules = true
	m.rows = list
	pick := func(o model.Outcome) {
		m.tab, m.listed = o, nil
		for _, r := range all {
			if r.Outcome == o {
				m.listed = append(m.listed, r)
			}
		}
		list.Refresh()
	}
	pick(m.tab)
	tabs := parts.NewTabs(k, words, slices.Index(outcomes, m.tab), func(i int) { pick(outcomes[i]) })
	head := parts.Column(8, parts.Gap(0, 4), k.Row(12, 1, tabs, parts.Gap(0, 0)), parts.NewRule())
	if more > 0 {
		head.Add(k.Hint(k.T("report_screen.and_more", "n", more)))
	}
	return parts.Pane(head, parts.AtLeast(0, 5*headHeight, container.NewStack(list)), nil)
}

// headline is a record of a preview in one line.
func (m *merging) headline(r model.MergedRecord) headline {
	k := m.k
	h := headline{id: r.ID, kind: r.Kind, ref: r.Ref, base: k.Base(), about: join(k, nounOf(k.Words, r.Kind), r.Organisation)}
	var language string
	if h.title, language = k.Words.Of(r.Title, ""); h.title != "" {
		h.title, _, _ = strings.Cut(h.title, "\n")
		h.base = parts.BaseOf(language)
	} else {
		h.title = nounOf(k.Words, r.Kind)
	}
	if len(r.Open) > 0 {
		var fields []string
		for _, name := range r.Open {
			fields = append(fields, m.d.teller(r.Kind).field(k, name))
		}
		h.about = someOf(k, 28, fields)
	}
	if r.Unverified {
		h.note = "?"
	}
	return h
}

// previewFoot merges the parcel, or puts it away.
func (m *merging) previewFoot(f *incoming) {
	k := m.k
	if m.d.readOnly || !f.mergeable() {
		m.setFoot(m.footNote(f), m.putAway(f))
		return
	}
	n := f.brings()
	act := parts.NewButton(k, k.T("coalition_screen.merge_n", "records", k.Words.N("plurals.record", n)), parts.Primary, func() { m.merge([]*incoming{f}) })
	m.setFoot(m.footNote(f), act, m.putAway(f))
}

// footNote says what is still to be done, or that there is nothing.
func (m *merging) footNote(f *incoming) fyne.CanvasObject {
	k := m.k
	switch n := f.preview.Count[model.MergedDisputed]; {
	case f.preview.Refused != "" || m.d.readOnly:
		return nil
	case !f.mergeable():
		return k.Row(8, parts.NoSlack, parts.NewIcon(theme.ConfirmIcon(), parts.Teal, 18), k.Line(k.T("coalition_screen.all_here"), parts.Teal))
	case n > 0:
		return k.Row(8, parts.NoSlack, parts.NewIcon(theme.WarningIcon(), parts.Attention, 18), k.Line(k.T("coalition_screen.to_settle_after", "disputes", k.Words.N("plurals.dispute", n)), parts.Attention))
	}
	return nil
}
