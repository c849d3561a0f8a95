package ui

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"plumbline/model"
)

// sheet is what stands in the form of an observation, also what cannot be a record yet: half a date, a number with a
// letter in it, a file that is not attached. It is what a draft keeps.
type sheet struct {
	sheetTop
	Fields   model.Observation `json:"fields"`           // all but what follows
	Language string            `json:"language"`         // in which title and narrative are written now
	Chosen   bool              `json:"chosen,omitempty"` // the writer chose the language
	Number   string            `json:"number,omitempty"` // as typed
	Tags     string            `json:"tags,omitempty"`   // as typed
	Evidence []pending         `json:"evidence,omitempty"`
	Source   *sourceSheet      `json:"source,omitempty"` // a new source that is being described
}

// pending is evidence that is attached once the observation is saved: a file on this computer, or an address.
type pending struct {
	Path    string `json:"path,omitempty"`
	Address string `json:"address,omitempty"`
	Size    int64  `json:"size,omitempty"`
	SHA256  string `json:"sha256,omitempty"` // as it was when it was chosen
}

// readSheet reads a draft.
func readSheet(b []byte) (*sheet, error) {
	s := &sheet{}
	if err := readSheetInto(b, s); err != nil {
		return nil, err
	}
	s.Fields.ID = s.ID
	s.Fields.Title, s.Fields.Narrative = cloneText(s.Fields.Title), cloneText(s.Fields.Narrative)
	return s, nil
}

// newSheet is an empty form.
func newSheet(id model.ID, language string) *sheet {
	s := &sheet{sheetTop: sheetTop{Version: sheetVersion, ID: id}, Language: language}
	s.Fields.ID = id
	s.Fields.Title, s.Fields.Narrative = model.Text{}, model.Text{}
	s.Fields.Language = language
	s.Fields.Review = model.Submitted
	s.Fields.Confidentiality = model.DefaultConfidentiality(model.KindObservation)
	return s
}

// sheetOf opens the form on a record, in the language of its writing or of the screen.
func sheetOf(o *model.Observation, heads []model.RevID, screen string) *sheet {
	s := &sheet{sheetTop: sheetTop{Version: sheetVersion, ID: o.ID}, Fields: *o, Language: writtenIn(o, screen)}
	s.Fields.Title, s.Fields.Narrative = cloneText(o.Title), cloneText(o.Narrative)
	s.see(heads)
	if o.Affected.Number != 0 {
		s.Number = strconv.FormatInt(o.Affected.Number, 10)
	}
	s.Tags = strings.Join(o.Tags, ", ")
	return s
}

// copyAs makes a new form with what another observation says, but not what is its own: its ref, its review, its
// evidence, its wordings in other languages stay with it.
func (s *sheet) copyAs(id model.ID) *sheet {
	c := *s
	c.ID, c.Seen, c.Evidence, c.Source, c.Kept = id, nil, nil, nil, time.Time{}
	c.Fields.Common = model.Common{ID: id, Confidentiality: s.Fields.Confidentiality, Language: s.Fields.Language, Note: s.Fields.Note}
	c.Fields.Title, c.Fields.Narrative = cloneText(s.Fields.Title), cloneText(s.Fields.Narrative)
	c.Fields.Review = model.Submitted
	return &c
}

// isEmpty says whether nothing was written that is worth keeping.
func (s *sheet) isEmpty() bool {
	o := &s.Fields
	return o.Title.IsZero() && o.Narrative.IsZero() && answered(o.Date).IsZero() &&
		o.Region == "" && o.Place == "" && o.Method == "" && o.Effect == "" && len(o.Rights) == 0 && len(o.Groups) == 0 &&
		s.Number == "" && o.Reliability == "" && o.Credibility == 0 && len(o.Sources) == 0 && s.Tags == "" &&
		!o.NothingFound && len(s.Evidence) == 0 && s.Source == nil
}

// observation is the record that the form stands for, and what its entries alone are at fault with. Fields left empty
// stay absent.
func (s *sheet) observation() (*model.Observation, model.Faults) {
	var faults model.Faults
	o := s.Fields
	o.ID = s.ID
	o.Title, o.Narrative = tidy(o.Title), tidy(o.Narrative)
	o.Place = strings.TrimSpace(o.Place)
	o.Date = answered(o.Date)
	number, ok := readNumber(s.Number)
	if !ok {
		faults = append(faults, model.Fault{Field: "affected.number", Rule: model.RuleType})
	}
	o.Affected.Number = number
	if o.Affected.Number == 0 {
		o.Affected.Unit, o.Affected.Estimate = "", false
	}
	o.Tags = readTags(s.Tags)
	if o.Language == "" || len(o.Title)+len(o.Narrative) == 0 {
		o.Language = s.Language
	}
	return &o, faults
}

