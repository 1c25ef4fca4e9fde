"""What guest/g-door.c and g-judge.c report about calls of sys_getsysname."""

import re
from dataclasses import dataclass, field

LEVELS = re.compile(r"level (\d) (\S+) (\S+)")
PRESENT, WRITABLE, USER = 1, 2, 4
PROC_START, PROC_SIZE = 0x100000, 0x40000
NAME_BYTES = 10  # "Weensy 61" with its NUL


@dataclass
class Walk:
    """The entries from the root to the one that decides about an address."""
    va: int
    entries: list = field(default_factory=list)  # (level, index, entry)

    def lines(self):
        """One line for each level; the last names the bit that should have stopped the kernel."""
        if not self.entries:
            return [f"{self.va:#x} is not canonical: no page table maps it"]
        lines = [f"the walk of {self.va:#x}:"]
        for level, index, entry in self.entries:
            bits = ["present", "writable" if entry & WRITABLE else "not writable",
                    "user" if entry & USER else "not user"]
            lines.append(f"  L{level}[{index:#05x}] " + (", ".join(bits) if entry & PRESENT
                                                          else "not present"))
        lines[-1] += ": " + self._reason(self.entries[-1][2])
        return lines

    def is_writable_for_users(self):
        needed = PRESENT | WRITABLE | USER
        return bool(self.entries) and all(e & needed == needed for _, _, e in self.entries)

    def _reason(self, entry):
        if not entry & PRESENT:
            return "nothing is mapped there"
        if not all(e & USER for _, _, e in self.entries):
            return "a user could not write here"
        if not all(e & WRITABLE for _, _, e in self.entries):
            return "a user could read here, but not write"
        pid = (self.va - PROC_START) // PROC_SIZE + 1
        return (f"Eve could write here herself, since all processes share this page table; but the "
                f"page is process {pid}'s")


@dataclass
class Call:
    """A call of sys_getsysname with a buffer that the caller may not write, or not all of it."""
    what: str
    pid: int
    buf: int
    walk: Walk = None     # of its first forbidden byte
    outcome: str = ""     # "returned -14", "ended", ...; "": there was none
    wrote: Walk = None    # of the first forbidden byte that has changed
    beside: bool = False  # that byte is before or after the name
    faulted: bool = False

    def is_refused(self):
        return not self.wrote and (self.outcome == "ended" or self.outcome.startswith("returned -"))


@dataclass
class Ordinary:
    """A call with a good buffer."""
    what: str
    outcome: str = ""


@dataclass
class Report:
    calls: list = field(default_factory=list)
    ordinary: list = field(default_factory=list)
    over: bool = False  # the program ended
    own_store: int = 0  # where Eve herself tried to store to Alice's memory, which the check prevents
    alice: tuple = ()   # her calls; ticks since the last one; "runnable" or "ended"


def is_news(word, last):
    """Is this the outcome of the last call? (Programs log the results of good buffers themselves.)"""
    return last is not None and (isinstance(last, Call) or word != "returned")


def read_report(said):
    report, what, last, walk, wrote = Report(), "", None, None, False
    for line in said:
        word, _, rest = line.partition(" ")
        if word == "attack":
            what = rest
        elif word == "ordinary":
            last, what = Ordinary(rest), rest
            report.ordinary.append(last)
        elif word == "either":
            last, what = None, rest
        elif word == "result":
            last.outcome = last.outcome or rest
        elif word == "call":
            pid, buf = rest.split()
            last, wrote = Call(what, int(pid), int(buf, 16)), False
            report.calls.append(last)
        elif word == "walk" and isinstance(last, Call):
            walk = Walk(int(rest, 16))
            last.wrote, last.walk = (walk, last.walk) if wrote else (None, walk)
        elif LEVELS.fullmatch(line) and walk:
            level, index, entry = LEVELS.fullmatch(line).groups()
            walk.entries.append((int(level), int(index, 16), int(entry, 16)))
        elif word in ("returned", "ended", "neither") and is_news(word, last):
            last.outcome = {"returned": line, "ended": "ended",
                            "neither": "neither an error nor the end of the caller"}[word]
        elif word == "wrote":
            wrote, last.beside = True, line == "wrote beside"
        elif line.startswith("own store"):
            report.own_store = int(line.split()[-1], 16)
        elif line == "the kernel faulted" and isinstance(last, Call):
            last.faulted = True
        elif line == "over":
            report.over = True
        elif line.startswith("process 2 made"):
            calls, ago = map(int, re.findall(r"(\d+) (?:calls|ticks)", line))
            report.alice = calls, ago, line.split()[-1]
    return report
