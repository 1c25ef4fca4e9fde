"""Processes have pages from kalloc, wherever these are in memory."""

import re
import struct
from pathlib import Path

from pset import judged
from pset.judged import Check

HEADER, SEGMENT = struct.Struct("<32sQQIHHHHHH"), struct.Struct("<IIQQQQQQ")  # lib/elf.h
PAGESIZE = 4096
LOAD, READ_WRITE = 1, 6
OTHERS = b"\xee"  # fills the file around a segment


def with_segments(program):
    """The program with further segments: those of segments.c, whose table the trial has."""
    text = (Path(__file__).parent / "segments.c").read_text()
    table = re.findall(r"\{(0x\w+),\s+(0x\w+),\s+(0x\w+)\}", text)
    return _more(program, [tuple(int(number, 16) for number in row) for row in table])


def with_far_segment(program):
    """The program with a segment that comes first and has a page table of level 1 to itself."""
    return _more(program, [(0x210000, 0x100, 0x8000)])


def _more(program, segments):
    """The program with further segments (va, bytes in the file, bytes in memory), which come first. Each byte in the file
    is that of pattern(address) in segments.c."""
    start, phoff, shoff, flags, ehsize, phentsize, phnum, *sections = HEADER.unpack_from(program)
    headers, data = [], program
    for va, in_file, in_memory in segments:
        data += OTHERS * (-len(data) % PAGESIZE + va % PAGESIZE)
        headers.append(SEGMENT.pack(LOAD, READ_WRITE, len(data), va, va, in_file, in_memory, PAGESIZE))
        data += bytes(pattern(addr) for addr in range(va, va + in_file)) + OTHERS * PAGESIZE
    data += OTHERS * (-len(data) % 8)
    table = b"".join(headers) + program[phoff:phoff + phnum * phentsize]
    head = HEADER.pack(start, len(data), shoff, flags, ehsize, phentsize, phnum + len(headers), *sections)
    return head + data[len(head):] + table


def pattern(addr):
    mixed = addr * 0x9E3779B1 & 0xFFFFFFFF
    return ((mixed ^ mixed >> 15) * 0x85EBCA6B & 0xFFFFFFFF) >> 24 | 1


CHECKS = [
    Check("3.1", "kalloc hands out all free pages, and kfree gives them back", 2, ("passes",), {"allocator": 1}),
    Check("3.2", "sys_page_alloc gives a fresh zeroed page from anywhere", 3, ("fresh",)),
    Check("3.3", "the kernel loads segments as the file has them, page by page", 4, ("segments",),
          changed={"segments": with_segments}),
    Check("3.4", "four processes run at once, in pages from all over memory", 2, ("grows", "grows@2", "grows@3", "grows@4")),
    Check("3.5", "sys_page_alloc without memory returns E_NOMEM and changes nothing", 2, ("nomem",)),
    Check("3.6", "if an allocation fails while a process is set up, the process does not start, and the others do", 2,
          ("goes-on", *["later"] * 10), {"setups": 1}, changed={"later": with_far_segment}),
]


def check(desk):
    return judged.check(desk, 3, CHECKS)
