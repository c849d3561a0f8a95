package intake

import (
	"errors"
	"fmt"
)

// Why a workbook is refused. The error's text says where.
var (
	ErrNotWorkbook = errors.New("not an Excel workbook (.xlsx)")
	ErrTooLarge    = errors.New("workbook is over its bounds")
	ErrDamaged     = errors.New("workbook is damaged")
	ErrProtected   = errors.New("workbook is protected by a password: save it without one and try again")
)

// damaged says what is wrong in which part, without any of its content.
func damaged(part, what string) error { return fmt.Errorf("%w: %s: %s", ErrDamaged, part, what) }

func tooLarge(part, what string) error { return fmt.Errorf("%w: %s: %s", ErrTooLarge, part, what) }
