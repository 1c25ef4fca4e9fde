#!/usr/bin/env python3
"""terminal-test.py: the guest's screen on a terminal of any size, after changes of size, without colours, and how to leave.
TAP. OBJ is the directory of built things."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time

import tap

OBJ = os.environ.get("OBJ", "obj")
SECONDS = 600
SEQUENCE = re.compile(r"\x1b\[(\??)([0-9;]*)([@-~])")


class Terminal:
    """What a terminal shows, and what it has received. `frames`: its rows at the end of each synchronized update."""

    def __init__(self, rows, columns):
        self.resize(rows, columns)
        self.sent, self.rest, self.frames = "", "", []

    def resize(self, rows, columns):
        """Resizes like terminals that keep the text where it is, and cut it."""
        old = getattr(self, "cells", [])
        self.rows, self.columns = rows, columns
        self.cells = [(old[r] + [" "] * columns)[:columns] if r < len(old) else [" "] * columns for r in range(rows)]
        self.row = self.column = 0

    def put(self, text):
        self.sent += text
        text = self.rest + text
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                found = SEQUENCE.match(text, at)
                if not found:
                    break
                self.obey(*found.groups())
                at = found.end()
            else:
                self.write(text[at])
                at += 1
        self.rest = text[at:]

    def write(self, c):
        if c == "\r":
            self.column = 0
        elif c == "\n":
            self.down()
        else:
            if self.column == self.columns:
                self.column = 0
                self.down()
            self.cells[self.row][self.column] = c
            self.column += 1

    def down(self):
        if self.row == self.rows - 1:
            self.cells = self.cells[1:] + [[" "] * self.columns]
        else:
            self.row += 1

    def obey(self, private, parameters, command):
        numbers = [int(n or 0) for n in parameters.split(";")]
        if private:
            if numbers == [2026] and command == "l":
                self.frames.append(self.text())
        elif command == "H":
            self.row = min(max(numbers[0], 1), self.rows) - 1
            self.column = min(max(numbers[1] if len(numbers) > 1 else 1, 1), self.columns) - 1
        elif command == "J":
            for r in range(self.row if numbers[0] == 0 else 0, self.rows):
                self.cells[r] = [" "] * self.columns
        elif command != "m":
            raise ValueError(f"an unknown sequence: {parameters}{command}")

    def text(self):
        return ["".join(row).rstrip() for row in self.cells]


class Run:
    """tools/run in a terminal."""

    def __init__(self, *arguments, rows=24, columns=80, mode="console", **environment):
        self.terminal = Terminal(rows, columns)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for name in ("DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR"):
                os.environ.pop(name, None)
            os.environ.update({"TERM": "xterm"}, **environment)
            time.sleep(0.1)  # until the terminal has its size
            os.execv(f"{OBJ}/tools/run", ["run", "--mode", mode, "--log", f"{directory}/log", *arguments])
        self.set_size()

    def set_size(self):
        size = struct.pack("HHHH", self.terminal.rows, self.terminal.columns, 0, 0)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size)

    def resize(self, rows, columns):
        self.terminal.resize(rows, columns)
        self.set_size()

    def read(self):
        """Reads what there is. False when the terminal has been closed."""
        if select.select([self.fd], [], [], 0.1)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            self.terminal.put(data.decode("latin-1"))
            return bool(data)
        return True

    def until(self, condition):
        """Waits for the condition, a function of the terminal. False if it does not become true."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if condition(self.terminal):
                return True
            if not self.read():
                return condition(self.terminal)
        return False

    def shows(self, text):
        return self.until(lambda terminal: any(text in row for row in terminal.text()))

    def keys(self, keys):
        os.write(self.fd, keys)

    def status(self):
        """Waits for the run to end, and returns its exit status."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self.read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def leave(self):
        self.keys(b"\x03")
        status = self.status()
        os.close(self.fd)
        return status


def lines_are_right(terminal):
    """Are the rows consecutive lines of the program `lines`, up to its last? And how many?"""
    numbers = [int(m.group(1)) for m in (re.match(r"fast (\d+), which is 1 after", row) for row in terminal.text()) if m]
    return numbers == list(range(3001 - len(numbers), 3001)), len(numbers)


def small_terminal():
    run = Run("--virtual", "6", "--command", "lines", f"{OBJ}/test.img")
    tap.holds("a terminal of 24 rows shows the last rows", run.until(lambda t: t.text()[22].startswith("No process is left")),
              run.terminal.text())
    text = run.terminal.text()
    right, n = lines_are_right(run.terminal)
    tap.holds("each line has its own row, and the terminal is full", right and n == 22, "\n".join(text))
    tap.holds("the last row says how to leave", "Control-C leaves" in text[23], text[23])
    run.resize(10, 40)
    tap.holds("a smaller terminal shows the last rows again", run.until(lambda t: "Control-C leaves" in t.text()[9]
              and t.text()[8].startswith("No process is left") and lines_are_right(t)[1] == 8), run.terminal.text())
    run.resize(30, 100)
    tap.holds("a larger terminal shows all 25", run.until(lambda t: "Control-C leaves" in t.text()[25]
              and t.text()[24].startswith("No process is left") and lines_are_right(t)[1] == 24), run.terminal.text())
    run.terminal.cells[3] = list("what another program has written".ljust(100))
    run.keys(b"\x0c")
    tap.holds("Control-L repaints it", run.until(lambda t: lines_are_right(t)[1] == 24), run.terminal.text())
    tap.holds("Control-C leaves", run.leave() == 0)


def viewer():
    run = Run("--virtual", "6", "--command", "allocators allocators lines lines viewer=1", f"{OBJ}/test.img", rows=26)
    run.until(lambda t: len(t.frames) > 200)
    run.leave()
    torn = [frame for frame in run.terminal.frames if frame[0].startswith("PHYSICAL MEMORY")
            and not all(re.match(r"  0x[01][0-9a-f]{5}  [^ ]{64}$", frame[r]) for r in range(1, 9))]
    seen = sum(frame[0].startswith("PHYSICAL MEMORY") for frame in run.terminal.frames)
    tap.holds("frames with the memory viewer are whole while programs print", seen > 50 and not torn,
              f"{seen} frames, torn: " + "\n".join(torn[0] if torn else []))


def plain():
    run = Run(f"{OBJ}/attack.img", NO_COLOR="1")
    tap.holds("NO_COLOR: the terminal shows the screen", run.shows("refused"), run.terminal.text())
    run.leave()
    tap.holds("it shows it without colours", not re.search(r"\x1b\[[0-9;]*m", run.terminal.sent))
    run = Run(f"{OBJ}/hello.img", mode="auto", TERM="dumb")
    tap.holds("TERM=dumb: there is text, and no control sequence", run.status() == 0 and "Hello!" in run.terminal.sent
              and "\x1b" not in run.terminal.sent, repr(run.terminal.sent))


def leaving():
    run = Run("--command", "hello crash=5", f"{OBJ}/test.img")
    time.sleep(0.5)
    tap.holds("Control-C leaves a kernel that hangs", run.leave() in (0, 4))
    run = Run(f"{OBJ}/hello.img")
    run.shows("Press q")
    run.keys(b"q")
    tap.holds("q leaves", run.status() == 0)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the directory is removed
with tempfile.TemporaryDirectory() as directory:
    for part in (viewer, small_terminal, plain, leaving):
        part()
tap.end()
