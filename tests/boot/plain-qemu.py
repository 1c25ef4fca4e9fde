#!/usr/bin/env python3
"""plain-qemu.py IMAGE STEP... [-- QEMU OPTION...]: boots IMAGE on a QEMU without our front end, with only the given
options and those that let us look from outside. Takes the steps, in order:

    see:TEXT     waits until TEXT is in the VGA text buffer
    key:KEY      presses a key of the PS/2 keyboard, by QEMU's name for it
    unseen:TEXT  fails if TEXT is there a second later
    end          waits until QEMU ends

In an option, DRIVE stands for the image's drive, and replaces the usual one. Succeeds when it has taken all steps."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

CONSOLE, COLUMNS, ROWS = 0xB8000, 80, 25
SECONDS = 600  # patience: an image that works takes one, but a busy machine can make that minutes


def connect(address, qemu):
    """A connection to QEMU's monitor, which appears some time after QEMU starts: first the socket's name, then a
    process that listens."""
    while True:
        monitor = socket.socket(socket.AF_UNIX)
        try:
            monitor.connect(address)
            return monitor
        except (FileNotFoundError, ConnectionRefusedError):
            monitor.close()
            if qemu.poll() is not None:
                raise
            time.sleep(0.05)


class Guest:
    def __init__(self, image, options, directory):
        address = os.path.join(directory, "monitor")
        self.dump = os.path.join(directory, "screen")
        self.rows = []
        options = [option.replace("DRIVE", f"file={image},format=raw,snapshot=on") for option in options]
        if not any(image in option for option in options):
            options += ["-drive", f"file={image},format=raw,snapshot=on"]
        self.qemu = subprocess.Popen(
            [os.environ.get("QEMU", "qemu-system-x86_64"), "-display", "none"]
            + ["-monitor", f"unix:{address.replace(',', ',,')},server=on,wait=off"] + options
        )
        self.monitor = connect(address, self.qemu)

    def tell_monitor(self, command):
        self.monitor.sendall(command.encode() + b"\n")
        time.sleep(0.2)

    def read_screen(self):
        """Reads the rows of the text buffer, which QEMU's monitor saves a moment after the command."""
        self.tell_monitor(f'pmemsave {CONSOLE:#x} {2 * COLUMNS * ROWS} "{self.dump}"')
        if os.path.exists(self.dump):
            with open(self.dump, "rb") as file:
                text = "".join(chr(c) if 32 <= c < 127 else " " for c in file.read()[::2])
            self.rows = [text[i : i + COLUMNS].rstrip() for i in range(0, len(text), COLUMNS)]

    def take(self, step):
        """Tries to take the step. False: not yet."""
        kind, _, argument = step.partition(":")
        if kind == "key":
            self.tell_monitor(f"sendkey {argument}")
            return True
        if kind == "end":
            time.sleep(0.1)
            return self.qemu.poll() is not None
        if kind == "unseen":
            time.sleep(1)
        self.read_screen()
        return (kind == "see") == any(argument in row for row in self.rows)


def main():
    arguments, options = sys.argv[1:], []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, options = arguments[:split], arguments[split + 1 :]
    image, *steps = arguments
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the directory is removed
    with tempfile.TemporaryDirectory() as directory:
        guest = Guest(image, options, directory)
        try:
            for step in steps:
                deadline = time.monotonic() + SECONDS
                while not guest.take(step):
                    if time.monotonic() > deadline or (guest.qemu.poll() is not None and step != "end"):
                        print(f"step '{step}' was not reached. The screen:", *guest.rows, sep="\n")
                        return 1
        finally:
            guest.qemu.kill()
            guest.qemu.wait()
    return 0


sys.exit(main())
