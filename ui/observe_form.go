package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// label is the word of a field of the observation.
func (o *observe) label(name string) string { return o.k.T("fields_observation." + name) }

// whatSection asks what was observed, about which commitments.
func (o *observe) whatSection() fyne.CanvasObject {
	k, f := o.k, &o.sheet.Fields
	o.commitments = o.choices(k.T("observe_screen.commitment_hint"), commitmentOptions(k.Words, o.d.plan), f.Commitments, func(codes []string) {
		f.Commitments = codes
		o.rights.SetOptions(rightOptions(k, o.d.plan, codes))
	}).ShowCodes()
	o.title = o.entry(f.Title[o.sheet.Language], "", func(s string) { o.say(f.Title, s) })
	o.story = o.area(f.Narrative[o.sheet.Language], 4, func(s string) { o.say(f.Narrative, s) })
	o.storyField = o.field("narrative", o.label("narrative"), o.story)
	o.language = parts.NewSelect(k, "", languageOptions(k, f.Title, f.Narrative), o.sheet.Language, func(code string) {
		o.sheet.Chosen = true
		o.sheet.setLanguage(code)
		o.title.SetText(f.Title[code])
		o.story.SetText(f.Narrative[code])
		o.showLanguage()
		o.changed()
	})
	fields := []fyne.CanvasObject{
		o.field("commitments", o.label("commitments"), o.commitments),
		o.field("title", o.label("title"), o.title),
		o.storyField,
		o.field("language", k.T("observe_screen.text_language"), o.language),
	}
	o.showLanguage()
	return o.placed(sectionWhat, fields...)
}

// say takes the words of title or narrative in the language of the form, which follows their script.
func (o *observe) say(t model.Text, words string) {
	setWords(t, o.sheet.Language, words)
	if o.sheet.guessLanguage() {
		o.language.SetChosen(o.sheet.Language)
		o.showLanguage()
	}
}

// showLanguage turns the entries to the direction of the language of the text.
func (o *observe) showLanguage() {
	o.storyField.WithNote(o.k.Words.Isolate(languageWord(o.k, o.sheet.Language)))
	for _, e := range []*bidi.Entry{o.title, o.story} {
		e.SetBase(parts.BaseOf(o.sheet.Language))
	}
}

// setWords puts a wording into a text, and takes an empty one out.
func setWords(t model.Text, language, words string) {
	if words == "" {
		delete(t, language)
		return
	}
	t[language] = words
}

// languageWord is the name of a language on the screen; the tag itself where the program does not speak it.
func languageWord(k parts.Look, tag string) string {
	if k.Words.Has("enum_language." + tag) {
		return k.Label("language", tag)
	}
	return tag
}

// whenSection asks when and where.
func (o *observe) whenSection() fyne.CanvasObject {
	k, f := o.k, &o.sheet.Fields
	o.date = parts.NewDateField(k, f.Date, func(d model.Date) {
		f.Date = d
		o.region.SetOptions(regionOptions(k.Words, answered(d)))
		o.showRegionNote()
		o.changed()
	})
	o.region = parts.NewPicker(k, k.T("observe_screen.region_hint"), regionOptions(k.Words, answered(f.Date)), f.Region, func(code string) {
		f.Region = code
		o.showRegionNote()
		o.changed()
	})
	o.regionNote = parts.Column(0)
	place := o.entry(f.Place, k.T("observe_screen.place_hint"), func(s string) { f.Place = s })
	nothing := parts.NewCheck(k, o.label("nothing_found"), f.NothingFound, func(on bool) { f.NothingFound = on; o.changed() }).
		WithNote(k.T("observe_screen.nothing_found_note"))
	nothing.SetOff(o.d.readOnly)
	o.showRegionNote()
	region := o.field("region", o.label("region"), parts.Column(6, o.region, o.regionNote)).Aim(o.region)
	return o.placed(sectionWhen, o.field("date", o.label("date"), o.date), region,
		o.field("place", o.label("place"), place), o.field("nothing_found", "", nothing).Aim(nothing))
}

// showRegionNote says where a region is younger than the date.
func (o *observe) showRegionNote() {
	o.regionNote.Objects = nil
	f := &o.sheet.Fields
	if names := partedRegions(f.Region, answered(f.Date), o.k.Words); len(names) > 0 {
		sentence := o.k.T("observe_screen.region_later", "regions", o.k.Words.List(names))
		o.regionNote.Add(parts.NewNotice(o.k, parts.Amber, sentence))
	}
	o.relay(o.regionNote)
}

// howSection asks how it is known and how far to trust it.
func (o *observe) howSection() fyne.CanvasObject {
	f := &o.sheet.Fields
	o.sources = newSourceList(o)
	credibility := ""
	if f.Credibility != 0 {
		credibility = strconv.Itoa(f.Credibility)
	}
	return o.placed(sectionHow,
		o.field("method", o.label("method"), o.choice("method", model.Methods, f.Method, func(c string) { f.Method = c })),
		o.field("sources", o.label("sources"), o.sources.view()).Aim(o.sources.choices.Target()),
		o.field("reliability", o.label("reliability"), o.choice("reliability", model.Reliabilities, f.Reliability, func(c string) { f.Reliability = c })),
		o.field("credibility", o.label("credibility"), o.choice("credibility", strings.Fields("1 2 3 4 5 6"), credibility, func(c string) {
			f.Credibility, _ = strconv.Atoi(c) // "" is 0: not given
		})),
		o.field("effect", o.label("effect"), o.choice("effect", model.Effects, f.Effect, func(c string) { f.Effect = c })))
}

// whomSection asks who is affected.
func (o *observe) whomSection() fyne.CanvasObject {
	k, f := o.k, &o.sheet.Fields
	o.rights = o.choices(k.T("parts.choose"), rightOptions(k, o.d.plan, f.Commitments), f.Rights, func(c []string) { f.Rights = c })
	groups := o.choices(k.T("parts.choose"), k.Options("group", model.Groups), f.Groups, func(c []string) { f.Groups = c })
	number := parts.NewCodeEntry(k, k.T("observe_screen.number_hint"))
	number.SetText(o.sheet.Number)
	number.OnChanged = func(s string) { o.sheet.Number = s; o.changed() }
	unit := o.choice("unit", model.Units, f.Affected.Unit, func(c string) { f.Affected.Unit = c })
	estimate := parts.NewCheck(k, o.label("affected_estimate"), f.Affected.Estimate, func(on bool) { f.Affected.Estimate = on; o.changed() })
	affected := k.Flow(12, parts.Sized(96, 0, number), parts.Sized(180, 0, unit), parts.AtLeast(0, 36, estimate))
	return o.placed(sectionWhom, o.field("rights", o.label("rights"), o.rights), o.field("groups", o.label("groups"), groups),
		o.field("affected", o.label("affected"), affected).Aim(number))
}

// safetySection asks who may see the observation, where it stands, and how it is filed.
func (o *observe) safetySection() fyne.CanvasObject {
	k, f := o.k, &o.sheet.Fields
	tags := o.entry(o.sheet.Tags, k.T("observe_screen.tags_hint"), func(s string) { o.sheet.Tags = s })
	return o.placed(sectionSafety, o.secrecy(&f.Confidentiality),
		o.sideField("review", o.label("review"), k.Row(0, parts.NoSlack, o.reviewed(&f.Review))),
		o.sideField("tags", o.label("tags"), tags))
}
