package main

import (
	"os"
	"slices"
	"strings"

	"plumbline/assets"
)

// wanted is the language of the words: that of --language, else that of the
// machine. It is needed before the flags are read: the help is words too.
func wanted(args []string) string {
	for i, a := range args {
		if value, ok := strings.CutPrefix(a, "--language="); ok {
			return value
		}
		if a == "--language" && i+1 < len(args) {
			return args[i+1]
		}
		if a == "--" {
			break
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return value
		}
	}
	return ""
}

// checkLanguage refuses a language that the program does not speak.
func (c *ctl) checkLanguage() error {
	if c.language != "" && !slices.Contains(assets.Languages(), c.language) {
		return c.usage("ctl.bad_value", "flag", "--language", "allowed", strings.Join(assets.Languages(), ", "))
	}
	return nil
}
