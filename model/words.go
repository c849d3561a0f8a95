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
