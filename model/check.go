package model

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
)

var (
	article = regexp.MustCompile(`^[A-Z][A-Z0-9-]{1,15}(-[0-9]{1,3}[a-z]?(\([0-9a-z]{1,3}\)){0,3})?$`)
	period  = regexp.MustCompile(`^[12][0-9]{3}(-[01][0-9])?([/][12][0-9]{3}(-[01][0-9])?)?$`)
)

// checkRights takes codes of Rights and treaty articles (CAT-16).
func checkRights(field string, rights []string, f *Faults) {
	f.list(field, len(rights))
	for i, r := range rights {
		at := fmt.Sprintf("%s[%d]", field, i)
		switch {
		case !slices.Contains(Rights, r) && !article.MatchString(r):
			f.add(at, RuleCode)
		case slices.Contains(rights[:i], r):
			f.add(at, RuleTwice)
		}
	}
}

// checkTags takes free one-line words, each once.
func checkTags(field string, tags []string, f *Faults) {
	f.list(field, len(tags))
	for i, t := range tags {
		at := fmt.Sprintf("%s[%d]", field, i)
		f.needed(at, t != "")
		f.line(at, t)
		if slices.Contains(tags[:i], t) {
			f.add(at, RuleTwice)
		}
	}
}

// checkPeriod takes a year, a month, or two of them with a slash (ISO 8601).
func checkPeriod(field, s string, f *Faults) {
	if s != "" && !period.MatchString(s) {
		f.add(field, RuleType)
	}
}

// checkAddress takes http and https addresses of at most 2,000 bytes.
func checkAddress(field, s string, f *Faults) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		f.add(field, RuleAddress)
	}
	f.line(field, s)
}

func isHex(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}
