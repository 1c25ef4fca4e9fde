#!/usr/bin/env python3
"""plain-qemu.py IMAGE TEXT [QEMU OPTION...]: boots IMAGE on a QEMU with no option of ours but those that
let us look from outside, and succeeds as soon as TEXT is in the VGA text buffer."""

import os
import socket
import subprocess
import sys
import tempfile
import time

CONSOLE, COLUMNS, ROWS = 0xB8000, 80, 25
SECONDS = 40


def screen(monitor, path):
    """The rows of the text buffer, as QEMU's monitor saves it a moment after it is asked."""
    monitor.sendall(f'pmemsave {CONSOLE:#x} {2 * COLUMNS * ROWS} "{path}"\n'.encode())
    time.sleep(0.2)
    if not os.path.exists(path):
        return []
    with open(path, "rb") as file:
        cells = file.read()[::2]
    text = "".join(chr(c) if 32 <= c < 127 else " " for c in cells)
    return [text[i : i + COLUMNS].rstrip() for i in range(0, len(text), COLUMNS)]


def main():
    image, wanted, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        address = os.path.join(directory, "monitor")
        qemu = subprocess.Popen(
            [os.environ.get("QEMU", "qemu-system-x86_64")]
            + ["-drive", f"file={image},format=raw,snapshot=on", "-display", "none"]
            + ["-monitor", f"unix:{address},server=on,wait=off"] + options
        )
        rows = []
        try:
            deadline = time.monotonic() + SECONDS
            monitor = socket.socket(socket.AF_UNIX)
            while not os.path.exists(address) and qemu.poll() is None:
                time.sleep(0.05)
            monitor.connect(address)
            while time.monotonic() < deadline:
                time.sleep(0.2)
                rows = screen(monitor, os.path.join(directory, "screen"))
                if any(wanted in row for row in rows):
                    return 0
        finally:
            qemu.kill()
            qemu.wait()
    print(f"'{wanted}' did not show within {SECONDS} s. The screen:", *rows, sep="\n")
    return 1


sys.exit(main())
