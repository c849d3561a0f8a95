package main

import (
	"bufio"
	"encoding/csv"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
)

func (c *ctl) exportVerb() *cobra.Command {
	var to string
	var force bool
	verb := c.verb("export --to FILE.jsonl|FILE.csv", cobra.NoArgs, func(*cobra.Command, []string) error {
		if to == "" {
			return c.usage("ctl.flag_needed", "flag", "--to")
		}
		ending := strings.ToLower(filepath.Ext(to))
		if ending != ".jsonl" && ending != ".csv" {
			return c.usage("ctl.bad_value", "flag", "--to", "allowed", "FILE.jsonl, FILE.csv")
		}
		if err := c.mayWrite(to, force); err != nil {
			return err
		}
		return c.reading(func(n *notebook.Notebook) error { return c.export(n, to, ending, force) })
	})
	verb.Flags().StringVar(&to, "to", "", c.flag("to_export"))
	verb.Flags().BoolVar(&force, "force", false, c.flag("force"))
	return verb
}

// export writes every record of the notebook in clear, withdrawn and sealed ones
// too, in the form that record reads.
func (c *ctl) export(n *notebook.Notebook, to, ending string, force bool) error {
	records := 0
	err := c.save(to, force, func(w io.Writer) (err error) {
		out := bufio.NewWriterSize(w, 1<<16)
		if ending == ".csv" {
			records, err = c.exportCSV(n, out)
		} else {
			records, err = c.exportLines(n, out)
		}
		if err != nil {
			return err
		}
		return out.Flush()
	})
	if err != nil {
		return err
	}
	if c.json {
		return c.print(struct {
			File    string `json:"file"`
			Records int    `json:"records"`
		}{to, records})
	}
	c.say("ctl.exported", "where", shown(to), "records", records)
	c.note("ctl.in_clear")
	return nil
}

// exportLines writes a line of JSON a record.
func (c *ctl) exportLines(n *notebook.Notebook, w io.Writer) (records int, err error) {
	return records, c.everyRecord(n, func(line []byte) error {
		records++
		_, err := w.Write(append(line, '\n'))
		return err
	})
}

// everyRecord gives each record as JSON, those of the plan first.
func (c *ctl) everyRecord(n *notebook.Notebook, each func(line []byte) error) error {
	for _, kind := range model.Kinds {
		for v, err := range n.Records(kind) {
			if err == nil {
				err = c.ctx.Err()
			}
			if err != nil {
				return err
			}
			line, err := model.WriteJSON(v, names(n))
			if err != nil {
				return err
			}
			if err := each(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// exportCSV writes one table of all kinds (RFC 4180, UTF-8 with the mark by which
// Excel knows it): the columns are gathered in a first walk, filled in a second.
func (c *ctl) exportCSV(n *notebook.Notebook, w io.Writer) (records int, err error) {
	var columns []string
	at := map[string]int{}
	err = c.everyRecord(n, func(line []byte) error {
		cells, err := flatten(line)
		for _, x := range cells {
			if _, known := at[x.column]; !known {
				at[x.column] = len(columns)
				columns = append(columns, x.column)
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return 0, err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(columns); err != nil {
		return 0, err
	}
	row := make([]string, len(columns))
	err = c.everyRecord(n, func(line []byte) error {
		clear(row)
		cells, err := flatten(line)
		if err != nil {
			return err
		}
		for _, x := range cells {
			if i, known := at[x.column]; known {
				row[i] = harmless(x.text)
			}
		}
		records++
		return out.Write(row)
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return records, err
}
