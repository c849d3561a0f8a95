package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./cmd/lean FOLDER, at the top of the repository")
		os.Exit(2)
	}
	if err := layOut(".", os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "lean:", err)
		os.Exit(1)
	}
}

// layOut writes into the folder to, whatever was there before, what a release is built from. top is the top of the repository.
func layOut(top, to string) error {
	top, err := filepath.Abs(top)
	if err != nil {
		return err
	}
	if to, err = filepath.Abs(to); err != nil {
		return err
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	if err := packRooms(top, to); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	if err := copyFyne(top, to); err != nil {
		return fmt.Errorf("copy Fyne: %w", err)
	}
	return nil
}
