package ui

import (
	"bytes"
	"context"
	"errors"

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
	ctx     context.Context
	book    *notebook.Notebook
	step    func(done, total int) error // may be nil
	done    int                         // records and files
	all     int                         // that there will be
	signs   *notebook.Vouching          // what its invented authors wrote
	batch   []model.Revision
	records int          // whose revisions are in the batch
	files   []sampleFile // evidence of records that are in the batch
}

type sampleFile struct {
	of   model.ID
	file sample.File
}

// makeSample makes a notebook of invented records over the built-in plan, counting them through the options. Of one that
// was not finished nothing is left.
func makeSample(ctx context.Context, dir string, options notebook.CreateOptions) (*notebook.Notebook, error) {
	var err error
	if options.Plan, err = builtInPlan(); err != nil {
		return nil, err
	}
	step := options.Progress
	options.Progress = nil // the few steps of making it say nothing
	book, err := notebook.Create(dir, []byte(samplePassphrase), options)
	if err != nil {
		return nil, err
	}
	s := sampling{ctx: ctx, book: book, signs: book.Vouch(), step: step}
	if err := s.fill(); err != nil {
		return nil, errors.Join(err, book.Discard())
	}
	return book, nil
}

// fill writes the whole sample.
func (s *sampling) fill() error {
	if err := s.book.SetSetting(settingInvented, []byte("yes")); err != nil {
		return err
	}
	o := sample.Options{Seed: 1}
	for e := range sample.Records(s.book.Plan(), o) { // to tell one is nothing beside writing it
		s.all += 1 + len(e.Files)
	}
	for e, err := range sample.Records(s.book.Plan(), o) {
		if err != nil {
			return err
		}
		if err := s.signs.Holds(e.Seed); err != nil {
			return err
		}
		s.batch = append(s.batch, e.Revisions...)
		s.records++
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
	if err := s.wrote(s.records); err != nil {
		return err
	}
	for _, f := range s.files {
		o := notebook.AttachOptions{Evidence: f.file.Evidence}
		if _, err := s.book.Attach(s.ctx, f.of, f.file.Name, bytes.NewReader(f.file.Bytes), o); err != nil {
			return err
		}
		if err := s.wrote(1); err != nil {
			return err
		}
	}
	s.batch, s.files, s.records = s.batch[:0], s.files[:0], 0
	return nil
}

// wrote counts records and files that are written, and hears whether to go on.
func (s *sampling) wrote(n int) error {
	s.done += n
	if s.step == nil {
		return s.ctx.Err()
	}
	return s.step(s.done, s.all)
}
