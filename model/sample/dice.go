package sample

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"plumbline/model"
)

// dice makes every choice, always the same ones from the same seed.
type dice struct {
	*rand.Rand
	bytes *rand.ChaCha8 // for ids and keys
}

func newDice(seed uint64) dice {
	var key [32]byte
	copy(key[:], "plumbline sample")
	binary.BigEndian.PutUint64(key[24:], seed)
	return dice{Rand: rand.New(rand.NewPCG(seed, 0x706c756d62)), bytes: rand.NewChaCha8(key)}
}

// id draws a record's id.
func (d dice) id() model.ID {
	id, err := model.NewID(d.bytes)
	if err != nil {
		panic("sample: " + err.Error()) // ChaCha8 never runs dry
	}
	return id
}

// in says yes so many times out of a hundred.
func (d dice) in(percent int) bool { return d.IntN(100) < percent }

// between draws from a to b, both included.
func (d dice) between(a, b int) int { return a + d.IntN(b-a+1) }

// count draws a number from 3 that does not end in 1: after those Russian has the
// singular, which a sentence about several would not bear.
func (d dice) count(most int) int {
	n := d.between(3, most)
	if n%10 == 1 {
		n++
	}
	return n
}

// one draws from a list.
func one[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// weighed draws a key by weights: "a", 3, "b", 1 gives a three times out of four.
func (d dice) weighed(pairs ...any) string {
	total := 0
	for i := 1; i < len(pairs); i += 2 {
		total += pairs[i].(int)
	}
	at := d.IntN(total)
	for i := 0; ; i += 2 {
		if at -= pairs[i+1].(int); at < 0 {
			return pairs[i].(string)
		}
	}
}

// moment is a day and a time of writing.
type moment struct{ time.Time }

var (
	first = date(2021, 6, 15)
	last  = date(2024, 12, 20)
	end   = date(2025, 1, 15) // when the invented coalition stopped writing
)

func date(y, m, d int) moment {
	return moment{time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)}
}

func (m moment) plus(days int) moment { return moment{m.AddDate(0, 0, days)} }

func (m moment) day() model.Day { return model.Day(m.Format(time.DateOnly)) }

// after gives an hour of a working day so many days later, never past the end.
func (d dice) after(m moment, days int) moment {
	t := m.plus(days)
	if !t.Before(end.Time) {
		t = end
	}
	return moment{t.Truncate(24 * time.Hour).Add(time.Duration(d.between(4*60, 13*60)) * time.Minute)}
}
