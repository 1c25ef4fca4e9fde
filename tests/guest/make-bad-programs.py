#!/usr/bin/env python3
"""make-bad-programs.py OUTDIR PROGRAM: makes malformed program images out of a good one.

Each is the good program with one thing wrong, and has a name that says what: OUTDIR/bad-class, and so on.
Only bad-nothing has nothing wrong: it shows that the kernel refuses the others for what their names say.
OUTDIR/large has nothing wrong, either, and as much memory as possible.
"""

import pathlib
import struct
import sys

PAGESIZE = 0x1000
PROC_START = 0x100000
MEMSIZE_VIRTUAL = 0x300000
STACK = MEMSIZE_VIRTUAL - PAGESIZE
GUARD = STACK - PAGESIZE
FREE = 0x180000  # an address at which the good program has nothing

LOAD, INTERPRETER, THREAD_LOCAL = 1, 3, 7
X, W, R = 1, 2, 4


class Fields:
    """A structure of the file format, as attributes."""

    def __init__(self, data, offset=0):
        for name, value in zip(self.NAMES, struct.unpack_from(self.FORMAT, data, offset)):
            setattr(self, name, value)

    def pack(self):
        return struct.pack(self.FORMAT, *(getattr(self, name) for name in self.NAMES))


class Header(Fields):
    FORMAT = "<4sBBB9sHHIQQQIHHHHHH"
    NAMES = ("magic elf_class byte_order ident_version padding type machine version entry phoff"
             " shoff flags ehsize phentsize phnum shentsize shnum shstrndx").split()


class Segment(Fields):
    FORMAT = "<IIQQQQQQ"
    NAMES = "type flags offset va pa filesz memsz align".split()


class Program:
    """A program image. Its program headers are at the end of the file, so that more can be added."""

    def __init__(self, data):
        self.header = Header(data)
        self.segments = [Segment(data, self.header.phoff + i * self.header.phentsize)
                         for i in range(self.header.phnum)]
        self.text, self.rodata, self.data = self.segments
        self.body = data + bytes(-len(data) % 8)
        self.header.phoff = len(self.body)

    def add(self, **fields):
        """Adds a good, writable segment without bytes in the file, except for what `fields` say."""
        good = LOAD, R | W, 0, FREE, 0, 0, PAGESIZE, PAGESIZE
        segment = Segment(struct.pack(Segment.FORMAT, *good))
        self.segments.append(segment)
        self.header.phnum += 1
        change(segment, **fields)

    def pack(self):
        data = self.body + b"".join(segment.pack() for segment in self.segments)
        return self.header.pack() + data[len(self.header.pack()):]


def change(fields, **values):
    for name, value in values.items():
        getattr(fields, name)  # there is such a field
        setattr(fields, name, value)


