package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/parts"
)

// helpStart is the topic of making and opening a notebook, the only one that is done while nothing is open.
const helpStart = "start"

// helpTopic is one of the things people do.
type helpTopic struct {
	code  string               // of its words: help.<code>, help.<code>_what
	icon  func() fyne.Resource // asked on the screen: before the application there is no theme
	steps []helpStep
	scene func(k parts.Look) fyne.CanvasObject // what the picture shows, with a number where each step is done
}

// helpStep is one step: its sentence, the words of the screen that it names, and the keys that do it.
type helpStep struct {
	key   string
	named []string // pairs of a place in the sentence and the key of the word that stands on the screen
	keys  []string // as on the keyboard; a key of the words where the cap bears a word
}

// said is the sentence, with the words of buttons as they stand on them now.
func (s helpStep) said(k parts.Look) string {
	args := make([]any, len(s.named))
	for i, name := range s.named {
		args[i] = name
		if i%2 == 1 {
			args[i] = k.T(name)
		}
	}
	return k.T(s.key, args...)
}

// said is everything that a topic says.
func (t helpTopic) said(k parts.Look) []string {
	said := []string{k.T("help." + t.code), k.T("help." + t.code + "_what")}
	for _, s := range t.steps {
		said = append(said, s.said(k), strings.Join(s.keys, " "))
	}
	return said
}

// caps are the keys, in words where their caps bear words.
func (s helpStep) caps(k parts.Look) []string {
	out := make([]string, len(s.keys))
	for i, key := range s.keys {
		out[i] = key
		if key == keySpace {
			out[i] = k.T(keySpace)
		}
	}
	return out
}

// keySpace is the word on the space bar.
const keySpace = "help.cap_space"

// ours is an icon that is no question to the theme.
func ours(icon fyne.Resource) func() fyne.Resource { return func() fyne.Resource { return icon } }

