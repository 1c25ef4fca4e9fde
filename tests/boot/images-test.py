#!/usr/bin/env python3
"""Damages a disk image, one field at a time, in everything that the boot code reads about where things are and how large
they are. The boot code must refuse it, in one line that says why, before anything goes wrong. TAP.

    images-test.py [--jobs N]

QEMU gets the images without the front end, which would refuse them, too, and is asked for that; as is the tool that
makes images, of a kernel that is damaged. What the first two stages read comes by way of the BIOS, the rest the short
way (boot/shortcut.S)."""

import argparse
import concurrent.futures
import os
import re
import struct
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import tap

OBJ = Path(os.environ.get("OBJ", "obj"))
QEMU = os.environ.get("QEMU", "qemu-system-x86_64")
SECONDS = 600
BOOT_FAILED = 2 * 0x12 + 1  # EXIT_BOOT_FAILED of lib/exit-codes.h, as isa-debug-exit gives it

# lib/boot-info.h
SECTOR, PIECE, PAGE, FILES_OFFSET, NFILES = 512, 64, 4096, 0xD000, 140
INFO, INFO_FORMAT = 0x1000, "<QII256sQ"
MEMORY_RANGES, RANGE_SIZE, LOADER_FIELDS = 24, 24, 16
FILE_SIZE, NAME_SIZE = 76, 64
DIRECTORY = INFO + struct.calcsize(INFO_FORMAT) + MEMORY_RANGES * RANGE_SIZE + LOADER_FIELDS
IMAGE_ADDR = 0x200000

HELLO = b"Hello!"
ALL = (1 << 64) - 1
FAR = [1 << 31, (1 << 32) - 1]                # in a field of 32 bits
HUGE = [1 << 32, 1 << 63, ALL, ALL - 0xFFF]   # in one of 64


@dataclass
class Field:
    """The values to write over `size` bytes at `offset`, one by one, and what the boot code should say."""
    name: str
    offset: int
    size: int
    values: list
    says: str
    by_bios: bool = False
    front: str = ""       # what the front end says of it; "": it does not look so closely
    builder: bool = False  # the tool that makes images says the same of the kernel
    status: Optional[int] = BOOT_FAILED  # None: it boots

    def damaged(self, image, value):
        data = bytearray(image)
        data[self.offset:self.offset + self.size] = (
            value if isinstance(value, bytes) else value.to_bytes(self.size, "little"))
        return bytes(data)


