package export

import (
	"testing"

	"plumbline/assets"
)

func TestALabelOfAnyLanguageIsItsCode(t *testing.T) {
	of := CodeOf()
	for list, codes := range tableLists {
		for _, code := range codes {
			if got, ok := of(list, code); !ok || got != code {
				t.Errorf("%s: %q is %q", list, code, got)
			}
			for _, language := range assets.Languages() {
				key := "enum_" + list + "." + code
				if w := assets.For(language); w.Has(key) {
					if got, ok := of(list, w.T(key)); ok && got != code {
						t.Errorf("%s: %q is %q, not %q", list, w.T(key), got, code)
					}
				}
			}
		}
	}
	if _, ok := of("method", "juggling"); ok {
		t.Error("a word that is in no list has a code")
	}
	if got, ok := of("right", "CAT-16"); !ok || got != "CAT-16" {
		t.Errorf("an article is %q", got)
	}
	if got, ok := of("region", assets.Regions()[0].Code); !ok || got != assets.Regions()[0].Code {
		t.Errorf("a region is %q", got)
	}
}
