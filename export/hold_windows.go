package export

import "os"

// heldByName says that an open file cannot be removed.
const heldByName = true

// hold needs to do nothing: the system holds every file that is open.
func hold(*os.File) bool { return false }