// helpTopics are the ten things people do, in the order of the work.
var helpTopics = []helpTopic{
	{code: helpStart, icon: theme.FolderOpenIcon, scene: sceneStart, steps: []helpStep{
		{key: "help.start_1", keys: []string{"Tab", keySpace}},
		{key: "help.start_2", named: []string{"create", "unlock.create"}, keys: []string{"Tab"}},
		{key: "help.start_3"},
		{key: "help.start_4", named: []string{"make", "unlock.create_notebook", "open", "unlock.open"}, keys: []string{"Enter"}}}},
	{code: "commitment", icon: theme.ListIcon, scene: sceneCommitment, steps: []helpStep{
		{key: "help.commitment_1", keys: []string{"Tab"}},
		{key: "help.commitment_2", keys: []string{"↑", "↓", "Enter"}},
		{key: "help.commitment_3"},
		{key: "help.commitment_4"},
		{key: "help.commitment_5", keys: []string{"Tab", "Enter"}}}},
	{code: "observe", icon: theme.DocumentCreateIcon, scene: sceneObserve, steps: []helpStep{
		{key: "help.observe_1", named: []string{"record", "actions.record_observation"}, keys: []string{"Ctrl+N"}},
		{key: "help.observe_2", keys: []string{"Tab"}},
		{key: "help.observe_3", keys: []string{"Tab"}},
		{key: "help.observe_4", keys: []string{"Enter", "↓"}},
		{key: "help.observe_5", keys: []string{"Ctrl+S"}}}},
	{code: "evidence", icon: ours(parts.IconClip), scene: sceneEvidence, steps: []helpStep{
		{key: "help.evidence_1", named: []string{"choose", "observe_screen.choose_file"}, keys: []string{"Tab", "Enter"}},
		{key: "help.evidence_2", named: []string{"paste", "observe_screen.paste_address"}, keys: []string{"Tab", "Enter"}},
		{key: "help.evidence_3"},
		{key: "help.evidence_4", keys: []string{"Ctrl+S"}}}},
	{code: "source", icon: theme.AccountIcon, scene: sceneSource, steps: []helpStep{
		{key: "help.source_1", named: []string{"how", "screens.section_how_we_know", "new", "observe_screen.new_source"}, keys: []string{"Tab", "Enter"}},
		{key: "help.source_2", keys: []string{"Tab"}},
		{key: "help.source_3", keys: []string{"Enter", keySpace}},
		{key: "help.source_4", keys: []string{"↑", "↓"}},
		{key: "help.source_5", keys: []string{"Enter"}}}},
	{code: "find", icon: theme.SearchIcon, scene: sceneFind, steps: []helpStep{
		{key: "help.find_1", keys: []string{"Ctrl+K"}},
		{key: "help.find_2", keys: []string{"Tab", keySpace}},
		{key: "help.find_3", keys: []string{"↑", "↓", keySpace}},
		{key: "help.find_4", keys: []string{"Tab", "Enter"}},
		{key: "help.find_5", named: []string{"save", "actions.save_search"}, keys: []string{"Tab", "Enter"}}}},
	{code: "finding", icon: theme.ConfirmIcon, scene: sceneFinding, steps: []helpStep{
		{key: "help.finding_1", named: []string{"grade", "finding_screen.grade_this"}, keys: []string{"Tab", "Enter"}},
		{key: "help.finding_2", keys: []string{"↑", "↓", keySpace}},
		{key: "help.finding_3", keys: []string{"Enter", "↓"}},
		{key: "help.finding_4", keys: []string{"↑", "↓"}},
		{key: "help.finding_5", keys: []string{"Ctrl+S"}}}},
	{code: "coalition", icon: ours(parts.IconPeople), scene: sceneCoalition, steps: []helpStep{
		{key: "help.coalition_1", named: []string{"members", "coalition_screen.members"}, keys: []string{"↑", "↓", "Enter"}},
		{key: "help.coalition_2", named: []string{"pack", "actions.pack"}, keys: []string{"Tab", keySpace}},
		{key: "help.coalition_3", named: []string{"merge", "actions.merge"}, keys: []string{"Ctrl+M"}},
		{key: "help.coalition_4", named: []string{"undo", "actions.undo"}, keys: []string{"↑", "↓", "Ctrl+Z"}}}},
	{code: "report", icon: theme.DocumentIcon, scene: sceneReport, steps: []helpStep{
		{key: "help.report_1", keys: []string{"Ctrl+E"}},
		{key: "help.report_2", keys: []string{"Tab", "Enter"}},
		{key: "help.report_3", keys: []string{"Tab", "Enter"}},
		{key: "help.report_4", named: []string{"make", "report_screen.make"}, keys: []string{"Tab", "Enter"}}}},
	{code: "safety", icon: ours(parts.IconShield), scene: sceneSafety, steps: []helpStep{
		{key: "help.safety_1", keys: []string{"Ctrl+L"}},
		{key: "help.safety_2", named: []string{"panic", "actions.panic_close"}, keys: []string{"Ctrl+Shift+L"}},
		{key: "help.safety_3", named: []string{"backup", "actions.backup"}, keys: []string{"Tab", "Enter"}},
		{key: "help.safety_4", named: []string{"check", "actions.check"}, keys: []string{"Tab", "Enter"}}}},
}

// topicOf is the topic that belongs to each destination; what is not named belongs to the page of a commitment.
var topicOf = map[destination]string{
	atObserve: "observe", atSource: "source", atFind: "find", atFinding: "finding", atRecommendation: "finding", atCoalition: "coalition",
	atReport: "report", atSafety: "safety",
}

// topicHere is the topic of what is shown.
func (w *Window) topicHere() int {
	code := helpStart
	if w.desk != nil {
		code = firstOf(topicOf[w.at.to], "commitment")
	}
	for i, t := range helpTopics {
		if t.code == code {
			return i
		}
	}
	return 0
}

// goTo leads to where a topic is done. What is shown already stays as it is.
func (w *Window) goTo(topic string) {
	if w.desk == nil {
		if w.unlock.tab == tabTry {
			w.unlock.keep()
			w.unlock.choose(tabCreate)
		}
		return
	}
	to := map[string]place{"observe": {to: atObserve, code: w.at.code}, "finding": {to: atFinding, code: w.at.code}, "find": w.placeOf(atFind),
		"coalition": {to: atCoalition, part: partMerge}, "report": {to: atReport}, "safety": {to: atSafety}}
	to["evidence"], to["source"] = to["observe"], to["observe"]
	p, ok := to[topic]
	switch {
	case topic == helpStart:
		w.lock()
		return
	case !ok:
		p = place{to: atPlan, code: w.at.code}
	}
	if w.at.to != p.to {
		w.show(p)
	}
	if o, ok := w.shown.(*observe); ok && o.sheet != nil {
		switch topic {
		case "evidence":
			o.goTo(sectionEvidence)
		case "source":
			o.goTo(sectionHow)
		}
	}
}
