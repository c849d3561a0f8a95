package ui

import (
	"bytes"
	"context"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/sample"
)

// settingInvented marks a notebook whose records are invented: reports say so.
const settingInvented = "invented"

// sampleBatch is how many revisions of the sample go into one transaction.
const sampleBatch = 500

// sampling is a notebook while invented records flow into it.
type sampling struct {
	ctx   context.Context
	book  *notebook.Notebook
	signs *notebook.Vouching // what its invented authors wrote
	batch []model.Revision
	files []sampleFile // evidence of records that are in the batch
}

type sampleFile struct {
	of   model.ID
	file sample.File
}

// makeSample makes a notebook of invented records over the built-in plan. One that was not finished stays as it is, and
// opens with what it has.
func makeSample(ctx context.Context, dir string, options notebook.CreateOptions) (*notebook.Notebook, error) {
	var err error
	if options.Plan, err = builtInPlan(); err != nil {
		return nil, err
	}
	book, err := notebook.Create(dir, []byte(samplePassphrase), options)
	if err != nil {
		return nil, err
	}
	s := sampling{ctx: ctx, book: book, signs: book.Vouch()}
	if err := s.fill(); err != nil {
		book.Close()
		return nil, err
	}
	return book, nil
}

// fill writes the whole sample.
func (s *sampling) fill() error {
	if err := s.book.SetSetting(settingInvented, []byte("yes")); err != nil {
		return err
	}
	for e, err := range sample.Records(s.book.Plan(), sample.Options{Seed: 1}) {
		if err != nil {
			return err
		}
		if err := s.signs.Holds(e.Seed); err != nil {
			return err
		}
		s.batch = append(s.batch, e.Revisions...)
		for _, f := range e.Files {
			s.files = append(s.files, sampleFile{e.Record.Base().ID, f})
		}
		if len(s.batch) >= sampleBatch {
			if err := s.flush(); err != nil {
				return err
			}
		}
	}
	if err := s.flush(); err != nil {
		return err
	}
	return s.signs.Sign()
}

// flush writes the batch, then the evidence of its records.
func (s *sampling) flush() error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	if _, err := s.book.Add(s.batch); err != nil {
		return err
	}
	s.signs.Wrote(s.batch)
	for _, f := range s.files {
		o := notebook.AttachOptions{Evidence: f.file.Evidence}
		if _, err := s.book.Attach(s.ctx, f.of, f.file.Name, bytes.NewReader(f.file.Bytes), o); err != nil {
			return err
		}
	}
	s.batch, s.files = s.batch[:0], s.files[:0]
	return nil
}