// answered is a date that says something: a precision without a day, or a day of no year, is no answer, unless it is that
// the date is unknown.
func answered(d model.Date) model.Date {
	noYear := func(d model.Day) bool { return d == "" || d[0] == '-' }
	if noYear(d.From) && noYear(d.To) && d.Precision != model.UnknownDate {
		return model.Date{}
	}
	return d
}

// thousands is a whole number in groups of three.
var thousands = regexp.MustCompile(`^[0-9]{1,3}([ ,\x{a0}\x{202f}٬'’][0-9]{3})+$`)

// readNumber reads a whole number of any digits, its thousands apart or not; empty is 0.
func readNumber(text string) (int64, bool) {
	text = strings.TrimSpace(model.Fold(text))
	if text == "" {
		return 0, true
	}
	if thousands.MatchString(text) {
		text = strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, text)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0
}

// readTags takes words between commas of any script, each once.
func readTags(text string) []string {
	var tags []string
	for _, t := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",،;؛\n", r) }) {
		if t = strings.TrimSpace(t); t != "" && !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	return tags
}

// tidy leaves out wordings of nothing but space.
func tidy(t model.Text) model.Text {
	var out model.Text
	for language, words := range t {
		if strings.TrimSpace(words) != "" {
			if out == nil {
				out = model.Text{}
			}
			out[language] = words
		}
	}
	return out
}

func cloneText(t model.Text) model.Text {
	out := model.Text{}
	for language, words := range t {
		out[language] = words
	}
	return out
}

// writtenIn is the language in which a record's texts are opened: that of its writing, else one it has.
func writtenIn(o *model.Observation, screen string) string {
	both := model.Text{}
	for _, t := range []model.Text{o.Title, o.Narrative} {
		for language, words := range t {
			both[language] += words
		}
	}
	if _, language := both.Any(o.Language, screen); language != "" {
		return language
	}
	if o.Language != "" {
		return o.Language
	}
	return screen
}

// setLanguage turns the form to another language. Words of a new record that have just been written move along: their
// writer says what language they are in. Where the record is older, or the other language has words already, each
// language keeps its own.
func (s *sheet) setLanguage(to string) {
	from := s.Language
	s.Language = to
	if !s.isNew() || from == to || s.Fields.Title[to] != "" || s.Fields.Narrative[to] != "" {
		return
	}
	for _, t := range []model.Text{s.Fields.Title, s.Fields.Narrative} {
		if words, ok := t[from]; ok {
			delete(t, from)
			t[to] = words
		}
	}
	s.Fields.Language = to
}

// guessLanguage turns a new form to the language of the script that is written in it, as long as its writer has chosen
// none: words must not be kept under a language that they cannot be. It says whether it turned.
func (s *sheet) guessLanguage() bool {
	if !s.isNew() || s.Chosen {
		return false
	}
	words := s.Fields.Title[s.Language] + s.Fields.Narrative[s.Language]
	guess := languageOfScript(words)
	if guess == "" || scriptOf[guess] == scriptOf[s.Language] || scriptOf[s.Language] == nil || strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(scriptOf[s.Language], r) }) {
		return false
	}
	s.setLanguage(guess)
	return s.Language == guess
}

// scriptOf are the scripts of the languages of the program.
var scriptOf = map[string]*unicode.RangeTable{"en": unicode.Latin, "ar": unicode.Arabic, "ru": unicode.Cyrillic, "kk": unicode.Cyrillic}

// kazakhLetters are the letters that Russian does not have.
const kazakhLetters = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"

// languageOfScript is the language of the program that a text in one script is most likely in; "" where it is in none
// or in several.
func languageOfScript(text string) string {
	var found *unicode.RangeTable
	for _, r := range text {
		for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Arabic, unicode.Cyrillic} {
			if !unicode.Is(script, r) {
				continue
			}
			if found != nil && found != script {
				return ""
			}
			found = script
		}
	}
	switch {
	case found == unicode.Latin:
		return "en"
	case found == unicode.Arabic:
		return "ar"
	case found == unicode.Cyrillic && strings.ContainsAny(text, kazakhLetters):
		return "kk"
	case found == unicode.Cyrillic:
		return "ru"
	}
	return ""
}
