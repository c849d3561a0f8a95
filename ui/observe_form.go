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
	o.commitments = o.choices(k.T("observe_screen.commitment_hint"), commitmentOptions(k.Words, o.d.plan), &f.Commitments, func() {
		o.rights.SetOptions(rightOptions(k, o.d.plan, f.Commitments))
	}).ShowCodes()
	text := func(e *bidi.Entry, t model.Text) *bidi.Entry {
		return o.writes(e, func() string { return t[o.sheet.Language] }, func(s string) { o.say(t, s) })
	}
	o.title = text(parts.NewEntry(k, ""), f.Title)
	o.story = text(parts.NewTextArea(k, "", 4), f.Narrative)
	o.storyField = o.field("narrative", o.label("narrative"), o.story)
	language := func() string { return o.sheet.Language }
	o.language = o.picks(parts.NewSelect(k, "", languageOptions(k, f.Title, f.Narrative), language(), nil), language, func(code string) {
		o.sheet.Chosen = true
		o.sheet.setLanguage(code)
		o.showSheet()
	})
	o.bind(nil, o.showLanguage)
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
	regions := func() {
		o.region.SetOptions(regionOptions(k.Words, answered(f.Date)))
		o.showRegionNote()
	}
	o.date = o.dateField(&f.Date, regions)
	o.region = o.picks(parts.NewPicker(k, k.T("observe_screen.region_hint"), regionOptions(k.Words, answered(f.Date)), f.Region, nil),
		func() string { return f.Region }, func(code string) {
			f.Region = code
			o.showRegionNote()
		})
	o.regionNote = parts.Column(0)
	o.bind(nil, o.showRegionNote)
	place := o.line(&f.Place, k.T("observe_screen.place_hint"))
	nothing := o.tick(o.label("nothing_found"), &f.NothingFound).WithNote(k.T("observe_screen.nothing_found_note"))
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
	credibility := func() string {
		if f.Credibility == 0 { // not given
			return ""
		}
		return strconv.Itoa(f.Credibility)
	}
	return o.placed(sectionHow,
		o.field("method", o.label("method"), o.choice("method", model.Methods, &f.Method)),
		o.field("sources", o.label("sources"), o.sources.view()).Aim(o.sources.choices.Target()),
		o.field("reliability", o.label("reliability"), o.choice("reliability", model.Reliabilities, &f.Reliability)),
		o.field("credibility", o.label("credibility"), o.choiceOf(o.k.Options("credibility", strings.Fields("1 2 3 4 5 6")), credibility,
			func(c string) { f.Credibility, _ = strconv.Atoi(c) })),
		o.field("effect", o.label("effect"), o.choice("effect", model.Effects, &f.Effect)))
}

// whomSection asks who is affected.
func (o *observe) whomSection() fyne.CanvasObject {
	k, f := o.k, &o.sheet.Fields
	o.rights = o.choices(k.T("parts.choose"), rightOptions(k, o.d.plan, f.Commitments), &f.Rights, nil)
	groups := o.choices(k.T("parts.choose"), k.Options("group", model.Groups), &f.Groups, nil)
	number := o.code(&o.sheet.Number, k.T("observe_screen.number_hint"))
	unit := o.choice("unit", model.Units, &f.Affected.Unit)
	estimate := o.tick(o.label("affected_estimate"), &f.Affected.Estimate)
	affected := k.Flow(12, parts.Sized(96, 0, number), parts.Sized(180, 0, unit), parts.AtLeast(0, 36, estimate))
	return o.placed(sectionWhom, o.field("rights", o.label("rights"), o.rights), o.field("groups", o.label("groups"), groups),
		o.field("affected", o.label("affected"), affected).Aim(number))
}

// safetySection asks who may see the observation, where it stands, and how it is filed.
func (o *observe) safetySection() fyne.CanvasObject {
	k, f := o.k, &o.sheet.Fields
	tags := o.line(&o.sheet.Tags, k.T("observe_screen.tags_hint"))
	return o.placed(sectionSafety, o.secrecy(&f.Confidentiality),
		o.sideField("review", o.label("review"), k.Row(0, parts.NoSlack, o.reviewed(&f.Review))),
		o.sideField("tags", o.label("tags"), tags))
}
