package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/sample"
	"plumbline/model/seal"
)

const passphrase = "meadow anchor violet thunder saffron bridge 12"

// Only in tests is a guess at a passphrase cheap: they unlock a notebook more than
// a hundred times.
func TestMain(m *testing.M) {
	seal.Floor = seal.Cost{Time: 1, Memory: 1 << 10, Lanes: 4}
	cost = seal.Floor
	testscript.Main(m, map[string]func(){"plumbctl": func() { os.Exit(run()) }})
}

func TestScripts(t *testing.T) {
	made := sync.OnceValues(func() (string, error) { return template(t.TempDir(), nil) })
	invented := sync.OnceValues(func() (string, error) { return template(t.TempDir(), &sample.Options{Seed: 5, Observations: 60}) })
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			tmp := filepath.Join(e.WorkDir, "tmp")
			e.Setenv("TMPDIR", tmp)
			e.Setenv("PLUMBLINE_PASSPHRASE", passphrase)
			e.Setenv("PLUMBLINE_NOTEBOOK", filepath.Join(e.WorkDir, "n"))
			e.Setenv("LANG", "en")
			return os.MkdirAll(tmp, 0o700)
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Getuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"notebook": func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(copied(made, ts.MkAbs(args[0]))) },
			"sampled":  func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(copied(invented, ts.MkAbs(args[0]))) },
			"exits":    exits, "hold": hold, "flip": flip, "spoil": spoil, "write": write, "cells": cells, "capture": capture, "generate": generate,
		},
	})
}

// template makes a notebook once; scripts work on copies of it.
func template(dir string, invent *sample.Options) (string, error) {
	dir = filepath.Join(dir, "n")
	raw, _ := assets.Plan(defaultPlan)
	plan, err := model.ReadPlan(raw)
	if err != nil {
		return "", err
	}
	n, err := notebook.Create(dir, []byte(passphrase), notebook.CreateOptions{Plan: plan, Name: "Tester", Organisation: "Org",
		Role: "monitor", KDF: seal.Floor, OpenOptions: notebook.OpenOptions{NoSnapshots: true}})
	if err != nil {
		return "", err
	}
	if invent != nil {
		c := &ctl{ctx: context.Background(), err: &bytes.Buffer{}, words: assets.For("en")}
		err = (&filling{c: c, n: n}).fill(*invent)
	}
	return dir, errors.Join(err, n.Close())
}

func copied(from func() (string, error), to string) error {
	dir, err := from()
	if err != nil {
		return err
	}
	return os.CopyFS(to, os.DirFS(dir))
}

// exits runs a command and compares its exit code: exits 6 plumbctl record --from x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if (got == want) == neg {
		ts.Fatalf("exit code %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// hold keeps a notebook open while a command runs: hold DIR 4 plumbctl list.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	n, err := notebook.Open(ts.MkAbs(args[0]), []byte(passphrase), notebook.OpenOptions{NoSnapshots: true})
	ts.Check(err)
	defer n.Close()
	exits(ts, neg, args[1:])
}

// flip turns every bit of one byte in every page of values, those that are no
// longer in use too: flip n/notebook.db.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	const pageSize, leaf = 4096, 2
	for page := 2; page < len(data)/pageSize; page++ {
		head := data[page*pageSize:]
		if binary.LittleEndian.Uint16(head[8:]) != leaf || binary.LittleEndian.Uint16(head[10:]) == 0 {
			continue
		}
		first := head[16:]
		if pos, key := binary.LittleEndian.Uint32(first[4:]), binary.LittleEndian.Uint32(first[8:]); key == 8 { // a slot
			head[16+pos+key+40] ^= 0xff
		}
	}
	ts.Check(os.WriteFile(path, data, 0o600))
}

// spoil turns a byte of a file, or of every file in a folder, in the middle or at a place: spoil n/blobs, spoil FILE 1636.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		at := len(data) / 2
		if len(args) > 1 {
			if at, err = strconv.Atoi(args[1]); err != nil {
				return err
			}
		}
		data[at] ^= 0xff
		return os.WriteFile(path, data, 0o600)
	}))
}

// write writes lines to a file: write FILE LINE...
func write(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(args[1:], "\n")+"\n"), 0o600))
}

// cells writes every cell of a workbook to a file: cells r.xlsx cells.txt.
func cells(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		ts.Check(err)
		for _, row := range rows {
			fmt.Fprintln(&b, strings.Join(row, "\t"))
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}

// capture sets a variable to what a pattern finds in the last output: capture REF '"ref":"([^"]+)"'.
func capture(ts *testscript.TestScript, _ bool, args []string) {
	m := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) != 2 {
		ts.Fatalf("%s is not in the output", args[1])
	}
	ts.Setenv(args[0], m[1])
}

// generate writes a line so many times: generate FILE N LINE, with %d for the number.
func generate(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(args[2], "%d", strconv.Itoa(i+1)) + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}
