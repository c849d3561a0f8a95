package export

import (
	"strings"

	"plumbline/assets"
	"plumbline/model"
)

// tableLists are the lists whose labels a table from outside may hold in place of
// codes.
var tableLists = map[string][]string{"method": model.Methods, "effect": model.Effects, "unit": model.Units, "precision": model.Precisions,
	"reliability": model.Reliabilities, "group": model.Groups, "right": model.Rights, "confidentiality": model.Confidentialities}

// labels turns the labels of the lists around, in every language. A label that two
// codes share stands for none.
func labels() map[string]map[string]string {
	all := map[string]map[string]string{}
	for list, codes := range tableLists {
		all[list] = map[string]string{}
		for _, code := range codes {
			all[list][model.Fold(code)] = code
		}
		for _, language := range assets.Languages() {
			w := assets.For(language)
			for _, code := range codes {
				key := "enum_" + list + "." + code
				if !w.Has(key) {
					continue
				}
				label := model.Fold(w.T(key))
				if other, taken := all[list][label]; taken && other != code {
					all[list][label] = ""
				} else {
					all[list][label] = code
				}
			}
		}
	}
	all["region"] = map[string]string{}
	for _, r := range assets.Regions() {
		all["region"][model.Fold(r.Code)] = r.Code
		if r.FormerCode != "" {
			all["region"][model.Fold(r.FormerCode)] = r.FormerCode
		}
	}
	return all
}

// CodeOf finds the code of a word in a list, as tables from outside hold it: the
// code itself, or its label in any of the languages. Rights may be treaty and
// article, which the record itself checks.
func CodeOf() func(list, word string) (string, bool) {
	all := labels()
	return func(list, word string) (string, bool) {
		if code := all[list][model.Fold(word)]; code != "" {
			return code, true
		}
		return word, list == "right" && strings.Contains(word, "-")
	}
}
