package model

// Words calls f with every text of a record that search looks into: its ref,
// wordings in all languages, names, places, tags and the codes it is linked to.
func Words(r Record, f func(text string)) {
	c := r.Base()
	f(c.Ref)
	f(c.Note)
	texts := func(ts ...Text) {
		for _, t := range ts {
			for _, s := range t {
				f(s)
			}
		}
	}
	lines := func(ss ...string) {
		for _, s := range ss {
			f(s)
		}
	}
	switch r := r.(type) {
	case *Plan:
		texts(r.Title, r.Act.Title, r.ImplementingAct.Title)
		lines(r.Code, r.Act.Number, r.ImplementingAct.Number)
		for _, b := range r.Bodies {
			f(b.Code)
			texts(b.Name)
		}
	case *Area:
		texts(r.Title)
		f(r.Code)
	case *Commitment:
		texts(r.Title, r.OfficialText)
		for _, p := range r.Parts {
			texts(p.Title)
		}
		f(r.Code)
	case *Claim:
		texts(r.Report.Title, r.Quotation)
		lines(r.Commitment, r.Report.Issuer, r.ClaimedFigure)
	case *Observation:
		texts(r.Title, r.Narrative)
		lines(r.Place, r.Region)
		lines(r.Commitments...)
		lines(r.Tags...)
	case *Evidence:
		texts(r.Title)
		lines(r.OriginalName, r.Address, r.ArchiveAddress, r.Captured.By, r.Captured.Where)
	case *Source:
		f(r.CodeName)
	case *Identity:
		f(r.Who)
	case *Finding:
		texts(r.Reasoning, r.Dissent)
		f(r.Commitment)
	case *Recommendation:
		texts(r.Text)
		f(r.Addressee)
		lines(r.Commitments...)
	case *Member:
		lines(r.Name, r.CodeName, r.Organisation)
	case *Review:
		texts(r.Remark)
		f(r.Reviewer)
	}
}

// Searched appends the texts of an observation's only revision that search looks
// through to a list, as Words of its fields would, without reading the fields one
// by one: an index is built of a million of them. False for another kind, a redacted
// revision, and a spelling that Encode does not give: then nothing is appended.
func (r *Revision) Searched(texts []string) ([]string, bool) {
	if r.Kind != KindObservation || r.Redacted {
		return texts, false
	}
	f := fieldReader{wireReader: wireReader{b: r.Body}, whole: string(r.Body), size: len(r.Body)}
	begin, last := len(texts), uint64(0)
	for range f.head(cborMap) {
		key := f.head(cborUint)
		if f.bad || key <= last || key > 26 {
			return texts[:begin], false
		}
		last = key
		switch key {
		case 1, 6, 14, 15:
			texts = append(texts, f.words())
		case 10, 24:
			for range f.count(cborArray) {
				texts = append(texts, f.words())
			}
		case 11, 12:
			texts = f.eachWording(texts)
		default:
			f.skip(plainDepth)
		}
	}
	if f.bad || len(f.b) > 0 {
		return texts[:begin], false
	}
	return texts, true
}

// eachWording appends the wordings of a text; its languages must rise, as Encode
// has them.
func (r *fieldReader) eachWording(texts []string) []string {
	before := ""
	for i := range r.count(cborMap) {
		language := r.words()
		if i > 0 && (len(language) < len(before) || len(language) == len(before) && language <= before) {
			r.bad = true
		}
		before = language
		texts = append(texts, r.words())
	}
	return texts
}
