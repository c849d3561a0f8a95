package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the program's, as in FyneApp.toml; TestVersionIsThatOfTheWindow holds
// the two together.
const version = "0.1.0"

// formats are the versions of what the program writes.
var formats = map[string]string{"notebook": "1", "plan": "plan/1", "record": "1"}

func (c *ctl) versionVerb() *cobra.Command {
	return c.verb("version", cobra.NoArgs, func(*cobra.Command, []string) error {
		commit, built := "", ""
		if info, ok := debug.ReadBuildInfo(); ok {
			built = info.GoVersion
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" {
					commit = s.Value
				}
				if s.Key == "vcs.modified" && s.Value == "true" {
					commit += "+changes"
				}
			}
		}
		if c.json {
			return c.print(struct {
				Version string            `json:"version"`
				Commit  string            `json:"commit"`
				Go      string            `json:"go"`
				Formats map[string]string `json:"formats"`
			}{version, commit, built, formats})
		}
		if commit == "" {
			commit = c.words.T("states.unknown")
		}
		_, err := fmt.Fprintf(c.out, "plumbctl %s\n%s\n", version,
			c.words.T("ctl.version", "commit", commit, "go", built, "notebook", formats["notebook"], "plan", formats["plan"]))
		return err
	})
}
