package intake

import (
	"math"
	"strconv"
	"strings"

	"plumbline/model"
)

// put makes a cell a value of its field.
func (r *reading) put(values map[string]any, t target, cell, language string) model.Faults {
	f := tableFields[t.field]
	if code, ok := r.m.Values[t.field][cell]; ok && t.choice == "" {
		cell = code
	}
	wrong := func(rule model.Rule) model.Faults { return model.Faults{{Field: t.field, Rule: rule}} }
	switch f.form {
	case oneWord:
		values[t.field] = cell
	case oneCode:
		code, ok := r.code(t.field, f.list, cell)
		if values[t.field] = code; !ok {
			return wrong(model.RuleCode)
		}
	case someWords, someCodes:
		return r.list(values, t, cell)
	case someTexts:
		text, _ := values[t.field].(map[string]string)
		if text == nil {
			text = map[string]string{}
			values[t.field] = text
		}
		if l := or(t.language, language); cell != "" {
			text[l] = cell
		}
	case oneNumber:
		values[t.field] = cell
		if cell != "" {
			n, ok := whole(cell)
			if values[t.field] = n; !ok {
				return wrong(model.RuleType)
			}
		}
	case yesNo:
		yes, ok := truth(cell)
		if values[t.field] = yes; !ok {
			return wrong(model.RuleType)
		}
	case oneDate:
		d, ok := dates(cell)
		if values[t.field] = d; !ok {
			return wrong(model.RuleDay)
		}
	}
	return nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// code finds the code of a word of a list; the empty word stays empty.
func (r *reading) code(field, list, word string) (string, bool) {
	if code, ok := r.m.Values[field][word]; ok {
		word = code
	}
	if word == "" || list == "" || r.desk.Code == nil {
		return word, true
	}
	return r.desk.Code(list, word)
}

// list adds the words of a cell to a list. Kobo separates choices by spaces, which
// no code has; a choice in a column of its own is chosen or not.
func (r *reading) list(values map[string]any, t target, cell string) model.Faults {
	f := tableFields[t.field]
	all, _ := values[t.field].([]string)
	var faults model.Faults
	add := func(word string) bool {
		code, ok := r.code(t.field, f.list, word)
		if ok && code != "" {
			if !contains(all, code) {
				all = append(all, code)
			}
		}
		return ok
	}
	words := items(strings.ReplaceAll(cell, ";", ","))
	if t.choice != "" {
		yes, ok := truth(cell)
		if !ok {
			faults = append(faults, model.Fault{Field: t.field, Rule: model.RuleType})
		}
		if words = nil; yes {
			words = []string{t.choice}
		}
	}
	for _, word := range words {
		if f.form == someWords || f.list != "" && add(word) {
			if f.form == someWords {
				add(word)
			}
			continue
		}
		for _, part := range strings.Fields(word) {
			if !add(part) {
				faults = append(faults, model.Fault{Field: t.field, Rule: model.RuleCode})
			}
		}
	}
	values[t.field] = all
	return faults
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// whole reads a number without a fraction.
func whole(s string) (int64, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(model.Fold(s))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	x, err := strconv.ParseFloat(s, 64) // 12.0, as spreadsheets write it
	if err != nil || x != math.Trunc(x) || math.Abs(x) > 1e12 || strings.ContainsAny(s, "xXpPnN_") {
		return 0, false
	}
	return int64(x), true
}

// truth reads yes or no, as forms and spreadsheets write them.
func truth(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "1", "true", "yes":
		return true, true
	case "", "0", "false", "no":
		return false, true
	}
	return false, false
}

// dates reads a day, a month, a year, or the first and last of a stretch with a
// slash between. Of a time only the day counts: its zone is not the event's.
func dates(s string) (map[string]any, bool) {
	if s == "" {
		return map[string]any{}, true
	}
	first, last, two := strings.Cut(s, "/")
	day := func(s string) string {
		if len(s) > 10 && (s[10] == 'T' || s[10] == ' ') {
			return s[:10]
		}
		return s
	}
	from, to := model.PeriodDays(strings.TrimSpace(day(first)))
	precision := map[int]model.Precision{4: model.Year, 7: model.Month}[len(strings.TrimSpace(first))]
	if two {
		from, to = model.PeriodDays(strings.TrimSpace(day(first)) + "/" + strings.TrimSpace(day(last)))
		precision = ""
	}
	if from == "" {
		return map[string]any{}, false
	}
	d := map[string]any{"from": string(from), "to": string(to), "precision": string(model.Exact)}
	if precision != "" {
		d["precision"] = string(precision)
	} else if from == to {
		delete(d, "to")
	}
	return d, true
}
