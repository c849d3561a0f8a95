//go:build cgo && !ci

package main

import "github.com/go-gl/glfw/v3.4/glfw"

// freeScreen is how much of the first screen panels leave free for windows, in pixels; zero where nobody can say. The
// toolkit knows it and does not tell, so its own library is asked. Call it once there is a window, from the thread of main.
func freeScreen() (width, height int) {
	if m := glfw.GetPrimaryMonitor(); m != nil {
		_, _, width, height = m.GetWorkarea()
	}
	return width, height
}
