package sample

import (
	"crypto/ed25519"
	"fmt"
	"strconv"

	"plumbline/model"
)

// organisation is an invented member of the coalition with its signing key.
type organisation struct {
	key      model.Key
	name     string
	language string
}

func (o *organisation) author() model.Author { return model.Author{Key: o.key, Organisation: o.name} }

// informant is an invented source.
type informant struct {
	id       model.ID
	org      int
	language string
	open     bool // agreed to the code name being shown
}

// staff are the members of an organisation: obviously no one's names.
var staff = map[string][]string{
	"en": {"Ann Example", "Tom Sampleton", "Mary Pattern", "John Placeholder"},
	"ru": {"Анна Примерова", "Олег Образцов", "Мария Вымыслова", "Иван Шаблонов"},
	"kk": {"Айгерім Үлгіқызы", "Ерлан Мысалұлы", "Дана Ойдансалған", "Нұрлан Жобаұлы"},
	"ar": {"سارة النموذجية", "سامي المثال", "ليلى الخيالية", "كريم العينة"},
}

var staffRoles = []string{"coordinator", "reviewer", "monitor", "writer"}

// codeNames are what sources are called.
var codeNames = map[string][]string{
	"en": {"Birch", "Heron", "Lantern", "Cedar", "Swift", "Pebble", "Harbour", "Willow"},
	"ru": {"Тополь", "Стриж", "Маяк", "Кедр", "Ручей", "Рябина", "Парус", "Журавль"},
	"kk": {"Қайың", "Қарлығаш", "Бұлақ", "Арша", "Тұмар", "Қараағаш", "Самал", "Тырна"},
	"ar": {"صنوبر", "سنونو", "منارة", "جدول", "زيتون", "مرجان", "سحاب", "ياسمين"},
}

// people tells the organisations, their members, the sources and who these are.
func (s *story) people() {
	names := blocks("organisations")
	for i := range s.options.Organisations {
		language := []string{"ru", "kk", "en", "ar"}[i%4]
		name := names[i%len(names)].text[language]
		if round := i / len(names); round > 0 {
			name += " " + strconv.Itoa(round+1)
		}
		seed := make([]byte, ed25519.SeedSize)
		s.bytes.Read(seed)
		key := model.Key(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
		s.orgs = append(s.orgs, organisation{key: key, name: name, language: language})
		s.seed = seed
		s.members(i)
	}
	for i := range min(300, max(24, s.options.Observations/12)) {
		s.source(i)
	}
}

// members tells the people of an organisation; the coordinator holds its key.
func (s *story) members(org int) {
	o := &s.orgs[org]
	for i, role := range staffRoles {
		m := &model.Member{Name: staff[o.language][i], Organisation: o.name, Role: role, MayBeNamed: i == 0, Trusted: true}
		if i == 0 {
			m.PublicKey = o.key.String()
		}
		s.write(m, o, s.after(first, -s.between(5, 40)))
	}
}

// source tells one source and, apart and sealed, who it is.
func (s *story) source(i int) {
	org := s.IntN(len(s.orgs))
	o := &s.orgs[org]
	language := s.language()
	names := codeNames[language]
	code := names[i%len(names)]
	if i >= len(names) {
		code += " " + strconv.Itoa(i/len(names)+1)
	}
	on := s.after(first, s.IntN(1200))
	src := &model.Source{CodeName: code, Consent: s.consent(i, on, language),
		SourceKind: s.weighed("interview", 4, "witness_testimony", 3, "victim_testimony", 2, "letter", 1, "telephone_conversation", 1, "questionnaire", 1),
		Connection: s.weighed("direct_witness", 4, "victim", 3, "relative_of_victim", 2, "lawyer", 2, "official", 1, "ngo", 2, "medical_provider", 1, "unknown", 1)}
	src.Language = language
	s.write(src, o, on)
	s.sources = append(s.sources, informant{id: src.ID, org: org, language: language,
		open: src.Consent.Identity == model.ConsentNamed || src.Consent.Identity == model.ConsentPseudonym})
	who := &model.Identity{Source: src.ID, Who: fmt.Sprintf("%s %d (%s)", staff[language][s.IntN(4)], i+1, words("note")[language])}
	who.Language = language
	s.write(who, o, on)
}

// consent draws what a source agreed to; of every twelve one took it back, one
// gave it for a time that has passed, and one gave none.
func (s *story) consent(i int, on moment, language string) model.Consent {
	if i%12 == 9 {
		return model.Consent{}
	}
	c := model.Consent{Date: on.day(), How: words(s.weighed("in writing", 2, "recorded", 1, "orally", 2))[language],
		Identity: s.weighed("pseudonym", 5, "role_only", 3, "none", 2, "named", 1)}
	reach := s.between(1, 4)
	c.Uses = append(c.Uses, []string{"internal", "coalition", "un_body", "public_report"}[:reach]...)
	if reach == 4 && s.in(40) {
		c.Uses = append(c.Uses, one(s.dice, []string{"media", "court"}))
	}
	switch {
	case i%12 == 7:
		c.Withdrawn = s.after(on, s.between(30, 500)).day()
	case i%12 == 5:
		c.Date, c.Expires = date(2022, 3, 10).day(), date(2024, 3, 9).day()
	case s.in(15):
		c.Expires = date(2026, s.between(1, 12), 28).day()
	}
	return c
}

// language draws what somebody speaks.
func (s *story) language() string { return s.weighed("ru", 40, "kk", 30, "ar", 15, "en", 15) }