class Image:
    """Where the fields of an image are."""

    def __init__(self, data):
        self.data = data
        _, self.sectors, nfiles, _, _ = struct.unpack_from(INFO_FORMAT, data, INFO)
        self.entries = {self._name(i): DIRECTORY + i * FILE_SIZE for i in range(nfiles)}

    def _name(self, i):
        return self.data[DIRECTORY + i * FILE_SIZE:][:NAME_SIZE].split(b"\0")[0].decode()

    def place(self, name):
        """The file's offset, size, and the offset of its line table."""
        return struct.unpack_from("<III", self.data, self.entries[name] + NAME_SIZE)

    def fields(self):
        yield from self._info()
        for name in ("kernel", "hello"):
            yield from self._entry(name)
        yield from self._elf_header()
        yield from self._program_headers()

    def _info(self):
        sizes = [0, 1, 63, 65, 64, self.sectors + 1, (16 << 20) // SECTOR + PIECE] + FAR
        yield Field("the image's size", INFO + 8, 4, sizes, "its size cannot be", by_bios=True)
        yield Field("the image's size, on the short way", INFO + 8, 4, [0, 1, 64] + FAR, "its size cannot be")
        yield Field("the mark", INFO, 8, [0, ALL], "no disk image of ours")
        yield Field("the number of files", INFO + 12, 4, [NFILES + 1] + FAR, "too many files",
                    front="too many files")
        yield Field("a memory map that is not empty", INFO + 16 + 256, 8, [1, MEMORY_RANGES, ALL], HELLO.decode(),
                    by_bios=True, status=None)
        yield Field("no files", INFO + 12, 4, [0], "no kernel", front="there is no kernel in it")
        yield Field("the command string", INFO + 16, 256, [b"x" * 256], "command string has no end",
                    front="command string has no end")

    def _entry(self, name):
        at = self.entries[name]
        offset, size, lines = self.place(name)
        end = len(self.data)
        yield Field(f"{name}: its name", at, NAME_SIZE, [b"x" * NAME_SIZE], "name has no end", front="name has no end")
        yield Field(f"{name}: its offset", at + 64, 4,
                    [0, PAGE, FILES_OFFSET - PAGE, offset + 8, end - PAGE, end, end + PAGE] + FAR, "not inside it",
                    front="a file is not inside it")
        yield Field(f"{name}: its size", at + 68, 4, [end, end - offset + 1] + FAR, "not inside it",
                    front="a file is not inside it")
        yield Field(f"{name}: its line table's offset", at + 72, 4,
                    [1, PAGE, lines + 8, end, end + PAGE] + FAR, "line table is not inside it",
                    front="line table is not inside it")
        table_size, entries = struct.unpack_from("<II", self.data, lines)
        yield Field(f"{name}: its line table's size", lines, 4,
                    [0, 8, table_size - 1, end - lines + 1] + FAR, "line table is not inside it",
                    front="line table is not inside it")
        yield Field(f"{name}: its line table's number of entries", lines + 4, 4,
                    [table_size // 16, entries * 16] + FAR, "line table is not inside it",
                    front="line table is not inside it")
        yield Field(f"{name}: a function in its line table", lines + 12, 4, [table_size] + FAR,
                    "line table is not inside it",
                    front="line table is not inside it")

    def _kernel(self, name, offset, size, values, says):
        """A field of the kernel that breaks a rule of lib/elf-check.h: what is wrong, in its words."""
        return Field(f"the kernel's {name}", self.place("kernel")[0] + offset, size, values, says, builder=True)

    def _elf_header(self):
        _, size, _ = self.place("kernel")
        processor, malformed = "it is not for x86-64", "its ELF header is malformed"
        for name, offset, length, says in (("magic", 0, 4, "it is not an ELF file"), ("class", 4, 1, processor),
                                           ("byte order", 5, 1, processor), ("machine", 18, 2, processor),
                                           ("type", 16, 2, "it is not linked to run at a fixed address"),
                                           ("version", 20, 4, malformed), ("size of a header", 54, 2, malformed)):
            yield self._kernel(f"ELF header: {name}", offset, length, [0, 256 ** length - 1], says)
        where = "ELF header: place of the others"
        yield self._kernel(where, 32, 8, [1, ALL], malformed)
        yield self._kernel(f"{where}, outside", 32, 8, [size + -size % 8, *HUGE[:2], ALL - 0xFF7], "it is cut off")
        yield self._kernel("ELF header: number of the others", 56, 2, [17, 0xFFFF], "it has too many segments")
        no_code = "its entry point is not in its code"
        yield self._kernel("ELF header: none", 56, 2, [0], no_code)
        yield self._kernel("ELF header: entry point", 24, 8, [0, 0x40000, 0x7C000] + HUGE, no_code)

    def _program_headers(self):
        file, size, _ = self.place("kernel")
        phoff, = struct.unpack_from("<Q", self.data, file + 32)
        nheaders, = struct.unpack_from("<H", self.data, file + 56)
        first_va, = struct.unpack_from("<Q", self.data, file + phoff + 16)
        for i in range(nheaders):
            at = phoff + i * 56
            _, flags, offset, _, _, _, memsz, _ = struct.unpack_from("<IIQQQQQQ", self.data, file + at)
            for name, where, length, values, says in (
                    ("type", 0, 4, [0, 2, 7, *FAR], "it has a segment of another type than PT_LOAD"),
                    ("permissions", 4, 4, [0, 2, 7, 8 | flags, *FAR],
                     "it has a segment that is not readable, or both writable and executable"),
                    ("offset", 8, 8, [size, size + 1] + HUGE, "it is cut off"),
                    ("offset in a page", 8, 8, [offset - 8], "it has a segment that starts elsewhere in a page than"),
                    ("address", 16, 8, [0, 0x3F000, 0x7C001, 0x80000, IMAGE_ADDR] + HUGE,
                     "it has a segment that does not fit into its memory"),
                    ("size in the file", 32, 8, [memsz + 1] + HUGE,
                     "it has a segment that is larger in the file than in memory"),
                    ("size in memory", 40, 8, [0x3D000] + HUGE, "it has a segment that does not fit into its memory"),
            ):
                yield self._kernel(f"segment {i}: {name}", at + where, length, values, says)
            if i > 0:
                yield self._kernel(f"segment {i}: address, which another one has", at + 16, 8, [first_va],
                                   "two of its segments share a page")
            if flags & 1:
                yield self._kernel(f"segment {i}: no code", at + 4, 4, [4], "its entry point is not in its code")
        yield Field("the kernel's segment 0: physical address, which counts for nothing", file + phoff + 24, 8,
                    [0, ALL], HELLO.decode(), status=None)


def boot(image, by_bios):
    """QEMU's exit status, and what the serial line says. The status is None if hello runs, or nothing ends QEMU."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "image")
        path.write_bytes(image)
        disk = (["-drive", f"file={path},format=raw"] if by_bios else
                ["-bios", OBJ / "shortcut.rom", "-device", f"loader,file={path},addr={IMAGE_ADDR:#x},force-raw=on"])
        qemu = subprocess.Popen(
            [str(word) for word in [QEMU, "-accel", "tcg", "-cpu", "max", "-m", "32M", "-nodefaults", "-vga", "std",
                                    "-display", "none", "-no-reboot", "-icount", "shift=6,sleep=off",
                                    "-serial", "stdio", "-device", "isa-debug-exit,iobase=0xf4", *disk]],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        limit = threading.Timer(SECONDS, qemu.kill)
        limit.start()
        said = b""
        while HELLO not in said and (more := qemu.stdout.read1()):
            said += more
        if HELLO in said:
            qemu.kill()
        limit.cancel()
        status = qemu.wait()
        qemu.stdout.close()
        return status if status >= 0 else None, said.decode(errors="replace")


def refused_by_front_end(image, says):
    """Does the front end say it, too, in one line after the one that says how to leave?"""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "image")
        path.write_bytes(image)
        front = subprocess.run([OBJ / "tools" / "run", "--mode", "quiet", "--timeout", "5", "--log",
                                Path(directory, "log"), path],
                               stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        lines = [line for line in front.stderr.splitlines() if "; leave with" not in line]
        return front.returncode == 1 and len(lines) == 1 and says in lines[0]


def refused_by_builder(image, says):
    """Whether the tool that makes images says it, in one line and the same words, of the kernel in the image."""
    offset, size, _ = Image(image).place("kernel")
    with tempfile.TemporaryDirectory() as directory:
        kernel, out = Path(directory, "kernel.elf"), Path(directory, "image")
        kernel.write_bytes(image[offset:offset + size])
        made = subprocess.run([OBJ / "tools" / "mkimage", "-o", out, "-b", OBJ / "boot.bin", "-c", "hello",
                               f"kernel={kernel}"], capture_output=True, text=True, check=False)
        return (made.returncode == 1 and not out.exists() and made.stderr.count("\n") == 1
                and f"kernel.elf: {says}; " in made.stderr)


def complaint(field, value, image):
    """What is wrong with how this value is met, or None."""
    damaged = field.damaged(image, value)
    if field.front and not refused_by_front_end(damaged, field.front):
        return f"{value}: the front end does not say '{field.front}'"
    status, said = boot(damaged, field.by_bios)
    lines = re.findall(r"^Weensy: (.*?)$", said.replace("\r", ""), re.M)
    if field.builder and lines and not refused_by_builder(damaged, lines[0].partition(" is malformed: ")[2]):
        return f"{value}: the tool that makes images does not say '{lines[0]}'"
    if status == field.status and field.says in said and len(lines) == (status is not None):
        return None
    text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", " ", said)
    shown = value[:8] if isinstance(value, bytes) else hex(value)
    return f"{shown}: expected status {field.status} and '{field.says}', seen {status} and: {text[-300:]!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    image = Image((OBJ / "hello.img").read_bytes())
    fields = list(image.fields())
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = [[pool.submit(complaint, field, value, image.data) for value in field.values] for field in fields]
        for field, answers in zip(fields, results):
            tap.check(f"damaged: {field.name} ({len(answers)})", filter(None, (answer.result() for answer in answers)))
    tap.end()


if __name__ == "__main__":
    main()
