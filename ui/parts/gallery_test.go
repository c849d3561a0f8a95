package parts_test

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/model"
	. "plumbline/ui/parts"
)

var gallery = flag.String("gallery", "", "write sheets of all parts to this folder")

// sheets are the parts, a picture each.
var sheets = map[string]func(k Look) fyne.CanvasObject{
	"basics":     basics,
	"commitment": commitmentSheet,
}

func basics(k Look) fyne.CanvasObject {
	off := NewButton(k, k.T("actions.make_report"), Primary, nil)
	off.TurnOff(k.T("states.required"))
	buttons := k.Flow(8,
		NewIconButton(k, k.T("actions.record_observation"), theme.ContentAddIcon(), Primary, func() {}),
		NewButton(k, k.T("actions.save"), Secondary, func() {}),
		NewIconButton(k, k.T("actions.grade"), theme.DocumentCreateIcon(), Quiet, func() {}),
		NewButton(k, k.T("actions.erase"), DangerWeight, func() {}), off.WithReason())
	name := NewField(k, "title", k.T("fields_observation.title"), NewEntry(k, ""))
	name.SetFault(k.T("states.lost_passphrase"))
	area := NewTextArea(k, "", 3)
	area.SetText("В корпусе для свиданий нет закрытого ящика. Заявления передают дежурному, номер не выдают.")
	return Column(12,
		k.Heading(k.T("screens.plan")), k.Section(k.T("screens.safety")), k.Text(k.T("states.lost_passphrase")),
		k.Muted(k.T("states.lost_passphrase")), k.Hint(k.T("states.lost_passphrase")),
		buttons, NewLegend(k), NewSearch(k, k.T("actions.find_anything"), "Ctrl+K", nil, nil),
		NewBanner(k, Calm, k.T("states.read_only")), NewBanner(k, Amber, k.T("states.draft_kept")),
		NewBanner(k, Red, k.T("states.damaged")), NewBanner(k, Good, k.T("states.records_are_safe")),
		NewSegmented(k, []string{k.T("screens.theme_system"), k.T("screens.theme_light"), k.T("screens.theme_dark")}, 0, nil),
		NewFormSection(k, k.T("screens.section_what"), name, NewField(k, "narrative", k.T("fields_observation.narrative"), area).WithNote(k.T("enum_language.ru"))),
		NewCheck(k, k.T("enum_method.site_visit"), true, nil).WithNote(k.T("states.cannot_be_undone")),
		NewRadioGroup(k, []string{k.T("enum_confidentiality.public"), k.T("enum_confidentiality.coalition")}, 1, nil),
	)
}

func commitmentSheet(k Look) fyne.CanvasObject {
	quote := model.Text{"en": "Work to bring the legislation against torture into line with the UN Convention is said to be under way.",
		"ar": "يُقال إن العمل جارٍ على جعل التشريعات الخاصة بمكافحة التعذيب متماشية مع اتفاقية الأمم المتحدة."}
	reason := model.Text{"en": "The 2023 law toughens penalties. In 4 of 6 places visited, complaints still go first to the institution complained about.",
		"ar": "شدّد قانون 2023 العقوبات. ولا تزال الشكاوى تصل أولًا إلى المؤسسة المشتكى منها في 4 من 6 أماكن جرت زيارتها."}
	claim := NewClaimCard(k, Claim{Status: "under_way", Quote: quote, Written: "en", Source: "Statement of June 2021 · C-2021-0003", Note: "No figure, no date. Partly verifiable."})
	finding := NewFindingCard(k, Finding{Grade: model.Partial, Reason: reason, Written: "en", Level: "Coalition, 2023 · 11 observations", Note: "Confidence medium · one dissent: limited"})
	return Column(14, k.Against(claim, NewPlumbLine(k, model.PartlyConfirmed), finding),
		NewHistory(k, "Findings by period", []PeriodGrade{{"2021", model.NotStarted}, {"2022", model.Limited}, {"2023", model.Partial}}))
}

// draw paints an object as the window would.
func draw(t *testing.T, k Look, scheme Scheme, size fyne.Size, make func(k Look) fyne.CanvasObject) []byte {
	t.Helper()
	fyne.CurrentApp().Settings().SetTheme(NewTheme(scheme, 100, k.RTL()))
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(NewBox(Surface, NewPage(make(k))))
	c.Resize(size)
	file, err := os.CreateTemp(t.TempDir(), "*.png")
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(file, c.Capture()); err != nil {
		t.Fatal(err)
	}
	file.Close()
	b, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGallery(t *testing.T) {
	test.NewTempApp(t)
	for name, sheet := range sheets {
		for _, language := range []string{"en", "ar"} {
			for _, scheme := range []Scheme{SchemeLight, SchemeDark} {
				k := Look{Words: assets.For(language)}
				b := draw(t, k, scheme, fyne.NewSize(800, 1100), sheet)
				if *gallery != "" {
					path := filepath.Join(*gallery, name+"-"+language+"-"+string(scheme)+".png")
					if err := os.WriteFile(path, b, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
