#!/usr/bin/env python3
"""terminal.py MARKER COMMAND: runs the command in an interactive shell on its own terminal, and types Ctrl-C once the file
MARKER exists ("-": never). Prints what the terminal showed."""
import os, pty, select, signal, sys, time

LIMIT_SECONDS = 300

marker, command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell ignores it in background jobs, and children inherit that
    os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
os.write(terminal, f"{command}; echo status $?; exit\n".encode())
shown, typed, end = b"", False, time.time() + LIMIT_SECONDS
while time.time() < end:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
    if marker != "-" and not typed and os.path.exists(marker):
        os.write(terminal, b"\x03exit\n")  # an interactive shell drops the rest of an interrupted line
        typed = True
print(shown.decode(errors="replace"))