# What is wrong: a function that changes a good program.
BAD = {
    "nothing": lambda p: None,

    # The file's header
    "magic": lambda p: change(p.header, magic=b"\x7fELG"),
    "class": lambda p: change(p.header, elf_class=1),
    "byte-order": lambda p: change(p.header, byte_order=2),
    "ident-version": lambda p: change(p.header, ident_version=0),
    "version": lambda p: change(p.header, version=2),
    "type-relocatable": lambda p: change(p.header, type=1),
    "type-shared": lambda p: change(p.header, type=3),
    "machine": lambda p: change(p.header, machine=183),

    # Where program headers are
    "headers-none": lambda p: change(p.header, phnum=0),
    "headers-too-small": lambda p: change(p.header, phentsize=32),
    "headers-too-many": lambda p: change(p.header, phnum=p.header.phnum + 1),
    "segments-many": lambda p: [p.add(memsz=0) for _ in range(1000)],
    "headers-outside": lambda p: change(p.header, phoff=0x1000000),
    "headers-overflow": lambda p: change(p.header, phoff=2**64 - 56),

    # Where a segment is in the file
    "offset-outside": lambda p: change(p.rodata, offset=0x1000000 + p.rodata.va % PAGESIZE),
    "offset-overflow": lambda p: change(p.rodata, offset=2**64 - PAGESIZE),
    "filesz-outside": lambda p: change(p.rodata, filesz=PAGESIZE * 100, memsz=PAGESIZE * 100),
    "filesz-overflow": lambda p: change(p.rodata, filesz=2**64 - 1, memsz=2**64 - 1),
    "filesz-over-memsz": lambda p: change(p.rodata, memsz=p.rodata.filesz - 1),
    "offset-not-congruent": lambda p: change(p.rodata, offset=p.rodata.offset + 16),

    # Where a segment is in memory
    "segment-null": lambda p: p.add(va=0),
    "segment-in-kernel": lambda p: p.add(va=0x40000),
    "segment-in-console": lambda p: p.add(va=0xB8000),
    "segment-below": lambda p: p.add(va=PROC_START - PAGESIZE),
    "segment-across-start": lambda p: p.add(va=PROC_START - PAGESIZE, memsz=2 * PAGESIZE),
    "segment-in-guard": lambda p: p.add(va=GUARD),
    "segment-in-guard-by-a-byte": lambda p: p.add(va=FREE, memsz=GUARD - FREE + 1),
    "segment-in-stack": lambda p: p.add(va=STACK),
    "segment-above": lambda p: p.add(va=MEMSIZE_VIRTUAL),
    "segment-across-end": lambda p: p.add(va=STACK, memsz=2 * PAGESIZE),
    "segment-not-canonical": lambda p: p.add(va=0x800000000000),
    "segment-in-direct-map": lambda p: p.add(va=0xFFFF800000100000),
    "segment-huge": lambda p: p.add(memsz=2**63),
    "segment-wraps": lambda p: p.add(memsz=2**64 - FREE + PROC_START),
    "segment-wraps-to-0": lambda p: p.add(memsz=2**64 - FREE),
    "segment-at-the-end": lambda p: p.add(va=2**64 - PAGESIZE),

    # Segments and each other
    "overlap-same": lambda p: p.add(va=p.data.va),
    "overlap-within": lambda p: p.add(va=p.text.va, memsz=16 * PAGESIZE),
    "overlap-by-a-byte": lambda p: (p.add(va=FREE, memsz=PAGESIZE + 1), p.add(va=FREE + PAGESIZE)),
    "two-permissions-in-a-page": lambda p: (p.add(memsz=16), p.add(va=FREE + 0x800, offset=0x800,
                                                                  memsz=16, flags=R)),
    "same-page": lambda p: (p.add(memsz=16), p.add(va=FREE + 0x800, offset=0x800, memsz=16)),

    # Permissions and kinds of segments
    "write-and-execute": lambda p: p.add(flags=R | W | X),
    "write-and-execute-alone": lambda p: change(p.data, flags=W | X),
    "interpreter": lambda p: p.add(type=INTERPRETER, flags=R),
    "thread-local": lambda p: p.add(type=THREAD_LOCAL, flags=R),

    # The entry point
    "entry-null": lambda p: change(p.header, entry=0),
    "entry-in-kernel": lambda p: change(p.header, entry=0x41000),
    "entry-in-data": lambda p: change(p.header, entry=p.data.va),
    "entry-in-constants": lambda p: change(p.header, entry=p.rodata.va),
    "entry-after-code": lambda p: change(p.header, entry=p.text.va + p.text.memsz),
    "entry-in-hole": lambda p: change(p.header, entry=FREE),
    "entry-not-canonical": lambda p: change(p.header, entry=0x800000000000),
    "entry-around": lambda p: change(p.header, entry=p.text.va + 2**63),
}


def main():
    outdir, good = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_bytes()
    for old in outdir.glob("bad-*"):
        old.unlink()
    for name, spoil in BAD.items():
        program = Program(good)
        spoil(program)
        (outdir / f"bad-{name}").write_bytes(program.pack())

    large = Program(good)
    large.add(memsz=GUARD - FREE)
    (outdir / "large").write_bytes(large.pack())

    # Not even whole programs
    (outdir / "bad-empty").write_bytes(b"")
    (outdir / "bad-text").write_bytes(b"#!/bin/sh\necho Hello!\n" * 100)
    (outdir / "bad-truncated-in-header").write_bytes(good[:63])
    (outdir / "bad-truncated-in-headers").write_bytes(good[:100])
    (outdir / "bad-truncated-in-code").write_bytes(good[:PAGESIZE + 16])


main()
