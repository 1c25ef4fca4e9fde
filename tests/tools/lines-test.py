#!/usr/bin/env python3
"""Compares line tables (tools/lines/) with what binutils say of the same files: function, file and line of every
address in the table, and whether the stack pointer points to the return address there. TAP.

    lines-test.py"""

import os
import re
import struct
import subprocess
import tempfile
from pathlib import Path

import tap

OBJ = Path(os.environ.get("OBJ", "obj"))
MKLINES = OBJ / "tools" / "mklines"


def output(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True).stdout


def entries(table):
    """(address, function, file, line, no_frame) of each entry."""
    size, count = struct.unpack_from("<II", table)
    assert size == len(table)
    def name(offset):
        return table[offset:table.index(b"\0", offset)].decode() if offset else ""
    for i in range(count):
        address, function, file, line = struct.unpack_from("<IIII", table, 8 + 16 * i)
        yield address, name(function), name(file), line & 0x7FFFFFFF, bool(line >> 31)


def looked_up(elf, addresses):
    """(file's base name, line) of each address, as addr2line says."""
    result = subprocess.run(["addr2line", "-f", "-e", str(elf)], input="\n".join(map(hex, addresses)), text=True,
                            check=True, capture_output=True).stdout.splitlines()
    for place in result[1::2]:
        file, line = re.sub(r" \(discriminator.*", "", place).rsplit(":", 1)
        yield file.rsplit("/", 1)[-1], line


def functions(elf):
    """(start, name), by address."""
    lines = output("nm", "--defined-only", elf).decode().splitlines()
    return sorted((int(line.split()[0], 16), line.split()[2]) for line in lines if line.split()[1] in "tT")


def frameless(elf):
    """[(start, end)] of the code where the frame ends at %rsp + 8, as readelf says."""
    ranges = []
    for part in re.split(r"\n\n+", output("readelf", "--debug-dump=frames-interp", elf).decode()):
        if not (match := re.search(r" FDE .*pc=(\w+)\.\.(\w+)", part)):
            continue
        start, end = int(match[1], 16), int(match[2], 16)
        rows = [(int(m[1], 16), m[2]) for m in re.finditer(r"^(\w{16}) (\S+)", part, re.M)]
        rows = rows or [(start, "rsp+8")]  # as at every function's start
        for (here, where), (stop, _) in zip(rows, rows[1:] + [(end, "")]):
            ranges += [(here, stop)] if where == "rsp+8" else []
    return ranges


def differences(elf):
    table = list(entries(output(MKLINES, elf)))
    code = [entry for entry in table if entry[3]]
    symbols, without = functions(elf), frameless(elf)
    wrong = []
    for entry, (file, line) in zip(code, looked_up(elf, [entry[0] for entry in code])):
        address, function, seen_file, seen_line, no_frame = entry
        start = max((start for start, _ in symbols if start <= address), default=None)
        names = {name for at, name in symbols if at == start}
        expected = any(start <= address < end for start, end in without)
        if function not in names or (seen_file.rsplit("/", 1)[-1], str(seen_line)) != (file, line) or no_frame != expected:
            wrong.append(f"{address:#x}: {function} {seen_file}:{seen_line} {no_frame}; expected {names} {file}:{line} {expected}")
    return code, wrong


SOURCE = """int sum(int n) { int s = 0; while (n-- > 0) s += n; return s; }
int twice(int n);
int call(int n) { return twice(sum(n)) + 1; }
void _start(void) { for (;;) call(3); }
int twice(int n) { return 2 * n; }
"""


def compiled(directory, compiler, version):
    """A small program from that compiler, with that version of DWARF; None if there is no such compiler."""
    source, elf = directory / "small.c", directory / f"{compiler}-{version}"
    source.write_text(SOURCE)
    command = [compiler, "-O1", f"-gdwarf-{version}", "-nostdlib", "-static", "-no-pie", "-fno-pie",
               "-fno-asynchronous-unwind-tables", "-fno-omit-frame-pointer", source, "-o", elf]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    return elf


def cuts(size, number=40):
    """Places to cut a file of that size, from its start to its last byte."""
    return sorted({size * i // number for i in range(number)} | {size - 1})


def reported(path, content):
    """Does mklines report a file with that content in one line, with status 1?"""
    path.write_bytes(content)
    result = subprocess.run([MKLINES, path], capture_output=True, check=False)
    return result.returncode == 1 and result.stderr.count(b"\n") == 1


def main():
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        files = [OBJ / "kernel.elf.full", OBJ / "section" / "kernel.elf.full",
                 *sorted((OBJ / "user").glob("*.full"))[:6]]
        files += filter(None, (compiled(directory, c, v) for c in ("gcc", "clang", "clang-14") for v in (4, 5)))
        for elf in files:
            code, wrong = differences(elf)
            tap.holds(f"{elf.name}: {len(code)} places are what binutils say", code and not wrong, wrong[:5])
        whole = (OBJ / "kernel.elf.full").read_bytes()
        silent = [size for size in cuts(len(whole)) if not reported(directory / "broken", whole[:size])]
        tap.holds("mklines reports a file that is cut off anywhere", not silent, f"silent at {silent} of {len(whole)} bytes")
    tap.end()


if __name__ == "__main__":
    main()
