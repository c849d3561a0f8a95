package main

import (
	"os"

	"plumbline/model/notebook"
)

// folder is the notebook that is meant.
func (c *ctl) folder() (string, error) {
	dir := c.notebook
	if dir == "" {
		dir = os.Getenv("PLUMBLINE_NOTEBOOK")
	}
	if dir == "" {
		return "", c.usage("ctl.no_notebook")
	}
	return dir, nil
}

// reading opens the notebook for reading only, does the work and closes it:
// several programs may read at once, and nothing is written.
func (c *ctl) reading(work func(*notebook.Notebook) error) error {
	return c.open(notebook.OpenOptions{ReadOnly: true, IndexLater: true, Now: c.now}, work)
}

// writing opens the notebook, does the work and closes it.
func (c *ctl) writing(work func(*notebook.Notebook) error) error {
	return c.open(notebook.OpenOptions{IndexLater: true, Now: c.now}, work)
}

func (c *ctl) open(o notebook.OpenOptions, work func(*notebook.Notebook) error) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	pass, err := c.passphrase()
	if err != nil {
		return err
	}
	n, err := notebook.Open(dir, pass, o)
	if err != nil {
		return c.at(dir, err)
	}
	return c.within(n, work)
}

// within does the work in an open notebook and closes it; an error of closing
// counts where there was none before.
func (c *ctl) within(n *notebook.Notebook, work func(*notebook.Notebook) error) error {
	err := c.at(n.Folder(), work(n))
	if closing := n.Close(); err == nil {
		err = c.at(n.Folder(), closing)
	}
	return err
}
