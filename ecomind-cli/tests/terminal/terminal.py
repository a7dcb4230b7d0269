"""Runs a program at a pseudo terminal, types an answer to each question, and prints what was shown.

    python3 terminal.py ANSWER PROGRAM ARGUMENTS...

Ends as the program ended.
"""

import os
import pty
import sys


def main():
    answer, command = sys.argv[1], sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    shown = b""
    asked = 0
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # Linux says so when the program has ended.
            break
        if not data:
            break
        shown += data
        if asked < shown.count(b"[y/N] "):
            asked += 1
            os.write(terminal, answer.encode() + b"\n")
    _, status = os.waitpid(child, 0)
    sys.stdout.buffer.write(shown)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
