package notebook

import (
	"bytes"

	"plumbline/model"
	"plumbline/model/seal"
)

// rowNames is the key under which new rows of edited reports are named.
const rowNames seal.Purpose = "row"

// RowID gives the id of a record that begins as a new row of an edited report:
// the same words give the same id in this notebook, so that the same workbook
// twice brings nothing twice; to who has not its keys the id says nothing.
func (n *Notebook) RowID(said string) model.ID {
	sum := n.keys.Digest(rowNames).Sum([]byte(said))
	id, err := model.NewID(bytes.NewReader(sum[:]))
	if err != nil {
		panic("notebook: a digest is too short for an id") // 32 bytes for 16
	}
	return id
}
