// Command plumbline opens the window.
//
// Never here: anything that a window without a screen would need too; that is
// package ui, which this door alone joins to the machine's own window (fyne/app).
//
// Read first: main, which is all there is; again, which locks by beginning a new
// process; harden, which keeps what is open out of crash files.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"plumbline/assets"
	"plumbline/model/notebook"
	"plumbline/ui"
)

const (
	id      = "org.plumbline.Plumbline" // names the folder of the settings
	version = "0.1.0"
)

func main() {
	harden()
	args := os.Args[1:]
	restore := len(args) > 0 && args[0] == ui.RestoreFlag
	if restore {
		args = args[1:]
	}
	dir, ok := argument(args)
	if !ok {
		os.Exit(2)
	}
	w := ui.Open(newApp(), ui.Start{Dir: dir, Version: version, Settings: ours("settings.json"), Restore: restore, Replace: true, Fell: fell,
		Create: notebook.CreateOptions{OpenOptions: notebook.OpenOptions{Anchors: ours("anchors")}}})
	w.Fit(freeScreen())
	inspect(w)
	w.ShowAndRun()
	if args, locked := w.Again(); locked {
		if err := again(args); err != nil {
			fmt.Fprintln(os.Stderr, "plumbline: begin again:", err)
			os.Exit(1)
		}
	}
}

// fell ends the program after a fault of its own. A trace, and what the fault says of itself, could hold what somebody wrote:
// neither is shown. What was saved is durable, and drafts are kept as one types.
func fell() {
	fmt.Fprintln(os.Stderr, assets.For(os.Getenv("LANG")).T("window.fell"))
	os.Exit(3)
}

// quietly asks the runtime of the next process for no traces, where nobody asked for any: a program cannot ask for fewer
// than its environment does, which asks for one where it says nothing.
func quietly(env []string) []string {
	const variable = "GOTRACEBACK"
	if os.Getenv(variable) != "" {
		return env
	}
	return append(env, variable+"=none")
}

// ours is a place in our folder of the user's settings, "" when the system names none: the file of the settings, and the
// folder of the anchors, which tell when a notebook was put back to an earlier state.
func ours(name string) string {
	config, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(config, "plumbline", name)
}

// argument is the notebook that the command line names, "" for the one opened last.
func argument(args []string) (dir string, ok bool) {
	words := assets.For(os.Getenv("LANG"))
	switch {
	case len(args) == 0:
		return "", true
	case len(args) == 1 && args[0] == "--version":
		fmt.Println("plumbline", version)
		os.Exit(0)
	case len(args) > 1 || len(args[0]) > 0 && args[0][0] == '-':
		fmt.Fprintln(os.Stderr, words.T("window.usage"))
		return "", false
	}
	dir, err := filepath.Abs(args[0])
	return dir, err == nil
}
