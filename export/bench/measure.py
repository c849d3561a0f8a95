"""Runs a command and says what it took: CPU seconds, wall seconds, the peak of its own memory in MB (what it allocated; pages of
mapped files are not counted, for the system takes those back at will)."""
import os
import subprocess
import sys
import threading
import time

began = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
peak, ended = 0, threading.Event()


def watch():
    global peak
    while not ended.wait(0.02):
        try:
            with open(f"/proc/{child.pid}/status") as status:
                for line in status:
                    if line.startswith("RssAnon:"):
                        peak = max(peak, int(line.split()[1]))
        except OSError:
            return


threading.Thread(target=watch, daemon=True).start()
_, status, used = os.wait4(child.pid, 0)
ended.set()
print(f"{used.ru_utime + used.ru_stime:.2f} {time.monotonic() - began:.2f} {peak / 1024:.1f}")
sys.exit(os.waitstatus_to_exitcode(status) & 255)
