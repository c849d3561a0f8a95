package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// newRoot makes the command with its verbs, in the order of the day's work.
func newRoot(c *ctl) *cobra.Command {
	root := &cobra.Command{Use: "plumbctl", Short: c.words.T("ctl.about"), SilenceErrors: true, SilenceUsage: true, Args: cobra.ArbitraryArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { return c.checkLanguage() },
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return c.usage("ctl.no_verb", "verb", shown(args[0]))
			}
			return cmd.Help()
		}}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return c.misused(err) })
	flags := root.PersistentFlags()
	flags.StringVar(&c.notebook, "notebook", "", c.flag("notebook"))
	flags.StringVar(&c.passphraseFile, "passphrase-file", "", c.flag("passphrase_file"))
	flags.StringVar(&c.language, "language", "", c.flag("language"))
	flags.BoolVar(&c.json, "json", false, c.flag("json"))
	flags.BoolP("help", "h", false, c.flag("help"))
	root.AddCommand(c.initVerb(), c.sampleVerb(), c.plansVerb(), c.planVerb(), c.recordVerb(), c.listVerb(), c.showVerb(),
		c.attachVerb(), c.extractVerb(), c.intakeVerb(), c.packVerb(), c.mergeVerb(), c.disputesVerb(), c.settleVerb(), c.returnVerb(),
		c.duplicatesVerb(), c.membersVerb(), c.reportVerb(), c.digestVerb(), c.checkVerb(),
		c.backupVerb(), c.restoreVerb(), c.passphraseVerb(), c.recoveryVerb(), c.resealVerb(), c.eraseVerb(), c.exportVerb(), c.versionVerb())
	root.SetHelpCommand(c.helpVerb(root))
	root.SetUsageTemplate(c.usageTemplate())
	for _, verb := range root.Commands() {
		verb.Args = c.counted(verb.Args)
		verb.DisableFlagsInUseLine = true
	}
	return root
}

// verb makes a command whose description is the words' commands.<name>.
func (c *ctl) verb(use string, args cobra.PositionalArgs, run func(cmd *cobra.Command, args []string) error) *cobra.Command {
	name, _, _ := strings.Cut(use, " ")
	return &cobra.Command{Use: use, Short: c.words.T("commands." + name), Args: args, RunE: run}
}

// flag is the description of a flag.
func (c *ctl) flag(name string) string { return c.words.T("ctl.flag_" + name) }

// counted turns a wrong number of arguments into a wrong usage.
func (c *ctl) counted(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check != nil && check(cmd, args) != nil {
			return c.usage("ctl.bad_arguments", "usage", cmd.UseLine())
		}
		return nil
	}
}

// helpVerb shows the help of a verb.
func (c *ctl) helpVerb(root *cobra.Command) *cobra.Command {
	return &cobra.Command{Use: "help [verb]", Short: c.words.T("ctl.help"), RunE: func(_ *cobra.Command, args []string) error {
		verb, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return c.usage("ctl.no_verb", "verb", shown(strings.Join(args, " ")))
		}
		return verb.Help()
	}}
}

// usageTemplate is cobra's own with its headings in words.
func (c *ctl) usageTemplate() string {
	t := c.words.T
	return `{{if .Runnable}}` + t("ctl.usage") + `
  {{.UseLine}}
{{end}}{{if .HasAvailableSubCommands}}
` + t("ctl.verbs") + `{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
` + t("ctl.flags") + `
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
` + t("ctl.common_flags") + `
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if not .HasParent}}
` + t("ctl.exit_codes") + c.exitCodes() + `
{{end}}`
}
