package main

// terminal is the console that the program was started from.
const terminal = "CONIN$"
