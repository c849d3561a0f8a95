package main

import (
	"encoding/hex"
	"fmt"

	"github.com/spf13/cobra"

	"plumbline/model/notebook"
)

func (c *ctl) digestVerb() *cobra.Command {
	return c.verb("digest", cobra.NoArgs, func(*cobra.Command, []string) error {
		return c.reading(func(n *notebook.Notebook) error {
			sum := n.Digest()
			if c.json {
				return c.print(struct {
					Digest string `json:"digest"`
				}{hex.EncodeToString(sum[:])})
			}
			_, err := fmt.Fprintln(c.out, hex.EncodeToString(sum[:]))
			return err
		})
	})
}
