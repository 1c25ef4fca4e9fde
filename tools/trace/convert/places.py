"""Places in the code: addresses, and the functions, files and lines that they belong to."""

import re
import subprocess
from pathlib import Path

KERNEL = "kernel"
TRACER = "tools/trace/guest/trace.c"  # its functions come between the kernel's; places leave them out


class Places:
    """obj: the build's directory, with trace-kernel.elf.full and user/PROGRAM.full."""

    def __init__(self, obj, addr2line):
        self.obj = obj
        self.addr2line = addr2line
        self._index = {}  # {(program, address, *callers): its number}

    def number(self, program, address, *callers):
        """The number of a place: its index in what `resolve` returns. callers: the addresses of the calls that led
        there, innermost first."""
        return self._index.setdefault((program, address, *callers), len(self._index))

    def resolve(self):
        """All places, in the form that a trace has."""
        frames = {}
        for program in {place[0] for place in self._index}:
            addresses = {address for place in self._index if place[0] == program for address in place[1:]}
            frames[program] = self._frames(self._file(program), sorted(addresses))
        return [{"program": program, "address": hex(addresses[0]),
                 "frames": [frame for address in addresses for frame in frames[program].get(address, [])]}
                for program, *addresses in self._index]

    def _file(self, program):
        name = "trace-kernel.elf" if program == KERNEL else f"user/{program}"
        return self.obj / f"{name}.full"

    def _frames(self, elf, addresses):
        """{address: frames}, innermost first."""
        if not elf.exists():
            return {}
        output = subprocess.run([self.addr2line, "-e", elf, "-f", "-i", "-a"], text=True, check=True,
                                input="".join(f"{address:#x}\n" for address in addresses),
                                stdout=subprocess.PIPE).stdout
        frames, function = {}, None
        for line in output.splitlines():
            if re.fullmatch(r"0x[0-9a-f]{16}", line):
                address, function = int(line, 16), None
                frames[address] = []
            elif function is None:
                function = line
            else:
                frames[address].append(_frame(function, line.removeprefix("./")))
                function = None
        return {address: [frame for frame in those if frame[1] != TRACER] for address, those in frames.items()}


def _frame(function, place):
    """[function, file, line] from a function and "FILE:LINE", which may end with " (discriminator N)"; None for what is
    unknown."""
    path, _, line = place.split(" ")[0].rpartition(":")
    known = path not in ("", "??")
    return [function if function != "??" else None, path if known else None,
            int(line) if known and line.isdigit() and line != "0" else None]
