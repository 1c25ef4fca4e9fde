"""System calls by number, from lib/syscall-numbers.h, and exceptions by vector."""

import re
from pathlib import Path

# How many arguments they take; others are shown with two.
ARGUMENTS = {"getpid": 0, "yield": 0, "panic": 1, "page_alloc": 1, "fork": 0, "exit": 0, "getsysname": 1,
             "spawn": 1}


def _read_calls():
    header = Path(__file__).resolve().parents[2] / "lib" / "syscall-numbers.h"
    found = re.findall(r"\bSYSCALL_(\w+) = (\d+),", header.read_text())
    return {int(number): (name.lower(), ARGUMENTS.get(name.lower(), 2)) for name, number in found}


CALLS = _read_calls()  # {number: (name, how many arguments)}

# In the words of lib/exceptions.c.
EXCEPTIONS = {
    0: "divide error", 1: "debug exception", 2: "non-maskable interrupt", 3: "breakpoint", 4: "overflow",
    5: "bound range exceeded", 6: "invalid opcode", 7: "floating point, which this kernel does not offer",
    8: "double fault", 10: "invalid task-state segment", 11: "segment not present", 12: "stack-segment fault",
    13: "general protection fault", 14: "page fault", 16: "x87 floating-point error", 17: "alignment check",
    18: "machine check", 19: "SIMD floating-point error",
}
