package main

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/parcel"
)

// membering is what members is asked for; nothing: a list.
type membering struct {
	add, trust, distrust, export string
	forced                       bool
}

func (c *ctl) membersVerb() *cobra.Command {
	var m membering
	verb := c.verb("members", cobra.NoArgs, func(*cobra.Command, []string) error {
		switch {
		case m.add != "" || m.trust != "" || m.distrust != "":
			return c.writing(func(n *notebook.Notebook) error { return c.changeMembers(n, m) })
		case m.export != "":
			return c.reading(func(n *notebook.Notebook) error { return c.exportCard(n, m) })
		}
		return c.reading(c.members)
	})
	verb.Flags().StringVar(&m.add, "add", "", c.flag("add_member"))
	verb.Flags().StringVar(&m.trust, "trust", "", c.flag("trust"))
	verb.Flags().StringVar(&m.distrust, "distrust", "", c.flag("distrust"))
	verb.Flags().StringVar(&m.export, "export", "", c.flag("export_card"))
	verb.Flags().BoolVar(&m.forced, "force", false, c.flag("force"))
	return verb
}

// members lists who is known, with the words of their keys.
func (c *ctl) members(n *notebook.Notebook) error {
	var t table
	t.row(c.words.T("nouns.member"), c.words.T("fields_member.name"), c.words.T("fields_member.organisation"), c.words.T("ctl.standing"), c.words.T("ctl.key_words"))
	for v, err := range n.Records(model.KindMember) {
		if err != nil {
			return err
		}
		m, ok := v.Record.(*model.Member)
		if !ok || m.Withdrawn {
			continue
		}
		key, has := notebook.MemberKey(m)
		standing, words := "", ""
		if has {
			standing, words = string(n.Standing(key)), c.spoken(key)
		}
		if c.json {
			if err := c.printMember(m, key, has, standing); err != nil {
				return err
			}
			continue
		}
		if standing != "" {
			standing = c.words.T("standings." + standing)
		}
		t.row(shortRef(n, m.Ref), shown(m.Name+m.CodeName), shown(m.Organisation), standing, words)
	}
	if c.json {
		return nil
	}
	return t.write(c.out)
}

func (c *ctl) printMember(m *model.Member, key model.Key, has bool, standing string) error {
	x := struct {
		Ref          string   `json:"ref"`
		Name         string   `json:"name,omitempty"`
		CodeName     string   `json:"code_name,omitempty"`
		Organisation string   `json:"organisation,omitempty"`
		Role         string   `json:"role,omitempty"`
		PublicKey    string   `json:"public_key,omitempty"`
		Recipient    string   `json:"recipient,omitempty"`
		Standing     string   `json:"standing,omitempty"`
		Fingerprint  string   `json:"fingerprint,omitempty"`
		Words        []string `json:"words,omitempty"`
	}{Ref: m.Ref, Name: m.Name, CodeName: m.CodeName, Organisation: m.Organisation, Role: m.Role, PublicKey: m.PublicKey, Recipient: m.Recipient, Standing: standing}
	if has {
		x.Fingerprint, x.Words = digits(key), strings.Fields(c.spoken(key))
	}
	return c.print(x)
}

// changeMembers adds a member, then trusts or distrusts one.
func (c *ctl) changeMembers(n *notebook.Notebook, m membering) error {
	if m.add != "" {
		card, err := c.readCard(m.add)
		if err != nil {
			return err
		}
		v, err := n.AddMember(card)
		if err != nil {
			return c.at(m.add, err)
		}
		if err := c.memberDone(v, "ctl.member_added", card.Key); err != nil {
			return err
		}
	}
	for who, trusted := range map[string]bool{m.trust: true, m.distrust: false} {
		if who == "" {
			continue
		}
		key, err := c.memberKey(n, who)
		if err != nil {
			return err
		}
		v, err := n.Trust(key, trusted)
		if err != nil {
			return c.at(who, err)
		}
		done := "ctl.member_trusted"
		if !trusted {
			done = "ctl.member_distrusted"
		}
		if err := c.memberDone(v, done, key); err != nil {
			return err
		}
	}
	return nil
}

// memberDone says what became of a member.
func (c *ctl) memberDone(v model.View, key string, of model.Key) error {
	m := v.Record.(*model.Member)
	if c.json {
		standing := model.StandingKnown
		if m.Trusted {
			standing = model.StandingTrusted
		} else if key == "ctl.member_distrusted" {
			standing = model.StandingRevoked
		}
		return c.printMember(m, of, true, string(standing))
	}
	args := []any{"who", c.called(model.Signer{Name: m.Name + m.CodeName, Organisation: m.Organisation})}
	if key == "ctl.member_added" {
		args = append(args, "words", c.spoken(of))
	}
	c.say(key, args...)
	return nil
}

// readCard reads the card of a colleague.
func (c *ctl) readCard(path string) (parcel.Card, error) {
	f, err := os.Open(path)
	if err != nil {
		return parcel.Card{}, c.at(path, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return parcel.Card{}, c.at(path, err)
	}
	card, err := parcel.ReadCard(b)
	if err != nil {
		return card, c.fail(exitRefused, "ctl.bad_card", "where", shown(path), "reason", c.reasonWord(parcel.ReasonOf(err)))
	}
	return card, nil
}

// exportCard saves the owner's own card.
func (c *ctl) exportCard(n *notebook.Notebook, m membering) error {
	card, err := n.MyCard()
	if err != nil {
		return err
	}
	if err := c.save(m.export, m.forced, func(w io.Writer) error {
		_, err := w.Write(card)
		return err
	}); err != nil {
		return err
	}
	if c.json {
		return c.print(map[string]any{"file": m.export, "fingerprint": digits(n.Key()), "words": strings.Fields(c.spoken(n.Key()))})
	}
	c.say("ctl.card_saved", "where", shown(m.export), "words", c.spoken(n.Key()))
	return nil
}
